"""A claim: one thing the map or what waits says, with the fact or the line behind it; and its scope."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Literal

from knowledge.domain.account_map import AccountMap, PersonView
from knowledge.domain.facts import Fact

Kind = Literal["fact", "to_confirm"]


@dataclass(frozen=True, slots=True)
class Claim:
    """One thing held or waiting. ``person`` is whom it is about, if anybody.

    ``note`` names the sentence that words it (a key of the answer catalogue). ``agreeing`` are other
    facts that say the same, ``rivals`` those that contradict it; ``before`` is what it replaced.
    """

    fact: Fact
    kind: Kind
    note: str
    person: PersonView | None = None
    other: str | None = None
    rivals: tuple[Fact, ...] = ()
    agreeing: tuple[Fact, ...] = ()
    before: Fact | None = None


@dataclass(frozen=True, slots=True)
class Scope:
    """What a claim may be about: one map, the people asked about, the day and the days between.

    ``since`` and ``until`` bound when it became so, both included. Beside a map of what waits stands
    the map of facts it would change (``beside``); ``closing`` are waiting words that close an item.
    """

    account_map: AccountMap
    kind: Kind
    asked: tuple[PersonView, ...]
    day: date
    since: date | None = None
    side: str | None = None
    until: date | None = None
    beside: AccountMap | None = None
    closing: tuple[Fact, ...] = ()

    def in_days(self, day: date) -> bool:
        """Whether ``day`` lies between the days asked about."""
        return (self.since is None or day >= self.since) and (
            self.until is None or day <= self.until
        )

    def asks_about(self, person_id: str) -> bool:
        """Whether the person is one of those asked about, if any are."""
        same = self.account_map.same_as
        asked = {same.get(person.id, person.id) for person in self.asked}
        return not asked or same.get(person_id, person_id) in asked

    def people(self) -> Iterable[PersonView]:
        """The people asked about, or the customer's when nobody is named."""
        if not self.asked:
            return self.account_map.customers()
        same = self.account_map.same_as
        ids = {same.get(person.id, person.id) for person in self.asked}
        return [person for person in self.account_map.people if person.id in ids]

    def is_about(self, value: object, part: str) -> bool:
        """Whether the person in ``part`` of a record is one of those asked about, if any are."""
        if not self.asked:
            return True
        who = value.get(part) if isinstance(value, dict) else None
        if not isinstance(who, dict):
            return False
        same = self.account_map.same_as
        ids = {person.id for person in self.asked} | {
            same.get(person.id, person.id) for person in self.asked
        }
        if "id" in who:
            return same.get(who["id"], who["id"]) in ids
        return any(who.get("name") in (person.name, *person.other_names) for person in self.asked)
