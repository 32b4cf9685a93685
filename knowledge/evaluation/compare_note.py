"""One note: the labels of a reading held against the gold, counted, with every mistake."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from knowledge.domain.bands import SURE
from knowledge.domain.codes import Band
from knowledge.domain.names import words_of
from knowledge.domain.reading import NextStep, Person, Reading
from knowledge.evaluation.bootstrap import Tally
from knowledge.evaluation.cast import Cast
from knowledge.evaluation.kinds import (
    KINDS,
    NEXT_STEPS,
    Item,
    Kind,
    View,
    items_of,
    view_of_found,
    view_of_gold,
)
from knowledge.evaluation.labelled_note import LabelledNote, MustNot
from knowledge.evaluation.pairing import pair_up
from knowledge.evaluation.report import Mistake, Outcome

# What is right or wrong about labels that were found, and of what is said to be sure.
SHARES = ("sides", "step_owners", "step_sides", "step_dues", "sure")


@dataclass(slots=True)
class Compared:
    """What one note adds to a report."""

    lang: str
    tallies: dict[str, Tally] = field(default_factory=dict)
    shares: dict[str, Tally] = field(default_factory=dict)
    mistakes: list[Mistake] = field(default_factory=list)
    must_not: int = 0
    violated: int = 0
    quotes: int = 0
    quotes_absent: int = 0
    banded: int = 0
    decide: int = 0


def compare_note(note: LabelledNote, reading: Reading) -> Compared:
    """Count what ``reading`` says of the note."""
    return _Comparison(note, reading).run()


class _Comparison:
    def __init__(self, note: LabelledNote, reading: Reading) -> None:
        self._note = note
        self._cast = Cast(note.labels.people, reading.people)
        self._gold = view_of_gold(note.labels, self._cast)
        self._found = view_of_found(reading, self._cast)
        self._compared = Compared(note.lang)

    def run(self) -> Compared:
        for kind in KINDS:
            self._compare(kind)
        self._sides()
        self._must_not()
        self._quotes()
        return self._compared

    def _compare(self, kind: Kind) -> None:
        gold, found = items_of(kind, self._gold), items_of(kind, self._found)
        pairs = pair_up(gold, found, lambda one, other: kind.alike(self._note.text, one, other))
        self._compared.tallies[kind.name] = Tally(len(gold), len(found), len(pairs))
        answered = set(pairs.values())
        for place, item in enumerate(gold):
            if place not in pairs:
                self._mistake(kind.name, "missed", expected=item.words, quote=item.quote)
        for place, item in enumerate(found):
            if place not in answered:
                self._mistake(kind.name, "extra", found=item.words, quote=item.quote)
            self._band(item, is_right=place in answered)
        if kind is NEXT_STEPS:
            for g, f in pairs.items():
                self._step(gold[g], found[f])

    def _step(self, gold: Item, found: Item) -> None:
        """Owner and side of a next step that was found, and the due date where there is one."""
        one, other = gold.label, found.label
        if not isinstance(one, NextStep) or not isinstance(other, NextStep):
            return
        same_who = self._gold.who(one.who) == self._found.who(other.who)
        words = one.quote
        self._share("step_owners", same_who, one.who, other.who, words)
        self._share("step_sides", one.side == other.side, one.side, other.side, words)
        if one.due is not None:
            self._share("step_dues", one.due == other.due, one.due, other.due, words)

    def _sides(self) -> None:
        for g, f in self._cast.pairs.items():
            one, other = self._gold.people[g][1], self._found.people[f][1]
            self._share("sides", one.side == other.side, one.side, other.side, one.name)

    def _share(self, kind: str, holds: bool, expected: object, found: object, quote: str) -> None:  # noqa: FBT001
        so_far = self._compared.shares.get(kind, Tally())
        cases = so_far.labels + 1
        self._compared.shares[kind] = Tally(cases, cases, so_far.right + holds)
        if not holds:
            self._mistake(kind, "differs", str(expected or "–"), str(found or "–"), quote)

    def _band(self, item: Item, *, is_right: bool) -> None:
        """Sure is what the reader says is, or where it sorts nothing, what review would tick."""
        label = item.label
        if label is None:
            return
        self._compared.banded += label.band is not None
        self._compared.decide += label.band is Band.DECIDE
        confident = label.band is None and (label.confidence or 0) >= SURE
        if label.band is Band.SURE or confident:
            so_far = self._compared.shares.get("sure", Tally())
            cases = so_far.labels + 1
            self._compared.shares["sure"] = Tally(cases, cases, so_far.right + is_right)

    def _must_not(self) -> None:
        self._compared.must_not = len(self._note.must_not)
        for entry in self._note.must_not:
            if asserts(self._found, entry, self._cast):
                self._compared.violated += 1
                said = f"{entry.person}: {entry.field} {entry.value}"
                self._mistake("must_not", "violated", found=f"{said} ({entry.why})")

    def _quotes(self) -> None:
        for quote in _quotes_in(self._found.reading.to_json_object()):
            self._compared.quotes += 1
            if quote not in self._note.text:
                self._compared.quotes_absent += 1
                self._mistake("quotes", "extra", quote=quote)

    def _mistake(
        self, kind: str, outcome: Outcome, expected: str = "", found: str = "", quote: str = ""
    ) -> None:
        note = self._note
        self._compared.mistakes.append(
            Mistake(kind, outcome, note.id, note.lang, expected, found, quote)
        )


def asserts(view: View, entry: MustNot, cast: Cast) -> bool:
    """Whether a reading says what must not be read into the note."""
    who = {cast.named_in_gold(entry.person), cast.named_in_found(entry.person)}
    return any(_says(person, entry) for found, person in view.people if found in who)


def _says(person: Person, entry: MustNot) -> bool:
    match entry.field:
        case "role":
            return any(label.role == entry.value for label in person.roles)
        case "power":
            return any(label.power == entry.value for label in person.powers)
        case "stance":
            return person.stance is not None and person.stance.value == entry.value
        case "side":
            return person.side == entry.value
        case "status":
            return person.status == entry.value
        case "title":
            return person.title is not None and words_of(person.title) == words_of(entry.value)


def _quotes_in(node: Any) -> Iterator[str]:
    if isinstance(node, list):
        for value in node:
            yield from _quotes_in(value)
    elif isinstance(node, dict):
        for key, value in node.items():
            if key in ("quote", "title_quote"):
                if value is not None:
                    yield value
            else:
                yield from _quotes_in(value)
