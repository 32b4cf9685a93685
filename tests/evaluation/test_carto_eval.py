"""`carto eval` as a person meets it."""

import json
from pathlib import Path
from typing import Any

import pytest

from assistant.evaluate_reader import evaluate_reader, labelled_notes
from knowledge.domain.reading import Reading, ReadingContext
from knowledge.evaluation.kinds import KINDS
from knowledge.language.catalogue import LANGUAGES, has_phrase
from tests.cli.conftest import Carto, carto, home
from tests.evaluation.build import gold, labelled, person

__all__ = ["carto", "home"]


def write(path: Path, *notes: dict[str, Any]) -> str:
    lines = (json.dumps(note, ensure_ascii=False) for note in notes)
    path.write_text("\n".join(lines), encoding="utf-8")
    return str(path)


@pytest.mark.parametrize(
    ("lang", "words"),
    [
        ("en", ("English, 4 notes", "roles", "0 of")),
        ("fr", ("Français, 4 notes", "rôles", "0 sur")),
    ],
)
def test_the_shipped_notes_are_scored_by_default(
    carto: Carto, lang: str, words: tuple[str, ...]
) -> None:
    ran = carto("eval", "--lang", lang)
    assert (ran.code, ran.err) == (0, "")
    for word in words:
        assert word in ran.out


def test_json_holds_the_figures_and_the_mistakes_when_asked(carto: Carto, tmp_path: Path) -> None:
    note = labelled("Claire Duval signs everything here.", people=[person("Zoé Absente")])
    name = write(tmp_path / "n.jsonl", note)
    plain = json.loads(carto("eval", "--labelled", name, "--json").out)
    full = json.loads(carto("eval", "--labelled", name, "--json", "--errors").out)
    assert plain["reader"] == "embedded"
    assert {one["kind"] for one in plain["scores"]} == {kind.name for kind in KINDS}
    assert "errors" not in plain
    assert ("people", "missed", "Zoé Absente") in {
        (one["kind"], one["outcome"], one["expected"]) for one in full["errors"]
    }


@pytest.mark.parametrize(("lang", "word"), [("en", "missed"), ("fr", "manqué")])
def test_errors_show_the_words(carto: Carto, tmp_path: Path, lang: str, word: str) -> None:
    note = labelled("Nothing of note.", people=[person("Zoé \x1b[31m Absente")])
    name = write(tmp_path / "n.jsonl", note)
    ran = carto("eval", "--labelled", name, "--errors", "--lang", lang)
    assert f"{word}  Zoé ␛[31m Absente" in ran.out


@pytest.mark.parametrize(
    ("lang", "words"),
    [("en", "bad.jsonl, line 1, pains.0.quote: the words “no such”"),
     ("fr", "bad.jsonl, ligne 1, pains.0.quote : les mots « no such »")],
)  # fmt: skip
def test_a_faulty_file_is_refused_with_every_fault(
    carto: Carto, tmp_path: Path, lang: str, words: str
) -> None:
    bad = labelled("Some text.", pains=[{"quote": "no such"}], people=[person("A", side="them")])
    ran = carto("eval", "--labelled", write(tmp_path / "bad.jsonl", bad), "--lang", lang)
    assert (ran.code, ran.out) == (2, "")
    assert words in ran.err
    assert "people.0.side" in ran.err


def test_a_faulty_file_is_json_too(carto: Carto, tmp_path: Path) -> None:
    bad = write(tmp_path / "bad.jsonl", labelled("Some text.", lang="de"))
    ran = carto("eval", "--labelled", bad, "--json")
    said = json.loads(ran.out)
    assert (ran.code, said["error"]["code"]) == (2, "labelled_faults")
    assert [(one["line"], one["field"], one["code"]) for one in said["faults"]] == [
        (1, "lang", "choice")
    ]


def test_several_files_are_scored_together_and_share_no_id(carto: Carto, tmp_path: Path) -> None:
    one = write(tmp_path / "a.jsonl", labelled("Some text.", id="a"))
    two = write(tmp_path / "b.jsonl", labelled("Other text.", id="b"))
    both = json.loads(carto("eval", "--labelled", one, "--labelled", two, "--json").out)
    assert both["totals"][-1]["notes"] == 2
    again = labelled_notes({"a": ['{"id"', ""], "b": [], "c": []})
    assert [file.name for file in again.faulty] == ["a", "b", "c"]
    same = json.dumps(labelled("Some text.", id="a"))
    (file,) = labelled_notes({"a": [same], "b": [same]}).faulty
    assert (file.name, file.faults[0].code) == ("b", "in_two_files")


def test_a_missing_file_is_named(carto: Carto) -> None:
    ran = carto("eval", "--labelled", "nowhere.jsonl")
    assert (ran.code, "nowhere.jsonl" in ran.err) == (2, True)


class EchoReader:
    """Finds one person in every text, and words that are not there."""

    name = "echo"
    version = "7"

    def read(self, text: str, context: ReadingContext) -> Reading:
        found = {"people": [person(text.split(maxsplit=1)[0])], "pains": [{"quote": "never said"}]}
        return Reading.model_validate({"account": context.account, **found})


def test_any_reader_can_be_measured_and_is_grounded_first() -> None:
    evaluation = evaluate_reader([gold("Claire signs.", people=[person("Claire")])], EchoReader())
    assert (evaluation.reader, evaluation.version) == ("echo", "7")
    assert evaluation.report.score_of("people").right == 1
    assert evaluation.report.totals_of().quotes_absent == 0


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_kind_has_a_name(lang: str) -> None:
    for kind in (*(one.name for one in KINDS), "sides", "sure", "step_dues", "must_not", "quotes"):
        assert has_phrase(lang, f"evaluation.kind.{kind}")
