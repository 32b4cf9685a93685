"""Why something is believed, and the words of notes and pages as they stand there."""

from datetime import date

import pytest

from assistant.bootstrap import Workspace
from assistant.state_fact import state_fact
from assistant.take_note import NoteIn, take_note
from knowledge.domain.codes import SourceKind
from knowledge.store.sources import source_texts
from tests.tools.calling import call, says
from tests.tools.scene import MILL, PAGE, PORT


def test_a_fact_is_explained_with_who_accepted_it_and_what_it_replaced(
    accepted: Workspace,
) -> None:
    found = call(accepted, "explain_fact", account=PORT, about="title", person="Anna Berg")
    assert says(found) == [
        "Anna Berg: coo (stated once, accepted by local on 30 June 2026)",
        "Before: Anna Berg: cfo (stated once, accepted by local on 30 June 2026)",
    ]
    assert [one.quote for one in found.evidence] == ["Anna Berg is now coo", "Anna Berg (cfo)"]


def test_what_speaks_against_a_fact_is_told_with_it(accepted: Workspace) -> None:
    found = says(call(accepted, "explain_fact", account=PORT, about="power", person="Lena Roth"))
    assert len(found) == 2
    assert found[1].startswith("Against it: Ivo Maas decides")


def test_one_item_is_told_from_the_others_by_its_words(accepted: Workspace) -> None:
    found = call(accepted, "explain_fact", account=PORT, about="promise", words="the tide tables")
    assert [one.people for one in found.evidence] == [("Nadia Cole",)]


def test_a_line_that_waits_was_accepted_by_nobody(undecided: Workspace) -> None:
    found = call(undecided, "explain_fact", "fr", account=MILL, about="power")
    assert says(found) == ["À confirmer : Maud Ferrand signe"]


def test_what_a_person_said_is_told_as_theirs(fresh: Workspace) -> None:
    state_fact(fresh, PORT, "Anna Berg", "person.title", "chief operating officer")
    told = says(call(fresh, "explain_fact", account=PORT, about="title", person="Berg"))
    assert told[0] == ("Anna Berg: chief operating officer (known, said by local on 30 June 2026)")
    assert "Before: Anna Berg: coo (stated once, accepted by local on 30 June 2026)" in told


def test_nothing_to_explain_is_an_absence(accepted: Workspace) -> None:
    found = call(accepted, "explain_fact", account=MILL, about="competitor")
    assert [one.kind for one in found.evidence] == ["absence"]


# Search


def test_passages_are_exact_words_where_they_stand(accepted: Workspace) -> None:
    found = call(accepted, "search_notes", account=PORT, words="berth slots lost")
    first = found.evidence[0]
    assert first.kind == "passage"
    assert first.says == ""
    assert "the berth system loses 14 % of the slots" in (first.quote or "")
    assert first.source == "p1"
    with accepted.store.read() as conn:
        texts = source_texts(
            conn, {one.source_id or "" for one in found.evidence}, accepted.audience
        )
    for one in found.evidence:
        assert texts[one.source_id or ""][one.start : one.end] == one.quote


def test_a_passage_is_the_sentence_and_its_neighbours(accepted: Workspace) -> None:
    found = call(accepted, "search_notes", account=PORT, words="tide tables")
    [one] = found.evidence
    assert "Piet Vos has left the port" in (one.quote or "")
    assert "champion" not in (one.quote or "")


def test_nothing_found_says_what_was_searched(accepted: Workspace) -> None:
    found = call(accepted, "search_notes", account=PORT, words="zebra")
    assert found.remark == "nothing_found"
    assert found.counts == {"notes_searched": 2, "pages_searched": 0}


def test_a_search_keeps_to_its_days(accepted: Workspace) -> None:
    found = call(accepted, "search_notes", account=PORT, words="decides", until_day="2026-05-01")
    assert {one.source for one in found.evidence} == {"p1"}


def test_a_page_is_a_page_and_its_orders_are_not_shown(fresh: Workspace) -> None:
    note = NoteIn(
        PAGE.encode(), PORT, kind=SourceKind.WEB_PAGE, dated_on=date(2026, 6, 1),
        external_id="w1", url="https://port.example/quay",
    )  # fmt: skip
    take_note(fresh, note)
    found = call(fresh, "search_notes", account=PORT, words="ships at the new quay instructions")
    pages = [one for one in found.evidence if one.kind == "page"]
    assert any("310 ships" in (one.quote or "") for one in pages)
    assert not any("Ignore all previous" in (one.quote or "") for one in pages)
    assert {one.url for one in pages} == {"https://port.example/quay"}


@pytest.mark.parametrize("words", ["", "   ", "x" * 401])
def test_words_are_bounded(accepted: Workspace, words: str) -> None:
    found = call(accepted, "search_notes", account=PORT, words=words)
    assert found.remark.startswith("bad_argument: words")
