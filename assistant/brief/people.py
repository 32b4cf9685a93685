"""Who matters in the account: role, stance, place in the matrix, and when they were last seen."""

from assistant.brief.drafting import Drafting
from assistant.brief.page import Entry, EntryKind
from knowledge.domain.account_map import PersonView
from knowledge.domain.codes import Level, PersonStatus
from knowledge.domain.facts import Basis, Fact
from knowledge.domain.fold import Held
from knowledge.domain.matrix import QUADRANT_LABELS
from knowledge.language.one_line import in_a_line
from knowledge.language.value_words import day_words, value_words
from tools.held.wording import who_words

MOST_PEOPLE = 8
_MOST_CITED = 4


def people_entries(drafting: Drafting) -> list[Entry]:
    """The people of the account, those who weigh most first; who left comes last."""
    people = sorted(drafting.holdings.known.customers(), key=_weight)
    entries = [_entry(drafting, person) for person in people]
    return [entry for entry in entries if entry is not None][:MOST_PEOPLE]


def _weight(person: PersonView) -> tuple[bool, bool, bool, bool]:
    powers = person.values("person.power")
    return (
        person.value("person.status") == PersonStatus.LEFT,
        "decides" not in powers and "decision_maker" not in person.values("person.role"),
        person.influence.value != Level.HIGH,
        not powers and person.one("person.stance") is None,
    )


def _entry(drafting: Drafting, person: PersonView) -> Entry | None:
    lang = drafting.lang
    held = _telling(person)
    parts = [
        value_words(lang, item.fact.attribute, item.fact.value)
        for item in held
        if item.fact.attribute not in ("person.title", "person.name", "person.silent_influencer")
    ]
    if any(item.fact.attribute == "person.silent_influencer" for item in held):
        parts.append(drafting.say("person.silent"))
    if person.one("person.stance") is None:
        parts.append(drafting.say("person.stance_unknown"))
    parts.append(_quadrant(drafting, person))
    parts.append(_last_heard_of(drafting, person))
    facts = [item.fact for item in held][:_MOST_CITED]
    numbers = drafting.numbers(facts)
    if not numbers:
        return None
    who = who_words(lang, person, drafting.holdings)
    text = drafting.say("person.line", who=who, parts=", ".join(in_a_line(part) for part in parts))
    return Entry(text, _kind(facts), numbers)


def _last_heard_of(drafting: Drafting, person: PersonView) -> str:
    """The last contact they took part in; else when a note last spoke of them, or that none does."""
    if seen := person.last_seen_on:
        return drafting.say("person.seen", day=day_words(drafting.lang, seen))
    days = [
        source.dated_on
        for by_item in person.account_map.of_subject(person.id).values()
        for held in by_item.values()
        for fact in held.behind
        if (source := drafting.sources.get(fact.source_id or ""))
    ]
    if not days:
        return drafting.say("person.unseen")
    return drafting.say("person.mentioned", day=day_words(drafting.lang, max(days)))


def _telling(person: PersonView) -> list[Held]:
    """What says who the person is in the decision; at least their name."""
    one = (person.one(name) for name in ("person.title", "person.stance", "person.status"))
    silent = person.one("person.silent_influencer")
    many = [*person.many("person.power"), *person.many("person.role")]
    said = {held.fact.value for held in person.many("person.power")}
    many = [
        held for held in many if not (held.fact.value == "decision_maker" and "decides" in said)
    ]
    single = [held for held in one if held and held.fact.value != PersonStatus.ACTIVE]
    found = [*many, *single, *([silent] if silent and silent.fact.value is True else [])]
    named = person.one("person.name")
    return found or ([named] if named else [])


def _quadrant(drafting: Drafting, person: PersonView) -> str:
    label = QUADRANT_LABELS[drafting.lang][person.quadrant]
    assumed = "assumed" in (person.influence.basis, person.interest.basis)
    if assumed and person.quadrant != "to_determine":
        return drafting.say("person.quadrant_assumed", quadrant=label)
    return drafting.say("person.quadrant", quadrant=label)


def _kind(facts: list[Fact]) -> EntryKind:
    return "inference" if all(fact.basis == Basis.ASSUMED for fact in facts) else "fact"
