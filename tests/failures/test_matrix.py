"""Whatever a model's server does: the note is kept, the answer is given, one line says why, nothing leaks."""

import json
from pathlib import Path

import pytest

from knowledge.language.catalogue import phrase
from tests.failures.answers_of_a_model import ANSWER, NOTE
from tests.failures.faults import FAULTS, SAID, Fault
from tests.failures.living import Lived, live_through, new_home, one_line
from tests.failures.table import PAGE, assert_sound, row

FOREIGN = (SAID, "Traceback", "openai", "langchain", "httpx", "pydantic", "Error code", "RequestError", "html>", "LangGraph")  # fmt: skip
READING = {"note": "en", "import": "fr", "read": "fr"}
ANSWERING = {"ask": "en", "ask at a terminal": "fr"}


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return new_home(tmp_path_factory.mktemp("template"))


@pytest.fixture(scope="module", params=FAULTS, ids=[fault.name for fault in FAULTS])
def lived(
    request: pytest.FixtureRequest, template: Path, tmp_path_factory: pytest.TempPathFactory
) -> Lived:
    fault: Fault = request.param
    return live_through(fault, template, tmp_path_factory.mktemp("lived"))


def why(lived: Lived, lang: str) -> str:
    """Why the model did not read, in a few words."""
    return phrase(lang, f"config.why.{lived.fault.reading}")


def sentence(lived: Lived, lang: str) -> str:
    """The line under an answer that the model did not give."""
    told = phrase(
        lang, f"models.failure.{lived.fault.answering}", model="loopback", host=lived.host
    )
    return phrase(lang, "agent.fallback.failed", why=told)


def test_every_command_ends_well_and_leaks_nothing(lived: Lived) -> None:
    assert_sound(lived)
    assert lived.ran["reread"].code == (1 if lived.fault.waits else 0)
    assert lived.written


def test_nobody_reads_a_word_of_libraries_or_of_the_server(lived: Lived) -> None:
    for name, ran in lived.ran.items():
        assert not [word for word in FOREIGN if word in ran.shown], (name, ran.shown)


def test_the_line_says_why_the_rules_read(lived: Lived) -> None:
    rules = {"en": "the rules", "fr": "les règles"}
    for name, lang in READING.items():
        told = one_line(lived.ran[name].err)
        if lived.fault.reading == "ok":
            assert rules[lang] not in told
        else:
            assert why(lived, lang) in told
            assert rules[lang] in told


def test_a_reading_again_is_promised_only_where_it_comes(lived: Lived) -> None:
    for name in ("note", "import"):
        assert ("carto reread" in lived.ran[name].err) == lived.fault.waits
    told = lived.ran["reread"]
    if lived.fault.waits:
        assert why(lived, "fr") in told.out
        assert phrase("fr", "config.reread.left", n=1) in told.err
    else:
        assert told.err.strip() == phrase("fr", "config.reread.nothing")


def test_no_note_is_lost_and_each_has_its_proposal(lived: Lived) -> None:
    texts = {"note": NOTE, **{f"i{n}": f"{NOTE} No {n}." for n in range(1, 4)}}
    assert {name: kept.text for name, kept in lived.kept.items()} == texts
    reader = "model" if lived.fault.reading == "ok" else "embedded"
    for kept in lived.kept.values():
        assert kept.proposals == 1
        assert kept.reader.split()[0] == reader
        assert kept.lines > 0
    said = [json.loads(line) for line in lived.ran["import"].out.splitlines()]
    assert [line["status"] for line in said] == ["stored"] * 3


def test_what_waits_is_read_as_soon_as_the_model_is_well(lived: Lived) -> None:
    assert lived.waiting == (4 if lived.fault.waits else 0)
    assert lived.waiting_after == 0
    after = lived.kept_after
    assert {name: kept.text for name, kept in after.items()} == {
        name: kept.text for name, kept in lived.kept.items()
    }
    by_model = lived.fault.waits or lived.fault.reading == "ok"
    assert {kept.reader.split()[0] for kept in after.values()} == {
        "model" if by_model else "embedded"
    }
    assert all(kept.lines > 0 and kept.proposals == 1 for kept in after.values())


def test_the_answer_is_given_with_one_line_in_the_language_asked(lived: Lived) -> None:
    for name, lang in ANSWERING.items():
        shown = one_line(lived.ran[name].out)
        if lived.fault.answering == "ok":
            in_other = lived.fault.name == "answers a French question in English"
            assert shown.startswith(f"{ANSWER['en' if in_other else lang]} [1] ")
            assert "the software is his to choose" in shown
        else:
            assert shown.replace(f"({sentence(lived, lang)}) ", "") == lived.embedded[name]
            assert shown != lived.embedded[name]


def test_lines_of_questions_are_answered_and_why_is_told_once(lived: Lived) -> None:
    ran = lived.ran["ask --jsonl"]
    answers = [json.loads(line) for line in ran.out.splitlines()]
    assert [one["id"] for one in answers] == ["q1", "q2"]
    assert all("Alasdair Moncur" in one["answer"] and one["citations"] for one in answers)
    engine = "model:loopback" if lived.fault.answering == "ok" else "embedded"
    assert {one["engine"] for one in answers} == {engine}
    told = [line for line in ran.err.splitlines() if line.startswith("1 question: ")]
    if lived.fault.answering == "ok":
        assert told == []
    else:
        assert told == [f"1 question: {sentence(lived, lang)}" for lang in ("en", "fr")]


def test_the_trace_says_how_each_call_ended(lived: Lived) -> None:
    fault = lived.fault
    for name in (*READING, "reread"):
        expected = set() if name == "reread" and not fault.waits else {fault.reading}
        assert lived.ran[name].outcomes == expected, name
    for name in (*ANSWERING, "ask --jsonl"):
        assert lived.ran[name].outcomes == {fault.recorded or fault.answering}, name
    calls = [call for ran in lived.ran.values() for call in ran.calls]
    assert {call["use"] for call in calls} == {"reading", "answering"}
    assert all(call["prompt"] and call["prompt_sha256"] and call["host"] for call in calls)


def test_nothing_is_asked_without_end(lived: Lived) -> None:
    calls = sum(len(ran.calls) for name, ran in lived.ran.items() if name != "reread when well")
    again = 2 if lived.fault.name.endswith("then answers") else 1
    assert lived.requests <= again * calls
    assert max(len(ran.calls) for ran in lived.ran.values()) <= 16


def test_the_document_shows_what_happens(lived: Lived) -> None:
    assert row(lived) in PAGE.read_text(encoding="utf-8").splitlines(), "make docs"
