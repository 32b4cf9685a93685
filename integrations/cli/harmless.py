"""Text from notes and people made safe for a terminal: what could act on it is shown instead.

Escape codes, carriage returns, marks that reverse the reading direction and other invisible
characters appear as signs, so that a name or a quote can neither draw on the screen nor hide.
"""

_KEPT = "\u200c\u200d"  # the joiners that letters of some scripts and emoji are made with
_DROPPED = "\u00ad"  # a place where a word may be cut, which word processors leave behind
_CONTROL_PICTURES = 0x2400
_DELETE, _DELETE_PICTURE = "\x7f", "\u2421"


def visible(text: str) -> str:
    """``text`` with every character that could act on a terminal replaced; lines stay lines."""
    if text.isprintable():
        return text
    return "".join(char if char.isprintable() else _shown(char) for char in text)


def in_one_line(text: str) -> str:
    """``text`` made harmless on a single line, with runs of white space as one space."""
    return visible(" ".join(text.split()))


def _shown(char: str) -> str:
    # Spaces that are not the common one count as unprintable, and are harmless.
    if (
        char in "\n\t"
        or char in _KEPT
        or (char.isspace() and char > "\x9f" and char not in "\u2028\u2029")
    ):
        return char
    if char in _DROPPED:
        return ""
    if char < " ":
        return chr(_CONTROL_PICTURES + ord(char))
    return _DELETE_PICTURE if char == _DELETE else f"‹U+{ord(char):04X}›"
