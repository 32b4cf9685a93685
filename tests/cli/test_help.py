"""Help: every command and every option has its words in both languages."""

import argparse
import re
from pathlib import Path

import pytest

from integrations.cli import front_page, help_texts
from integrations.cli.arguments import ARGUMENTS
from integrations.cli.parser import parser_for
from integrations.cli.table import COMMANDS, GROUPS
from knowledge.language.catalogue import LANGUAGES
from tests.cli.conftest import Carto

ENGLISH, FRENCH = (help_texts.load(lang) for lang in LANGUAGES)
# What argparse says only about mistakes in our own code, or for features that no command uses.
NOT_FOR_PEOPLE = re.compile(
    r"subparser|unknown parser|mode %r|can't open|cannot merge|is an invalid argument|"
    r"invalid option string|dest= is required|conflict_resolution|must be optional|not callable|"
    r"show program's version|show this help|%\(prog\)s: error|conflicting option|"
    r"__call__|was not found|%\(heading\)s:|deprecated"
)


def words_of_argparse() -> set[str]:
    """The texts the running argparse takes from its catalogue, as its source has them."""
    source = Path(argparse.__file__).read_text(encoding="utf-8")
    single = re.findall(r"""\b_\(\s*(['"])(.*?)\1""", source)
    plural = re.findall(r"""ngettext\(\s*'([^']*)',\s*'([^']*)'""", source)
    found = {text for _, text in single} | {text for pair in plural for text in pair}
    return {text for text in found if not NOT_FOR_PEOPLE.search(text)}


def test_both_languages_have_the_same_commands_and_arguments() -> None:
    assert set(ENGLISH.commands) == set(FRENCH.commands) == set(COMMANDS) == set(ARGUMENTS)
    for name in COMMANDS:
        assert set(ENGLISH.commands[name].args) == set(FRENCH.commands[name].args), name
        assert len(ENGLISH.commands[name].examples) == len(FRENCH.commands[name].examples), name


@pytest.mark.parametrize("part", ["page", "groups", "messages", "metavars", "common", "words"])
def test_both_languages_have_the_same_texts_around_them(part: str) -> None:
    assert set(getattr(ENGLISH, part)) == set(getattr(FRENCH, part))


def test_both_languages_fill_in_the_same_facts() -> None:
    for part in ("messages", "words"):
        english, french = getattr(ENGLISH, part), getattr(FRENCH, part)
        for key in english:
            facts = re.compile(r"\{\w+\}|%\(\w+\)\w|%\w")
            assert sorted(facts.findall(english[key])) == sorted(facts.findall(french[key])), key


@pytest.mark.parametrize("texts", [ENGLISH, FRENCH], ids=["en", "fr"])
def test_the_first_page_lists_every_command_in_100_columns(texts: help_texts.Texts) -> None:
    page = front_page.render(texts)
    for name in COMMANDS:
        assert re.search(rf"^  {name} +\S", page, re.MULTILINE), name
    assert set(texts.groups) == set(GROUPS)
    assert max(len(line) for line in page.splitlines()) <= 115


@pytest.mark.parametrize("texts", [ENGLISH, FRENCH], ids=["en", "fr"])
@pytest.mark.parametrize("name", COMMANDS)
def test_every_argument_of_a_command_has_help(name: str, texts: help_texts.Texts) -> None:
    parser = parser_for(name, texts)
    without = [action.dest for action in parser._actions if not action.help]
    assert without == []
    used = {
        option for action in parser._actions for option in action.option_strings or [action.dest]
    }
    assert set(texts.commands[name].args) <= used


def test_the_words_of_argparse_are_all_translated() -> None:
    assert words_of_argparse() - set(FRENCH.words) == set()


@pytest.mark.parametrize("lang", LANGUAGES)
def test_help_of_a_command_is_in_one_language(carto: Carto, lang: str) -> None:
    ran = carto("note", "--help", "--lang", lang)
    assert ran.code == 0
    assert ("Usage: " in ran.out) == (lang == "en")
    assert ("Emploi : " in ran.out) == (lang == "fr")


def test_help_comes_without_a_word_too(carto: Carto) -> None:
    for words in ((), ("--help",), ("-h",), ("--lang", "en", "--help")):
        ran = carto(*words)
        assert (ran.code, ran.err) == (0, "")
        assert "carto COMMAND" in ran.out


def test_options_may_stand_before_the_command(carto: Carto) -> None:
    assert carto("--json", "accounts").out.strip() == "[]"


@pytest.mark.parametrize(
    ("words", "near"),
    [
        (("revew",), "review"),
        (("acounts",), "accounts"),
        (("forget", "preson"), "forget person"),
        (("peple", "merge"), "people"),
    ],
)
def test_an_unknown_command_suggests_the_near_one(
    carto: Carto, words: tuple[str, ...], near: str
) -> None:
    ran = carto(*words)
    assert (ran.code, ran.out) == (2, "")
    assert near in ran.err


def test_an_unknown_option_suggests_the_near_one(carto: Carto) -> None:
    ran = carto("note", "x.txt", "--acount", "Ambrelac")
    assert (ran.code, ran.out) == (2, "")
    assert "--account" in ran.err
    assert "carto note --help" in ran.err


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_wrong_choice_is_refused_in_the_language_asked_for(carto: Carto, lang: str) -> None:
    ran = carto("import", "x.jsonl", "--accept", "some", "--lang", lang)
    assert ran.code == 2
    assert ("possible" in ran.err, "argument" in ran.err) == (True, False)


def test_an_option_is_never_abbreviated(carto: Carto) -> None:
    assert carto("accounts", "--js").code == 2


@pytest.mark.parametrize("words", [("ask",), ("search",), ("read",), ("read", "x.txt")])
def test_a_command_that_lacks_its_main_word_says_what_is_missing(
    carto: Carto, words: tuple[str, ...]
) -> None:
    ran = carto(*words)
    assert (ran.code, ran.out) == (2, "")
    assert "missing" in ran.err.lower()
