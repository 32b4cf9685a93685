"""The looks of terminal output: a few named styles, and small pieces made with them.

Everything is built as ``Text``, so that square brackets in a note are never taken for markup.
"""

from rich.text import Text

from integrations.cli.harmless import in_one_line

HEADING, QUIET, GOOD, WARNING, BAD = "bold", "dim", "green", "yellow", "red"
STANCES = {"champion": GOOD, "supporter": GOOD, "reserved": WARNING, "opposed": BAD}


def heading(words: str) -> Text:
    """The title of a part."""
    return Text(in_one_line(words), style=HEADING)


def quiet(words: str, indent: int = 0) -> Text:
    """Words of less weight; the indent is kept when they wrap."""
    return Text(" " * indent + in_one_line(words), style=QUIET)


def plain(words: str, indent: int = 0) -> Text:
    """Ordinary words."""
    return Text(" " * indent + in_one_line(words))


def quoted(lang: str, words: str) -> str:
    """Words of a source between the quote marks of the language, harmless and on one line."""
    shown = in_one_line(words)
    return f"« {shown} »" if lang == "fr" else f"“{shown}”"
