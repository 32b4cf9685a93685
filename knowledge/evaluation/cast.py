"""Who is who: the people of the gold and of a reading, matched by name or alias.

Case, accents and civilities do not count. A name elsewhere in either reading (a relation's end, who
does a next step) is resolved to the same person.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from knowledge.domain.names import words_of
from knowledge.domain.reading import Person
from knowledge.evaluation.pairing import pair_up

Name = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Who:
    """Somebody, by their place among the people of one reading, or by name when listed in none."""

    place: int = -1
    listed_in: str = ""
    name: Name = ()


class Cast:
    """The people of one note in the gold and in a reading of it."""

    def __init__(self, gold: Sequence[Person], found: Sequence[Person]) -> None:
        self._gold = gold
        self._found = found
        # Places in the gold to places in the reading.
        self.pairs = pair_up(gold, found, _alike)
        self._matched = {f: g for g, f in self.pairs.items()}

    def of_gold(self, place: int) -> Who:
        """The person at a place of the gold."""
        return Who(place, "gold")

    def entry_of_found(self, place: int) -> Who:
        """The entry at a place of the reading: the gold's where the two are matched."""
        if place in self._matched:
            return self.of_gold(self._matched[place])
        return Who(place, "found")

    def of_found(self, place: int) -> Who:
        """Whom the entry speaks of: one person listed twice is one wrong entry, and no more."""
        forms = forms_of(self._found[place])
        speaks_of = (g for g, one in enumerate(self._gold) if forms & forms_of(one))
        meant = next(speaks_of, None)
        if place in self._matched or meant is None:
            return self.entry_of_found(place)
        return self.of_gold(meant)

    def named_in_gold(self, name: str | None) -> Who | None:
        """Whom the gold means by a name."""
        if name is None:
            return None
        place = _place_of(name, self._gold)
        return self.of_gold(place) if place is not None else Who(name=words_of(name))

    def named_in_found(self, name: str | None) -> Who | None:
        """Whom the reading means by a name: one of its own people, else one of the gold's."""
        if name is None:
            return None
        place = _place_of(name, self._found)
        return self.of_found(place) if place is not None else self.named_in_gold(name)


def forms_of(person: Person) -> set[Name]:
    """Every form of a person's name, folded."""
    return {words for form in (person.name, *person.aliases) if (words := words_of(form))}


def _alike(one: Person, other: Person) -> float:
    shared = len(forms_of(one) & forms_of(other))
    return shared + (10.0 if words_of(one.name) == words_of(other.name) else 0.0) if shared else 0.0


def _place_of(name: str, people: Sequence[Person]) -> int | None:
    """The person with this full name, or else with this alias."""
    wanted = words_of(name)
    by_name = (place for place, one in enumerate(people) if words_of(one.name) == wanted)
    by_alias = (place for place, one in enumerate(people) if wanted in forms_of(one))
    return next(by_name, next(by_alias, None))
