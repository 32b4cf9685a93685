"""The few blocks everything is made of, within Slack's limits (reference slack.md, section 4).

Texts that come in are ready for Slack: words of ours, with data already through ``mrkdwn``.
"""

import json
from collections.abc import Iterable, Sequence
from typing import Any, Literal

from integrations.slack.blocks.mrkdwn import BUTTON, CUT, HEADER, SECTION, clipped, plain

Block = dict[str, Any]
Style = Literal["primary", "danger"]

MOST_BLOCKS, MOST_CHARS = 48, 11_500
VIEW_TITLE, OPTION, LABEL, PLACEHOLDER, INPUT = 24, 75, 150, 150, 3_000
_MOST_BUTTONS = 25
# Below Slack's 3,000: room for the joint between two parts.
_ROOM = SECTION - 100


def section(words: str, accessory: Block | None = None, block_id: str | None = None) -> Block:
    """A paragraph. Nothing in it is turned into a link or a mention on the way."""
    block: Block = {"type": "section", "text": _mrkdwn(_within(words, SECTION))}
    if accessory:
        block["accessory"] = accessory
    return block | ({"block_id": block_id} if block_id else {})


def sections(lines: Iterable[str]) -> list[Block]:
    """Lines as few paragraphs, none over the limit, none cut."""
    return [section(words) for words in paragraphs(lines)]


def paragraphs(lines: Iterable[str]) -> list[str]:
    """Lines put together as long as they fit into one text."""
    made: list[str] = []
    held: list[str] = []
    for line in lines:
        if held and sum(map(len, held)) + len(held) + len(line) > _ROOM:
            made.append("\n".join(held))
            held = []
        held.append(line)
    return [*made, "\n".join(held)] if held else made


def quiet(words: str) -> Block:
    """A small grey line."""
    return {"type": "context", "elements": [_mrkdwn(_within(words, SECTION))]}


def header(words: str) -> Block:
    """A title; data and our words alike, since it reads no formatting."""
    return {"type": "header", "text": _plain(plain(words, HEADER))}


def divider() -> Block:
    """A line across."""
    return {"type": "divider"}


def button(
    words: str,
    action: str,
    value: str,
    style: Style | None = None,
    confirm: Block | None = None,
) -> Block:
    """A button; ``value`` is what comes back when it is pressed."""
    made: Block = {
        "type": "button",
        "text": _plain(plain(words, BUTTON)),
        "action_id": action,
        "value": value,
    }
    if style:
        made["style"] = style
    return made | ({"confirm": confirm} if confirm else {})


def confirm(title: str, words: str, yes: str, no: str) -> Block:
    """What is asked before a button does its work."""
    return {
        "title": _plain(plain(title, 100)),
        "text": _plain(plain(words, 300)),
        "confirm": _plain(plain(yes, 30)),
        "deny": _plain(plain(no, 30)),
    }


def actions(buttons: Sequence[Block], block_id: str | None = None) -> Block:
    """Buttons in a row."""
    block: Block = {"type": "actions", "elements": list(buttons[:_MOST_BUTTONS])}
    return block | ({"block_id": block_id} if block_id else {})


def option(words: str, value: str) -> Block:
    """One thing to choose."""
    return {"text": _plain(plain(words, OPTION)), "value": clipped(value, OPTION * 2)}


def radios(
    name: str, label: str, options: Sequence[Block], chosen: int | None = None, hint: str = ""
) -> Block:
    """One of several; the name is both block and action, so that each answers for the other."""
    element: Block = {"type": "radio_buttons", "action_id": name, "options": list(options)}
    if chosen is not None:
        element["initial_option"] = options[chosen]
    return _input(name, label, element, hint)


def typed(
    name: str,
    label: str,
    *,
    before: str = "",
    placeholder: str = "",
    lines: bool = False,
    optional: bool = True,
    hint: str = "",
) -> Block:
    """A field to type in; ``before`` stands in it already."""
    element: Block = {"type": "plain_text_input", "action_id": name, "max_length": INPUT}
    if lines:
        element["multiline"] = True
    if before:
        element["initial_value"] = clipped(before, INPUT)
    if placeholder:
        element["placeholder"] = _plain(plain(placeholder, PLACEHOLDER))
    return _input(name, label, element, hint) | {"optional": optional}


def _input(name: str, label: str, element: Block, hint: str) -> Block:
    block: Block = {
        "type": "input",
        "block_id": name,
        "label": _plain(plain(label, LABEL)),
        "element": element,
    }
    return block | ({"hint": _plain(plain(hint, LABEL))} if hint else {})


def modal(
    title: str,
    callback: str,
    blocks: Sequence[Block],
    *,
    carried: str = "",
    submit: str | None = None,
    close: str,
) -> Block:
    """A view; without ``submit`` it only shows."""
    view: Block = {
        "type": "modal",
        "callback_id": callback,
        "title": _plain(plain(title, VIEW_TITLE)),
        "close": _plain(plain(close, VIEW_TITLE)),
        "private_metadata": carried,
        "blocks": list(blocks),
    }
    return view | ({"submit": _plain(plain(submit, VIEW_TITLE))} if submit else {})


def text_chars(blocks: Sequence[Block]) -> int:
    """How much text the blocks hold, as Slack counts it for a whole message."""
    return sum(_chars(block) for block in blocks)


def _chars(part: Any) -> int:
    if isinstance(part, dict):
        own = len(part["text"]) if isinstance(part.get("text"), str) else 0
        return own + sum(_chars(value) for value in part.values())
    return sum(_chars(one) for one in part) if isinstance(part, list) else 0


def fits(blocks: Sequence[Block]) -> bool:
    """Whether the blocks stay within what one message may hold."""
    return len(blocks) <= MOST_BLOCKS and text_chars(blocks) <= MOST_CHARS


def packed(**parts: Any) -> str:
    """What a button or a view carries along."""
    return json.dumps(parts, ensure_ascii=False, separators=(",", ":"))


def unpacked(value: str) -> dict[str, Any]:
    """What was carried along; nothing, when it is not ours."""
    try:
        parts = json.loads(value)
    except (ValueError, RecursionError):
        return {}
    return parts if isinstance(parts, dict) else {}


def _mrkdwn(words: str) -> Block:
    return {"type": "mrkdwn", "text": words, "verbatim": True}


def _plain(words: str) -> Block:
    return {"type": "plain_text", "text": words, "emoji": False}


def _within(words: str, limit: int) -> str:
    """Whole lines up to ``limit``; a builder that fills a block keeps its parts short enough."""
    if len(words) <= limit:
        return words or CUT
    kept: list[str] = []
    left = limit - 2
    for line in words.split("\n"):
        if len(line) + 1 > left:
            break
        kept.append(line)
        left -= len(line) + 1
    return "\n".join([*kept, CUT])
