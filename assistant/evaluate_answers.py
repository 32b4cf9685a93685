"""Measuring answers on labelled notes: keep the notes in a workspace of their own, ask, then score.

The workspace is thrown away afterwards. The embedded engine is asked about what the embedded reader made
of the notes; a model about what the model that is set for reading made of them, as a team would have it.
"""

import json
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import Literal

from assistant.answer_by_rules import answer
from assistant.answers.answer import Answer, AnswerKind
from assistant.bootstrap import Workspace, open_workspace
from assistant.import_notes import import_notes
from assistant.readers import embedded_reader
from assistant.settings import Settings, clock_for
from assistant.spent_tokens import Spent, TodaysLedger
from assistant.take_note import Accept
from knowledge.domain.codes import SourceKind
from knowledge.domain.reading import Reading, ReadingContext
from knowledge.errors import CartoError, NoModel
from knowledge.evaluation.answers import (
    AnswerReport,
    Asked,
    Cited,
    Did,
    Outcome,
    questions_of,
    score_answers,
)
from knowledge.evaluation.labelled_note import LabelledNote
from knowledge.reading.contract import Reader

# The model alone, with a failure counted as one; or as people meet it, with the embedded engine behind.
Engine = Literal["embedded", "model", "auto"]
_KINDS = {"transcript": SourceKind.TRANSCRIPT, "email": SourceKind.EMAIL}
_EMBEDDED = "embedded"


@dataclass(frozen=True, slots=True)
class FailedQuestion:
    """A question the engine gave no answer of its own to; ``kind`` says why, such as ``timeout``."""

    note_id: str
    question: str
    kind: str


@dataclass(frozen=True, slots=True)
class AnswersEvaluation:
    """A report, and which engine it is about; ``engines`` counts the answers each one gave."""

    engine: Engine
    accept: Accept
    engines: Mapping[str, int]
    report: AnswerReport
    failed: tuple[FailedQuestion, ...] = ()
    spent: Spent | None = None


def evaluate_answers(
    notes: Sequence[LabelledNote],
    settings: Settings,
    *,
    engine: Engine = "embedded",
    accept: Accept = "all",
    http_client: object | None = None,
    on_question: Callable[[], None] | None = None,
) -> AnswersEvaluation:
    """Ask every question of ``notes`` about its own account, with every note of all of them kept.

    ``accept`` says what becomes of what is read in the notes. ``http_client`` takes the place of the
    connection to the model, and ``on_question`` is called after each question. Raises ``NoModel``
    where a model is to answer and none is set.
    """
    if engine == "model" and settings.model.for_use("answering") is None:
        raise NoModel
    asked = questions_of(notes)
    outcomes: list[Outcome] = []
    engines: Counter[str] = Counter()
    # The workspace passes away and lives on another day; what is spent counts today, at the person's home.
    ledger = TodaysLedger(settings.home, clock_for(settings))
    with _workspace_with(notes, settings, accept, engine, http_client, ledger) as (ws, unkept):
        for one in asked:
            refused = unkept.get(one.note_id)
            made = refused or _answer_to(ws, one, engine)
            outcomes.append(_outcome(ledger, made, engine))
            if isinstance(made, Answer):
                engines[made.engine] += 1
            if on_question is not None:
                on_question()
    report = score_answers(asked, outcomes, {note.id: note.labels.account for note in notes})
    failed = tuple(
        FailedQuestion(one.note_id, one.question.q, got.failure)
        for one, got in zip(asked, outcomes, strict=True)
        if got.did == "failed"
    )
    spent = ledger.spent() if ledger.calls else None
    return AnswersEvaluation(engine, accept, dict(engines), report, failed, spent)


class _Alone:
    """Reads each note as if it were the first of its account, as when reading itself is measured.

    The model is then asked what it was asked there, and a recording of those readings fits.
    """

    def __init__(self, reader: Reader) -> None:
        self._reader = reader

    @property
    def name(self) -> str:
        """Which reader reads."""
        return self._reader.name

    @property
    def version(self) -> str:
        """Its version."""
        return self._reader.version

    def read(self, text: str, context: ReadingContext) -> Reading:
        """What the reader finds without knowing anybody."""
        return self._reader.read(text, context.model_copy(update={"known_people": ()}))


@contextmanager
def _workspace_with(
    notes: Sequence[LabelledNote],
    settings: Settings,
    accept: Accept,
    engine: Engine,
    http_client: object | None,
    ledger: TodaysLedger,
) -> Iterator[tuple[Workspace, dict[str, str]]]:
    """A workspace on the day after the last note, and what kept a note out, by its id."""
    days = [note.labels.date for note in notes if note.labels.date]
    today = (max(days) + timedelta(days=1)).isoformat() if days else settings.today
    with tempfile.TemporaryDirectory() as folder:
        own = settings.model_copy(
            update={"home": Path(folder), "today": today, "us": None, "our_people": ()}
        )
        with open_workspace(own) as opened:
            ws = replace(opened, http_client=http_client, call_ledger=ledger)
            reader = embedded_reader() if engine == "embedded" else ws.reader()
            ws = replace(ws, new_reader=lambda: _Alone(reader))
            lines = [_import_line(note) for note in sorted(notes, key=_day_of)]
            imported = list(import_notes(ws, lines, accept=accept))
            unkept = {str(one.id): one.error_code for one in imported if one.error_code}
            yield ws, unkept


def _day_of(note: LabelledNote) -> str:
    return str(note.labels.date)


def _import_line(note: LabelledNote) -> str:
    labels = note.labels
    line = {
        "id": note.id,
        "account": labels.account,
        "date": str(labels.date),
        "text": note.text,
        "kind": _KINDS.get(note.style or "", SourceKind.NOTE),
        "author": labels.author,
        "us": labels.us,
        "our_people": labels.our_people,
    }
    return json.dumps(line, ensure_ascii=False)


def _answer_to(ws: Workspace, asked: Asked, engine: Engine) -> Answer | str:
    """The answer, or the code of what stood in its way."""
    q, account, lang = asked.question.q, asked.account, asked.question.lang
    try:
        if engine == "embedded":
            return answer(ws, q, account, None, lang)
        from assistant.answering import answer_question_best

        return answer_question_best(ws, q, account, None, lang, engine=engine)
    except CartoError as error:
        return error.code


def _outcome(ledger: TodaysLedger, made: Answer | str, engine: Engine) -> Outcome:
    """What counts of an answer; where the model alone was asked, one of the other engine is none."""
    if isinstance(made, str):
        return Outcome("failed", failure=made)
    if engine == "model" and made.engine == _EMBEDDED:
        return Outcome("failed", dropped=made.dropped, failure=_why_not(ledger, made))
    cited = tuple(Cited(one.source_id, one.quote) for one in made.citations)
    did = _DID.get(made.kind, "answered")
    return Outcome(did, cited, made.account, made.dropped, words=made.answer)


_DID: dict[AnswerKind, Did] = {"unknown": "abstained", "clarify": "asked_back"}


def _why_not(ledger: TodaysLedger, stood_in: Answer) -> str:
    """Why the embedded engine stood in for the model."""
    if stood_in.dropped:
        return "nothing_left"
    last = ledger.calls[-1:]
    return last[0].outcome if last and last[0].outcome != "ok" else "fell_back"
