"""A citation shows the words a claim rests on, not the whole passage a tool returned."""

import pytest

from assistant.agent.narrowing import narrowed
from tools.evidence import Evidence

PASSAGE = (
    "Walked the yard with Phil. He reckons we would dig it up all summer.\n"
    "Owen pays from his capital line, £380k was approved in April.\n"
    "Next visit in June"
)


def passage(text: str = PASSAGE, kind: str = "passage", start: int = 100) -> Evidence:
    return Evidence(
        id="e1", kind=kind, says="", quote=text, date="2026-04-21", source="n1", source_kind="note",  # type: ignore[arg-type]
        author=None, url=None, fact_id=None, source_id="src_1", start=start, end=start + len(text),
        account="Acme", people=(),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("claim", "words"),
    [
        ("£380k was approved in April.", "Owen pays from his capital line, £380k was approved in April."),
        ("Phil reckons we would dig all summer.", "He reckons we would dig it up all summer."),
        ("The next visit is in June.", "Next visit in June"),
    ],
)  # fmt: skip
def test_the_sentence_that_says_it_is_cited_with_its_place(claim: str, words: str) -> None:
    found = narrowed(passage(), claim)
    assert found.quote == words
    assert found.start is not None
    assert PASSAGE[found.start - 100 : (found.end or 0) - 100] == words


def test_two_sentences_are_cited_where_each_says_a_part() -> None:
    claim = "Phil walked the yard, and reckons we would dig all summer."
    found = narrowed(passage(), claim)
    assert found.quote == "Walked the yard with Phil. He reckons we would dig it up all summer."


@pytest.mark.parametrize(
    ("claim", "kind"),
    [("Personne ne signe avant décembre.", "passage"), ("£380k was approved.", "fact")],
)
def test_what_shares_nothing_and_what_is_a_fact_stays_whole(claim: str, kind: str) -> None:
    assert narrowed(passage(kind=kind), claim).quote == PASSAGE


def test_a_french_claim_finds_its_english_sentence_by_names_and_numbers() -> None:
    found = narrowed(passage(), "Les 380 k£ ont été approuvés, c'est Owen qui paie.")
    assert found.quote == "Owen pays from his capital line, £380k was approved in April."
