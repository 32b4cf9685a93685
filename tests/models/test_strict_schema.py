"""The schema that strict servers accept, and what comes back made whole again."""

from enum import StrEnum
from typing import Annotated, Any, Literal

import pytest
from pydantic import BaseModel, ConfigDict, Field

from assistant.models.strict_schema import strict_schema, without_nulls


class Stance(StrEnum):
    FOR = "for"
    AGAINST = "against"


class Person(BaseModel):
    model_config = ConfigDict(extra="forbid")

    name: Annotated[str, Field(description="As written.", min_length=1, max_length=80)]
    stance: Stance | None
    power: Literal["budget", "veto"] = "veto"
    boss: "Person | None" = None
    tags: list[str] = []
    seen: Annotated[int, Field(ge=0, le=9)] = 0


class Answer(BaseModel):
    people: tuple[Person, ...] = ()
    main: Person
    spouse: Annotated[Person, Field(description="Beside a reference.")]
    kind: Literal["answer"] = "answer"
    either: Annotated[int | str, Field(description="A number or words.")] = 3
    free: str | None = None


ALLOWED = {
    "type", "description", "enum", "items", "anyOf", "$ref", "$defs", "properties", "required",
    "additionalProperties", "pattern", "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum",
    "multipleOf", "minItems", "maxItems",
}  # fmt: skip


def breaches(schema: Any, path: str = "$") -> list[str]:
    """OpenAI's rules for strict schemas that a schema breaks, by place."""
    if not isinstance(schema, dict):
        return []
    found = [f"{path}: {key}" for key in schema if key not in ALLOWED]
    if "$ref" in schema and len(schema) > 1:
        found.append(f"{path}: words beside $ref")
    if schema.get("type") == "object":
        if schema.get("additionalProperties") is not False:
            found.append(f"{path}: open")
        if sorted(schema.get("required", [])) != sorted(schema.get("properties", {})):
            found.append(f"{path}: not all required")
    for name, one in {**schema.get("properties", {}), **schema.get("$defs", {})}.items():
        found += breaches(one, f"{path}.{name}")
    for at, one in enumerate(schema.get("anyOf", [])):
        found += breaches(one, f"{path}|{at}")
    return found + breaches(schema.get("items"), f"{path}[]")


def test_a_nested_shape_keeps_every_rule() -> None:
    schema = strict_schema(Answer)
    assert breaches(schema) == []
    assert schema["type"] == "object"
    assert schema["required"] == ["people", "main", "spouse", "kind", "either", "free"]


def test_what_may_be_left_out_may_be_null_once() -> None:
    person = strict_schema(Answer)["$defs"]["Person"]["properties"]
    assert {"type": "null"} in person["power"]["anyOf"]
    assert person["boss"]["anyOf"].count({"type": "null"}) == 1
    assert person["tags"]["type"] == "array"
    assert person["name"] == {"type": "string", "description": "As written."}


def test_nulls_for_what_was_left_out_are_taken_as_that() -> None:
    person: dict[str, Any] = {
        "name": "Zoë",
        "stance": None,
        "power": None,
        "boss": None,
        "tags": [],
        "seen": None,
    }
    reply = {"people": [person], "main": {**person, "boss": person}, "spouse": person,
             "kind": None, "either": None, "free": None}  # fmt: skip
    answer = Answer.model_validate(without_nulls(reply, Answer))
    assert answer.people[0].power == "veto"
    assert answer.people[0].stance is None
    assert answer.main.boss is not None
    assert (answer.either, answer.kind, answer.free) == (3, "answer", None)


def test_keys_that_nobody_asked_for_stay_to_be_refused() -> None:
    assert without_nulls({"name": "Z", "colour": None}, Person) == {"name": "Z", "colour": None}


@pytest.mark.parametrize(
    "value", [None, 3, "x", [], [1, None], {"people": None, "main": 7}, {"people": 3}]
)
def test_a_reply_of_any_form_is_only_looked_at(value: Any) -> None:
    without_nulls(value, Answer)


class Open(BaseModel):
    prices: dict[str, int]


class Fixed(BaseModel):
    span: tuple[int, int]


class OpenInside(BaseModel):
    inside: list[Open]


@pytest.mark.parametrize("shape", [Open, Fixed, OpenInside])
def test_a_shape_that_no_strict_server_takes_is_a_mistake_of_ours(shape: type[BaseModel]) -> None:
    with pytest.raises(ValueError, match="strict servers"):
        strict_schema(shape)


def test_the_vendors_own_conversion_agrees_on_what_is_required_and_closed() -> None:
    from openai.lib._pydantic import to_strict_json_schema

    theirs, ours = to_strict_json_schema(Answer), strict_schema(Answer)
    assert theirs["required"] == ours["required"]
    assert theirs["$defs"]["Person"]["required"] == ours["$defs"]["Person"]["required"]
    assert theirs["additionalProperties"] is ours["additionalProperties"] is False
