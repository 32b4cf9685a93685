"""Who is who: two entries that are one person, and one entry that is two."""

from dataclasses import dataclass

from assistant.bootstrap import Workspace
from assistant.finding import find_map, find_person
from assistant.recording import record_event
from assistant.typed_facts import typed_fact
from knowledge.domain.facts import Event, EventKind, Fact
from knowledge.domain.names import fold, may_be, same_name
from knowledge.domain.undo import taken_back
from knowledge.errors import SamePerson, UnknownPerson
from knowledge.store import ledger, sources
from knowledge.store.engine import Connection


@dataclass(frozen=True, slots=True)
class Merged:
    """Two people that are one from now on, and always were."""

    from_name: str
    into_name: str


@dataclass(frozen=True, slots=True)
class Split:
    """One person that is two; ``facts`` counts what went over to the new one."""

    name: str
    new_name: str
    facts: int


def merge_people(ws: Workspace, account: str, name_from: str, name_into: str) -> Merged:
    """Make two people of an account one; the second keeps its name, the first becomes an alias."""
    with ws.store.write() as conn:
        found, account_map = find_map(ws, conn, account)
        one = find_person(name_from, found.name, account_map)
        other = find_person(name_into, found.name, account_map)
        if one.id == other.id:
            raise SamePerson(one.name)
        payload = {"from": one.id, "into": other.id}
        record_event(ws, conn, found.id, EventKind.MERGE, payload)
    return Merged(one.name, other.name)


def split_person(ws: Workspace, account: str, name: str, new_name: str) -> Split:
    """Make a person two: what was said under ``new_name`` goes over to somebody of that name.

    The words decide: a fact goes over when it came in under that name, before a merge, or when the
    sentence it rests on says the new name and not the old one. Raises ``UnknownPerson`` when nothing
    was ever said under the new name.
    """
    with ws.store.write() as conn:
        found, account_map = find_map(ws, conn, account)
        person = find_person(name, found.name, account_map)
        facts, events = ledger.load_ledger(conn, found.id, ws.audience)
        same_as = account_map.same_as
        theirs = [
            fact for fact in facts if same_as.get(fact.subject_id, fact.subject_id) == person.id
        ]
        moving = _said_of(new_name, person.name, theirs, _texts(ws, conn, theirs))
        if not moving:
            raise UnknownPerson(new_name, found.name)
        merge = _merge_of(_named_so(new_name, theirs) - _named_so(person.name, theirs), events)
        if merge is not None:
            # What names the person, such as a promise, goes back with them.
            undone: dict[str, list[str]] = {"facts": [], "events": [merge.id]}
            record_event(ws, conn, found.id, EventKind.UNDO, undone)
            new_id = merge.payload["from"]
        else:
            new_id = ws.store.new_id("per")
            ledger.append_facts(conn, [typed_fact(ws, found.id, new_id, "person.name", new_name)])
        payload = {"person": person.id, "into": new_id, "facts": [fact.id for fact in moving]}
        record_event(ws, conn, found.id, EventKind.SPLIT, payload)
    return Split(person.name, new_name, len(moving))


def _texts(ws: Workspace, conn: Connection, facts: list[Fact]) -> dict[str, str]:
    ids = {fact.source_id for fact in facts if fact.source_id}
    return sources.source_texts(conn, ids, ws.audience)


def _said_of(new_name: str, old_name: str, facts: list[Fact], texts: dict[str, str]) -> list[Fact]:
    only_new_name = _named_so(new_name, facts) - _named_so(old_name, facts)
    return [
        fact
        for fact in facts
        if fact.subject_id in only_new_name
        or (not _is_own_name(fact, old_name) and _names_only(new_name, old_name, fact, texts))
    ]


def _named_so(name: str, facts: list[Fact]) -> set[str]:
    return {
        fact.subject_id
        for fact in facts
        if fact.attribute == "person.name" and same_name(fact.value, name)
    }


def _merge_of(ids: set[str], events: list[Event]) -> Event | None:
    """The merge in force by which one of ``ids`` became somebody else."""
    gone = taken_back(events)
    merges = [event for event in events if event.kind == EventKind.MERGE and event.id not in gone]
    return next((event for event in merges if event.payload["from"] in ids), None)


def _is_own_name(fact: Fact, name: str) -> bool:
    return fact.attribute == "person.name" and same_name(fact.value, name)


def _names_only(new_name: str, old_name: str, fact: Fact, texts: dict[str, str]) -> bool:
    """Whether the line a fact rests on has the new name and not the old."""
    if fact.attribute == "person.alias":
        return same_name(fact.value, new_name)
    text = texts.get(fact.source_id or "", "")
    if fact.start is None or fact.end is None or not text:
        return False
    start = text.rfind("\n", 0, fact.start) + 1
    end = text.find("\n", fact.end)
    line = f" {fold(text[start : end if end != -1 else len(text)])} "
    return f" {fold(new_name)} " in line and not _mentions(line, old_name, new_name)


def _mentions(folded_line: str, name: str, other_name: str) -> bool:
    own_words = [word for word in fold(name).split() if word not in fold(other_name).split()]
    return any(f" {word} " in folded_line for word in own_words) or (
        not own_words and not may_be(other_name, name)
    )
