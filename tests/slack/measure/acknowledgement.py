"""How long Slack waits for its acknowledgement, beside one durable commit measured in between.

The row is committed before. Measured with the worker at rest and at work; the target is at most twice
the commit, and 50 ms, at the 95th percentile.
"""

import os
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from statistics import quantiles
from typing import Any

from integrations.slack.service import Service
from knowledge.store import slack_inbox
from knowledge.store.slack_inbox import Incoming
from tests.slack import signed
from tests.slack.running import running, settle
from tests.slack.stub import StubSlack

MOST_MS, MOST_TIMES = 50.0, 2.0


def measure(home: Path, count: int) -> dict[str, Any]:
    """Time ``count`` acknowledgements and as many commits, by turns, for each of the two."""
    with StubSlack() as stub:
        stub.add_user("UALICE")
        with running(stub, home) as service:
            busy = _by_turns(service, count, "busy")
            settle(service, 300)
            service.worker.stop(10)
            rest = _by_turns(service, count, "rest")
        file_ms = _milliseconds(_commit_to_a_file(home), count)
    found: dict[str, Any] = {"fsync_p95_ms": _p95(file_ms)}
    for name, (acks, commits) in (("at_rest", rest), ("at_work", busy)):
        found[name] = {
            "ack_p50_ms": _p50(acks),
            "ack_p95_ms": _p95(acks),
            "ack_max_ms": round(max(acks), 2),
            "commit_p95_ms": _p95(commits),
            "times": round(_p95(acks) / _p95(commits), 2),
        }
    slow = found["at_rest"]
    found["too_slow"] = int(slow["ack_p95_ms"] > MOST_MS or slow["times"] > MOST_TIMES)
    return found


def _by_turns(service: Service, count: int, name: str) -> tuple[list[float], list[float]]:
    bodies = [
        signed.event(f"{name}{n}", signed.direct_message("UALICE", "hello", f"{n}.{name}"))
        for n in range(count)
    ]
    acks, commits = [], []
    for number, body in enumerate(bodies):
        acks.append(_timed(partial(signed.dispatch, service.app, body)))
        commits.append(_timed(partial(_commit, service, f"bare{name}{number}")))
    return acks, commits


def _commit(service: Service, id_: str) -> None:
    """The same row, written by nothing but the store; it is finished, so that nobody takes it up."""
    work = service.work
    now = work.store.clock.now()
    text = "x" * 400
    with work.store.write() as conn:
        slack_inbox.receive(conn, Incoming(work.workspace_id, id_, None, "bare", text, now))
        slack_inbox.finish(conn, work.workspace_id, id_, now)


def _commit_to_a_file(home: Path) -> Callable[[], None]:
    """What one write that reaches the disk costs here without any database."""

    def write() -> None:
        with (home / "fsync.bin").open("ab") as file:
            file.write(b"x" * 4096)
            file.flush()
            os.fsync(file.fileno())

    return write


def _milliseconds(act: Callable[[], object], count: int) -> list[float]:
    return [_timed(act) for _ in range(count)]


def _timed(act: Callable[[], object]) -> float:
    begun = time.perf_counter()
    act()
    return (time.perf_counter() - begun) * 1000


def _p50(values: list[float]) -> float:
    return round(quantiles(values, n=100)[49], 2)


def _p95(values: list[float]) -> float:
    return round(quantiles(values, n=100)[94], 2)
