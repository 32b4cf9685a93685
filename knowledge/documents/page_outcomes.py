"""What becomes of a page: bytes, text, a kept source, or why not. Values only, nothing is done here.

The sentence for each reason is in ``knowledge/language/<lang>/pages.toml``.
"""

from dataclasses import dataclass, field
from typing import Literal

from knowledge.domain.sources import Source

PageReason = Literal[
    "bad_address",
    "port",
    "not_public",
    "linkedin",
    "robots",
    "unreachable",
    "certificate",
    "too_many_redirects",
    "too_slow",
    "too_large",
    "bad_status",
    "not_a_page",
    "unreadable",
    "no_text",
    "too_complex",
]


@dataclass(frozen=True, slots=True)
class PageLimits:
    """How far one page may go. Times in seconds, sizes in bytes unless named otherwise.

    An address that says http is asked for over https, unless ``allow_http``: then it goes in clear.
    """

    body_bytes: int = 2_000_000
    total_s: float = 10.0
    redirects: int = 5
    ports: frozenset[int] = frozenset({443, 8443})
    allow_http: bool = False
    parse_s: float = 10.0
    parse_mb: int = 512
    text_bytes: int = 1_048_576


@dataclass(frozen=True, slots=True)
class PageRefused:
    """Why a page was not read; ``detail`` is a status or a size, never words of the page."""

    reason: PageReason
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Fetched:
    """A page as its server sent it, unpacked. ``final_url`` is where redirects led."""

    url: str
    final_url: str
    body: bytes = field(repr=False)
    content_type: str
    charset: str | None = None


@dataclass(frozen=True, slots=True)
class PageText:
    """What a person would read on a page.

    ``dropped_hidden`` counts the places with words that a reader does not see; ``lang`` is the
    language the page says it is in, as a two- or three-letter code.
    """

    title: str
    text: str = field(repr=False)
    lang: str | None = None
    dropped_hidden: int = 0
    encoding: str = "utf-8"


@dataclass(frozen=True, slots=True)
class PageRead:
    """What became of a page somebody named: the kept ``source``, or the ``PageReason`` there is none.

    ``unchanged`` means that the account has the page with the same text already.
    """

    source: Source | None = None
    refused: PageReason | Literal[""] = ""
    detail: str = ""
    status: Literal["stored", "unchanged", "revised", "refused"] = "refused"
    dropped_hidden: int = 0
