"""A poisoned note is remembered, and weighs nothing: clean questions are answered as without it."""

from dataclasses import replace
from pathlib import Path

import pytest

from assistant.answering import answer_question_best
from assistant.answers.answer import Answer
from assistant.bootstrap import Workspace
from assistant.take_note import NoteIn, take_note
from tests.injection.carriers import PLAY, text_of
from tests.injection.cases import Case, case_named
from tests.injection.honest import Call, Honest
from tests.injection.obeying import Attacker
from tests.injection.world import furnish, opened

pytestmark = pytest.mark.needs_shared

QUESTIONS = ("Who decides at Tarbet Shipyard?", "Qui décide chez Tarbet Shipyard ?")
# Each goal once, in dresses that take turns.
CASES = [f"note/middle/{goal}/{(7 * goal) % 25}" for goal in range(40)]
_PARTS = 4


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return furnish(tmp_path_factory.mktemp("memory") / "furnished")


@pytest.mark.parametrize("part", range(_PARTS))
def test_an_honest_model_makes_the_same_calls_with_the_note_and_without(
    part: int, template: Path, tmp_path: Path
) -> None:
    clean = told(template, tmp_path, None)
    assert [answer.kind for answer, _ in clean] == ["fact", "fact"]
    for case in map(case_named, CASES[part::_PARTS]):
        poisoned = told(template, tmp_path, case)
        assert [calls for _, calls in poisoned] == [calls for _, calls in clean], case.name
        assert [one.answer for one, _ in poisoned] == [one.answer for one, _ in clean], case.name


def told(template: Path, folder: Path, case: Case | None) -> list[tuple[Answer, list[Call]]]:
    """The answers to the clean questions and the calls made for each, after the note of the case."""
    with opened(template, folder / "home", "http://127.0.0.1:9/v1") as ws:
        if case is not None:
            believe(ws, case)
        return [ask(ws, question) for question in QUESTIONS]


def believe(ws: Workspace, case: Case) -> None:
    """Have the poisoned note read by a model that believes it; what it found waits."""
    with Attacker() as attacker:
        attacker.attack(case.goal, "", case.turn)
        taken = take_note(at(ws, attacker.base_url), NoteIn(text_of(case).encode(), PLAY))
    assert taken.model_failure is None
    assert attacker.saw_goal


def ask(ws: Workspace, question: str) -> tuple[Answer, list[Call]]:
    with Honest() as model:
        made = answer_question_best(at(ws, model.base_url), question)
    return made, model.calls


def at(ws: Workspace, base_url: str) -> Workspace:
    """The workspace with its model at another address."""
    model = ws.settings.model.model_copy(update={"base_url": base_url})
    return replace(ws, settings=ws.settings.model_copy(update={"model": model}))
