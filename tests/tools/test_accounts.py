"""Which account a tool opens: only one the readers may see, and never another than was settled."""

import json
from typing import Any

import pytest

from assistant.bootstrap import Workspace
from tests.tools.calling import call, guest_of, says
from tests.tools.scene import MILL, PORT
from tools.catalogue import TOOLS

# The arguments each tool needs besides the account.
NEEDED: dict[str, dict[str, Any]] = {
    "explain_fact": {"about": "power"},
    "search_notes": {"words": "quay"},
    "compare_dates": {"first_day": "2026-01-01"},
}
OF_AN_ACCOUNT = [
    tool.name for tool in TOOLS if tool.name not in ("find_account", "propose_change", "read_page")
]


def test_the_accounts_are_listed_by_name(accepted: Workspace) -> None:
    assert call(accepted, "find_account").choices == (MILL, PORT)


@pytest.mark.parametrize(
    "words", ["Elde", "what about the port of elde?", "Port of Elde", "PORT OF ELDE"]
)
def test_an_account_is_found_by_the_words_that_name_it(accepted: Workspace, words: str) -> None:
    assert call(accepted, "find_account", words=words).choices[:1] == (PORT,)


def test_an_account_that_does_not_exist_is_unknown_with_names_near_it(accepted: Workspace) -> None:
    found = call(accepted, "find_account", words="Moulin Garence SA")
    assert MILL in found.choices
    assert call(accepted, "find_account", words="Acme").remark == "unknown_account"


@pytest.mark.parametrize("tool", OF_AN_ACCOUNT)
def test_without_an_account_every_tool_asks_which(accepted: Workspace, tool: str) -> None:
    found = call(accepted, tool, **NEEDED.get(tool, {}))
    assert found.remark == "account_needed"
    assert found.choices == (MILL, PORT)
    assert found.evidence == ()


@pytest.mark.parametrize("tool", OF_AN_ACCOUNT)
@pytest.mark.parametrize("name", ["Elde", "port of elde", "PORT OF ELDE ", "Port of Eldé"])
def test_every_tool_takes_a_name_as_people_write_it(
    accepted: Workspace, tool: str, name: str
) -> None:
    found = call(accepted, tool, account=name, **NEEDED.get(tool, {}))
    assert not found.remark.startswith(("unknown", "bad"))


def test_a_word_shared_with_another_name_opens_nothing(accepted: Workspace) -> None:
    assert call(accepted, "read_map", account="Port of Rotterdam").remark == "unknown_account"


@pytest.mark.parametrize("tool", OF_AN_ACCOUNT)
def test_an_account_one_may_not_see_is_one_that_does_not_exist(fresh: Workspace, tool: str) -> None:
    guest = guest_of(fresh, sees=MILL)
    hidden = call(guest, tool, account=PORT, **NEEDED.get(tool, {}))
    absent = call(guest, tool, account="Port of Nowhere", **NEEDED.get(tool, {}))
    assert hidden == absent
    assert hidden.remark == "unknown_account"
    assert PORT not in json.dumps(hidden.to_json_object())


def test_names_that_may_be_meant_are_only_those_one_may_see(fresh: Workspace) -> None:
    guest = guest_of(fresh, sees=MILL)
    assert call(guest, "find_account").choices == (MILL,)
    assert call(guest, "find_account", words="Port of Eldee").choices == ()
    # The only account one may see needs no name.
    assert says(call(guest, "list_people", power="signs")) == ["Maud Ferrand signs"]


def test_somebody_who_sees_nothing_gets_nothing(fresh: Workspace) -> None:
    found = call(guest_of(fresh), "read_map")
    assert (found.remark, found.choices, found.evidence) == ("account_needed", (), ())


@pytest.mark.parametrize("other", [MILL, "Nowhere Ltd"])
def test_where_the_person_settled_the_account_no_other_opens(
    accepted: Workspace, other: str
) -> None:
    found = call(accepted, "read_map", settled=PORT, account=other)
    assert found.remark.startswith("other_account")
    assert found.choices == (PORT,)
    assert found.evidence == ()


def test_the_settled_account_is_opened_without_naming_it(accepted: Workspace) -> None:
    found = call(accepted, "read_map", settled=PORT)
    assert {one.account for one in found.evidence} == {PORT}
    assert found == call(accepted, "read_map", settled=PORT, account="Elde")
