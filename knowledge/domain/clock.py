"""The one place where the present comes from, so that a test or a replay can choose it."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Protocol
from zoneinfo import ZoneInfo


class Clock(Protocol):
    """Tells the instant in UTC and the calendar day where our team works."""

    def now(self) -> datetime:
        """The instant, in UTC."""

    def today(self) -> date:
        """The day in the team's time zone."""


@dataclass(frozen=True, slots=True)
class SystemClock:
    """The machine's clock; ``timezone`` is an IANA name, as ``CARTO_TIMEZONE`` gives it."""

    timezone: str = "UTC"

    def now(self) -> datetime:
        """The machine's instant, in UTC."""
        return datetime.now(UTC)

    def today(self) -> date:
        """The machine's day in ``timezone``."""
        return datetime.now(ZoneInfo(self.timezone)).date()


@dataclass(frozen=True, slots=True)
class FixedClock:
    """A clock that stands still, for tests, replays and the demo."""

    instant: datetime

    def now(self) -> datetime:
        """The fixed instant."""
        return self.instant

    def today(self) -> date:
        """The day of the fixed instant."""
        return self.instant.date()


@dataclass(frozen=True, slots=True)
class DayClock:
    """The machine's time on another day, so that what happens there still has an order."""

    day: date

    def now(self) -> datetime:
        """The set day at the machine's time, in UTC."""
        return datetime.combine(self.day, datetime.now(UTC).timetz())

    def today(self) -> date:
        """The set day."""
        return self.day
