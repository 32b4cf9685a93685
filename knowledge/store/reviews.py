"""Reviews: one decision per line and round, kept for ever, also when the review is undone."""

import json
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Connection, select
from sqlalchemy.exc import IntegrityError

from knowledge.domain.proposals import Decision, LineState, Verdict
from knowledge.errors import AlreadyDecided, NothingToUndo, UnknownProposal
from knowledge.store.access import Audience, visible
from knowledge.store.line_json import dump
from knowledge.store.tables import AnyRow, decisions, proposal_lines, proposals, reviews


class Review(NamedTuple):
    """One sitting of one person over one proposal; ``undone_at`` is set once it is taken back."""

    id: str
    proposal_id: str
    account_id: str
    member: str
    decided_at: datetime
    undone_at: datetime | None


def record_review(
    conn: Connection,
    review_id: str,
    proposal_id: str,
    decided: Iterable[Decision],
    states: Mapping[str, LineState],
) -> None:
    """Keep the decisions of one review and the new states of lines, by line id.

    Raises ``AlreadyDecided`` when a line was decided in its present round: by its state, and should
    two writers ever get so far, by the unique key of (line, round). Raises ``UnknownProposal`` when
    there is no such proposal or a line is not of it.
    """
    made = list(decided)
    lines = _lines(conn, proposal_id)
    if not made or any(line_id not in lines for line_id in {*states, *(d.line_id for d in made)}):
        raise UnknownProposal(proposal_id)
    first = lines[made[0].line_id]
    conn.execute(
        reviews.insert(),
        {
            "workspace_id": first.workspace_id,
            "id": review_id,
            "proposal_id": proposal_id,
            "account_id": first.account_id,
            "member": made[0].member,
            "decided_at": made[0].decided_at.isoformat(),
            "undone_at": None,
        },
    )
    for decision in made:
        _insert_decision(conn, review_id, decision, lines[decision.line_id])
    for line_id, state in states.items():
        _set_line(conn, lines[line_id].workspace_id, line_id, state=str(state))


def undo_review(conn: Connection, review_id: str, undone_at: datetime) -> tuple[str, ...]:
    """Take a review back: its lines wait again, in a new round, and its decisions are kept.

    Returns the ids of those lines. Raises ``NothingToUndo`` when there is no such review or it was
    undone before. Facts and events are the caller's to take back.
    """
    row = conn.execute(select(reviews).where(reviews.c.id == review_id)).one_or_none()
    if row is None or row.undone_at is not None:
        raise NothingToUndo(review_id if row is None else row.proposal_id)
    conn.execute(
        reviews.update()
        .where(reviews.c.workspace_id == row.workspace_id, reviews.c.id == review_id)
        .values(undone_at=undone_at.isoformat())
    )
    decided = conn.execute(
        select(proposal_lines.c.id, proposal_lines.c.round)
        .join_from(
            decisions,
            proposal_lines,
            (proposal_lines.c.workspace_id == decisions.c.workspace_id)
            & (proposal_lines.c.id == decisions.c.line_id)
            & (proposal_lines.c.round == decisions.c.round),
        )
        .where(decisions.c.workspace_id == row.workspace_id, decisions.c.review_id == review_id)
        .order_by(proposal_lines.c.number)
    ).all()
    for line in decided:
        _set_line(
            conn, row.workspace_id, line.id, state=str(LineState.PENDING), round=line.round + 1
        )
    return tuple(line.id for line in decided)


def list_reviews(conn: Connection, proposal_id: str, audience: Audience) -> list[Review]:
    """The reviews of a proposal, oldest first, those undone too."""
    rows = conn.execute(
        select(*(reviews.c[name] for name in Review._fields))
        .where(reviews.c.proposal_id == proposal_id, visible(audience, reviews))
        .order_by(reviews.c.decided_at, reviews.c.id)
    )
    return [_review(row) for row in rows]


def latest_review(conn: Connection, proposal_id: str, audience: Audience) -> Review | None:
    """The last review of the proposal that still stands, or ``None``."""
    standing = [r for r in list_reviews(conn, proposal_id, audience) if r.undone_at is None]
    return standing[-1] if standing else None


def latest_review_by(
    conn: Connection, workspace_id: str, member: str, audience: Audience
) -> Review | None:
    """The last review of one member that still stands, over all proposals, or ``None``."""
    row = conn.execute(
        select(*(reviews.c[name] for name in Review._fields))
        .where(
            reviews.c.workspace_id == workspace_id,
            reviews.c.member == member,
            reviews.c.undone_at.is_(None),
            visible(audience, reviews),
        )
        .order_by(reviews.c.decided_at.desc(), reviews.c.id.desc())
        .limit(1)
    ).one_or_none()
    return None if row is None else _review(row)


def list_decisions(conn: Connection, review_id: str, audience: Audience) -> list[Decision]:
    """The decisions of a review, by line id."""
    rows = conn.execute(
        select(decisions)
        .where(decisions.c.review_id == review_id, visible(audience, decisions))
        .order_by(decisions.c.line_id)
    )
    return [_decision(row) for row in rows]


def _lines(conn: Connection, proposal_id: str) -> dict[str, AnyRow]:
    rows = conn.execute(
        select(
            proposal_lines.c.id,
            proposal_lines.c.workspace_id,
            proposal_lines.c.account_id,
            proposal_lines.c.round,
            proposal_lines.c.state,
        )
        .join_from(
            proposals,
            proposal_lines,
            (proposal_lines.c.workspace_id == proposals.c.workspace_id)
            & (proposal_lines.c.proposal_id == proposals.c.id),
        )
        .where(proposals.c.id == proposal_id)
    )
    return {row.id: row for row in rows}


def _insert_decision(conn: Connection, review_id: str, decision: Decision, line: AnyRow) -> None:
    if line.state != LineState.PENDING:
        raise AlreadyDecided(decision.line_id)
    try:
        conn.execute(
            decisions.insert(),
            {
                "workspace_id": line.workspace_id,
                "line_id": decision.line_id,
                "round": line.round,
                "review_id": review_id,
                "account_id": line.account_id,
                "verdict": str(decision.verdict),
                "member": decision.member,
                "decided_at": decision.decided_at.isoformat(),
                "edited_json": None if decision.edited is None else dump(decision.edited),
                "chosen": decision.chosen,
                "note": decision.note,
            },
        )
    except IntegrityError:
        raise AlreadyDecided(decision.line_id) from None


def _set_line(conn: Connection, workspace_id: str, line_id: str, **values: object) -> None:
    conn.execute(
        proposal_lines.update()
        .where(proposal_lines.c.workspace_id == workspace_id, proposal_lines.c.id == line_id)
        .values(**values)
    )


def _review(row: AnyRow) -> Review:
    return Review._make(row)._replace(
        decided_at=datetime.fromisoformat(row.decided_at),
        undone_at=datetime.fromisoformat(row.undone_at) if row.undone_at else None,
    )


def _decision(row: AnyRow) -> Decision:
    return Decision(
        line_id=row.line_id,
        verdict=Verdict(row.verdict),
        member=row.member,
        decided_at=datetime.fromisoformat(row.decided_at),
        review_id=row.review_id,
        edited=None if row.edited_json is None else json.loads(row.edited_json),
        chosen=row.chosen,
        note=row.note,
    )
