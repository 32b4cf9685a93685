"""Passages found for a question."""

import json

from assistant.bootstrap import Workspace
from assistant.search_notes import search, search_lines
from tests.answers.scene import SHIPYARD_2


def test_the_passage_with_the_words_comes_first(reviewed: Workspace) -> None:
    hit = search(reviewed, "How many drawings in the archive?", "Tarbet Shipyard")[0]
    assert hit.source_id == "y2"
    assert SHIPYARD_2[hit.start : hit.end] == hit.passage


def test_without_an_account_every_visible_one_is_searched(reviewed: Workspace) -> None:
    assert search(reviewed, "dossiers voisin")[0].source_id == "b1"


def test_another_account_is_never_found(reviewed: Workspace) -> None:
    hits = search(reviewed, "dossiers voisin", "Tarbet Shipyard")
    assert all(hit.source_id in ("y1", "y2") for hit in hits)


def test_lines(reviewed: Workspace) -> None:
    made = list(
        search_lines(reviewed, [json.dumps({"id": "a", "q": "archive drawings"}), "nope"], 3)
    )
    assert made[0]["id"] == "a"
    assert set(made[0]["results"][0]) == {
        "source_id", "kind", "date", "passage", "start", "end", "score",
    }  # fmt: skip
    assert made[1]["error"]["code"] == "bad_question"
