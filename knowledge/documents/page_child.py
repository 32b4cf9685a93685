"""The process a page is read in: bytes in, text out, within limits of memory, time, files and sockets.

Started by ``page_parse``. On standard input: one line of JSON (``content_type``, ``charset``,
``memory_mb``, ``seconds``), then the bytes. On standard output: the fields of ``PageText``, or a
``reason`` with its ``detail``.
"""

import json
import sys
from dataclasses import asdict
from typing import Any

from knowledge.documents.page_encoding import decode_page
from knowledge.documents.page_outcomes import PageRefused
from knowledge.documents.page_text import page_text, plain_text


def main() -> None:
    """Read one page."""
    asked = json.loads(sys.stdin.buffer.readline())
    body = sys.stdin.buffer.read()
    _limit(asked["memory_mb"], asked["seconds"])
    try:
        answer = _read(body, asked["content_type"], asked["charset"])
    except (MemoryError, RecursionError):
        answer = {"reason": "too_complex", "detail": ""}
    sys.stdout.buffer.write(json.dumps(answer).encode())


def _read(body: bytes, content_type: str, charset: str | None) -> dict[str, Any]:
    decoded = decode_page(body, charset)
    if isinstance(decoded, PageRefused):
        return asdict(decoded)
    # Only now, because encodings are loaded from files.
    _open_nothing_more()
    text = decoded.text.replace("\x00", "")
    page = plain_text(text) if content_type == "text/plain" else page_text(text)
    return {**asdict(page), "encoding": decoded.encoding}


def _limit(memory_mb: int, seconds: int) -> None:
    """No more memory and processor time than this, and nothing written to a file."""
    if sys.platform == "win32":
        return
    import resource

    memory = memory_mb * 1024 * 1024
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _open_nothing_more() -> None:
    """No file and no connection beyond the three that are open: a socket is a file too."""
    if sys.platform == "win32":
        return
    import resource

    resource.setrlimit(resource.RLIMIT_NOFILE, (3, 3))


if __name__ == "__main__":
    main()
