"""Sources: text as it was received, and the decoding that keeps every byte answerable.

Bytes are kept as they came. What cannot be kept whole as text is refused whole, with the reason as
a value: nothing is repaired silently, because quotes point into exactly this text.
"""

import codecs
import hashlib
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from knowledge.domain.codes import SourceKind

Refusal = Literal["empty", "too_large", "binary", "encoding", "nul", "surrogate"]


@dataclass(frozen=True, slots=True)
class Source:
    """A received text. ``text`` is ``raw`` decoded; offsets of quotes count its code points.

    ``external_id`` is the id the sender gave it (an import line, a Slack message), ``dated_on`` the
    day it is about, ``url`` and ``fetched_on`` are for pages.
    """

    id: str
    workspace_id: str
    account_id: str
    kind: SourceKind
    text: str
    encoding: str
    sha256: str
    dated_on: date
    received_at: datetime
    author: str | None = None
    external_id: str | None = None
    url: str | None = None
    fetched_on: date | None = None


@dataclass(frozen=True, slots=True)
class Decoded:
    """Text and the encoding it came in."""

    text: str
    encoding: str


@dataclass(frozen=True, slots=True)
class Refused:
    """Why bytes cannot be kept as text; ``detail`` holds sizes or places, never content."""

    reason: Refusal
    detail: str = ""


def sha256_of(raw: bytes) -> str:
    """The hash by which the same content is recognised."""
    return hashlib.sha256(raw).hexdigest()


_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# Control characters that text files hold; the rest mark a binary under a text name.
_TEXT_CONTROLS = frozenset("\t\n\r\f\v\x1b\x85")
_MAX_CONTROL_SHARE = 0.05


def decode(raw: bytes, limit_bytes: int) -> Decoded | Refused:
    """The text in ``raw``: by its byte-order mark, as strict UTF-8, else as Windows-1252.

    Windows-1252 is what office software in our two languages writes when it does not write UTF-8.
    """
    if len(raw) > limit_bytes:
        return Refused("too_large", f"{len(raw)} > {limit_bytes}")
    encoding = next((name for mark, name in _BOMS if raw.startswith(mark)), None)
    if encoding is None and b"\x00" in raw:
        return Refused("binary" if _looks_binary(raw) else "nul", f"byte {raw.index(0)}")
    decoded = _decode_as(raw, (encoding,) if encoding else ("utf-8", "cp1252"))
    return decoded if isinstance(decoded, Refused) else check_text(decoded)


def check_text(decoded: Decoded) -> Decoded | Refused:
    """``decoded`` when it can be kept whole, else why not."""
    text = decoded.text
    if not text.strip():
        return Refused("empty")
    if "\x00" in text:
        return Refused("nul", f"character {text.index(chr(0))}")
    lone = next((at for at, char in enumerate(text) if "\ud800" <= char <= "\udfff"), None)
    if lone is not None:
        return Refused("surrogate", f"character {lone}")
    controls = sum(1 for char in text if char < " " and char not in _TEXT_CONTROLS)
    if controls > len(text) * _MAX_CONTROL_SHARE:
        return Refused("binary", f"{controls} control characters")
    return decoded


def _decode_as(raw: bytes, encodings: tuple[str, ...]) -> Decoded | Refused:
    for encoding in encodings:
        try:
            return Decoded(raw.decode(encoding), encoding)
        except UnicodeDecodeError:
            continue
    return Refused("encoding", "/".join(encodings))


def _looks_binary(raw: bytes) -> bool:
    head = raw[:4096]
    odd = sum(1 for byte in head if byte < 32 and byte not in (9, 10, 13, 12, 27))
    return odd > len(head) * _MAX_CONTROL_SHARE
