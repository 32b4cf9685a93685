"""Values as people read them: codes by their labels, amounts, days and names, never as stored."""

from collections.abc import Callable
from datetime import date
from typing import Any

from knowledge.domain.registry import REGISTRY
from knowledge.domain.values import ValueType
from knowledge.language.catalogue import has_phrase, phrase
from knowledge.language.one_line import in_a_line

NameOf = Callable[[str], str | None]

# The table of labels for the codes of an attribute, or of one part of a record.
_TABLES = {
    "person.power": "power", "person.role": "role", "person.stance": "stance",
    "person.status": "status", "person.side": "side", "person.influence": "level",
    "person.interest": "level", "person.kind": "person_kind", "person.coverage": "coverage",
    "account.relationship": "relationship", "account.stage": "stage",
    "account.promise.side": "side", "account.pain.severity": "severity",
    "account.change.kind": "change", "account.group.kind": "group",
    "account.offer.state": "offer_state", "person.relation.kind": "relation",
}  # fmt: skip


def day_words(lang: str, day: date) -> str:
    """A day as people write it."""
    months = phrase(lang, "answers.day.months").split()
    shown = "1er" if lang == "fr" and day.day == 1 else str(day.day)
    return phrase(lang, "answers.day.words", day=shown, month=months[day.month - 1], year=day.year)


def amount_words(lang: str, value: dict[str, Any]) -> str:
    """An amount with its currency, grouped as the language does."""
    whole, _, cents = str(value["amount"]).partition(".")
    mark = "\u202f" if lang == "fr" else ","
    digits = f"{int(whole):,}".replace(",", mark) if whole.lstrip("-").isdigit() else whole
    decimals = ("," if lang == "fr" else ".") + cents if cents.strip("0") else ""
    return f"{digits}{decimals} {value['currency']}"


def value_words(lang: str, attribute: str, value: Any) -> str:
    """A value in few words, for a sentence that says the rest: of a record its text or its name."""
    if isinstance(value, dict) and attribute != "account.budget":
        return in_a_line(str(value.get("text") or value.get("name") or ""))
    return plain_value(lang, attribute, value)


def plain_value(lang: str, attribute: str, value: Any, name_of: NameOf = lambda _: None) -> str:
    """A whole value of any type in plain words; ``name_of`` gives the name behind a person's id."""
    entry = REGISTRY.get(attribute)
    if value is None or entry is None:
        return phrase(lang, "answers.value.ended") if value is None else in_a_line(str(value))
    return _plain(lang, attribute, entry.value, value, name_of)


def _plain(lang: str, path: str, kind: ValueType, value: Any, name_of: NameOf) -> str:
    match kind.kind:
        case "code":
            return _label(lang, path, str(value))
        case "flag":
            return phrase(lang, "answers.value.yes" if value else "answers.value.no")
        case "date":
            return day_words(lang, date.fromisoformat(value))
        case "money":
            period = _label(lang, "period", value["period"], "period")
            return f"{amount_words(lang, value)} {period}".strip()
        case "person":
            return _name(lang, value, name_of)
        case "people":
            return ", ".join(_name(lang, {"id": one}, name_of) for one in value)
        case "record":
            parts = [
                _plain(lang, f"{path}.{field}", part, value[field], name_of)
                for field, part in kind.fields
                if value.get(field) is not None
            ]
            return ", ".join(part for part in parts if part)
        case _:
            return in_a_line(str(value))


def _name(lang: str, who: dict[str, str], name_of: NameOf) -> str:
    name = who.get("name") or name_of(who.get("id", ""))
    return in_a_line(name) if name else phrase(lang, "answers.value.somebody")


def _label(lang: str, path: str, code: str, table: str | None = None) -> str:
    key = f"codes.{table or _TABLES.get(path, '')}.{code}"
    return phrase(lang, key) if has_phrase(lang, key) else in_a_line(code.replace("_", " "))


def marked(lang: str, words: str) -> str:
    """Words of a note in the quotation marks of the frame's language, never in two pairs of them.

    Marks around the whole of the words give way to ours; marks of the same kind inside become
    those of a quotation within a quotation.
    """
    shown = in_a_line(words)
    outer, inner = ("«»", "“”") if lang == "fr" else ("“”", "‘’")
    for opening, closing in ("«»", "“”", '""'):
        one_pair = closing not in shown[1:-1] and opening not in shown[1:-1]
        if len(shown) > 2 and shown[0] == opening and shown[-1] == closing and one_pair:
            shown = shown[1:-1].strip()
    for old, new in zip(outer, inner, strict=True):
        space_after, space_before = (f"{old} ", f" {old}")
        shown = shown.replace(space_after if old == outer[0] else space_before, new)
        shown = shown.replace(old, new)
    return phrase(lang, "answers.mark.quote", quote=shown)
