"""An acknowledged note survives a kill at any moment, once and whole."""

import pytest

from tests.kill.harness import Kill, histogram, kill_many, summary

PROGRAM = "carto"


def assert_nothing_lost(kills: list[Kill]) -> None:
    print(histogram(kills))
    print(summary(kills))
    assert [kill.faults for kill in kills if kill.faults] == []
    # The kills have to fall while the import is at work for the figure to mean anything.
    assert sum(not kill.finished for kill in kills) > len(kills) * 0.7
    assert len({kill.acknowledged for kill in kills}) > 3


@pytest.mark.timeout(600)
def test_nothing_acknowledged_is_lost_or_doubled_in_200_kills() -> None:
    assert_nothing_lost(kill_many(PROGRAM, 200))


@pytest.mark.nightly
@pytest.mark.timeout(3600)
def test_nothing_acknowledged_is_lost_or_doubled_in_1000_kills() -> None:
    assert_nothing_lost(kill_many(PROGRAM, 1000, seed=2))


@pytest.mark.timeout(300)
def test_the_bare_store_loses_and_doubles_nothing_in_60_kills() -> None:
    assert_nothing_lost(kill_many("plain", 60, seed=3))
