"""A labelled file is scored whole, or refused with everything that is wrong with it."""

import json
from pathlib import Path
from typing import Any

import pytest

from knowledge.domain.quotes import Absent, locate_quote
from knowledge.evaluation.labelled_file import (
    SHIPPED,
    LabelledFault,
    parse_labelled,
    shipped_lines,
)
from knowledge.language.catalogue import LANGUAGES, load
from tests.evaluation.build import labelled, person

TEXT = "Claire Duval signs. Amir left."


def fault(**labels: Any) -> LabelledFault:
    """The one thing wrong with a note."""
    (found,) = parse_labelled([json.dumps(labelled(TEXT, **labels))]).faults
    return found


def test_a_good_note_has_no_faults() -> None:
    signs = {"power": "signs", "quote": "Claire Duval signs"}
    line = json.dumps(labelled(TEXT, people=[person("Claire Duval", powers=[signs])]))
    parsed = parse_labelled([line, "", "  "])
    assert parsed.faults == ()
    assert parsed.notes[0].labels.people[0].powers[0].power == "signs"


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_a_wrong_quote_names_line_field_and_words(lang: str) -> None:
    signs = {"power": "signs", "quote": "claire duval signs"}
    lines = [
        json.dumps(labelled(TEXT, lang, "n1")),
        json.dumps(labelled(TEXT, lang, "n2", people=[person("Claire Duval", powers=[signs])])),
    ]
    assert parse_labelled(lines).faults == (
        LabelledFault(2, "people.0.powers.0.quote", "quote_absent", found="claire duval signs"),
    )


def test_a_wrong_code_names_what_is_possible() -> None:
    found = fault(people=[person("Claire Duval", status="gone")])
    assert (found.field, found.code, found.found) == ("people.0.status", "choice", "gone")
    assert found.expected == "active, left, leaving, joining or absent"


@pytest.mark.parametrize(
    ("labels", "field", "code"),
    [
        ({"people": [{"name": "Claire Duval"}]}, "people.0.side", "missing"),
        ({"people": [{"name": "Claire", "side": "us", "rôle": 1}]}, "people.0.rôle", "unknown_field"),
        ({"people": {}}, "people", "list"),
        ({"people": ["Claire"]}, "people.0", "object"),
        ({"people": [person("Claire", title="CFO", title_quote="CFO Claire")]},
         "people.0.title_quote", "quote_absent"),
        ({"pains": [{"quote": ""}]}, "pains.0.quote", "quote_absent"),
        ({"budget": [{"amount": "much", "currency": "EUR", "quote": "Amir left"}]},
         "budget.0.amount", "number"),
        ({"next_steps": [{"quote": "Amir left", "side": "us", "due": "soon"}]},
         "next_steps.0.due", "day"),
        ({"relations": [{"from": "A", "kind": "replaces", "quote": "Amir left"}]},
         "relations.0.to", "missing"),
        ({"lang": "de"}, "lang", "choice"),
        ({"us": 3}, "us", "text"),
        ({"must_not": [{"person": "A", "field": "role", "value": "boss", "why": "negation"}]},
         "must_not.0.value", "choice"),
        ({"must_not": [{"person": "A", "field": "budget", "value": "x", "why": "negation"}]},
         "must_not.0.field", "choice"),
        ({"must_not": [{"person": "A", "field": "side", "value": "us", "why": "because"}]},
         "must_not.0.why", "choice"),
        ({"must_not": [{"person": "A"}]}, "must_not.0.field", "missing"),
        ({"questions": [{"q": "Who?", "lang": "en", "answer": "A", "quote": "A signs"}]},
         "questions.0.quote", "quote_absent"),
    ],
)  # fmt: skip
def test_every_fault_is_placed(labels: dict[str, Any], field: str, code: str) -> None:
    found = fault(**labels)
    assert (found.line, found.field, found.code) == (1, field, code)


def test_a_text_that_cannot_be_kept_is_a_fault() -> None:
    (found,) = parse_labelled([json.dumps(labelled("a\x00b"))]).faults
    assert (found.field, found.code) == ("text", "bad_text")


@pytest.mark.parametrize("field", ["text", "date", "people", "must_not", "account", "id", "lang"])
def test_a_missing_field_is_named_once(field: str) -> None:
    given = labelled(TEXT)
    del given[field]
    assert parse_labelled([json.dumps(given)]).faults == (LabelledFault(1, field, "missing"),)


def test_all_faults_of_all_lines_are_listed() -> None:
    lines = [
        "{",
        json.dumps(labelled(TEXT, id="x", pains=[{"quote": "no such"}], lang="de")),
        json.dumps([1]),
        json.dumps(labelled(TEXT, id="y")),
        json.dumps(labelled(TEXT, id="y")),
    ]
    faults = parse_labelled(lines).faults
    assert [(one.line, one.code) for one in faults] == [
        (1, "not_json"), (2, "quote_absent"), (2, "choice"), (3, "not_json"), (5, "repeated"),
    ]  # fmt: skip


def test_a_file_without_a_note_is_a_fault() -> None:
    assert parse_labelled(["\n"]).faults == (LabelledFault(1, "", "empty"),)


def test_what_is_wrong_is_shortened() -> None:
    assert len(fault(pains=[{"quote": "word " * 100}]).found) == 80


def test_the_example_in_the_document_has_no_faults(repository: Path) -> None:
    document = (repository / "docs" / "reading.md").read_text(encoding="utf-8")
    example = document.split("```")[1]
    assert parse_labelled([" ".join(example.split())]).faults == ()


# The notes that ship


@pytest.mark.parametrize("name", SHIPPED)
def test_the_shipped_notes_have_no_faults(name: str) -> None:
    parsed = parse_labelled(shipped_lines(name))
    assert parsed.faults == ()
    assert {note.lang for note in parsed.notes} == {"en", "fr"}
    assert all(note.must_not and note.questions for note in parsed.notes)


@pytest.mark.parametrize("name", SHIPPED)
def test_shipped_names_stand_in_their_text_and_point_at_people(name: str) -> None:
    for note in parse_labelled(shipped_lines(name)).notes:
        people = {form for one in note.labels.people for form in (one.name, *one.aliases)}
        absent = [form for form in people if isinstance(locate_quote(note.text, form), Absent)]
        assert absent == [], note.id
        named = [
            *(end for one in note.labels.relations for end in (one.from_, one.to)),
            *(one.who for one in note.labels.next_steps if one.who),
            *(one.person for one in note.labels.changes if one.person),
            *(one.owner for one in note.labels.pains if one.owner),
            *(entry.person for entry in note.must_not),
        ]
        assert set(named) <= people, note.id


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_fault_has_its_words(lang: str) -> None:
    codes = {
        "not_json", "empty", "missing", "choice", "quote_absent", "unknown_field", "text", "day",
        "number", "list", "object", "repeated", "in_two_files", "bad_text", "other",
    }  # fmt: skip
    assert set(load(lang, "evaluation")["fault"]) == codes
