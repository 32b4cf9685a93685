"""What the map has to say to a family of question: claims, each with the fact or line behind it.

A claim is ``fact`` when somebody accepted it and ``to_confirm`` when it waits; the two are gathered
from two maps by the same rules and told apart for ever after.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace

from knowledge.domain.account_map import AccountMap, PersonView
from knowledge.domain.fold import Held
from tools.held.changes import what_changed
from tools.held.claim import Claim, Scope

_Gather = Callable[[Scope], list[Claim]]


def gather(families: Sequence[str], scopes: Sequence[Scope]) -> list[Claim]:
    """The claims of ``families`` in each scope, facts first; what a fact says is not said again."""
    claims: list[Claim] = []
    said: set[tuple[str, str, str, str]] = set()
    for scope in scopes:
        for family in families:
            for claim in _GATHERERS[family](scope):
                fact = claim.fact
                sign = (fact.subject_id, fact.attribute, fact.item, fact.value_json)
                if sign not in said:
                    said.add(sign)
                    claims.append(_with_agreeing(claim, scope.account_map))
    return claims


def _with_agreeing(claim: Claim, account_map: AccountMap) -> Claim:
    fact = claim.fact
    subject = account_map.same_as.get(fact.subject_id, fact.subject_id)
    held = account_map.held.get((subject, fact.attribute, fact.item))
    return replace(claim, agreeing=held.agreeing) if held and held.fact.id == fact.id else claim


def has_gatherer(family: str) -> bool:
    """Whether the map alone can speak to ``family``."""
    return family in _GATHERERS


def _coded(attribute: str, *codes: str) -> _Gather:
    """People who hold one of ``codes`` under a many-valued attribute, the latest word first."""

    def gather_codes(scope: Scope) -> list[Claim]:
        found = [
            Claim(held.fact, scope.kind, "power" if "power" in attribute else "role", person)
            for person in scope.account_map.customers()
            for held in person.many(attribute)
            if held.fact.value in codes and person.value("person.status") != "left"
        ]
        return sorted(found, key=lambda claim: claim.fact.valid_on, reverse=True)

    return gather_codes


def _either(*gatherers: _Gather) -> _Gather:
    """The claims of the first of ``gatherers`` per person: a role only says again what a power says."""

    def gather_either(scope: Scope) -> list[Claim]:
        claims: list[Claim] = []
        for each in gatherers:
            covered = {claim.person.id for claim in claims if claim.person}
            claims += [c for c in each(scope) if c.person is None or c.person.id not in covered]
        return sorted(claims, key=lambda claim: claim.fact.valid_on, reverse=True)

    return gather_either


def _stances(*codes: str) -> _Gather:
    def gather_stances(scope: Scope) -> list[Claim]:
        return [
            Claim(held.fact, scope.kind, "stance", person, rivals=held.rivals)
            for person in scope.people()
            if (held := person.one("person.stance")) and (not codes or held.fact.value in codes)
        ]

    return gather_stances


def _who_is(scope: Scope) -> list[Claim]:
    """Everything that says who somebody is: title, status, roles, powers, stance."""
    claims = []
    for person in scope.people() if scope.asked else ():
        for attribute, note in _PORTRAIT:
            held = (
                person.one(attribute) if note in ("title", "status", "stance", "silent") else None
            )
            items = (
                (held,)
                if held
                else ()
                if note in ("title", "status", "stance", "silent")
                else person.many(attribute)
            )
            claims += [
                Claim(item.fact, scope.kind, note, person, rivals=item.rivals)
                for item in items
                if item.fact.value not in ("active", False)
            ]
        if not claims and (named := person.one("person.name")):
            claims.append(Claim(named.fact, scope.kind, "name", person))
    return claims


_PORTRAIT = (
    ("person.title", "title"),
    ("person.status", "status"),
    ("person.power", "power"),
    ("person.role", "role"),
    ("person.silent_influencer", "silent"),
    ("person.stance", "stance"),
)


def _reached_by(attribute: str) -> _Gather:
    """The phone or the address of the people asked about."""

    def gather_reached_by(scope: Scope) -> list[Claim]:
        return [
            Claim(held.fact, scope.kind, "reached_by", person, rivals=held.rivals)
            for person in (scope.people() if scope.asked else ())
            if (held := person.one(attribute))
        ]

    return gather_reached_by


def _silent(scope: Scope) -> list[Claim]:
    return [
        Claim(held.fact, scope.kind, "silent", person)
        for person in scope.account_map.customers()
        if (held := person.one("person.silent_influencer")) and held.fact.value is True
    ]


def _relations(*kinds: str, outward: bool = True, inward: bool = True) -> _Gather:
    def gather_relations(scope: Scope) -> list[Claim]:
        ids = {scope.account_map.same_as.get(p.id, p.id) for p in scope.asked}
        claims = []
        for person in scope.account_map.people:
            for held in scope.account_map.relations_of(person.id):
                value = held.fact.value
                to = value["to"].get("id")
                to = scope.account_map.same_as.get(to, to)
                fits = not kinds or value["kind"] in kinds
                about = (outward and person.id in ids) or (inward and to in ids)
                if fits and (about or not ids):
                    view = scope.account_map.person(to) if to else None
                    name = view.name if view else value["to"].get("name")
                    claims.append(Claim(held.fact, scope.kind, "relation", person, name))
        return claims

    return gather_relations


def _items(attribute: str, note: str, owner: str = "owner") -> _Gather:
    def gather_items(scope: Scope) -> list[Claim]:
        found = [
            Claim(held.fact, scope.kind, note, _owner(scope.account_map, held, owner))
            for held in scope.account_map.many(attribute)
            if scope.is_about(held.fact.value, owner)
        ]
        return sorted(found, key=lambda claim: claim.fact.valid_on, reverse=True)

    return gather_items


def _owner(account_map: AccountMap, held: Held, part: str) -> PersonView | None:
    who = held.fact.value.get(part)
    return account_map.person(who["id"]) if isinstance(who, dict) and "id" in who else None


def _promises(scope: Scope) -> list[Claim]:
    """Open promises, the soonest due first; those without a date last."""
    found = [
        claim
        for claim in _items("account.promise", "promise", "who")(scope)
        if scope.side is None or claim.fact.value.get("side") == scope.side
    ]
    return sorted(found, key=lambda claim: (claim.fact.value.get("due") or "9999", claim.fact.id))


def _promises_late(scope: Scope) -> list[Claim]:
    day = scope.day.isoformat()
    return [claim for claim in _promises(scope) if (claim.fact.value.get("due") or "9999") < day]


def _budget(scope: Scope) -> list[Claim]:
    held = scope.account_map.one("account.budget")
    return [Claim(held.fact, scope.kind, "budget", rivals=held.rivals)] if held else []


def _changes(*kinds: str) -> _Gather:
    def gather_changes(scope: Scope) -> list[Claim]:
        found = [
            claim
            for claim in _items("account.change", "change", "person")(scope)
            if (not kinds or claim.fact.value.get("kind") in kinds)
            and scope.in_days(claim.fact.valid_on)
        ]
        return sorted(found, key=lambda claim: claim.fact.valid_on, reverse=True)

    return gather_changes


def _status(*codes: str) -> _Gather:
    def gather_status(scope: Scope) -> list[Claim]:
        return [
            Claim(held.fact, scope.kind, "status", person)
            for person in scope.people()
            if (held := person.one("person.status"))
            and held.fact.value in codes
            and scope.in_days(held.fact.valid_on)
        ]

    return gather_status


def _contradictions(scope: Scope) -> list[Claim]:
    return [
        Claim(
            found.current,
            scope.kind,
            "contradiction",
            scope.account_map.person(found.current.subject_id),
            rivals=found.rivals,
        )
        for found in scope.account_map.contradictions
    ]


def _last_contact(scope: Scope) -> list[Claim]:
    meetings = scope.account_map.many("account.touchpoint", closed=True)
    same = scope.account_map.same_as
    ids = {same.get(person.id, person.id) for person in scope.asked}
    found = [
        held
        for held in meetings
        if not ids
        or ids & {same.get(who, who) for who in held.fact.value.get("participants") or ()}
    ]
    latest = max(found, key=lambda held: held.fact.valid_on, default=None)
    person = scope.asked[0] if scope.asked else None
    return [Claim(latest.fact, scope.kind, "contact", person)] if latest else []


def _everybody(scope: Scope) -> list[Claim]:
    claims = []
    for person in scope.account_map.people:
        if person.side == "us":
            continue
        held = person.one("person.title") or person.one("person.name")
        if held:
            note = "title" if held.fact.attribute == "person.title" else "name"
            claims.append(Claim(held.fact, scope.kind, note, person))
    return claims


_GATHERERS: dict[str, _Gather] = {
    "decides": _either(_coded("person.power", "decides"), _coded("person.role", "decision_maker")),
    "funds": _coded("person.power", "funds"),
    "signs": _coded("person.power", "signs"),
    "vetoes": _coded("person.power", "vetoes"),
    "recommends": _coded("person.power", "recommends"),
    "users": _coded("person.role", "end_user"),
    "experts": _coded("person.role", "technical_expert"),
    "gatekeepers": _coded("person.role", "gatekeeper"),
    "influencers": _either(_coded("person.role", "influencer"), _silent),
    "silent": _silent,
    "supporters": _stances("champion", "supporter"),
    "opponents": _stances("opposed", "reserved"),
    "stance": _stances(),
    "who_is": _who_is,
    "phone": _reached_by("person.phone"),
    "mail": _reached_by("person.email"),
    "people": _everybody,
    "reports_to": _relations("reports_to", "assistant_of"),
    "related": _relations(),
    "listens_to": _either(_relations("influences", outward=False), _silent),
    "access": _either(
        _relations("assistant_of", outward=False), _coded("person.role", "gatekeeper")
    ),
    "pains": _items("account.pain", "pain"),
    "objections": _items("account.objection", "objection"),
    "goals": _items("account.goal", "goal"),
    "competitors": _items("account.competitor", "competitor"),
    "promises": _promises,
    "promises_late": _promises_late,
    "budget": _budget,
    "departures": _either(_changes("left", "leaving"), _status("left", "leaving")),
    "arrivals": _either(_changes("joined", "promoted", "moved"), _status("joining")),
    "successors": _relations("replaces", outward=False),
    "changes": what_changed,
    "contradictions": _contradictions,
    "last_contact": _last_contact,
}
