"""`carto eval`: how well a reader reads labelled notes, or how well questions on them are answered."""

from argparse import Namespace
from typing import TYPE_CHECKING, Any

from assistant.evaluate_reader import (
    FaultyFile,
    Labelled,
    evaluate_model_reader,
    evaluate_reader,
    labelled_notes,
    shipped_notes,
)
from integrations.cli.inputs import open_lines
from integrations.cli.output import Output
from integrations.cli.present.as_json import plain
from integrations.cli.progress import counting
from integrations.cli.session import settings_for
from knowledge.evaluation.labelled_file import LabelledFault
from knowledge.language.catalogue import phrase

if TYPE_CHECKING:
    from assistant.settings import Settings

_ASKED_WRONGLY = 2


def run(args: Namespace, out: Output) -> int:
    """Score a reader, or with ``--questions`` answers, on the files given or the notes that ship."""
    settings = settings_for(args, out)
    labelled = _labelled(args.labelled, out)
    if labelled.faulty:
        return _refuse(labelled.faulty, out)
    if args.questions:
        return _answers(labelled, args, settings, out)
    return _reader(labelled, args, settings, out)


def _reader(labelled: Labelled, args: Namespace, settings: "Settings", out: Output) -> int:
    with counting(out, "evaluation.working", len(labelled.notes)) as step:
        if args.reader == "model":
            evaluation = evaluate_model_reader(labelled.notes, settings, on_note=step)
        else:
            evaluation = evaluate_reader(labelled.notes, on_note=step)
    if out.wants_json:
        head = {"reader": evaluation.reader, "version": evaluation.version}
        out.json(_as_json(head, evaluation, with_errors=args.errors))
        return 0
    from integrations.cli.present.evaluation import evaluation_view

    out.show(evaluation_view(evaluation, out.lang, with_errors=args.errors))
    return 0


def _answers(labelled: Labelled, args: Namespace, settings: "Settings", out: Output) -> int:
    from assistant.evaluate_answers import evaluate_answers

    questions = sum(len(note.questions) for note in labelled.notes)
    with counting(out, "evaluation.working", questions) as step:
        evaluation = evaluate_answers(
            labelled.notes, settings, engine=args.engine, accept=args.accept, on_question=step
        )
    if out.wants_json:
        head = {
            "engine": evaluation.engine,
            "accept": evaluation.accept,
            "engines": dict(evaluation.engines),
        }
        out.json(_as_json(head, evaluation, with_errors=args.errors))
        return 0
    from integrations.cli.present.answers_evaluation import answers_view

    out.show(answers_view(evaluation, out.lang, with_errors=args.errors))
    return 0


def _labelled(names: list[str], out: Output) -> Labelled:
    if not names:
        return shipped_notes()
    files: dict[str, list[str]] = {}
    for name in names:
        with open_lines(name, out) as (lines, _size):
            files[name] = list(lines)
    return labelled_notes(files)


def _as_json(head: dict[str, Any], evaluation: Any, *, with_errors: bool) -> dict[str, Any]:
    """Who was measured, the figures, what failed and what it cost; mistakes hold words of notes."""
    report = plain(evaluation.report)
    errors = report.pop("mistakes")
    rest = {"failed": plain(evaluation.failed), "spent": plain(evaluation.spent)}
    return {**head, **report, **rest, **({"errors": errors} if with_errors else {})}


def _refuse(faulty: tuple[FaultyFile, ...], out: Output) -> int:
    """Say everything that is wrong with the files, and score nothing."""
    sentence = phrase(out.lang, "evaluation.refused")
    faults = [
        {"file": file.name, **plain(fault), "message": _words(file.name, fault, out.lang)}
        for file in faulty
        for fault in file.faults
    ]
    if out.wants_json:
        error = {"code": "labelled_faults", "message": sentence}
        out.json({"error": error, "faults": faults})
    out.tell(sentence)
    for fault in faults:
        out.tell(str(fault["message"]))
    return _ASKED_WRONGLY


def _words(file: str, fault: LabelledFault, lang: str) -> str:
    what = phrase(
        lang, f"evaluation.fault.{fault.code}", found=fault.found, expected=fault.expected
    )
    place = "field" if fault.field else "line"
    if not fault.line:
        place = "whole"
    return phrase(
        lang, f"evaluation.{place}", file=file, line=fault.line, field=fault.field, what=what
    )
