"""What we want Slack to show: messages as data, sent once each by the outbox.

``key`` names the post for ever: a handler that runs again gives the same keys, and the outbox sends
each key once.
"""

from dataclasses import dataclass, field
from typing import Any, Literal

Block = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Post:
    """One thing to send.

    ``new`` posts a message, ``private`` shows it to ``user`` alone (ephemeral), ``update`` replaces the
    message ``ts`` (with ``or_new`` it is posted anew where that message cannot be), ``home`` publishes the Home tab of ``user``, ``prompts`` offers the prompts in
    ``metadata`` above the first message. ``text`` is what notifications and screen readers get and is
    never empty.
    """

    key: str
    how: Literal["new", "private", "update", "home", "prompts"]
    channel: str
    text: str
    blocks: tuple[Block, ...] = ()
    thread_ts: str | None = None
    user: str | None = None
    ts: str | None = None
    metadata: dict[str, Any] = field(default_factory=dict)
    or_new: bool = False
