"""Asking the questions of labelled notes: what is kept, what is asked, and of which day."""

from pathlib import Path
from typing import Any

from assistant.evaluate_answers import evaluate_answers
from assistant.settings import Settings, load_settings
from knowledge.evaluation.labelled_note import LabelledNote
from tests.evaluation.build import gold


def asking(q: str, quote: str | None, lang: str = "en") -> dict[str, Any]:
    answer = None if quote is None else "said"
    return {"q": q, "lang": lang, "answer": answer, "quote": quote}


def two_notes() -> list[LabelledNote]:
    return [
        gold(
            "Met Claire Duval, CFO. The final decision is hers. Karim Haddad signs.",
            id="a",
            questions=[
                asking("Who decides?", "The final decision is hers"),
                asking("What does their roof cost?", None),
            ],
        ),
        gold(
            "Met Amir Sol, plant manager. He complains that forklifts break down every week.",
            id="b",
            account="Marlowe",
            questions=[asking("What breaks down at Marlowe?", "forklifts break down every week")],
        ),
    ]


def own(home: Path) -> Settings:
    return load_settings(home=home, today="2020-01-01", us="Somebody else")


def test_each_question_is_asked_of_its_own_account_on_the_day_after_the_notes(
    tmp_path: Path,
) -> None:
    evaluation = evaluate_answers(two_notes(), own(tmp_path))
    totals = evaluation.report.totals_of()
    assert (totals.questions, totals.answerable, totals.failed) == (3, 2, 0)
    assert evaluation.report.share_of("source_first").right == 2
    assert evaluation.report.share_of("abstention_recall").right == 1
    assert evaluation.report.share_of("wrong_account").right == 0
    assert (evaluation.engines, evaluation.spent) == ({"embedded": 3}, None)
    # The person's own folder is left as it was.
    assert list(tmp_path.iterdir()) == []


def test_nothing_accepted_still_answers_from_words_and_what_waits(tmp_path: Path) -> None:
    evaluation = evaluate_answers(two_notes(), own(tmp_path), accept="none")
    assert evaluation.accept == "none"
    assert evaluation.report.share_of("source_in_three").right == 2


def test_a_note_that_cannot_be_kept_fails_its_questions_and_no_other(tmp_path: Path) -> None:
    settings = own(tmp_path)
    short = settings.model_copy(
        update={"limits": settings.limits.model_copy(update={"note_bytes": 75})}
    )
    evaluation = evaluate_answers(two_notes(), short)
    assert [(one.note_id, one.kind) for one in evaluation.failed] == [("b", "text_refused")]
    assert evaluation.report.totals_of().answered == 1


def test_every_question_is_a_step(tmp_path: Path) -> None:
    steps: list[int] = []
    evaluate_answers(two_notes(), own(tmp_path), on_question=lambda: steps.append(1))
    assert len(steps) == 3
