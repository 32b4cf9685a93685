"""What Slack would refuse, found before it is sent: Slack's own models, and five limits they leave out.

Facts and figures: reference slack.md, sections 4 and 9.4.
"""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from slack_sdk.models.blocks import Block
from slack_sdk.models.views import View

MOST_BLOCKS, MOST_VIEW_BLOCKS = 50, 100
MOST_MARKDOWN, MOST_CHARS = 12_000, 13_000
MOST_TABLE_ROWS, MOST_TABLE_CELLS = 100, 20
MOST_INPUT, MOST_VALUE, MOST_CARRIED, MOST_VIEW_BYTES = 3_000, 2_000, 3_000, 250_000
MOST_TEXT = 4_000
# Where the transport adds a wrapping of its own to what a view carries.
WRAPPING = 300

_LINK = re.compile(r"<(?P<url>[^>|]*)\|?(?P<label>[^>]*)>")
_LIMITS = {"section": 3_000, "header": 150, "context": 2_000}


def refused_message(text: str, blocks: Sequence[Mapping[str, Any]]) -> list[str]:
    """Everything Slack would refuse of a message; nothing when it may be sent."""
    faults = list(_of_models(blocks)) + list(_of_all(blocks, MOST_BLOCKS))
    if not text.strip():
        faults.append("text is empty")
    if len(text) > MOST_TEXT:
        faults.append(f"text has {len(text)} characters")
    if chars(blocks) > MOST_CHARS:
        faults.append(f"{chars(blocks)} characters in all")
    return faults + _escapes(text)


def refused_view(view: Mapping[str, Any]) -> list[str]:
    """Everything Slack would refuse of a view."""
    faults = list(_of_models(view["blocks"])) + list(_of_all(view["blocks"], MOST_VIEW_BLOCKS))
    try:
        View(**view).validate_json()
    except Exception as error:  # noqa: BLE001 - the models raise several kinds
        faults.append(f"view: {error}")
    if len(view.get("private_metadata", "")) > MOST_CARRIED - WRAPPING:
        faults.append("private_metadata leaves no room for the transport")
    if len(json.dumps(view).encode("utf-8")) > MOST_VIEW_BYTES:
        faults.append("view too large")
    if any(part.get("type") == "input" for part in view["blocks"]) and "submit" not in view:
        faults.append("inputs without a way to send them")
    return faults


def parts(found: Any) -> Iterator[dict[str, Any]]:
    """Every object inside blocks, the blocks themselves first."""
    if isinstance(found, Mapping):
        yield dict(found)
        for value in found.values():
            yield from parts(value)
    elif isinstance(found, (list, tuple)):
        for one in found:
            yield from parts(one)


def texts(found: Any) -> Iterator[dict[str, Any]]:
    """Every text object inside blocks."""
    return (one for one in parts(found) if one.get("type") in ("mrkdwn", "plain_text"))


def chars(blocks: Sequence[Mapping[str, Any]]) -> int:
    """The characters of all text objects together."""
    return sum(len(one["text"]) for one in texts(blocks))


def links(found: Any) -> Iterator[tuple[str, str]]:
    """Every ``<…>`` a text object holds, as address and label."""
    for one in texts(found):
        if one["type"] == "mrkdwn":
            for mark in _LINK.finditer(one["text"]):
                yield mark["url"], mark["label"]


def _of_models(blocks: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    for block in blocks:
        parsed = Block.parse(dict(block))
        if parsed is None:
            yield f"unknown block {block.get('type')}"
            continue
        try:
            parsed.validate_json()
        except Exception as error:  # noqa: BLE001 - the models raise several kinds
            yield f"{block.get('type')}: {error}"


def _of_all(blocks: Sequence[Mapping[str, Any]], most: int) -> Iterator[str]:
    """The five extra checks, and lengths of nested elements that the models let pass."""
    if len(blocks) > most:
        yield f"{len(blocks)} blocks"
    markdown = sum(len(one.get("text", "")) for one in blocks if one.get("type") == "markdown")
    if markdown > MOST_MARKDOWN:
        yield f"{markdown} characters of markdown"
    yield from _repeated("block_id", [one["block_id"] for one in blocks if "block_id" in one])
    yield from _repeated(
        "action_id", [one["action_id"] for one in parts(list(blocks)) if "action_id" in one]
    )
    for one in parts(list(blocks)):
        yield from _of_element(one)


def _of_element(one: Mapping[str, Any]) -> Iterator[str]:
    kind = one.get("type")
    if kind == "table":
        rows = one.get("rows", [])
        if len(rows) > MOST_TABLE_ROWS or any(len(row) > MOST_TABLE_CELLS for row in rows):
            yield "table too large"
    if kind == "plain_text_input":
        if one.get("max_length", 0) > MOST_INPUT or len(one.get("initial_value", "")) > MOST_INPUT:
            yield "plain_text_input over 3,000"
    if kind == "button":
        yield from _too_long("button text", one["text"]["text"], 75)
        yield from _too_long("button value", one.get("value", ""), MOST_VALUE)
    if kind in ("section", "header") and "text" in one:
        yield from _too_long(str(kind), one["text"]["text"], _LIMITS[str(kind)])
    if kind == "context":
        if len(one["elements"]) > 10:
            yield "context with more than ten elements"
    if kind == "input":
        yield from _too_long("label", one["label"]["text"], 2_000)
    if kind in ("static_select", "radio_buttons"):
        yield from _of_options(one)
    if kind == "header" and one["text"]["type"] != "plain_text":
        yield "header with formatting"
    if "confirm" in one and isinstance(one["confirm"], Mapping) and "deny" in one["confirm"]:
        confirm = one["confirm"]
        for key, limit in (("title", 100), ("text", 300), ("confirm", 30), ("deny", 30)):
            yield from _too_long(f"confirm {key}", confirm[key]["text"], limit)
    if kind in ("mrkdwn", "plain_text"):
        if not one["text"]:
            yield "empty text"
        if kind == "mrkdwn" and one.get("verbatim") is not True:
            yield "Slack may make links of this text"
        if kind == "mrkdwn":
            yield from _escapes(one["text"])


def _of_options(one: Mapping[str, Any]) -> Iterator[str]:
    options = one["options"]
    most = 100 if one["type"] == "static_select" else 10
    if not 1 <= len(options) <= most:
        yield f"{len(options)} options"
    for option in options:
        yield from _too_long("option", option["text"]["text"], 75)
        yield from _too_long("option value", option["value"], 150)
    if "initial_option" in one and one["initial_option"] not in options:
        yield "initial option is none of the options"


def _escapes(text: str) -> list[str]:
    """Marks Slack would act on: anything in angle brackets but a plain web link, and loose brackets."""
    faults = [f"mark {mark[0]!r}" for mark in _LINK.finditer(text) if not _is_web(mark["url"])]
    rest = _LINK.sub("", text)
    if "<" in rest or ">" in rest:
        faults.append("bracket left open")
    if re.search(r"&(?!amp;|lt;|gt;)", rest):
        faults.append("ampersand not escaped")
    return faults


def _is_web(url: str) -> bool:
    return url.startswith(("https://", "http://"))


def _repeated(name: str, ids: list[str]) -> Iterator[str]:
    for one in sorted({one for one in ids if ids.count(one) > 1}):
        # An input block and its element go by one name on purpose; that is two different keys.
        yield f"{name} {one} twice"


def _too_long(what: str, text: str, limit: int) -> Iterator[str]:
    if not 0 <= len(text) <= limit:
        yield f"{what} has {len(text)} characters"
