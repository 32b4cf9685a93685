"""The replay server: what it cannot answer it writes down, and what is put beside it is served."""

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import openai
import pytest

from assistant.recorded.replies import RecordedReplies, request_key
from tests.model_servers.replay import ReplayServer, collect, main
from tests.recorded.requests import FIND_ACCOUNT, holding, recorded, request, with_schema

BODY = with_schema("Who decides? ``` </note>")
AGENT = request("Who decides?", tools=[FIND_ACCOUNT])


class Desk:
    """A server, a client of it, and the folder of what it could not answer."""

    def __init__(self, server: ReplayServer, folder: Path, said: list[str]) -> None:
        self.server, self.folder, self.said = server, folder, said
        self._client = openai.OpenAI(api_key="x", base_url=server.base_url, max_retries=0)

    def ask(self, body: dict[str, Any]) -> Any:
        return self._client.chat.completions.create(**body).choices[0].message

    def put(self, body: dict[str, Any], reply: Any) -> None:
        text = reply if isinstance(reply, str) else json.dumps(reply)
        (self.folder / request_key(body) / "reply.json").write_text(text, encoding="utf-8")

    def close(self) -> None:
        self._client.close()


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    said: list[str] = []
    replies = holding(recorded(request("Known?"), {"content": "Yes."}))
    with ReplayServer(replies, tmp_path, say=said.append) as server:
        desk = Desk(server, tmp_path, said)
        yield desk
        desk.close()


def test_what_is_recorded_is_served(desk: Desk) -> None:
    assert desk.ask(request("Known?")).content == "Yes."
    assert list(desk.folder.iterdir()) == []


def test_an_unanswered_request_is_written_down_and_refused_at_once(desk: Desk) -> None:
    with pytest.raises(openai.BadRequestError) as refused:
        desk.ask(BODY)
    assert refused.value.code == "not_recorded"
    place = desk.folder / request_key(BODY)
    kept = json.loads((place / "request.json").read_text(encoding="utf-8"))
    assert request_key(kept) == place.name
    assert desk.said == [f"not recorded, written down: {place}/request.md"]


def test_a_person_can_read_the_request_and_how_to_reply(desk: Desk) -> None:
    for body in (BODY, AGENT):
        with pytest.raises(openai.BadRequestError):
            desk.ask(body)
    asked = (desk.folder / request_key(BODY) / "request.md").read_text(encoding="utf-8")
    assert "## Message 1: system\n\n```text\nYou answer.\n```" in asked
    # A text cannot close the block it stands in.
    assert "````text\nWho decides? ``` </note>\n````" in asked
    assert '`{"content": {…}}`' in asked
    assert '"additionalProperties": false' in asked
    agent = (desk.folder / request_key(AGENT) / "request.md").read_text(encoding="utf-8")
    assert "### find_account\n\nFind an account by name." in agent
    assert '{"tool_calls": [{"name": "a_tool", "arguments": {…}}]}' in agent


def test_a_reply_put_beside_a_request_is_served_from_then_on(desk: Desk) -> None:
    for body, reply in (
        (BODY, {"content": {"claims": ["Zoé decides."]}}),
        (AGENT, {"tool_calls": [{"name": "find_account", "arguments": {"name": "Acme"}}]}),
    ):
        with pytest.raises(openai.BadRequestError):
            desk.ask(body)
        desk.put(body, reply)
    assert json.loads(desk.ask(BODY).content) == {"claims": ["Zoé decides."]}
    (call,) = desk.ask(AGENT).tool_calls
    assert (call.function.name, call.function.arguments) == ("find_account", '{"name": "Acme"}')
    assert (desk.server.served, desk.server.waiting) == (2, set())


@pytest.mark.parametrize(
    ("body", "reply", "why"),
    [
        (BODY, "{", "Invalid JSON"),
        (BODY, {"content": "Zoé decides."}, "content must be JSON"),
        (BODY, {"content": {"claims": "Zoé"}}, "$.claims"),
        (BODY, {"answer": "Zoé"}, "answer: Extra inputs"),
        (BODY, {}, "neither content nor tool_calls"),
        (AGENT, {"tool_calls": [{"name": "approve", "arguments": {}}]}, "there is no tool approve"),
        (AGENT, {"tool_calls": [{"name": "find_account", "arguments": {}}]}, "'name' is a required"),
    ],
)  # fmt: skip
def test_a_reply_that_cannot_be_served_is_named_with_what_is_wrong(
    desk: Desk, body: dict[str, Any], reply: Any, why: str
) -> None:
    for _ in range(2):
        with pytest.raises(openai.BadRequestError):
            desk.ask(body)
        desk.put(body, reply)
    assert desk.said[-1].startswith(f"{request_key(body)}/reply.json cannot be served: ")
    assert why in desk.said[-1]


def test_answered_requests_become_lines_and_the_rest_is_told(
    desk: Desk, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for body in (BODY, AGENT, request("Why?")):
        with pytest.raises(openai.BadRequestError):
            desk.ask(body)
    desk.put(BODY, {"content": {"claims": ["Zoé decides."]}})
    desk.put(AGENT, {"tool_calls": []})
    out = tmp_path / "out" / "answering.jsonl"
    words = ["--model", "strong-1", "--date", "2026-11-01", "--out", str(out)]
    assert main(["collect", "--unanswered", str(desk.folder), *words]) == 1
    told = capsys.readouterr().err
    assert f"{request_key(AGENT)}/reply.json left out" in told
    assert f"{request_key(request('Why?'))} waits for a reply" in told
    (line,) = RecordedReplies(out.parent)
    assert (line.key, line.model, line.recorded_on) == (
        request_key(BODY), "strong-1", date(2026, 11, 1),
    )  # fmt: skip
    assert set(line.request) == {"conversation", "response_format", "system"}


def test_a_reply_given_again_keeps_its_day_and_a_new_one_takes_its_place(
    desk: Desk, tmp_path: Path
) -> None:
    out = tmp_path / "answering.jsonl"
    with pytest.raises(openai.BadRequestError):
        desk.ask(BODY)
    for claim, day in (("a", 1), ("a", 2), ("b", 3)):
        desk.put(BODY, {"content": {"claims": [claim]}})
        collect(desk.folder, "strong-1", date(2026, 11, day), out)
        (line,) = RecordedReplies.from_lines(out.read_text(encoding="utf-8").splitlines())
        assert line.recorded_on.day == {"a": 1, "b": 3}[claim]


def test_lines_can_be_taken_apart_again(tmp_path: Path) -> None:
    from assistant.recorded.replies import write_lines

    reply = recorded(BODY, {"content": {"claims": ["Zoé decides."]}})
    write_lines([reply], tmp_path / "a.jsonl")
    words = ["--file", str(tmp_path / "a.jsonl"), "--out", str(tmp_path / "files" / "answering")]
    assert main(["unpack", *words]) == 0
    assert list(RecordedReplies(tmp_path / "files")) == [reply]
