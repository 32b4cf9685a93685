"""The doctor looks at everything and changes nothing."""

from pathlib import Path

import pytest

from assistant.bootstrap import open_workspace
from assistant.check_health import Check, check
from assistant.settings import Settings, load_settings
from tests.scenarios.scripted import note, somebody, take

VISIT = note("2026-03-02", "Vu Claire Duval.", somebody("Claire Duval", title="Duval"))


def settings_in(home: Path) -> Settings:
    return load_settings(home=home, today="2026-06-30")


def of_the_store(settings: Settings) -> Check:
    (found,) = [one for one in check(settings) if one.name == "store"]
    return found


def with_a_note(home: Path) -> Settings:
    with open_workspace(settings_in(home)) as ws:
        take(ws, VISIT, "all")
    return settings_in(home)


def test_an_empty_home_is_in_order_and_stays_empty(tmp_path: Path) -> None:
    checks = check(settings_in(tmp_path))
    assert all(one.ok for one in checks)
    assert of_the_store(settings_in(tmp_path)).hint == "first_note"
    assert list(tmp_path.iterdir()) == []


def test_a_home_that_does_not_exist_is_not_made(tmp_path: Path) -> None:
    assert of_the_store(settings_in(tmp_path / "new")).ok
    assert not (tmp_path / "new").exists()


def test_a_healthy_store_is_in_order(tmp_path: Path) -> None:
    found = of_the_store(with_a_note(tmp_path))
    assert (found.ok, found.hint) == (True, None)


def test_the_five_packages_come_from_one_place(tmp_path: Path, repository: Path) -> None:
    packages = next(one for one in check(settings_in(tmp_path)) if one.name == "packages")
    assert (packages.ok, packages.detail) == (True, str(repository))


def test_nothing_is_sent_anywhere(tmp_path: Path) -> None:
    outgoing = next(one for one in check(settings_in(tmp_path)) if one.name == "outgoing")
    assert (outgoing.ok, outgoing.detail) == (True, "-")


def test_a_file_that_is_no_database_is_named_as_such(tmp_path: Path) -> None:
    (tmp_path / "carto.db").write_bytes(b"Dear diary, " * 1000)
    found = of_the_store(settings_in(tmp_path))
    assert not found.ok
    assert found.hint


def test_a_damaged_store_is_found_and_a_backup_advised(tmp_path: Path) -> None:
    settings = with_a_note(tmp_path)
    path = tmp_path / "carto.db"
    whole = path.read_bytes()
    # Every page after the schema, torn.
    path.write_bytes(whole[: 4096 * 4] + b"\xff" * (len(whole) - 4096 * 4))
    found = of_the_store(settings)
    assert not found.ok
    assert found.hint


def test_a_quote_that_is_not_in_its_source_is_found(tmp_path: Path) -> None:
    import sqlite3

    settings = with_a_note(tmp_path)
    with sqlite3.connect(tmp_path / "carto.db") as conn:
        conn.execute("UPDATE source_bodies SET text = replace(text, 'Duval', 'Dupin')")
    found = of_the_store(settings)
    assert (found.ok, found.hint) == (False, "restore_backup")
    assert "quotes_not_in_source" in found.detail


def outgoing(home: Path, **given: object) -> Check:
    checks = check(load_settings(home=home, today="2026-06-30", **given))
    return next(one for one in checks if one.name == "outgoing")


def test_where_texts_are_sent_is_told(tmp_path: Path) -> None:
    model = {"base_url": "http://127.0.0.1:11434/v1", "name": "qwen", "writing": {"off": True}}
    assert outgoing(tmp_path, model=model).detail == (
        "reading: qwen (127.0.0.1:11434), answering: qwen (127.0.0.1:11434)"
    )


def test_a_key_of_another_program_is_told_and_not_used(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-theirs")
    found = outgoing(tmp_path)
    assert (found.ok, found.detail, found.hint) == (True, "-", "offered_key")


def test_keys_that_others_can_read_are_a_fault(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CARTO_HOME", str(tmp_path))
    path = tmp_path / "secrets.toml"
    path.write_text('slack_bot_token = "xoxb-1"\n', encoding="utf-8")
    for mode, ok in ((0o644, False), (0o600, True)):
        path.chmod(mode)
        found = next(one for one in check(settings_in(tmp_path)) if one.name == "secrets")
        assert (found.ok, found.hint) == (ok, None if ok else "secrets_open")
