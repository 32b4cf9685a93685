"""A reply in a given shape: asked for as the server is able to, checked by us, asked for once more if wrong.

What a server enforces is not relied on: every reply is read as JSON and held against the shape.
"""

import json
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

from pydantic import BaseModel, ValidationError

from assistant.models.choice import ModelChoice
from assistant.models.failure import FailureKind, Malformed, ModelFailure
from assistant.models.meter import Meter
from assistant.models.reply_json import object_in
from assistant.models.strict_schema import strict_schema, without_nulls
from prompts.rendered import Message, Rendered

if TYPE_CHECKING:
    from langchain_core.messages import AIMessage

M = TypeVar("M", bound=BaseModel)

# A wrong shape may be right the next time; a reply that is too long or refused will not.
_ASKED_AGAIN: frozenset[FailureKind] = frozenset({"garbled", "empty"})
_MOST_PROBLEMS = 10
_ONLY_JSON = (
    "Answer with one JSON object and nothing else: no sentence before or after it, no code fence. "
    "It must be valid against this JSON Schema:\n"
)
_AGAIN = (
    "Your previous answer could not be used. Problems (place: kind): {problems}. "
    "Answer the request above again, completely, in the form asked for."
)


def ask(
    choice: ModelChoice,
    rendered: Rendered,
    shape: type[M],
    meter: Meter,
    http_client: object | None = None,
) -> M:
    """The model's reply to a prompt, as ``shape``.

    Raises ModelFailure: ``garbled`` when two replies in a row did not have the shape, and whatever else
    went wrong as it is.
    """
    messages = _with_schema(choice, rendered.messages, shape)
    model = _asked_for(choice, shape, http_client)
    problems: tuple[str, ...] = ()
    for last in (False, True):
        said = [*messages, _again(problems)] if problems else messages
        taken: list[M] = []

        def check(message: "AIMessage", taken: list[M] = taken) -> None:
            taken.append(_read(choice, message, shape))

        failure: ModelFailure | None = None
        try:
            meter.call(
                rendered.stamp,
                lambda said=said: model(said),  # type: ignore[misc]
                sent_chars=sum(len(one.text) for one in said),
                check=check,
            )
        except ModelFailure as raised:
            failure = raised
        if failure is None:
            return taken[0]
        if last or failure.kind not in _ASKED_AGAIN:
            raise failure
        problems = (
            failure.problems if isinstance(failure, Malformed) else (f"reply: {failure.kind}",)
        )
    raise AssertionError  # pragma: no cover - the last reply returns or raises


def to_langchain(messages: "list[Message] | tuple[Message, ...]") -> list[tuple[str, str]]:
    """Messages as LangChain takes them."""
    names = {"system": "system", "user": "human", "assistant": "ai"}
    return [(names[one.role], one.text) for one in messages]


def _asked_for(
    choice: ModelChoice, shape: type[BaseModel], http_client: object | None
) -> "Callable[[list[Message]], AIMessage]":
    """A call that asks for the shape in the way the server understands."""
    from assistant.models.chat import chat_model

    model = chat_model(choice, http_client)
    schema = strict_schema(shape)
    name = shape.__name__[:64]
    bound: Any = model
    if choice.structured == "json_schema":
        wanted = {"name": name, "schema": schema, "strict": True}
        bound = model.bind(response_format={"type": "json_schema", "json_schema": wanted})
    elif choice.structured == "tool":
        description = "Give the answer by calling this function once."
        function = {"name": name, "description": description, "parameters": schema}
        # Named by hand: LangChain would rewrite the schema for its own idea of strictness.
        choose = {"type": "function", "function": {"name": name}}
        bound = model.bind(tools=[{"type": "function", "function": function}], tool_choice=choose)
    return lambda messages: bound.invoke(to_langchain(messages))


def _with_schema(
    choice: ModelChoice, messages: tuple[Message, ...], shape: type[BaseModel]
) -> list[Message]:
    """The prompt, with the schema in its first message where the server cannot be told otherwise."""
    if choice.structured != "prompt":
        return list(messages)
    schema = json.dumps(strict_schema(shape), ensure_ascii=False, separators=(",", ":"))
    text = _ONLY_JSON + schema
    if messages and messages[0].role == "system":
        first = Message("system", f"{messages[0].text}\n\n{text}")
        return [first, *messages[1:]]
    return [Message("system", text), *messages]


def _again(problems: tuple[str, ...]) -> Message:
    return Message("user", _AGAIN.format(problems="; ".join(problems)))


def _read(choice: ModelChoice, message: "AIMessage", shape: type[M]) -> M:
    """The reply as ``shape``; raises Malformed with what is wrong."""
    found = message.tool_calls[0]["args"] if message.tool_calls else object_in(message.text)
    if found is None:
        raise Malformed(choice.name, choice.host, ("reply: no_json_object",))
    problems: tuple[str, ...]
    try:
        return shape.model_validate(without_nulls(found, shape))
    except ValidationError as error:
        problems = _problems(error, strict_schema(shape))
    raise Malformed(choice.name, choice.host, problems)


def _problems(error: ValidationError, schema: dict[str, Any]) -> tuple[str, ...]:
    """Where the reply is wrong and in which way; a key that the model made up is not repeated."""
    known = _keys(schema)
    found = error.errors(include_input=False, include_url=False, include_context=False)
    named = []
    for one in found[:_MOST_PROBLEMS]:
        places = (
            str(part) if isinstance(part, int) or part in known else "?" for part in one["loc"]
        )
        named.append(f"{'.'.join(places) or 'reply'}: {one['type']}")
    return tuple(named)


def _keys(schema: Any) -> frozenset[str]:
    """Every key that the schema names, at any depth."""
    if isinstance(schema, list):
        return frozenset().union(*map(_keys, schema))
    if not isinstance(schema, dict):
        return frozenset()
    own = frozenset(schema.get("properties", {}))
    return own.union(*map(_keys, schema.values()))
