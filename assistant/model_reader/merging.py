"""Readings of the pieces of one source as one reading: each person once, each label once.

Pieces overlap, so what stands in the overlap is found twice. Places are those of the whole source.
"""

from collections.abc import Callable, Hashable, Iterable, Sequence
from typing import Any, TypeVar

from knowledge.domain.codes import PersonStatus
from knowledge.domain.names import fold, may_be, words_of
from knowledge.domain.reading import Label, Person, Reading

L = TypeVar("L", bound=Label)

_FIRST_WINS = (
    "organisation", "department", "email", "phone", "silent_influencer", "influence", "interest",
    "mention",
)  # fmt: skip


def merge(readings: Sequence[Reading]) -> Reading:
    """One reading of all pieces, in the order of the source. ``readings`` is not empty."""
    cast = _Cast()
    for reading in readings:
        cast.add(reading.people)
    first = readings[0]
    return first.model_copy(
        update={
            "people": tuple(cast.people),
            "groups": _once(readings, "groups", lambda one: (fold(one.name), one.kind)),
            "competitors": _once(readings, "competitors", lambda one: fold(one.name)),
            "budget": _once(readings, "budget", lambda one: (one.amount, one.currency)),
            "relations": _once(
                readings,
                "relations",
                lambda one: (cast.key(one.from_), cast.key(one.to), one.kind),
            ),
            "changes": _once(
                readings,
                "changes",
                lambda one: (one.kind, cast.key(one.person)) if one.person else None,
            ),
            **{
                name: _once(readings, name, lambda _: None)
                for name in ("pains", "objections", "goals", "motivations", "responsibilities")
            },
            "next_steps": _once(readings, "next_steps", lambda _: None),
            "attendance": tuple(
                dict.fromkeys(
                    cast.key(name) or name for reading in readings for name in reading.attendance
                )
            ),
        }
    )


def _once(
    readings: Sequence[Reading], field: str, key: Callable[[Any], Hashable]
) -> tuple[Any, ...]:
    """The labels of a field without those that say the same again.

    Two labels are the same when their keys are. Where there is no key, when they come from two pieces
    and their words overlap: within one piece the same words may say two things.
    """
    kept: list[tuple[int, Any]] = []
    for piece, label in (
        (piece, label)
        for piece, reading in enumerate(readings)
        for label in getattr(reading, field)
    ):
        told = key(label)
        again = [
            at for at, (other, one) in enumerate(kept)
            if (key(one) == told if told is not None else _says_again(one, label, same_piece=other == piece))
        ]  # fmt: skip
        if not again:
            kept.append((piece, label))
        elif told is None and kept[again[0]][1].quote in label.quote:
            # A cut took words from the first one.
            kept[again[0]] = (piece, label)
    return tuple(label for _, label in kept)


def _says_again(one: Label, other: Label, *, same_piece: bool) -> bool:
    return one == other if same_piece else _share_words(one, other)


def _share_words(one: Label, other: Label) -> bool:
    """Whether two labels rest on the same words; less than half shared is two statements."""
    if None in (one.start, one.end, other.start, other.end):
        return fold(one.quote) == fold(other.quote)
    shared = min(one.end or 0, other.end or 0) - max(one.start or 0, other.start or 0)
    return shared * 2 >= min(len(one.quote), len(other.quote))


class _Cast:
    """The people of the pieces so far, by name and alias."""

    def __init__(self) -> None:
        self.people: list[Person] = []

    def add(self, people: Iterable[Person]) -> None:
        """Take in the people of one piece; the piece itself has told its own people apart."""
        before = len(self.people)
        for person in people:
            at = self._place(person, before)
            if at is None:
                self.people.append(person)
            else:
                self.people[at] = _joined(self.people[at], person)

    def key(self, name: str) -> str | None:
        """The fullest form of the person a name means."""
        words = words_of(name)
        meant = [one for one in self.people if words in _forms(one)]
        return meant[0].name if meant else name

    def _place(self, person: Person, before: int) -> int | None:
        forms = _forms(person)
        for at, known in enumerate(self.people):
            if forms & _forms(known):
                return at
        near = [
            at for at, known in enumerate(self.people[:before])
            if known.side == person.side
            and (may_be(person.name, known.name) or may_be(known.name, person.name))
        ]  # fmt: skip
        return near[0] if len(near) == 1 else None


def _forms(person: Person) -> set[tuple[str, ...]]:
    return {words for form in (person.name, *person.aliases) if (words := words_of(form))}


def _joined(one: Person, other: Person) -> Person:
    """Two findings of the same person; the earlier one wins where only one value can be."""
    forms = [one.name, *one.aliases, other.name, *other.aliases]
    name = max((one.name, other.name), key=lambda form: len(words_of(form)))
    update: dict[str, Any] = {
        field: getattr(one, field) if getattr(one, field) is not None else getattr(other, field)
        for field in _FIRST_WINS
    }
    if one.title is None:
        update |= {
            field: getattr(other, field) for field in ("title", "title_quote", "title_label")
        }
    if one.status == PersonStatus.ACTIVE:
        update |= {"status": other.status, "status_label": other.status_label}
    # A later piece tells how it stands in the end.
    update["stance"] = other.stance or one.stance
    update["roles"] = _by(lambda label: label.role, (*one.roles, *other.roles))
    update["powers"] = _by(lambda label: label.power, (*one.powers, *other.powers))
    update["name"] = name
    update["aliases"] = tuple(form for form in dict.fromkeys(forms) if form != name)
    return one.model_copy(update=update)


def _by(key: Callable[[Any], Hashable], labels: Iterable[L]) -> tuple[L, ...]:
    found: dict[Hashable, L] = {}
    for label in labels:
        found.setdefault(key(label), label)
    return tuple(found.values())
