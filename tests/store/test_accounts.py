"""Accounts and members: found whatever the spelling, told apart when several fit."""

import pytest

from knowledge.errors import AmbiguousAccount, TextRefused, UnknownAccount
from knowledge.store import accounts, members
from knowledge.store.engine import Store
from tests.store.building import ME, NOW, WS


@pytest.fixture
def named(store: Store) -> Store:
    with store.write() as conn:
        for id_, name, aliases in (
            ("acc_l", "Groupe Lumière", ("GL", "Lumière")),
            ("acc_o", "L’Oréal", ()),
            ("acc_g", "Gaz Local", ("GL",)),
        ):
            account = accounts.Account(id_, WS, name, NOW, aliases=aliases)
            accounts.create_account(conn, account, "me")
    return store


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("acc_l", "acc_l"), ("groupe lumiere", "acc_l"), ("  GROUPE   LUMIÈRE ", "acc_l"),
        ("lumière", "acc_l"), ("l'oreal", "acc_o"), ("L Oréal", "acc_o"), ("acm", None), ("", None),
    ],
)  # fmt: skip
def test_an_account_is_found_by_id_name_or_alias(
    named: Store, typed: str, found: str | None
) -> None:
    with named.read() as conn:
        account = accounts.find_account(conn, WS, typed, ME)
    assert (account.id if account else None) == found


def test_an_alias_of_two_accounts_is_asked_back(named: Store) -> None:
    with named.read() as conn, pytest.raises(AmbiguousAccount) as asked:
        accounts.find_account(conn, WS, "gl", ME)
    assert asked.value.facts["matches"] == "Gaz Local, Groupe Lumière"


def test_an_unknown_name_is_answered_with_names_that_look_like_it(named: Store) -> None:
    with named.read() as conn, pytest.raises(UnknownAccount) as refused:
        accounts.get_account(conn, WS, "Groupe Lumiere SA", ME)
    assert refused.value.facts["near"] == "Groupe Lumière"


def test_an_alias_added_twice_is_there_once(named: Store) -> None:
    with named.write() as conn:
        accounts.add_alias(conn, WS, "acc_o", "Loreal")
        accounts.add_alias(conn, WS, "acc_o", "LORÉAL")
        found = accounts.find_account(conn, WS, "acc_o", ME)
    assert found is not None
    assert found.aliases == ("Loreal",)


@pytest.mark.parametrize("name", ["a\x00b", "a\udc80"])
def test_a_name_no_database_keeps_is_refused(store: Store, name: str) -> None:
    with store.write() as conn, pytest.raises(TextRefused):
        accounts.create_account(conn, accounts.Account("acc_x", WS, name, NOW), "me")


@pytest.mark.parametrize(
    "name", ["'; DROP TABLE accounts; --", "../../etc/passwd", "100 % \\ _", "株式会社", "🏢", "+"]
)
def test_strange_names_are_kept_as_they_are(store: Store, name: str) -> None:
    with store.write() as conn:
        accounts.create_account(conn, accounts.Account("acc_x", WS, name, NOW), "me")
    with store.read() as conn:
        found = accounts.find_account(conn, WS, name, ME)
    assert found is not None
    assert (found.id, found.name) == ("acc_x", name)


def test_the_roster_names_our_company_our_people_and_our_domains(store: Store) -> None:
    ours = members.Member("m2", WS, "Léa Roy", ("Léa",), "lea@nous.fr")
    theirs = members.Member("m3", WS, "A Guest", is_us=False, role="guest")
    with store.write() as conn:
        workspace = members.load_workspace(conn, WS)
        assert workspace is not None
        changed = members.Workspace(WS, "T", workspace.created_at, "open", "Nous", ("nous.fr",))
        members.save_workspace(conn, changed)
        for member in (ours, theirs):
            members.save_member(conn, member)
        members.save_member(conn, members.Member("m2", WS, "Léa Roy", ("Léa", "LR"), "lea@nous.fr"))
    with store.read() as conn:
        roster = members.load_roster(conn, WS)
        assert members.load_member(conn, WS, "m3") == theirs
    assert roster.company == "Nous"
    assert roster.email_domains == ("nous.fr",)
    assert [(one.name, one.aliases) for one in roster.people] == [
        ("Léa Roy", ("Léa", "LR")), ("Me", ()),
    ]  # fmt: skip
