"""Short labelled notes and readings: a test shows only the labels it is about."""

import json
from typing import Any

from knowledge.domain.reading import Reading
from knowledge.evaluation.labelled_file import parse_labelled
from knowledge.evaluation.labelled_note import LabelledNote
from knowledge.evaluation.report import Report
from knowledge.evaluation.scoring import score

LISTS = (
    "people", "groups", "relations", "pains", "objections", "goals", "competitors", "budget",
    "next_steps", "changes", "must_not",
)  # fmt: skip


def labelled(text: str, lang: str = "en", id: str = "n1", **labels: Any) -> dict[str, Any]:  # noqa: A002
    """A labelled note as it stands in a file."""
    empty: dict[str, Any] = {key: [] for key in LISTS}
    head = {"id": id, "lang": lang, "account": "Lagrange", "us": "Halvenne", "date": "2026-03-14"}
    return {**head, "text": text, **empty, **labels}


def gold(text: str, lang: str = "en", id: str = "n1", **labels: Any) -> LabelledNote:  # noqa: A002
    """A labelled note without faults."""
    parsed = parse_labelled([json.dumps(labelled(text, lang, id, **labels))])
    assert parsed.faults == ()
    return parsed.notes[0]


def reading(**labels: Any) -> Reading:
    """What a reader found."""
    return Reading.model_validate({"account": "Lagrange", **labels})


def person(name: str, *aliases: str, side: str = "customer", **more: Any) -> dict[str, Any]:
    """Somebody, with the labels given."""
    return {"name": name, "aliases": list(aliases), "side": side, **more}


def scored(note: LabelledNote, found: Reading) -> Report:
    """The report on one note."""
    return score([note], {note.id: found})


def counts(report: Report, kind: str) -> tuple[int, int, int]:
    """(labels, found, right) of a kind."""
    one = report.score_of(kind)
    return one.labels, one.found, one.right
