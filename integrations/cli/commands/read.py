"""`carto read`: what a note says, without opening the store."""

from argparse import Namespace
from collections.abc import Iterable, Iterator
from typing import Any

from assistant.read_note import (
    LineRead,
    chosen_reader,
    model_failure_of,
    read_lines,
    read_note,
)
from assistant.settings import Settings, clock_for
from integrations.cli.dates import parse_optional_day
from integrations.cli.errors import error_object
from integrations.cli.inputs import open_to_write, read_bytes
from integrations.cli.lines import needs_one_of, print_lines
from integrations.cli.output import Output
from integrations.cli.progress import working
from integrations.cli.session import settings_for
from knowledge.domain.reading import ReadingContext
from knowledge.domain.sources import Refused, decode
from knowledge.errors import TextRefused
from knowledge.language.catalogue import phrase
from knowledge.reading.contract import Reader


def run(args: Namespace, out: Output) -> int:
    """Read one text or many."""
    needs_one_of(args, "file", "--jsonl")
    if not args.jsonl:
        needs_one_of(args, "--account")
    settings = settings_for(args, out)
    context = _context(args, settings)
    reader = chosen_reader(settings, embedded=args.reader == "embedded")
    if args.jsonl:
        return _read_many(args, context, reader, out)
    limit = settings.limits.note_bytes
    decoded = decode(read_bytes(args.file, limit, out), limit)
    if isinstance(decoded, Refused):
        raise TextRefused(decoded.reason, decoded.detail)
    with working(out, "note.reading"):
        reading = read_note(decoded.text, context, reader)
    _tell_failure(model_failure_of(reader), 1, out)
    if out.wants_json:
        out.json(reading.to_json_object())
        return 0
    from integrations.cli.present.reading import reading_view

    out.show(reading_view(reading, out.lang))
    return 0


def _tell_failure(kind: str | None, notes: int, out: Output) -> None:
    """That the rules read instead of the model that is set."""
    if kind is not None:
        why = phrase(out.lang, f"config.why.{kind}")
        out.tell(phrase(out.lang, "config.read_without_model", n=notes, why=why))


def _read_many(args: Namespace, context: ReadingContext, reader: Reader, out: Output) -> int:
    failed: list[str] = []

    def work(lines: Iterable[str]) -> Iterator[dict[str, Any]]:
        for read in read_lines(lines, context, reader):
            if read.model_failure is not None:
                failed.append(read.model_failure)
            yield _line_object(read, out.lang)
        if failed:
            _tell_failure(failed[-1], len(failed), out)

    if args.out is None:
        return print_lines(args.jsonl, work, out)
    with open_to_write(args.out) as file:
        into = Output(out.lang, wants_json=True, stdout=file, stderr=out.stderr)
        return print_lines(args.jsonl, work, into)


def _line_object(read: LineRead, lang: str) -> dict[str, Any]:
    if read.reading is not None:
        return {**read.reading.to_json_object(), "id": read.id}
    error = error_object(lang, str(read.error_code), read.error_facts)
    if read.error_code == "text_refused":
        error["code"] = f"text_{read.error_facts['reason']}"
    return {"id": read.id, "error": error}


def _context(args: Namespace, settings: Settings) -> ReadingContext:
    return ReadingContext(
        account=args.account or "",
        us=args.us or settings.us,
        our_people=(*settings.our_people, *args.our_person),
        our_domains=settings.our_domains,
        date=parse_optional_day(args.date, clock_for(settings).today()),
        author=args.author,
        lang=args.lang,
    )
