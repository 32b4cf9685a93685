"""The sections of a brief, from what must not be missed to the evidence the page rests on."""

from collections.abc import Iterable
from datetime import date, timedelta
from itertools import chain

from assistant.brief.drafting import Drafting
from assistant.brief.page import Entry, Section
from assistant.brief.people import people_entries
from knowledge.domain.registry import REGISTRY
from knowledge.domain.remarks import overdue_promises, unmet_influencers
from knowledge.language.catalogue import phrase
from knowledge.language.one_line import in_a_line
from knowledge.language.value_words import day_words, value_words
from tools.held.claim import Claim, Scope
from tools.held.claims import gather
from tools.held.gaps import gaps_of

_HIGHLIGHTS = 3
_CHANGES = 6
_ELSEWHERE = ("promise", "contradiction")
_PROMISES = 6
_PAINS = 5
_QUESTIONS = 6
_STALE_QUESTIONS = 2
_TO_CONFIRM = 8
_TO_CONFIRM_WITHOUT_FACTS = 15
_FIRST_DAYS = 90
# What a reader most wants to know of what still waits, in this order.
_WAITING = (
    "decides", "funds", "vetoes", "signs", "silent", "supporters", "opponents", "arrivals",
    "departures", "promises_late", "promises", "pains", "objections", "budget", "changes", "people",
)  # fmt: skip
_FIRST_MEETING = ("decides", "funds", "signs", "pain", "users", "timing", "before")


def all_sections(drafting: Drafting) -> tuple[Section, ...]:
    """The page; sections with nothing in them are left out."""
    if not drafting.sources and not drafting.holdings.known.held:
        return (_nothing_yet(drafting),)
    since = _since(drafting)
    sections = (
        drafting.section("highlights", _highlights(drafting)),
        drafting.section("people", people_entries(drafting)),
        drafting.section("changes", _changes(drafting, since), day=day_words(drafting.lang, since)),
        drafting.section("promises", _promises(drafting)),
        drafting.section("pains", _pains(drafting)),
        drafting.section("to_confirm", _to_confirm(drafting)),
        drafting.section("questions", _questions(drafting)),
        drafting.section("evidence", _evidence(drafting)),
    )
    return tuple(section for section in sections if section.entries)


def _nothing_yet(drafting: Drafting) -> Section:
    said = drafting.say("nothing", account=in_a_line(drafting.holdings.account_name))
    questions = (Entry(drafting.say(f"first.{key}"), "question") for key in _FIRST_MEETING)
    return drafting.section("first_meeting", [Entry(said, "inference"), *questions])


def _highlights(drafting: Drafting) -> list[Entry]:
    """At most three: a promise of ours overdue, a contradiction, somebody deferred to and unmet."""
    held = drafting.holdings
    late = [
        Claim(one.fact, "fact", "promise", None) for one in overdue_promises(held.known, held.day)
    ]
    kinds = (
        drafting.claims(late, _HIGHLIGHTS),
        drafting.claims(gather(("contradictions",), (drafting.facts,)), _HIGHLIGHTS),
        tuple(_unmet(drafting)),
    )
    first = [entries[0] for entries in kinds if entries]
    return [*first, *chain.from_iterable(entries[1:] for entries in kinds)][:_HIGHLIGHTS]


def _unmet(drafting: Drafting) -> Iterable[Entry]:
    for person in unmet_influencers(drafting.holdings.known):
        silent = person.one("person.silent_influencer")
        numbers = drafting.numbers([silent.fact]) if silent else ()
        if numbers:
            yield Entry(drafting.say("unmet", who=in_a_line(person.name)), "fact", numbers)


def _since(drafting: Drafting) -> date:
    """Since when changes are news: the last contact, or after it when it was the first of all."""
    contact = _last_contact(drafting)
    if contact is None:
        return drafting.holdings.day - timedelta(days=_FIRST_DAYS)
    known = (fact for held in drafting.holdings.known.held.values() for fact in held.behind)
    is_first = all(fact.valid_on >= contact for fact in known)
    return contact + timedelta(days=1) if is_first else contact


def _last_contact(drafting: Drafting) -> date | None:
    found = drafting.holdings.known.many("account.touchpoint", closed=True)
    return max((held.fact.valid_on for held in found), default=None)


def _changes(drafting: Drafting, since: date) -> tuple[Entry, ...]:
    scope = Scope(drafting.holdings.known, "fact", (), drafting.holdings.day, since)
    claims = gather(("changes",), (scope,))
    # Open promises and contradictions have places of their own on the page.
    return drafting.claims([c for c in claims if c.note not in _ELSEWHERE], _CHANGES)


def _promises(drafting: Drafting) -> tuple[Entry, ...]:
    """Ours before theirs, the soonest due first."""
    claims = gather(("promises",), (drafting.facts,))
    claims.sort(key=lambda claim: claim.fact.value.get("side") != "us")
    return drafting.claims(claims, _PROMISES)


def _pains(drafting: Drafting) -> list[Entry]:
    """The most severe first, each with the day it was said."""
    weight = {"high": 0, "medium": 1, "low": 2}
    claims = gather(("pains",), (drafting.facts,))
    claims.sort(key=lambda claim: weight.get(claim.fact.value.get("severity") or "medium", 1))
    entries = []
    for claim in claims[:_PAINS]:
        months = (drafting.holdings.day - claim.fact.valid_on).days // 30
        age = drafting.say("age.months", n=months) if months else drafting.say("age.fresh")
        entries.append(drafting.claim(claim, f" ({age})"))
    return [entry for entry in entries if entry is not None]


def _to_confirm(drafting: Drafting) -> list[Entry]:
    """What waits, most wanted kinds first, a few of each."""
    most = _TO_CONFIRM if drafting.holdings.known.held else _TO_CONFIRM_WITHOUT_FACTS
    waiting = drafting.holdings.waiting_ids
    held = drafting.holdings.known.held
    entries: list[Entry] = []
    seen: set[str] = set()
    for family in _WAITING:
        claims = [
            claim
            for claim in gather((family,), (drafting.waiting,))
            if claim.fact.id in waiting and claim.fact.id not in seen and not _is_held(claim, held)
        ]
        seen.update(claim.fact.id for claim in claims)
        entries += drafting.claims(claims, 3 if most > _TO_CONFIRM else 2)
        if len(entries) >= most:
            break
    return entries[:most]


def _is_held(claim: Claim, held: object) -> bool:
    fact = claim.fact
    key = (fact.subject_id, fact.attribute, fact.item)
    found = held.get(key) if isinstance(held, dict) else None
    return found is not None and found.fact.value_json == fact.value_json


def _questions(drafting: Drafting) -> list[Entry]:
    """What to ask, so that a gap closes or an old fact is renewed."""
    entries = [
        Entry(
            drafting.say(f"ask.{gap.key}", who=in_a_line(gap.person.name) if gap.person else ""),
            "question",
        )
        for gap in gaps_of(drafting.holdings)
    ]
    return [*entries[: _QUESTIONS - _STALE_QUESTIONS], *_stale_questions(drafting)]


def _stale_questions(drafting: Drafting) -> list[Entry]:
    entries = []
    for held in drafting.holdings.known.stale(drafting.holdings.day):
        fact = held.fact
        person = drafting.holdings.known.person(fact.subject_id)
        if fact.attribute not in _RENEWABLE or person is None:
            continue
        text = drafting.say(
            "ask.stale",
            who=in_a_line(person.name),
            attribute=REGISTRY[fact.attribute].label(drafting.lang),
            value=value_words(drafting.lang, fact.attribute, fact.value),
            day=day_words(drafting.lang, fact.valid_on),
        )
        entries.append(Entry(text, "question", drafting.numbers([fact])))
    return entries[:_STALE_QUESTIONS]


_RENEWABLE = frozenset(("person.stance", "person.power", "person.role", "person.title"))


def _evidence(drafting: Drafting) -> list[Entry]:
    """How much the page rests on, the oldest of it cited."""
    facts = [held.fact for held in drafting.holdings.known.held.values() if not held.fact.ends]
    waiting = len({fact_id.rpartition(".")[0] for fact_id in drafting.holdings.waiting_ids})
    counts = drafting.say(
        "evidence.counts",
        facts=phrase(drafting.lang, "brief.evidence.facts", n=len(facts)),
        waiting=phrase(drafting.lang, "brief.evidence.waiting", n=waiting),
        sources=phrase(drafting.lang, "brief.evidence.sources", n=len(drafting.sources)),
    )
    oldest = min(facts, key=lambda fact: (fact.valid_on, fact.id), default=None)
    numbers = drafting.numbers([oldest]) if oldest else ()
    if oldest is None or not numbers:
        return [Entry(counts, "inference")]
    day = day_words(drafting.lang, oldest.valid_on)
    return [Entry(drafting.say("evidence.oldest", counts=counts, day=day), "fact", numbers)]
