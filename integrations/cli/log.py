"""The log file of the command line: events of our own packages, and tracebacks of the unexpected.

No text of a note ever enters it: of an exception only the class and the places in the code are
written, because messages of libraries quote the values they choked on.
"""

import logging
import sys
import traceback
from pathlib import Path

from typing_extensions import override

from knowledge.domain.clock import SystemClock

_OURS = ("assistant", "tools", "prompts", "knowledge", "integrations")
_LARGEST_BYTES = 1_000_000
_OWNER_ONLY = 0o600


def log_path(home: Path) -> Path:
    """Where the log of a home folder is."""
    return home / "logs" / "carto.log"


def configure(home: Path) -> None:
    """Send what our packages log to the file; nothing of it reaches the terminal."""
    logging.getLogger().addHandler(logging.NullHandler())
    handler = _LogFile(log_path(home))
    for name in _OURS:
        logger = logging.getLogger(name)
        logger.setLevel(logging.INFO)
        logger.propagate = False
        logger.handlers = [handler]


def also_to_stderr(others: tuple[str, ...] = ()) -> None:
    """Send warnings and events to stderr too, for a service whose stderr is kept by the system.

    ``others`` are libraries whose warnings go the same way; below warnings they log what they carry.
    """
    handler = _Stderr()
    for name in (*_OURS, *others):
        logger = logging.getLogger(name)
        logger.propagate = False
        logger.handlers.append(handler)
    for name in others:
        logging.getLogger(name).setLevel(logging.WARNING)


def write_unexpected(reference: str, command: str, error: BaseException) -> Path | None:
    """Write the traceback of ``error`` and return the file, or ``None`` where none can be written."""
    from assistant.settings import home_from_environment

    try:
        path = log_path(home_from_environment())
        text = (
            f"unexpected_error reference={reference} command={command!r} {sys.version.split()[0]}"
        )
        _append(path, f"{text}\n{places(error)}")
    except (OSError, RuntimeError):
        return None
    return path


def places(error: BaseException) -> str:
    """The classes and code places of ``error`` and of what led to it, without any message."""
    parts: list[str] = []
    seen: set[int] = set()
    current: BaseException | None = error
    while current is not None and id(current) not in seen:
        seen.add(id(current))
        kind = type(current)
        frames = "".join(traceback.format_tb(current.__traceback__))
        parts.append(f"{frames}{kind.__module__}.{kind.__qualname__}\n")
        current = current.__cause__ or (
            None if current.__suppress_context__ else current.__context__
        )
    return "led to\n".join(reversed(parts))


class _LogFile(logging.Handler):
    """Appends to the log file, which is made when the first event is written."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self._path = path

    @override
    def emit(self, record: logging.LogRecord) -> None:
        try:
            _append(self._path, _in_words(record))
        except OSError:
            return


class _Stderr(logging.Handler):
    """Writes to stderr, with the same care as to the file."""

    @override
    def emit(self, record: logging.LogRecord) -> None:
        sys.stderr.write(_in_words(record))
        sys.stderr.flush()


def _in_words(record: logging.LogRecord) -> str:
    text = f"{record.levelname} {record.name} {record.getMessage()}\n"
    if record.exc_info and record.exc_info[1] is not None:
        text += places(record.exc_info[1])
    return text


def _append(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.exists() and path.stat().st_size > _LARGEST_BYTES:
        path.replace(path.with_suffix(".log.1"))
    at = SystemClock().now().isoformat(timespec="milliseconds")
    with path.open("a", encoding="utf-8", errors="backslashreplace") as file:
        file.write(f"{at} {text}")
    path.chmod(_OWNER_ONLY)
