"""What a strong model reads with our prompts, as recorded: not below what the prompts are meant for."""

import pytest

from assistant.evaluate_reader import Evaluation
from assistant.recorded.replies import RecordedReplies
from tests.docs.figures import REPLIES, notes_in, recorded_reading

GOALS = {"people": 0.98, "roles": 0.90, "stances": 0.85, "next_steps": 0.90}
LABELLED = "knowledge/evaluation/labelled"


@pytest.fixture(scope="module", params=["dev", "test"])
def measured(request: pytest.FixtureRequest) -> Evaluation:
    found = recorded_reading(
        notes_in(f"{LABELLED}/{request.param}-*.jsonl"), RecordedReplies(REPLIES)
    )
    assert found is not None
    return found


@pytest.mark.parametrize(("kind", "goal"), GOALS.items())
@pytest.mark.parametrize("lang", ["en", "fr"])
def test_each_kind_reaches_its_goal_in_each_language(
    measured: Evaluation, kind: str, goal: float, lang: str
) -> None:
    f1 = measured.report.score_of(kind, lang).f1
    assert f1 is not None
    assert f1.value >= goal


def test_no_quote_is_shown_that_is_not_in_its_text(measured: Evaluation) -> None:
    totals = measured.report.totals_of()
    assert (totals.quotes_absent, totals.unread, measured.failed) == (0, 0, ())
    assert totals.quotes > 300


def test_at_least_forty_notes_and_sixty_questions_are_recorded_half_of_them_french() -> None:
    notes = notes_in(f"{LABELLED}/dev-*.jsonl {LABELLED}/test-*.jsonl")
    assert len(notes) >= 40
    assert sum(len(note.questions) for note in notes) >= 60
    assert sum(note.lang != "en" for note in notes) * 2 >= len(notes)
