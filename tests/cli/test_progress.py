"""A sign of life during long work, for a person and for nobody else."""

import io

import pytest

from integrations.cli.output import Output
from integrations.cli.progress import working


class Screen(io.StringIO):
    """A stream that is somebody's terminal."""

    def isatty(self) -> bool:  # type: ignore[explicit-override]
        return True


@pytest.mark.parametrize(
    ("lang", "words"), [("en", "Reading the note"), ("fr", "Lecture de la note")]
)
def test_work_shows_on_a_terminal(monkeypatch: pytest.MonkeyPatch, lang: str, words: str) -> None:
    monkeypatch.setenv("TERM", "xterm")
    stdout, stderr = Screen(), Screen()
    with working(Output(lang, stdout=stdout, stderr=stderr), "note.reading"):
        pass
    assert words in stderr.getvalue()
    assert stdout.getvalue() == ""


def test_work_leaves_no_trace_off_a_terminal() -> None:
    stderr = io.StringIO()
    with working(Output("en", stdout=Screen(), stderr=stderr), "note.reading"):
        pass
    assert stderr.getvalue() == ""
