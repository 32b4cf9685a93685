"""The outbox: posts become rows, each key once, in the transaction of whatever they report."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from integrations.slack.posts import Post
from knowledge.store import slack_outbox
from knowledge.store.engine import Connection

# What a post of ours is marked with in Slack, so that it can be found again after a crash.
EVENT_TYPE = "carto_post"


@dataclass(frozen=True, slots=True)
class Letter:
    """A post as it lies in the outbox.

    ``asker`` is the user whose intent it answers. ``reply_url`` is where a slash command may be
    answered where the app cannot post. ``simplified`` tells that Slack refused the whole post.
    """

    post: Post
    asker: str | None = None
    reply_url: str | None = None
    simplified: bool = False


def put(
    conn: Connection,
    workspace_id: str,
    inbox_id: str | None,
    letters: Sequence[Letter],
    at: datetime,
) -> int:
    """Queue the letters; returns how many were new."""
    new = 0
    for letter in letters:
        post = letter.post
        new += slack_outbox.put(
            conn,
            slack_outbox.Outgoing(
                workspace_id,
                post.key,
                post.user or post.channel if post.how == "home" else post.channel,
                to_json(letter),
                at,
                letter.asker,
                inbox_id,
            ),
        )
    return new


def to_json(letter: Letter) -> str:
    """The letter as stored text."""
    return json.dumps(asdict(letter), ensure_ascii=False)


def from_json(text: str) -> Letter:
    """The letter that ``to_json`` wrote."""
    fields: dict[str, Any] = json.loads(text)
    post = fields.pop("post")
    return Letter(Post(**(post | {"blocks": tuple(post["blocks"])})), **fields)
