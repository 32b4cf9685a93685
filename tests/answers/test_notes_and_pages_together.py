"""Questions that need more than one source, put to the sample notes as they are shipped."""

from collections.abc import Iterator

import pytest

from assistant.answer_by_rules import answer
from assistant.answers.parts import parts_of
from assistant.bootstrap import Workspace, open_workspace
from assistant.demo_notes import TOLD_ON, demo_lines
from assistant.import_notes import import_notes
from assistant.settings import Limits, Settings

FUNDS = "180 000 € inscrits pour le suivi des bacs"
LOST = "ce qui ne sera pas engagé à la fin du programme est perdu"
ENDS = "Le programme Boucle se terminera le 15 décembre 2026"


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    settings = Settings(
        home=tmp_path_factory.mktemp("demo"),
        today=TOLD_ON,
        us="Halvenne",
        our_people=("Solène Kerdraon", "Fergus Oyelaran", "Naïm Belkadour"),
        limits=Limits(),
    )
    with open_workspace(settings) as ws:
        list(import_notes(ws, demo_lines(), accept="none"))
        yield ws


@pytest.mark.parametrize(
    "question",
    [
        "Avant quelle date l'enveloppe de 180 000 € pour le suivi des bacs doit-elle être engagée, "
        "et quand finit le programme Boucle ?",
        "Avant quelle date faut-il engager les 180 000 € ?",
        "By when must the 180 000 € be committed, and when does the Boucle programme end?",
    ],
)
def test_a_note_and_the_article_it_leans_on_are_cited_together(
    demo: Workspace, question: str
) -> None:
    found = answer(demo, question, "Ambrelac")
    words = {citation.source_id: citation.quote for citation in found.citations}
    assert found.kind != "unknown"
    assert FUNDS in words["fr-2"]
    assert LOST in words["fr-2"]
    assert ENDS in words["fr-article"]
    assert {citation.date for citation in found.citations} == {"2026-03-26", "2026-05-19"}


def test_the_part_nothing_answers_is_said(demo: Workspace) -> None:
    question = "Quand finit le programme Boucle, et combien gagne Damir Vukelja ?"
    found = answer(demo, question, "Ambrelac")
    assert found.citations[0].source_id == "fr-article"
    assert "Les notes ne disent pas : combien gagne Damir Vukelja" in found.answer


@pytest.mark.parametrize(
    "question",
    ["Quand finit la subvention régionale ?", "Avant quelle date faut-il renouveler le bail ?",
     "By when must the lease be renewed?"],
)  # fmt: skip
def test_what_no_source_says_stays_unknown(demo: Workspace, question: str) -> None:
    assert answer(demo, question, "Ambrelac").kind == "unknown"


@pytest.mark.parametrize(
    ("question", "parts"),
    [
        ("Qui choisit et qui signe ?", ["Qui choisit", "qui signe ?"]),
        ("Where is he going, and when?", ["Where is he going", "when?"]),
        ("Who is Gareth, who works for Bob?", ["Who is Gareth, who works for Bob?"]),
        ("Marc et Anne, qui décide ?", ["Marc et Anne, qui décide ?"]),
    ],
)
def test_the_parts_of_a_question(question: str, parts: list[str]) -> None:
    assert [part.question for part in parts_of(question)] == parts


@pytest.mark.parametrize(
    ("question", "account"),
    [("which of my accounts mention Palotrak", "Ambrelac"),
     ("Quels comptes parlent de Pingmoor ?", "Marrowby Hospitals")],
)  # fmt: skip
def test_accounts_that_mention_something_are_listed_with_a_quote(
    demo: Workspace, question: str, account: str
) -> None:
    found = answer(demo, question)
    assert found.kind == "to_confirm"
    assert found.answer.startswith(account)
    assert found.citations


def test_accounts_that_mention_nothing_of_the_kind(demo: Workspace) -> None:
    assert answer(demo, "which of my accounts mention zeppelins").kind == "unknown"


@pytest.mark.parametrize(
    "question", ["Who decides?", "Qui décide ?", "Who pays?", "Qui paie ?", "Who is the CFO?"]
)
def test_without_an_account_it_asks_which(demo: Workspace, question: str) -> None:
    found = answer(demo, question)
    assert found.kind == "clarify"
    assert set(found.choices) == {"Ambrelac", "Marrowby Hospitals"}


def test_a_passage_is_not_called_unreviewed(demo: Workspace) -> None:
    found = answer(demo, "Quand finit le programme Boucle ?", "Ambrelac")
    assert found.kind == "to_confirm"
    assert "telle quelle" in found.remark
    assert answer(demo, "When does the Boucle programme end?", "Ambrelac").remark.startswith(
        "Quoted"
    )


@pytest.mark.parametrize(
    "question",
    ["Which customers have overdue promises?", "Quels comptes ont des promesses en retard ?"],
)
def test_accounts_are_listed_with_what_their_maps_say(demo: Workspace, question: str) -> None:
    found = answer(demo, question)
    assert "Ambrelac" in found.answer
    assert "Marrowby Hospitals" in found.answer
    assert {citation.source_id[:2] for citation in found.citations} == {"en", "fr"}


@pytest.mark.parametrize(
    "question",
    ["Who decides at Marrowby and at Ambrelac?", "Qui décide chez Ambrelac et Marrowby ?"],
)
def test_two_accounts_named_are_asked_back(demo: Workspace, question: str) -> None:
    found = answer(demo, question)
    assert found.kind == "clarify"
    assert set(found.choices) == {"Ambrelac", "Marrowby Hospitals"}


@pytest.mark.parametrize(
    ("question", "account", "words"),
    [("Quel est le numéro de portable d'Ousmane ?", "Ambrelac", "06 39 98 14 07"),
     ("What is Lorcan's direct line?", "Marrowby Hospitals", "01632 960147")],
)  # fmt: skip
def test_how_to_reach_somebody(demo: Workspace, question: str, account: str, words: str) -> None:
    found = answer(demo, question, account)
    assert words in found.answer or found.kind == "unknown"
    assert (
        answer(demo, "What is the phone number of Bronagh?", "Marrowby Hospitals").kind == "unknown"
    )
