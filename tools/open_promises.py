"""The promises that are still open: ours, theirs, those whose day has passed."""

from dataclasses import replace
from typing import Literal

from pydantic import Field

from knowledge.domain.names import may_be
from tools.arguments import AccountName, Arguments, PersonName
from tools.held.claim import Claim
from tools.held.claims import gather
from tools.opening import find_people, open_account
from tools.result import ToolResult, gathered
from tools.scope import ToolScope
from tools.telling import Telling, facts_then_waiting, kinds_counted

_SIDES = {"ours": "us", "theirs": "customer", "both": None}


class OpenPromises(Arguments):
    """Arguments of the tool."""

    account: AccountName = None
    side: Literal["ours", "theirs", "both"] = Field(
        default="both", description="Whose promises: what we owe, what the customer owes, or both."
    )
    overdue: bool = Field(default=False, description="Only those whose day has passed.")
    person: PersonName = None


def open_promises(scope: ToolScope, args: OpenPromises) -> ToolResult:
    """Open promises, the soonest due first; facts before what waits for review."""
    opened = open_account(scope, args.account)
    if isinstance(opened, ToolResult):
        return opened
    telling = Telling(scope, opened, opened.holdings)
    scopes = [replace(one, side=_SIDES[args.side]) for one in telling.scopes]
    family = ("promises_late" if args.overdue else "promises",)
    people = find_people(opened, args.person)
    if not isinstance(people, ToolResult):
        claims = gather(family, [replace(one, asked=people) for one in scopes])
    else:
        # Our own people promise too, and are not on the customer's map.
        claims = [one for one in gather(family, scopes) if _promised_by(one, args.person or "")]
        if not claims:
            return people
    dated = [
        (claim.fact.value.get("due") or "9999", one.says, one.date, one.start or 0, one)
        for claim in claims
        for one in telling.claims([claim])
    ]
    found = [one for *_, one in sorted(dated, key=lambda row: row[:4])]
    if not found:
        key = "overdue" if args.overdue else "promises"
        none = telling.none(key, day=telling.day(opened.holdings.day))
        return gathered(scope, [none], counts=kinds_counted(()))
    return gathered(scope, facts_then_waiting(scope, found), counts=kinds_counted(found))


def _promised_by(claim: Claim, name: str) -> bool:
    who = claim.fact.value.get("who") or {}
    return may_be(name, str(who.get("name") or ""))
