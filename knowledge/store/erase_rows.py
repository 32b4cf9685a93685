"""Rewriting the rows of one account so that a person is no longer in them.

Every function works inside the caller's transaction and returns how many rows it touched.
"""

import json
from collections.abc import Iterable
from typing import Any

from sqlalchemy import Connection, Table, select

from knowledge.domain.facts import EventKind
from knowledge.domain.registry import REGISTRY
from knowledge.domain.values import canonical
from knowledge.store.blanking import Blanker, encode_blanked
from knowledge.store.line_json import dump, line_from_json
from knowledge.store.scrubbing import Scrubber
from knowledge.store.tables import (
    AnyRow,
    decisions,
    events,
    facts,
    passages,
    proposal_lines,
    proposals,
    source_bodies,
    sources,
)

_NAMED_COLUMNS = ("author", "url", "external_id")


def blank_sources(conn: Connection, account_id: str, blanker: Blanker) -> dict[str, str]:
    """Blank the name in every source of the account; the texts that changed, by source id.

    Passages of those are dropped, since they hold search terms; they are to be made anew.
    """
    changed: dict[str, str] = {}
    for row in conn.execute(select(sources).where(sources.c.account_id == account_id)).all():
        named = _blanked_columns(row, blanker)
        text = conn.execute(
            select(source_bodies.c.text).where(
                source_bodies.c.workspace_id == row.workspace_id,
                source_bodies.c.source_id == row.id,
            )
        ).scalar_one()
        blanked = blanker.text(text)
        if blanked != text:
            changed[row.id] = blanked
            named |= _rewrite_body(conn, row, blanked)
        if named:
            _update(conn, sources, row, named)
    if changed:
        conn.execute(passages.delete().where(passages.c.source_id.in_(list(changed))))
    return changed


def erase_facts(
    conn: Connection, account_id: str, scrubber: Scrubber, about: Iterable[str]
) -> tuple[int, int]:
    """Delete the facts with these ids, take the person out of the others: (deleted, rewritten)."""
    doomed = set(about)
    rewritten = 0
    for row in conn.execute(select(facts).where(facts.c.account_id == account_id)).all():
        if row.id in doomed:
            continue
        value = json.loads(row.value_json)
        clean = scrubber.value(value)
        if _is_spoilt(row.attribute, value, clean):
            doomed.add(row.id)
            continue
        new = {"value_json": canonical(clean), "item": scrubber.value(row.item)}
        if row.quote is not None:
            new["quote"] = scrubber.quote(row.source_id, row.start, row.end, row.quote)
        if any(getattr(row, name) != text for name, text in new.items()):
            conn.execute(facts.update().where(facts.c.seq == row.seq).values(new))
            rewritten += 1
    _delete(conn, facts, doomed)
    return len(doomed), rewritten


def erase_events(conn: Connection, account_id: str, scrubber: Scrubber) -> int:
    """Delete merges, splits and closings of the person, take them out of the other payloads."""
    doomed = set()
    touched = 0
    for row in conn.execute(select(events).where(events.c.account_id == account_id)).all():
        payload = json.loads(row.payload_json)
        if _event_is_about(row.kind, payload, scrubber.ids):
            doomed.add(row.id)
            continue
        clean = canonical(scrubber.value(payload))
        if clean != row.payload_json:
            conn.execute(events.update().where(events.c.seq == row.seq).values(payload_json=clean))
            touched += 1
    _delete(conn, events, doomed)
    return len(doomed) + touched


def erase_lines(conn: Connection, account_id: str, scrubber: Scrubber) -> int:
    """Delete the proposal lines about the person with their decisions, clean the others."""
    mine = select(proposal_lines).where(proposal_lines.c.account_id == account_id)
    clean: dict[str, Any] = {}
    rows = conn.execute(mine).all()
    for row in rows:
        clean[row.id] = _clean_line(json.loads(row.payload_json), scrubber)
    doomed = {id_ for id_, payload in clean.items() if payload is None}
    touched = 0
    for row in rows:
        payload = clean[row.id]
        if payload is None:
            continue
        payload["needs"] = [need for need in payload["needs"] if need not in doomed]
        text = dump(payload)
        if text != row.payload_json:
            shown = line_from_json(text, row.number, row.state).shown_hash()
            _update(conn, proposal_lines, row, {"payload_json": text, "shown_hash": shown})
            touched += 1
    for some in _portions(doomed):
        conn.execute(decisions.delete().where(decisions.c.line_id.in_(some)))
    _delete(conn, proposal_lines, doomed)
    return len(doomed) + touched


def erase_decisions(conn: Connection, account_id: str, scrubber: Scrubber) -> int:
    """Take the person out of what reviewers typed."""
    touched = 0
    for row in conn.execute(select(decisions).where(decisions.c.account_id == account_id)).all():
        new: dict[str, Any] = {}
        if row.edited_json is not None:
            new["edited_json"] = dump(scrubber.value(json.loads(row.edited_json)))
        if row.note is not None:
            new["note"] = scrubber.blanker.text(row.note)
        if row.chosen is not None:
            new["chosen"] = scrubber.blanker.text(row.chosen)
        if any(getattr(row, name) != text for name, text in new.items()):
            conn.execute(
                decisions.update()
                .where(
                    decisions.c.workspace_id == row.workspace_id,
                    decisions.c.line_id == row.line_id,
                    decisions.c.round == row.round,
                )
                .values(new)
            )
            touched += 1
    return touched


def erase_from_proposals(conn: Connection, account_id: str, scrubber: Scrubber) -> int:
    """Take the person out of readings and remarks."""
    touched = 0
    for row in conn.execute(select(proposals).where(proposals.c.account_id == account_id)).all():
        new = {"remarks_json": dump(scrubber.value(json.loads(row.remarks_json)))}
        if row.reading_json is not None:
            new["reading_json"] = dump(scrubber.value(json.loads(row.reading_json)))
        if any(getattr(row, name) != text for name, text in new.items()):
            _update(conn, proposals, row, new)
            touched += 1
    return touched


def _clean_line(payload: dict[str, Any], scrubber: Scrubber) -> dict[str, Any] | None:
    """The payload without the person, or ``None`` when nothing is left to decide."""
    says = payload["says"]
    if says["subject_id"] in scrubber.ids or scrubber.blanker.is_all_name(payload["subject_name"]):
        return None
    clean: dict[str, Any] = scrubber.value(payload)
    spoilt = _is_spoilt(says["attribute"], says["value"], clean["says"]["value"])
    return None if spoilt else clean


def _event_is_about(kind: str, payload: dict[str, Any], ids: frozenset[str]) -> bool:
    if kind in (EventKind.MERGE, EventKind.SPLIT):
        return bool({payload.get("from"), payload.get("into"), payload.get("person")} & ids)
    return payload.get("subject") in ids


def _is_spoilt(attribute: str, before: Any, after: Any) -> bool:
    """Whether a value that said something says nothing any more without the person."""
    entry = REGISTRY.get(attribute)
    if before == after:
        return False
    if after is None or entry is None:
        return after is None
    return entry.value.check(after) is not None and entry.value.check(before) is None


def _blanked_columns(row: AnyRow, blanker: Blanker) -> dict[str, Any]:
    named = {}
    for column in _NAMED_COLUMNS:
        before = getattr(row, column)
        after = None if before is None else blanker.text(before)
        if after != before:
            # An id must stay unique, and blanked ones would meet.
            named[column] = None if column == "external_id" else after
    return named


def _rewrite_body(conn: Connection, row: AnyRow, blanked: str) -> dict[str, Any]:
    encoding, raw = encode_blanked(blanked, row.encoding)
    conn.execute(
        source_bodies.update()
        .where(
            source_bodies.c.workspace_id == row.workspace_id, source_bodies.c.source_id == row.id
        )
        .values(text=blanked, raw=raw)
    )
    return {"encoding": encoding, "size_bytes": len(raw)}


def _update(conn: Connection, table: Table, row: AnyRow, values: dict[str, Any]) -> None:
    conn.execute(
        table.update()
        .where(table.c.workspace_id == row.workspace_id, table.c.id == row.id)
        .values(values)
    )


def _delete(conn: Connection, table: Table, ids: set[str]) -> None:
    for some in _portions(ids):
        conn.execute(table.delete().where(table.c.id.in_(some)))


def _portions(ids: set[str], size: int = 500) -> list[list[str]]:
    """``ids`` in pieces that fit into one statement."""
    ordered = sorted(ids)
    return [ordered[at : at + size] for at in range(0, len(ordered), size)]
