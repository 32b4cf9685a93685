"""Results: bounded, free of our ids, and the same bytes for the same notes in any store."""

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest

from assistant.answer_by_rules import answer
from assistant.bootstrap import Workspace
from tests.answers.scene import furnished
from tests.tools.calling import call, in_scope, scope_of
from tests.tools.scene import NOTES, PORT, port
from tools.result import MOST_CHARS

EVERY_CALL: tuple[tuple[str, dict[str, Any]], ...] = (
    ("find_account", {}),
    ("read_map", {}),
    ("read_map", {"person": "Anna Berg"}),
    ("list_people", {}),
    ("list_people", {"power": "decides"}),
    ("list_people", {"quadrant": "to_determine"}),
    ("explain_fact", {"about": "power"}),
    ("explain_fact", {"about": "title"}),
    ("search_notes", {"words": "who decides on the berth plan"}),
    ("timeline", {"from_day": "2026-01-01"}),
    ("open_promises", {}),
    ("coverage_gaps", {}),
    ("compare_dates", {"first_day": "2026-03-15"}),
)


def _told(ws: Workspace, lang: str) -> str:
    """Every call of one turn, as a model sees them."""
    with ws.store.read() as conn:
        scope = scope_of(ws, conn, lang=lang, account=PORT)
        return "\n".join(in_scope(scope, tool, **args).to_json() for tool, args in EVERY_CALL)


@pytest.mark.parametrize("lang", ["en", "fr"])
@pytest.mark.parametrize("accept", ["all", "none"])
def test_the_same_notes_give_the_same_bytes_in_another_store(
    tmp_path_factory: pytest.TempPathFactory, lang: str, accept: str
) -> None:
    told = set()
    for _ in range(3):
        home = tmp_path_factory.mktemp("twin")
        with port(home, accept) as ws:  # type: ignore[arg-type]
            told.add(_told(ws, lang))
    assert len(told) == 1


# Two notes of one day that disagree: which of them is held first must not hang on their ids.
_MORNING, _EVENING = (
    "Anna Berg is for us. Ivo Maas decides.",
    "Anna Berg is against. Lena Roth decides.",
)


def _says(stance: str, words: str, decider: str) -> dict[str, Any]:
    power = {"power": "decides", "quote": f"{decider} decides"}
    return {
        "people": [
            {"name": "Anna Berg", "side": "customer", "stance": {"value": stance, "quote": words}},
            {"name": decider, "side": "customer", "powers": [power]},
        ]
    }


def test_words_of_one_day_that_disagree_are_told_in_the_same_order(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    notes = (("n1", PORT, "2026-06-01", _MORNING), ("n2", PORT, "2026-06-01", _EVENING))
    readings = {
        _MORNING: _says("champion", "Anna Berg is for us", "Ivo Maas"),
        _EVENING: _says("opposed", "Anna Berg is against", "Lena Roth"),
    }
    told = set()
    for _ in range(6):
        with port(tmp_path_factory.mktemp("twin"), "all", notes, readings) as ws:
            told.add(_told(ws, "en"))
    assert len(told) == 1


def test_nothing_of_ours_is_shown(accepted: Workspace, undecided: Workspace) -> None:
    for ws in (accepted, undecided):
        told = _told(ws, "en")
        assert not re.search(r"\b(?:ws|acc|per|src|prp|lin|rev|fct|evt)_[0-9A-Z]{8}", told)
        assert "source_id" not in told
        assert "fact_id" not in told


def test_a_note_without_an_id_of_its_own_shows_none(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    notes = tuple((None, *note[1:]) for note in NOTES)
    with port(tmp_path_factory.mktemp("unnamed"), "all", notes) as ws:  # type: ignore[arg-type]
        assert "src_" not in _told(ws, "en")


def _crowd(people: int) -> tuple[str, dict[str, Any]]:
    lines = [
        f"Person{number:03} Name{number:03} signs, {'and so on ' * 20}" for number in range(people)
    ]
    read = [
        {"name": f"Person{number:03} Name{number:03}", "side": "customer",
         "powers": [{"power": "signs", "quote": lines[number].strip()}]}
        for number in range(people)
    ]  # fmt: skip
    return "\n".join(lines), {"people": read}


def test_a_result_is_bounded_and_says_what_was_left_out(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    text, reading = _crowd(120)
    notes = (("c1", PORT, "2026-06-01", text),)
    with furnished(tmp_path_factory.mktemp("crowd"), "all", notes, {text: reading}) as ws:
        for tool, args in EVERY_CALL:
            found = call(ws, tool, settled=PORT, **args)
            assert len(found.to_json()) <= MOST_CHARS
            assert len(found.evidence) <= 40
        people = call(ws, "list_people", account=PORT, power="signs")
        assert people.counts["people"] == 120
        assert people.counts["left_out"] == 120 - len(people.evidence)
        assert [one.people[0] for one in people.evidence] == sorted(
            one.people[0] for one in people.evidence
        )
        # What was left out is not in the book: a claim can only rest on what was shown.
        with ws.store.read() as conn:
            scope = scope_of(ws, conn)
            shown = in_scope(scope, "list_people", account=PORT, power="signs")
        assert scope.book.all() == shown.evidence


def test_what_a_model_sees_is_json_without_empty_fields(accepted: Workspace) -> None:
    found = call(accepted, "list_people", account=PORT, stance="champion")
    assert json.loads(found.to_json()) == {
        "evidence": [
            {
                "id": "e1",
                "kind": "fact",
                "says": "Anna Berg (coo): champion",
                "quote": "she is our champion",
                "date": "2026-06-10",
                "source": "note",
                "account": PORT,
                "people": ["Anna Berg"],
            }
        ],
        "counts": {"people": 1, "facts": 1, "to_confirm": 0},
    }


# One behaviour: what the embedded engine answers from is what the tools show.

SAME: tuple[tuple[str, str, dict[str, Any]], ...] = (
    ("Who decides?", "list_people", {"power": "decides"}),
    ("Qui décide ?", "list_people", {"role": "decision_maker"}),
    ("Who holds the budget?", "list_people", {"power": "funds"}),
    ("Who is on our side?", "list_people", {"stance": "champion"}),
    ("Who is Anna Berg?", "read_map", {"person": "Anna Berg"}),
    ("What did we promise?", "open_promises", {"side": "ours"}),
    ("Que nous doivent-ils ?", "open_promises", {"side": "theirs"}),
    ("What is overdue?", "open_promises", {"overdue": True}),
    ("What are their pain points?", "read_map", {"part": "pains"}),
    ("What changed since June 2026?", "timeline", {"from_day": "2026-06-01"}),
    ("Y a-t-il des contradictions ?", "read_map", {"part": "contradictions"}),
    ("Who has left?", "list_people", {"status": "left"}),
)


def _facts(citations: Iterator[tuple[str | None, str | None, str]]) -> set[tuple[str | None, str]]:
    return {(fact_id, quote or "") for fact_id, quote, _ in citations}


@pytest.mark.parametrize(("question", "tool", "args"), SAME)
def test_an_embedded_answer_rests_on_what_the_tool_shows(
    accepted: Workspace, undecided: Workspace, question: str, tool: str, args: dict[str, Any]
) -> None:
    for ws in (accepted, undecided):
        made = answer(ws, question, PORT)
        found = call(ws, tool, settled=PORT, **args)
        assert made.kind in ("fact", "to_confirm") or ws is undecided
        rests_on = _facts((one.fact_id, one.quote, one.date) for one in made.citations)
        shown = _facts((one.fact_id, one.quote, one.date) for one in found.evidence)
        assert rests_on <= shown
