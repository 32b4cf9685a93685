"""Access: an account is seen only when every reader may see it, on every surface of the store."""

import inspect
from collections.abc import Iterator
from itertools import combinations
from pathlib import Path

import pytest

from knowledge.domain.proposals import Decision, LineState, Statement, Verdict
from knowledge.domain.sources import sha256_of
from knowledge.errors import AccountExists, NotAllowed, UnknownAccount
from knowledge.store import access, accounts, audit, ledger, members, proposals, reviews, sources
from knowledge.store.engine import Connection, Store
from tests.store.building import (
    ME,
    NOW,
    WS,
    add,
    fact_of,
    line_of,
    new_store,
    proposal_of,
    save,
)  # fmt: skip

ROLES = {
    "owner": ("member", "owner"),
    "editor": ("member", "editor"),
    "reader": ("member", "reader"),
    "plain": ("member", None),
    "guest": ("guest", None),
    "guest_in": ("guest", "reader"),
    "gone": ("left", "owner"),
}
# Who sees Acme by default access.
SEES = {
    "open": {"owner", "editor", "reader", "plain", "guest_in"},
    "restricted": {"owner", "editor", "reader", "guest_in"},
}
REVIEWS = {"open": {"owner", "editor", "plain"}, "restricted": {"owner", "editor"}}
EVERYBODY = [*ROLES, "stranger"]


@pytest.fixture(params=["open", "restricted"])
def peopled(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[Store, str]]:
    store = new_store(tmp_path / "h", request.param)
    with store.write() as conn:
        for name, (role, granted) in ROLES.items():
            members.save_member(conn, members.Member(name, WS, name, role=role))
            if granted:
                access.grant(conn, WS, "acc_acme", name, granted)
    yield store, request.param
    store.close()


def test_an_account_is_seen_only_when_everybody_may_see_it(peopled: tuple[Store, str]) -> None:
    store, default = peopled
    with store.read() as conn:
        for size in (1, 2, 3):
            for audience in combinations(EVERYBODY, size):
                seen = accounts.find_account(conn, WS, "Acme", frozenset(audience)) is not None
                assert seen == (set(audience) <= SEES[default]), audience


def test_an_empty_audience_sees_nothing(peopled: tuple[Store, str]) -> None:
    store, _ = peopled
    with store.read() as conn:
        assert accounts.list_accounts(conn, WS, frozenset()) == []
        assert ledger.map_version(conn, "acc_acme", frozenset()) is None


def test_reviewing_takes_more_than_reading(peopled: tuple[Store, str]) -> None:
    store, default = peopled
    with store.read() as conn:
        allowed = {name for name in EVERYBODY if access.may_review(conn, name, "acc_acme")}
        assert not access.may_review(conn, "owner", "acc_none")
    assert allowed == REVIEWS[default]


def test_a_right_taken_back_stops_at_once(peopled: tuple[Store, str]) -> None:
    store, _ = peopled
    with store.write() as conn:
        access.revoke(conn, WS, "acc_acme", "guest_in")
    with store.read() as conn:
        assert accounts.find_account(conn, WS, "Acme", frozenset({"guest_in"})) is None


def test_members_of_another_workspace_see_nothing(store: Store) -> None:
    with store.write() as conn:
        members.save_workspace(conn, members.Workspace("ws_2", "Two", NOW.isoformat()))
        members.save_member(conn, members.Member("you", "ws_2", "You"))
    with store.read() as conn:
        assert ledger.map_version(conn, "acc_acme", frozenset({"you"})) is None


def surfaces(conn: Connection, audience: frozenset[str]) -> dict[str, object]:
    """What every read function of the store gives to ``audience``."""
    ids = ["src_1"]
    return {
        "find_account": accounts.find_account(conn, WS, "acc_acme", audience),
        "list_accounts": accounts.list_accounts(conn, WS, audience),
        "near_names": accounts.near_names(conn, WS, "Acmee", audience),
        "get_source": sources.get_source(conn, "src_1", audience),
        "get_raw": sources.get_raw(conn, "src_1", audience),
        "find_by_external_id": sources.find_by_external_id(conn, WS, "n1", audience),
        "find_by_content": sources.find_by_content(conn, "acc_acme", HASH, audience),
        "list_sources": sources.list_sources(conn, "acc_acme", audience),
        "list_some_sources": sources.list_some_sources(conn, ids, audience),
        "source_texts": sources.source_texts(conn, ids, audience),
        "load_ledger": ledger.load_ledger(conn, "acc_acme", audience)[0],
        "load_map": ledger.load_map(conn, "acc_acme", audience).people,
        "map_version": ledger.map_version(conn, "acc_acme", audience),
        "load_proposal": proposals.load_proposal(conn, "prp_1", audience),
        "list_proposals": proposals.list_proposals(conn, WS, audience, pending_only=False),
        "list_reviews": reviews.list_reviews(conn, "prp_1", audience),
        "latest_review": reviews.latest_review(conn, "prp_1", audience),
        "latest_review_by": reviews.latest_review_by(conn, WS, "owner", audience),
        "list_decisions": reviews.list_decisions(conn, "rev_1", audience),
        "list_audit": audit.list_audit(conn, "acc_acme", audience),
    }


@pytest.fixture
def full(peopled: tuple[Store, str]) -> tuple[Store, str]:
    store, _ = peopled
    with store.write() as conn:
        source = add(conn, "Dana decides", external_id="n1")
        ledger.append_facts(conn, [fact_of(source, "per_1", "person.name", "Dana", "Dana")])
        entry = audit.AuditEntry(NOW, WS, "owner", "map_read", "acc_acme", ())
        audit.record(conn, entry)
    says = Statement("per_1", "person.name", "", "Dana")
    save(store, proposal_of(source, line_of("lin_1", 1, says, "Dana", source)))
    with store.write() as conn:
        decided = Decision("lin_1", Verdict.ACCEPT, "owner", NOW, "rev_1")
        reviews.record_review(conn, "rev_1", "prp_1", [decided], {"lin_1": LineState.ACCEPTED})
    return peopled


HASH = sha256_of(b"Dana decides")


def test_every_surface_shows_all_to_readers_and_nothing_to_others(
    full: tuple[Store, str],
) -> None:
    store, default = full
    with store.read() as conn:
        for name in EVERYBODY:
            shown = surfaces(conn, frozenset({name}))
            if name in SEES[default]:
                assert all(shown.values()), [key for key, found in shown.items() if not found]
            else:
                assert not any(shown.values()), [key for key, found in shown.items() if found]


def test_the_list_of_surfaces_is_complete(full: tuple[Store, str]) -> None:
    store, _ = full
    with store.read() as conn:
        listed = set(surfaces(conn, ME))
    reading = {
        name
        for module in (accounts, audit, ledger, proposals, reviews, sources)
        for name, function in vars(module).items()
        if inspect.isfunction(function)
        and function.__module__ == module.__name__
        and not name.startswith("_")
        and "audience" in inspect.signature(function).parameters
    }
    assert reading - {"get_account"} == listed


def test_every_public_read_takes_an_audience() -> None:
    """Writers and the two functions made for erasure aside, nothing reads accounts without one."""
    without = {
        name
        for module in (accounts, audit, ledger, proposals, reviews, sources)
        for name, function in vars(module).items()
        if inspect.isfunction(function)
        and function.__module__ == module.__name__
        and not name.startswith("_")
        and "audience" not in inspect.signature(function).parameters
    }
    assert without == {
        "create_account", "add_alias", "record", "append_facts", "append_events",
        "ledger_for_erasure", "source_for_erasure", "save_proposal", "replace_pending_lines", "replace_reading",
        "record_review", "undo_review", "add_source",
    }  # fmt: skip


def test_no_access_and_no_account_are_told_the_same_way(peopled: tuple[Store, str]) -> None:
    store, default = peopled
    if default == "open":
        return
    with store.read() as conn:
        refused = []
        for name in ("Acme", "Nothing"):
            with pytest.raises(UnknownAccount) as raised:
                accounts.get_account(conn, WS, name, frozenset({"plain"}))
            refused.append(raised.value.facts | {"name": ""})
    assert refused[0] == refused[1]


def test_making_an_account_that_is_there_tells_only_those_who_see_it(
    peopled: tuple[Store, str],
) -> None:
    store, default = peopled
    with pytest.raises(AccountExists), store.write() as conn:
        accounts.create_account(conn, accounts.Account("acc_x", WS, "ACME", NOW), "owner")
    refusal = AccountExists if default == "open" else NotAllowed
    with pytest.raises(refusal), store.write() as conn:
        accounts.create_account(conn, accounts.Account("acc_x", WS, "ACME", NOW), "plain")
