"""Lines of text built as a page is walked through: white space tidied, one empty line between parts."""

import re

# Nothing to see: zero-width and direction marks, tag characters, variation selectors, controls.
# The soft hyphen and the zero-width space are in many honest pages, and go without being counted.
_BREAK_HINTS = re.compile("[\u00ad\u200b\u2060\ufeff]")
_UNSEEN = re.compile(
    "[\x00-\x08\x0b\x0e-\x1f\x7f-\x84\x86-\x9f\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180e"
    "\u200c-\u200f\u202a-\u202e\u2061-\u206f\u3164\ufe00-\ufe0e\uffa0\ufff9-\ufffb"
    "\U0001d173-\U0001d17a\U000e0000-\U000e0fff]"
)
_SPACES = re.compile(r"\s+")


class Lines:
    """Collects words; ``places`` counts the pieces that held characters nobody sees."""

    def __init__(self) -> None:
        self.places = 0
        self._done: list[str] = []
        self._current: list[str] = []
        self._sign = ""

    def say(self, text: str, *, keeps_lines: bool = False) -> None:
        """Add words to the line."""
        seen = _UNSEEN.sub("", _BREAK_HINTS.sub("", text))
        self.places += _UNSEEN.search(text) is not None
        if not keeps_lines:
            self._current.append(seen)
            return
        first, *rest = seen.split("\n")
        self._current.append(first)
        for line in rest:
            self.end_line()
            self._current.append(line)

    def mark(self, sign: str) -> None:
        """Add a sign of ours between words: none at the start of a line."""
        if any(piece and not piece.isspace() for piece in self._current):
            self._current.append(sign)

    def open_item(self) -> None:
        """Begin a line that is an item of a list; its sign waits for the first words."""
        self.end_line()
        self._sign = "- "

    def close_item(self) -> None:
        """End the item; one without words leaves nothing."""
        self.end_line()
        self._sign = ""

    def end_line(self) -> None:
        """End the line, if there is one."""
        line = _SPACES.sub(" ", "".join(self._current)).strip(" |")
        self._current = []
        if line:
            self._done.append(self._sign + line)
            self._sign = ""

    def end_part(self) -> None:
        """End the line and leave one empty line after what stands there."""
        self.end_line()
        if self._done and self._done[-1] and not self._sign:
            self._done.append("")

    def text(self) -> str:
        """All lines."""
        self.close_item()
        return "\n".join(self._done).strip()
