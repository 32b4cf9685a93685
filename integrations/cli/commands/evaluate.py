"""`carto eval`: how well a reader reads labelled notes."""

from argparse import Namespace
from typing import Any

from assistant.evaluate_reader import (
    Evaluation,
    FaultyFile,
    Labelled,
    evaluate_reader,
    labelled_notes,
    shipped_notes,
)
from integrations.cli.inputs import open_lines
from integrations.cli.output import Output
from integrations.cli.present.as_json import plain
from integrations.cli.session import settings_for
from knowledge.evaluation.labelled_file import LabelledFault
from knowledge.language.catalogue import phrase

_ASKED_WRONGLY = 2


def run(args: Namespace, out: Output) -> int:
    """Score the embedded reader on the files given, or on the notes that ship."""
    settings_for(args, out)
    labelled = _labelled(args.labelled, out)
    if labelled.faulty:
        return _refuse(labelled.faulty, out)
    evaluation = evaluate_reader(labelled.notes)
    if out.wants_json:
        out.json(_as_json(evaluation, with_errors=args.errors))
        return 0
    from integrations.cli.present.evaluation import evaluation_view

    out.show(evaluation_view(evaluation, out.lang, with_errors=args.errors))
    return 0


def _labelled(names: list[str], out: Output) -> Labelled:
    if not names:
        return shipped_notes()
    files: dict[str, list[str]] = {}
    for name in names:
        with open_lines(name, out) as (lines, _size):
            files[name] = list(lines)
    return labelled_notes(files)


def _as_json(evaluation: Evaluation, *, with_errors: bool) -> dict[str, Any]:
    report = plain(evaluation.report)
    errors = report.pop("mistakes")
    head = {"reader": evaluation.reader, "version": evaluation.version}
    return {**head, **report, **({"errors": errors} if with_errors else {})}


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
