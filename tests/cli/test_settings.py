"""Settings that are wrong or that nothing reads are told in the language of the command line."""

import json
from pathlib import Path

import pytest

from knowledge.language.catalogue import LANGUAGES
from tests.cli.conftest import Carto


@pytest.fixture
def config(home: Path) -> Path:
    home.mkdir()
    return home / "config.toml"


@pytest.mark.parametrize(
    ("lang", "wanted"),
    [
        (
            "en",
            ("lang: it must be one of en, fr", "timezone: it must be the name", "a blank entry"),
        ),
        ("fr", ("lang : il faut l'un de en, fr", "timezone : il faut le nom", "une entrée vide")),
    ],
)
def test_every_wrong_setting_says_what_it_must_be(
    carto: Carto, monkeypatch: pytest.MonkeyPatch, lang: str, wanted: tuple[str, ...]
) -> None:
    monkeypatch.setenv("CARTO_LANG", "tlh")
    monkeypatch.setenv("LC_ALL", lang)
    monkeypatch.setenv("CARTO_TIMEZONE", "Mars/Olympus")
    monkeypatch.setenv("CARTO_OUR_PEOPLE", '["Solène Kerdraon", " "]')
    monkeypatch.setenv("CARTO_TODAY", "some day")
    ran = carto("accounts")
    assert ran.code == 2
    assert [words for words in wanted if words not in ran.err] == []
    assert "today" in ran.err
    assert not any(raw in ran.err for raw in ("Input should", "Value error", "tlh", "some day"))


@pytest.mark.parametrize(
    ("name", "value", "field"),
    [
        ("CARTO_LIMIT_NOTE_BYTES", "0", "limits.note_bytes"),
        ("CARTO_LIMIT_NOTE_BYTES", "many", "limits.note_bytes"),
        ("CARTO_LIMIT_DECIDE_LINES", "-1", "limits.decide_lines"),
        ("CARTO_OUR_PEOPLE", "Solène Kerdraon", "our_people"),
        ("CARTO_OUR_DOMAINS", "3", "our_domains"),
    ],
)
@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_wrong_variable_is_named_without_english_of_a_library(
    carto: Carto, monkeypatch: pytest.MonkeyPatch, lang: str, name: str, value: str, field: str
) -> None:
    monkeypatch.setenv(name, value)
    ran = carto("accounts", "--lang", lang)
    assert ran.code == 2
    assert field in ran.err
    assert ("il " in ran.err, "it must" in ran.err) == (lang == "fr", lang == "en")


@pytest.mark.parametrize(("lang", "words"), [("en", "line 2"), ("fr", "ligne 2")])
def test_a_config_that_is_no_toml_says_at_which_line(
    carto: Carto, config: Path, lang: str, words: str
) -> None:
    config.write_text('us = "Halvenne"\nlang = = 1\n')
    ran = carto("accounts", "--lang", lang)
    assert ran.code == 2
    assert words in ran.err
    assert "TOMLDecodeError" not in ran.err


def test_a_config_in_other_letters_is_refused_in_words(carto: Carto, config: Path) -> None:
    config.write_bytes('us = "Société"\n'.encode("latin-1"))
    ran = carto("accounts", "--lang", "fr")
    assert ran.code == 2
    assert "UTF-8" in ran.err
    assert "UnicodeDecodeError" not in ran.err


@pytest.mark.parametrize("lang", LANGUAGES)
def test_keys_that_nothing_reads_are_told_in_one_line(
    carto: Carto, config: Path, monkeypatch: pytest.MonkeyPatch, lang: str
) -> None:
    config.write_text('timezon = "Europe/Paris"\ncolour = 1\n[limits]\nnote_byte = 3\n')
    monkeypatch.setenv("CARTO_TIMZONE", "Europe/Paris")
    ran = carto("accounts", "--json", "--lang", lang)
    assert (ran.code, ran.out.strip()) == (0, "[]")
    (line,) = ran.err.splitlines()
    assert "timezon (timezone?), colour, limits.note_byte (limits.note_bytes?)" in line
    assert "CARTO_TIMZONE" not in line


def test_the_doctor_finds_keys_and_variables_that_nothing_reads(
    carto: Carto, config: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    config.write_text('timezon = "Europe/Paris"\n')
    monkeypatch.setenv("CARTO_TIMZONE", "Europe/Paris")
    ran = carto("doctor", "--json")
    assert (ran.code, ran.err) == (1, "")
    check = next(one for one in json.loads(ran.out) if one["name"] == "settings")
    assert not check["ok"]
    assert check["detail"] == "timezon (timezone?), CARTO_TIMZONE (CARTO_TIMEZONE?)"
    assert "réglages que rien ne lit" in carto("doctor", "--lang", "fr").out


def test_a_company_set_to_nothing_is_not_set(carto: Carto, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CARTO_US", " ")
    assert json.loads(carto("team", "--json").out)["us"] is None


def test_the_language_of_the_system_is_spoken_in_lines_too(
    carto: Carto, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("LANG", "fr_FR.UTF-8")
    path = tmp_path / "q.jsonl"
    path.write_text('{"id": 1}\n')
    message = json.loads(carto("search", "--jsonl", str(path)).out)["error"]["message"]
    assert message.startswith("La ligne")
