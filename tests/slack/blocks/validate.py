"""What Slack would refuse, found before it is sent: Slack's own models, and five limits they leave out.

Facts and figures: reference slack.md, sections 4 and 9.4.
"""

import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
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
    check = _CHECKS.get(str(one.get("type")))
    if check is not None:
        yield from check(one)
    confirm = one.get("confirm")
    if isinstance(confirm, Mapping) and "deny" in confirm:
        for key, limit in (("title", 100), ("text", 300), ("confirm", 30), ("deny", 30)):
            yield from _too_long(f"confirm {key}", confirm[key]["text"], limit)


def _of_table(one: Mapping[str, Any]) -> Iterator[str]:
    rows = one.get("rows", [])
    if len(rows) > MOST_TABLE_ROWS or any(len(row) > MOST_TABLE_CELLS for row in rows):
        yield "table too large"


def _of_input(one: Mapping[str, Any]) -> Iterator[str]:
    if one.get("max_length", 0) > MOST_INPUT or len(one.get("initial_value", "")) > MOST_INPUT:
        yield "plain_text_input over 3,000"


def _of_button(one: Mapping[str, Any]) -> Iterator[str]:
    yield from _too_long("button text", one["text"]["text"], 75)
    yield from _too_long("button value", one.get("value", ""), MOST_VALUE)


def _of_section(one: Mapping[str, Any]) -> Iterator[str]:
    if "text" in one:
        yield from _too_long("section", one["text"]["text"], 3_000)


def _of_header(one: Mapping[str, Any]) -> Iterator[str]:
    yield from _too_long("header", one["text"]["text"], 150)
    if one["text"]["type"] != "plain_text":
        yield "header with formatting"


def _of_context(one: Mapping[str, Any]) -> Iterator[str]:
    if len(one["elements"]) > 10:
        yield "context with more than ten elements"


def _of_label(one: Mapping[str, Any]) -> Iterator[str]:
    yield from _too_long("label", one["label"]["text"], 2_000)


def _of_mrkdwn(one: Mapping[str, Any]) -> Iterator[str]:
    if not one["text"]:
        yield "empty text"
    if one.get("verbatim") is not True:
        yield "Slack may make links of this text"
    yield from _escapes(one["text"])


def _of_plain_text(one: Mapping[str, Any]) -> Iterator[str]:
    if not one["text"]:
        yield "empty text"
    if one.get("emoji") is not False:
        yield "Slack may make emoji of this text"


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


_CHECKS: dict[str, Callable[[Mapping[str, Any]], Iterator[str]]] = {
    "table": _of_table,
    "plain_text_input": _of_input,
    "button": _of_button,
    "section": _of_section,
    "header": _of_header,
    "context": _of_context,
    "input": _of_label,
    "static_select": _of_options,
    "radio_buttons": _of_options,
    "mrkdwn": _of_mrkdwn,
    "plain_text": _of_plain_text,
}
