"""Opening, transactions, several processes, and what a failing machine leads to."""

import os
import sqlite3
import stat
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import func, select

from knowledge.errors import StoreFromNewerVersion, StoreMissing, StoreUnusable, TextRefused
from knowledge.store import ledger
from knowledge.store.connections import FILE_NAME, connect
from knowledge.store.engine import Store, open_store
from knowledge.store.integrity import integrity_faults
from knowledge.store.tables import facts, sources
from tests.store.building import CLOCK, ME, add, append, fact_of, new_store

WRITER = """
import sys
from pathlib import Path
from knowledge.store.engine import open_store
from tests.store.building import CLOCK, add
store = open_store(Path(sys.argv[1]), CLOCK)
for number in range(int(sys.argv[3])):
    with store.write() as conn:
        add(conn, f"note {sys.argv[2]} {number}", f"src_{sys.argv[2]}_{number}")
    print(number, flush=True)
"""


def test_the_folder_and_the_files_are_their_owners_alone(tmp_path: Path) -> None:
    store = new_store(tmp_path / "a" / "home")
    modes = {stat.S_IMODE(path.stat().st_mode) for path in store.home.iterdir()}
    assert modes == {0o600}
    assert stat.S_IMODE(store.home.stat().st_mode) == 0o700
    store.close()


def test_every_connection_is_durable_and_overwrites_what_it_deletes(store: Store) -> None:
    with store.read() as conn:
        found = {
            name: conn.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("journal_mode", "synchronous", "foreign_keys", "secure_delete")
        }
        timeout_ms = conn.exec_driver_sql("PRAGMA busy_timeout").scalar_one()
    assert found == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "secure_delete": 1}
    assert timeout_ms >= 5000


def test_a_transaction_that_raises_leaves_nothing(store: Store) -> None:
    def fail_half_way() -> None:
        with store.write() as conn:
            add(conn, "a note")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail_half_way()
    with store.read() as conn:
        assert conn.execute(select(func.count()).select_from(sources)).scalar() == 0


def test_a_reader_keeps_one_view_while_others_write(store: Store) -> None:
    with store.read() as reading:
        before = ledger.map_version(reading, "acc_acme", ME)
        append(store, fact_of(None, "per_1", "person.name", "Dana"))
        assert ledger.map_version(reading, "acc_acme", ME) == before
    with store.read() as reading:
        assert ledger.map_version(reading, "acc_acme", ME) == (before or 0) + 1


def test_ids_grow_even_when_the_clock_stands_still(store: Store) -> None:
    made = [store.new_id("evt") for _ in range(500)]
    assert made == sorted(set(made))


def test_opening_what_is_there_imports_no_alembic(tmp_path: Path) -> None:
    new_store(tmp_path / "h").close()
    code = (
        "import sys; from pathlib import Path; from knowledge.store.engine import open_store;"
        "from tests.store.building import CLOCK; open_store(Path(sys.argv[1]), CLOCK, create=False);"
        "print('alembic' in sys.modules)"
    )
    assert run(code, tmp_path / "h").stdout.split() == ["False"]


def test_nothing_is_made_where_nothing_was_asked_for(tmp_path: Path) -> None:
    with pytest.raises(StoreMissing):
        open_store(tmp_path / "h", CLOCK, create=False)
    assert not (tmp_path / "h").exists()


def test_two_processes_writing_lose_nothing(tmp_path: Path) -> None:
    new_store(tmp_path / "h").close()
    writers = [
        subprocess.Popen([sys.executable, "-c", WRITER, tmp_path / "h", name, "60"])
        for name in "ab"
    ]
    assert [writer.wait(100) for writer in writers] == [0, 0]
    store = open_store(tmp_path / "h", CLOCK)
    with store.read() as conn:
        assert conn.execute(select(func.count()).select_from(sources)).scalar() == 120
        assert integrity_faults(conn) == ()
    store.close()


def test_processes_that_create_the_store_at_once_make_one(tmp_path: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from knowledge.store.engine import open_store;"
        "from tests.store.building import CLOCK; open_store(Path(sys.argv[1]), CLOCK)"
    )
    started = [
        subprocess.Popen([sys.executable, "-W", "error", "-c", code, tmp_path / "h"])
        for _ in range(6)
    ]
    assert [process.wait(100) for process in started] == [0] * 6


def test_a_lock_held_too_long_is_a_clear_refusal(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("knowledge.store.connections.BUSY_TIMEOUT_S", 0.2)
    impatient = open_store(store.home, CLOCK)
    with closing(connect(store.path)) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreUnusable) as refused, impatient.write():
            pass
        other.execute("ROLLBACK")
    assert refused.value.facts["why"] == "locked"
    append(impatient, fact_of(None, "per_1", "person.name", "Dana"))
    impatient.close()


def test_a_newer_database_is_refused_and_untouched(store: Store) -> None:
    with store.write() as conn:
        conn.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    store.close()
    with pytest.raises(StoreFromNewerVersion) as refused:
        open_store(store.home, CLOCK)
    assert refused.value.facts["found"] == "9999"
    assert refused.value.exit_code == 1


@pytest.mark.parametrize(
    ("content", "why"),
    [
        pytest.param(b"this is no database at all, " * 200, "not_a_database", id="text"),
        pytest.param(b"SQLite format 3\x00" + b"\xff" * 8000, "not_a_database", id="torn header"),
    ],
)
def test_another_kind_of_file_is_refused_by_what_it_is(
    tmp_path: Path, content: bytes, why: str
) -> None:
    (tmp_path / FILE_NAME).write_bytes(content)
    with pytest.raises(StoreUnusable) as refused:
        open_store(tmp_path, CLOCK)
    assert refused.value.facts["why"] in (why, "damaged")
    assert (tmp_path / FILE_NAME).read_bytes() == content


def test_a_strangers_database_is_refused_and_untouched(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / FILE_NAME)) as conn:
        conn.execute("CREATE TABLE theirs (x)")
        conn.commit()
    with pytest.raises(StoreUnusable) as refused:
        open_store(tmp_path, CLOCK)
    assert refused.value.facts["why"] == "not_a_database"


def test_a_damaged_page_is_said_to_be_damage(tmp_path: Path) -> None:
    store = new_store(tmp_path)
    append(store, *(fact_of(None, f"per_{n}", "person.name", f"Name {n}") for n in range(500)))
    with store.read() as conn:
        pages = conn.exec_driver_sql("PRAGMA page_count").scalar_one()
    store.close()
    path = tmp_path / FILE_NAME
    data = bytearray(path.read_bytes())
    for page in range(5, pages):
        data[page * 4096 : page * 4096 + 100] = b"\xff" * 100
    path.write_bytes(data)

    def read_all() -> None:
        with open_store(tmp_path, CLOCK).read() as conn:
            conn.execute(select(facts)).all()

    with pytest.raises(StoreUnusable) as refused:
        read_all()
    assert refused.value.facts["why"] == "damaged"


# What a child does on a machine that refuses: everything is imported first, then it gives up its
# rights and its room. Root is allowed everything, so the child must not be root.
LIMITED = """
import os, resource, sys, tempfile
from pathlib import Path
from knowledge.errors import CartoError
from knowledge.store.engine import open_store
from tests.store.building import CLOCK, add, new_store
with tempfile.TemporaryDirectory() as folder:
    store = new_store(Path(folder))
    with store.write() as conn:
        add(conn, "warm up")
    store.close()
if os.geteuid() == 0:
    os.setgid(65534)
    os.setuid(65534)
if len(sys.argv) > 2:
    resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[2]), int(sys.argv[2])))
try:
    store = open_store(Path(sys.argv[1]), CLOCK)
    for number in range(400):
        with store.write() as conn:
            add(conn, f"{number} " + "some words " * 300, f"src_{number}")
        os.write(1, f"{number}\\n".encode())
except CartoError as refused:
    os.write(2, f"{type(refused).__name__} {refused.facts.get('why')}".encode())
    sys.exit(refused.exit_code)
"""
NOBODY = 65534


def test_a_read_only_folder_is_said_to_be_read_only(home: Path) -> None:
    for path in home.iterdir():
        path.chmod(0o444)
    home.chmod(0o555)
    done = run(LIMITED, home)
    assert (done.returncode, done.stderr.strip()) == (1, "StoreUnusable read_only")


def test_a_home_that_cannot_be_made_is_said_to_be_read_only(home: Path) -> None:
    home.chmod(0o555)
    done = run(LIMITED, home / "deeper")
    assert (done.returncode, done.stderr.strip()) == (1, "StoreUnusable read_only")


@pytest.mark.parametrize("limit_kb", [1, 4, 60, 190, 300, 500, 700, 900])
def test_a_full_disk_refuses_whole_notes_and_keeps_every_acknowledged_one(
    home: Path, limit_kb: int
) -> None:
    done = run(LIMITED, home, str(limit_kb * 1024))
    assert (done.returncode, done.stderr.strip()) == (1, "StoreUnusable disk_full")
    store = open_store(home, CLOCK)
    with store.read() as conn:
        kept = conn.execute(select(sources.c.id)).scalars().all()
        assert integrity_faults(conn) == ()
    assert {f"src_{number}" for number in done.stdout.split()} == set(kept)
    # There is room again: work goes on.
    with store.write() as conn:
        add(conn, "one more", "src_more")
    store.close()


@pytest.fixture
def home() -> Iterator[Path]:
    """A store that the unprivileged child owns, where it can reach it."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        home = Path(folder) / "home"
        new_store(home).close()
        if os.geteuid() == 0:
            for path in (home, *home.iterdir()):
                os.chown(path, NOBODY, NOBODY)
        yield home
        home.chmod(0o755)


def run(code: str, home: Path, *more: str) -> subprocess.CompletedProcess[str]:
    """Run ``code`` in a process of its own, on ``home``."""
    return subprocess.run(
        [sys.executable, "-B", "-c", code, str(home), *more],
        capture_output=True,
        text=True,
        timeout=100,
        check=False,
    )


def test_what_cannot_be_a_text_is_refused_before_the_database(store: Store) -> None:
    for text in ("a\x00b", "a\ud800b"):
        with store.write() as conn, pytest.raises(TextRefused):
            add(conn, "fine", author=text)
