"""Undo: taking back what one review put into the ledger, unless later facts rest on it."""

from collections.abc import Sequence
from dataclasses import dataclass

from knowledge.domain.facts import Event, EventKind, Fact
from knowledge.domain.proposals import Line


@dataclass(frozen=True, slots=True)
class RestsOn:
    """Something later that would hang in the air; ``what`` is a code, ``by`` the id that rests."""

    what: str
    by: str


def taken_back(events: Sequence[Event]) -> frozenset[str]:
    """The facts and events that live undo and retract events take back."""
    gone: set[str] = set()
    for event in sorted(events, key=lambda event: event.id, reverse=True):
        if event.id not in gone and event.kind in (EventKind.UNDO, EventKind.RETRACT):
            gone.update(event.payload.get("facts", ()), event.payload.get("events", ()))
    return frozenset(gone)


def what_rests_on(
    review_id: str, facts: Sequence[Fact], events: Sequence[Event], accepted: Sequence[Line]
) -> tuple[RestsOn, ...]:
    """What was added after a review and would lose its ground if the review were undone.

    ``accepted`` are the accepted lines of other reviews. Later facts rest on a review when they are
    about a person it added, or name that person, or replaced or contradicted a fact of it; so do a
    later merge of that person and a later closing of what only this review holds.
    """
    gone = taken_back(events)
    mine = [fact for fact in facts if fact.review_id == review_id and fact.id not in gone]
    others = [fact for fact in facts if fact.review_id != review_id and fact.id not in gone]
    added = {fact.subject_id for fact in mine if fact.attribute == "person.name"}
    added -= {fact.subject_id for fact in others if fact.attribute == "person.name"}
    found = [
        RestsOn("person", fact.id)
        for fact in others
        if fact.subject_id in added or any(person in fact.value_json for person in added)
    ]
    my_ids = {fact.id for fact in mine}
    found += [RestsOn("value", line.id) for line in accepted if line.before_fact_id in my_ids]
    later = [event for event in events if event.review_id != review_id and event.id not in gone]
    found += [
        RestsOn("merge", event.id)
        for event in later
        if event.kind in (EventKind.MERGE, EventKind.SPLIT)
        and any(person in event.payload_json for person in added)
    ]
    items = {(fact.attribute, fact.item) for fact in mine}
    items -= {(fact.attribute, fact.item) for fact in others}
    found += [
        RestsOn("closing", event.id)
        for event in later
        if event.kind == EventKind.CLOSE
        and (event.payload["attribute"], event.payload["item"]) in items
    ]
    return tuple(found)
