"""The JSON object in what a model said, be it fenced, introduced by a sentence, or thought about first."""

import json
import re
from typing import Any

_THOUGHT = re.compile(r"^\s*<think(?:ing)?>.*?</think(?:ing)?>", re.DOTALL | re.IGNORECASE)
_FENCE = re.compile(r"```(?:json|JSON)?[ \t]*\n(.*?)```", re.DOTALL)
# Braces in prose before the object; more of them is no reply worth searching.
_TRIES = 20


def object_in(said: str) -> dict[str, Any] | None:
    """The first JSON object of a reply; None when there is none that can be kept."""
    text = _THOUGHT.sub("", said.lstrip("\ufeff"), count=1).strip()
    for candidate in (text, *(match[1] for match in _FENCE.finditer(text))):
        found = _loaded(candidate)
        if found is not None:
            return found
    return _first_inside(text)


def _loaded(text: str) -> dict[str, Any] | None:
    try:
        return _kept(json.loads(text, parse_constant=_no_constant))
    except (ValueError, RecursionError):
        return None


def _first_inside(text: str) -> dict[str, Any] | None:
    decoder = json.JSONDecoder(parse_constant=_no_constant)
    at = text.find("{")
    for _ in range(_TRIES):
        if at < 0:
            return None
        try:
            found = _kept(decoder.raw_decode(text, at)[0])
        except (ValueError, RecursionError):
            found = None
        if found:
            return found
        at = text.find("{", at + 1)
    return None


def _kept(found: Any) -> dict[str, Any] | None:
    """An object, unless it holds half a character, which could be neither kept nor sent on."""
    if not isinstance(found, dict):
        return None
    json.dumps(found, ensure_ascii=False).encode()
    return found


def _no_constant(name: str) -> None:
    """NaN and Infinity are no JSON."""
    raise ValueError(name)
