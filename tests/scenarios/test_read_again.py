"""Reading again by the model: nothing comes back that people refused or forgot, and no source blocks another."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import timedelta

import pytest

from assistant.bootstrap import Workspace
from assistant.forget import forget_person
from assistant.models.failure import FailureKind, ModelFailure
from assistant.propose_changes import propose_changes
from assistant.read_again import read_again, waiting_readings
from assistant.review_proposal import review
from assistant.take_note import take_note
from knowledge.domain.proposals import Verdict
from knowledge.domain.reading import Reading, ReadingContext
from knowledge.domain.review import Choice
from knowledge.reading.contract import Reader
from tests.scenarios.scripted import ACCOUNT, ScriptedReader, note, note_in, somebody

VISIT = note(
    "2026-03-02",
    "Met Claire Duval, buyer. Paul Roy can stop it.",
    somebody("Claire Duval", title="buyer"),
    somebody("Paul Roy", powers={"vetoes": "Paul Roy can stop it"}),
)
CALL = note("2026-03-09", "Omar Haddad called.", somebody("Omar Haddad"))
RULES = note("2026-03-02", VISIT.text, somebody("Claire Duval", title="buyer"))


@dataclass
class OutReader:
    """Rules standing in for a model that is out."""

    readings: dict[str, Reading]
    failure: ModelFailure = field(default_factory=lambda: ModelFailure("timeout", "m", "h"))
    name: str = "embedded"
    version: str = "1"

    def read(self, text: str, context: ReadingContext) -> Reading:
        return ScriptedReader(self.readings).read(text, context)


@dataclass
class Model:
    """A model's reader; ``meanwhile`` happens while it reads."""

    readings: dict[str, Reading]
    meanwhile: Callable[[str], None] = lambda _: None
    asked: list[str] = field(default_factory=list)
    name: str = "model"
    version: str = "m 1"

    def read(self, text: str, context: ReadingContext) -> Reading:
        self.asked.append(text)
        self.meanwhile(text)
        return ScriptedReader(self.readings).read(text, context)


def missed(ws: Workspace, *notes: object) -> None:
    """Take the notes in while the model is out."""
    for one in (VISIT, CALL):
        if one in notes:
            reader: Reader = OutReader({VISIT.text: RULES.reading, CALL.text: CALL.reading})
            taken = take_note(replace(ws, new_reader=lambda reader=reader: reader), note_in(one))  # type: ignore[misc]
            assert taken.waits_for_model


def model(**more: object) -> Model:
    return Model({VISIT.text: VISIT.reading, CALL.text: CALL.reading}, **more)  # type: ignore[arg-type]


def fail(kind: FailureKind, only: str = "") -> Callable[[str], None]:
    def meanwhile(text: str) -> None:
        if only in text:
            raise ModelFailure(kind, "m", "h")

    return meanwhile


def test_what_the_model_finds_more_is_added_to_the_same_proposal(ws: Workspace) -> None:
    missed(ws, VISIT)
    (done,) = read_again(ws, model())
    assert (done.outcome, done.new_lines) == ("done", 2)
    assert waiting_readings(ws) == []
    with ws.store.read() as conn:
        assert conn.exec_driver_sql("SELECT COUNT(*) FROM proposals").scalar_one() == 1


def test_what_people_rejected_does_not_come_back(ws: Workspace) -> None:
    missed(ws, VISIT)
    with ws.store.read() as conn:
        source = str(conn.exec_driver_sql("SELECT id FROM sources").scalar_one())
    shown = propose_changes(ws, source)
    choices = [Choice(line.number, Verdict.REJECT) for line in shown.pending]
    review(ws, shown.id, choices)
    list(read_again(ws, model()))
    now = propose_changes(ws, source)
    assert not any("Duval" in line.subject_name for line in now.pending)
    assert any("Roy" in line.subject_name for line in now.pending)


def test_somebody_forgotten_while_the_model_reads_stays_forgotten(ws: Workspace) -> None:
    missed(ws, VISIT)
    with ws.store.read() as conn:
        source = str(conn.exec_driver_sql("SELECT id FROM sources").scalar_one())
    shown = propose_changes(ws, source)
    review(ws, shown.id, [Choice(line.number, Verdict.ACCEPT) for line in shown.pending])

    def forget(_: str) -> None:
        forget_person(ws, ACCOUNT, "Claire Duval")

    (one,) = read_again(ws, model(meanwhile=forget))
    assert (one.outcome, one.because) == ("waits", "changed")
    with ws.store.read() as conn:
        kept = conn.exec_driver_sql("SELECT reading_json FROM proposals").scalar_one()
    assert "Duval" not in kept


def test_a_source_that_trips_us_does_not_hold_the_others_up(ws: Workspace) -> None:
    missed(ws, VISIT, CALL)

    def stumble(text: str) -> None:
        if text == VISIT.text:
            raise ValueError(text)

    outcomes = {one.outcome for one in read_again(ws, model(meanwhile=stumble))}
    assert outcomes == {"waits", "done"}
    (left,) = waiting_readings(ws)
    assert (left.because, left.attempts) == ("unexpected", 1)


@pytest.mark.parametrize("kind", ["wrong_key", "unknown_model", "not_allowed", "unreachable"])
def test_what_every_source_would_meet_is_met_once_and_counts_for_none(
    ws: Workspace, kind: FailureKind
) -> None:
    missed(ws, VISIT, CALL)
    asked = model(meanwhile=fail(kind))
    assert [one.because for one in read_again(ws, asked)] == [kind]
    assert len(asked.asked) == 1
    assert [one.attempts for one in waiting_readings(ws)] == [0, 0]


def test_a_failure_of_one_source_counts_for_it_and_the_next_is_read(ws: Workspace) -> None:
    missed(ws, VISIT, CALL)
    outcomes = [one.outcome for one in read_again(ws, model(meanwhile=fail("garbled", "Duval")))]
    assert sorted(outcomes) == ["done", "waits"]
    (left,) = waiting_readings(ws)
    assert left.attempts == 1
    assert left.due_at - left.queued_at >= timedelta(minutes=10)
