"""The body of a response, counted as it comes in and again as it is unpacked."""

import zlib
from collections.abc import Callable
from typing import Any

from knowledge.documents.page_outcomes import PageRefused

_CHUNK = 16_384
_PACKED = {"gzip", "x-gzip", "deflate"}

Unpack = Callable[[bytes, int], bytes]


def read_body(response: Any, limit: int) -> bytes | PageRefused:
    """At most ``limit`` bytes, unpacked; ``response`` is one of ``requests``, opened as a stream."""
    coding = response.headers.get("Content-Encoding", "").strip().lower()
    if coding not in ("", "identity", *_PACKED):
        return PageRefused("unreadable", "compression")
    length = response.headers.get("Content-Length", "")
    if length.isascii() and length.isdigit() and (len(length) > 12 or int(length) > limit):
        return PageRefused("too_large", str(limit))
    # Unpacked here, not by the library: so the bound does not depend on its version.
    unpack = _unpacker() if coding in _PACKED else _as_it_is
    body, received = bytearray(), 0
    for chunk in response.raw.stream(_CHUNK, decode_content=False):
        received += len(chunk)
        try:
            body += unpack(chunk, limit + 1 - len(body))
        except zlib.error:
            return PageRefused("unreadable", "compression")
        if received > limit or len(body) > limit:
            return PageRefused("too_large", str(limit))
    return bytes(body)


def _as_it_is(chunk: bytes, most: int) -> bytes:
    return chunk[:most]


def _unpacker() -> Unpack:
    # 32: the header tells gzip and zlib apart.
    inflater = zlib.decompressobj(zlib.MAX_WBITS | 32)
    return inflater.decompress
