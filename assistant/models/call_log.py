"""What was asked of models: one record per call, without a word of any text.

A file and not the store: calls happen inside others' transactions, and count even when those are undone.
"""

import json
import os
import threading
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import asdict, dataclass, fields
from datetime import date, timedelta
from pathlib import Path
from typing import Any, Protocol

_FOLDER = "trace"
KEPT_DAYS = 90


@dataclass(frozen=True, slots=True)
class ModelCall:
    """One call: when (UTC), which prompt and model, what it took, how it ended (``ok`` or a failure).

    ``estimated`` says that the server told no tokens and they are counted from characters. ``day`` is
    the team's calendar day, by which the cap is counted.
    """

    at: str
    use: str
    prompt: str
    prompt_version: int
    prompt_sha256: str
    model: str
    host: str
    input_tokens: int
    output_tokens: int
    ms: int
    outcome: str
    workspace_id: str
    lang: str = ""
    day: str = ""
    estimated: bool = False

    @property
    def counted_on(self) -> str:
        """The day the call counts for."""
        return self.day or self.at[:10]

    @property
    def tokens(self) -> int:
        """What counts towards the cap."""
        return self.input_tokens + self.output_tokens


class CallLedger(Protocol):
    """Where calls are recorded and a day's tokens are counted."""

    def record(self, call: ModelCall) -> None:
        """Keep one call."""

    def tokens_on(self, day: date) -> int:
        """The tokens used on a day of the team's calendar, in and out."""

    def latest(self, day: date, host: str, count: int) -> list[ModelCall]:
        """The last ``count`` calls to a host on a day, oldest first."""


class MemoryLedger:
    """Records for as long as a command runs, where nothing may be written."""

    def __init__(self) -> None:
        self.calls: list[ModelCall] = []

    def record(self, call: ModelCall) -> None:
        """Keep one call."""
        self.calls.append(call)

    def tokens_on(self, day: date) -> int:
        """The tokens used on a day."""
        return _tokens(self.calls, day)

    def latest(self, day: date, host: str, count: int) -> list[ModelCall]:
        """The last calls to a host on a day, oldest first."""
        return _latest(self.calls, day, host, count)


class FileLedger:
    """Records in ``<home>/trace/YYYY-MM-DD.jsonl``, one line each, readable by their owner alone.

    Lines of several processes stand beside each other whole: each is one append. The day's file is read
    on from where it was read before, so that counting stays cheap.
    """

    def __init__(self, home: Path) -> None:
        self._folder = home / _FOLDER
        self._lock = threading.Lock()
        self._read: tuple[str, int] = ("", 0)
        self._today: list[ModelCall] = []
        self._unwritten: list[ModelCall] = []

    def record(self, call: ModelCall) -> None:
        """Append one line; raises OSError when it cannot be written, and counts the call all the same."""
        line = json.dumps(asdict(call), ensure_ascii=True) + "\n"
        try:
            self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            _append(_path(self._folder, call.counted_on), line.encode())
        except OSError:
            with self._lock:
                self._unwritten.append(call)
            raise

    def tokens_on(self, day: date) -> int:
        """The tokens used on a day, by other processes too."""
        with self._lock:
            self._read_on(day.isoformat())
            return _tokens([*self._today, *self._unwritten], day)

    def latest(self, day: date, host: str, count: int) -> list[ModelCall]:
        """The last calls to a host on a day, other processes' calls included, oldest first."""
        with self._lock:
            self._read_on(day.isoformat())
            return _latest([*self._today, *self._unwritten], day, host, count)

    def _read_on(self, name: str) -> None:
        if self._read[0] != name:
            self._read, self._today = (name, 0), []
        try:
            with _path(self._folder, name).open("rb") as file:
                file.seek(self._read[1])
                fresh = file.read()
        except OSError:
            # Nothing was recorded yet, or nothing can be: then what this process did is counted.
            return
        whole = fresh[: fresh.rfind(b"\n") + 1]
        self._read = (name, self._read[1] + len(whole))
        self._today += [call for call in map(_call, whole.splitlines()) if call is not None]


def _append(path: Path, line: bytes) -> None:
    """One write at the end; a line that a kill cut in half must not swallow this one."""
    descriptor = os.open(path, os.O_RDWR | os.O_APPEND | os.O_CREAT, 0o600)
    try:
        size = os.fstat(descriptor).st_size
        torn = size > 0 and os.pread(descriptor, 1, size - 1) != b"\n"
        os.write(descriptor, (b"\n" if torn else b"") + line)
    finally:
        os.close(descriptor)


@dataclass(frozen=True, slots=True)
class ReadCalls:
    """The last calls, oldest first, and how many lines and files could not be read."""

    calls: tuple[ModelCall, ...]
    unreadable: int


def read_calls(home: Path, last: int = 50) -> ReadCalls:
    """The last calls recorded; a line that is no record, or a file nobody can read, is skipped and counted."""
    found: list[ModelCall] = []
    unreadable = 0
    for path in sorted(_files(home / _FOLDER), reverse=True):
        lines = _lines(path)
        if lines is None:
            unreadable += 1
            continue
        read = [_call(line) for line in lines if line.strip()]
        calls = [call for call in read if call is not None]
        unreadable += len(read) - len(calls)
        found = calls + found
        if len(found) >= last:
            break
    return ReadCalls(tuple(found[-last:] if last > 0 else ()), unreadable)


def prune(home: Path, today: date, keep_days: int = KEPT_DAYS) -> int:
    """Remove the files of days long past; how many are gone. What cannot be removed stays, and stops nobody."""
    oldest = today - timedelta(days=keep_days)
    gone = 0
    for path, day in _days(home / _FOLDER):
        if day < oldest:
            with suppress(OSError):
                path.unlink(missing_ok=True)
                gone += 1
    return gone


def _days(folder: Path) -> Iterator[tuple[Path, date]]:
    for path in _files(folder):
        try:
            yield path, date.fromisoformat(path.stem)
        except ValueError:
            continue


def _files(folder: Path) -> list[Path]:
    """Everything named as a day's file is; nothing where the folder itself cannot be read."""
    try:
        return list(folder.glob("*.jsonl"))
    except OSError:
        return []


def _lines(path: Path) -> list[bytes] | None:
    """The lines of a file; None for a folder, a pipe, or a file that is another user's."""
    try:
        return path.read_bytes().splitlines() if path.is_file() else None
    except OSError:
        return None


def _path(folder: Path, day: str) -> Path:
    return folder / f"{day}.jsonl"


def _tokens(calls: list[ModelCall], day: date) -> int:
    return sum(call.tokens for call in calls if call.counted_on == day.isoformat())


def _latest(calls: list[ModelCall], day: date, host: str, count: int) -> list[ModelCall]:
    name = day.isoformat()
    return [call for call in calls if (call.counted_on, call.host) == (name, host)][-count:]


def _call(line: bytes) -> ModelCall | None:
    """One record; None for a line that is none. A field of a newer version is passed over."""
    try:
        given: Any = json.loads(line)
        kept = {one.name: given[one.name] for one in fields(ModelCall) if one.name in given}
        call = ModelCall(**kept)
    except (ValueError, TypeError, KeyError, RecursionError):
        return None
    counts = (call.input_tokens, call.output_tokens, call.ms)
    return call if all(type(count) is int and count >= 0 for count in counts) else None
