"""The kinds of labels, what is compared of each, and when two labels are the same.

Labels with a value are the same when person and value are; statements when their quotes share
enough words (:mod:`knowledge.evaluation.overlap`). Each label counts once, however often it is said.
"""

from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass

from knowledge.domain.codes import PersonStatus, RelationKind
from knowledge.domain.names import words_of
from knowledge.domain.reading import Label, LevelLabel, Person, Reading
from knowledge.evaluation.cast import Cast, Who
from knowledge.evaluation.overlap import same_quote

_BOTH_WAYS = (RelationKind.WORKS_WITH, RelationKind.CONFLICTS_WITH)


@dataclass(frozen=True, slots=True)
class Item:
    """One label made comparable: ``key`` is what must be equal, ``words`` what people read of it."""

    key: Hashable
    words: str
    label: Label | None = None
    quote: str = ""
    who: Who | None = None


@dataclass(frozen=True, slots=True)
class View:
    """One reading of a note, seen through the people that it shares with the gold.

    ``entries`` are its people as listed; ``people`` says of whom each entry speaks.
    """

    reading: Reading
    entries: tuple[Who, ...]
    people: tuple[tuple[Who, Person], ...]
    who: Callable[[str | None], Who | None]


def view_of_gold(reading: Reading, cast: Cast) -> View:
    """The gold."""
    entries = tuple(cast.of_gold(at) for at, _ in enumerate(reading.people))
    people = tuple(zip(entries, reading.people, strict=True))
    return View(reading, entries, people, cast.named_in_gold)


def view_of_found(reading: Reading, cast: Cast) -> View:
    """The reading that is measured."""
    entries = tuple(cast.entry_of_found(at) for at, _ in enumerate(reading.people))
    people = tuple((cast.of_found(at), one) for at, one in enumerate(reading.people))
    return View(reading, entries, people, cast.named_in_found)


Alike = Callable[[str, Item, Item], float]


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of label: its items in a reading, and how alike two of them are in a text."""

    name: str
    items: Callable[[View], Sequence[Item]]
    alike: Alike


def _equal(text: str, one: Item, other: Item) -> float:
    del text
    return float(one.key == other.key)


def _said_alike(text: str, one: Item, other: Item) -> float:
    return same_quote(text, one.quote, other.quote) if one.key == other.key else 0.0


def _same_change(text: str, one: Item, other: Item) -> float:
    """The same kind of change, in the same words or of the same person."""
    if one.key != other.key:
        return 0.0
    same_person = 0.25 if one.who is not None and one.who == other.who else 0.0
    return same_quote(text, one.quote, other.quote) + same_person


def _people(view: View) -> list[Item]:
    listed = zip(view.entries, view.reading.people, strict=True)
    return [Item(entry, person.name, person.mention) for entry, person in listed]


def _titles(view: View) -> list[Item]:
    return [
        Item((who, words_of(person.title)), _pair(person, person.title), person.title_label,
             person.title_quote or "")
        for who, person in view.people
        if person.title
    ]  # fmt: skip


def _statuses(view: View) -> list[Item]:
    """Active is what everybody is unless the note says otherwise, so it is no label."""
    return [
        Item((who, person.status), _pair(person, person.status), person.status_label)
        for who, person in view.people
        if person.status != PersonStatus.ACTIVE
    ]


def _roles(view: View) -> list[Item]:
    return _of_person(view, lambda one: [(label.role, label) for label in one.roles])


def _powers(view: View) -> list[Item]:
    return _of_person(view, lambda one: [(label.power, label) for label in one.powers])


def _silent(view: View) -> list[Item]:
    return [
        Item(who, person.name, person.silent_influencer, person.silent_influencer.quote)
        for who, person in view.people
        if person.silent_influencer
    ]


def _stances(view: View) -> list[Item]:
    return _of_person(view, lambda one: [(one.stance.value, one.stance)] if one.stance else [])


def _influences(view: View) -> list[Item]:
    return _of_person(view, lambda one: _level(one.influence))


def _interests(view: View) -> list[Item]:
    return _of_person(view, lambda one: _level(one.interest))


def _level(label: LevelLabel | None) -> list[tuple[str, Label]]:
    return [(label.value, label)] if label else []


def _groups(view: View) -> list[Item]:
    return [
        _item((words_of(one.name), one.kind), f"{one.name}: {one.kind}", one)
        for one in view.reading.groups
    ]


def _relations(view: View) -> list[Item]:
    items = []
    for one in view.reading.relations:
        ends = (view.who(one.from_), view.who(one.to))
        same_ends: Hashable = frozenset(ends) if one.kind in _BOTH_WAYS else ends
        items.append(_item((same_ends, one.kind), f"{one.from_} {one.kind} {one.to}", one))
    return items


def _competitors(view: View) -> list[Item]:
    return [_item(words_of(one.name), one.name, one) for one in view.reading.competitors]


def _budgets(view: View) -> list[Item]:
    return [
        _item((one.amount, one.currency.upper()), f"{one.amount} {one.currency}", one)
        for one in view.reading.budget
    ]


def _pains(view: View) -> list[Item]:
    return _statements(view.reading.pains)


def _objections(view: View) -> list[Item]:
    return _statements(view.reading.objections)


def _goals(view: View) -> list[Item]:
    return _statements(view.reading.goals)


def _next_steps(view: View) -> list[Item]:
    return _statements(view.reading.next_steps)


def _changes(view: View) -> list[Item]:
    return [
        Item(one.kind, f"{one.person or '–'}: {one.kind}", one, one.quote, view.who(one.person))
        for one in view.reading.changes
    ]


def _statements(labels: Iterable[Label]) -> list[Item]:
    return [_item(None, "", label) for label in labels]


def _item(key: Hashable, words: str, label: Label) -> Item:
    return Item(key, words, label, label.quote)


def _of_person(view: View, labels: Callable[[Person], Sequence[tuple[str, Label]]]) -> list[Item]:
    return [
        Item((who, value), _pair(person, value), label, label.quote)
        for who, person in view.people
        for value, label in labels(person)
    ]


def _pair(person: Person, value: str | None) -> str:
    return f"{person.name}: {value}"


PEOPLE = Kind("people", _people, _equal)
NEXT_STEPS = Kind("next_steps", _next_steps, _said_alike)
# In the order in which they are shown.
KINDS = (
    PEOPLE,
    Kind("titles", _titles, _equal),
    Kind("statuses", _statuses, _equal),
    Kind("roles", _roles, _equal),
    Kind("powers", _powers, _equal),
    Kind("silent_influencers", _silent, _equal),
    Kind("stances", _stances, _equal),
    Kind("influence", _influences, _equal),
    Kind("interest", _interests, _equal),
    Kind("groups", _groups, _equal),
    Kind("relations", _relations, _equal),
    Kind("pains", _pains, _said_alike),
    Kind("objections", _objections, _said_alike),
    Kind("goals", _goals, _said_alike),
    NEXT_STEPS,
    Kind("changes", _changes, _same_change),
    Kind("competitors", _competitors, _equal),
    Kind("budget", _budgets, _equal),
)


def items_of(kind: Kind, view: View) -> list[Item]:
    """The labels of a kind; where only the value counts, each value once."""
    items = kind.items(view)
    if kind.alike is not _equal:
        return list(items)
    return list({item.key: item for item in reversed(items)}.values())[::-1]
