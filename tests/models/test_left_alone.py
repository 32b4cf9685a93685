"""An endpoint that is down is left alone for a while: nobody waits for it, and one call tries it again."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from assistant.models.call_log import CallLedger, FileLedger, MemoryLedger
from assistant.models.chat import chat_model
from assistant.models.failure import ModelFailure
from assistant.models.meter import Meter
from tests.model_servers.loopback import LoopbackModel, Reply
from tests.model_servers.scripted import Scripted
from tests.models.asking import STAMP, choice_for

DOWN = Reply(status=503)


@dataclass
class MovingClock:
    """A clock that stands still until it is moved."""

    at: datetime = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)

    def now(self) -> datetime:
        return self.at

    def today(self) -> date:
        return self.at.date()


def ask(server: LoopbackModel, ledger: CallLedger, clock: MovingClock) -> str:
    """``ok``, or the kind of the failure."""
    choice = choice_for(server)
    model = chat_model(choice)
    meter = Meter(choice, ledger, clock, "ws")
    try:
        meter.call(STAMP, lambda: model.invoke("Ready?"), sent_chars=6)
    except ModelFailure as failure:
        return failure.kind
    return "ok"


def test_after_three_outages_in_a_row_nothing_is_sent_for_half_a_minute() -> None:
    ledger, clock = MemoryLedger(), MovingClock()
    with Scripted([DOWN]) as server:
        told = [ask(server, ledger, clock) for _ in range(20)]
        assert told == ["server_error"] * 20
        assert len(server.requests) == len(ledger.calls) == 3


def test_then_one_call_tries_whether_it_is_back() -> None:
    ledger, clock = MemoryLedger(), MovingClock()
    with Scripted([DOWN, DOWN, DOWN, DOWN, Reply("yes")]) as server:
        for _ in range(3):
            ask(server, ledger, clock)
        clock.at += timedelta(seconds=31)
        assert ask(server, ledger, clock) == "server_error"
        assert ask(server, ledger, clock) == "server_error"
        assert len(server.requests) == 4
        clock.at += timedelta(seconds=31)
        assert ask(server, ledger, clock) == "ok"
        assert ask(server, ledger, clock) == "ok"


@pytest.mark.parametrize("refusal", [401, 400, 404, 429])
def test_a_refusal_is_no_outage(refusal: int) -> None:
    ledger, clock = MemoryLedger(), MovingClock()
    with Scripted([Reply(status=refusal)]) as server:
        for _ in range(5):
            ask(server, ledger, clock)
        assert len(server.requests) == 5


def test_another_process_is_left_alone_too(tmp_path: Path) -> None:
    clock = MovingClock()
    with Scripted([DOWN]) as server:
        for _ in range(3):
            ask(server, FileLedger(tmp_path), clock)
        assert ask(server, FileLedger(tmp_path), clock) == "server_error"
        assert len(server.requests) == 3


def test_another_endpoint_is_asked_all_the_same() -> None:
    ledger, clock = MemoryLedger(), MovingClock()
    with Scripted([DOWN]) as down, Scripted([Reply("yes")]) as up:
        for _ in range(4):
            ask(down, ledger, clock)
        assert ask(up, ledger, clock) == "ok"
