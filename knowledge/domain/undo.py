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
    """The facts that live undo and retract events take back."""
    undone: set[str] = set()
    facts: set[str] = set()
    for event in sorted(events, key=lambda event: event.id, reverse=True):
        if event.id not in undone and event.kind in (EventKind.UNDO, EventKind.RETRACT):
            facts.update(event.payload.get("facts", ()))
            undone.update(event.payload.get("events", ()))
    return frozenset(facts)


def what_rests_on(
    review_id: str, facts: Sequence[Fact], events: Sequence[Event], accepted: Sequence[Line]
) -> tuple[RestsOn, ...]:
    """What was added after a review and would lose its ground if the review were undone.

    ``accepted`` are the accepted lines of other reviews. Later facts rest on a review when they are
    about a person it added, or name that person, or replaced or contradicted a fact of it.
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
    found += [
        RestsOn("merge", event.id)
        for event in events
        if event.kind in (EventKind.MERGE, EventKind.SPLIT)
        and event.review_id != review_id
        and any(person in event.payload_json for person in added)
    ]
    return tuple(found)
