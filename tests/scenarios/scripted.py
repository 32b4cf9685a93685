"""A reader that reads from a script, and the desk at which a story is played.

Where a story is about reviewing, undoing or importing, what the words mean is written beside them:
``note`` pairs a text with what a reader would find in it. Everything else is the real thing.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from assistant.bootstrap import Workspace
from assistant.import_notes import Imported, import_notes
from assistant.review_proposal import ReviewOutcome, open_proposal, review, waiting
from assistant.show_map import show_map
from assistant.take_note import Accept, NoteIn, Taken, take_note
from knowledge.domain.account_map import AccountMap, PersonView
from knowledge.domain.fold import Held
from knowledge.domain.proposals import Line, Proposal, Verdict
from knowledge.domain.reading import Label, Person, Reading, ReadingContext
from knowledge.domain.review import Choice, select_lines
from knowledge.domain.values import ValueFault

ACCOUNT = "Verrières du Nord"
SURE, UNSURE = 0.95, 0.5


class ScriptedReader:
    """Finds in each text what the script says; in any other text nothing."""

    name = "scripted"
    version = "1"

    def __init__(self, script: Mapping[str, Reading]) -> None:
        self._script = script

    def read(self, text: str, context: ReadingContext) -> Reading:
        found = self._script.get(text, Reading(account=context.account))
        return found.model_copy(
            update={"people": tuple(_mentioned(person, text) for person in found.people)}
        )


class FailingReader:
    """Breaks on every text."""

    name = "failing"
    version = "1"

    def read(self, text: str, context: ReadingContext) -> Reading:
        raise RuntimeError(f"cannot read {len(text)} characters of {context.account}")


def _mentioned(person: Person, text: str) -> Person:
    """``person`` introduced by the first place that names them, as real readers point at it."""
    at = text.find(person.name)
    if person.mention is not None or at == -1:
        return person
    mention = Label(quote=person.name, start=at, end=at + len(person.name), confidence=SURE)
    return person.model_copy(update={"mention": mention})


@dataclass(frozen=True)
class Note:
    """A text of one day, and what a reader finds in it."""

    id: str
    on: str
    text: str
    reading: Reading
    account: str = ACCOUNT

    @property
    def raw(self) -> bytes:
        return self.text.encode("utf-8")

    @property
    def json_line(self) -> str:
        return json.dumps(
            {"id": self.id, "account": self.account, "date": self.on, "text": self.text}
        )


def note(on: str, text: str, *people: Person, account: str = ACCOUNT, **labels: Any) -> Note:
    """A note of one day; ``labels`` are the other lists of a reading, by their names."""
    found = Reading.model_validate({"account": account, "people": people, **labels})
    return Note(f"n-{on}", on, text, found, account)


def somebody(
    name: str,
    *,
    side: str = "customer",
    title: str | None = None,
    roles: Mapping[str, str] | None = None,
    powers: Mapping[str, str] | None = None,
    stance: tuple[str, str] | None = None,
    silent: str | None = None,
    confidence: float = SURE,
    changed: bool = False,
    **parts: Any,
) -> Person:
    """A person as a reader finds them; every label is given as its code and the words for it."""

    def label(quote: str, **more: str) -> dict[str, Any]:
        return {"quote": quote, "confidence": confidence, "changed": changed, **more}

    found = {
        "name": name,
        "side": side,
        "title": title,
        "title_label": label(title) if title else None,
        "roles": [label(quote, role=role) for role, quote in (roles or {}).items()],
        "powers": [label(quote, power=power) for power, quote in (powers or {}).items()],
        "stance": label(stance[1], value=stance[0]) if stance else None,
        "silent_influencer": label(silent) if silent else None,
        **parts,
    }
    return Person.model_validate(found)


def said(quote: str, *, confidence: float = SURE, **parts: Any) -> dict[str, Any]:
    """A label of a reading: the words, and what they say."""
    return {"quote": quote, "confidence": confidence, **parts}


def promise(quote: str, due: str | None = None, side: str = "us", **parts: Any) -> dict[str, Any]:
    """A next step as a reader finds it."""
    return said(quote, side=side, due=due, **parts)


# At the desk


def at_desk(ws: Workspace, *notes: Note) -> Workspace:
    """The workspace with a reader that knows what these notes say."""
    script = {one.text: one.reading for one in notes}
    return replace(ws, new_reader=lambda: ScriptedReader(script))


def take(ws: Workspace, one: Note, accept: Accept = "none") -> Taken:
    """Paste the note as a person would; its account is made at need."""
    desk = at_desk(ws, one)
    return take_note(desk, note_in(one), accept)


def note_in(one: Note, **changes: Any) -> NoteIn:
    """The note as the use-case takes it."""
    day = date.fromisoformat(one.on)
    given = NoteIn(one.raw, one.account, dated_on=day, external_id=one.id, create_account=True)
    return replace(given, **changes)


def proposal_of(taken: Taken) -> Proposal:
    """The proposal of a note that was not here before."""
    assert taken.proposal is not None
    return taken.proposal


def accept(ws: Workspace, proposal: Proposal, words: str = "all") -> ReviewOutcome:
    """Accept the lines that ``words`` choose, as they were shown."""
    numbers = select_lines(proposal, words)
    assert not isinstance(numbers, ValueFault)
    return review(ws, proposal.id, [Choice(number, Verdict.ACCEPT) for number in numbers])


def choose(ws: Workspace, proposal: Proposal, *choices: tuple[int, str, str | None]) -> Any:
    """Decide lines by number, verdict and what was typed."""
    return review(
        ws, proposal.id, [Choice(n, Verdict(verdict), typed) for n, verdict, typed in choices]
    )


def import_all(
    ws: Workspace, notes: Sequence[Note], accepting: Accept = "none", *, revise: bool = False
) -> list[Imported]:
    """Import the notes as lines, in the order given."""
    lines = [one.json_line for one in notes]
    return list(import_notes(at_desk(ws, *notes), lines, accept=accepting, revise=revise))


def accept_everything(ws: Workspace, notes: Sequence[Note]) -> None:
    """Open one waiting proposal after the other, by the day of its note, and accept all it says."""
    desk = at_desk(ws, *notes)
    for one in sorted(waiting(desk), key=lambda waits: waits.source_date):
        shown = open_proposal(desk, one.proposal_id)
        outcome = accept(desk, shown.proposal)
        assert outcome.refused == ()


def the_line(proposal: Proposal, attribute: str, about: str = "") -> Line:
    """The one line of the proposal on this attribute, of this person."""
    found = [
        line
        for line in proposal.lines
        if line.says.attribute == attribute and about in (line.subject_name, "")
    ]
    assert len(found) == 1, [(line.says.attribute, line.subject_name) for line in proposal.lines]
    return found[0]


# The map, in words that do not depend on ids


def the_map(
    ws: Workspace,
    account: str = ACCOUNT,
    *,
    as_of: date | None = None,
    valid_on: date | None = None,
) -> AccountMap:
    """The map of the account, as of a day where one is given."""
    return show_map(ws, account, as_of, valid_on).account_map


def the_person(account_map: AccountMap, name: str) -> PersonView:
    """The one person of this name."""
    found = [person for person in account_map.people if person.name == name]
    assert len(found) == 1, [person.name for person in account_map.people]
    return found[0]


def names(account_map: AccountMap) -> list[str]:
    """Everybody on the map, by name."""
    return sorted(person.name for person in account_map.people)


def plain(account_map: AccountMap) -> dict[str, list[Any]]:
    """All that is held, by subject and attribute, with names in the place of ids."""
    known = {person.id: person.name for person in account_map.people}
    known |= {old: known[new] for old, new in account_map.same_as.items() if new in known}
    known[account_map.account_id] = "the account"
    held: dict[str, list[Any]] = {}
    for (subject, attribute, _), one in account_map.held.items():
        held.setdefault(f"{known[subject]}: {attribute}", []).append(_told(one, known))
    return {key: sorted(values) for key, values in sorted(held.items())}


def what_holds(account_map: AccountMap) -> dict[str, list[Any]]:
    """``plain`` without how well each value is supported and what came before it."""
    return {key: sorted(value[0] for value in values) for key, values in plain(account_map).items()}


def _told(held: Held, known: Mapping[str, str]) -> list[str]:
    rivals = sorted(_named(fact.value_json, known) for fact in held.rivals)
    closed = str(held.closed.payload["outcome"]) if held.closed else ""
    return [
        _named(held.fact.value_json, known),
        held.fact.valid_on.isoformat(),
        str(held.confidence),
        closed,
        *rivals,
    ]


def _named(value_json: str, known: Mapping[str, str]) -> str:
    for id_, name in known.items():
        value_json = value_json.replace(id_, name)
    return value_json


def texts(lines: Iterable[Line]) -> list[str]:
    """The attribute and value of each line."""
    return [f"{line.says.attribute}={line.says.value}" for line in lines]
