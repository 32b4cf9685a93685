"""A reading for a terminal: what a note says, each thing with the words that say it."""

from collections.abc import Iterator, Sequence

from rich.console import Group, RenderableType
from rich.text import Text

from integrations.cli.dates import iso_words
from integrations.cli.harmless import in_one_line
from integrations.cli.present.style import QUIET, heading, plain, quoted
from integrations.cli.present.values import attribute_words, code_words, money_words
from knowledge.domain.reading import (
    Budget,
    ChangeLabel,
    Label,
    NextStep,
    Pain,
    Person,
    Reading,
    Relation,
)
from knowledge.language.catalogue import phrase
from knowledge.language.records import pair

Said = tuple[str, Label | str | None]


def reading_view(reading: Reading, lang: str) -> RenderableType:
    """People first, then everything said of the account; nothing found is said so."""
    parts: list[RenderableType] = []
    for person in reading.people:
        parts.append(_title(person, lang))
        parts += [_line(words, proof, lang) for words, proof in _of_person(person, lang)]
    for key, said in _of_account(reading, lang):
        if said:
            parts += [Text(), heading(phrase(lang, f"cli.reading.{key}"))]
            parts += [_line(words, proof, lang) for words, proof in said]
    return Group(*parts) if parts else plain(phrase(lang, "cli.reading.nothing"))


def _title(person: Person, lang: str) -> Text:
    about = [
        code_words(lang, "side", person.side.value),
        person.organisation,
        person.department,
        code_words(lang, "status", person.status.value) if person.status != "active" else None,
        person.email,
        person.phone,
    ]
    title = heading(person.name)
    return title.append(f"  {', '.join(in_one_line(part) for part in about if part)}", style=QUIET)


def _of_person(person: Person, lang: str) -> Iterator[Said]:
    if person.title:
        yield pair(lang, attribute_words(lang, "person.title"), person.title), person.title_quote
    for role in person.roles:
        yield code_words(lang, "role", role.role.value), role
    for power in person.powers:
        yield code_words(lang, "power", power.power.value), power
    if person.silent_influencer:
        yield attribute_words(lang, "person.silent_influencer"), person.silent_influencer
    if person.stance:
        yield code_words(lang, "stance", person.stance.value.value), person.stance
    for name, level in (("influence", person.influence), ("interest", person.interest)):
        if level:
            heading_ = "interest_level" if name == "interest" else "level"
            words = code_words(lang, heading_, level.value.value)
            yield pair(lang, attribute_words(lang, f"person.{name}"), words), level


def _of_account(reading: Reading, lang: str) -> Iterator[tuple[str, Sequence[Said]]]:
    """Every list of the reading under its heading, in the order it is shown."""
    groups = reading.groups
    yield "groups", [(f"{one.name} ({code_words(lang, 'group', one.kind)})", one) for one in groups]
    yield "relations", [(_relation(one, lang), one) for one in reading.relations]
    yield "pains", [(_owned(one.owner, _severity(one, lang)), one) for one in reading.pains]
    for key in ("objections", "goals", "motivations", "responsibilities"):
        yield key, [(_owned(one.owner), one) for one in getattr(reading, key)]
    yield "competitors", [(one.name, one) for one in reading.competitors]
    yield "budget", [(_amount(one, lang), one) for one in reading.budget]
    yield "next_steps", [(_step(one, lang), one) for one in reading.next_steps]
    yield "changes", [(_change(one, lang), one) for one in reading.changes]
    yield "attendance", [(name, None) for name in reading.attendance]


def _relation(one: Relation, lang: str) -> str:
    return f"{one.from_} {code_words(lang, 'relation', one.kind)} {one.to}"


def _severity(pain: Pain, lang: str) -> str:
    return code_words(lang, "severity", pain.severity)


def _amount(budget: Budget, lang: str) -> str:
    return money_words(lang, {"amount": budget.amount, "currency": budget.currency})


def _step(step: NextStep, lang: str) -> str:
    due = phrase(lang, "cli.due", day=iso_words(lang, step.due)) if step.due else ""
    return _owned(step.who or code_words(lang, "side", step.side), due)


def _change(change: ChangeLabel, lang: str) -> str:
    return _owned(change.person, code_words(lang, "change", change.kind))


def _owned(*parts: str | None) -> str:
    return ", ".join(part for part in parts if part)


def _line(words: str, proof: Label | str | None, lang: str) -> Text:
    line = Text(f"  {in_one_line(words)}")
    quote = proof.quote if isinstance(proof, Label) else proof
    if quote:
        line.append(f"  {quoted(lang, quote)}" if words else quoted(lang, quote), style=QUIET)
    if isinstance(proof, Label) and proof.confidence is not None:
        line.append(f"  {proof.confidence:.0%}", style=QUIET)
    return line
