"""Sentences are told as they pass the check, while the rest is still arriving."""

import json

from assistant.agent.events import Event, LeftOut, Looking, Said
from assistant.answering import answer_question_best
from assistant.bootstrap import Workspace
from tests.agent.turns import DECIDERS, GOOD, QUESTION, ask, calls, reply, with_model
from tests.answers.scene import SHIPYARD_1
from tests.model_servers.loopback import LoopbackModel, Reply
from tests.model_servers.wire import document, events

TWO = reply(
    ("Alasdair Moncur decides.", ["e1"]),
    ("Bruce Wayne decides.", ["e1"]),
    ("Alasdair Moncur (md) decides.", ["e1"]),
)


def test_events_come_in_order(ws: Workspace) -> None:
    told: list[Event] = []
    made, _ = ask(ws, [DECIDERS, TWO], events=told)
    assert told == [
        Looking("list_people"),
        Said("Alasdair Moncur decides. [1]", 1),
        LeftOut("name_not_in_evidence"),
        Said("Alasdair Moncur (md) decides. [1]", 2),
    ]
    assert made.answer.splitlines()[:2] == [one.text for one in told if isinstance(one, Said)]


def test_a_claim_is_told_before_the_reply_is_complete(ws: Workspace) -> None:
    whole = b"".join(events(TWO, "loopback", with_usage=True))
    cut_at = whole.index(b"Bruce") + 40
    told: list[Event] = []
    made, _ = ask(ws, [DECIDERS, Reply(raw=whole, close_after=cut_at)], events=told)
    assert Said("Alasdair Moncur decides. [1]", 1) in told
    assert made.answer.splitlines()[0] == "Alasdair Moncur decides. [1]"
    assert made.remark == "The model's reply broke off here."
    assert made.engine == "model:loopback"


def test_a_stream_that_ends_without_saying_so_is_cut(ws: Workspace) -> None:
    told: list[Event] = []
    unfinished = Reply(tool_calls=TWO.tool_calls, finish_reason=None)
    made, _ = ask(ws, [DECIDERS, unfinished], events=told)
    assert made.remark == "The model's reply broke off here."
    assert sum(isinstance(one, Said) for one in told) == 2


def test_cut_before_anything_was_said_falls_back(ws: Workspace) -> None:
    whole = b"".join(events(TWO, "loopback", with_usage=True))
    told: list[Event] = []
    made, _ = ask(ws, [DECIDERS, Reply(raw=whole, close_after=500)], events=told)
    assert told == [Looking("list_people")]
    assert made.engine == "embedded"


def test_a_server_that_does_not_stream_gives_the_same_events(ws: Workspace) -> None:
    script = iter([DECIDERS, DECIDERS, TWO])

    def plain(body: dict[str, object]) -> Reply:
        assert body["messages"]
        return Reply(raw=json.dumps(document(next(script), "loopback")).encode())

    told: list[Event] = []
    with LoopbackModel(plain) as server:
        made = answer_question_best(with_model(ws, server.base_url), QUESTION, on_event=told.append)
    assert [type(one) for one in told] == [Looking, Said, LeftOut, Said]
    assert made.engine == "model:loopback"


def test_a_reply_sent_again_is_not_said_twice(ws: Workspace) -> None:
    wrong = calls(
        (
            "Reply",
            {"claims": [{"text": "Alasdair Moncur decides.", "evidence": ["e1"]}], "missing": 7},
        )
    )
    told: list[Event] = []
    made, _ = ask(ws, [DECIDERS, wrong, GOOD], events=told)
    assert [one for one in told if isinstance(one, Said)] == [
        Said("Alasdair Moncur decides. [1]", 1)
    ]
    assert made.answer == "Alasdair Moncur decides. [1]"


def test_without_a_listener_nothing_is_streamed(ws: Workspace) -> None:
    _, server = ask(ws, [DECIDERS, GOOD])
    assert not any(body.get("stream") for body in server.requests)
    assert "software is his to choose" in SHIPYARD_1
