"""Forgetting that is killed at any moment is completed: by the next opening, or by asking again."""

import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import pytest

from knowledge.errors import UnknownPerson
from knowledge.store.engine import open_store
from knowledge.store.forget import forget_person
from knowledge.store.integrity import integrity_faults
from tests.store.building import CLOCK, new_store
from tests.store.test_forget import fill, traces


def kill_forgetting(home: Path, after_s: float) -> bool:
    """Start forgetting, kill it ``after_s`` later; whether it had reported that it was done."""
    command = [sys.executable, "-m", "tests.kill.forgetting", str(home)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdout.readline()
        with suppress(BrokenPipeError):
            process.stdin.write(b"go\n")
            process.stdin.flush()
        time.sleep(after_s)
        process.kill()
        return b"forgotten" in process.stdout.read()


def check(tmp_path: Path, points: int) -> None:
    reported = []
    for point in range(points):
        home = tmp_path / str(point)
        store = new_store(home)
        fill(store)
        store.close()
        done = kill_forgetting(home, 0.001 + 0.12 * point / points)
        store = open_store(home, CLOCK)
        with suppress(UnknownPerson):
            forget_person(store, "acc_acme", "per_z", "me")
            assert not done, "it had said that it was done"
        with store.read() as conn:
            assert integrity_faults(conn) == ()
        assert traces(home) == []
        store.close()
        reported.append(done)
    assert not all(reported)


@pytest.mark.timeout(300)
def test_forgetting_killed_at_15_points_ends_complete(tmp_path: Path) -> None:
    check(tmp_path, 15)


@pytest.mark.nightly
@pytest.mark.timeout(1800)
def test_forgetting_killed_at_100_points_ends_complete(tmp_path: Path) -> None:
    check(tmp_path, 100)
