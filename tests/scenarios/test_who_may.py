"""Who may see an account and who may decide; what one may not see looks as if it were not there."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from assistant.bootstrap import WORKSPACE_ID, Workspace
from assistant.close_item import close_item
from assistant.export_person import export_person
from assistant.forget import forget_person, forget_source
from assistant.people import merge_people, split_person
from assistant.propose_changes import propose_changes
from assistant.review_proposal import open_proposal, undo, waiting
from assistant.show_map import history, list_accounts, show_map
from assistant.take_note import take_note
from knowledge.errors import (
    CartoError,
    NotAllowed,
    UnknownAccount,
    UnknownItem,
    UnknownProposal,
    UnknownSource,
)
from knowledge.store import access, accounts, members
from tests.scenarios.scripted import (
    ACCOUNT,
    accept,
    at_desk,
    note,
    note_in,
    plain,
    promise,
    proposal_of,
    somebody,
    take,
    the_map,
)

VISIT = note(
    "2026-03-14",
    "Vu Claire Duval et Paul Roy. Nous envoyons les plans jeudi.",
    somebody("Claire Duval"),
    somebody("Paul Roy"),
    next_steps=[promise("Nous envoyons les plans jeudi", "2026-03-19")],
)

Ask = Callable[[Workspace, str], object]


@pytest.fixture
def guest(ws: Workspace) -> Workspace:
    """The same store, for somebody invited to nothing yet."""
    with ws.store.write() as conn:
        invited = members.Member("guest", WORKSPACE_ID, "Guest", is_us=False, role="guest")
        members.save_member(conn, invited)
    return replace(ws, member="guest")


def let_in(ws: Workspace, member: str, role: str) -> None:
    """Give a member a role on the account."""
    with ws.store.write() as conn:
        found = accounts.get_account(conn, WORKSPACE_ID, ACCOUNT, ws.audience)
        access.grant(conn, WORKSPACE_ID, found.id, member, role)


def refusal_of(ask: Ask, ws: Workspace, name: str) -> tuple[type, dict[str, str | int]]:
    """The kind of refusal and its facts, the asked name put aside."""
    with pytest.raises(CartoError) as refusal:
        ask(ws, name)
    facts = {key: fact for key, fact in refusal.value.facts.items() if fact != name}
    return type(refusal.value), facts


@pytest.mark.parametrize(
    "ask",
    [
        show_map,
        history,
        waiting,
        lambda ws, name: open_proposal(ws, account=name),
        lambda ws, name: merge_people(ws, name, "Claire Duval", "Paul Roy"),
        lambda ws, name: split_person(ws, name, "Claire Duval", "Paul Roy"),
        lambda ws, name: close_item(ws, "Nous envoyons les plans jeudi", name),
        lambda ws, name: forget_person(ws, name, "Claire Duval"),
        lambda ws, name: export_person(ws, name, "Claire Duval"),
        lambda ws, name: take_note(
            at_desk(ws), replace(note_in(VISIT), account=name, create_account=False)
        ),
    ],
    ids=["map", "history", "waiting", "open", "merge", "split", "done", "forget", "export", "note"],
)
def test_an_account_one_may_not_see_looks_as_if_it_did_not_exist(
    ws: Workspace, guest: Workspace, ask: Ask
) -> None:
    take(ws, VISIT, "all")
    hidden = refusal_of(ask, guest, ACCOUNT)
    assert hidden == refusal_of(ask, guest, "Aciéries de Nulle Part")
    assert hidden[0] is UnknownAccount


def test_a_hidden_account_is_not_offered_as_a_similar_name(ws: Workspace, guest: Workspace) -> None:
    take(ws, VISIT)
    assert refusal_of(show_map, guest, "Verrieres du Nor") == (UnknownAccount, {"near": ""})


def test_a_hidden_account_is_in_no_list(ws: Workspace, guest: Workspace) -> None:
    take(ws, VISIT)
    assert (list_accounts(guest), waiting(guest)) == ((), ())


def test_a_hidden_proposal_source_or_promise_looks_as_if_it_did_not_exist(
    ws: Workspace, guest: Workspace
) -> None:
    taken = take(ws, VISIT, "all")
    proposal_id = proposal_of(taken).id
    assert refusal_of(open_proposal, guest, proposal_id)[0] is UnknownProposal
    assert refusal_of(undo, guest, proposal_id)[0] is UnknownProposal
    assert refusal_of(propose_changes, guest, taken.source.id)[0] is UnknownProposal
    assert refusal_of(forget_source, guest, taken.source.id)[0] is UnknownSource
    assert refusal_of(close_item, guest, "Nous envoyons les plans jeudi")[0] is UnknownItem


def test_a_guest_who_was_let_in_to_read_sees_the_map(ws: Workspace, guest: Workspace) -> None:
    take(ws, VISIT, "all")
    let_in(ws, "guest", access.READER)
    assert plain(the_map(guest)) == plain(the_map(ws))


def test_a_guest_who_may_read_cannot_accept(ws: Workspace, guest: Workspace) -> None:
    proposal = proposal_of(take(ws, VISIT))
    let_in(ws, "guest", access.READER)
    with pytest.raises(NotAllowed):
        accept(guest, proposal)
    assert the_map(ws).held == {}


def test_a_guest_who_may_read_cannot_undo_merge_close_or_forget(
    ws: Workspace, guest: Workspace
) -> None:
    taken = take(ws, VISIT, "all")
    let_in(ws, "guest", access.READER)
    before = plain(the_map(ws))
    for forbidden in (
        lambda: undo(guest, proposal_of(taken).id),
        lambda: merge_people(guest, ACCOUNT, "Paul Roy", "Claire Duval"),
        lambda: close_item(guest, "Nous envoyons les plans jeudi"),
        lambda: forget_person(guest, ACCOUNT, "Claire Duval"),
        lambda: forget_source(guest, taken.source.id),
    ):
        with pytest.raises(NotAllowed):
            forbidden()
    assert plain(the_map(ws)) == before


def test_a_guest_who_may_edit_accepts_in_their_own_name(ws: Workspace, guest: Workspace) -> None:
    proposal = proposal_of(take(ws, VISIT))
    let_in(ws, "guest", access.EDITOR)
    accept(guest, proposal)
    assert {held.fact.member for held in the_map(ws).held.values()} == {"guest"}


def test_a_note_whose_lines_one_may_not_accept_is_not_half_kept(
    ws: Workspace, guest: Workspace
) -> None:
    take(ws, VISIT, "all")
    let_in(ws, "guest", access.READER)
    other = note("2026-03-15", "Vu Ana Vidal.", somebody("Ana Vidal"))
    with pytest.raises(NotAllowed):
        take(guest, other, "all")
    assert waiting(ws) == ()
    assert take(ws, other).status == "stored"


def test_one_cannot_undo_what_somebody_else_decided_without_naming_it(ws: Workspace) -> None:
    proposal = proposal_of(take(ws, VISIT, "all"))
    with ws.store.write() as conn:
        members.save_member(conn, members.Member("ines", WORKSPACE_ID, "Ines Roux"))
    ines = replace(ws, member="ines")
    with pytest.raises(CartoError) as refusal:
        undo(ines)
    assert refusal.value.code == "nothing_to_undo"
    assert undo(ines, proposal.id).undone != ()
