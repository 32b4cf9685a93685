"""Proposals at rest: their lines with state and round, found by id or because they wait."""

import json
from collections.abc import Iterable
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Connection, func, select

from knowledge.domain.proposals import Line, LineState, Proposal
from knowledge.errors import UnknownAccount, UnknownProposal
from knowledge.store.access import Audience, visible
from knowledge.store.line_json import (
    dump,
    line_from_json,
    line_to_json,
    remarks_from_json,
    remarks_to_json,
)
from knowledge.store.tables import AnyRow, accounts, proposal_lines, proposals


class StoredProposal(NamedTuple):
    """A proposal with what surrounds it.

    ``reading`` is the JSON object of the reading it came from. ``map_version`` is that of the map it
    was compared with. ``rounds`` and ``shown_hashes`` are by line id; a round grows with every undo.
    """

    proposal: Proposal
    reading: dict[str, Any] | None
    map_version: int
    rounds: dict[str, int]
    shown_hashes: dict[str, str]


class ListedProposal(NamedTuple):
    """A proposal without its lines: how many it has, and how many of them wait."""

    id: str
    account_id: str
    source_id: str
    created_at: datetime
    lines: int
    pending: int


def save_proposal(
    conn: Connection, proposal: Proposal, reading: dict[str, Any] | None, map_version: int
) -> None:
    """Keep a new proposal; raises ``UnknownAccount`` when its account does not exist."""
    workspace_id = conn.execute(
        select(accounts.c.workspace_id).where(accounts.c.id == proposal.account_id)
    ).scalar_one_or_none()
    if workspace_id is None:
        raise UnknownAccount(proposal.account_id)
    conn.execute(
        proposals.insert(),
        {
            "workspace_id": workspace_id,
            "id": proposal.id,
            "account_id": proposal.account_id,
            "source_id": proposal.source_id,
            "reader": proposal.reader,
            "created_at": proposal.created_at.isoformat(),
            "reading_json": None if reading is None else dump(reading),
            "remarks_json": remarks_to_json(proposal.remarks),
            "set_aside": proposal.set_aside,
            "map_version": map_version,
        },
    )
    _insert_lines(conn, workspace_id, proposal.account_id, proposal.id, proposal.lines, {})


def load_proposal(conn: Connection, proposal_id: str, audience: Audience) -> StoredProposal | None:
    """The proposal with its lines by number, or ``None``."""
    row = conn.execute(
        select(proposals).where(proposals.c.id == proposal_id, visible(audience, proposals))
    ).one_or_none()
    if row is None:
        return None
    lines = _line_rows(conn, row.workspace_id, row.id)
    proposal = Proposal(
        id=row.id,
        account_id=row.account_id,
        source_id=row.source_id,
        reader=row.reader,
        created_at=datetime.fromisoformat(row.created_at),
        lines=tuple(line_from_json(line.payload_json, line.number, line.state) for line in lines),
        remarks=remarks_from_json(row.remarks_json),
        set_aside=row.set_aside,
    )
    return StoredProposal(
        proposal,
        json.loads(row.reading_json) if row.reading_json else None,
        row.map_version,
        {line.id: line.round for line in lines},
        {line.id: line.shown_hash for line in lines},
    )


def list_proposals(
    conn: Connection,
    workspace_id: str,
    audience: Audience,
    *,
    account_id: str | None = None,
    source_id: str | None = None,
    pending_only: bool = True,
) -> list[ListedProposal]:
    """The proposals of a workspace, an account or a source, oldest first."""
    waiting = func.count().filter(proposal_lines.c.state == LineState.PENDING)
    query = (
        select(
            proposals.c.id,
            proposals.c.account_id,
            proposals.c.source_id,
            proposals.c.created_at,
            func.count(proposal_lines.c.id).label("lines"),
            waiting.label("pending"),
        )
        .select_from(proposals)
        .outerjoin(
            proposal_lines,
            (proposal_lines.c.workspace_id == proposals.c.workspace_id)
            & (proposal_lines.c.proposal_id == proposals.c.id),
        )
        .where(proposals.c.workspace_id == workspace_id, visible(audience, proposals))
        .group_by(
            proposals.c.id, proposals.c.account_id, proposals.c.source_id, proposals.c.created_at
        )
        .order_by(proposals.c.created_at, proposals.c.id)
    )
    if account_id is not None:
        query = query.where(proposals.c.account_id == account_id)
    if source_id is not None:
        query = query.where(proposals.c.source_id == source_id)
    if pending_only:
        query = query.having(waiting > 0)
    return [
        ListedProposal._make(row)._replace(created_at=datetime.fromisoformat(row.created_at))
        for row in conn.execute(query)
    ]


def replace_pending_lines(
    conn: Connection,
    proposal_id: str,
    lines: Iterable[Line],
    map_version: int,
    *,
    remarks_json: str | None = None,
) -> None:
    """Put ``lines``, compared anew, in the place of those that wait.

    A line that keeps its id keeps its round. One that is gone and was decided before stays as
    overtaken, since its decisions refer to it. Raises ``UnknownProposal``.
    """
    row = _require(conn, proposal_id)
    before = {line.id: line for line in _line_rows(conn, row.workspace_id, proposal_id)}
    pending = {id_: line for id_, line in before.items() if line.state == LineState.PENDING}
    fresh = tuple(lines)
    kept = {line.id for line in fresh}
    overtaken = [id_ for id_, line in pending.items() if id_ not in kept and line.round > 1]
    mine = (proposal_lines.c.workspace_id == row.workspace_id,)
    if overtaken:
        conn.execute(
            proposal_lines.update()
            .where(*mine, proposal_lines.c.id.in_(overtaken))
            .values(state=str(LineState.OVERTAKEN))
        )
    conn.execute(
        proposal_lines.delete().where(
            *mine,
            proposal_lines.c.proposal_id == proposal_id,
            proposal_lines.c.state == LineState.PENDING,
        )
    )
    rounds = {id_: line.round for id_, line in pending.items()}
    _insert_lines(conn, row.workspace_id, row.account_id, proposal_id, fresh, rounds)
    changed: dict[str, Any] = {"map_version": map_version}
    if remarks_json is not None:
        changed["remarks_json"] = remarks_json
    conn.execute(
        proposals.update()
        .where(proposals.c.workspace_id == row.workspace_id, proposals.c.id == proposal_id)
        .values(changed)
    )


def replace_reading(
    conn: Connection, proposal_id: str, reading: dict[str, Any], reader: str, set_aside: int
) -> None:
    """Let the proposal rest on another reading of its source; raises ``UnknownProposal``.

    Its lines stay: the caller lines them up with what the new reading gives.
    """
    row = _require(conn, proposal_id)
    conn.execute(
        proposals.update()
        .where(proposals.c.workspace_id == row.workspace_id, proposals.c.id == proposal_id)
        .values(reading_json=dump(reading), reader=reader, set_aside=set_aside)
    )


def _require(conn: Connection, proposal_id: str) -> AnyRow:
    row = conn.execute(
        select(proposals.c.workspace_id, proposals.c.account_id).where(
            proposals.c.id == proposal_id
        )
    ).one_or_none()
    if row is None:
        raise UnknownProposal(proposal_id)
    return row


def _line_rows(conn: Connection, workspace_id: str, proposal_id: str) -> list[AnyRow]:
    return list(
        conn.execute(
            select(proposal_lines)
            .where(
                proposal_lines.c.workspace_id == workspace_id,
                proposal_lines.c.proposal_id == proposal_id,
            )
            .order_by(proposal_lines.c.number, proposal_lines.c.id)
        )
    )


def _insert_lines(
    conn: Connection,
    workspace_id: str,
    account_id: str,
    proposal_id: str,
    lines: tuple[Line, ...],
    rounds: dict[str, int],
) -> None:
    if not lines:
        return
    conn.execute(
        proposal_lines.insert(),
        [
            {
                "workspace_id": workspace_id,
                "id": line.id,
                "proposal_id": proposal_id,
                "account_id": account_id,
                "number": line.number,
                "state": str(line.state),
                "round": rounds.get(line.id, 1),
                "shown_hash": line.shown_hash(),
                "payload_json": line_to_json(line),
            }
            for line in lines
        ],
    )
