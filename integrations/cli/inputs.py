"""What a command reads: a file or standard input, whole up to a limit, or line by line."""

import io
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, TextIO

from integrations.cli.errors import FileUnreadable
from integrations.cli.output import Output

STDIN = "-"


def read_bytes(name: str, limit_bytes: int, out: Output) -> bytes:
    """The bytes of a file or of standard input, at most one more than ``limit_bytes``.

    The one more lets the reader of the text see that it is too large.
    """
    with _opened(name, out) as file:
        try:
            return file.read(limit_bytes + 1)
        except OSError as error:
            raise FileUnreadable.because(name, error) from None


@contextmanager
def open_lines(name: str, out: Output) -> Iterator[tuple[Iterator[str], int | None]]:
    """The lines of a file or of standard input, and the size in bytes when it is known.

    Bytes that are not UTF-8 become lone surrogates, so that only their own line is refused.
    """
    with _opened(name, out) as file:
        size = None if name == STDIN else Path(name).stat().st_size
        text = io.TextIOWrapper(file, encoding="utf-8-sig", errors="surrogateescape", newline="\n")
        try:
            yield iter(text), size
        finally:
            text.detach()


@contextmanager
def open_to_write(name: str) -> Iterator[TextIO]:
    """A new text file, in place of one of the same name."""
    try:
        file = Path(name).open("w", encoding="utf-8", newline="\n")  # noqa: SIM115 - closed below
    except OSError as error:
        raise FileUnreadable.because(name, error) from None
    with file:
        yield file


@contextmanager
def _opened(name: str, out: Output) -> Iterator[BinaryIO]:
    if name == STDIN:
        if sys.stdin.isatty():
            out.tell(out.words("waiting_for_text"))
        yield sys.stdin.buffer
        return
    try:
        file = Path(name).open("rb")  # noqa: SIM115 - closed below
    except (OSError, ValueError) as error:
        cause = error if isinstance(error, OSError) else OSError(str(error))
        raise FileUnreadable.because(name, cause) from None
    with file:
        yield file
