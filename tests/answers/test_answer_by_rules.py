"""Questions put to a workspace whose notes are in ``scene``."""

import json
from datetime import date
from pathlib import Path

import pytest

from assistant.answer_by_rules import answer, answer_lines
from assistant.answers.asking import EmptyQuestion, FutureDay, QuestionTooLong
from assistant.bootstrap import Workspace
from knowledge.errors import UnknownAccount
from tests.answers.scene import BANK, NOTES, SHIPYARD_1, furnished

YARD, BANK_NAME = "Tarbet Shipyard", "Banque Duhautoy"
TEXTS = {external_id: text for external_id, _, _, text in NOTES}


@pytest.mark.parametrize("question", ["Who chooses the software?", "Qui choisit le logiciel ?"])
def test_a_fact_answers_with_its_words(reviewed: Workspace, question: str) -> None:
    found = answer(reviewed, question, YARD)
    assert found.kind == "fact"
    assert "Alasdair Moncur" in found.answer
    assert found.citations[0].source_id == "y1"
    assert found.citations[0].fact_id is not None


@pytest.mark.parametrize("question", ["Who chooses the software?", "Qui choisit le logiciel ?"])
def test_what_waits_answers_as_to_confirm(waiting: Workspace, question: str) -> None:
    found = answer(waiting, question, YARD)
    assert found.kind == "to_confirm"
    assert found.citations[0].quote == "the software is his to choose"
    assert found.citations[0].fact_id is None


def test_the_frame_is_in_the_askers_language_and_the_quote_in_its_own(reviewed: Workspace) -> None:
    assert "tient le budget" in answer(reviewed, "Qui paie ?", YARD).answer
    assert "holds the budget" in answer(reviewed, "Who pays?", YARD).answer


@pytest.mark.parametrize(
    ("question", "account", "source", "words"),
    [
        ("Who shapes the decision behind the scenes?", YARD, "y1", "Moncur always asks him first"),
        ("Who does Moncur listen to?", YARD, "y1", "Moncur always asks him first"),
        ("What are their pain points?", YARD, "y1", "fitters cut pipe from the wrong drawing"),
        ("Which promises are overdue?", YARD, "y1", "two reference yards"),
        ("Quelles sont les réticences de Rhoda ?", YARD, "y2", "won't pay for seats"),
        ("Where does Rhoda stand?", YARD, "y2", "won't pay for seats"),
        ("Who is Wullie Drever?", YARD, "y1", "Wullie Drever, foreman plater"),
        ("How many drawings are in the archive?", YARD, "y2", "900 drawings"),
        ("When does the tender board meet?", YARD, "y2", "2 June"),
        ("Quel budget est prévu ?", BANK_NAME, "b1", "175 000 €"),
        ("Qui signe ?", BANK_NAME, "b1", "Maryvonne Lescop signe"),
        ("Quelle part des dossiers part chez le voisin ?", BANK_NAME, "b1", "11 % des dossiers"),
    ],
)
@pytest.mark.parametrize("accepted", [True, False])
def test_the_words_that_answer_are_cited_first(
    request: pytest.FixtureRequest,
    accepted: bool,
    question: str,
    account: str,
    source: str,
    words: str,
) -> None:
    ws: Workspace = request.getfixturevalue("reviewed" if accepted else "waiting")
    found = answer(ws, question, account)
    assert found.citations, found.answer
    assert found.citations[0].source_id == source
    assert words in found.citations[0].quote


@pytest.mark.parametrize(
    ("question", "account"),
    [
        ("What is the phone number of Rhoda?", YARD), ("How much did Drawvault quote?", YARD),
        ("Pourquoi le pilote a-t-il été arrêté ?", YARD), ("Quand rentre M. Armand de Tanger ?", BANK_NAME),
        ("Who is the head of marketing?", BANK_NAME), ("Qui a remplacé Maryvonne Lescop ?", BANK_NAME),
    ],
)  # fmt: skip
def test_what_no_note_says_is_unknown_and_uncited(
    reviewed: Workspace, question: str, account: str
) -> None:
    found = answer(reviewed, question, account)
    assert found.kind == "unknown"
    assert found.citations == ()


def test_unknown_says_what_was_searched(reviewed: Workspace) -> None:
    assert "2 notes" in answer(reviewed, "What colour is the crane?", YARD).answer
    assert "1 note" in answer(reviewed, "De quelle couleur est la grue ?", BANK_NAME).answer


def test_every_quote_stands_where_it_says(reviewed: Workspace, waiting: Workspace) -> None:
    for ws in (reviewed, waiting):
        for question in ("Who decides?", "What are the next steps?", "How many drawings?"):
            for citation in answer(ws, question, YARD).citations:
                assert citation.start is not None
                assert citation.end is not None
                text = TEXTS[citation.source_id]
                assert text[citation.start : citation.end] == citation.quote


def test_an_account_is_found_by_the_question(reviewed: Workspace) -> None:
    found = answer(reviewed, "Who decides at Tarbet?")
    assert found.account == YARD
    assert {citation.source_id for citation in found.citations} == {"y1"}


def test_a_person_only_one_account_knows_settles_the_account(reviewed: Workspace) -> None:
    assert answer(reviewed, "Who is Isobel Strachan?").account == YARD


def test_a_question_that_fits_two_accounts_is_asked_back(reviewed: Workspace) -> None:
    found = answer(reviewed, "Who decides?")
    assert found.kind == "clarify"
    assert set(found.choices) == {YARD, BANK_NAME}
    assert found.citations == ()


def test_nothing_of_another_account_is_ever_cited(reviewed: Workspace) -> None:
    found = answer(reviewed, "Quel budget est prévu ?", YARD)
    assert found.kind == "unknown"


def test_as_of_a_day_before_the_note_knows_nothing(reviewed: Workspace) -> None:
    found = answer(reviewed, "Where does Rhoda stand?", YARD, as_of=date(2026, 4, 1))
    assert found.kind == "unknown"


def test_the_question_itself_may_say_as_of_when(reviewed: Workspace) -> None:
    early = answer(reviewed, "What did we believe in January about who decides?", YARD)
    late = answer(reviewed, "What did we believe in March about who decides?", YARD)
    assert early.kind == "unknown"
    assert "Alasdair Moncur" in late.answer


def test_gaps_are_said_as_inference(reviewed: Workspace) -> None:
    found = answer(reviewed, "What don't we know yet?", YARD)
    assert found.kind == "inference"
    assert "sign" in found.answer


def test_refusals(reviewed: Workspace) -> None:
    with pytest.raises(EmptyQuestion):
        answer(reviewed, "  ?! ", YARD)
    with pytest.raises(QuestionTooLong):
        answer(reviewed, "why " * 1000, YARD)
    with pytest.raises(FutureDay):
        answer(reviewed, "Who decides?", YARD, as_of=date(2026, 7, 1))
    with pytest.raises(UnknownAccount):
        answer(reviewed, "Who decides?", "Nowhere Ltd")


def test_lines_keep_their_ids_and_a_bad_one_stops_nothing(reviewed: Workspace) -> None:
    lines = [
        json.dumps({"id": 1, "q": "Who decides?", "account": YARD}),
        "{not json",
        json.dumps({"id": 3}),
        json.dumps({"id": 4, "q": "Who decides?", "account": "Nowhere"}),
        json.dumps({"id": 5, "q": "Who decides?", "account": YARD, "as_of": "2026-13-01"}),
        json.dumps({"id": 6, "q": "Qui signe ?", "account": BANK_NAME, "as_of": "2026-05-01"}),
    ]
    made = list(answer_lines(reviewed, lines))
    assert [one["id"] for one in made] == [1, None, 3, 4, 5, 6]
    codes = [one.get("error", {}).get("code") for one in made]
    assert codes == [None, "bad_question", "bad_question", "unknown_account", "bad_date", None]
    assert all(one["error"]["message"] for one in made if "error" in one)


def test_the_published_shape(reviewed: Workspace) -> None:
    made = answer(reviewed, "Who decides?", YARD).to_json_object()
    assert list(made) == ["question", "account", "answer", "kind", "citations", "engine"]
    assert list(made["citations"][0]) == [
        "source_id", "kind", "url", "quote", "start", "end", "date", "fact_id",
    ]  # fmt: skip
    assert made["engine"] == "embedded"


def test_controls_of_a_note_do_not_reach_the_frame(tmp_path: Path) -> None:
    dirty = "The crane\x1b[31m is \u202e blue and 40 metres high.\n"
    with furnished(tmp_path, "none", (("d1", "Dirty", "2026-03-01", dirty),)) as ws:
        found = answer(ws, "How high is the crane?", "Dirty")
    assert not {"\x1b", "\u202e"} & set(found.answer)


def test_the_notes_on_the_page_are_what_was_meant() -> None:
    assert "Alasdair Moncur" in SHIPYARD_1
    assert "Lescop" in BANK
