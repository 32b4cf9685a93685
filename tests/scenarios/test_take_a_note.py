"""A note is pasted: it is kept as it came, and what it says waits for somebody to say yes."""

from dataclasses import replace

import pytest

from assistant.bootstrap import Workspace
from assistant.review_proposal import open_proposal
from assistant.take_note import NoteIn, take_note
from knowledge.domain.proposals import LineState
from knowledge.domain.reading import Reading, ReadingContext
from knowledge.errors import ContentChanged, UnknownAccount
from knowledge.store import sources
from tests.scenarios.scripted import (
    ACCOUNT,
    UNSURE,
    FailingReader,
    accept,
    at_desk,
    names,
    note,
    note_in,
    promise,
    proposal_of,
    said,
    somebody,
    take,
    texts,
    the_map,
    the_person,
)

VISIT = note(
    "2026-03-14",
    "Vu Claire Duval, directrice des achats.\r\nC'est elle qui décide.\n"
    "On ressaisit chaque commande deux fois.\nJe leur envoie le devis vendredi.",
    somebody(
        "Claire Duval",
        title="directrice des achats",
        powers={"decides": "C'est elle qui décide"},
    ),
    pains=[said("On ressaisit chaque commande deux fois", confidence=UNSURE)],
    next_steps=[promise("Je leur envoie le devis vendredi", "2026-03-20", confidence=UNSURE)],
)
CALL = note(
    "2026-03-14",
    "Call with Owen Pike, plant manager. He would rather keep the old line.",
    somebody("Owen Pike", title="plant manager"),
    pains=[said("the old line stops every night")],
)


def test_a_pasted_note_is_stored_exactly_as_pasted(ws: Workspace) -> None:
    taken = take(ws, VISIT)
    with ws.store.read() as conn:
        raw = sources.get_raw(conn, taken.source.id, ws.audience)
    assert raw == VISIT.raw
    assert taken.source.text == VISIT.text


def test_a_note_in_windows_letters_keeps_its_bytes_and_is_read_right(ws: Workspace) -> None:
    raw = "Café avec Zoé Lœuf – 5 € près".encode("cp1252")
    taken = take_note(at_desk(ws), NoteIn(raw, ACCOUNT, create_account=True))
    with ws.store.read() as conn:
        kept = sources.get_raw(conn, taken.source.id, ws.audience)
    assert kept == raw
    assert taken.source.text == "Café avec Zoé Lœuf – 5 € près"


def test_an_invented_quote_is_set_aside_and_counted(ws: Workspace) -> None:
    proposal = proposal_of(take(ws, CALL))
    assert proposal.set_aside == 1
    assert not any(line.says.attribute == "account.pain" for line in proposal.lines)


def test_findings_wait_and_change_nothing_on_the_map(ws: Workspace) -> None:
    proposal = proposal_of(take(ws, VISIT))
    assert {line.state for line in proposal.lines} == {LineState.PENDING}
    assert the_map(ws).held == {}


def test_accepting_what_is_sure_puts_exactly_that_on_the_map(ws: Workspace) -> None:
    proposal = proposal_of(take(ws, VISIT))
    outcome = accept(ws, proposal, "sure")
    account_map = the_map(ws)
    assert texts(outcome.accepted) == [
        "person.name=Claire Duval",
        "person.title=directrice des achats",
        "person.power=decides",
    ]
    assert {attribute for _, attribute, _ in account_map.held} == {
        "person.name", "person.side", "person.title", "person.power",
    }  # fmt: skip


def test_a_note_can_be_accepted_as_it_comes(ws: Workspace) -> None:
    taken = take(ws, VISIT, "all")
    assert names(the_map(ws)) == ["Claire Duval"]
    assert proposal_of(taken).pending == ()


def test_every_fact_points_at_words_of_the_note(ws: Workspace) -> None:
    taken = take(ws, VISIT, "all")
    facts = [held.fact for held in the_map(ws).held.values()]
    assert len(facts) == 6
    assert all(fact.quote == taken.source.text[fact.start : fact.end] for fact in facts)
    assert {fact.source_id for fact in facts} == {taken.source.id}


def test_the_same_note_pasted_twice_is_kept_once(ws: Workspace) -> None:
    first = take(ws, VISIT)
    again = take_note(ws, replace(note_in(VISIT), external_id=None))
    assert (again.status, again.source.id) == ("unchanged", first.source.id)


def test_a_note_keeps_its_words_even_when_its_reader_fails(ws: Workspace) -> None:
    taken = take_note(replace(ws, new_reader=FailingReader), note_in(VISIT))
    assert taken.source.text == VISIT.text
    assert proposal_of(taken).lines == ()


def test_a_note_about_an_unknown_account_is_refused_and_nothing_is_kept(ws: Workspace) -> None:
    take(ws, VISIT)
    with pytest.raises(UnknownAccount) as refusal:
        take_note(at_desk(ws), NoteIn(b"Bonjour", "Verrieres du Nor"))
    assert refusal.value.facts["near"] == ACCOUNT


def test_other_words_under_a_known_id_are_refused_unless_they_revise(ws: Workspace) -> None:
    take(ws, VISIT)
    corrected = replace(note_in(VISIT), raw=b"Vu Claire Duval ; elle ne decide pas.")
    reading_nothing = at_desk(ws)
    with pytest.raises(ContentChanged):
        take_note(reading_nothing, corrected)
    assert take_note(reading_nothing, replace(corrected, revise=True)).status == "revised"


def test_a_title_alone_gives_no_role(ws: Workspace) -> None:
    take(ws, CALL, "all")
    owen = the_person(the_map(ws), "Owen Pike")
    assert owen.title == "plant manager"
    assert owen.values("person.role") == ()


def test_our_own_people_are_never_put_on_the_map(ws: Workspace) -> None:
    meeting = note(
        "2026-03-14",
        "Hugo Blanc a promis la fiche à Claire Duval.",
        somebody("Hugo Blanc", side="us"),
        somebody("Claire Duval"),
        next_steps=[promise("Hugo Blanc a promis la fiche", who="Hugo Blanc")],
    )
    take(ws, meeting, "all")
    account_map = the_map(ws)
    assert names(account_map) == ["Claire Duval"]
    assert account_map.many("account.promise")[0].fact.value["who"] == {"name": "Hugo Blanc"}


def test_a_proposal_opens_with_its_note_and_the_names_of_its_people(ws: Workspace) -> None:
    proposal = proposal_of(take(ws, VISIT))
    shown = open_proposal(ws, proposal.id)
    assert shown.source.text == VISIT.text
    assert "Claire Duval" in (shown.names or {}).values()


def test_a_note_that_could_not_be_read_is_kept_and_read_when_it_comes_again(ws: Workspace) -> None:
    class Failing:
        name, version = "failing", "1"

        def read(self, text: str, context: ReadingContext) -> Reading:
            raise ZeroDivisionError(text, context)

    met = note("2026-03-14", "Vu Claire Duval.", somebody("Claire Duval"))
    unread = take_note(replace(ws, new_reader=Failing), note_in(met))
    assert unread.proposal
    assert (unread.status, unread.proposal.reader, unread.proposal.lines) == (
        "stored",
        "failing failed",
        (),
    )
    again = take(ws, met)
    assert again.proposal
    assert (again.status, [line.says.value for line in again.proposal.lines]) == (
        "unchanged",
        ["Claire Duval"],
    )
