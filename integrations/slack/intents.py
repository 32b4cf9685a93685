"""What people want, as Slack tells it, freed of Slack's shapes.

Listeners translate events, actions, commands and submissions into intents; handlers carry them out.
An intent holds ids and typed text only, is stored before Slack gets its acknowledgement, and can be
carried out again without doing anything twice.
"""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Place:
    """Where something was said and where the answer belongs.

    ``is_direct`` is true in a direct message with the app. ``thread_ts`` is the thread to answer in.
    ``is_shared`` marks a channel shared with another organisation (Slack Connect).
    """

    team: str
    channel: str
    thread_ts: str | None
    is_direct: bool
    is_shared: bool = False


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who acts: a Slack user, and the team the user belongs to."""

    team: str
    user: str
    is_guest: bool = False


@dataclass(frozen=True, slots=True)
class Opened:
    """Somebody opened the conversation with the app."""

    kind: Literal["opened"]
    place: Place
    speaker: Speaker


@dataclass(frozen=True, slots=True)
class Said:
    """A message addressed to the app: a question or a pasted note, with its files."""

    kind: Literal["said"]
    place: Place
    speaker: Speaker
    text: str
    ts: str
    files: tuple[dict[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Typed:
    """A slash command: its words after the command's name."""

    kind: Literal["typed"]
    place: Place
    speaker: Speaker
    words: str
    response_url: str


@dataclass(frozen=True, slots=True)
class Pressed:
    """A button or menu of ours: which, on what, and the message it stands in."""

    kind: Literal["pressed"]
    place: Place
    speaker: Speaker
    action: str
    value: str
    message_ts: str | None
    action_ts: str


@dataclass(frozen=True, slots=True)
class Submitted:
    """A modal of ours that was sent: its callback, what it carried along, and what was typed."""

    kind: Literal["submitted"]
    speaker: Speaker
    callback: str
    carried: str
    values: dict[str, str]
    view_id: str
    view_hash: str


Intent = Opened | Said | Typed | Pressed | Submitted
