"""Labelled notes from lines of JSON: all of them, or everything that is wrong with the file.

A wrong label would be counted against a reader that is right, so a file with faults is not scored.
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from importlib.resources import files
from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from knowledge.domain.sources import Decoded, Refused, check_text
from knowledge.evaluation.labelled_note import NEEDED_FIELDS, LabelledNote

SHIPPED = ("demo.jsonl",)
_QUOTE_FIELDS = ("quote", "title_quote")
_SHOWN_CHARS = 80
_CHOICES = ("enum", "literal_error", "union_tag_invalid")
_TEXTS = ("string_type", "string_too_short")


@dataclass(frozen=True, slots=True)
class LabelledFault:
    """One thing wrong with a labelled file. ``field`` is a path such as ``people.0.roles.1.role``.

    ``code`` names what was expected (``evaluation.fault`` holds the words), ``expected`` the
    possible values where there is a list, ``found`` what stands there, shortened.
    """

    line: int
    field: str
    code: str
    expected: str = ""
    found: str = ""


@dataclass(frozen=True, slots=True)
class LabelledSet:
    """The notes of a file, and every fault; with faults the notes are not to be scored."""

    notes: tuple[LabelledNote, ...]
    faults: tuple[LabelledFault, ...]


def shipped_lines(name: str) -> list[str]:
    """The lines of a labelled file that comes with the package."""
    file = files("knowledge.evaluation").joinpath("labelled", name)
    return file.read_text(encoding="utf-8").splitlines()


def parse_labelled(lines: Iterable[str]) -> LabelledSet:
    """Every line as a note, with the faults of all lines."""
    notes: list[LabelledNote] = []
    faults: list[LabelledFault] = []
    seen: set[str] = set()
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        parsed = _parse_line(line, number)
        if isinstance(parsed, LabelledNote):
            if parsed.id in seen:
                faults.append(LabelledFault(number, "id", "repeated", found=_short(parsed.id)))
            seen.add(parsed.id)
            notes.append(parsed)
        else:
            faults += parsed
    if not notes and not faults:
        faults.append(LabelledFault(1, "", "empty"))
    return LabelledSet(tuple(notes), tuple(faults))


def _parse_line(line: str, number: int) -> LabelledNote | list[LabelledFault]:
    try:
        given = json.loads(line)
    except (ValueError, RecursionError):
        return [LabelledFault(number, "", "not_json")]
    if not isinstance(given, dict):
        return [LabelledFault(number, "", "not_json")]
    faults = [
        LabelledFault(number, field, "missing") for field in NEEDED_FIELDS if field not in given
    ]
    faults += _text_faults(given, number)
    note = _validated(given, number, faults)
    return note if note is not None and not faults else faults


def _validated(
    given: dict[str, Any], number: int, faults: list[LabelledFault]
) -> LabelledNote | None:
    """The note; or ``None``, and what the model refuses is added to ``faults``."""
    try:
        return LabelledNote.model_validate(given)
    except ValidationError as error:
        named = {fault.field for fault in faults}
        details = error.errors(include_url=False)
        refused = (_fault_of(detail, number) for detail in details)
        faults += [fault for fault in refused if fault.field not in named]
        return None


def _text_faults(given: dict[str, Any], number: int) -> Iterator[LabelledFault]:
    """A text that cannot be kept, or quotes that do not stand in it letter for letter."""
    text = given.get("text")
    if not isinstance(text, str):
        return
    if isinstance(refused := check_text(Decoded(text, "utf-8")), Refused):
        yield LabelledFault(number, "text", "bad_text", found=refused.reason)
        return
    for path, quote in _quotes(given, ""):
        if not quote.strip() or quote not in text:
            yield LabelledFault(number, path, "quote_absent", found=_short(quote))


def _quotes(node: Any, path: str) -> Iterator[tuple[str, str]]:
    children: Iterable[tuple[Any, Any]] = ()
    if isinstance(node, dict):
        children = node.items()
    elif isinstance(node, list):
        children = enumerate(node)
    for key, value in children:
        inner = f"{path}.{key}".lstrip(".")
        if key in _QUOTE_FIELDS and isinstance(value, str):
            yield inner, value
        else:
            yield from _quotes(value, inner)


def _fault_of(detail: ErrorDetails, number: int) -> LabelledFault:
    """What the model says of a field, as one of our codes."""
    kind = detail["type"]
    context = detail.get("ctx", {})
    field = _path(detail["loc"])
    found = "" if kind == "missing" else _short(_shown(detail["input"]))
    if kind == "union_tag_not_found":
        return LabelledFault(number, f"{field}.field", "missing")
    if kind in _CHOICES:
        expected = str(context.get("expected") or context.get("expected_tags", ""))
        tag = ".field" if kind == "union_tag_invalid" else ""
        found = _short(str(context["tag"])) if tag else found
        return LabelledFault(number, f"{field}{tag}", "choice", expected.replace("'", ""), found)
    return LabelledFault(number, field, _code(kind), found=found)


def _code(kind: str) -> str:
    if kind in ("missing", "extra_forbidden"):
        return {"missing": "missing", "extra_forbidden": "unknown_field"}[kind]
    if kind in _TEXTS:
        return "text"
    for part in ("date", "decimal", "tuple", "list", "model", "dict"):
        if part in kind:
            return {"date": "day", "decimal": "number"}.get(
                part, "list" if part in ("tuple", "list") else "object"
            )
    return "other"


def _path(places: tuple[int | str, ...]) -> str:
    """The place in the published form: without our own level, and without the choice of a model."""
    parts = [str(part) for part in places if part != "labels"]
    if len(parts) > 2 and parts[0] == "must_not":
        del parts[2]
    return ".".join(parts)


def _shown(value: object) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)


def _short(text: str) -> str:
    return text if len(text) <= _SHOWN_CHARS else f"{text[: _SHOWN_CHARS - 1]}…"
