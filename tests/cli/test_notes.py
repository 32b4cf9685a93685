"""The way of a note on the command line, with a reader whose findings stand on the page."""

import json
import sys
from pathlib import Path
from types import ModuleType

import pytest

from knowledge.domain.codes import Band, Side
from knowledge.domain.reading import Label, NextStep, Person, Reading, ReadingContext, RoleLabel
from tests.cli.conftest import Carto

TEXT = "Met Claire Duval.\nClaire Duval signs it off alone.\nWe send the offer by Friday.\n"


class PlainReader:
    """Finds Claire, that she decides, and our promise, wherever the words stand."""

    name = "plain"
    version = "1"

    def read(self, text: str, context: ReadingContext) -> Reading:
        if "Claire Duval" not in text:
            return Reading(account=context.account)
        sure = {"confidence": 0.95, "band": Band.SURE}
        role = RoleLabel.model_validate(
            {"quote": "Claire Duval signs it off alone", "role": "decision_maker", **sure}
        )
        claire = Person(
            name="Claire Duval",
            side=Side.CUSTOMER,
            mention=Label.model_validate({"quote": "Met Claire Duval", **sure}),
            roles=(role,) if role.quote in text else (),
        )
        promise = NextStep.model_validate(
            {"quote": "We send the offer by Friday", "side": "us", "due": "2026-03-13", **sure}
        )
        steps = (promise,) if promise.quote in text else ()
        return Reading(
            account=context.account, date=context.date, people=(claire,), next_steps=steps
        )


@pytest.fixture(autouse=True)
def _plain_reader(monkeypatch: pytest.MonkeyPatch) -> None:
    """`assistant.readers` imports the embedded reader when a note is read: here it finds this one."""
    module = ModuleType("knowledge.reading.embedded")
    module.EmbeddedReader = PlainReader  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "knowledge.reading.embedded", module)


@pytest.fixture
def note(tmp_path: Path) -> Path:
    path = tmp_path / "note.txt"
    path.write_text(TEXT, encoding="utf-8")
    return path


@pytest.fixture
def noted(carto: Carto, note: Path) -> Carto:
    """A command line whose store holds one note, not yet reviewed."""
    words = ("note", str(note), "--account", "Lagrange", "--create", "--date", "14/03/2026")
    assert carto(*words).code == 0
    return carto


def lines_file(tmp_path: Path, *lines: dict[str, str]) -> str:
    path = tmp_path / "lines.jsonl"
    path.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    return str(path)


def test_reading_keeps_nothing(
    carto: Carto, note: Path, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CARTO_TODAY", "2026-03-20")
    ran = carto("read", str(note), "--account", "Lagrange", "--date", "today", "--json")
    assert (ran.code, ran.err) == (0, "")
    reading = json.loads(ran.out)
    assert (reading["account"], reading["date"]) == ("Lagrange", "2026-03-20")
    assert reading["people"][0]["roles"][0]["quote"] == "Claire Duval signs it off alone"
    assert not home.exists()
    assert (
        "decision maker  “Claire Duval signs it off alone”"
        in carto("read", str(note), "--account", "Lagrange").out
    )


def test_many_notes_are_read_and_a_bad_line_does_not_stop_the_others(
    carto: Carto, tmp_path: Path
) -> None:
    name = lines_file(
        tmp_path, {"id": "a", "account": "L", "text": TEXT}, {"id": "b"},
        {"id": "c", "account": "L", "text": "nothing"},
    )  # fmt: skip
    into = tmp_path / "out.jsonl"
    ran = carto("read", "--jsonl", name, "--out", str(into))
    assert (ran.code, ran.out) == (1, "")
    made = [json.loads(line) for line in into.read_text(encoding="utf-8").splitlines()]
    assert [line["id"] for line in made] == ["a", "b", "c"]
    assert ["error" in line for line in made] == [False, True, False]
    assert carto("read", "--jsonl", name).out == into.read_text(encoding="utf-8")


def test_a_note_is_kept_and_its_card_shown(carto: Carto, note: Path) -> None:
    ran = carto("note", str(note), "--account", "Lagrange", "--create", "--date", "14/03/2026")
    assert ran.code == 0
    assert "Lagrange, note of 14 March 2026" in ran.out
    assert "[x] " in ran.out
    assert "New account: Lagrange" in ran.err
    assert "--accept sure" in ran.err


def test_an_account_is_not_made_unasked(carto: Carto, note: Path) -> None:
    ran = carto("note", str(note), "--account", "Lagrange")
    assert (ran.code, ran.out) == (2, "")
    assert "--create" in ran.err


def test_a_text_that_cannot_be_kept_is_refused_with_its_reason(
    carto: Carto, tmp_path: Path
) -> None:
    path = tmp_path / "note.bin"
    path.write_bytes(b"\x00\x01\x02" * 50)
    ran = carto("note", str(path), "--account", "Lagrange", "--create")
    assert ran.code == 2
    assert "another kind of file" in ran.err
    assert carto("accounts", "--json").out.strip() == "[]"
    assert "another kind of file" in carto("read", str(path), "--account", "Lagrange").err


def test_nothing_is_on_the_map_before_a_review(noted: Carto) -> None:
    shown = noted("map", "Lagrange").out
    assert "Claire" not in shown
    assert "wait for a review" in shown


def test_what_is_sure_is_accepted_together_and_taken_back(noted: Carto) -> None:
    ran = noted("review", "--accept", "sure")
    assert ran.code == 0
    assert "accepted" in ran.out
    shown = noted("map", "Lagrange").out
    assert "Claire Duval" in shown
    assert "overdue" in shown
    assert noted("review", "--undo").code == 0
    assert "Claire" not in noted("map", "Lagrange").out


def test_a_review_answers_in_json_with_what_was_refused(noted: Carto) -> None:
    ran = noted("review", "--accept", "1,99", "--json")
    outcome = json.loads(ran.out)
    assert (ran.code, outcome["accepted"]) == (1, [1])
    assert outcome["refused"] == [
        {"number": 99, "code": "no_such_line", "message": "There is no line 99."}
    ]


def test_what_waits_is_listed_and_shown_without_deciding(noted: Carto) -> None:
    waiting = json.loads(noted("review", "--list", "--json").out)
    assert [one["account_name"] for one in waiting] == ["Lagrange"]
    card = json.loads(noted("review", "--json").out)
    assert card["pending"] == waiting[0]["pending"] == len(card["lines"])
    assert json.loads(noted("review", "--json").out) == card


def test_a_promise_is_closed_by_its_short_name_and_opened_again(noted: Carto) -> None:
    noted("review", "--accept", "all")
    promises = json.loads(noted("map", "Lagrange", "--json").out)["promises"]
    assert promises[0]["overdue"] is True
    assert "Closed (kept)" in noted("done", promises[0]["id"]).out
    assert json.loads(noted("map", "Lagrange", "--json").out)["promises"] == []
    assert "already" in noted("done", promises[0]["id"]).out
    assert noted("done", "send the offer by Friday", "--reopen").code == 0
    assert len(json.loads(noted("map", "Lagrange", "--json").out)["promises"]) == 1


def test_every_imported_line_is_acknowledged_and_again_changes_nothing(
    carto: Carto, tmp_path: Path
) -> None:
    name = lines_file(
        tmp_path, {"id": "a", "account": "L", "date": "2026-03-01", "text": TEXT},
        {"id": "b", "account": "L", "date": "2026-03-02", "text": "Other words."},
    )  # fmt: skip
    first, second = (carto("import", name, "--accept", "sure") for _ in range(2))
    assert (first.code, second.code) == (0, 0)
    assert first.out.splitlines() == [
        '{"id": "a", "status": "stored"}',
        '{"id": "b", "status": "stored"}',
    ]
    assert '"unchanged"' in second.out
    assert "0 failed" in second.err
    changed = lines_file(
        tmp_path, {"id": "a", "account": "L", "date": "2026-03-01", "text": "Claire who?"}
    )
    refused = carto("import", changed)
    assert refused.code == 1
    assert json.loads(refused.out)["error"]["code"] == "content_changed"
    assert "--revise" in json.loads(refused.out)["error"]["message"]
    assert '"revised"' in carto("import", changed, "--revise").out


def test_a_forgotten_note_takes_what_rested_on_it(noted: Carto) -> None:
    noted("review", "--accept", "all")
    source = json.loads(noted("map", "Lagrange", "--json").out)["people"][0]["role"][0]["source_id"]
    assert noted("forget", "source", source, "--yes").code == 0
    assert "Claire" not in noted("map", "Lagrange").out


def test_questions_are_answered_with_quotes(noted: Carto) -> None:
    noted("review", "--accept", "all")
    ran = noted("ask", "who decides at Lagrange?")
    assert ran.code == 0
    assert "Claire Duval" in ran.out
    assert "[1] “Claire Duval signs it off alone”" in ran.out
    as_json = json.loads(noted("ask", "who decides at Lagrange?", "--json").out)
    assert set(as_json) >= {"question", "account", "answer", "kind", "citations", "engine"}


def test_lines_of_questions_are_answered_in_order(noted: Carto, tmp_path: Path) -> None:
    name = lines_file(
        tmp_path, {"id": "1", "q": "who decides?", "account": "Lagrange"}, {"id": "2"}
    )
    ran = noted("ask", "--jsonl", name)
    assert ran.code == 1
    assert [json.loads(line)["id"] for line in ran.out.splitlines()] == ["1", "2"]
    assert "1 line failed" in ran.err


def test_passages_are_found(noted: Carto) -> None:
    hits = json.loads(noted("search", "offer by Friday", "--top", "1", "--json").out)
    assert len(hits) == 1
    assert "offer" in hits[0]["passage"]
    assert noted("search", "offer by Friday").out.startswith("14 March 2026, note")
    assert noted("search", "offer", "--top", "0").code == 2


class BrokenReader(PlainReader):
    """Fails on every text, quoting it as libraries do."""

    def read(self, text: str, context: ReadingContext) -> Reading:  # type: ignore[explicit-override]
        raise RuntimeError(text, context.account)


@pytest.mark.parametrize(
    ("lang", "words"), [("en", "could not be read"), ("fr", "n'a pas pu être lue")]
)
def test_a_note_that_cannot_be_read_is_kept_and_said_to_be_unread(
    carto: Carto, note: Path, monkeypatch: pytest.MonkeyPatch, lang: str, words: str
) -> None:
    monkeypatch.setattr(sys.modules["knowledge.reading.embedded"], "EmbeddedReader", BrokenReader)
    ran = carto("note", str(note), "--account", "Lagrange", "--create", "--lang", lang)
    assert (ran.code, ran.out) == (1, "")
    assert words in ran.err
    assert "carto.log" in ran.err
    hits = json.loads(carto("search", "offer by Friday", "--json").out)
    assert len(hits) == 1
    again = carto("note", str(note), "--account", "Lagrange", "--json")
    assert (again.code, json.loads(again.out)["lines"]) == (1, [])


@pytest.mark.parametrize(
    ("lang", "words"),
    [
        ("en", "dated after today: 1 January 2999"),
        ("fr", "datée d'après aujourd'hui : 1er janvier"),
    ],
)
def test_a_note_dated_after_today_is_kept_with_a_word_about_it(
    carto: Carto, note: Path, lang: str, words: str
) -> None:
    words_ = ("note", str(note), "--account", "Lagrange", "--create", "--date", "2999-01-01")
    ran = carto(*words_, "--lang", lang)
    assert ran.code == 0
    assert words in ran.err


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_a_promise_is_kept_or_dropped_and_never_solved(noted: Carto, lang: str) -> None:
    noted("review", "--accept", "all")
    refused = noted("done", "send the offer by Friday", "--outcome", "solved", "--lang", lang)
    assert refused.code == 2
    assert "kept, dropped" in refused.err
    assert len(json.loads(noted("map", "Lagrange", "--json").out)["promises"]) == 1
    assert noted("done", "send the offer by Friday", "--outcome", "dropped").code == 0
