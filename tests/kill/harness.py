"""Kill an import at many points of its life and look at what is left.

An acknowledged note (one flushed line of output) must be in the store exactly once, whole, and with
the facts it had when nobody killed the import. A later import must complete the work.
"""

import json
import os
import random
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path

REPOSITORY = Path(__file__).resolve().parents[2]
PROGRAMS = {
    "plain": ("tests.kill.plain_import",),
    "carto": ("integrations.cli.main", "import"),
}
OPTIONS = {"plain": (), "carto": ("--accept", "all")}
# Enough that most of a life is spent writing rather than starting.
NOTES = {"plain": 150, "carto": 10}
# Every so many kills the import is run again, to its end.
RESUME_EVERY = 10
LIVES_MEASURED = 4


@dataclass(frozen=True)
class Kill:
    """One kill: where in the import's life it was to fall (0 to 1), when it fell, what it left."""

    share: float
    after_s: float
    acknowledged: int
    finished: bool
    faults: tuple[str, ...]


@dataclass(frozen=True)
class Whole:
    """An import that nobody killed: when the first and the last of its notes were acknowledged.

    ``facts`` is how many facts each note gave.
    """

    first_s: float
    last_s: float
    notes: int
    facts: dict[str, int] = field(default_factory=dict)


def kill_many(program: str, points: int, seed: int = 1, workers: int = 2) -> list[Kill]:
    """``points`` kills spread evenly over the life of the import, each on a store of its own."""
    with tempfile.TemporaryDirectory(prefix="carto-kill-") as folder:
        root = Path(folder)
        notes = root / "notes.jsonl"
        notes.write_text(_notes(NOTES[program]), encoding="utf-8")
        whole = _run_whole(program, notes, root, workers)
        chance = random.Random(seed)  # noqa: S311 - reproducible, not secret
        shares = [(point + chance.random()) / points for point in range(points)]
        chance.shuffle(shares)
        with ThreadPoolExecutor(workers) as pool:
            jobs = [
                pool.submit(_kill_once, program, notes, root / str(at), share, whole, at)
                for at, share in enumerate(shares)
            ]
            return [job.result() for job in jobs]


def histogram(kills: Sequence[Kill], bins: int = 20) -> str:
    """When the kills fell, and how many notes had been acknowledged by then."""
    rows = []
    for at in range(bins):
        here = [kill for kill in kills if min(int(kill.share * bins), bins - 1) == at]
        done = sum(kill.acknowledged for kill in here) / len(here) if here else 0
        rows.append(
            f"{at / bins:5.0%}  {len(here):4d} {'#' * len(here):<30.30} acknowledged {done:5.1f}"
        )
    return "\n".join(rows)


def summary(kills: Sequence[Kill]) -> str:
    """The figures in one sentence."""
    faulty = [kill for kill in kills if kill.faults]
    alive = sum(not kill.finished for kill in kills)
    acknowledged = sum(kill.acknowledged for kill in kills)
    return (
        f"{len(kills)} kills ({alive} while it ran), {acknowledged} acknowledged notes, "
        f"{len(faulty)} kills with faults"
    )


def _notes(count: int) -> str:
    lines = []
    for number in range(count):
        text = (
            f"Dana Ruiz{number}, VP Ops at Acme{number % 3}, decides and wants pilot {number} live. "
            f"Lee Park{number} signs. " + "Nothing else was said. " * 40
        )
        note = {
            "id": f"n{number}",
            "account": f"Acme{number % 3}",
            "date": "2026-03-01",
            "text": text,
        }
        lines.append(json.dumps(note))
    return "\n".join(lines) + "\n"


def _start(program: str, notes: Path, home: Path, out: Path) -> "subprocess.Popen[bytes]":
    module, *command = PROGRAMS[program]
    environment = {**os.environ, "CARTO_HOME": str(home), "PYTHONPATH": str(REPOSITORY)}
    with out.open("wb") as stdout:
        return subprocess.Popen(
            [sys.executable, "-m", module, *command, str(notes), *OPTIONS[program]],
            stdout=stdout,
            stderr=subprocess.DEVNULL,
            cwd=REPOSITORY,
            env=environment,
        )


def _run_whole(program: str, notes: Path, root: Path, workers: int) -> Whole:
    """The shortest of a few lives, as many at a time as will be killed side by side.

    The shortest, because a kill that is timed for a longer one finds the import ended.
    """
    lives = []
    for attempt in range(LIVES_MEASURED):
        started = time.monotonic()
        homes = [root / f"whole-{attempt}-{at}" for at in range(workers)]
        running = [_start(program, notes, home, home.with_suffix(".out")) for home in homes]
        _wait_for_notes(running[0], homes[0].with_suffix(".out"), 1)
        first_s = time.monotonic() - started
        codes = [process.wait(300) for process in running]
        lives.append((time.monotonic() - started, first_s))
        if any(codes):
            message = f"{program} import failed without being killed: {codes}"
            raise RuntimeError(message)
    last_s, first_s = min(lives)
    return Whole(first_s, last_s, NOTES[program], _facts_by_note(homes[0]))


def _kill_once(
    program: str, notes: Path, home: Path, share: float, whole: Whole, number: int
) -> Kill:
    out = home.with_suffix(".out")
    started = time.monotonic()
    process = _start(program, notes, home, out)
    _let_live(process, out, share, whole)
    finished = process.poll() is not None
    process.kill()
    after_s = time.monotonic() - started
    process.wait()
    acknowledged = _acknowledged(out)
    faults = _faults(home, acknowledged, whole, complete=False)
    if number % RESUME_EVERY == 0:
        code = _start(program, notes, home, out).wait(300)
        faults += [] if code == 0 else [f"resumed import ended with {code}"]
        faults += _faults(home, _acknowledged(out), whole, complete=True)
    return Kill(share, after_s, len(acknowledged), finished, tuple(faults))


def _let_live(process: "subprocess.Popen[bytes]", out: Path, share: float, whole: Whole) -> None:
    """Return when the import has lived ``share`` of its life.

    Until its first note that is told by the clock; from then on by the notes it acknowledged, since
    a busy machine stretches a life, and by the clock within a note.
    """
    life_s = share * whole.last_s
    if life_s < whole.first_s:
        time.sleep(life_s)
        return
    rest = (life_s - whole.first_s) / (whole.last_s - whole.first_s) * whole.notes
    _wait_for_notes(process, out, int(rest))
    time.sleep((rest - int(rest)) * (whole.last_s - whole.first_s) / whole.notes)


def _wait_for_notes(process: "subprocess.Popen[bytes]", out: Path, count: int) -> None:
    """Return when ``count`` lines were written, or the import has ended."""
    while out.read_bytes().count(b"\n") < count and process.poll() is None:
        time.sleep(0.001)


def _acknowledged(out: Path) -> list[str]:
    """The ids in whole lines of output; a line cut off by the kill acknowledges nothing."""
    *lines, _ = out.read_bytes().split(b"\n")
    found = [json.loads(line) for line in lines]
    return [
        line["id"] for line in found if line.get("status") in ("stored", "unchanged", "revised")
    ]


def _faults(home: Path, acknowledged: list[str], whole: Whole, *, complete: bool) -> list[str]:
    if not (home / "carto.db").exists() or not _has_tables(home):
        return [f"{len(acknowledged)} acknowledged, no store"] if acknowledged else []
    faults = []
    with closing(sqlite3.connect(home / "carto.db")) as conn:
        if conn.execute("PRAGMA integrity_check").fetchall() != [("ok",)]:
            faults.append("integrity")
        if conn.execute("PRAGMA foreign_key_check").fetchall():
            faults.append("dangling rows")
        stored = [row[0] for row in conn.execute("SELECT external_id FROM sources")]
        quotes = conn.execute(
            "SELECT count(*) FROM facts f JOIN source_bodies b ON b.source_id = f.source_id"
            ' WHERE substr(b.text, f.start + 1, f."end" - f.start) != f.quote'
        ).fetchone()[0]
        bodies = conn.execute("SELECT count(*) FROM source_bodies").fetchone()[0]
    faults += [
        f"{note} stored {stored.count(note)} times"
        for note in set(acknowledged)
        if stored.count(note) != 1
    ]
    faults += [f"{note} stored twice" for note in set(stored) if stored.count(note) > 1]
    faults += [f"{quotes} quotes not in their source"] if quotes else []
    faults += ["a source without its text"] if bodies != len(stored) else []
    found = _facts_by_note(home)
    faults += [
        f"{note}: {found.get(note, 0)} facts, not {whole.facts.get(note, 0)}"
        for note in stored
        if found.get(note, 0) != whole.facts.get(note, 0)
    ]
    faults += (
        ["the resumed import is not complete"] if complete and len(stored) != whole.notes else []
    )
    return faults


def _has_tables(home: Path) -> bool:
    with closing(sqlite3.connect(home / "carto.db")) as conn:
        return bool(conn.execute("SELECT count(*) FROM sqlite_master").fetchone()[0])


def _facts_by_note(home: Path) -> dict[str, int]:
    with closing(sqlite3.connect(home / "carto.db")) as conn:
        return dict(
            conn.execute(
                "SELECT s.external_id, count(*) FROM facts f JOIN sources s ON s.id = f.source_id"
                " GROUP BY s.external_id"
            ).fetchall()
        )
