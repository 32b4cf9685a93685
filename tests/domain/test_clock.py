"""Today is a question of where our team works, and of the clock it is given."""

from datetime import UTC, date, datetime

import pytest

from knowledge.domain.clock import FixedClock, SystemClock


def test_a_fixed_clock_stands_still() -> None:
    clock = FixedClock(datetime(2026, 3, 14, 9, 30, tzinfo=UTC))
    assert clock.now() == datetime(2026, 3, 14, 9, 30, tzinfo=UTC)
    assert clock.today() == date(2026, 3, 14)


def test_the_system_clock_tells_instants_in_utc() -> None:
    assert SystemClock("Europe/Paris").now().tzinfo is UTC


def test_the_system_clock_tells_the_day_of_the_teams_time_zone() -> None:
    """Two zones 26 hours apart never share a day."""
    west, east = SystemClock("Etc/GMT+12"), SystemClock("Pacific/Kiritimati")
    assert west.today() < east.today()


def test_an_unknown_time_zone_is_an_error() -> None:
    with pytest.raises(KeyError):
        SystemClock("Europe/Fonderie").today()
