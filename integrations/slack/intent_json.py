"""Intents as stored text, and back."""

import json
from dataclasses import asdict
from typing import Any

from integrations.slack.carried import unwrap
from integrations.slack.intents import (
    Intent,
    Opened,
    Place,
    Pressed,
    Said,
    Speaker,
    Submitted,
    Typed,
)

_KINDS: dict[str, type[Intent]] = {
    "opened": Opened,
    "said": Said,
    "typed": Typed,
    "pressed": Pressed,
    "submitted": Submitted,
}


def to_json(intent: Intent) -> str:
    """The intent as one line of JSON."""
    return json.dumps(asdict(intent), ensure_ascii=False)


def from_json(text: str) -> Intent:
    """The intent that ``to_json`` wrote."""
    fields: dict[str, Any] = json.loads(text)
    fields["speaker"] = Speaker(**fields["speaker"])
    if "place" in fields:
        fields["place"] = Place(**fields["place"])
    if "files" in fields:
        fields["files"] = tuple(fields["files"])
    return _KINDS[fields["kind"]](**fields)


def place_of(intent: Intent) -> Place:
    """Where the answer belongs; of a modal where it was opened from, else with the person alone."""
    if not isinstance(intent, Submitted):
        return intent.place
    origin, _ = unwrap(intent.carried)
    speaker = intent.speaker
    return origin.place if origin else Place(speaker.team, speaker.user, None, is_direct=True)
