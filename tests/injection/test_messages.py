"""Questions that give orders, and conversations in which an earlier turn did."""

from pathlib import Path

import pytest

from tests.injection.carriers import in_earlier_turn
from tests.injection.ranges import NIGHTLY, PARTS, assert_harmless, seed_of_the_day, shoot

pytestmark = pytest.mark.needs_shared


@pytest.mark.timeout(600)
@pytest.mark.parametrize("part", range(PARTS))
def test_what_a_message_orders_waits_for_a_review_at_most(part: int, tmp_path: Path) -> None:
    outcomes = shoot(tmp_path, "message", part)
    assert_harmless(outcomes)
    assert all(one.reached for one in outcomes)
    turns = {in_earlier_turn(one.case) for one in outcomes}
    assert turns == {True, False}


@pytest.mark.nightly
@pytest.mark.parametrize("part", range(PARTS))
def test_nor_do_other_cases_every_night(part: int, tmp_path: Path) -> None:
    assert_harmless(shoot(tmp_path, "message", part, NIGHTLY, seed_of_the_day()))
