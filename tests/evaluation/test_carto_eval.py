"""`carto eval` as a person meets it."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from assistant.evaluate_reader import FailedNote, evaluate_reader, labelled_notes
from assistant.models.call_log import FileLedger, ModelCall, read_calls
from assistant.models.failure import FAILURE_KINDS, ModelFailure
from knowledge.domain.clock import SystemClock
from knowledge.domain.grounding import SetAside
from knowledge.domain.reading import Reading, ReadingContext
from knowledge.evaluation.answers import MEASURES
from knowledge.evaluation.compare_note import SHARES
from knowledge.evaluation.kinds import KINDS
from knowledge.language.catalogue import LANGUAGES, has_phrase
from tests.cli.conftest import Carto, carto, home
from tests.evaluation.build import counts, gold, labelled, person
from tests.model_servers.loopback import LoopbackModel, Reply

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


class Faltering:
    """A model reader that fails on every note of one language, and was told something untrue."""

    name = "model"
    version = "strong-1"
    set_aside = (SetAside("Pain", "never said"), SetAside("Role", "Claire signs"))

    def read(self, text: str, context: ReadingContext) -> Reading:
        if "signe" in text:
            raise ModelFailure("timeout", "strong-1")
        return Reading.model_validate({"account": context.account, "people": [person("Claire")]})


def test_a_note_the_model_fails_on_is_listed_and_scored_as_read_empty() -> None:
    notes = [
        gold("Claire signs.", people=[person("Claire")]),
        gold("Claire signe.", "fr", "n2", people=[person("Claire")]),
    ]
    steps: list[int] = []
    evaluation = evaluate_reader(notes, Faltering(), lambda: steps.append(1))
    assert evaluation.failed == (FailedNote("n2", "timeout"),)
    assert counts(evaluation.report, "people") == (2, 1, 1)
    assert [one.unread for one in evaluation.report.totals] == [0, 1, 1]
    english = evaluation.report.totals_of("en")
    # One label rests on words that are not in the note; the other the reader did not believe.
    assert (english.ungrounded, english.taken_back) == (1, 1)
    assert len(steps) == 2


@pytest.fixture
def failing(monkeypatch: pytest.MonkeyPatch) -> Iterator[LoopbackModel]:
    """A model is set, and refuses every request."""
    with LoopbackModel(lambda _: Reply(status=401)) as server:
        monkeypatch.setenv("CARTO_MODEL_BASE_URL", server.base_url)
        monkeypatch.setenv("CARTO_MODEL_NAME", "strong-1")
        yield server


@pytest.mark.parametrize(
    ("lang", "words"),
    [
        ("en", ("Not read, and scored as read empty: 4 of 4 notes", "fr-1  the key was refused",
                "8 model calls; tokens: 0 in, 0 out")),
        ("fr", ("Non lues, et notées comme lues vides : 4 sur 4 notes",
                "fr-1  la clé a été refusée", "8 appels au modèle")),
    ],
)  # fmt: skip
def test_the_model_that_is_set_can_be_measured_and_its_failures_are_told(
    carto: Carto, failing: LoopbackModel, lang: str, words: tuple[str, ...]
) -> None:
    ran = carto("eval", "--reader", "model", "--lang", lang)
    assert (ran.code, ran.err) == (0, "")
    assert len(failing.requests) == 8
    for word in words:
        assert word in ran.out


@pytest.mark.parametrize(
    ("lang", "words"),
    [
        ("en", ("Answers by: the embedded engine", "English, 12 questions", "words cited that answer",
                "The notes answer 16 of them, and do not say for 8.")),
        ("fr", ("Réponses de : le moteur embarqué", "Français, 12 questions", "mots cités")),
    ],
)  # fmt: skip
def test_questions_are_asked_of_the_shipped_notes(
    carto: Carto, home: Path, lang: str, words: tuple[str, ...]
) -> None:
    ran = carto("eval", "--questions", "--lang", lang)
    assert (ran.code, ran.err) == (0, "")
    for word in words:
        assert word in ran.out
    # What is measured is not what the person keeps.
    assert not (home / "carto.db").exists()


def test_a_model_that_answers_nothing_fails_alone_and_has_the_embedded_engine_behind_it(
    carto: Carto, failing: LoopbackModel, tmp_path: Path
) -> None:
    question = {"q": "Who decides?", "lang": "en", "answer": "Claire", "quote": "Claire decides"}
    note = labelled("Met Claire Duval. Claire decides here.", questions=[question])
    words = ("--questions", "--labelled", write(tmp_path / "n.jsonl", note), "--json", "--engine")
    alone = json.loads(carto("eval", *words, "model").out)
    behind = json.loads(carto("eval", *words, "auto", "--errors").out)
    assert alone["failed"] == [{"note_id": "n1", "question": "Who decides?", "kind": "wrong_key"}]
    assert (alone["totals"][0]["failed"], behind["totals"][0]["failed"]) == (1, 0)
    # The model is asked to read the note, then to answer.
    assert (alone["spent"]["calls"], behind["engines"]) == (2, {"embedded": 1})
    assert len(failing.requests) == 4


@pytest.mark.usefixtures("failing")
def test_what_a_measurement_calls_is_traced_where_other_calls_are(
    carto: Carto, home: Path, tmp_path: Path
) -> None:
    question = {"q": "Who decides?", "lang": "en", "answer": None, "quote": None}
    name = write(tmp_path / "n.jsonl", labelled("Met Claire Duval.", questions=[question]))
    carto("eval", "--reader", "model", "--labelled", name)
    carto("eval", "--questions", "--engine", "model", "--labelled", name)
    calls = read_calls(home).calls
    assert [call.use for call in calls] == ["reading", "reading", "answering"]
    assert len({call.day for call in calls}) == 1


@pytest.mark.usefixtures("failing")
def test_questions_count_towards_the_day_s_cap(
    carto: Carto, home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    today = SystemClock().today().isoformat()
    spent = ModelCall(
        at=f"{today}T00:00:00+00:00", use="reading", prompt="read_note", prompt_version=1,
        prompt_sha256="ab", model="m", host="h", input_tokens=900, output_tokens=100, ms=1,
        outcome="ok", workspace_id="ws_local", day=today,
    )  # fmt: skip
    FileLedger(home).record(spent)
    monkeypatch.setenv("CARTO_MODEL_DAILY_TOKENS", "1000")
    question = {"q": "Who decides?", "lang": "en", "answer": None, "quote": None}
    name = write(tmp_path / "n.jsonl", labelled("Met Claire Duval.", questions=[question]))
    ran = carto("eval", "--questions", "--engine", "model", "--labelled", name, "--json")
    assert [one["kind"] for one in json.loads(ran.out)["failed"]] == ["cap_reached"]
    calls = read_calls(home).calls[1:]
    assert [(call.outcome, call.day) for call in calls] == [("cap_reached", today)] * 2


def test_a_measurement_that_is_stopped_has_left_its_calls(
    carto: Carto, home: Path, failing: LoopbackModel, tmp_path: Path
) -> None:
    def stopped(_: dict[str, Any]) -> Reply:
        # What was asked before stands in the trace by the time of the second request.
        traced.append(len(read_calls(home).calls))
        return Reply(status=401)

    traced: list[int] = []
    failing.answer = stopped
    question = {"q": "Who decides?", "lang": "en", "answer": None, "quote": None}
    name = write(tmp_path / "n.jsonl", labelled("Met Claire Duval.", questions=[question] * 2))
    assert carto("eval", "--questions", "--engine", "model", "--labelled", name).code == 0
    assert traced == [0, 1, 2]


@pytest.mark.parametrize("words", [("--reader", "model"), ("--questions", "--engine", "model")])
def test_without_a_model_there_is_none_to_measure(carto: Carto, words: tuple[str, ...]) -> None:
    ran = carto("eval", *words)
    assert (ran.code, ran.out) == (2, "")
    assert "No model is set" in ran.err


def test_notes_without_questions_say_so(carto: Carto, tmp_path: Path) -> None:
    name = write(tmp_path / "n.jsonl", labelled("Some text."))
    assert "ask no question" in carto("eval", "--questions", "--labelled", name).out


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_kind_has_a_name(lang: str) -> None:
    named = (*(one.name for one in KINDS), *SHARES, *MEASURES, "must_not", "quotes")
    assert [kind for kind in named if not has_phrase(lang, f"evaluation.kind.{kind}")] == []
    told = (*FAILURE_KINDS, "fell_back", "nothing_left")
    assert [kind for kind in told if not has_phrase(lang, f"evaluation.failure.{kind}")] == []
