"""Tables of a document that are measured when it is written, beside what a recorded model came to.

A block is a comment ``<!-- reading figures: FILES -->`` or ``<!-- answering figures: FILES -->``, where
FILES are labelled notes below the repository, and ends with ``<!-- end of figures -->``; ``summary figures``
are both in one short table, each file's questions asked in a workspace of that file's notes. The embedded
engine is measured; the replies in ``tests/recorded/replies`` give the second column, without a network.
Where none of them fits the notes, there is no second column. Where only some fit, the prompts have changed
since the recording, and nothing is written.
"""

import re
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeVar

import httpx2

from assistant.evaluate_answers import AnswersEvaluation, evaluate_answers
from assistant.evaluate_reader import (
    Evaluation,
    evaluate_model_reader,
    evaluate_reader,
    labelled_notes,
)
from assistant.recorded.replies import RecordedReplies
from assistant.recorded.transport import RecordedTransport
from assistant.settings import Limits, ModelSettings, Settings
from knowledge.evaluation.answers import MEASURES, AnswerReport
from knowledge.evaluation.kinds import KINDS
from knowledge.evaluation.labelled_note import LabelledNote
from knowledge.evaluation.report import ALL, Estimate, Report, Score, Share
from knowledge.language.catalogue import phrase

ROOT = Path(__file__).parents[2]
REPLIES = ROOT / "tests" / "recorded" / "replies"
FIGURES = (ROOT / "README.md", ROOT / "docs" / "reading.md")

_BLOCK = re.compile(
    r"(?P<head><!-- (?P<kind>reading|answering|summary) figures: (?P<files>[^\n]*?) -->\n)"
    r".*?(?P<tail><!-- end of figures -->)",
    re.DOTALL,
)
_LANG_NAMES = {"en": "English", "fr": "French", "mixed": "Both languages in one note", ALL: "All"}
_MODEL = "recorded strong model"
T = TypeVar("T")


class StaleRecording(AssertionError):
    """Some requests have no recorded reply any more, or never had one."""

    def __init__(self, missed: int, replies: int) -> None:
        super().__init__(
            f"{missed} requests have no reply among the {replies} recorded: "
            "the prompts changed, or the recording is not finished"
        )


def with_figures(document: Path, replies_in: Path = REPLIES) -> str:
    """The document with every block of figures as they are now."""
    replies = RecordedReplies(replies_in)

    def block(found: re.Match[str]) -> str:
        if found["kind"] == "summary":
            table = summary_figures(found["files"], replies)
        else:
            measure = {"reading": reading_figures, "answering": answering_figures}[found["kind"]]
            table = measure(notes_in(found["files"]), replies)
        return f"{found['head']}\n{table}\n\n{found['tail']}"

    return _BLOCK.sub(block, document.read_text(encoding="utf-8"))


def notes_in(patterns: str) -> tuple[LabelledNote, ...]:
    """The labelled notes of the files a block names."""
    paths = [path for pattern in patterns.split() for path in sorted(ROOT.glob(pattern))]
    assert paths, f"no file is called {patterns}"
    labelled = labelled_notes(
        {path.name: path.read_text(encoding="utf-8").splitlines() for path in paths}
    )
    assert not labelled.faulty, labelled.faulty
    return labelled.notes


def reading_figures(notes: Sequence[LabelledNote], replies: RecordedReplies) -> str:
    """Precision, recall and F1 by kind of label, one table a language."""
    recorded = recorded_reading(notes, replies)
    reports = [one.report for one in (evaluate_reader(notes), recorded) if one is not None]
    parts = [
        part
        for totals in reports[0].totals
        if len(reports[0].totals) < 3 or totals.lang != ALL
        for part in (_scores(reports, totals.lang), _reading_lines(reports, totals.lang))
    ]
    return _page(parts, replies if recorded else None)


def answering_figures(notes: Sequence[LabelledNote], replies: RecordedReplies) -> str:
    """What the answers to the notes' questions cite, and whether not knowing was right."""
    with tempfile.TemporaryDirectory() as home:
        embedded = evaluate_answers(notes, recorded_settings(Path(home)))
    recorded = recorded_answering(notes, replies)
    reports = [one.report for one in (embedded, recorded) if one is not None]
    parts = [
        part
        for totals in reports[0].totals
        if len(reports[0].totals) < 3 or totals.lang != ALL
        for part in (_shares(reports, totals.lang), _answering_lines(reports, totals.lang))
    ]
    return _page(parts, replies if recorded else None)


# What people ask about first; the whole tables are in docs/reading.md.
_SUMMED_UP = (
    "people", "titles", "roles", "powers", "stances", "relations", "pains", "next_steps", "changes",
)  # fmt: skip
_ASKED_ABOUT = ("source_first", "quote", "abstention_recall", "wrong_account")


def summary_figures(patterns: str, replies: RecordedReplies) -> str:
    """F1 by kind of label, then shares of answers: one row each, English and French beside each other."""
    notes = notes_in(patterns)
    reading = [
        one.report for one in (evaluate_reader(notes), recorded_reading(notes, replies)) if one
    ]
    asked = [_answers_by_file(patterns, replies, recorded=one) for one in (False, True)]
    head = ["", *(f"{who}, {lang}" for who in ("rules", _MODEL) for lang in ("EN", "FR"))]
    rows = [
        [_words(kind), *(_f1(report, kind, lang) for report in reading for lang in ("en", "fr"))]
        for kind in _SUMMED_UP
    ]
    rows += [
        [
            _words(kind),
            *(_pooled(reports, kind, lang) for reports in asked for lang in ("en", "fr")),
        ]
        for kind in _ASKED_ABOUT
    ]
    lines = [f"| {' | '.join(head)} |", f"|---|{'--:|' * (len(head) - 1)}"]
    lines += [f"| {' | '.join(row)} |" for row in rows]
    return _page(["\n".join(lines)], replies)


def _answers_by_file(
    patterns: str, replies: RecordedReplies, *, recorded: bool
) -> list[AnswerReport]:
    """The answers to each file's questions: a file's notes are one workspace, as they were recorded."""
    reports = []
    for pattern in patterns.split():
        for path in sorted(ROOT.glob(pattern)):
            notes = notes_in(str(path.relative_to(ROOT)))
            if recorded:
                measured = recorded_answering(notes, replies)
            else:
                with tempfile.TemporaryDirectory() as home:
                    measured = evaluate_answers(notes, recorded_settings(Path(home)))
            if measured is not None:
                reports.append(measured.report)
    return reports


def _f1(report: Report, kind: str, lang: str) -> str:
    score = report.score_of(kind, lang)
    return f"{_figure(score.f1, score.judged)} of {score.labels}"


def _pooled(reports: Sequence[AnswerReport], kind: str, lang: str) -> str:
    """A share over several reports; the cases are told, since files differ in size."""
    shares = [report.share_of(kind, lang) for report in reports]
    cases = sum(share.of for share in shares)
    right = sum(share.right for share in shares)
    return f"{right / cases:.2f} of {cases}" if cases else "–"


def recorded_reading(notes: Sequence[LabelledNote], replies: RecordedReplies) -> Evaluation | None:
    """The notes as the recorded model read them, through the real adapter."""
    return _replayed(
        replies,
        len(notes),
        lambda settings, client: evaluate_model_reader(notes, settings, http_client=client),
    )


def recorded_answering(
    notes: Sequence[LabelledNote], replies: RecordedReplies
) -> AnswersEvaluation | None:
    """The questions as the recorded model answered them, alone."""
    return _replayed(
        replies,
        sum(len(note.questions) for note in notes),
        lambda settings, client: evaluate_answers(
            notes, settings, engine="model", http_client=client
        ),
    )


def _replayed(
    replies: RecordedReplies, asked: int, measure: Callable[[Settings, httpx2.Client], T]
) -> T | None:
    """What ``measure`` makes of a replay; ``None`` where nothing of it was recorded."""
    if not len(replies):
        return None
    transport = RecordedTransport(replies)
    with tempfile.TemporaryDirectory() as home, httpx2.Client(transport=transport) as client:
        measured = measure(recorded_settings(Path(home)), client)
    if len(transport.missed) >= asked:
        return None
    if transport.missed:
        raise StaleRecording(len(transport.missed), len(replies))
    return measured


def recorded_settings(home: Path) -> Settings:
    """Settings that no variable and no file of this machine has a say in, with a model set."""
    model = ModelSettings.model_construct(base_url="http://127.0.0.1:1/v1", name="recorded")
    return Settings.model_construct(home=home, model=model, limits=Limits.model_construct())


def _page(parts: Sequence[str], replies: RecordedReplies | None) -> str:
    """The parts, and where the second column comes from."""
    told = []
    if replies is not None:
        recorded = ", ".join(f"{name} (last on {day})" for name, day in replies.recorded_with())
        told = [f"{_MODEL.capitalize()}: {recorded}; each reply made from its request alone."]
    return "\n\n".join([*parts, *told])


def _scores(reports: Sequence[Report], lang: str) -> str:
    head = ["labels", *(("P", "R", "F1", "95 %") * len(reports))]
    titles = [_LANG_NAMES[lang], *_over(reports, 4)]
    rows = []
    for kind in KINDS:
        scores = [one.score_of(kind.name, lang) for one in reports]
        if any(one.labels or one.found for one in scores):
            cells = [cell for one in scores for cell in _score_cells(one)]
            rows.append([_words(kind.name), str(scores[0].labels), *cells])
    return _table(titles, head, rows)


def _score_cells(score: Score) -> list[str]:
    figures = [_figure(one, score.judged) for one in (score.precision, score.recall, score.f1)]
    return [*figures, _interval(score.f1, score.judged)]


def _shares(reports: Sequence[AnswerReport], lang: str) -> str:
    head = ["cases", *(("share", "95 %") * len(reports))]
    rows = []
    for kind in MEASURES:
        shares = [one.share_of(kind, lang) for one in reports]
        if any(one.of for one in shares):
            cases = " / ".join(dict.fromkeys(str(one.of) for one in shares))
            cells = [cell for one in shares for cell in _share_cells(one)]
            rows.append([_words(kind), cases, *cells])
    return _table([_LANG_NAMES[lang], *_over(reports, 2)], head, rows)


def _share_cells(share: Share) -> list[str]:
    return [_figure(share.value, share.judged), _interval(share.value, share.judged)]


def _over(reports: Sequence[object], columns: int) -> list[str]:
    """Who was measured, over the first of its columns; nothing where there is one."""
    names = ("embedded", _MODEL) if len(reports) > 1 else ("",)
    return ["", *(cell for name in names for cell in [name, *[""] * (columns - 1)])]


def _table(titles: Sequence[str], head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A Markdown table; the names of engines stand in a row of their own."""
    lines = [f"| {titles[0]} | {' | '.join(head)} |", f"|---|{'--:|' * len(head)}"]
    if any(titles[1:]):
        lines.append(f"| | {' | '.join(f'*{one}*' if one else '' for one in titles[1:])} |")
    lines += [f"| {' | '.join(row)} |" for row in rows]
    return "\n".join(" ".join(line.split()) for line in lines)


def _reading_lines(reports: Sequence[Report], lang: str) -> str:
    lines = []
    for name, report in zip(("Embedded", _MODEL.capitalize()), reports, strict=False):
        one = report.totals_of(lang)
        lines.append(
            f"- {name}, {_count(one.notes, 'note')}: `must_not` violated {one.violated} of {one.must_not}; "
            f"quotes shown that are not in the text {one.quotes_absent} of {one.quotes}; "
            f"labels not shown because their words are not there {one.ungrounded or 0}"
            + (f"; not read {one.unread}." if one.unread else ".")
        )
    return "\n".join(lines)


def _answering_lines(reports: Sequence[AnswerReport], lang: str) -> str:
    lines = []
    for name, report in zip(("Embedded", _MODEL.capitalize()), reports, strict=False):
        one = report.totals_of(lang)
        lines.append(
            f"- {name}, {_count(one.questions, 'question')}, of which the notes answer {one.answerable}: "
            f"answered {one.answered}, did not know {one.abstained}, asked back {one.asked_back}, "
            f"failed {one.failed}; statements left out {one.dropped}."
        )
    return "\n".join(lines)


def _count(number: int, thing: str) -> str:
    return f"{number} {thing}" if number == 1 else f"{number} {thing}s"


def _words(kind: str) -> str:
    return phrase("en", f"evaluation.kind.{kind}")


def _figure(estimate: Estimate | None, judged: bool) -> str:
    if estimate is None:
        return "–"
    return f"{estimate.value:.2f}" if judged else f"({estimate.value:.2f})"


def _interval(estimate: Estimate | None, judged: bool) -> str:
    if estimate is None:
        return "–"
    span = f"{estimate.low:.2f}–{estimate.high:.2f}"
    return span if judged else f"({span})"
