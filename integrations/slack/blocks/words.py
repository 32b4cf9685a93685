"""What the map holds, in words: plain text, not yet made safe for Slack (``mrkdwn`` does that)."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any
from zoneinfo import ZoneInfo

from knowledge.domain.proposals import Decision, Line, LineKind
from knowledge.domain.registry import REGISTRY
from knowledge.domain.values import ValueType
from knowledge.language.catalogue import has_phrase, phrase
from knowledge.language.records import HEADINGS, RECORDS, first_then_others, pair

Names = Mapping[str, str]


def told(lang: str, key: str, **facts: object) -> str:
    """A sentence of the Slack catalogue; data among the facts must be safe for where it goes."""
    return phrase(lang, f"slack.{key}", **facts)


def day_words(lang: str, day: date) -> str:
    """A day as people write it: 14 March 2026, 1er mars 2026."""
    months = phrase(lang, "answers.day.months").split()
    number = "1er" if lang == "fr" and day.day == 1 else str(day.day)
    facts = {"day": number, "month": months[day.month - 1], "year": day.year}
    return phrase(lang, "answers.day.words", **facts)


def iso_words(lang: str, day: object) -> str:
    """A stored day as people write it; something else is shown as it stands."""
    try:
        return day_words(lang, date.fromisoformat(str(day)))
    except ValueError:
        return str(day)


def moment_words(lang: str, at: datetime, timezone: str) -> str:
    """An instant on the clock of the place: 30 June 2026 at 14:02."""
    local = at.astimezone(ZoneInfo(timezone))
    return told(lang, "moment", day=day_words(lang, local.date()), time=f"{local:%H:%M}")


def code_words(lang: str, heading: str, code: str) -> str:
    """The label of a code; a code without one is shown as it stands."""
    for catalogue in ("codes", "cli.code"):
        if has_phrase(lang, f"{catalogue}.{heading}.{code}"):
            return phrase(lang, f"{catalogue}.{heading}.{code}")
    return code.replace("_", " ")


def attribute_words(lang: str, attribute: str) -> str:
    """What an attribute is called; the registry's own name where it is not known."""
    entry = REGISTRY.get(attribute)
    return entry.label(lang) if entry else attribute


def value_words(lang: str, attribute: str, value: Any, names: Names) -> str:
    """A value as people read it; ``names`` are the people by id."""
    if value is None:
        return phrase(lang, "cli.nothing_held")
    entry = REGISTRY.get(attribute)
    if entry is None:
        return str(value)
    return _words(lang, attribute, entry.value, value, names)


def line_words(lang: str, line: Line, names: Names) -> str:
    """What a line would change, old to new."""
    attribute = attribute_words(lang, line.says.attribute)
    new = value_words(lang, line.says.attribute, line.says.value, names)
    if line.kind == LineKind.UNCLEAR:
        return told(lang, "line.who", name=line.subject_name)
    if line.says.attribute == "person.name":
        return _newcomer(lang, line, new, names)
    if line.kind == LineKind.CLOSED:
        return pair(lang, told(lang, "line.closed", what=attribute), new)
    if line.before_name:
        return pair(lang, f"{attribute}, {new}", f"{line.before_name} → {line.subject_name}")
    old = "" if line.before is None else value_words(lang, line.says.attribute, line.before, names)
    about = attribute
    if line.says.attribute.startswith("person."):
        about = f"{line.subject_name}, {attribute}"
    return pair(lang, about, f"{old} → {new}" if old and old != new else new)


def decision_words(lang: str, line: Line, decision: Decision, names: Names) -> str:
    """A line as somebody decided it: with the value they typed, or the person they chose."""
    words = line_words(lang, line, names)
    if decision.edited is not None:
        edited = value_words(lang, line.says.attribute, decision.edited, names)
        return f"{words} → {edited}"
    if decision.chosen:
        chosen = names.get(decision.chosen) or told(lang, "line.somebody_new")
        return f"{words} {chosen}"
    return words


def candidate_words(name: str, title: str | None) -> str:
    """Somebody a name may mean."""
    return f"{name}, {title}" if title else name


def _newcomer(lang: str, line: Line, name: str, names: Names) -> str:
    also = [
        value_words(lang, said.attribute, said.value, names)
        for said in line.also
        if said.attribute in ("person.title", "person.organisation", "person.side")
    ]
    shown = f"{name} ({', '.join(also)})" if also else name
    return told(lang, "line.new_person", who=shown) if line.kind == LineKind.ADDED else shown


def _words(lang: str, attribute: str, kind: ValueType, value: Any, names: Names) -> str:
    if kind.kind == "record" and isinstance(value, dict):
        return _record_words(lang, attribute, kind, value, names)
    if kind.kind == "money" and isinstance(value, dict):
        return money_words(lang, value)
    if kind.kind == "person":
        return _person(value, names)
    if kind.kind == "people" and isinstance(value, list):
        return ", ".join(_person(one, names) for one in value)
    if kind.kind == "flag":
        return phrase(lang, "cli.yes" if value else "cli.no")
    if kind.kind == "date":
        return iso_words(lang, value)
    if kind.kind == "code":
        return code_words(lang, HEADINGS.get(attribute, attribute), str(value))
    return str(value)


def _person(value: Any, names: Names) -> str:
    """Somebody inside a value: ``{"id": …}``, ``{"name": …}`` or an id alone."""
    if isinstance(value, dict):
        return str(names.get(value["id"], "?") if "id" in value else value.get("name", "?"))
    return names.get(str(value), "?")


def money_words(lang: str, value: Mapping[str, Any]) -> str:
    """An amount: 120,000 EUR, 120 000 EUR par an."""
    try:
        grouped = f"{Decimal(str(value['amount'])):,f}"
    except (InvalidOperation, KeyError):
        grouped = str(value.get("amount", "?"))
    if lang == "fr":
        grouped = grouped.replace(",", "\u00a0").replace(".", ",")
    period = code_words(lang, "period", str(value.get("period", "unknown")))
    return f"{grouped} {value.get('currency', '')} {period}".strip()


def _record_words(
    lang: str, attribute: str, kind: ValueType, value: dict[str, Any], names: Names
) -> str:
    parts = {
        name: _words(lang, f"{attribute}/{name}", part, value[name], names)
        for name, part in kind.fields
        if value.get(name) is not None
    }
    return RECORDS.get(attribute, first_then_others)(lang, parts)


def code_labels(lang: str, attribute: str) -> list[tuple[str, str]]:
    """The codes an attribute may take with their labels; empty when it takes words."""
    entry = REGISTRY.get(attribute)
    if entry is None:
        return []
    if entry.value.kind == "flag":
        return [("true", phrase(lang, "cli.yes")), ("false", phrase(lang, "cli.no"))]
    heading = HEADINGS.get(attribute, attribute)
    return [(code, code_words(lang, heading, code)) for code in entry.value.codes]
