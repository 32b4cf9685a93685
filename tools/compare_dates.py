"""What was believed on one day and on another, and what became different between them."""

from collections.abc import Iterator
from dataclasses import dataclass

from pydantic import Field

from knowledge.domain.account_map import PersonView
from knowledge.domain.fold import Held, Key
from tools.arguments import AccountName, Arguments, Day, PersonName, day_of
from tools.evidence import Evidence
from tools.held.changes import closing_words
from tools.held.claim import Claim
from tools.held.holdings import Holdings
from tools.held.plain_facts import claim_of
from tools.opening import Opened, find_people, open_account
from tools.result import ToolResult, gathered, refused
from tools.scope import ToolScope
from tools.telling import Telling, facts_then_waiting, kinds_counted, latest_first

# What only says how somebody is called or whose they are is no news by itself.
_NO_NEWS = frozenset(("person.alias", "person.side", "person.kind", "person.organisation"))


class CompareDates(Arguments):
    """Arguments of the tool."""

    account: AccountName = None
    first_day: Day = Field(description="The earlier day, YYYY-MM-DD.")
    second_day: Day | None = Field(
        default=None, description="The later day, YYYY-MM-DD. Left out: today."
    )
    person: PersonName = None


def compare_dates(scope: ToolScope, args: CompareDates) -> ToolResult:
    """What the second day knew otherwise than the first, the latest words first."""
    first, second = day_of(args.first_day) or scope.day, day_of(args.second_day) or scope.day
    first, second = min(first, second), max(first, second)
    if second > scope.day:
        return refused("future_day", f"nothing is known after {scope.day.isoformat()}")
    opened = open_account(scope, args.account)
    if isinstance(opened, ToolResult):
        return opened
    people = find_people(opened, args.person)
    if isinstance(people, ToolResult):
        return people
    comparing = _Comparing(scope, opened, opened.held_on(first), opened.held_on(second), people)
    found = [*latest_first(comparing.different()), *latest_first(comparing.waiting())]
    counts = kinds_counted(found)
    if not found:
        telling = comparing.later
        days = {"first": telling.day(first), "last": telling.day(second)}
        return gathered(scope, [telling.none("differences", **days)], counts=counts)
    return gathered(scope, facts_then_waiting(scope, found), counts=counts)


@dataclass(frozen=True)
class _Comparing:
    """Two states of one account held against each other."""

    scope: ToolScope
    opened: Opened
    before: Holdings
    after: Holdings
    people: tuple[PersonView, ...]

    @property
    def later(self) -> Telling:
        """Tells what the second day held."""
        return Telling(self.scope, self.opened, self.after)

    def different(self) -> Iterator[Evidence]:
        """Values that came, went or became others, by what was accepted."""
        before, after = self.before.known, self.after.known
        # Under the ids of the later day: two entries may have become one person since.
        earlier = {self._today(key): held for key, held in before.held.items()}
        for key, held in after.held.items():
            if self._is_news(key):
                yield from self._difference(earlier.get(key), held)

    def waiting(self) -> Iterator[Evidence]:
        """What was found between the two days and waits for review."""
        later = self.later
        found_before = self.before.waiting_ids & {
            fact.id for held in self.before.waiting.held.values() for fact in held.behind
        }
        for key, held in self.after.waiting_map.held.items():
            told = held.fact.id in self.after.waiting_ids and held.fact.id not in found_before
            if told and self._is_news(key) and not held.fact.ends:
                yield from later.claims([claim_of(held.fact, "to_confirm", later.holdings.waiting)])

    def _today(self, key: Key) -> Key:
        subject, attribute, item = key
        return (self.after.known.same_as.get(subject, subject), attribute, item)

    def _is_news(self, key: Key) -> bool:
        subject, attribute, _ = key
        if attribute in _NO_NEWS:
            return False
        same = self.after.waiting.same_as
        ids = {same.get(person.id, person.id) for person in self.people}
        return not ids or subject in ids or same.get(subject, subject) in ids

    def _difference(self, was: Held | None, held: Held) -> Iterator[Evidence]:
        account_map = self.after.known
        person = account_map.person(held.fact.subject_id)
        if was is None or was.fact.ends or was.closed is not None:
            is_news = not held.fact.ends and held.closed is None and held.fact.value != "active"
            new = self.later.fact(held.fact, "fact", "new") if is_news else None
            yield from [new] if new else []
        elif held.closed is not None:
            closing = closing_words(held.fact, held.closed)
            yield from self.later.claims([Claim(closing, "fact", "closed")])
        elif was.fact.value_json != held.fact.value_json:
            note = "ended" if held.fact.ends else "changed_value"
            claim = Claim(held.fact, "fact", note, person, before=was.fact)
            yield from self.later.claims([claim])
