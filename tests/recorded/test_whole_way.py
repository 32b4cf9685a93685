"""From a labelled note to figures of a recorded model: asked, written down, answered, recorded, replayed."""

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import httpx2
import pytest

from assistant.evaluate_answers import evaluate_answers
from assistant.evaluate_reader import evaluate_model_reader, shipped_notes
from assistant.recorded.replies import RecordedReplies
from assistant.recorded.transport import RecordedTransport
from assistant.settings import Limits, ModelSettings, Settings
from knowledge.evaluation.labelled_note import LabelledNote
from tests.model_servers.gullible import believe
from tests.model_servers.replay import ReplayServer, collect

NOTES = tuple(note for note in shipped_notes().notes if note.id in ("fr-1", "en-1"))
Answer = Callable[[dict[str, Any]], dict[str, Any]]


def settings(home: Path, base_url: str = "http://127.0.0.1:1/v1") -> Settings:
    model = ModelSettings.model_construct(base_url=base_url, name="strong-1")
    return Settings.model_construct(home=home, model=model, limits=Limits.model_construct())


def answer_all(folder: Path, answer: Answer) -> int:
    """Put a reply beside every request that has none; how many there were."""
    waiting = [
        one for one in folder.glob("*/request.json") if not one.with_name("reply.json").exists()
    ]
    for path in waiting:
        body = json.loads(path.read_text(encoding="utf-8"))
        text = json.dumps(answer(body), ensure_ascii=False)
        path.with_name("reply.json").write_text(text, encoding="utf-8")
    return len(waiting)


def recording(
    tmp_path: Path, measure: Callable[[Settings], object], answer: Answer
) -> RecordedReplies:
    """The replies after as many rounds as it takes until nothing waits."""
    folder = tmp_path / "unanswered"
    folder.mkdir()
    said: list[str] = []
    with ReplayServer(RecordedReplies(), folder, say=said.append) as server:
        for turn in range(9):
            measure(settings(tmp_path / f"home{turn}", server.base_url))
            if not answer_all(folder, answer):
                break
    assert not [one for one in said if "cannot be served" in one]
    collected = collect(folder, "strong-1", date(2026, 11, 1), tmp_path / "out" / "all.jsonl")
    assert (collected.waiting, collected.spoilt) == ((), ())
    return RecordedReplies(tmp_path / "out")


def plainest(schema: dict[str, Any], root: dict[str, Any], words: str) -> Any:
    """A value with nothing in it but ``words``, whatever the shape of a reading is."""
    if "$ref" in schema:
        return plainest(root["$defs"][schema["$ref"].rsplit("/", 1)[1]], root, words)
    if "anyOf" in schema or schema.get("type") == "null":
        return None
    if "enum" in schema:
        return next(
            (one for one in schema["enum"] if one in ("customer", "active")), schema["enum"][0]
        )
    if schema.get("type") == "object":
        inner = schema["properties"].items()
        return {name: plainest(one, root, words) for name, one in inner}
    return [] if schema.get("type") == "array" else words


def first_person_only(note: LabelledNote, schema: dict[str, Any]) -> dict[str, Any]:
    """A reading that finds one person of the note, and words that are not there."""
    parts = schema["properties"]
    person = plainest(parts["people"]["items"], schema, note.labels.people[0].name)
    invented = plainest(parts["pains"]["items"], schema, "never said in this note")
    empty: dict[str, Any] = plainest(schema, schema, "")
    return {**empty, "people": [person], "pains": [invented]}


def read(body: dict[str, Any]) -> dict[str, Any]:
    asked = body["messages"][-1]["content"]
    (note,) = (one for one in NOTES if one.text in asked)
    return {"content": first_person_only(note, body["response_format"]["json_schema"]["schema"])}


def test_a_reading_is_recorded_and_measured_again_without_a_network(tmp_path: Path) -> None:
    replies = recording(tmp_path, lambda given: evaluate_model_reader(NOTES, given), read)
    transport = RecordedTransport(replies)
    with httpx2.Client(transport=transport) as client:
        replayed = evaluate_model_reader(NOTES, settings(tmp_path), http_client=client)
    assert (len(replies), transport.missed, replayed.failed) == (2, [], ())
    people, totals = replayed.report.score_of("people"), replayed.report.totals_of()
    assert people.right == 2
    assert (totals.unread, totals.quotes_absent, totals.ungrounded) == (0, 0, 2)
    assert replayed.spent is not None
    assert replayed.spent.calls == 2
    assert replayed.spent.input_tokens > 1_000


def look_up_then_claim(body: dict[str, Any]) -> dict[str, Any]:
    """The notes are read; asked, first the map, then the first thing it says."""
    if "response_format" in body:
        return read(body)
    results = [one["content"] for one in body["messages"] if one["role"] == "tool"]
    if not results:
        return {"tool_calls": [{"name": "read_map", "arguments": {}}]}
    found = believe("", results).statements
    claims = [{"text": says, "evidence": [one], "kind": "fact"} for one, says in found[:1]]
    invented = {"text": "Napoleon decides.", "evidence": ["e1"], "kind": "fact"}
    reply = {"claims": [*claims, invented], "missing": [], "ask_back": None}
    return {"tool_calls": [{"name": "Reply", "arguments": reply}]}


@pytest.mark.parametrize("engine", ["model", "auto"])
def test_answers_are_recorded_and_measured_again_without_a_network(
    tmp_path: Path, engine: Any
) -> None:
    questions = sum(len(note.questions) for note in NOTES)
    replies = recording(
        tmp_path, lambda given: evaluate_answers(NOTES, given, engine=engine), look_up_then_claim
    )
    transport = RecordedTransport(replies)
    with httpx2.Client(transport=transport) as client:
        replayed = evaluate_answers(NOTES, settings(tmp_path), engine=engine, http_client=client)
    assert (transport.missed, replayed.failed) == ([], ())
    # One call a note, two a question, and the same tools say the same in another workspace.
    assert len(replies) == len(NOTES) + 2 * questions
    assert replayed.engines == {"model:strong-1": questions}
    assert replayed.report.totals_of().dropped == questions
    assert replayed.report.share_of("wrong_account").right == 0
