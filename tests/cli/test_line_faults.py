"""What is wrong with a line of JSON or a column of a spreadsheet: its id, a stable code, words."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import Carto

WHOLE = {"id": "a", "account": "L", "date": "2026-03-14", "text": "Nothing new."}


def lines(tmp_path: Path, *given: dict[str, Any]) -> str:
    path = tmp_path / "lines.jsonl"
    path.write_text("".join(f"{json.dumps(WHOLE | one)}\n" for one in given), encoding="utf-8")
    return str(path)


def answered(carto: Carto, command: tuple[str, ...], *words: str) -> list[dict[str, Any]]:
    ran = carto(*command, *words)
    return [json.loads(line) for line in ran.out.splitlines()]


COMMANDS = pytest.mark.parametrize("command", [("import",), ("read", "--jsonl")])


@COMMANDS
@pytest.mark.parametrize(
    ("given", "echoed"),
    [
        (7, 7), (7.5, 7.5), (True, True), (None, None), ("", ""),
        (["a"], None), ({"a": 1}, None), (float("nan"), None),
    ],
)  # fmt: skip
def test_the_id_comes_back_as_it_was_given(
    carto: Carto, tmp_path: Path, command: tuple[str, ...], given: Any, echoed: Any
) -> None:
    (line,) = answered(carto, command, lines(tmp_path, {"id": given, "date": "soon"}))
    assert line["id"] == echoed
    assert type(line["id"]) is type(echoed)
    assert line["error"]["code"] == "bad_field"


@COMMANDS
@pytest.mark.parametrize(
    ("spoiled", "english", "french"),
    [
        ({"date": "soon"}, "a date such as 2026-03-14", "une date comme 2026-03-14"),
        ({"date": 3}, "a date such as 2026-03-14", "une date comme 2026-03-14"),
        ({"date": "2026-02-30"}, "a date such as 2026-03-14", "une date comme 2026-03-14"),
        ({"text": None}, "it must be text", "il faut un texte"),
        ({"our_people": "Ann"}, "a list of texts", "une liste de textes"),
        ({"our_people": [3]}, "it must be text", "il faut un texte"),
    ],
)
def test_a_wrong_field_is_told_in_the_language_of_the_command_line(
    carto: Carto, tmp_path: Path, command: tuple[str, ...],
    spoiled: dict[str, Any], english: str, french: str,
) -> None:  # fmt: skip
    name = lines(tmp_path, spoiled)
    for lang, words in (("en", english), ("fr", french)):
        (line,) = answered(carto, command, name, "--lang", lang)
        assert line["error"]["code"] == "bad_field"
        assert words in line["error"]["message"]
        assert "Input" not in line["error"]["message"]


@pytest.mark.parametrize(
    ("spoiled", "words"),
    [
        ({"kind": "rumour"}, "il faut l'un de note, transcript"),
        ({"account": " "}, "il ne doit pas être vide"),
        ({"account": "A\udfff"}, "une moitié de caractère"),
        ({"id": ""}, "il ne doit pas être vide"),
    ],
)
def test_a_wrong_field_of_an_import_is_told_in_french(
    carto: Carto, tmp_path: Path, spoiled: dict[str, Any], words: str
) -> None:
    (line,) = answered(carto, ("import",), lines(tmp_path, spoiled), "--lang", "fr")
    assert words in line["error"]["message"]


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_what_is_no_json_or_no_text_keeps_its_code(carto: Carto, tmp_path: Path, lang: str) -> None:
    path = tmp_path / "bad.jsonl"
    path.write_text(f"not json\n[1]\n{json.dumps(WHOLE | {'text': ' '})}\n")
    made = answered(carto, ("read", "--jsonl"), str(path), "--lang", lang)
    assert [one["error"]["code"] for one in made] == ["not_json", "not_an_object", "text_empty"]
    assert [one["id"] for one in made] == [None, None, "a"]
    starts = ("Line", "There") if lang == "en" else ("La ligne", "Il n'y a")
    assert all(one["error"]["message"].startswith(starts) for one in made)


@pytest.mark.parametrize(
    ("lang", "words"),
    [("en", "1 note is dated after today."), ("fr", "1 note est datée d'après aujourd'hui.")],
)
def test_notes_dated_after_today_are_stored_and_counted(
    carto: Carto, tmp_path: Path, lang: str, words: str
) -> None:
    name = lines(tmp_path, {"date": "2999-01-01"}, {"id": "b", "text": "Other words."})
    first, again = (carto("import", name, "--lang", lang) for _ in range(2))
    assert json.loads(first.out.splitlines()[0]) == {"id": "a", "status": "stored"}
    assert words in first.err
    assert words not in again.err


@pytest.mark.parametrize(("lang", "word"), [("en", "left out"), ("fr", "laissées de côté")])
def test_columns_that_mean_nothing_to_us_are_named(
    carto: Carto, tmp_path: Path, lang: str, word: str
) -> None:
    path = tmp_path / "contacts.csv"
    path.write_text("Account,Name,Shoe size,,Colour\nAmbrelac,Owen Pike,44,,red\n")
    ran = carto("import", str(path), "--lang", lang)
    assert ran.code == 0
    assert word in ran.out
    assert "Shoe size, Colour" in ran.out
    assert json.loads(carto("import", str(path), "--json").out)["ignored"] == [
        "Shoe size", "Colour",
    ]  # fmt: skip
    path.write_text("Account,Name\nAmbrelac,Owen Pike\n")
    assert word not in carto("import", str(path), "--lang", lang).out
