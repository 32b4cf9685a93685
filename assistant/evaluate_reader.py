"""Measuring a reader on labelled notes: read each as `carto read` would, then score."""

import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace

from assistant.models.failure import ModelFailure
from assistant.readers import embedded_reader, model_reader
from assistant.settings import Settings, clock_for
from assistant.spent_tokens import CountingLedger, Spent
from knowledge.domain.grounding import SetAside, ground
from knowledge.domain.quotes import Absent, locate_quote
from knowledge.domain.reading import Reading, ReadingContext
from knowledge.errors import NoModel
from knowledge.evaluation.labelled_file import (
    SHIPPED,
    LabelledFault,
    parse_labelled,
    shipped_lines,
)
from knowledge.evaluation.labelled_note import LabelledNote
from knowledge.evaluation.report import Aside, Report
from knowledge.evaluation.scoring import score
from knowledge.reading.contract import Reader


@dataclass(frozen=True, slots=True)
class FaultyFile:
    """What is wrong with one labelled file."""

    name: str
    faults: tuple[LabelledFault, ...]


@dataclass(frozen=True, slots=True)
class Labelled:
    """The notes of all files, and the files that cannot be scored."""

    notes: tuple[LabelledNote, ...]
    faulty: tuple[FaultyFile, ...]


@dataclass(frozen=True, slots=True)
class FailedNote:
    """A note the reader could not read; ``kind`` is the kind of failure, such as ``timeout``."""

    note_id: str
    kind: str


@dataclass(frozen=True, slots=True)
class Evaluation:
    """A report, and which reader it is about. Notes that failed are scored as read empty."""

    reader: str
    version: str
    report: Report
    failed: tuple[FailedNote, ...] = ()
    spent: Spent | None = None


def shipped_notes() -> Labelled:
    """The labelled notes that come with the package."""
    return labelled_notes({name: shipped_lines(name) for name in SHIPPED})


def labelled_notes(files: Mapping[str, Iterable[str]]) -> Labelled:
    """The notes of labelled files, by file name; a note's id stands once over all of them."""
    notes: dict[str, LabelledNote] = {}
    faulty: list[FaultyFile] = []
    for name, lines in files.items():
        parsed = parse_labelled(lines)
        again = [note.id for note in parsed.notes if note.id in notes]
        repeated = tuple(LabelledFault(0, "id", "in_two_files", found=one) for one in again)
        if faults := (*parsed.faults, *repeated):
            faulty.append(FaultyFile(name, faults))
        notes |= {note.id: note for note in parsed.notes}
    return Labelled(tuple(notes.values()), tuple(faulty))


def evaluate_reader(
    notes: Iterable[LabelledNote],
    reader: Reader | None = None,
    on_note: Callable[[], None] | None = None,
) -> Evaluation:
    """Read every note with ``reader``, the embedded one unless another is given, and score it.

    ``on_note`` is called after each. A note that a model fails on is listed in ``failed``.
    """
    chosen = reader or embedded_reader()
    gold = tuple(notes)
    if reader is None:
        _load_lexicons(chosen, gold)
    readings: dict[str, Reading] = {}
    cpu_s: dict[str, float] = {}
    aside: dict[str, Aside] = {}
    failed: list[FailedNote] = []
    for note in gold:
        start = time.process_time()
        try:
            found = ground(chosen.read(note.text, _context(note)), note.text)
        except ModelFailure as failure:
            failed.append(FailedNote(note.id, failure.kind))
        else:
            readings[note.id] = found.reading
            aside[note.id] = _aside(
                (*getattr(chosen, "set_aside", ()), *found.set_aside), note.text
            )
        cpu_s[note.id] = time.process_time() - start
        if on_note is not None:
            on_note()
    report = score(gold, readings, cpu_s, aside)
    return Evaluation(chosen.name, chosen.version, report, tuple(failed))


def evaluate_model_reader(
    notes: Iterable[LabelledNote],
    settings: Settings,
    *,
    http_client: object | None = None,
    on_note: Callable[[], None] | None = None,
) -> Evaluation:
    """Measure the model reader that is set; its calls are recorded and count towards the day's cap.

    ``http_client`` takes the place of the connection to the model. Raises ``NoModel``.
    """
    # Late, because measuring the embedded reader opens no store.
    from assistant.bootstrap import WORKSPACE_ID

    ledger = CountingLedger(settings.home)
    reader = model_reader(settings, ledger, clock_for(settings), WORKSPACE_ID, http_client)
    if reader is None:
        raise NoModel
    evaluation = evaluate_reader(notes, reader, on_note)
    return replace(evaluation, spent=ledger.spent())


def _aside(labels: Iterable[SetAside], text: str) -> Aside:
    """Labels not shown, by whether their words stand in the text at all."""
    absent = [isinstance(locate_quote(text, one.quote), Absent) for one in labels]
    return Aside(ungrounded=sum(absent), taken_back=len(absent) - sum(absent))


def _load_lexicons(reader: Reader, notes: Iterable[LabelledNote]) -> None:
    """What is loaded at the first reading in a language is not a cost of any one note."""
    for note in {note.lang: note for note in notes}.values():
        reader.read(note.text, _context(note))


def _context(note: LabelledNote) -> ReadingContext:
    """What a reader may know beforehand; the language of the note is for it to find."""
    labels = note.labels
    return ReadingContext(
        account=labels.account,
        us=labels.us,
        our_people=labels.our_people,
        date=labels.date,
        author=labels.author,
    )
