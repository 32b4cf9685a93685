"""Any string can be read; every quote is the text at its offsets; both languages are covered."""

import json
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import BaseModel

from knowledge.domain.reading import Label, Reading, ReadingContext
from knowledge.reading.embedded import EmbeddedReader
from knowledge.reading.lexicon import LANGUAGES, common_words, first_names, table
from knowledge.reading.patterns import compile_patterns
from tests.reading.notes import read

PIECES = st.sampled_from(
    [
        "Met Bronagh Teixeira (Head of Supply Chain). ", "vu hélène vasseur, daf\n", "- marc > devis avant vendredi\n",
        "[00:01] Emrys Pugh: I decide.\n", "« je n'ai pas le carnet de chèques » ", "c'est elle qui tranche ",
        "De : Léa Roy <lea@x.example>\n", "\n\n", "to do\n", "Rien ne sort sans son aval. ", "> cité\n", "\x00", "\u2028",
        "l'", "é\u0301", "(", "…", "Regards,\nKim Ode\nCFO\n", "64 k€ fermes ", "\ud800", "œuvre ", "İ", "\r\n", "Dr. ",
    ]
)  # fmt: skip


def labels(node: object) -> Iterator[Label]:
    """Every label of a reading, however deep."""
    if isinstance(node, Label):
        yield node
    if isinstance(node, BaseModel):
        for name in type(node).model_fields:
            yield from labels(getattr(node, name))
    elif isinstance(node, tuple):
        for part in node:
            yield from labels(part)


def assert_grounded(text: str, reading: Reading) -> None:
    for label in labels(reading):
        assert label.start is not None
        assert label.end is not None
        assert text[label.start : label.end] == label.quote
        assert label.reason
        assert "\n" not in label.quote
    for person in reading.people:
        assert person.name in text
        assert person.title_quote is None or person.title_quote in text


@settings(max_examples=150)
@given(st.lists(PIECES, max_size=14).map("".join))
def test_every_quote_equals_its_span(text: str) -> None:
    assert_grounded(text, read(text))


@settings(max_examples=100)
@given(st.text(max_size=200))
def test_any_string_is_read(text: str) -> None:
    assert_grounded(text, read(text))


@pytest.mark.parametrize(
    "text", ["", "\x00\x00", "\ud800 Marie \udfff", "\n" * 50, "((((", "'" * 300]
)
def test_odd_strings_are_no_accident(text: str) -> None:
    read(text)


@pytest.mark.parametrize(
    "piece",
    [
        "decide ",
        "Marie Dupont ",
        "l'",
        "a-",
        ", ",
        "(",
        "nothing goes without ",
        "by friday ",
        "1 ",
    ],
)
def test_reading_time_grows_with_length_only(piece: str) -> None:
    """Ten times the text may cost no more than about twenty times as much."""
    read(piece * 200)
    small, large = piece * 1_000, piece * 10_000
    started = time.process_time()
    read(small)
    base = max(time.process_time() - started, 0.02)
    started = time.process_time()
    read(large)
    assert time.process_time() - started < 20 * base + 0.5


def test_both_languages_cover_the_same_cues() -> None:
    english, french = (table(language, "cues") for language in LANGUAGES)
    assert english.keys() == french.keys()
    for name in english.keys() - {"macros"}:
        assert any(english[name].get(p) for p in english[name]) == any(french[name].values())
    for name in ("scope", "steps", "money", "words"):
        assert table("en", name).keys() - table("fr", name).keys() <= {
            "committee_qualifiers",
            "weak_committee_heads",
            "dates_stop",
        }


def _lines(language: str) -> Iterator[tuple[str, str]]:
    for name, entry in table(language, "cues").items():
        for place in ("subject", "slot", "whole", "mild"):
            lines = entry.get(place, ())
            yield from ((f"{name}.{place}", line) for line in lines)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_pattern_is_well_formed_and_listed_once(language: str) -> None:
    lines = list(_lines(language))
    assert [line for line in lines if line[1].count("(") != line[1].count(")")] == []
    assert [
        line for line in lines if "<" not in line[1] and not compile_patterns(line[1], None)
    ] == []
    assert len(lines) == len(set(lines))


def test_word_lists_are_folded_and_hold_no_duplicates() -> None:
    assert "house" in common_words()
    assert "maison" in common_words()
    assert first_names()["helene"] == "f"
    assert all(word == word.casefold() for word in list(common_words())[:5000])


def examples(shared_corpora: Path) -> list[dict[str, object]]:
    path = shared_corpora.parent / "examples.jsonl"
    if not path.exists():
        pytest.skip("shared/examples.jsonl is not beside this checkout")
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def test_the_shared_examples_are_grounded_and_their_people_found(shared_corpora: Path) -> None:
    found = wanted = extra = 0
    for note in examples(shared_corpora):
        text = str(note["text"])
        context = ReadingContext.model_validate(
            {k: note[k] for k in ("account", "us", "our_people", "date", "author")}
        )
        reading = EmbeddedReader().read(text, context)
        assert_grounded(text, reading)
        gold = [{p["name"].casefold(), *map(str.casefold, p["aliases"])} for p in note["people"]]  # type: ignore[attr-defined]
        got = [{p.name.casefold(), *map(str.casefold, p.aliases)} for p in reading.people]
        wanted += len(gold)
        matched = sum(any(g & x for x in got) for g in gold)
        found += matched
        extra += max(0, len(got) - matched)
    assert found / wanted >= 0.95
    assert extra / wanted <= 0.05
