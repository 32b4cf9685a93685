"""How answers to labelled questions are scored: by what they cite, and by knowing what is not said."""

from typing import Any

import pytest

from knowledge.evaluation.answers import (
    MEASURES,
    AnswerReport,
    Asked,
    Cited,
    Outcome,
    questions_of,
    same_words,
    score_answers,
)
from knowledge.evaluation.labelled_note import Question
from tests.evaluation.build import gold

QUOTE = "the choice is mine"
NOTE, OTHER = Cited("n1", QUOTE), Cited("n2", "Amir will send the plan")
ACCOUNTS = {"n1": "Lagrange", "n2": "Lagrange", "x1": "Marlowe"}


def asked(answer: str | None = "Claire", lang: str = "en", note_id: str = "n1") -> Asked:
    quote = QUOTE if answer else None
    given = {"q": "Who chooses?", "lang": lang, "answer": answer, "quote": quote}
    return Asked(note_id, "Lagrange", Question.model_validate(given))


def scored(one: Asked, got: Outcome) -> AnswerReport:
    return score_answers([one], [got], ACCOUNTS)


def held(report: AnswerReport) -> dict[str, tuple[int, int]]:
    """(cases, held) of the measures that have a case."""
    shares = ((one, report.share_of(one)) for one in MEASURES)
    return {kind: (share.of, share.right) for kind, share in shares if share.of}


@pytest.mark.parametrize(
    ("cited", "first", "in_three", "quote"),
    [
        ((NOTE,), 1, 1, 1),
        ((OTHER, OTHER, NOTE), 0, 1, 1),
        ((OTHER, OTHER, OTHER, NOTE), 0, 0, 1),
        ((Cited("n1", "Claire Duval came by"),), 1, 1, 0),
        ((Cited("n2", "The Choice is, mine!"),), 0, 0, 1),
        ((), 0, 0, 0),
    ],
    ids=["right", "third", "fourth", "other-words", "same-words-elsewhere", "nothing"],
)
def test_an_answer_is_held_against_the_note_and_the_words_it_should_cite(
    cited: tuple[Cited, ...], first: int, in_three: int, quote: int
) -> None:
    assert held(scored(asked(), Outcome("answered", cited))) == {
        "source_first": (1, first),
        "source_in_three": (1, in_three),
        "quote": (1, quote),
        "wrong_account": (1, 0),
    }


@pytest.mark.parametrize(
    ("answer", "outcome", "expected"),
    [
        (None, Outcome("abstained"), {"abstention_precision": (1, 1), "abstention_recall": (1, 1)}),
        (None, Outcome("answered", (NOTE,)), {"abstention_recall": (1, 0), "wrong_account": (1, 0)}),
        (None, Outcome("failed"), {"abstention_recall": (1, 0)}),
        (None, Outcome("asked_back"), {"abstention_recall": (1, 0)}),
        ("Claire", Outcome("abstained"),
         {"source_first": (1, 0), "source_in_three": (1, 0), "quote": (1, 0),
          "abstention_precision": (1, 0)}),
        ("Claire", Outcome("failed", failure="timeout"),
         {"source_first": (1, 0), "source_in_three": (1, 0), "quote": (1, 0)}),
    ],
)  # fmt: skip
def test_not_knowing_is_right_where_the_notes_do_not_say(
    answer: str | None, outcome: Outcome, expected: dict[str, Any]
) -> None:
    assert held(scored(asked(answer), outcome)) == expected


@pytest.mark.parametrize(
    ("outcome", "wrong"),
    [
        (Outcome("answered", (NOTE,), "Lagrange"), 0),
        (Outcome("answered", (NOTE,), "Marlowe"), 1),
        (Outcome("answered", (NOTE, Cited("x1", "elsewhere")), "Lagrange"), 1),
        (Outcome("answered", (Cited("person:local", "typed"),), "Lagrange"), 0),
    ],
)
def test_an_answer_from_another_account_is_wrong(outcome: Outcome, wrong: int) -> None:
    assert held(scored(asked(), outcome))["wrong_account"] == (1, wrong)


def test_languages_are_those_of_the_questions_and_counts_add_up() -> None:
    questions = [asked(), asked(lang="fr"), asked(None, "fr"), asked(None, "fr", "n2")]
    outcomes = [
        Outcome("answered", (NOTE,), dropped=2), Outcome("asked_back"), Outcome("abstained"),
        Outcome("failed", dropped=1),
    ]  # fmt: skip
    report = score_answers(questions, outcomes, ACCOUNTS)
    assert [one.lang for one in report.totals] == ["en", "fr", "all"]
    french, every = report.totals_of("fr"), report.totals_of()
    assert (french.questions, french.answerable, french.asked_back) == (3, 1, 1)
    assert (every.answered, every.abstained, every.failed, every.dropped) == (1, 1, 1, 3)
    assert report.share_of("source_first", "fr").right == 0


def test_mistakes_say_what_was_asked_expected_and_found() -> None:
    report = scored(asked(), Outcome("answered", (OTHER,), "Marlowe"))
    assert {one.kind for one in report.mistakes} == {
        "source_first", "source_in_three", "quote", "wrong_account",
    }  # fmt: skip
    one = report.mistakes[0]
    assert (one.question, one.expected, one.found) == ("Who chooses?", QUOTE, OTHER.quote)
    assert scored(asked(), Outcome("answered", (NOTE,))).mistakes == ()


def test_words_are_counted_as_often_as_both_have_them() -> None:
    assert same_words("Élu, élu!", "elu elu") == 1.0
    assert same_words("a b", "b c") == 0.5
    assert same_words("no no no", "no") == 0.5
    assert same_words("", "a") == 0.0


def test_every_question_of_every_note_is_asked_about_its_account() -> None:
    given = [{"q": "Who?", "lang": "fr", "answer": None, "quote": None}]
    notes = [gold("Some text.", id="a", questions=given), gold("More.", id="b")]
    assert [(one.note_id, one.account) for one in questions_of(notes)] == [("a", "Lagrange")]


def test_no_questions_give_a_report_without_figures_and_a_lost_answer_is_our_mistake() -> None:
    assert score_answers([], [], {}).totals_of().questions == 0
    with pytest.raises(ValueError, match="shorter"):
        score_answers([asked()], [], {})
