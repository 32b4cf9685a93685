"""Menus of a closed list of values."""

from collections.abc import Sequence

from integrations.slack.blocks.elements import LABEL, PLACEHOLDER, Block, option
from integrations.slack.blocks.mrkdwn import plain

_MOST_OPTIONS = 100


def select(name: str, label: str, choices: Sequence[tuple[str, str]], placeholder: str) -> Block:
    """A menu of (value, words), of which none need be chosen."""
    element: Block = {
        "type": "static_select",
        "action_id": name,
        "options": [option(words, value) for value, words in choices[:_MOST_OPTIONS]],
        "placeholder": {
            "type": "plain_text",
            "text": plain(placeholder, PLACEHOLDER),
            "emoji": False,
        },
    }
    return {
        "type": "input",
        "block_id": name,
        "label": {"type": "plain_text", "text": plain(label, LABEL), "emoji": False},
        "element": element,
        "optional": True,
    }
