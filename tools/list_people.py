"""List the people of an account by what they are in the decision and how they stand."""

from collections.abc import Iterable
from typing import Literal

from pydantic import Field

from knowledge.domain.account_map import PersonView
from knowledge.domain.fold import Held
from knowledge.domain.matrix import QUADRANT_LABELS, AssessedLevel, Quadrant
from knowledge.domain.names import fold
from knowledge.language.catalogue import phrase
from tools.arguments import AccountName, Arguments
from tools.evidence import Evidence
from tools.held.claim import Claim
from tools.held.claims import gather
from tools.held.plain_facts import claim_of
from tools.held.wording import who_words
from tools.opening import open_account
from tools.result import ToolResult, gathered
from tools.scope import ToolScope
from tools.telling import Telling, facts_then_waiting, kinds_counted

# The gatherer of each role; a power's has the name of the power.
_ROLES = {
    "decision_maker": "decides",
    "influencer": "influencers",
    "end_user": "users",
    "gatekeeper": "gatekeepers",
    "technical_expert": "experts",
    "silent_influencer": "silent",
}


class ListPeople(Arguments):
    """Arguments of the tool. People have to fit every one that is given."""

    account: AccountName = None
    role: Literal[
        "decision_maker", "influencer", "end_user", "gatekeeper", "technical_expert",
        "silent_influencer",
    ] | None = Field(default=None, description="Their role in the decision.")  # fmt: skip
    power: Literal["decides", "funds", "signs", "vetoes", "recommends"] | None = Field(
        default=None,
        description="What they can do to the decision. Signing and funding are not deciding.",
    )
    stance: Literal["champion", "supporter", "neutral", "reserved", "opposed"] | None = Field(
        default=None, description="How they stand towards us."
    )
    status: Literal["active", "left", "leaving", "joining", "absent"] | None = Field(
        default=None, description="Whether they are still there."
    )
    quadrant: Quadrant | None = Field(
        default=None, description="Their place in the matrix of influence and interest."
    )
    side: Literal["customer", "third_party", "us"] = Field(
        default="customer", description="Whose people: the customer's unless asked otherwise."
    )


def list_people(scope: ToolScope, args: ListPeople) -> ToolResult:
    """Everybody who fits, each with what shows it, facts before what waits for review."""
    opened = open_account(scope, args.account)
    if isinstance(opened, ToolResult):
        return opened
    telling = Telling(scope, opened, opened.holdings)
    fits = [_coded(telling, families) for families in _families(args)]
    if args.stance:
        fits.append(_stance(telling, args.stance))
    if args.status:
        fits.append(_status(telling, args.status))
    if args.quadrant:
        fits.append(_quadrant(telling, args.quadrant))
    fits = fits or [_everybody(telling)]
    people = _fitting_all(telling, fits, args.side)
    counts = {"people": len(people)}
    if not people:
        return gathered(scope, [telling.none("people")], counts=counts)
    found = [
        one
        for person in people
        for fit in fits
        for one in sorted(fit[person.id], key=lambda one: (one.kind, one.says, one.quote or ""))
    ]
    counts |= kinds_counted(found)
    return gathered(scope, facts_then_waiting(scope, found), counts=counts)


# Who fits, by id of today, each with the evidence of it.
Fit = dict[str, list[Evidence]]


def _families(args: ListPeople) -> list[str]:
    given = [_ROLES[args.role]] if args.role else []
    return [*given, args.power] if args.power else given


def _coded(telling: Telling, family: str) -> Fit:
    return _by_person(telling, gather((family,), telling.scopes))


def _stance(telling: Telling, code: str) -> Fit:
    claims = gather(("stance",), telling.scopes)
    return _by_person(telling, (claim for claim in claims if claim.fact.value == code))


def _status(telling: Telling, code: str) -> Fit:
    """Who has the status; somebody of whom nothing else is said is taken to be active."""
    claims = []
    for scope in telling.scopes:
        for person in scope.account_map.people:
            held = person.one("person.status")
            said = held.fact.value if held else "active"
            if said == code:
                shown = held if held and code != "active" else _introduced(person)
                claims += [claim_of(shown.fact, scope.kind, scope.account_map)] if shown else []
    if code != "active":
        return _by_person(telling, claims)
    # What waits may say that somebody left: then nobody is sure that they are active.
    return _by_person(telling, (claim for claim in claims if _is_present(telling, claim)))


def _is_present(telling: Telling, claim: Claim) -> bool:
    known = telling.holdings.known.person(claim.fact.subject_id)
    return known is None or known.value("person.status") in (None, "active")


def _everybody(telling: Telling) -> Fit:
    return _by_person(
        telling,
        [
            claim_of(held.fact, scope.kind, scope.account_map)
            for scope in telling.scopes
            for person in scope.account_map.people
            if (held := _introduced(person))
        ],
    )


def _introduced(person: PersonView) -> Held | None:
    return person.one("person.title") or person.one("person.name")


def _by_person(telling: Telling, claims: Iterable[Claim]) -> Fit:
    fit: Fit = {}
    for claim in claims:
        evidence = telling.claims([claim])
        if evidence:
            fit.setdefault(_today(telling, claim.fact.subject_id), []).extend(evidence)
    return fit


def _today(telling: Telling, person_id: str) -> str:
    same = telling.holdings.waiting.same_as
    return same.get(person_id, person_id)


def _fitting_all(telling: Telling, fits: list[Fit], side: str) -> list[PersonView]:
    views = {person.id: person for person in telling.holdings.people}
    ids = set(fits[0]).intersection(*fits[1:])
    people = [views[one] for one in ids if one in views and views[one].side == side]
    return sorted(people, key=lambda one: (fold(one.name), one.title or ""))


def _quadrant(telling: Telling, asked: Quadrant) -> Fit:
    """Who stands there by what is on the map, in a sentence that says by what."""
    lang = telling.scope.lang
    fit: Fit = {}
    for person in telling.holdings.known.people:
        behind = _behind_the_levels(person)
        if person.quadrant != asked or not behind:
            continue
        says = phrase(
            lang,
            "tools.sentence.quadrant",
            who=who_words(lang, person, telling.holdings),
            quadrant=QUADRANT_LABELS[lang][person.quadrant],
            influence=_level(lang, "level", person.influence),
            interest=_level(lang, "interest_level", person.interest),
        )
        claims = [claim_of(held.fact, "fact", telling.holdings.known) for held in behind]
        placed = telling.claim(claims[0], says)
        fit[person.id] = [*([placed] if placed else []), *telling.claims(claims)]
    return {person: found for person, found in fit.items() if found}


def _level(lang: str, heading: str, level: AssessedLevel) -> str:
    said = phrase(lang, f"codes.{heading}.{level.value or 'unknown'}")
    if level.reason is None:
        return said
    reason = phrase(lang, f"codes.assumption.{level.reason}")
    return phrase(lang, "tools.sentence.level", level=said, reason=reason)


def _behind_the_levels(person: PersonView) -> list[Held]:
    """What the place in the matrix rests on; the introduction of somebody it cannot be told of."""
    one = (person.one(name) for name in ("person.influence", "person.interest"))
    found = [held for held in one if held]
    if person.influence.basis == "assumed":
        powers = sorted(person.many("person.power"), key=lambda held: str(held.fact.value))
        roles = [held for held in person.many("person.role") if held.fact.value == "decision_maker"]
        silent = person.one("person.silent_influencer")
        found += [*powers, *roles, *([silent] if silent and silent.fact.value is True else [])]
    stance = person.one("person.stance")
    if person.interest.reason == "champion" and stance:
        found.append(stance)
    introduced = _introduced(person)
    return found or ([introduced] if introduced else [])
