"""A person is forgotten everywhere and for good; a source with all that came of it."""

import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from assistant.bootstrap import Workspace
from assistant.export_person import export_person
from assistant.forget import forget_person, forget_source
from assistant.propose_changes import propose_changes
from assistant.review_proposal import open_proposal, waiting
from assistant.show_map import history
from assistant.take_note import take_note
from knowledge.errors import AmbiguousPerson, UnknownPerson, UnknownProposal, UnknownSource
from knowledge.store import sources
from tests.scenarios.scripted import (
    ACCOUNT,
    Note,
    at_desk,
    import_all,
    names,
    note,
    note_in,
    plain,
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
    "2026-03-02",
    "Vu Claire Duval, acheteuse, et Paul Roy.\nMme Duval doit envoyer les plans. Paul Roy décide.",
    somebody("Claire Duval", title="acheteuse"),
    somebody("Paul Roy", powers={"decides": "Paul Roy décide"}),
    next_steps=[promise("Mme Duval doit envoyer les plans", None, "customer", who="Claire Duval")],
    relations=[
        {"from": "Paul Roy", "to": "Claire Duval", "kind": "works_with", "quote": "et Paul Roy"}
    ],
)
LATER = note(
    "2026-05-04",
    "Claire Duval est revenue. Claire Duval nous défend auprès de Paul Roy.",
    somebody("Claire Duval", stance=("champion", "Claire Duval nous défend")),
    somebody("Paul Roy"),
    pains=[said("Claire Duval est revenue", owner="Claire Duval")],
)


def everything_kept(ws: Workspace) -> str:
    """Every row of the store, written out as SQL."""
    with closing(sqlite3.connect(ws.store.path)) as conn:
        return "\n".join(conn.iterdump())


def test_a_forgotten_person_is_gone_from_the_map_and_its_history(ws: Workspace) -> None:
    take(ws, VISIT, "all")
    forget_person(ws, ACCOUNT, "Claire Duval")
    account_map = the_map(ws)
    assert names(account_map) == ["Paul Roy"]
    assert the_person(account_map, "Paul Roy").values("person.power") == ("decides",)
    assert "Duval" not in str(history(ws, ACCOUNT))


def test_no_text_proposal_or_record_names_them_any_more(ws: Workspace) -> None:
    take(ws, VISIT, "all")
    forget_person(ws, ACCOUNT, "Claire Duval")
    kept = everything_kept(ws)
    assert "Paul Roy" in kept
    assert "Duval" not in kept
    assert "Claire" not in kept


def test_no_byte_of_the_name_stays_in_any_file_of_the_home(ws: Workspace) -> None:
    take(ws, VISIT, "all")
    forget_person(ws, ACCOUNT, "Claire Duval")
    files = [path for path in ws.store.home.rglob("*") if path.is_file()]
    assert [path.name for path in files if b"Duval" in path.read_bytes()] == []


def test_what_others_are_quoted_on_keeps_its_place_in_the_text(ws: Workspace) -> None:
    taken = take(ws, VISIT, "all")
    forget_person(ws, ACCOUNT, "Claire Duval")
    with ws.store.read() as conn:
        source = sources.get_source(conn, taken.source.id, ws.audience)
    assert source
    assert len(source.text) == len(VISIT.text)
    held = [held.fact for held in the_map(ws).held.values() if held.fact.quote]
    assert held
    assert all(fact.quote == source.text[fact.start : fact.end] for fact in held)


def test_a_forgotten_person_can_neither_be_exported_nor_forgotten_again(ws: Workspace) -> None:
    take(ws, VISIT, "all")
    forget_person(ws, ACCOUNT, "Claire Duval")
    for ask in (export_person, forget_person):
        with pytest.raises(UnknownPerson):
            ask(ws, ACCOUNT, "Claire Duval")


def test_a_later_note_that_names_them_brings_nothing_back(ws: Workspace) -> None:
    take(ws, VISIT, "all")
    forget_person(ws, ACCOUNT, "Claire Duval")
    taken = take(ws, LATER, "all")
    assert "Duval" not in taken.source.text
    assert len(taken.source.text) == len(LATER.text)
    assert names(the_map(ws)) == ["Paul Roy"]
    assert "Duval" not in everything_kept(ws)


def test_a_reader_that_would_name_them_all_the_same_is_not_believed(ws: Workspace) -> None:
    take(ws, VISIT, "all")
    forget_person(ws, ACCOUNT, "Claire Duval")
    blanked = LATER.text.replace("Claire", "█" * 6).replace("Duval", "█" * 5)
    script = Note(LATER.id, LATER.on, blanked, LATER.reading)
    taken = take_note(at_desk(ws, script), note_in(LATER), "all")
    assert taken.source.text == blanked
    assert proposal_of(taken).set_aside > 0
    assert "Duval" not in everything_kept(ws)


def test_importing_the_same_notes_again_says_unchanged(ws: Workspace) -> None:
    import_all(ws, [VISIT, LATER], "all")
    forget_person(ws, ACCOUNT, "Claire Duval")
    before = plain(the_map(ws))
    assert [one.status for one in import_all(ws, [VISIT, LATER], "all")] == ["unchanged"] * 2
    assert plain(the_map(ws)) == before


def test_a_note_that_came_after_the_forgetting_is_recognised_when_it_comes_again(
    ws: Workspace,
) -> None:
    take(ws, VISIT, "all")
    forget_person(ws, ACCOUNT, "Claire Duval")
    take(ws, LATER)
    assert take(ws, LATER).status == "unchanged"


def test_lines_that_wait_go_with_the_person_they_are_about(ws: Workspace) -> None:
    take(ws, VISIT, "all")
    take(ws, LATER)
    forget_person(ws, ACCOUNT, "Claire Duval")
    (waits,) = waiting(ws)
    shown = open_proposal(ws, waits.proposal_id).proposal
    assert texts(shown.pending) == [
        "account.pain={'severity': 'medium', 'text': '██████ █████ est revenue'}"
    ]


def test_forgetting_needs_one_name_that_fits(ws: Workspace) -> None:
    take(ws, VISIT, "all")
    other = note("2026-03-03", "Claire Petit est venue.", somebody("Claire Petit"))
    take(ws, other, "all")
    with pytest.raises(AmbiguousPerson):
        forget_person(ws, ACCOUNT, "Claire")
    assert names(the_map(ws)) == ["Claire Duval", "Claire Petit", "Paul Roy"]


def test_a_forgotten_source_takes_its_facts_and_its_proposal_along(ws: Workspace) -> None:
    taken = take(ws, VISIT, "all")
    forget_source(ws, taken.source.id)
    assert plain(the_map(ws)) == {}
    with pytest.raises(UnknownSource):
        forget_source(ws, taken.source.id)
    with pytest.raises(UnknownProposal):
        propose_changes(ws, taken.source.id)


def test_a_source_is_forgotten_by_the_id_it_came_with(ws: Workspace) -> None:
    take(ws, VISIT, "all")
    receipt = forget_source(ws, VISIT.id)
    assert (receipt.proposals, len(receipt.source_ids)) == (1, 1)


def test_what_a_second_note_also_says_survives_the_forgetting_of_the_first(ws: Workspace) -> None:
    take(ws, VISIT, "all")
    again = note("2026-04-01", "Paul Roy décide, il le redit.",
                 somebody("Paul Roy", powers={"decides": "Paul Roy décide"}))  # fmt: skip
    take(ws, again, "all")
    forget_source(ws, VISIT.id)
    assert [
        held.fact.value
        for held in the_map(ws).held.values()
        if held.fact.attribute == "person.power"
    ] == ["decides"]


def test_a_forgotten_source_may_be_imported_again(ws: Workspace) -> None:
    take(ws, VISIT, "all")
    forget_source(ws, VISIT.id)
    assert take(ws, VISIT, "all").status == "stored"
    assert names(the_map(ws)) == ["Claire Duval", "Paul Roy"]


def test_the_export_of_a_person_holds_what_is_kept_on_them_and_can_be_written_down(
    ws: Workspace, tmp_path: Path
) -> None:
    take(ws, VISIT, "all")
    exported = export_person(ws, ACCOUNT, "Claire Duval")
    written = json.dumps(exported, ensure_ascii=False)
    (tmp_path / "claire.json").write_text(written, encoding="utf-8")
    assert "acheteuse" in written
    assert "Mme Duval doit envoyer les plans" in written


def test_a_proposal_about_a_forgotten_person_still_opens(ws: Workspace) -> None:
    proposal = proposal_of(take(ws, VISIT))
    take(ws, note("2026-03-03", "Claire Duval.", somebody("Claire Duval")), "all")
    forget_person(ws, ACCOUNT, "Claire Duval")
    shown = open_proposal(ws, proposal.id)
    assert "Duval" not in str(shown)


def test_whoever_a_forgotten_note_introduced_keeps_a_name_in_the_notes_that_stay(
    ws: Workspace,
) -> None:
    met = note("2026-03-02", "Vu Dana Ruiz, acheteuse.", somebody("Dana Ruiz", title="acheteuse"))
    decides = somebody("Dana", roles={"decision_maker": "Dana décide"})
    again = note("2026-04-02", "Revu Dana. Dana décide.", decides)
    introduced = take(ws, met, "all")
    kept = take(ws, again, "all")
    forget_source(ws, introduced.source.id)
    (person,) = the_map(ws).people
    assert (person.name, person.values("person.role")) == ("Dana", ("decision_maker",))
    named = person.one("person.name")
    assert named
    assert named.fact.source_id == kept.source.id
    assert forget_person(ws, ACCOUNT, "Dana").facts > 0
