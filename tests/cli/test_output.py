"""The two streams: JSON alone and harmless on stdout, an acknowledgement out as soon as it is made."""

import io
import json

from integrations.cli.output import Output
from tests.cli.samples import HOSTILE


class Watched(io.StringIO):
    """A stream that remembers how much had been written at each flush."""

    def __init__(self) -> None:
        super().__init__()
        self.flushed: list[str] = []

    def flush(self) -> None:  # type: ignore[explicit-override]
        self.flushed.append(self.getvalue())
        super().flush()


def test_every_line_of_json_leaves_at_once() -> None:
    stdout = Watched()
    out = Output("en", wants_json=True, stdout=stdout)
    for number in (1, 2):
        out.json_line({"id": number})
        assert stdout.flushed[-1].endswith(f'{{"id": {number}}}\n')


def test_json_is_one_value_with_nothing_a_terminal_obeys() -> None:
    stdout = io.StringIO()
    Output("fr", wants_json=True, stdout=stdout).json({"name": HOSTILE, "é": "où"})
    written = stdout.getvalue()
    assert json.loads(written) == {"name": HOSTILE, "é": "où"}
    assert not set(written) & set("\x1b\x07\x7f\x9b\u202e\u2066\u200f")
    assert "où" in written


def test_lines_for_a_file_end_where_their_words_end() -> None:
    from rich.padding import Padding

    stdout = io.StringIO()
    Output("en", stdout=stdout).show(Padding("words", (0, 20)))
    assert stdout.getvalue().rstrip("\n") == " " * 20 + "words"


def test_nobody_is_asked_where_nobody_is() -> None:
    assert Output("en", stdout=io.StringIO(), stderr=io.StringIO()).may_ask is False
