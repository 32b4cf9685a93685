"""Taking out the rows of one source and of everything that rests on it."""

import json
from typing import Any

from sqlalchemy import Connection, select

from knowledge.domain.sources import Source
from knowledge.store.line_json import dump, line_from_json
from knowledge.store.tables import (
    decisions,
    events,
    facts,
    passages,
    proposal_lines,
    proposals,
    reviews,
    source_bodies,
    sources,
)
from knowledge.store.tables_assistant import rereads


def erase_source_rows(conn: Connection, source: Source) -> dict[str, int]:
    """Delete the source, its facts, closings, proposals and passages; counts by kind.

    Other proposals of the account forget what they compared with it: a line its old value, a remark
    altogether.
    """
    gone = set(conn.execute(select(facts.c.id).where(facts.c.source_id == source.id)).scalars())
    own = list(
        conn.execute(select(proposals.c.id).where(proposals.c.source_id == source.id)).scalars()
    )
    counts = {
        "facts": conn.execute(facts.delete().where(facts.c.source_id == source.id)).rowcount,
        "events": _erase_closings(conn, source),
        "lines": _erase_lines(conn, own) + _forget_before(conn, source.account_id, gone),
        "decisions": 0,
        "proposals": _erase_remarks(conn, source),
    }
    conn.execute(reviews.delete().where(reviews.c.proposal_id.in_(own)))
    counts["proposals"] += conn.execute(
        proposals.delete().where(proposals.c.source_id == source.id)
    ).rowcount
    conn.execute(passages.delete().where(passages.c.source_id == source.id))
    conn.execute(rereads.delete().where(rereads.c.source_id == source.id))
    conn.execute(source_bodies.delete().where(source_bodies.c.source_id == source.id))
    conn.execute(sources.update().where(sources.c.revised_by == source.id).values(revised_by=None))
    conn.execute(sources.delete().where(sources.c.id == source.id))
    return counts


def resting_on(conn: Connection, source: Source) -> set[str]:
    """The ids of the source and of what rests on it: facts, proposals, their lines."""
    own = select(proposals.c.id).where(proposals.c.source_id == source.id)
    lines = select(proposal_lines.c.id).where(proposal_lines.c.proposal_id.in_(own))
    mine = select(facts.c.id).where(facts.c.source_id == source.id)
    found = {id_ for one in (own, lines, mine) for id_ in conn.execute(one).scalars()}
    return found | {source.id}


def _erase_closings(conn: Connection, source: Source) -> int:
    """Events that rest on words of the source."""
    rows = conn.execute(
        select(events.c.seq, events.c.payload_json).where(events.c.account_id == source.account_id)
    ).all()
    resting = [
        row.seq for row in rows if json.loads(row.payload_json).get("source_id") == source.id
    ]
    for seq in resting:
        conn.execute(events.delete().where(events.c.seq == seq))
    return len(resting)


def _erase_lines(conn: Connection, proposal_ids: list[str]) -> int:
    lines = proposal_lines.c.proposal_id.in_(proposal_ids)
    mine = select(proposal_lines.c.id).where(lines)
    conn.execute(decisions.delete().where(decisions.c.line_id.in_(mine)))
    return conn.execute(proposal_lines.delete().where(lines)).rowcount


def _forget_before(conn: Connection, account_id: str, gone: set[str]) -> int:
    """Lines that would replace a fact that is gone no longer show its value."""
    touched = 0
    rows = conn.execute(
        select(proposal_lines).where(proposal_lines.c.account_id == account_id)
    ).all()
    for row in rows:
        payload: dict[str, Any] = json.loads(row.payload_json)
        if payload["before_fact_id"] not in gone:
            continue
        text = dump(payload | {"before": None, "before_fact_id": None, "before_name": None})
        shown = line_from_json(text, row.number, row.state).shown_hash()
        conn.execute(
            proposal_lines.update()
            .where(proposal_lines.c.workspace_id == row.workspace_id, proposal_lines.c.id == row.id)
            .values(payload_json=text, shown_hash=shown)
        )
        touched += 1
    return touched


def _erase_remarks(conn: Connection, source: Source) -> int:
    """Remarks of other proposals that quote the source."""
    touched = 0
    rows = conn.execute(
        select(proposals.c.workspace_id, proposals.c.id, proposals.c.remarks_json).where(
            proposals.c.account_id == source.account_id, proposals.c.source_id != source.id
        )
    ).all()
    for row in rows:
        remarks = json.loads(row.remarks_json)
        kept = [remark for remark in remarks if source.id not in _quoted(remark)]
        if len(kept) < len(remarks):
            conn.execute(
                proposals.update()
                .where(proposals.c.workspace_id == row.workspace_id, proposals.c.id == row.id)
                .values(remarks_json=dump(kept))
            )
            touched += 1
    return touched


def _quoted(remark: dict[str, Any]) -> list[str]:
    quotes = (remark["quote"], remark["before_quote"])
    return [quote["source_id"] for quote in quotes if quote]
