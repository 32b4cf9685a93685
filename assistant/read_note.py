"""Reading a note without keeping it: text in, a grounded reading out. The store is never opened."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from pydantic import BaseModel, ConfigDict, ValidationError

from assistant.given_days import Day
from assistant.given_fields import JsonScalar, id_of, line_facts, parsed_line
from assistant.models.call_log import FileLedger
from assistant.models.failure import FailureKind
from assistant.readers import embedded_reader, reader_for
from assistant.settings import Settings, clock_for
from knowledge.domain.grounding import ground
from knowledge.domain.reading import Reading, ReadingContext
from knowledge.domain.sources import Decoded, Refused, check_text
from knowledge.reading.contract import Reader


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


@dataclass(frozen=True, slots=True)
class LineRead:
    """What became of one line: a reading, or the error code and facts of what is wrong with it.

    ``id`` is the one of the line, as it was given. ``model_failure`` is why the model that is set did
    not read it; the rules did then.
    """

    id: JsonScalar
    reading: Reading | None
    error_code: str | None = None
    error_facts: Mapping[str, str | int] = field(default_factory=dict)
    model_failure: FailureKind | None = None


def chosen_reader(settings: Settings, *, embedded: bool = False) -> Reader:
    """The reader that is set, or the embedded one; a model's calls are recorded, the store stays shut."""
    if embedded:
        return embedded_reader()
    return reader_for(settings, FileLedger(settings.home), clock_for(settings), "ws_local")


def read_note(text: str, context: ReadingContext, reader: Reader | None = None) -> Reading:
    """What a reader (the embedded one) finds in ``text``, with every quote held against it."""
    return ground((reader or embedded_reader()).read(text, context), text).reading


def read_lines(
    lines: Iterable[str],
    defaults: ReadingContext | None = None,
    reader: Reader | None = None,
) -> Iterator[LineRead]:
    """One result per line, in order; a line that cannot be read does not stop the others."""
    chosen = reader or embedded_reader()
    for number, line in enumerate(lines, start=1):
        if line.strip():
            yield _read_line(line, number, defaults, chosen)


def model_failure_of(reader: Reader) -> FailureKind | None:
    """Why the model did not do the last reading, where the rules stood in for it."""
    failure = getattr(reader, "failure", None)
    return None if failure is None else failure.kind


def _read_line(line: str, number: int, defaults: ReadingContext | None, reader: Reader) -> LineRead:
    try:
        given = parsed_line(line)
    except ValueError:
        return LineRead(None, None, "not_json", {"line": number})
    if not isinstance(given, dict):
        return LineRead(None, None, "not_an_object", {"line": number})
    try:
        note = NoteToRead.model_validate(given)
    except ValidationError as error:
        facts = line_facts(error, number)
        return LineRead(id_of(given), None, "bad_field", facts)
    refused = check_text(Decoded(note.text, "utf-8"))
    if isinstance(refused, Refused):
        why = {"reason": refused.reason, "detail": refused.detail}
        return LineRead(note.id, None, "text_refused", why)
    reading = read_note(note.text, _context(note, defaults), reader)
    return LineRead(note.id, reading, model_failure=model_failure_of(reader))


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
