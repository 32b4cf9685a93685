"""The edge: exit codes, JSON errors, the log of the unexpected, pipes that close."""

import json
import os
import signal
import subprocess
import sys
import time
from argparse import Namespace
from pathlib import Path

import pytest

from integrations.cli import guard
from integrations.cli.output import Output
from tests.cli.conftest import Carto

SAID = "Mireille decides everything"


def fails(args: Namespace, out: Output) -> int:
    """A command with a bug, whose error quotes a note as libraries do."""
    del args, out
    held: dict[str, int] = {}
    try:
        return held[SAID]
    except KeyError as error:
        raise ValueError(f"bad text: {SAID}") from error


def guarded(*, as_json: bool = False) -> int:
    return guard.guarded("note", f"{__name__}:fails", Namespace(json=as_json), "en")


def test_the_unexpected_gets_a_reference_and_a_log_without_any_text(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert guarded() == 1
    captured = capsys.readouterr()
    assert captured.out == ""
    assert "Traceback" not in captured.err
    assert SAID not in captured.err
    reference = captured.err.split("Reference: ")[1].split()[0]
    log = (home / "logs" / "carto.log").read_text(encoding="utf-8")
    assert f"reference={reference}" in log
    assert "builtins.KeyError\nled to\n" in log
    assert "builtins.ValueError" in log
    assert "in fails" in log
    # The line of code is written, with the name of the variable; its value is not.
    assert SAID not in log


def test_the_log_is_for_its_owner_only(home: Path) -> None:
    guarded()
    assert (home / "logs" / "carto.log").stat().st_mode & 0o077 == 0


def test_a_log_that_cannot_be_written_is_said(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    home.write_text("a file where the folder should be")
    assert guarded() == 1
    assert "No log file could be written." in capsys.readouterr().err


def test_the_unexpected_is_json_when_json_was_asked_for(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    del home
    assert guarded(as_json=True) == 1
    error = json.loads(capsys.readouterr().out)["error"]
    assert error["code"] == "unexpected"
    assert len(error["reference"]) == 8


def test_what_was_asked_wrongly_is_2_and_json_stays_alone_on_stdout(carto: Carto) -> None:
    ran = carto("map", "Nowhere", "--json")
    assert ran.code == 2
    error = json.loads(ran.out)["error"]
    assert error["code"] == "unknown_account"
    assert "Nowhere" in error["message"]
    assert "Nowhere" in ran.err


def test_a_wrong_day_is_refused(carto: Carto) -> None:
    ran = carto("map", "Nowhere", "--as-of", "31/02/2026")
    assert (ran.code, ran.out) == (2, "")
    assert "31/02/2026" in ran.err


def test_a_missing_file_is_refused(carto: Carto, tmp_path: Path) -> None:
    missing = carto("note", str(tmp_path / "none.txt"), "--account", "A")
    folder = carto("note", str(tmp_path), "--account", "A")
    assert (missing.code, folder.code) == (2, 2)
    assert "There is no file" in missing.err
    assert "is a folder" in folder.err


def test_bad_settings_are_all_listed(carto: Carto, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CARTO_TIMEZONE", "Mars/Olympus")
    monkeypatch.setenv("CARTO_LANG", "tlh")
    ran = carto("accounts")
    assert ran.code == 2
    assert "timezone" in ran.err
    assert "lang" in ran.err


def test_a_broken_config_is_refused(carto: Carto, home: Path) -> None:
    home.mkdir()
    (home / "config.toml").write_text("lang = = 1")
    ran = carto("accounts")
    assert (ran.code, ran.out) == (2, "")
    assert "config.toml" in ran.err


def start(
    repository: Path, home: Path, *words: str, stdout: int = subprocess.PIPE
) -> "subprocess.Popen[bytes]":
    return subprocess.Popen(
        [sys.executable, "-m", "integrations.cli.main", *words],
        cwd=repository,
        env={**os.environ, "CARTO_HOME": str(home)},
        stdin=subprocess.PIPE,
        stdout=stdout,
        stderr=subprocess.PIPE,
        # A shell's background job ignores Ctrl-C, and what it starts inherits that.
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.SIG_DFL),  # noqa: PLW1509
    )


@pytest.mark.parametrize("words", [("--help",), ("note", "--help"), ("accounts", "--json")])
def test_a_reader_that_leaves_is_no_error(
    repository: Path, tmp_path: Path, words: tuple[str, ...]
) -> None:
    read_end, write_end = os.pipe()
    os.close(read_end)
    process = start(repository, tmp_path, *words, stdout=write_end)
    os.close(write_end)
    _, err = process.communicate(timeout=60)
    assert (process.returncode, err) == (0, b"")


def test_ctrl_c_stops_with_a_word_and_no_traceback(repository: Path, tmp_path: Path) -> None:
    words = ("note", "-", "--account", "A")
    process = start(repository, tmp_path, *words)
    deadline = time.monotonic() + 30
    # The store is there once the command waits for its text.
    while not list(tmp_path.glob("*.db")) and time.monotonic() < deadline:
        time.sleep(0.05)
    time.sleep(0.5)
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=60)
    assert (process.returncode, out) == (130, b"")
    assert b"Traceback" not in err
