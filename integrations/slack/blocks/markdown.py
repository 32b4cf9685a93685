"""Text made safe for Slack's Markdown, which only messages that are being written read.

Every other text of ours goes through ``mrkdwn``. What Markdown or Slack would read as a link, a mention,
an image, an emoji, a heading, a list or a table becomes a sign that looks like it and does nothing.
Citations such as ``[1]`` stay.
"""

import re

from integrations.slack.blocks.mrkdwn import CUT, visible

# Signs that look like the marks of Markdown and do nothing.
_LOOKALIKES = str.maketrans(
    {
        "*": "\u2217", "~": "\u223c", "`": "\u02cb", "\\": "\u2216", "|": "\u2223",
        "<": "\u2039", ">": "\u203a", "{": "\uff5b", "}": "\uff5d", "$": "\uff04",
    }
)  # fmt: skip
_OPEN, _CLOSE, _AT, _HASH = "\uff3b", "\uff3d", "\uff20", "\uff03"
_AMPERSAND, _COLON, _DOT, _UNDERSCORE = "\uff06", "\ua789", "\u2024", "\u02cd"
_CITATION = re.compile(r"\[(\d{1,3})\]")
_HELD = re.compile("\ue000(\\d{1,3})\ue001")
_AFTER_CITATION = re.compile("(?<=\ue001)(?=[(\\[\ue000])|(?<=\ue001):")
_ENTITY = re.compile(r"&(?=#?\w{1,32};)")
_EMOJI = re.compile(r":(?=[\w+'-]+:)")
_ADDRESS = re.compile(r":(?=/)|(?<=mailto):|(?<=tel):|(?<=javascript):|(?<=data):", re.IGNORECASE)
# A dot between two words reads as the name of a host; one before a digit is a number's.
_HOST_DOT = re.compile(r"(?<=\w)\.(?=[^\W\d_])")
_EDGE_UNDERSCORE = re.compile(r"(?<![^\W_])_+|_+(?![^\W_])")
_RULE = re.compile(r"^(?:[-=+_\u2212] ?)+$")
_BULLET = re.compile(r"^[-+](?=\s|$)")
_NUMBER = re.compile(r"^(\d{1,9})[.)](?=\s|$)")


def in_markdown(text: str, limit: int) -> str:
    """``text`` as one plain paragraph of Markdown, at most ``limit`` characters."""
    shown = visible(text[: 4 * limit + 100].replace("\ue000", "").replace("\ue001", ""))
    shown = _CITATION.sub("\ue000\\1\ue001", shown)
    # "[1](…" would be a link, "[1]:" its definition.
    shown = _AFTER_CITATION.sub(" ", shown).translate(_LOOKALIKES)
    shown = _EMOJI.sub(_COLON, _ADDRESS.sub(_COLON, _ENTITY.sub(_AMPERSAND, shown)))
    shown = _EDGE_UNDERSCORE.sub(lambda found: _UNDERSCORE * len(found[0]), shown)
    shown = _HOST_DOT.sub(_DOT, shown)
    shown = shown.replace("[", _OPEN).replace("]", _CLOSE).replace("@", _AT).replace("#", _HASH)
    shown = _line_begun(shown)
    shown = _HELD.sub(r"[\1]", shown).replace("\ue000", "").replace("\ue001", "")
    return shown if len(shown) <= limit else shown[: limit - 1].rstrip(" _[0123456789") + CUT


def _line_begun(line: str) -> str:
    """The line without what makes its beginning a list, a heading's underline or a rule."""
    if _RULE.match(line):
        return CUT
    return _NUMBER.sub(rf"\1{_DOT}", _BULLET.sub("\u2010", line))
