"""What the map holds, in words: values, names and labels, each harmless and on one line."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from integrations.cli.dates import iso_words
from integrations.cli.harmless import in_one_line
from knowledge.domain.registry import REGISTRY
from knowledge.domain.values import ValueType
from knowledge.language.catalogue import has_phrase, phrase
from knowledge.language.records import HEADINGS, RECORDS, first_then_others

Names = Mapping[str, str]


def code_words(lang: str, heading: str, code: str) -> str:
    """The label of a code; a code without one is shown as it stands."""
    if has_phrase(lang, f"codes.{heading}.{code}"):
        return phrase(lang, f"codes.{heading}.{code}")
    return in_one_line(code.replace("_", " "))


def attribute_words(lang: str, attribute: str) -> str:
    """What an attribute is called; the registry's own name where it is not known."""
    entry = REGISTRY.get(attribute)
    return entry.label(lang) if entry else in_one_line(attribute)


def value_words(lang: str, attribute: str, value: Any, names: Names) -> str:
    """A value as people read it; ``names`` are the people by id."""
    if value is None:
        return phrase(lang, "cli.nothing_held")
    entry = REGISTRY.get(attribute)
    if entry is None:
        return in_one_line(str(value))
    return _words(lang, attribute, entry.value, value, names)


def person_words(value: Any, names: Names) -> str:
    """Somebody inside a value: ``{"id": …}``, ``{"name": …}`` or an id alone."""
    if isinstance(value, dict):
        value = names.get(value["id"], "?") if "id" in value else value.get("name", "?")
    else:
        value = names.get(str(value), "?")
    return in_one_line(str(value))


def _words(lang: str, attribute: str, kind: ValueType, value: Any, names: Names) -> str:
    if kind.kind == "record" and isinstance(value, dict):
        return _record_words(lang, attribute, kind, value, names)
    if kind.kind == "money" and isinstance(value, dict):
        return money_words(lang, value)
    if kind.kind == "person":
        return person_words(value, names)
    if kind.kind == "people" and isinstance(value, list):
        return ", ".join(person_words(one, names) for one in value)
    if kind.kind == "flag":
        return phrase(lang, "cli.yes" if value else "cli.no")
    if kind.kind == "date":
        return in_one_line(iso_words(lang, value))
    if kind.kind == "code":
        return code_words(lang, HEADINGS.get(attribute, attribute), str(value))
    return in_one_line(str(value))


def money_words(lang: str, value: Mapping[str, Any]) -> str:
    """An amount: 120,000 EUR, 120 000 EUR par an."""
    amount = Decimal(str(value["amount"]))
    grouped = f"{amount:,f}"
    if lang == "fr":
        grouped = grouped.replace(",", "\u00a0").replace(".", ",")
    period = code_words(lang, "period", str(value.get("period", "unknown")))
    return in_one_line(f"{grouped} {value['currency']} {period}".strip())


def _record_words(
    lang: str, attribute: str, kind: ValueType, value: dict[str, Any], names: Names
) -> str:
    parts = {
        name: _words(lang, f"{attribute}/{name}", part, value[name], names)
        for name, part in kind.fields
        if value.get(name) is not None
    }
    builder = RECORDS.get(attribute, first_then_others)
    return builder(lang, parts)
