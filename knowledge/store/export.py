"""Everything the store holds on one person, as one JSON-ready object (GDPR articles 15 and 20)."""

import json
from typing import Any

from sqlalchemy import Connection, select

from knowledge.domain.facts import Event, Fact
from knowledge.errors import UnknownPerson
from knowledge.store.access import Audience, visible
from knowledge.store.blanking import Blanker
from knowledge.store.conversations import turns_naming
from knowledge.store.ledger import load_ledger
from knowledge.store.person_names import PersonInLedger, forms_of, person_in_ledger
from knowledge.store.reviews import list_decisions, list_reviews
from knowledge.store.scrubbing import Scrubber
from knowledge.store.sources import list_sources, source_texts
from knowledge.store.tables import audit, proposal_lines, proposals

_CONTEXT_CHARS = 120


def export_person(
    conn: Connection, account_id: str, person_id: str, audience: Audience
) -> dict[str, Any]:
    """What is held on the person: facts about and by others, sources, proposals, talk, audit.

    ``passages`` of a source are the places where it names them, with some words around. Raises
    ``UnknownPerson`` when there is none the audience may see.
    """
    facts, events = load_ledger(conn, account_id, audience)
    person = person_in_ledger(account_id, person_id, facts, events)
    if person is None:
        raise UnknownPerson(person_id, account_id)
    forms = forms_of(person.names, person.addresses)
    blanker = Blanker(forms.local.__contains__, map(len, forms.local), forms.parts)
    scrubber = Scrubber(person.ids, blanker, {})
    own = {fact.id for fact in person.facts}
    named_lines = _lines(conn, account_id, audience, scrubber)
    return {
        "person": person_id,
        "account": account_id,
        "ids": sorted(person.ids),
        "names": list(person.names),
        "facts": [_fact(fact) for fact in person.facts],
        "named_in": [
            _fact(fact) for fact in facts if fact.id not in own and _names(fact, scrubber)
        ],
        "events": [_event(event) for event in events if _event_names(event, scrubber, own)],
        "sources": _sources(conn, account_id, audience, blanker, person),
        "proposals": named_lines,
        "reviews": _reviews(
            conn, audience, {line["proposal"] for line in named_lines}, named_lines
        ),
        "conversations": turns_naming(conn, account_id, blanker.text),
        "audit": _audit(conn, account_id, audience, person),
    }


def _fact(fact: Fact) -> dict[str, Any]:
    shown = fact._asdict()
    del shown["value_json"]
    shown["value"] = fact.value
    for name in ("valid_on", "learnt_on", "recorded_at"):
        shown[name] = shown[name].isoformat()
    return shown


def _event(event: Event) -> dict[str, Any]:
    return {
        "id": event.id,
        "kind": event.kind,
        "valid_on": event.valid_on.isoformat(),
        "member": event.member,
        "recorded_at": event.recorded_at.isoformat(),
        "payload": event.payload,
    }


def _names(fact: Fact, scrubber: Scrubber) -> bool:
    """Whether a fact about somebody else, or its quote, names the person."""
    value = fact.value
    quoted = fact.quote is not None and scrubber.blanker.text(fact.quote) != fact.quote
    return quoted or scrubber.value(value) != value


def _event_names(event: Event, scrubber: Scrubber, own: set[str]) -> bool:
    payload = event.payload
    who = {payload.get(key) for key in ("from", "into", "person", "subject")}
    about = bool(who & scrubber.ids) or not own.isdisjoint(payload.get("facts", ()))
    return about or scrubber.value(payload) != payload


def _sources(
    conn: Connection,
    account_id: str,
    audience: Audience,
    blanker: Blanker,
    person: PersonInLedger,
) -> list[dict[str, Any]]:
    """The sources that name the person or that a fact about them rests on."""
    resting = {fact.source_id for fact in person.facts}
    listed = list_sources(conn, account_id, audience)
    found = []
    for source in listed:
        text = source_texts(conn, [source.id], audience)[source.id]
        places = _places(text, blanker.text(text))
        by_author = source.author is not None and blanker.text(source.author) != source.author
        if places or by_author or source.id in resting:
            found.append(
                {
                    "id": source.id,
                    "external_id": source.external_id,
                    "kind": source.kind,
                    "author": source.author,
                    "dated_on": source.dated_on.isoformat(),
                    "received_at": source.received_at.isoformat(),
                    "url": source.url,
                    "passages": places,
                }
            )
    return found


def _places(text: str, blanked: str) -> list[dict[str, Any]]:
    """Where the two texts differ, each with the words around; places close together are one."""
    places: list[dict[str, Any]] = []
    for at, (char, other) in enumerate(zip(text, blanked, strict=True)):
        if char == other:
            continue
        if places and at - places[-1]["end"] <= _CONTEXT_CHARS:
            places[-1]["end"] = at + 1
        else:
            places.append({"start": at, "end": at + 1})
    for place in places:
        start = max(0, place["start"] - _CONTEXT_CHARS)
        place["words"] = text[start : place["end"] + _CONTEXT_CHARS]
    return places


def _lines(
    conn: Connection, account_id: str, audience: Audience, scrubber: Scrubber
) -> list[dict[str, Any]]:
    rows = conn.execute(
        select(proposal_lines, proposals.c.created_at, proposals.c.reader)
        .join_from(
            proposal_lines,
            proposals,
            (proposals.c.workspace_id == proposal_lines.c.workspace_id)
            & (proposals.c.id == proposal_lines.c.proposal_id),
        )
        .where(proposal_lines.c.account_id == account_id, visible(audience, proposal_lines))
        .order_by(proposals.c.created_at, proposal_lines.c.number)
    )
    found = []
    for row in rows:
        payload = json.loads(row.payload_json)
        if payload["says"]["subject_id"] in scrubber.ids or scrubber.value(payload) != payload:
            found.append(
                {
                    "proposal": row.proposal_id,
                    "reader": row.reader,
                    "created_at": row.created_at,
                    "line": row.id,
                    "state": row.state,
                    "content": payload,
                }
            )
    return found


def _reviews(
    conn: Connection, audience: Audience, proposal_ids: set[str], lines: list[dict[str, Any]]
) -> list[dict[str, Any]]:
    line_ids = {line["line"] for line in lines}
    return [
        {
            "review": review.id,
            "line": decision.line_id,
            "verdict": str(decision.verdict),
            "member": decision.member,
            "decided_at": decision.decided_at.isoformat(),
            "undone_at": review.undone_at.isoformat() if review.undone_at else None,
            "edited": decision.edited,
            "chosen": decision.chosen,
            "note": decision.note,
        }
        for proposal_id in sorted(proposal_ids)
        for review in list_reviews(conn, proposal_id, audience)
        for decision in list_decisions(conn, review.id, audience)
        if decision.line_id in line_ids
    ]


def _audit(
    conn: Connection, account_id: str, audience: Audience, person: PersonInLedger
) -> list[dict[str, Any]]:
    rows = conn.execute(
        select(audit)
        .where(audit.c.account_id == account_id, visible(audience, audit))
        .order_by(audit.c.seq)
    )
    return [
        {"at": row.at, "member": row.member, "action": row.action}
        for row in rows
        if person.ids & set(json.loads(row.object_ids_json))
    ]
