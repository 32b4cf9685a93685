"""The options of a review as choices, and the answers typed on a terminal."""

import io
from dataclasses import replace

import pytest

from integrations.cli.choices import choices_from
from integrations.cli.errors import BadEdit, NothingChosen, TwoVerdicts
from integrations.cli.interactive import ask_choices
from integrations.cli.output import Output
from integrations.cli.typed_codes import code_typed
from knowledge.domain.codes import Band
from knowledge.domain.proposals import Verdict
from knowledge.domain.review import Choice
from knowledge.errors import BadSelection
from tests.cli.samples import open_sample, sample_lines

PROPOSAL = open_sample().proposal
A, E, R = Verdict.ACCEPT, Verdict.EDIT, Verdict.REJECT


def chosen(
    accept: str | None = None, reject: str | None = None, *edits: str
) -> list[tuple[int, Verdict]]:
    return [(one.number, one.verdict) for one in choices_from(PROPOSAL, accept, reject, edits)]


def test_numbers_come_before_words() -> None:
    assert chosen("1,3", "all") == [(1, A), (3, A), (2, R), (4, R), (5, R)]
    assert chosen("all", "3-4") == [(3, R), (4, R), (1, A), (2, A)]


def test_sure_lines_are_accepted_together_and_the_rest_rejected() -> None:
    assert chosen("sure", "rest") == [(1, A), (2, A), (5, R)]


def test_a_word_never_rejects_what_an_accepted_line_stands_on() -> None:
    assert chosen("2", "all") == [(2, A), (3, R), (4, R), (5, R)]


def test_an_edit_holds_what_was_typed_after_the_first_equals_sign() -> None:
    assert choices_from(PROPOSAL, None, None, ["2= a = b "]) == (Choice(2, E, "a = b"),)


def test_an_edit_understands_labels_of_both_languages() -> None:
    assert choices_from(PROPOSAL, None, None, ["3=Favorable"]) == (Choice(3, E, "supporter"),)
    assert code_typed("person.role", "décideur") == "decision_maker"
    assert code_typed("person.title", "supporter of art") == "supporter of art"


@pytest.mark.parametrize("edit", ["2", "=x", "two=x", "2=", "2= ", "²=x", ""])
def test_an_edit_without_number_or_value_is_refused(edit: str) -> None:
    with pytest.raises(BadEdit):
        chosen(None, None, edit)


def test_a_line_takes_one_answer() -> None:
    with pytest.raises(TwoVerdicts):
        chosen("1-2", "2")


def test_words_that_choose_nothing_are_refused() -> None:
    with pytest.raises(BadSelection):
        chosen("some")
    with pytest.raises(NothingChosen):
        chosen("none")


class Typing(Output):
    """An output whose person types these answers."""

    def __init__(self, *answers: str) -> None:
        super().__init__("en", stdout=io.StringIO(), stderr=io.StringIO())
        self._answers = list(answers)
        self.asked: list[str] = []

    def ask(self, question: str) -> str:  # type: ignore[explicit-override]
        self.asked.append(question)
        if not self._answers:
            raise EOFError
        return self._answers.pop(0)


def test_a_person_decides_line_by_line() -> None:
    out = Typing("", "e", "favorable", "r", "")
    assert ask_choices(open_sample(), out) == (
        Choice(1, A),
        Choice(2, A),
        Choice(3, E, "supporter"),
        Choice(4, R),
    )
    assert "champion, supporter" in out.asked[2]


def test_the_sure_lines_can_be_taken_one_by_one() -> None:
    choices = ask_choices(open_sample(), Typing("n", "a", "r", "s", "s", "r"))
    # Line 5 of the rest asks who is meant, so it is not rejected with the others.
    assert choices == (Choice(1, A), Choice(2, R))


def test_leaving_keeps_what_was_decided() -> None:
    assert ask_choices(open_sample(), Typing("y", "q")) == (Choice(1, A), Choice(2, A))
    assert ask_choices(open_sample(), Typing("y")) == (Choice(1, A), Choice(2, A))
    assert ask_choices(open_sample(), Typing("q")) == ()


@pytest.mark.parametrize(
    ("answer", "choice"),
    [
        ("1", (Choice(5, A, "per_7"),)),
        ("n", (Choice(5, A, "new"),)),
        ("r", (Choice(5, R),)),
        ("3", ()),
        ("", ()),
        ("²", ()),
    ],
)
def test_an_unclear_line_asks_who_is_meant(answer: str, choice: tuple[Choice, ...]) -> None:
    unclear = replace(sample_lines()[4], band=Band.DECIDE)
    assert ask_choices(open_sample(lines=(unclear,)), Typing(answer)) == choice
