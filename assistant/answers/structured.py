"""Claims weighed against the question: which of them answer it, and in which order."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from assistant.answers.families import Asked
from assistant.answers.quoting import NOTHING_GIVEN, Given, relevance
from assistant.answers.sought import Sought
from knowledge.domain.account_map import PersonView
from knowledge.domain.sources import Source
from knowledge.index.words import terms_of
from tools.held.claim import Claim, Scope
from tools.held.claims import gather, has_gatherer
from tools.held.holdings import Holdings

RELEVANT = 0.45
_SPREAD = 0.3
_CLEARLY_NEARER = 0.1
# Kinds of question whose claims are already those of the people asked about.
_BY_PERSON = frozenset(
    "who_is stance pains objections goals promises promises_late changes related reports_to access "
    "listens_to last_contact phone mail successors departures arrivals".split()
)
MOST = {
    "decides": 3,
    "funds": 3,
    "signs": 3,
    "budget": 2,
    "last_contact": 1,
    "people": 12,
    "changes": 12,
}
_MOST_OTHERWISE = 6
_WAITING_BESIDE_FACTS = {"changes": 8}
_WAITING_OTHERWISE = 3


@dataclass(frozen=True, slots=True)
class Weighed:
    """A claim with how much of the question it answers, from 0 to 1."""

    claim: Claim
    score: float


def scopes_of(
    holdings: Holdings,
    people: Sequence[PersonView],
    days: tuple[date | None, date | None],
    side: str | None,
) -> list[Scope]:
    """What is held, then what waits; between ``days`` when they are given, both included."""
    asked, (first, last) = tuple(people), days
    known = Scope(holdings.known, "fact", asked, holdings.day, first, side, last)
    waiting = replace(
        known,
        account_map=holdings.waiting_map,
        kind="to_confirm",
        beside=holdings.known,
        closing=holdings.closing,
    )
    return [known, waiting]


def claims_for(asked: Asked, scopes: Sequence[Scope], holdings: Holdings) -> list[Claim]:
    """The claims of the families asked for, without what only lends names to the waiting map."""
    families = [family for family in (asked.family, *asked.also) if has_gatherer(family)]
    return [
        claim
        for claim in gather(families, scopes)
        if claim.kind == "fact" or claim.fact.id in holdings.waiting_ids or claim.note == "closed"
    ]


def weigh_claims(
    claims: Sequence[Claim],
    asked: Asked,
    sought: Sequence[Sought],
    people: Sequence[PersonView],
    sources: Mapping[str, Source],
) -> list[Weighed]:
    """The claims that answer, best first; among equals facts stand before what waits."""
    by_person = _stems_of(people) if asked.family in _BY_PERSON else frozenset()
    weighed = []
    for claim in claims:
        telling = _with_telling_words_first(claim, sought, sources)
        given = Given(asked.granted, by_person | _names_of(claim), asked.words)
        source = sources.get(telling.fact.source_id or "")
        score = relevance(sought, given, source, telling.fact.start)
        if score >= RELEVANT:
            weighed.append(Weighed(telling, score))
    weighed.sort(key=lambda one: (-round(one.score, 1), one.claim.kind != "fact"))
    most = MOST.get(asked.family, _MOST_OTHERWISE) + len(asked.also)
    return _kept(weighed, most, _WAITING_BESIDE_FACTS.get(asked.family, _WAITING_OTHERWISE))


def _with_telling_words_first(
    claim: Claim, sought: Sequence[Sought], sources: Mapping[str, Source]
) -> Claim:
    """The same claim resting first on the words nearest to the question, the latest among equals."""
    facts = [claim.fact, *reversed(claim.agreeing)]
    if len(facts) == 1:
        return claim
    nearness = {
        fact.id: relevance(sought, NOTHING_GIVEN, sources.get(fact.source_id or ""), fact.start)
        for fact in facts
    }
    best = max(facts, key=lambda fact: nearness[fact.id])
    if nearness[best.id] - nearness[claim.fact.id] < _CLEARLY_NEARER:
        return claim
    return replace(
        claim, fact=best, agreeing=tuple(fact for fact in facts if fact.id != best.id)[::-1]
    )


def _kept(weighed: list[Weighed], most: int, beside: int) -> list[Weighed]:
    if not weighed:
        return []
    near = [one for one in weighed if one.score >= weighed[0].score - _SPREAD]
    facts = [one for one in near if one.claim.kind == "fact"][:most]
    waiting = [one for one in near if one.claim.kind != "fact"]
    room = min(beside, most) if facts else most
    kept = {id(one) for one in (*facts, *waiting[:room])}
    return [one for one in near if id(one) in kept]


def _names_of(claim: Claim) -> frozenset[str]:
    names = _stems_of([claim.person]) if claim.person else frozenset()
    return names | frozenset(term.stem for term in terms_of(claim.other or ""))


def _stems_of(people: Sequence[PersonView]) -> frozenset[str]:
    return frozenset(
        term.stem
        for person in people
        for form in (person.name, *person.other_names)
        for term in terms_of(form)
    )
