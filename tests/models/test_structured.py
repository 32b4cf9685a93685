"""A reply in shape, whichever way the server is able to be asked for it."""

import json
from typing import Any, Literal

import pytest
from pydantic import BaseModel, ConfigDict

from assistant.models.call_log import MemoryLedger
from assistant.models.choice import Structured
from assistant.models.failure import ModelFailure
from assistant.models.reply_json import object_in
from assistant.models.structured import ask
from prompts.rendered import Message, Rendered
from tests.model_servers.loopback import LoopbackModel, Reply, ToolCall
from tests.model_servers.scripted import Scripted
from tests.models.asking import PROMPT, SECRET, STAMP, choice_for, meter_for


class Person(BaseModel):
    model_config = ConfigDict(extra="forbid")

    name: str
    side: Literal["theirs", "ours"]
    age: int | None = None


class People(BaseModel):
    model_config = ConfigDict(extra="forbid")

    people: list[Person]


MODES: tuple[Structured, ...] = ("json_schema", "tool", "prompt")
GOOD = {"people": [{"name": "Zoë", "side": "theirs", "age": None}]}
WRONG_ENUM = {"people": [{"name": SECRET, "side": "neutral", "age": None}]}
MADE_UP_KEY = {"people": [], SECRET: 1}
MISSING = {"people": [{"side": "ours"}]}


def in_mode(mode: Structured, given: Any) -> Reply:
    """The object as a server would send it in a mode."""
    if mode == "tool":
        return Reply(None, (ToolCall("People", given),))
    return Reply(given if isinstance(given, str) else json.dumps(given))


def asked(
    server: LoopbackModel, mode: Structured, ledger: MemoryLedger | None = None, **more: Any
) -> People:
    choice = choice_for(server, structured=mode, **more)
    return ask(choice, PROMPT, People, meter_for(choice, ledger))


@pytest.mark.parametrize("mode", MODES)
def test_a_good_reply_is_read(mode: Structured) -> None:
    with Scripted([in_mode(mode, GOOD)]) as server:
        found = asked(server, mode)
    assert found.people == [Person(name="Zoë", side="theirs")]
    assert len(server.requests) == 1


def test_the_schema_is_asked_for_strictly() -> None:
    with Scripted([in_mode("json_schema", GOOD)]) as server:
        asked(server, "json_schema")
    wanted = server.requests[0]["response_format"]
    assert wanted["type"] == "json_schema"
    assert wanted["json_schema"]["strict"] is True
    assert wanted["json_schema"]["schema"]["additionalProperties"] is False
    assert "tools" not in server.requests[0]


def test_the_tool_is_the_only_one_and_must_be_called() -> None:
    with Scripted([in_mode("tool", GOOD)]) as server:
        asked(server, "tool")
    (tool,) = server.requests[0]["tools"]
    assert tool["function"]["name"] == "People"
    assert server.requests[0]["tool_choice"]["function"]["name"] == "People"
    assert "response_format" not in server.requests[0]


def test_a_server_that_knows_neither_is_asked_in_words() -> None:
    with Scripted([in_mode("prompt", GOOD)]) as server:
        asked(server, "prompt")
    first, second = server.requests[0]["messages"]
    assert first["content"].startswith("Be brief.")
    assert '"additionalProperties":false' in first["content"]
    assert second["content"] == PROMPT.messages[1].text
    assert not {"response_format", "tools"} & set(server.requests[0])


def test_a_prompt_without_instructions_gets_them() -> None:
    with Scripted([in_mode("prompt", GOOD)]) as server:
        choice = choice_for(server, structured="prompt")
        ask(choice, Rendered((Message("user", "Who?"),), STAMP), People, meter_for(choice))
    assert [one["role"] for one in server.requests[0]["messages"]] == ["system", "user"]


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize(
    ("bad", "told"),
    [(WRONG_ENUM, "people.0.side: literal_error"), (MISSING, "people.0.name: missing"),
     (MADE_UP_KEY, "?: extra_forbidden")],
    ids=["wrong word", "missing", "made up"],
)  # fmt: skip
def test_a_wrong_shape_is_told_by_place_and_asked_for_again(
    mode: Structured, bad: Any, told: str
) -> None:
    ledger = MemoryLedger()
    with Scripted([in_mode(mode, bad), in_mode(mode, GOOD)]) as server:
        assert asked(server, mode, ledger).people
    again = server.requests[1]["messages"]
    assert told in again[-1]["content"]
    assert SECRET not in again[-1]["content"]
    assert again[:-1] == server.requests[0]["messages"]
    assert [call.outcome for call in ledger.calls] == ["garbled", "ok"]


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("bad", [WRONG_ENUM, MISSING, {}], ids=["wrong word", "missing", "nothing"])
def test_twice_wrong_is_given_up(mode: Structured, bad: Any) -> None:
    with (
        Scripted([in_mode(mode, bad)]) as server,
        pytest.raises(ModelFailure, match="garbled") as raised,
    ):
        asked(server, mode)
    assert len(server.requests) == 2
    assert SECRET not in f"{raised.value!r} {vars(raised.value)}"
    assert raised.value.__context__ is None


def test_broken_arguments_are_asked_for_again() -> None:
    broken = Reply(None, (ToolCall("People", '{"people": ['),))
    with Scripted([broken, in_mode("tool", GOOD)]) as server:
        assert asked(server, "tool").people
    assert "reply: garbled" in server.requests[1]["messages"][-1]["content"]


def test_a_reply_without_the_call_is_read_from_its_words() -> None:
    with Scripted([Reply(json.dumps(GOOD))]) as server:
        assert asked(server, "tool").people


def test_nothing_at_all_is_asked_for_again_and_then_given_up() -> None:
    with Scripted([Reply(None)]) as server, pytest.raises(ModelFailure, match="empty"):
        asked(server, "json_schema")
    assert len(server.requests) == 2


@pytest.mark.parametrize(
    ("reply", "kind"),
    [(Reply("{", finish_reason="length"), "cut_short"), (Reply(None, refusal="no"), "refused"),
     (Reply(status=401), "wrong_key"), (Reply("x", finish_reason="content_filter"), "filtered")],
    ids=["cut", "refused", "key", "filtered"],
)  # fmt: skip
@pytest.mark.parametrize("mode", MODES)
def test_what_another_try_would_not_change_is_not_tried(
    mode: Structured, reply: Reply, kind: str
) -> None:
    with Scripted([reply]) as server, pytest.raises(ModelFailure, match=kind):
        asked(server, mode)
    assert len(server.requests) == 1


def test_the_tokens_of_a_shaped_reply_that_was_cut_are_counted() -> None:
    ledger = MemoryLedger()
    cut = Reply("{", finish_reason="length", usage=(70, 400))
    with Scripted([cut]) as server, pytest.raises(ModelFailure):
        asked(server, "json_schema", ledger)
    assert ledger.calls[0].tokens == 470


def test_a_server_that_refuses_the_schema_mode_says_so_as_a_bad_request() -> None:
    message = "'response_format' of type 'json_schema' is not supported with this model"
    unable = Reply(status=400, error={"message": message})
    with Scripted([unable]) as server, pytest.raises(ModelFailure, match="bad_request"):
        asked(server, "json_schema")


# JSON in what was said

OBJECT = '{"people": []}'


@pytest.mark.parametrize(
    "said",
    [
        OBJECT,
        f"  {OBJECT}\n",
        f"\ufeff{OBJECT}",
        f"```json\n{OBJECT}\n```",
        f"```\n{OBJECT}\n```",
        f"Here is the result:\n\n```json\n{OBJECT}\n```\nLet me know!",
        f"Sure! {OBJECT} That is all.",
        f"Braces {{like these}} are not it, but {OBJECT} is.",
        f"<think>Maybe {{\"people\": [1]}}?</think>\n{OBJECT}",
    ],
)  # fmt: skip
def test_the_object_is_found_in_what_surrounds_it(said: str) -> None:
    assert object_in(said) == {"people": []}


@pytest.mark.parametrize(
    "said",
    ["", "no", "[]", "7", "null", '{"people": [', "{" * 500, "[" * 200_000, '{"a":' * 100_000,
     '{"a": NaN}', '{"a": "\\ud800"}', "{'people': []}", "{}" * 3 + "}"],
)  # fmt: skip
def test_nothing_is_made_of_what_is_no_object(said: str) -> None:
    assert not object_in(said)


@pytest.mark.parametrize("mode", ["prompt", "json_schema"])
def test_fences_and_prose_are_read_in_both_text_modes(mode: Structured) -> None:
    with Scripted([f"Of course:\n```json\n{json.dumps(GOOD)}\n```"]) as server:
        assert asked(server, mode).people
