"""Measuring a reader on labelled notes: read each as `carto read` would, then score."""

import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from assistant.readers import embedded_reader
from knowledge.domain.grounding import ground
from knowledge.domain.reading import Reading, ReadingContext
from knowledge.evaluation.labelled_file import (
    SHIPPED,
    LabelledFault,
    parse_labelled,
    shipped_lines,
)
from knowledge.evaluation.labelled_note import LabelledNote
from knowledge.evaluation.report import Report
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
class Evaluation:
    """A report, and which reader it is about."""

    reader: str
    version: str
    report: Report


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


def evaluate_reader(notes: Iterable[LabelledNote], reader: Reader | None = None) -> Evaluation:
    """Read every note with ``reader``, the embedded one unless another is given, and score it."""
    chosen = reader or embedded_reader()
    gold = tuple(notes)
    # What is loaded at the first reading in a language is not a cost of any one note.
    for note in {note.lang: note for note in gold}.values():
        chosen.read(note.text, _context(note))
    readings: dict[str, Reading] = {}
    cpu_s: dict[str, float] = {}
    for note in gold:
        start = time.process_time()
        readings[note.id] = ground(chosen.read(note.text, _context(note)), note.text).reading
        cpu_s[note.id] = time.process_time() - start
    return Evaluation(chosen.name, chosen.version, score(gold, readings, cpu_s))


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
