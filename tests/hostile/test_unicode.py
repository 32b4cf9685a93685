"""Strange letters as notes, as names and as questions: kept equal, or refused whole with a reason."""

import json
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from assistant.answer_by_rules import answer
from assistant.bootstrap import Workspace
from assistant.close_item import close_item
from assistant.export_person import export_person
from assistant.forget import forget_person, forget_source
from assistant.import_notes import import_notes
from assistant.people import merge_people, split_person
from assistant.review_proposal import open_proposal
from assistant.search_notes import search
from assistant.show_map import list_accounts, show_map
from knowledge.errors import CartoError
from knowledge.store import sources
from tests.hostile.rows import row_counts
from tests.scenarios.scripted import at_desk, choose, note, proposal_of, somebody, take, the_map

# How many cases of each class there are, so that none is left out silently.
CLASSES = {
    "bidi": 36,
    "invisible": 57,
    "tag-smuggling": 3,
    "variation-selector-smuggling": 3,
    "zero-width-binary": 3,
    "homoglyph": 24,
    "zalgo": 3,
    "hostile": 22,
}
# What may be refused, by the case's own remark; every other case has to be kept.
REFUSED_AS_A_NOTE = {
    "only U+FEFF": "empty",
    "lone high surrogate": "surrogate",
    "lone low surrogate": "surrogate",
    "NUL": "binary",
    "OSC 8 link": "binary",
    "C0": "binary",
    "line separators": "empty",
    "CRLF run": "empty",
    "tabs": "empty",
    "100k spaces": "empty",
}
HALF_A_CHARACTER = ("lone high surrogate", "lone low surrogate")
BLANK = ("line separators", "CRLF run", "tabs", "100k spaces")
UNSTORABLE = (*HALF_A_CHARACTER, "NUL")


@dataclass(frozen=True)
class Case:
    """One text of the corpus; ``remark`` says what is strange about it."""

    id: str
    text: str
    remark: str


@pytest.fixture
def cases(shared_corpora: Path, strange: str) -> list[Case]:
    """The cases of one class."""
    path = shared_corpora / "unicode" / "unicode_cases.jsonl"
    rows = [json.loads(line) for line in path.read_text(encoding="ascii").splitlines()]
    found = [Case(row["id"], row["text"], row["note"]) for row in rows if row["cls"] == strange]
    assert {row["cls"] for row in rows} == set(CLASSES)
    assert len(found) == CLASSES[strange]
    return found


every_class = pytest.mark.parametrize("strange", CLASSES)


def json_line(id_: str, account: str, text: str) -> str:
    return json.dumps({"id": id_, "account": account, "date": "2026-03-14", "text": text})


@every_class
def test_as_a_note_each_is_kept_byte_for_byte_or_refused_with_its_reason(
    ws: Workspace, cases: list[Case]
) -> None:
    # With the real reader: it must get through all of them.
    for case in cases:
        before = row_counts(ws)
        (done,) = import_notes(ws, [json_line(case.id, "Borealis", case.text)])
        if case.remark in REFUSED_AS_A_NOTE:
            assert done.error_facts.get("reason") == REFUSED_AS_A_NOTE[case.remark], case
            assert row_counts(ws) == before, case
            continue
        assert done.status == "stored", case
        with ws.store.read() as conn:
            source = sources.find_by_external_id(conn, ws.workspace_id, case.id, ws.audience)
            assert source, case
            raw = sources.get_raw(conn, source.id, ws.audience)
        assert raw == case.text.encode("utf-8"), case
        # A byte-order mark is no part of the text.
        assert source.text == case.text.removeprefix("\ufeff"), case


@every_class
def test_as_the_name_of_an_account_each_is_kept_but_for_its_spaces_or_refused(
    ws: Workspace, cases: list[Case]
) -> None:
    for number, case in enumerate(cases):
        name, before = f"{number} {case.text}", row_counts(ws)
        (done,) = import_notes(at_desk(ws), [json_line(case.id, name, f"Note {number}.")])
        if case.remark in UNSTORABLE:
            assert done.error_code in ("bad_field", "text_refused"), case
            assert row_counts(ws) == before, case
            continue
        if len(" ".join(name.split())) > ws.settings.limits.name_chars:
            assert (done.error_code, row_counts(ws)) == ("bad_value", before), case
            continue
        assert done.status == "stored", case
        assert show_map(ws, name).account_name == " ".join(name.split()), case


@every_class
def test_typed_as_a_name_each_is_kept_but_for_its_spaces_or_refused(
    ws: Workspace, cases: list[Case]
) -> None:
    for number, case in enumerate(cases):
        account = f"Account {number}"
        met = note("2026-03-14", f"Met Owen {number}.", somebody("Owen"), account=account)
        proposal = proposal_of(take(ws, replace(met, id=case.id)))
        before = row_counts(ws)
        outcome = choose(ws, proposal, (1, "edit", case.text))
        if case.remark in (*UNSTORABLE, *BLANK):
            assert [one.code for one in outcome.refused] == ["bad_value"], case
            assert row_counts(ws) == before, case
            continue
        (owen,) = the_map(ws, account).people
        assert owen.name == case.text.strip(), case


ASKED_BY_NAME: dict[str, Callable[[Workspace, str], object]] = {
    "map": show_map,
    "review": open_proposal,
    "forget source": forget_source,
    "done": close_item,
    "export": lambda ws, name: export_person(ws, "Borealis", name),
    "forget": lambda ws, name: forget_person(ws, "Borealis", name),
    "merge": lambda ws, name: merge_people(ws, "Borealis", name, "Owen Pike"),
    "split": lambda ws, name: split_person(ws, "Borealis", "Owen Pike", name),
}


@every_class
def test_asked_for_by_such_a_name_nothing_is_found_and_nothing_breaks(
    ws: Workspace, cases: list[Case]
) -> None:
    take(ws, note("2026-03-14", "Met Owen Pike.", somebody("Owen Pike"), account="Borealis"), "all")
    before = row_counts(ws)
    # Half a character has a test of its own, below.
    for case in (one for one in cases if one.remark not in HALF_A_CHARACTER):
        for ask in ASKED_BY_NAME.values():
            with pytest.raises(CartoError):
                ask(ws, case.text)
    assert row_counts(ws) == before


@pytest.mark.parametrize("asked", ["map", "review", "forget source"])
def test_asked_for_by_half_a_character_nothing_is_found_and_nothing_breaks(
    ws: Workspace, asked: str
) -> None:
    with pytest.raises(CartoError):
        ASKED_BY_NAME[asked](ws, "A\udfffB")


@every_class
def test_as_a_question_each_is_answered_or_refused(ws: Workspace, cases: list[Case]) -> None:
    take(ws, note("2026-03-14", "Met Owen Pike.", somebody("Owen Pike"), account="Borealis"), "all")
    for case in cases:
        for ask in (answer, search):
            # Anything else that is raised fails the test.
            with suppress(CartoError):
                ask(ws, case.text, "Borealis")


def test_letters_that_only_look_alike_are_two_accounts(ws: Workspace) -> None:
    lines = [json_line("latin", "Axa", "Un."), json_line("cyrillic", "\u0410\u0445\u0430", "Deux.")]
    assert {one.status for one in import_notes(at_desk(ws), lines)} == {"stored"}
    assert len(list_accounts(ws)) == 2


def test_the_same_letters_in_other_code_points_are_one_account(ws: Workspace) -> None:
    lines = [
        json_line("one", "Café Ökofen", "Un."),
        json_line("two", "Cafe\u0301 O\u0308kofen", "Deux."),
        json_line(
            "three", "\uff23\uff21\uff26\uff25 \uff2f\uff2b\uff2f\uff26\uff25\uff2e", "Trois."
        ),
    ]
    assert {one.status for one in import_notes(at_desk(ws), lines)} == {"stored"}
    assert [one.name for one in list_accounts(ws)] == ["Café Ökofen"]
