"""What a measurement cost: the calls it made, recorded as all are, and counted."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from typing_extensions import override

from assistant.models.call_log import FileLedger, MemoryLedger, ModelCall
from knowledge.domain.clock import Clock


@dataclass(frozen=True, slots=True)
class Spent:
    """Model calls and the tokens they took, in and out."""

    calls: int
    input_tokens: int
    output_tokens: int


class CountingLedger(FileLedger):
    """The ledger of a home folder, which also knows what was recorded through it."""

    def __init__(self, home: Path) -> None:
        super().__init__(home)
        self._calls: list[ModelCall] = []

    @override
    def record(self, call: ModelCall) -> None:
        self._calls.append(call)
        super().record(call)

    def spent(self) -> Spent:
        """Everything recorded here so far."""
        return spent_in(self._calls)


class TodaysLedger(CountingLedger):
    """The ledger of a home folder for calls made on another day than the home's, such as a measurement's.

    Each is recorded at once, at the home's ``clock``: it counts towards today's cap, and a measurement
    that is stopped has left what it spent. ``calls`` are those of here, on the day they speak of.
    """

    def __init__(self, home: Path, clock: Clock) -> None:
        super().__init__(home)
        self._clock = clock
        self._here = MemoryLedger()

    @property
    def calls(self) -> tuple[ModelCall, ...]:
        """What was recorded here, oldest first."""
        return tuple(self._here.calls)

    @override
    def record(self, call: ModelCall) -> None:
        self._here.record(call)
        at, day = self._clock.now().isoformat(), self._clock.today().isoformat()
        super().record(replace(call, at=at, day=day))

    @override
    def tokens_on(self, day: date) -> int:
        """Today's tokens, whatever day is lived here."""
        return super().tokens_on(self._clock.today())

    @override
    def latest(self, day: date, host: str, count: int) -> list[ModelCall]:
        """The last calls made here: how long ago another's was cannot be told from another day."""
        return self._here.latest(day, host, count)


def spent_in(calls: Iterable[ModelCall]) -> Spent:
    """What calls came to."""
    every = list(calls)
    return Spent(
        len(every),
        sum(call.input_tokens for call in every),
        sum(call.output_tokens for call in every),
    )
