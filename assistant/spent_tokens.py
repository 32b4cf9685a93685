"""What a measurement cost: the calls it made, recorded as all are, and counted."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from typing_extensions import override

from assistant.models.call_log import FileLedger, ModelCall


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


def spent_in(calls: Iterable[ModelCall]) -> Spent:
    """What calls came to."""
    every = list(calls)
    return Spent(
        len(every),
        sum(call.input_tokens for call in every),
        sum(call.output_tokens for call in every),
    )
