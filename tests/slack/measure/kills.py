"""kill -9 at points between an event and its post: each request is answered once, or visibly resumed.

A prepared process makes a child per kill, so that no time goes into starting Python. The stub of Slack
lives here and keeps what was posted; what was not acknowledged is delivered again, as Slack would.
"""

import json
import random
import subprocess
import sys
from collections import Counter
from itertools import count
from pathlib import Path
from typing import Any

from tests.slack.stub import StubSlack

POINTS = ("received", "begun", "handled", "settled", "sending", "posted", "marked")
EVENTS_PER_RUN = 3
_LONGEST_S = 0.6


def measure(home: Path, kills: int, seed: int = 7) -> dict[str, Any]:
    """Kill ``kills`` times, at named points and at random moments, and count the answers.

    A run that was over before its kill came is held against the same rule, and not counted as a kill.
    """
    chance = random.Random(seed)  # noqa: S311 - not for secrets
    histogram: Counter[str] = Counter()
    killed: Counter[str] = Counter()
    answers: Counter[int] = Counter()
    resumed = 0
    with StubSlack() as stub, _Nursery() as nursery:
        stub.add_user("UALICE", "Alice")
        for number in count():
            if killed.total() >= kills:
                break
            run: dict[str, Any] = {"home": str(home), "url": stub.url, "events": _events(number)}
            if number % 3 == 2:
                where, after_s = "at random", round(chance.uniform(0.02, _LONGEST_S), 3)
                first = nursery.run(run | {"kill_after_s": after_s})
            else:
                where = POINTS[number % len(POINTS)]
                first = nursery.run(run | {"fault": f"{where}:{1 + number % EVENTS_PER_RUN}"})
            killed[where] += first["signal"] == 9
            unacknowledged = [one for one in run["events"] if one["id"] not in first["acks"]]
            before = len(stub.messages)
            second = nursery.run(run | {"events": unacknowledged})
            assert second["signal"] == 0, second
            resumed += len(stub.messages) - before
            counts = Counter(stub.keys())
            for one in run["events"]:
                times = counts[f"said:DUALICE:{one['ts']}"]
                answers[times] += 1
                if times != 1:
                    histogram[f"{where}: {times}"] += 1
    return {
        "kills": sum(killed.values()),
        "histogram": dict(killed),
        "requests": sum(answers.values()),
        "answered_once": answers[1],
        "resumed_after_restart": resumed,
        "lost": answers[0],
        "doubled": sum(count for times, count in answers.items() if times > 1),
        "faulty": dict(histogram),
    }


def _events(number: int) -> list[dict[str, str]]:
    return [
        {"id": f"Ev{number}-{at}", "ts": f"{10_000 + number}.{at:06d}"}
        for at in range(EVENTS_PER_RUN)
    ]


class _Nursery:
    """The prepared process."""

    def __enter__(self) -> "_Nursery":
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.slack.measure.nursery"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        return self

    def __exit__(self, *_: object) -> None:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.close()
        self._process.wait(30)
        self._process.stdout.close()

    def run(self, run: dict[str, Any]) -> dict[str, Any]:
        """Make a child do it; which signal ended it, and what it acknowledged."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps(run) + "\n")
        self._process.stdin.flush()
        found: dict[str, Any] = json.loads(self._process.stdout.readline())
        return found
