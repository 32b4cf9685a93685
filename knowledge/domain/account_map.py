"""The account map: what is held of one account at a moment, seen by person and by subject.

An ``AccountMap`` is a view over the fold and computes nothing that the fold has settled. It is
cheap to make and works out each part when it is asked for.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from knowledge.domain.codes import PersonStatus, RelationKind, Side
from knowledge.domain.facts import Basis, Confidence, Event, Fact
from knowledge.domain.fold import Held, Ledger, fold
from knowledge.domain.matrix import (
    AssessedLevel,
    Quadrant,
    assume_influence,
    assume_interest,
    quadrant,
    stated,
)
from knowledge.domain.names import may_be, words_of
from knowledge.domain.registry import REGISTRY

_SOLE = tuple((entry.name, sole) for entry in REGISTRY.values() for sole in entry.sole)


@dataclass(frozen=True)
class Contradiction:
    """Statements that cannot all hold: of one attribute, or of a power only one person can have."""

    attribute: str
    current: Fact
    rivals: tuple[Fact, ...]


@dataclass(frozen=True)
class PersonView:
    """One person of the account, as held at the moment of the map."""

    id: str
    account_map: "AccountMap"

    def one(self, attribute: str) -> Held | None:
        """What is held under a one-valued attribute, unless it was ended."""
        held = self.account_map.of_subject(self.id).get(attribute, {}).get("")
        return None if held is None or held.fact.ends else held

    def many(self, attribute: str) -> tuple[Held, ...]:
        """What is held under a many-valued attribute, oldest first.

        Ended values are left out, and so is a power that has passed to somebody else since.
        """
        items = _live(self.account_map.of_subject(self.id).get(attribute, {}).values())
        passed_on = self.account_map.passed_on if REGISTRY[attribute].sole else ()
        return tuple(held for held in items if held.fact.id not in passed_on)

    def value(self, attribute: str) -> Any:
        """The value of a one-valued attribute, or ``None`` when it is unknown."""
        held = self.one(attribute)
        return held.fact.value if held else None

    def values(self, attribute: str) -> tuple[Any, ...]:
        """The values of a many-valued attribute."""
        return tuple(held.fact.value for held in self.many(attribute))

    @cached_property
    def name(self) -> str:
        """The name, or the function of a position nobody holds yet.

        Notes shorten names: a fuller form that was learnt earlier is the name, not a former one.
        """
        held = self.one("person.name")
        if held is None:
            return "?"
        name = str(held.fact.value)
        said = (str(fact.value) for fact in (*held.earlier, *held.rivals))
        fuller = [form for form in said if len(words_of(form)) > len(words_of(name))]
        return next((form for form in reversed(fuller) if may_be(name, form)), name)

    @cached_property
    def other_names(self) -> tuple[str, ...]:
        """Every other form under which the person was ever named."""
        held = self.one("person.name")
        former = [fact.value for fact in (*held.earlier, *held.rivals, held.fact)] if held else []
        names = dict.fromkeys([*self.values("person.alias"), *former])
        return tuple(name for name in names if name and name != self.name)

    @property
    def side(self) -> Side:
        """Whose person it is; somebody met at the customer's is theirs unless said otherwise."""
        return Side(self.value("person.side") or Side.CUSTOMER)

    @property
    def title(self) -> str | None:
        """The title as written, or ``None``."""
        title: str | None = self.value("person.title")
        return title

    @cached_property
    def influence(self) -> AssessedLevel:
        """Influence as stated, else as it may be assumed, else unknown."""
        held = self.one("person.influence")
        if held:
            return stated(held.fact.value)
        return assume_influence(
            self.values("person.power"),
            self.values("person.role"),
            silent_influencer=bool(self.value("person.silent_influencer")),
            deferred_to=self.id in self.account_map.deferred_to,
        )

    @cached_property
    def interest(self) -> AssessedLevel:
        """Interest as stated, else as it may be assumed, else unknown."""
        held = self.one("person.interest")
        if held:
            return stated(held.fact.value)
        return assume_interest(
            self.value("person.stance"), len(self.account_map.meetings_of(self.id))
        )

    @property
    def quadrant(self) -> Quadrant:
        """Where the person stands in the influence and interest matrix."""
        return quadrant(self.influence, self.interest)

    @property
    def last_seen_on(self) -> date | None:
        """The day of the last contact the person took part in, if any is held."""
        days = self.account_map.meetings_of(self.id)
        return max(days) if days else None


@dataclass
class AccountMap:
    """What is held of one account. ``as_of`` and ``valid_on`` are the bounds it was folded with."""

    account_id: str
    held: Ledger
    same_as: dict[str, str]
    as_of: date | None = None
    valid_on: date | None = None

    @cached_property
    def by_subject(self) -> dict[str, dict[str, dict[str, Held]]]:
        """What is held by subject, attribute and item."""
        subjects: dict[str, dict[str, dict[str, Held]]] = {}
        for (subject, attribute, item), held in self.held.items():
            subjects.setdefault(subject, {}).setdefault(attribute, {})[item] = held
        return subjects

    def of_subject(self, subject_id: str) -> dict[str, dict[str, Held]]:
        """What is held of one subject, by attribute and item."""
        return self.by_subject.get(subject_id, {})

    @cached_property
    def people(self) -> tuple[PersonView, ...]:
        """Everybody on the map, in the order in which they entered it."""
        named = [
            (min(map(_entered, held["person.name"][""].behind)), subject)
            for subject, held in self.by_subject.items()
            if "person.name" in held and not held["person.name"][""].fact.ends
        ]
        return tuple(PersonView(subject, self) for _, subject in sorted(named))

    @cached_property
    def _person_by_id(self) -> dict[str, PersonView]:
        return {person.id: person for person in self.people}

    def person(self, person_id: str) -> PersonView | None:
        """The person with an id of today or of before a merge."""
        return self._person_by_id.get(self.same_as.get(person_id, person_id))

    def customers(self) -> tuple[PersonView, ...]:
        """The people of the account itself."""
        return tuple(person for person in self.people if person.side == Side.CUSTOMER)

    def one(self, attribute: str) -> Held | None:
        """What is held under a one-valued attribute of the account."""
        held = self.of_subject(self.account_id).get(attribute, {}).get("")
        return None if held is None or held.fact.ends else held

    def many(self, attribute: str, *, closed: bool = False) -> tuple[Held, ...]:
        """The items of a many-valued attribute of the account, oldest first.

        Closed items are left out unless asked for; ended ones always are.
        """
        items = _live(self.of_subject(self.account_id).get(attribute, {}).values())
        return items if closed else tuple(held for held in items if held.closed is None)

    @cached_property
    def deferred_to(self) -> frozenset[str]:
        """The people somebody else is said to be influenced by."""
        found = set()
        for person in self.people:
            for relation in self.relations_of(person.id):
                if relation.fact.value["kind"] == RelationKind.INFLUENCES:
                    found.add(person.id)
        return frozenset(found)

    def relations_of(self, person_id: str) -> tuple[Held, ...]:
        """The relations that go out from a person."""
        return _live(self.of_subject(person_id).get("person.relation", {}).values())

    @cached_property
    def _meeting_days(self) -> dict[str, set[date]]:
        days: dict[str, set[date]] = {}
        for held in self.many("account.touchpoint", closed=True):
            for participant in held.fact.value.get("participants") or ():
                who = self.same_as.get(participant, participant)
                days.setdefault(who, set()).add(held.fact.valid_on)
        return days

    def meetings_of(self, person_id: str) -> frozenset[date]:
        """The days of the contacts a person took part in."""
        return frozenset(self._meeting_days.get(person_id, ()))

    @cached_property
    def contradictions(self) -> tuple[Contradiction, ...]:
        """Everything that cannot all be true, oldest first."""
        within = [
            Contradiction(key[1], held.fact, held.rivals)
            for key, held in self.held.items()
            if held.rivals and not held.fact.ends
        ]
        found = [*within, *_once_per_words(self._two_holders())]
        return tuple(sorted(found, key=lambda found: (found.current.valid_on, found.attribute)))

    def _two_holders(self) -> list[Contradiction]:
        """Powers that only one person can have and that two are said to have."""
        found = []
        for attribute, sole in _SOLE:
            holders = self.holders(attribute, sole)
            if len(holders) > 1 and any(held.confidence != Confidence.KNOWN for held in holders):
                facts = [held.fact for held in holders]
                found.append(Contradiction(attribute, facts[-1], tuple(facts[:-1])))
        return found

    @cached_property
    def passed_on(self) -> frozenset[str]:
        """Facts about a power only one person can have, from before it passed to another.

        It passes when the words say so ("now", "took over") or when a person who knows says so.
        """
        passed: set[str] = set()
        for attribute, sole in _SOLE:
            said = self._said_to_hold(attribute, sole)
            passed.update(
                other.fact.id
                for other in said
                if any(_takes_over(held, other) for held in said if held is not other)
            )
        return frozenset(passed)

    def holders(self, attribute: str, code: str) -> tuple[Held, ...]:
        """Who of the account holds a role or a power, by the date of the latest statement."""
        said = self._said_to_hold(attribute, code)
        return tuple(held for held in said if held.fact.id not in self.passed_on)

    def _said_to_hold(self, attribute: str, code: str) -> tuple[Held, ...]:
        said = [
            held
            for person in self.customers()
            if person.value("person.status") != PersonStatus.LEFT
            for held in self.of_subject(person.id).get(attribute, {}).values()
            if held.fact.value == code
        ]
        return _live(said)

    def stale(self, today: date) -> tuple[Held, ...]:
        """What is older than its attribute allows, oldest first."""
        old = [
            held
            for (_, name, _), held in self.held.items()
            if not held.fact.ends
            and held.closed is None
            and (limit := REGISTRY[name].stale_after_days) is not None
            and (today - held.fact.valid_on).days > limit
        ]
        return tuple(sorted(old, key=lambda held: held.fact.valid_on))


def _once_per_words(found: Iterable[Contradiction]) -> list[Contradiction]:
    """A role and a power that rest on the same words contradict the same others: said once."""
    seen: dict[tuple[object, ...], Contradiction] = {}
    for one in found:
        facts = (one.current, *one.rivals)
        words = tuple((fact.subject_id, fact.source_id, fact.start, fact.end) for fact in facts)
        seen.setdefault(words if facts[0].quote else (one.attribute, facts[0].id), one)
    return list(seen.values())


def build_account_map(
    account_id: str,
    facts: Iterable[Fact],
    events: Sequence[Event] = (),
    as_of: date | None = None,
    valid_on: date | None = None,
) -> AccountMap:
    """Fold the ledger of one account into its map at a moment; other accounts' facts stay out."""
    theirs = (fact for fact in facts if fact.account_id == account_id)
    told = [event for event in events if event.account_id == account_id]
    folded = fold(theirs, told, as_of, valid_on)
    return AccountMap(account_id, folded.held, folded.same_as, as_of, valid_on)


def _live(items: Iterable[Held]) -> tuple[Held, ...]:
    live = [held for held in items if not held.fact.ends]
    live.sort(key=lambda held: _entered(held.fact))
    return tuple(live)


def _entered(fact: Fact) -> tuple[date, date, str]:
    return (fact.valid_on, fact.learnt_on, fact.id)


def _moment(fact: Fact) -> tuple[date, date]:
    return (fact.valid_on, fact.learnt_on)


def _takes_over(held: Held, other: Held) -> bool:
    """Whether words of change, or a person who knows, put ``held`` in the place of ``other``."""
    last, doubtful = _moment(other.fact), other.confidence != Confidence.KNOWN
    return any(
        (fact.changed and last < _moment(fact))
        or (fact.basis == Basis.KNOWN and doubtful and last <= _moment(fact))
        for fact in (held.fact, *held.agreeing)
    )
