"""Backup and restore: the same store comes back, and nothing else is ever taken for one."""

import json
import sqlite3
import zipfile
from contextlib import closing
from pathlib import Path

import pytest

from knowledge.errors import BackupUnusable, StoreExists, StoreFromNewerVersion, StoreUnusable
from knowledge.store import ledger, suppression
from knowledge.store.backup import MANIFEST, backup, restore
from knowledge.store.connections import FILE_NAME, connect
from knowledge.store.engine import Store, open_store
from knowledge.store.forget import forget_person
from knowledge.store.suppression import KEY_FILE
from tests.store.building import CLOCK, ME, WS, add, append, fact_of


@pytest.fixture
def used(store: Store) -> Store:
    with store.write() as conn:
        source = add(conn, "Dana Ruiz decides, Lee Park signs")
    append(
        store,
        fact_of(source, "per_1", "person.name", "Dana Ruiz", "Dana Ruiz"),
        fact_of(source, "per_2", "person.name", "Lee Park", "Lee Park"),
    )
    forget_person(store, "acc_acme", "per_2", "me")
    (store.home / "config.toml").write_text('us = "Nous"\n')
    return store


def dumped(path: Path) -> list[str]:
    with closing(sqlite3.connect(path)) as conn:
        return list(conn.iterdump())


def test_what_was_backed_up_comes_back_equal(used: Store, tmp_path: Path) -> None:
    manifest = backup(used, tmp_path / "carto.zip")
    assert restore(tmp_path / "new", tmp_path / "carto.zip") == manifest
    assert dumped(tmp_path / "new" / FILE_NAME) == dumped(used.path)
    assert (tmp_path / "new" / "config.toml").read_text() == 'us = "Nous"\n'


def test_a_restored_store_works_and_still_knows_whom_it_forgot(used: Store, tmp_path: Path) -> None:
    backup(used, tmp_path / "carto.zip")
    restore(tmp_path / "new", tmp_path / "carto.zip")
    again = open_store(tmp_path / "new", CLOCK)
    with again.write() as conn:
        assert suppression.is_suppressed(conn, again, WS, "Lee Park")
        assert conn.exec_driver_sql("PRAGMA journal_mode").scalar() == "wal"
        add(conn, "one more", "src_2")
    with again.read() as conn:
        assert ledger.load_map(conn, "acc_acme", ME).people[0].name == "Dana Ruiz"
    again.close()


def test_backup_and_restored_files_are_their_owners_alone(used: Store, tmp_path: Path) -> None:
    backup(used, tmp_path / "carto.zip")
    restore(tmp_path / "new", tmp_path / "carto.zip")
    for path in (tmp_path / "carto.zip", *(tmp_path / "new").iterdir()):
        assert path.stat().st_mode & 0o077 == 0, path


def test_a_backup_taken_while_others_write_is_whole(used: Store, tmp_path: Path) -> None:
    with closing(connect(used.path)) as other:
        other.execute("BEGIN IMMEDIATE")
        other.execute("UPDATE accounts SET name = 'half-written'")
        backup(used, tmp_path / "carto.zip")
        other.execute("ROLLBACK")
    restore(tmp_path / "new", tmp_path / "carto.zip")
    assert dumped(tmp_path / "new" / FILE_NAME) == dumped(used.path)


def test_a_store_that_is_there_is_replaced_only_when_asked(used: Store, tmp_path: Path) -> None:
    backup(used, tmp_path / "carto.zip")
    with used.write() as conn:
        add(conn, "after the backup", "src_2")
    with pytest.raises(StoreExists):
        restore(used.home, tmp_path / "carto.zip")
    used.close()
    restore(used.home, tmp_path / "carto.zip", replace=True)
    again = open_store(used.home, CLOCK)
    with again.read() as conn:
        assert conn.exec_driver_sql("SELECT count(*) FROM sources").scalar() == 1
    again.close()


def test_a_damaged_store_can_be_replaced(used: Store, tmp_path: Path) -> None:
    backup(used, tmp_path / "carto.zip")
    used.close()
    used.path.write_bytes(b"ruined" * 1000)
    restore(used.home, tmp_path / "carto.zip", replace=True)
    open_store(used.home, CLOCK).close()


def rewritten(path: Path, **changes: bytes | None) -> Path:
    """The backup with some members changed, or left out."""
    with zipfile.ZipFile(path) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    members |= {name.replace("__", "."): data for name, data in changes.items() if data is not None}
    for name in [name.replace("__", ".") for name, data in changes.items() if data is None]:
        del members[name]
    with zipfile.ZipFile(path, "w") as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return path


def manifest_of(path: Path) -> dict[str, object]:
    with zipfile.ZipFile(path) as archive:
        found: dict[str, object] = json.loads(archive.read(MANIFEST))
        return found


def test_bad_backups_are_refused_and_touch_nothing(used: Store, tmp_path: Path) -> None:
    good = tmp_path / "carto.zip"
    backup(used, good)
    manifest = manifest_of(good)
    whole = good.read_bytes()
    cases: dict[str, list[bytes | dict[str, bytes | None]]] = {
        "not_a_backup": [
            b"", b"no zip", whole[: len(whole) // 2], {"manifest__json": b"[]"},
            {"manifest__json": b"{"}, {"manifest__json": json.dumps(manifest | {"format": 9}).encode()},
            {"manifest__json": json.dumps(manifest | {"sha256": {"../evil": "0"}}).encode()},
            {"manifest__json": json.dumps(manifest | {"sha256": 7}).encode()},
        ],
        "incomplete": [{"carto__db": None}, {"manifest__json": None}],
        "hash": [{"carto__db": b"other"}, {"suppression__key": b"other"}],
        "damaged": [{"manifest__json": json.dumps(manifest | {"counts": {}}).encode()}],
    }  # fmt: skip
    for why, made in cases.items():
        for case in made:
            good.write_bytes(case if isinstance(case, bytes) else whole)
            if isinstance(case, dict):
                rewritten(good, **case)
            with pytest.raises(BackupUnusable) as refused:
                restore(tmp_path / "new", good)
            assert refused.value.facts["why"] == why, case
    assert list((tmp_path / "new").iterdir()) == []


def test_a_missing_backup_and_one_from_a_newer_version_are_refused(
    used: Store, tmp_path: Path
) -> None:
    with pytest.raises(BackupUnusable):
        restore(tmp_path / "new", tmp_path / "none.zip")
    backup(used, tmp_path / "carto.zip")
    newer = manifest_of(tmp_path / "carto.zip") | {"revision": "9999"}
    rewritten(tmp_path / "carto.zip", manifest__json=json.dumps(newer).encode())
    with pytest.raises(StoreFromNewerVersion):
        restore(tmp_path / "new", tmp_path / "carto.zip")


def test_a_backup_that_cannot_be_written_leaves_no_file(used: Store, tmp_path: Path) -> None:
    with pytest.raises(StoreUnusable):
        backup(used, tmp_path / "no" / "such" / "folder.zip")
    assert not (tmp_path / "no").exists()


def test_a_lost_suppression_key_is_a_refusal_and_no_silence(used: Store) -> None:
    (used.home / KEY_FILE).unlink()
    with used.read() as conn, pytest.raises(StoreUnusable):
        suppression.blank_suppressed(conn, used, WS, "Lee Park")
