"""The measures at a size for every run; the full ones are `python -m tests.slack.measure`, and nightly."""

import os
from pathlib import Path

import pytest

from tests.slack.measure import access, acknowledgement, duplicates, kills

can_fork = pytest.mark.skipif(not hasattr(os, "fork"), reason="not on this platform: no fork")


def test_repeated_and_reordered_deliveries_take_effect_once(tmp_path: Path) -> None:
    found = duplicates.measure(tmp_path, events=80, deliveries=400)
    assert (found["acknowledged"], found["posts"]) == (400, 80)
    assert (found["doubled"], found["lost"]) == (0, 0)


@can_fork
def test_a_kill_between_event_and_post_costs_no_answer_and_doubles_none(tmp_path: Path) -> None:
    found = kills.measure(tmp_path, kills=9)
    assert found["kills"] == 9
    assert found["answered_once"] == found["requests"]
    assert (found["doubled"], found["lost"]) == (0, 0)


def test_the_acknowledgement_is_quick_though_its_row_is_committed(tmp_path: Path) -> None:
    found = acknowledgement.measure(tmp_path, count=60)
    # A generous bound for a busy machine; the ratio of a quiet one is the measure's.
    assert found["at_rest"]["ack_p50_ms"] < 500


def test_nothing_of_an_account_reaches_anybody_without_a_right(tmp_path: Path) -> None:
    found = access.measure(tmp_path, users=7, accounts_count=5)
    assert found["leaks"] == 0
    assert found["shown"] > 20


@pytest.mark.nightly
def test_ten_thousand_deliveries(tmp_path: Path) -> None:
    found = duplicates.measure(tmp_path, events=2_000, deliveries=10_000)
    assert (found["posts"], found["doubled"], found["lost"]) == (2_000, 0, 0)


@can_fork
@pytest.mark.nightly
def test_a_hundred_kills(tmp_path: Path) -> None:
    found = kills.measure(tmp_path, kills=100)
    assert (found["doubled"], found["lost"]) == (0, 0)


@pytest.mark.nightly
def test_the_whole_access_matrix(tmp_path: Path) -> None:
    found = access.measure(tmp_path, users=30, accounts_count=40)
    assert found["leaks"] == 0
