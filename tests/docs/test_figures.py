"""The tables of measured figures: what stands in the documents is what is measured now."""

from pathlib import Path

import pytest

from assistant.recorded.replies import RecordedReplies
from tests.docs.figures import FIGURES, StaleRecording, reading_figures, with_figures
from tests.recorded.requests import holding, recorded, request
from tests.recorded.test_whole_way import NOTES, read, recording

BLOCK = """# Figures

<!-- reading figures: knowledge/evaluation/labelled/demo.jsonl -->
old
<!-- end of figures -->

Words after.
"""


@pytest.mark.parametrize("document", FIGURES, ids=lambda path: path.name)
def test_figures_shown_are_those_measured_now(document: Path) -> None:
    assert with_figures(document) == document.read_text(encoding="utf-8"), "make docs"


def test_without_a_recording_there_is_one_column(tmp_path: Path) -> None:
    document = tmp_path / "page.md"
    document.write_text(BLOCK, encoding="utf-8")
    told = with_figures(document, tmp_path)
    assert told.startswith("# Figures\n\n<!-- reading figures: knowledge/")
    assert told.endswith("<!-- end of figures -->\n\nWords after.\n")
    assert "| English | labels | P | R | F1 | 95 % |" in told
    assert "old" not in told
    assert "strong model" not in told


def test_a_recording_of_other_notes_gives_no_column() -> None:
    other = holding(recorded(request("Who?"), {"content": "Zoé."}))
    assert "strong model" not in reading_figures(NOTES, other)


def test_a_recording_gives_a_second_column_and_says_whose_it_is(tmp_path: Path) -> None:
    from assistant.evaluate_reader import evaluate_model_reader

    replies = recording(tmp_path, lambda given: evaluate_model_reader(NOTES, given), read)
    told = reading_figures(NOTES, replies)
    assert "| | | *embedded* | | | | *recorded strong model* | | | |" in told
    assert "- Recorded strong model, 1 note: `must_not` violated 0 of" in told
    assert told.endswith("Recorded strong model: strong-1 (last on 2026-11-01); each reply made from its request alone.")  # fmt: skip
    one = RecordedReplies()
    one.add(next(iter(replies)))
    with pytest.raises(StaleRecording, match="1 requests have no reply among the 1"):
        reading_figures(NOTES, one)
