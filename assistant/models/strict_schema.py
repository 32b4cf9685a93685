"""The schema of a reply, in the narrow JSON Schema that strict servers accept, and the way back.

Strict means: objects take no other keys and require all of theirs. What may be left out in our shape is
therefore nullable in the schema, and a null given for it is taken as left out.
OpenAI's rules as of 2026: no default, no keyword beside ``$ref``, no ``oneOf``, no open dictionaries.
"""

from typing import Any

from pydantic import BaseModel

Schema = dict[str, Any]

# Length of texts and the rest are checked by our shape after the reply, which the server cannot.
_KEPT = frozenset(
    {
        "type",
        "description",
        "enum",
        "items",
        "anyOf",
        "$ref",
        "pattern",
        "minimum",
        "maximum",
        "exclusiveMinimum",
        "exclusiveMaximum",
        "multipleOf",
        "minItems",
        "maxItems",
    }
)
_NULL: Schema = {"type": "null"}


def strict_schema(shape: type[BaseModel]) -> Schema:
    """The schema of ``shape``; raises ValueError for a shape that strict servers cannot be asked for."""
    full = shape.model_json_schema(by_alias=True, mode="validation")
    definitions = full.pop("$defs", {})
    made = _strict(full)
    if made.get("type") != "object":
        message = f"{shape.__name__} is not an object"
        raise ValueError(message)
    if definitions:
        made["$defs"] = {name: _strict(one) for name, one in definitions.items()}
    return made


def without_nulls(reply: Any, shape: type[BaseModel]) -> Any:
    """The reply without the nulls that stand for what was left out."""
    full = shape.model_json_schema(by_alias=True, mode="validation")
    return _pruned(reply, full, full.get("$defs", {}))


def _strict(schema: Schema) -> Schema:
    if "$ref" in schema:
        return {"$ref": schema["$ref"]}
    if "allOf" in schema and len(schema["allOf"]) == 1:
        return _strict(schema["allOf"][0])
    made = {name: value for name, value in schema.items() if name in _KEPT}
    if "const" in schema:
        made |= {"enum": [schema["const"]]}
    if "oneOf" in schema:
        made["anyOf"] = schema["oneOf"]
    if "anyOf" in made:
        made["anyOf"] = [_strict(one) for one in made["anyOf"]]
    if "prefixItems" in schema or "allOf" in schema:
        message = "a shape for strict servers has no fixed-length tuples and no intersections"
        raise ValueError(message)
    if isinstance(made.get("items"), dict):
        made["items"] = _strict(made["items"])
    return _closed(schema, made) if schema.get("type") == "object" else made


def _closed(schema: Schema, made: Schema) -> Schema:
    """An object with its own keys, all of them required."""
    if isinstance(schema.get("additionalProperties"), dict) or "properties" not in schema:
        message = "a shape for strict servers names every key of its objects"
        raise ValueError(message)
    required = schema.get("required", [])
    properties = {
        name: _strict(one) if name in required else _nullable(_strict(one))
        for name, one in schema["properties"].items()
    }
    return {
        **made,
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


def _nullable(schema: Schema) -> Schema:
    """The same or null; a list needs no null, since it can be empty."""
    if schema.get("type") in ("array", "null") or _NULL in schema.get("anyOf", []):
        return schema
    if "anyOf" in schema:
        return {**schema, "anyOf": [*schema["anyOf"], _NULL]}
    return {"anyOf": [schema, _NULL]}


def _pruned(value: Any, schema: Schema, definitions: dict[str, Schema]) -> Any:
    schema = _resolved(schema, definitions)
    if isinstance(value, list):
        inside = schema.get("items", {})
        return [_pruned(one, inside, definitions) for one in value]
    if not isinstance(value, dict):
        return value
    properties, required = schema.get("properties", {}), schema.get("required", [])
    return {
        name: _pruned(one, properties.get(name, {}), definitions)
        for name, one in value.items()
        if one is not None or name in required or name not in properties
    }


def _resolved(schema: Schema, definitions: dict[str, Schema]) -> Schema:
    """The schema behind a reference; of alternatives the first that has an inside."""
    for _ in range(10):
        if "$ref" in schema:
            schema = definitions.get(str(schema["$ref"]).rsplit("/", 1)[-1], {})
        elif "allOf" in schema or "anyOf" in schema or "oneOf" in schema:
            among = schema.get("allOf") or schema.get("anyOf") or schema.get("oneOf") or []
            schema = next((one for one in among if {"$ref", "properties", "items"} & set(one)), {})
        else:
            break
    return schema
