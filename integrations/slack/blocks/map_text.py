"""The map of an account as a message: people first, then what hurts, what was promised, what clashes."""

from collections.abc import Sequence
from datetime import date

from assistant.show_map import ShownMap
from integrations.slack.blocks.elements import (
    Block,
    actions,
    button,
    header,
    packed,
    quiet,
    section,
    sections,
)
from integrations.slack.blocks.mrkdwn import NAME, said, visible
from integrations.slack.blocks.words import (
    Names,
    attribute_words,
    code_words,
    day_words,
    told,
    value_words,
)
from knowledge.domain.account_map import AccountMap, PersonView
from knowledge.domain.codes import PersonStatus, Side
from knowledge.domain.facts import Confidence
from knowledge.domain.fold import Held
from knowledge.domain.matrix import QUADRANT_LABELS
from knowledge.language.records import pair

_MOST_PEOPLE, _MOST_ITEMS, _MOST_CLASHES = 15, 6, 4
_TITLE, _ITEM = 80, 200
_ITEMS = ("account.pain", "account.objection", "account.goal", "account.competitor")


def map_text(shown: ShownMap, lang: str) -> str:
    """What notifications and screen readers get of the map."""
    facts = {"account": said(shown.account_name, NAME), "n": len(shown.account_map.customers())}
    return told(lang, "map.text", **facts)


def map_blocks(shown: ShownMap, lang: str, today: date) -> tuple[Block, ...]:
    """The map; an empty one invites to paste a note."""
    account_map = shown.account_map
    names = {person.id: person.name for person in account_map.people}
    blocks: list[Block] = [header(visible(shown.account_name))]
    if shown.waiting:
        review = button(
            told(lang, "answer.review"), "show_waiting", packed(a=account_map.account_id)
        )
        blocks += [
            section(told(lang, "map.waiting", n=shown.waiting)),
            actions([review], "waiting"),
        ]
    customers = account_map.customers()
    if not account_map.people:
        return (*blocks, section(told(lang, "map.empty")))
    blocks += _people(customers, lang)
    others = [person for person in account_map.people if person.side != Side.CUSTOMER]
    if others:
        named = ", ".join(said(_other(person, lang), NAME) for person in others[:_MOST_PEOPLE])
        blocks.append(quiet(f"{told(lang, 'map.others')} {named}"))
    blocks += _account(account_map, lang, names, today)
    blocks += _clashes(account_map, lang, names)
    return tuple(blocks)


def _people(people: Sequence[PersonView], lang: str) -> list[Block]:
    lines = [f"*{told(lang, 'map.people', n=len(people))}*"]
    lines += [_person(person, lang) for person in people[:_MOST_PEOPLE]]
    if len(people) > _MOST_PEOPLE:
        lines.append(told(lang, "map.more_people", n=len(people) - _MOST_PEOPLE))
    return sections(lines)


def _person(person: PersonView, lang: str) -> str:
    who = f"• *{said(person.name, NAME)}*"
    if person.title:
        who += f", {said(person.title, _TITLE)}"
    status = person.value("person.status")
    if status and status != PersonStatus.ACTIVE:
        who += f" _({code_words(lang, 'status', status)})_"
    about = [
        _assumed(code_words(lang, heading, held.fact.value), held, lang)
        for attribute, heading in (("person.role", "role"), ("person.power", "power"))
        for held in person.many(attribute)
    ]
    if person.value("person.silent_influencer"):
        about.append(attribute_words(lang, "person.silent_influencer"))
    stance = person.one("person.stance")
    known = code_words(lang, "stance", stance.fact.value) if stance else told(lang, "map.unknown")
    about.append(pair(lang, attribute_words(lang, "person.stance"), known))
    if person.quadrant != "to_determine":
        about.append(pair(lang, told(lang, "map.matrix"), QUADRANT_LABELS[lang][person.quadrant]))
    if person.last_seen_on:
        about.append(told(lang, "map.last_contact", day=day_words(lang, person.last_seen_on)))
    return f"{who}\n    {said(' · '.join(dict.fromkeys(about)), 320)}"


def _other(person: PersonView, lang: str) -> str:
    return f"{person.name} ({code_words(lang, 'side', person.side.value)})"


def _account(account_map: AccountMap, lang: str, names: Names, today: date) -> list[Block]:
    lines: list[str] = []
    budget = account_map.one("account.budget")
    if budget:
        words = said(value_words(lang, "account.budget", budget.fact.value, names))
        lines.append(
            f"*{attribute_words(lang, 'account.budget').capitalize()}*  {words} {_day(budget, lang)}"
        )
    for attribute in _ITEMS:
        held = account_map.many(attribute)
        lines += _items(held, lang, names, told(lang, f"map.{attribute[8:]}"), today)
    for side in (Side.US, Side.CUSTOMER):
        promises = [
            held
            for held in account_map.many("account.promise")
            if held.fact.value.get("side") == side
        ]
        lines += _items(promises, lang, names, told(lang, f"map.promise_{side.value}"), today)
    return sections(lines)


def _items(items: Sequence[Held], lang: str, names: Names, title: str, today: date) -> list[str]:
    if not items:
        return []
    lines = [f"*{title}*"]
    for held in items[-_MOST_ITEMS:]:
        words = said(value_words(lang, held.fact.attribute, held.fact.value, names), _ITEM)
        due = held.fact.value.get("due") if isinstance(held.fact.value, dict) else None
        late = f" *{told(lang, 'map.overdue')}*" if due and due < today.isoformat() else ""
        lines.append(f"• {words}{late} {_day(held, lang)}")
    if len(items) > _MOST_ITEMS:
        lines.append(told(lang, "map.more_items", n=len(items) - _MOST_ITEMS))
    return lines


def _clashes(account_map: AccountMap, lang: str, names: Names) -> list[Block]:
    found = account_map.contradictions
    if not found:
        return []
    lines = [f"⚠️ *{told(lang, 'map.contradictions')}*"]
    for one in found[:_MOST_CLASHES]:
        said_so = []
        for fact in (one.current, *one.rivals[:2]):
            words = value_words(lang, fact.attribute, fact.value, names)
            who = names.get(fact.subject_id)
            said_so.append(f"{f'{who}, ' if who else ''}{words} ({day_words(lang, fact.valid_on)})")
        about = pair(lang, attribute_words(lang, one.attribute), " / ".join(said_so))
        lines.append(f"• {said(about, 400)}")
    if len(found) > _MOST_CLASHES:
        lines.append(told(lang, "map.more_items", n=len(found) - _MOST_CLASHES))
    return sections(lines)


def _assumed(words: str, held: Held, lang: str) -> str:
    if held.confidence != Confidence.ASSUMED:
        return words
    return f"{words} ({code_words(lang, 'confidence', 'assumed')})"


def _day(held: Held, lang: str) -> str:
    return f"({day_words(lang, held.fact.valid_on)})"
