"""What happened between two days: contacts, changes, and what was first said then."""

from collections.abc import Iterator
from dataclasses import replace

from pydantic import Field

from knowledge.language.catalogue import phrase
from tools.arguments import AccountName, Arguments, Day, PersonName, day_of
from tools.held.changes import recent_since, what_changed
from tools.held.claim import Claim, Scope
from tools.held.plain_facts import claim_of
from tools.opening import find_people, open_account
from tools.result import ToolResult, gathered, refused
from tools.scope import ToolScope
from tools.telling import Telling, facts_then_waiting, kinds_counted, latest_first

_FIRST_SAID = ("account.pain", "account.objection", "account.goal", "account.competitor")


class Timeline(Arguments):
    """Arguments of the tool. Both days are included."""

    account: AccountName = None
    from_day: Day | None = Field(
        default=None, description="The first day, YYYY-MM-DD. Left out: the last months."
    )
    until_day: Day | None = Field(
        default=None, description="The last day, YYYY-MM-DD. Left out: until today."
    )
    person: PersonName = None


def timeline(scope: ToolScope, args: Timeline) -> ToolResult:
    """What happened in these days, the latest first; facts before what waits for review."""
    opened = open_account(scope, args.account)
    if isinstance(opened, ToolResult):
        return opened
    people = find_people(opened, args.person)
    if isinstance(people, ToolResult):
        return people
    said_on = [source.dated_on for source in opened.sources.values()]
    last = min(day_of(args.until_day) or scope.day, scope.day)
    first = day_of(args.from_day) or recent_since(last, said_on)
    if first > last:
        return refused("bad_argument", f"from_day is after {last.isoformat()}")
    telling = Telling(scope, opened, opened.holdings)
    scopes = [replace(one, asked=people, since=first, until=last) for one in telling.scopes]
    claims = [claim for one in scopes for claim in _happened(one)]
    found = latest_first(telling.claims(claims))
    if not found:
        days = {"first": telling.day(first), "last": telling.day(last)}
        none = telling.absence(phrase(scope.lang, "answers.unknown.between", **days))
        return gathered(scope, [none], counts=kinds_counted(()))
    return gathered(scope, facts_then_waiting(scope, found), counts=kinds_counted(found))


def _happened(scope: Scope) -> Iterator[Claim]:
    yield from what_changed(scope)
    ids = {scope.account_map.same_as.get(person.id, person.id) for person in scope.asked}
    for held in scope.account_map.many("account.touchpoint", closed=True):
        present = held.fact.value.get("participants") or ()
        took_part = ids & {scope.account_map.same_as.get(one, one) for one in present}
        if scope.in_days(held.fact.valid_on) and (took_part or not ids):
            yield claim_of(held.fact, scope.kind, scope.account_map)
    for attribute in _FIRST_SAID:
        for held in scope.account_map.many(attribute, closed=True):
            first = min((held.fact, *held.agreeing), key=lambda fact: fact.valid_on)
            if scope.in_days(first.valid_on) and scope.is_about(first.value, "owner"):
                yield claim_of(first, scope.kind, scope.account_map)
