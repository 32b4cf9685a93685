"""Read the map of one account, whole or in part: who is who, what hurts, what was promised."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Literal

from pydantic import Field

from knowledge.domain.account_map import PersonView
from knowledge.domain.codes import Level, PersonStatus
from knowledge.domain.names import fold
from tools.arguments import AccountName, Arguments, PersonName
from tools.evidence import Evidence
from tools.held.claim import Claim, Scope
from tools.held.claims import gather
from tools.held.plain_facts import claim_of
from tools.opening import Opened, find_people, open_account
from tools.result import ToolResult, gathered
from tools.scope import ToolScope
from tools.telling import Telling, facts_then_waiting, kinds_counted, latest_first

Part = Literal[
    "all", "people", "contradictions", "budget", "promises", "pains", "objections", "goals",
    "competitors", "relations", "other",
]  # fmt: skip
_PARTS: dict[str, tuple[str, ...]] = {
    "contradictions": ("contradictions",),
    "budget": ("budget",),
    "promises": ("promises",),
    "pains": ("pains",),
    "objections": ("objections",),
    "goals": ("goals",),
    "competitors": ("competitors",),
    "relations": ("related",),
}
# What is said of one person besides who they are.
_OF_A_PERSON = ("pains", "objections", "goals", "promises", "related", "phone", "mail")
# What other parts say, what only tells who somebody is called, and how to reach them, which is
# shown of the one person asked about.
_SAID_ELSEWHERE = frozenset(
    "person.name person.alias person.side person.kind person.title person.status person.power "
    "person.role person.silent_influencer person.stance person.relation account.budget "
    "account.promise account.pain account.objection account.goal account.competitor "
    "account.change account.touchpoint person.email person.phone".split()
)


class ReadMap(Arguments):
    """Arguments of the tool."""

    account: AccountName = None
    part: Part = Field(
        default="all",
        description="Which part of the map. `people` says who is who; `other` is whatever has no "
        "part of its own.",
    )
    person: PersonName = Field(
        default=None, description="Read what is known of this person alone. Optional."
    )


def read_map(scope: ToolScope, args: ReadMap) -> ToolResult:
    """What is held of the account or of one person, facts before what waits for review."""
    opened = open_account(scope, args.account)
    if isinstance(opened, ToolResult):
        return opened
    people = find_people(opened, args.person)
    if isinstance(people, ToolResult):
        return people
    telling = Telling(scope, opened, opened.holdings)
    found = _of_person(telling, people) if people else _of_account(telling, opened, args.part)
    if not found:
        return gathered(scope, [telling.none("map")], counts=kinds_counted(()))
    return gathered(scope, facts_then_waiting(scope, found), counts=kinds_counted(found))


def _of_account(telling: Telling, opened: Opened, part: Part) -> list[Evidence]:
    found: list[Evidence] = []
    if part in ("all", "contradictions"):
        found += latest_first(telling.claims(gather(_PARTS["contradictions"], telling.scopes)))
    if part in ("all", "people"):
        found += _portraits(telling, by_weight(opened.holdings.people))
    for name, families in _PARTS.items():
        if part in ("all", name) and name != "contradictions":
            claims = gather(families, telling.scopes)
            found += latest_first(telling.claims(claims))
    if part in ("all", "other"):
        found += latest_first(telling.claims(_others(telling, ())))
    return found


def _of_person(telling: Telling, people: Sequence[PersonView]) -> list[Evidence]:
    found = _portraits(telling, people)
    scopes = [replace(scope, asked=tuple(people)) for scope in telling.scopes]
    found += latest_first(telling.claims(gather(_OF_A_PERSON, scopes)))
    found += latest_first(telling.claims(_others(telling, people)))
    contact = gather(("last_contact",), scopes)
    return found + telling.claims(replace(one, note="met") for one in contact)


def _portraits(telling: Telling, people: Iterable[PersonView]) -> list[Evidence]:
    """Who each person is, without what only says less than something else of it."""
    found: list[Evidence] = []
    for person in people:
        scopes = [replace(scope, asked=(person,)) for scope in telling.scopes]
        claims = _telling([one for each in scopes for one in gather(("who_is",), [each])], person)
        told = telling.claims(claims)
        found += sorted(told, key=lambda one: (one.kind != "fact", one.says, one.quote or ""))
    return found


def _telling(claims: Sequence[Claim], person: PersonView) -> list[Claim]:
    values = {claim.fact.value for claim in claims if claim.note == "power"}
    values |= set(person.values("person.power"))
    gone = person.value("person.status") == PersonStatus.LEFT
    more_than_a_name = any(claim.note != "name" for claim in claims)
    return [
        claim
        for claim in claims
        if not (gone and claim.note in ("power", "role", "silent"))
        and not (claim.note == "name" and more_than_a_name)
        and not (claim.fact.value == "decision_maker" and "decides" in values)
    ]


def _others(telling: Telling, people: Sequence[PersonView]) -> list[Claim]:
    """Whatever is held under attributes that have no part of their own."""
    return [
        claim_of(held.fact, scope.kind, scope.account_map)
        for scope in telling.scopes
        for (subject, attribute, _), held in scope.account_map.held.items()
        if attribute not in _SAID_ELSEWHERE
        and not held.fact.ends
        and held.closed is None
        and _is_of(scope, subject, people)
    ]


def _is_of(scope: Scope, subject: str, people: Sequence[PersonView]) -> bool:
    if not people:
        person = scope.account_map.person(subject)
        return person is None or person.side != "us"
    same = scope.account_map.same_as
    return same.get(subject, subject) in {same.get(one.id, one.id) for one in people}


def by_weight(people: Iterable[PersonView]) -> list[PersonView]:
    """The people of the other side, those who weigh most first, who left last; then by name."""
    theirs = [person for person in people if person.side != "us"]
    return sorted(theirs, key=_weight)


def _weight(person: PersonView) -> tuple[bool, bool, bool, bool, str, str]:
    powers = person.values("person.power")
    return (
        person.value("person.status") == PersonStatus.LEFT,
        "decides" not in powers and "decision_maker" not in person.values("person.role"),
        person.influence.value != Level.HIGH,
        not powers and person.one("person.stance") is None,
        fold(person.name),
        person.title or "",
    )
