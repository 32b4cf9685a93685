"""Days: what happened between two, what was believed on two, and nothing beyond the day asked about."""

import pytest

from assistant.bootstrap import Workspace
from assistant.close_item import close_item
from tests.tools.calling import call, says
from tests.tools.scene import MILL, PORT
from tests.tools.test_accounts import NEEDED, OF_AN_ACCOUNT


def test_a_timeline_tells_the_latest_first(accepted: Workspace) -> None:
    found = call(accepted, "timeline", account=PORT, from_day="2026-01-01")
    days = [one.date for one in found.evidence if one.kind == "fact"]
    assert days == sorted(days, reverse=True)
    told = says(found)
    assert "Contact on 2 March 2026 with Anna Berg" in told
    assert "Anna Berg, title: cfo → coo" in told
    assert any("berth plan" in one for one in told)


def test_a_timeline_keeps_to_its_days(accepted: Workspace) -> None:
    found = call(accepted, "timeline", account=PORT, from_day="2026-06-01", until_day="2026-06-30")
    new = [one for one in found.evidence if one.date < "2026-06-01"]
    # Only what the news of these days replaced or contradicts is older.
    assert {one.says for one in new} <= {"Anna Berg: cfo", "Ivo Maas decides"}
    assert "New: Lena Roth" in says(found)


@pytest.mark.parametrize(
    ("lang", "sentence"),
    [
        ("en", "Nothing was recorded from 1 April 2026 to 30 April 2026."),
        ("fr", "Rien n'a été noté du 1er avril 2026 au 30 avril 2026."),
    ],
)
def test_days_in_which_nothing_happened(accepted: Workspace, lang: str, sentence: str) -> None:
    found = call(
        accepted, "timeline", lang, account=PORT, from_day="2026-04-01", until_day="2026-04-30"
    )
    assert says(found) == [sentence]


def test_a_timeline_of_one_person(accepted: Workspace) -> None:
    found = call(accepted, "timeline", account=PORT, from_day="2026-01-01", person="Nadia Cole")
    assert {name for one in found.evidence for name in one.people} == {"Nadia Cole"}


def test_days_the_wrong_way_round_are_a_remark(accepted: Workspace) -> None:
    found = call(accepted, "timeline", account=PORT, from_day="2026-06-01", until_day="2026-01-01")
    assert found.remark == "bad_argument: from_day is after 2026-01-01"


@pytest.mark.parametrize("days", [("2026-03-15", "2026-06-15"), ("2026-06-15", "2026-03-15")])
def test_two_days_of_belief_differ_by_what_came_between(
    accepted: Workspace, days: tuple[str, str]
) -> None:
    found = call(accepted, "compare_dates", account=PORT, first_day=days[0], second_day=days[1])
    told = says(found)
    assert "Anna Berg, title: cfo → coo" in told
    assert "New: Lena Roth decides" in told
    assert not any("berth system" in one for one in told)
    replaced = [one for one in found.evidence if one.quote == "Anna Berg (cfo)"]
    assert [one.says for one in replaced] == ["Anna Berg: cfo"]


def test_a_promise_kept_between_two_days_is_told_as_kept(fresh: Workspace) -> None:
    close_item(fresh, "we send the berth plan", PORT)
    found = call(fresh, "compare_dates", account=PORT, first_day="2026-06-15")
    assert any(one.startswith("Promise kept") for one in says(found))


def test_two_days_that_knew_the_same(accepted: Workspace) -> None:
    found = call(
        accepted, "compare_dates", "fr", account=PORT, first_day="2026-04-01",
        second_day="2026-05-01",
    )  # fmt: skip
    assert says(found) == ["Ce qui était connu n'a pas changé du 1er avril 2026 au 1er mai 2026."]


def test_what_waits_since_the_first_day_is_told_as_waiting(undecided: Workspace) -> None:
    found = call(undecided, "compare_dates", account=PORT, first_day="2026-04-01")
    assert {one.kind for one in found.evidence} == {"to_confirm"}
    assert "To confirm: Lena Roth decides" in says(found)
    assert not any("berth plan" in one for one in says(found))


def test_a_day_ahead_is_not_known(accepted: Workspace) -> None:
    found = call(accepted, "compare_dates", account=PORT, first_day="2026-12-01")
    assert found.remark == "future_day: nothing is known after 2026-06-30"


@pytest.mark.parametrize("day", ["2026-02-30", "30/06/2026", "June", "2026-6-1", 20260601])
@pytest.mark.parametrize(
    ("tool", "argument"),
    [("timeline", "from_day"), ("compare_dates", "first_day"), ("search_notes", "until_day")],
)
def test_what_is_no_day_is_a_remark(
    accepted: Workspace, tool: str, argument: str, day: object
) -> None:
    given = {**NEEDED.get(tool, {}), argument: day}
    found = call(accepted, tool, account=PORT, **given)
    assert found.remark.startswith(f"bad_argument: {argument}")


@pytest.mark.parametrize("tool", OF_AN_ACCOUNT)
@pytest.mark.parametrize("settled", [PORT, MILL])
def test_nothing_of_after_the_day_asked_about_is_shown(
    accepted: Workspace, undecided: Workspace, tool: str, settled: str
) -> None:
    given = {**NEEDED.get(tool, {}), **({"from_day": "2026-01-01"} if tool == "timeline" else {})}
    for ws in (accepted, undecided):
        found = call(ws, tool, as_of="2026-05-01", settled=settled, **given)
        assert all(one.date <= "2026-05-01" for one in found.evidence)
        assert not any("Lena" in one or "coo" in one for one in says(found))
