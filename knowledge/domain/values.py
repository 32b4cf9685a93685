"""What a fact may say: value types, and the one canonical form in which values are compared.

A value is stored as canonical JSON (sorted keys, no spaces, letters as they are), so that two values
are equal exactly when their texts are. ``null`` says that the item no longer holds.

People inside a value are written ``{"id": "per_…"}`` when they are on the map, else ``{"name": …}``.
"""

import json
import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import Any, Literal

ENDED = "null"

_CURRENCY = re.compile(r"[A-Z]{3}\Z")
_AMOUNT = re.compile(r"[0-9]+([.,][0-9]{3})*([.,][0-9]+)?\Z")
_THOUSANDS = re.compile(r"[0-9]{1,3}(,[0-9]{3})+\Z|[0-9]{1,3}(\.[0-9]{3})+\Z")
_PERIODS = ("once", "year", "month", "unknown")


def canonical(value: Any) -> str:
    """The canonical JSON text of ``value``."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


@dataclass(frozen=True, slots=True)
class ValueFault:
    """Why a value does not fit its attribute: what was expected and what was found."""

    expected: str
    found: str


@dataclass(frozen=True, slots=True)
class ValueType:
    """One kind of value. ``codes`` are the allowed codes, ``fields`` the parts of a record."""

    kind: Literal["text", "code", "flag", "date", "money", "person", "people", "record"]
    codes: tuple[str, ...] = ()
    fields: "tuple[tuple[str, ValueType], ...]" = ()
    optional: bool = False

    def check(self, value: Any) -> ValueFault | None:
        """``None`` when ``value`` is of this type, else what is wrong with it."""
        if value is None:
            return None if self.optional else ValueFault(self.kind, "nothing")
        return _CHECKS[self.kind](self, value)

    def parse(self, typed: str) -> Any | ValueFault:
        """What a person typed, as a value of this type, or why it cannot be one."""
        text = typed.strip()
        value = _PARSERS.get(self.kind, lambda _, text: text)(self, text)
        fault = value if isinstance(value, ValueFault) else self.check(value)
        return fault if fault else value

    def amend(self, value: Any, typed: str) -> Any | ValueFault:
        """``value`` with what a person typed over it: a record keeps the parts not typed again."""
        if self.kind != "record" or not isinstance(value, dict):
            return self.parse(typed)
        parts = _parse_record(self, typed.strip())
        if isinstance(parts, ValueFault):
            return parts
        merged = {**value, **parts}
        return self.check(merged) or merged


def text(*, optional: bool = False) -> ValueType:
    """Words, at most a paragraph."""
    return ValueType("text", optional=optional)


def code(codes: type[StrEnum] | tuple[str, ...], *, optional: bool = False) -> ValueType:
    """One of a closed list of codes."""
    allowed = codes if isinstance(codes, tuple) else tuple(item.value for item in codes)
    return ValueType("code", codes=allowed, optional=optional)


def flag() -> ValueType:
    """True or false."""
    return ValueType("flag")


def day(*, optional: bool = False) -> ValueType:
    """A calendar day, as ISO text."""
    return ValueType("date", optional=optional)


def money() -> ValueType:
    """``{"amount": "120000", "currency": "EUR", "period": "once"}``; the amount is a decimal text."""
    return ValueType("money")


def person(*, optional: bool = False) -> ValueType:
    """Somebody on the map or, failing that, a name."""
    return ValueType("person", optional=optional)


def people() -> ValueType:
    """Ids of people on the map, in the order they were named; may be empty."""
    return ValueType("people", optional=True)


def record(**fields: ValueType) -> ValueType:
    """Several named parts that make one statement."""
    return ValueType("record", fields=tuple(fields.items()))


def _check_text(_: ValueType, value: Any) -> ValueFault | None:
    fits = isinstance(value, str) and value.strip() != ""
    return None if fits else ValueFault("some words", repr(value)[:60])


def _check_code(kind: ValueType, value: Any) -> ValueFault | None:
    return None if value in kind.codes else ValueFault(", ".join(kind.codes), repr(value)[:60])


def _check_flag(_: ValueType, value: Any) -> ValueFault | None:
    return None if isinstance(value, bool) else ValueFault("true or false", repr(value)[:60])


def _check_date(_: ValueType, value: Any) -> ValueFault | None:
    return None if _is_iso_day(value) else ValueFault("a date as 2026-03-14", repr(value)[:60])


def _check_money(_: ValueType, value: Any) -> ValueFault | None:
    wanted = ValueFault("an amount with its currency, as 120000 EUR", repr(value)[:60])
    if not isinstance(value, dict) or set(value) != {"amount", "currency", "period"}:
        return wanted
    fits = (
        _is_decimal(value["amount"])
        and isinstance(value["currency"], str)
        and _CURRENCY.match(value["currency"]) is not None
        and value["period"] in _PERIODS
    )
    return None if fits else wanted


def _check_person(_: ValueType, value: Any) -> ValueFault | None:
    fits = (
        isinstance(value, dict)
        and len(value) == 1
        and next(iter(value)) in ("id", "name")
        and isinstance(next(iter(value.values())), str)
    )
    return None if fits else ValueFault("a person", repr(value)[:60])


def _check_people(_: ValueType, value: Any) -> ValueFault | None:
    fits = isinstance(value, list) and all(isinstance(item, str) for item in value)
    return None if fits else ValueFault("a list of people", repr(value)[:60])


def _check_record(kind: ValueType, value: Any) -> ValueFault | None:
    names = [name for name, _ in kind.fields]
    if not isinstance(value, dict) or not set(value) <= set(names):
        return ValueFault("the parts " + ", ".join(names), repr(value)[:60])
    faults = (part.check(value.get(name)) for name, part in kind.fields)
    return next((fault for fault in faults if fault), None)


_CHECKS = {
    "text": _check_text,
    "code": _check_code,
    "flag": _check_flag,
    "date": _check_date,
    "money": _check_money,
    "person": _check_person,
    "people": _check_people,
    "record": _check_record,
}


def _is_iso_day(value: Any) -> bool:
    try:
        return isinstance(value, str) and date.fromisoformat(value).isoformat() == value
    except ValueError:
        return False


def _is_decimal(value: Any) -> bool:
    try:
        return isinstance(value, str) and Decimal(value).is_finite()
    except InvalidOperation:
        return False


def _parse_code(kind: ValueType, typed: str) -> str:
    lowered = typed.lower().replace(" ", "_").replace("-", "_")
    return lowered if lowered in kind.codes else typed


def _parse_flag(_: ValueType, typed: str) -> bool | str:
    return {"true": True, "yes": True, "oui": True, "false": False, "no": False, "non": False}.get(
        typed.lower(), typed
    )


def _parse_money(_: ValueType, typed: str) -> dict[str, str] | str:
    parts = typed.replace("\u202f", "").replace("\u00a0", "").replace("€", " EUR").split()
    if len(parts) >= 2 and parts[-1].isalpha():
        amount = amount_text("".join(parts[:-1]))
        return {"amount": amount, "currency": parts[-1].upper(), "period": "unknown"}
    return typed


def amount_text(typed: str) -> str:
    """An amount in its one form, however its thousands and decimals are marked; else as typed.

    A single mark before three last digits parts thousands: ``120,000`` and ``120.000`` are the same.
    """
    if not _AMOUNT.match(typed):
        return typed
    whole, decimals = typed, ""
    if not _THOUSANDS.match(typed):
        whole, _, decimals = typed.replace(",", ".").rpartition(".")
        whole, decimals = (whole, decimals) if whole else (decimals, "")
    amount = Decimal(re.sub("[.,]", "", whole) + "." + (decimals or "0"))
    return format(amount.normalize(), "f")


def _parse_person(_: ValueType, typed: str) -> dict[str, str]:
    return {"id": typed} if typed.startswith("per_") else {"name": typed}


def _parse_people(_: ValueType, typed: str) -> list[str]:
    return [part.strip() for part in typed.split(",") if part.strip()]


def _parse_record(kind: ValueType, typed: str) -> dict[str, Any] | ValueFault:
    """A record is typed as its first part alone, or as JSON."""
    if typed.startswith("{"):
        try:
            parsed = json.loads(typed)
        except ValueError:
            return ValueFault("JSON", typed[:60])
        return parsed if isinstance(parsed, dict) else ValueFault("a JSON object", typed[:60])
    return {kind.fields[0][0]: typed}


_PARSERS = {
    "code": _parse_code,
    "flag": _parse_flag,
    "money": _parse_money,
    "person": _parse_person,
    "people": _parse_people,
    "record": _parse_record,
}
