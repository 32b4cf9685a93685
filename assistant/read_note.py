"""Reading a note without keeping it: text in, a grounded reading out. The store is never opened."""

import json
from collections.abc import Iterable, Iterator
from typing import Any

from pydantic import BaseModel, ConfigDict, ValidationError

from assistant.given_days import Day
from assistant.readers import embedded_reader
from knowledge.domain.grounding import ground
from knowledge.domain.reading import Reading, ReadingContext
from knowledge.domain.sources import Decoded, Refused, check_text


class NoteToRead(BaseModel):
    """One line of ``carto read --jsonl``; fields it does not know are left alone."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    id: str
    text: str
    account: str
    date: Day | None = None
    us: str | None = None
    our_people: tuple[str, ...] = ()
    author: str | None = None
    lang: str | None = None


def read_note(text: str, context: ReadingContext) -> Reading:
    """What the embedded reader finds in ``text``, with every quote held against it."""
    return ground(embedded_reader().read(text, context), text).reading


def read_lines(
    lines: Iterable[str], defaults: ReadingContext | None = None
) -> Iterator[dict[str, Any]]:
    """One JSON-ready object per line: a reading, or what is wrong with the line."""
    for number, line in enumerate(lines, start=1):
        if line.strip():
            yield _read_line(line, number, defaults)


def _read_line(line: str, number: int, defaults: ReadingContext | None) -> dict[str, Any]:
    try:
        given = json.loads(line)
    except (ValueError, RecursionError):
        return _fault(None, "not_json", f"line {number} is not JSON")
    if not isinstance(given, dict):
        return _fault(None, "not_an_object", f"line {number} is not a JSON object")
    given_id = given.get("id") if isinstance(given.get("id"), str) else None
    try:
        note = NoteToRead.model_validate(given)
    except ValidationError as error:
        return _fault(given_id, "bad_field", _first_fault(error))
    refused = check_text(Decoded(note.text, "utf-8"))
    if isinstance(refused, Refused):
        return _fault(note.id, f"text_{refused.reason}", f"the text is refused: {refused.reason}")
    reading = read_note(note.text, _context(note, defaults))
    return {**reading.to_json_object(), "id": note.id}


def _context(note: NoteToRead, defaults: ReadingContext | None) -> ReadingContext:
    return ReadingContext(
        account=note.account,
        us=note.us or (defaults.us if defaults else None),
        our_people=note.our_people or (defaults.our_people if defaults else ()),
        our_domains=defaults.our_domains if defaults else (),
        date=note.date or (defaults.date if defaults else None),
        author=note.author or (defaults.author if defaults else None),
        lang=note.lang,
    )


def _first_fault(error: ValidationError) -> str:
    """Which field is wrong and what was expected; never its content."""
    first = error.errors(include_input=False, include_url=False)[0]
    field = ".".join(str(part) for part in first["loc"])
    return f"{field}: {first['msg']}"


def _fault(given_id: str | None, code: str, message: str) -> dict[str, Any]:
    return {"id": given_id, "error": {"code": code, "message": message}}
