"""Where a modal was opened from: it travels inside the modal, because Slack forgets it.

Slack hands ``private_metadata`` back as it was given, out of people's reach. Ours holds the place and
the message beside what the view itself carries.
"""

import json
from dataclasses import dataclass

from integrations.slack.intents import Place


@dataclass(frozen=True, slots=True)
class Origin:
    """The place and the message a modal was opened from."""

    place: Place
    message_ts: str | None


def wrap(origin: Origin, carried: str) -> str:
    """What the modal carries, with where it was opened from."""
    place = origin.place
    parts = [place.team, place.channel, place.thread_ts, place.is_direct, place.is_shared]
    return json.dumps({"from": [*parts, origin.message_ts], "own": carried}, ensure_ascii=False)


def unwrap(metadata: str) -> tuple[Origin | None, str]:
    """Where the modal was opened from, if that is known, and what it carries."""
    try:
        found = json.loads(metadata)
        team, channel, thread_ts, is_direct, is_shared, message_ts = found["from"]
        own = str(found["own"])
    except (ValueError, KeyError, TypeError):
        return None, metadata
    return Origin(Place(team, channel, thread_ts, is_direct, is_shared), message_ts), own
