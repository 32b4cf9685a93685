"""What became different in some days: news told as such, and everything the map holds only since.

Answers and briefs share this. Facts and waiting lines go through the same rules; a waiting value is
held against the map of facts it would change.
"""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from knowledge.domain.account_map import PersonView
from knowledge.domain.facts import Event, Fact
from knowledge.domain.fold import Held, Key
from tools.held.claim import Claim, Scope

RECENT_DAYS = 90

# The sentence that words each attribute when it is said for the first time.
_SAID = {
    "person.title": "title",
    "person.status": "status",
    "person.power": "power",
    "person.role": "role",
    "person.stance": "stance",
    "person.silent_influencer": "silent",
    "account.budget": "budget",
}
# What is told first.
_WEIGHT = ("contradiction", "change", "status", "changed_value", "ended", "new_person", "power",
           "role", "silent", "stance", "title", "budget", "closed", "promise")  # fmt: skip
_NO_NEWS = ("active", False)


def recent_since(day: date, said_on: Iterable[date]) -> date:
    """Since when a change is recent when no day is given: some months, or the last that was heard."""
    latest = max((one for one in said_on if one <= day), default=day)
    return min(day - timedelta(days=RECENT_DAYS), latest)


def what_changed(scope: Scope) -> list[Claim]:
    """Everything that became different in the days of ``scope``, the weightiest and latest first."""
    claims = [*_contradictions(scope), *_told(scope)]
    taken = {_words(claim) for claim in claims}
    rest = [*_values(scope), *_newcomers(scope), *_closed(scope), *_promised(scope)]
    rest.sort(key=lambda claim: _WEIGHT.index(claim.note))
    for claim in rest:
        if _words(claim) not in taken:
            taken.add(_words(claim))
            claims.append(claim)
    claims.sort(key=lambda c: (_WEIGHT.index(c.note), -c.fact.valid_on.toordinal(), c.fact.id))
    return claims


def _words(claim: Claim) -> tuple[object, ...]:
    """Whom a claim is about and which words it rests on: two claims of one pair are one piece of news."""
    fact = claim.fact
    place = (fact.source_id, fact.start) if fact.source_id else (fact.id, None)
    return (claim.person.id if claim.person else None, *place)


def _told(scope: Scope) -> Iterator[Claim]:
    for held in scope.account_map.many("account.change"):
        value = held.fact.value
        if scope.in_days(_began(held)) and scope.is_about(value, "person"):
            who = value.get("person")
            known = isinstance(who, dict) and "id" in who
            person = scope.account_map.person(who["id"]) if known else None
            yield Claim(held.fact, scope.kind, "change", person)


def _contradictions(scope: Scope) -> Iterator[Claim]:
    for found in scope.account_map.contradictions:
        subject = found.current.subject_id
        if scope.in_days(found.current.valid_on) and scope.asks_about(subject):
            person = scope.account_map.person(subject)
            yield Claim(found.current, scope.kind, "contradiction", person, rivals=found.rivals)


def _values(scope: Scope) -> Iterator[Claim]:
    """Values that replaced others, and values said for the first time."""
    first_heard = not _known_before(scope)
    for key, held in scope.account_map.held.items():
        subject, attribute, _ = key
        person = scope.account_map.person(subject)
        if attribute not in _SAID or not scope.in_days(_began(held)) or held.rivals:
            continue
        if not scope.asks_about(subject) or (person and person.side == "us"):
            continue
        before = _before(key, held, scope)
        if before is not None and before.value_json == held.fact.value_json:
            continue
        if held.fact.ends:
            if before is not None:
                yield Claim(held.fact, scope.kind, "ended", person, before=before)
        elif before is not None:
            yield Claim(held.fact, scope.kind, "changed_value", person, before=before)
        elif not first_heard and held.fact.value not in _NO_NEWS:
            newcomer = person is not None and attribute == "person.title" and _is_new(person, scope)
            if not newcomer:
                yield Claim(held.fact, scope.kind, _SAID[attribute], person)


def _before(key: Key, held: Held, scope: Scope) -> Fact | None:
    """What was held before: superseded on the same map, or held on the map this would change."""
    if held.earlier:
        return max(held.earlier, key=lambda fact: (fact.valid_on, fact.learnt_on))
    beside = scope.beside.held.get(key) if scope.beside else None
    return beside.fact if beside and not beside.fact.ends else None


def _began(held: Held) -> date:
    """Since when the value has been said without a break."""
    return min(fact.valid_on for fact in (held.fact, *held.agreeing))


def _newcomers(scope: Scope) -> Iterator[Claim]:
    if not _known_before(scope):
        return
    for person in scope.account_map.people:
        named = person.one("person.name")
        if named and person.side != "us" and scope.asks_about(person.id) and _is_new(person, scope):
            first = min(named.behind, key=lambda fact: (fact.valid_on, fact.learnt_on, fact.id))
            yield Claim(first, scope.kind, "new_person", person)


def _is_new(person: PersonView, scope: Scope) -> bool:
    if scope.beside is not None and scope.beside.person(person.id):
        return False
    named = person.one("person.name")
    return named is not None and scope.in_days(min(fact.valid_on for fact in named.behind))


def _known_before(scope: Scope) -> bool:
    """Whether anything at all was known before the days asked about; else everything is new."""
    if scope.since is None:
        return False
    maps = [scope.account_map, *([scope.beside] if scope.beside else [])]
    return any(
        fact.valid_on < scope.since
        for each in maps
        for held in each.held.values()
        for fact in held.behind
    )


def _promised(scope: Scope) -> Iterator[Claim]:
    for held in scope.account_map.many("account.promise"):
        value = held.fact.value
        if scope.in_days(_began(held)) and scope.is_about(value, "who"):
            who = value.get("who")
            known = isinstance(who, dict) and "id" in who
            person = scope.account_map.person(who["id"]) if known else None
            yield Claim(held.fact, scope.kind, "promise", person)


def _closed(scope: Scope) -> Iterator[Claim]:
    """Promises kept and pains solved, in the words that say so."""
    if scope.asked:
        return
    for attribute in ("account.promise", "account.pain", "account.objection", "account.goal"):
        for held in scope.account_map.many(attribute, closed=True):
            if held.closed is not None and scope.in_days(held.closed.valid_on):
                yield Claim(closing_words(held.fact, held.closed), scope.kind, "closed")
    for fact in scope.closing:
        if scope.in_days(fact.valid_on):
            yield Claim(fact, scope.kind, "closed")


def closing_words(fact: Fact, closed: Event) -> Fact:
    """The item as its closing says it: the same value, resting on the words that closed it."""
    payload = closed.payload
    return fact._replace(
        source_id=payload.get("source_id"),
        start=payload.get("start"),
        end=payload.get("end"),
        quote=payload.get("quote"),
        valid_on=closed.valid_on,
        learnt_on=closed.learnt_on,
        member=closed.member,
    )
