"""Text of notes, names and pages made safe for Slack: the one place where it is escaped.

What people wrote is data. It never becomes a mention, a link, formatting, an emoji or a block: the three
characters Slack reads are escaped, the marks of formatting and of emoji are replaced by signs that look
like them, and what cannot be seen is shown. The kept note is never touched; only what is displayed is.

Words of ours may hold ``*bold*`` and line breaks; data goes in through ``said``, ``quoted`` or ``plain``.
"""

import re
import unicodedata
from urllib.parse import urlsplit

SECTION, HEADER, BUTTON, CONTEXT = 3_000, 150, 75, 2_000
NAME, VALUE, QUOTE = 120, 300, 500
CUT = "…"
_LONGEST_LINK = 500

_ENTITIES = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}
# Signs that look like the marks of formatting and do nothing.
_LOOKALIKES = {"*": "\u2217", "~": "\u223c", "`": "\u02cb"}
_UNDERSCORE = "\u02cd"
_COLON = "\ua789"
_EMOJI = re.compile(r":(?=[\w+'-]+:)")
_ADDRESS = re.compile(r":(?=//)|(?<=mailto):|(?<=tel):|(?<=javascript):|(?<=data):", re.IGNORECASE)
_QUOTE_MARKS = ' \n\t\u00a0\u202f"«»“”'
_QUOTATION = re.compile(r"^>+")
_POINTED = "\u203a"
_EDGE_UNDERSCORE = re.compile(r"(?<![^\W_])_+|_+(?![^\W_])")
# Invisible, and letters to Unicode: fillers of Korean and Braille, joiners of graphemes.
_BLANKS = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0\u180b\u180c\u180d\u180f")
_JOINERS = frozenset("\u200c\u200d")
_LATIN_TO_CYRILLIC = 0x0590
_SOFT_HYPHEN = "\u00ad"
_MOST_MARKS = 3


def visible(text: str) -> str:
    """``text`` on one line, with every character that hides or turns others shown as ``‹U+202E›``."""
    shown: list[str] = []
    marks = 0
    for char in " ".join(text.split()):
        marks = marks + 1 if unicodedata.combining(char) else 0
        if marks <= _MOST_MARKS:
            shown.append(_shown(char, shown[-1] if shown else ""))
    return "".join(shown)


def _shown(char: str, before: str) -> str:
    if char in _JOINERS and before and ord(before[-1]) > _LATIN_TO_CYRILLIC:
        return char  # scripts and emoji that are written with joiners
    if char == _SOFT_HYPHEN:
        return ""
    if char in _BLANKS or not (char.isprintable() or char.isspace()):
        return f"‹U+{ord(char):04X}›"
    return char


def clipped(text: str, limit: int) -> str:
    """``text``, or its beginning and "…" when it is longer than ``limit`` characters."""
    return text if len(text) <= limit else text[: max(0, limit - 1)].rstrip() + CUT


def said(text: str, limit: int = VALUE) -> str:
    """Data inside a sentence of ours in mrkdwn: one line, escaped, at most ``limit`` characters."""
    head = _head(text, limit)
    inert = _EMOJI.sub(_COLON, _ADDRESS.sub(_COLON, visible(head)))
    inert = _EDGE_UNDERSCORE.sub(lambda found: _UNDERSCORE * len(found[0]), inert)
    inert = _QUOTATION.sub(lambda found: _POINTED * len(found[0]), inert)
    return _escaped(inert, limit, cut=len(head) < len(text))


def quoted(lang: str, words: str, limit: int = QUOTE) -> str:
    """Words of a source between the quote marks of the language, which are not put around others."""
    bare = words.strip(_QUOTE_MARKS)
    return f"« {said(bare, limit)} »" if lang == "fr" else f"“{said(bare, limit)}”"


def plain(text: str, limit: int = BUTTON) -> str:
    """Data for a plain text of Slack's (buttons, headers, options), which reads no formatting."""
    head = _head(text, limit)
    return clipped(visible(head) + (CUT if len(head) < len(text) else ""), limit) or CUT


def _head(text: str, limit: int) -> str:
    """More of a text than can be shown, and not all of a book."""
    return text[: 4 * limit + 100]


def _escaped(text: str, limit: int, *, cut: bool) -> str:
    """Escape without ever cutting an entity in two; ``cut`` when there was more text behind it."""
    pieces = [_ENTITIES.get(char) or _LOOKALIKES.get(char, char) for char in text]
    if not cut and sum(map(len, pieces)) <= limit:
        return "".join(pieces)
    kept: list[str] = []
    left = limit - len(CUT)
    for piece in pieces:
        if len(piece) > left:
            break
        kept.append(piece)
        left -= len(piece)
    # An underscore at the end would be the mark of formatting that it was not inside the word.
    return "".join(kept).rstrip(" _") + CUT


def link(url: str) -> str | None:
    """A link to a source of ours, labelled with its host; ``None`` when the address is not plain web.

    An address longer than people would follow is shown as its host alone.

    Only addresses from the source table may come here, never one found in a text.
    """
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
        odd = parts.username is not None or parts.password is not None
    except ValueError:
        return None
    if len(url) > _LONGEST_LINK:
        return said(host, NAME) if host else None
    unsafe = any(char in "<>|`\"'\\" or char.isspace() or not "!" <= char <= "~" for char in url)
    if parts.scheme not in ("http", "https") or not host or odd or unsafe:
        return None
    return f"<{url.replace('&', '&amp;')}|{said(host, NAME)}>"
