"""The same at the command line: one clear sentence, the right exit code, and never a traceback."""

import ctypes
import json
import os
import resource
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from assistant.bootstrap import open_workspace
from assistant.settings import load_settings
from knowledge.store import accounts, sources

CARTO = [sys.executable, "-m", "integrations.cli.main"]


def environment(home: Path) -> dict[str, str]:
    """The machine's own, with this home, in English, at a time zone of its own."""
    return os.environ | {"CARTO_HOME": str(home), "CARTO_LANG": "en", "PYTHONUTF8": "1"}


def carto(
    home: Path, repository: Path, *words: str | bytes, stdin: bytes = b""
) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [*CARTO, *words], cwd=repository, env=environment(home), input=stdin,
        capture_output=True, timeout=60, check=False,
    )  # fmt: skip


def assert_clear(done: subprocess.CompletedProcess[bytes], code: int, sentence: str) -> None:
    """One sentence and a hint on stderr, nothing on stdout, no traceback."""
    said = done.stderr.decode("utf-8").splitlines()
    assert (done.returncode, done.stdout) == (code, b""), said
    assert sentence in said[0]
    assert len(said) <= 2
    assert "Traceback" not in done.stderr.decode("utf-8")


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("empty.txt", "There is no text in it."),
        ("png_renamed.txt", "This is not text but another kind of file"),
        ("only_nul.txt", "This is not text but another kind of file"),
        ("random.bin.txt", "This is not text but another kind of file"),
        ("sjis.txt", "The letters of this text cannot be read"),
        ("invalid_utf8.txt", "The letters of this text cannot be read"),
        ("md_deep_list.md", "The text is larger than what is taken in at once"),
        ("no_such_file.txt", "There is no file"),
    ],
)
def test_a_note_that_is_no_text_is_refused_in_one_sentence(
    tmp_path: Path, repository: Path, shared_corpora: Path, name: str, sentence: str
) -> None:
    file = shared_corpora / "txt" / name
    done = carto(tmp_path, repository, "note", str(file), "--account", "Borealis", "--create")
    assert_clear(done, 2, sentence)


@pytest.mark.parametrize("name", ["cp1252.txt", "md_html.md", "crlf_mixed.txt"])
def test_a_strange_note_is_kept_and_shown_without_acting_on_the_terminal(
    tmp_path: Path, repository: Path, shared_corpora: Path, name: str
) -> None:
    file = shared_corpora / "txt" / name
    done = carto(
        tmp_path, repository, "note", str(file), "--account", "Bo\x1b[31mrealis", "--create"
    )
    assert done.returncode == 0, done.stderr
    assert b"\x1b" not in done.stdout + done.stderr


def test_a_bad_line_of_an_import_is_told_and_the_others_are_acknowledged(
    tmp_path: Path, repository: Path
) -> None:
    lines = [
        b'{"id": "one", "account": "Borealis", "date": "2026-03-14", "text": "Un."}',
        b'{"id": "two", "account": "Borealis", "date": "2026-03-14", "text": "\xff"}',
        b'{"id": "n-\\udfff", "account": "Borealis", "date": "2026-03-14", "text": "Deux."}',
        b"{",
        b'{"id": "four", "account": "Borealis", "date": "2026-03-14", "text": "Trois."}',
    ]
    done = carto(tmp_path, repository, "import", "-", stdin=b"\n".join(lines))
    told = [json.loads(line) for line in done.stdout.splitlines()]
    assert [one["status"] for one in told] == ["stored", "failed", "failed", "failed", "stored"]
    assert [one["error"]["code"] for one in told[1:4]] == ["text_refused", "bad_field", "not_json"]
    assert done.returncode == 1
    assert b"Traceback" not in done.stderr


def test_an_argument_in_broken_letters_is_refused_in_one_sentence(
    tmp_path: Path, repository: Path
) -> None:
    done = carto(tmp_path, repository, "map", b"Bor\xffalis")
    assert_clear(done, 2, "")


def test_two_imports_at_once_into_one_home_lose_nothing_and_double_nothing(
    tmp_path: Path, repository: Path
) -> None:
    home = tmp_path / "home"
    common = [("both", number) for number in range(20)]
    files = []
    for who in ("left", "right"):
        own = [(who, number) for number in range(40)]
        mixed = own[:20] + common + own[20:]
        file = tmp_path / f"{who}.jsonl"
        file.write_text(
            "".join(
                json.dumps(
                    {
                        "id": f"{name}-{number}",
                        # Made by whoever is first: both may try at once.
                        "account": f"Account {number % 5}",
                        "date": "2026-03-14",
                        "text": f"Note {number} from {name}.",
                    }
                )
                + "\n"
                for name, number in mixed
            ),
            encoding="utf-8",
        )
        files.append(file)
    running = [
        subprocess.Popen(
            [*CARTO, "import", str(file)], cwd=repository, env=environment(home),
            stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        )
        for file in files
    ]  # fmt: skip
    ended = [process.communicate(timeout=100) for process in running]
    assert [process.returncode for process in running] == [0, 0], [err for _, err in ended]

    told = [json.loads(line) for out, _ in ended for line in out.splitlines()]
    stored = [one["id"] for one in told if one["status"] == "stored"]
    unchanged = {one["id"] for one in told if one["status"] == "unchanged"}
    assert len(told) == 120
    assert len(stored) == len(set(stored)) == 100
    assert unchanged == {f"both-{number}" for number in range(20)}
    with open_workspace(load_settings(home=home)) as ws, ws.store.read() as conn:
        every = accounts.list_accounts(conn, ws.workspace_id, ws.audience)
        kept = [one for a in every for one in sources.list_sources(conn, a.id, ws.audience)]
    assert len(every) == 5
    assert sorted(str(one.external_id) for one in kept) == sorted(stored)


# The machine says no


def _without_the_rights_of_root() -> None:
    """Root may write anywhere; its child gives that right up (capabilities(7), prctl(2))."""
    drop, override = 24, 1
    if os.geteuid() == 0 and ctypes.CDLL(None, use_errno=True).prctl(drop, override, 0, 0, 0) != 0:
        os._exit(99)


def _with_little_room() -> None:
    resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))


def note_in_child(
    home: Path, repository: Path, before: Callable[[], None], text: bytes
) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [*CARTO, "note", "-", "--account", "Borealis", "--create"], cwd=repository,
        env=environment(home), input=text, capture_output=True, timeout=60, check=False,
        preexec_fn=before,
    )  # fmt: skip


@pytest.fixture
def kept_home(tmp_path: Path, repository: Path) -> Path:
    """A home with one note in it."""
    home = tmp_path / "home"
    done = carto(home, repository, "note", "-", "--account", "Borealis", "--create", stdin=b"Un.")
    assert done.returncode == 0, done.stderr
    return home


@pytest.mark.skipif(sys.platform != "linux", reason="not on this platform: no capabilities")
def test_a_home_that_may_not_be_written_is_told_in_one_sentence(
    kept_home: Path, repository: Path
) -> None:
    kept_home.chmod(0o555)
    for path in kept_home.rglob("*"):
        path.chmod(0o555 if path.is_dir() else 0o444)
    try:
        done = note_in_child(kept_home, repository, _without_the_rights_of_root, b"Deux.")
    finally:
        kept_home.chmod(0o755)
    assert done.returncode == 1
    assert b"cannot be used" in done.stderr
    assert b"Traceback" not in done.stderr


def test_a_full_disk_is_told_in_one_sentence_and_keeps_what_was_kept(
    kept_home: Path, repository: Path
) -> None:
    done = note_in_child(kept_home, repository, _with_little_room, b"word " * 20_000)
    assert done.returncode == 1
    assert b"cannot be used" in done.stderr
    assert b"Traceback" not in done.stderr
    after = carto(kept_home, repository, "doctor", "--json")
    assert after.returncode == 0, after.stdout
