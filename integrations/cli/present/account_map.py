"""The map of an account for a terminal: people, then what hurts, what was promised, what clashes."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING

from rich import box
from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from assistant.finding import short_id
from integrations.cli.dates import day_words
from integrations.cli.harmless import in_one_line
from integrations.cli.present.style import (
    BAD,
    QUIET,
    STANCES,
    WARNING,
    heading,
    plain,
    quiet,
    quoted,
)
from integrations.cli.present.values import Names, attribute_words, code_words, value_words
from knowledge.domain.account_map import AccountMap, Contradiction, PersonView
from knowledge.domain.codes import PersonStatus, Side
from knowledge.domain.facts import Confidence, Fact
from knowledge.domain.fold import Held
from knowledge.domain.matrix import QUADRANT_LABELS, AssessedLevel
from knowledge.domain.registry import REGISTRY
from knowledge.language.catalogue import phrase
from knowledge.language.records import pair

if TYPE_CHECKING:
    from assistant.show_map import ShownMap

_ITEMS = ("account.pain", "account.objection", "account.goal", "account.competitor")


# What the rows of people show, in the order in which their words are told.
_SHOWN = (
    "person.title",
    "person.status",
    "person.role",
    "person.power",
    "person.silent_influencer",
    "person.stance",
    "person.influence",
    "person.interest",
    "person.side",
    "person.organisation",
)


def map_view(shown: "ShownMap", lang: str, today: date, *, full: bool = False) -> RenderableType:
    """The whole map; ``full`` adds the words behind the people. An empty one invites to paste a note."""
    account_map = shown.account_map
    names = {person.id: person.name for person in account_map.people}
    parts: list[RenderableType] = [_title(shown, lang)]
    if shown.waiting:
        parts.append(Text(phrase(lang, "cli.map.waiting", n=shown.waiting), style=WARNING))
    parts += _people(account_map, lang, shown.account_name)
    if full:
        parts += _words_of_people(account_map.people, lang, names)
    elif account_map.people:
        account = in_one_line(shown.account_name)
        parts.append(quiet(phrase(lang, "cli.map.full", account=account)))
    parts += _single(account_map, "account.budget", lang, names)
    for attribute in _ITEMS:
        parts += _items(account_map, attribute, lang, names)
    for side in (Side.US, Side.CUSTOMER):
        parts += _promises(account_map, side, lang, names, today)
    parts += _contradictions(account_map, lang, names)
    return Group(*parts)


def people_table(people: list[PersonView], lang: str) -> RenderableType:
    """People with title, last contact, part in the decision, stance and place in the matrix."""
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, header_style="bold", expand=False)
    for column in ("name", "part", "stance", "matrix"):
        table.add_column(phrase(lang, f"cli.map.column.{column}"), overflow="fold")
    for person in people:
        table.add_row(
            _who(person, lang),
            _part(person, lang),
            _stance(person, lang),
            _matrix(person, lang),
        )
    return table


def _title(shown: "ShownMap", lang: str) -> Text:
    title = heading(shown.account_name)
    for key, day in (("as_of", shown.account_map.as_of), ("valid_on", shown.account_map.valid_on)):
        if day is not None:
            title.append(f"  {phrase(lang, f'cli.map.{key}', day=day_words(day, lang))}", QUIET)
    return title


def _people(account_map: AccountMap, lang: str, account: str) -> list[RenderableType]:
    customers = list(account_map.customers())
    others = [person for person in account_map.people if person.side != Side.CUSTOMER]
    if not customers and not others:
        invitation = phrase(lang, "cli.map.empty", account=in_one_line(account))
        return [Text(), plain(invitation)]
    parts: list[RenderableType] = []
    if customers:
        parts += [Text(), heading(phrase(lang, "cli.map.people", n=len(customers)))]
        parts.append(people_table(customers, lang))
    if others:
        named = ", ".join(_other(person, lang) for person in others)
        parts += [heading(phrase(lang, "cli.map.others")), plain(named, 2)]
    return parts


def _words_of_people(people: Sequence[PersonView], lang: str, names: Names) -> list[RenderableType]:
    """Everything the rows show of people, each with its quote and day."""
    parts: list[RenderableType] = [Text(), heading(phrase(lang, "cli.map.words"))]
    for person in people:
        parts.append(plain(person.name, 2))
        for held in _held_of(person):
            attribute = held.fact.attribute
            words = value_words(lang, attribute, held.fact.value, names)
            about = pair(lang, attribute_words(lang, attribute), _assumed(words, held, lang))
            line = Text(f"    {about}  ")
            parts.append(line.append(in_one_line(_proof(held.fact, lang)), style=QUIET))
    return parts


def _held_of(person: PersonView) -> Iterator[Held]:
    for attribute in _SHOWN:
        if REGISTRY[attribute].many:
            yield from person.many(attribute)
        else:
            held = person.one(attribute)
            if held is not None:
                yield held


def _other(person: PersonView, lang: str) -> str:
    about = [code_words(lang, "side", person.side.value)]
    organisation = person.value("person.organisation")
    if organisation:
        about.append(in_one_line(str(organisation)))
    return f"{in_one_line(person.name)} ({', '.join(about)})"


def _who(person: PersonView, lang: str) -> Text:
    who = Text(in_one_line(person.name), style="bold")
    status = person.value("person.status")
    if status and status != PersonStatus.ACTIVE:
        who.append(f" ({code_words(lang, 'status', status)})", style=WARNING)
    if person.title:
        who.append(f"\n{in_one_line(person.title)}", style="not bold")
    if person.last_seen_on:
        last = phrase(lang, "cli.map.last_contact", day=day_words(person.last_seen_on, lang))
        who.append(f"\n{last}", style=f"not bold {QUIET}")
    return who


def _part(person: PersonView, lang: str) -> Text:
    words = [
        _assumed(code_words(lang, heading_, held.fact.value), held, lang)
        for attribute, heading_ in (("person.role", "role"), ("person.power", "power"))
        for held in person.many(attribute)
    ]
    if person.value("person.silent_influencer"):
        words.append(attribute_words(lang, "person.silent_influencer"))
    return Text("\n".join(words) if words else _unknown(lang))


def _stance(person: PersonView, lang: str) -> Text:
    held = person.one("person.stance")
    if held is None:
        return Text(_unknown(lang), style=QUIET)
    words = _assumed(code_words(lang, "stance", held.fact.value), held, lang)
    return Text(words, style=STANCES.get(held.fact.value, ""))


def _matrix(person: PersonView, lang: str) -> Text:
    text = Text(QUADRANT_LABELS[lang][person.quadrant])
    if person.influence.value is None and person.interest.value is None:
        return text.append(f"\n{phrase(lang, 'cli.map.both_unknown')}", style=QUIET)
    for name, level in (("influence", person.influence), ("interest", person.interest)):
        words = pair(lang, attribute_words(lang, f"person.{name}"), _level(name, level, lang))
        text.append(f"\n{words}", style=QUIET)
    return text


def _level(name: str, level: AssessedLevel, lang: str) -> str:
    """The level, or that it is unknown; an assumed one with its reason."""
    labels = "interest_level" if name == "interest" else "level"
    words = code_words(lang, labels, level.value.value if level.value else "unknown")
    if level.basis != "assumed":
        return words
    why = code_words(lang, "assumption", level.reason) if level.reason else ""
    return f"{words}, {code_words(lang, 'confidence', 'assumed')} {why}".rstrip()


def _assumed(words: str, held: Held, lang: str) -> str:
    if held.confidence != Confidence.ASSUMED:
        return words
    return f"{words} ({code_words(lang, 'confidence', 'assumed')})"


def _unknown(lang: str) -> str:
    return phrase(lang, "cli.unknown")


def _single(
    account_map: AccountMap, attribute: str, lang: str, names: Names
) -> list[RenderableType]:
    held = account_map.one(attribute)
    if held is None:
        return []
    words = value_words(lang, attribute, held.fact.value, names)
    return [
        Text(),
        heading(attribute_words(lang, attribute)),
        plain(words, 2),
        quiet(_proof(held.fact, lang), 4),
    ]


def _items(
    account_map: AccountMap, attribute: str, lang: str, names: Names
) -> list[RenderableType]:
    items = account_map.many(attribute)
    if not items:
        return []
    title = phrase(lang, f"cli.map.{attribute.removeprefix('account.')}")
    return [Text(), heading(title), _item_table(items, lang, names, None)]


def _promises(
    account_map: AccountMap, side: Side, lang: str, names: Names, today: date
) -> list[RenderableType]:
    promises = [
        held for held in account_map.many("account.promise") if held.fact.value.get("side") == side
    ]
    if not promises:
        return []
    title = heading(phrase(lang, f"cli.map.promise_{side.value}"))
    return [Text(), title, _item_table(promises, lang, names, today)]


def _item_table(
    items: Sequence[Held], lang: str, names: Names, today: date | None
) -> RenderableType:
    """Items with the short name that closes them and their words; overdue ones are marked."""
    table = Table.grid(padding=(0, 1))
    for held in items:
        fact = held.fact
        words = value_words(lang, fact.attribute, fact.value, names)
        text = Text(words)
        due = fact.value.get("due")
        if today is not None and due and due < today.isoformat():
            text.append(f"  {phrase(lang, 'cli.map.overdue')}", style=BAD)
        proof = _proof(fact, lang, words)
        text.append(f" {proof}" if proof.startswith("(") else f"\n{proof}", style=QUIET)
        mark = short_id(held) if REGISTRY[fact.attribute].closable else "•"
        table.add_row(Text(f" {mark}", style=QUIET), text)
    return table


def _contradictions(account_map: AccountMap, lang: str, names: Names) -> list[RenderableType]:
    if not account_map.contradictions:
        return []
    parts: list[RenderableType] = [Text(), heading(phrase(lang, "cli.map.contradictions"))]
    for found in account_map.contradictions:
        parts += _contradiction(found, lang, names)
    return parts


def _contradiction(found: Contradiction, lang: str, names: Names) -> list[RenderableType]:
    parts: list[RenderableType] = []
    for fact in (found.current, *found.rivals):
        name = names.get(fact.subject_id)
        words = value_words(lang, fact.attribute, fact.value, names)
        who = f"{in_one_line(name)}, " if name else ""
        about = f"{who}{attribute_words(lang, fact.attribute)}"
        parts.append(plain(pair(lang, about, words), 2))
        parts.append(quiet(_proof(fact, lang), 4))
    return parts


def _proof(fact: Fact, lang: str, words: str = "") -> str:
    """The words a fact rests on, unless ``words`` are already those, and their day."""
    day = day_words(fact.valid_on, lang)
    if fact.quote is None:
        return phrase(lang, "cli.typed_by", member=in_one_line(fact.member), day=day)
    return f"({day})" if in_one_line(fact.quote) in words else f"{quoted(lang, fact.quote)} ({day})"
