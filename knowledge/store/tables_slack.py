"""The tables behind the Slack app: who is who, what came in, what goes out. Nothing here reads or writes.

Texts stay only as long as they are needed: an intent until it is carried out, a post until it is sent.
"""

from sqlalchemy import BigInteger, Column, Index, Integer, String, Table, UniqueConstraint

from knowledge.store.tables import metadata

_Seq = BigInteger().with_variant(Integer(), "sqlite")


def _text(name: str, *, key: bool = False, optional: bool = False) -> Column[str]:
    return Column(name, String, primary_key=key, nullable=optional)


slack_teams = Table(
    "slack_teams",
    metadata,
    _text("workspace_id", key=True),
    _text("team_id", key=True),
    _text("name"),
    _text("bound_at"),
    UniqueConstraint("team_id", name="slack_teams_one_workspace"),
)

slack_users = Table(
    "slack_users",
    metadata,
    _text("workspace_id", key=True),
    _text("user_id", key=True),
    _text("member_id", optional=True),
    _text("name"),
    _text("kind"),
    _text("lang", optional=True),
    _text("looked_up_at"),
    UniqueConstraint("workspace_id", "member_id", name="slack_users_one_member"),
)

slack_channels = Table(
    "slack_channels",
    metadata,
    _text("workspace_id", key=True),
    _text("channel_id", key=True),
    _text("account_id"),
    _text("linked_by"),
    _text("linked_at"),
    Index("slack_channels_by_account", "workspace_id", "account_id"),
)

slack_threads = Table(
    "slack_threads",
    metadata,
    _text("workspace_id", key=True),
    _text("channel_id", key=True),
    _text("thread_ts", key=True),
    _text("thread_json"),
    _text("kept_at"),
    Index("slack_threads_by_age", "workspace_id", "kept_at"),
)

slack_streams = Table(
    "slack_streams",
    metadata,
    _text("workspace_id", key=True),
    _text("inbox_id", key=True),
    _text("channel_id"),
    _text("ts"),
    _text("begun_at"),
)

slack_inbox = Table(
    "slack_inbox",
    metadata,
    Column("seq", _Seq, primary_key=True),
    _text("workspace_id"),
    _text("id"),
    _text("subject", optional=True),
    _text("conversation"),
    _text("intent_json", optional=True),
    _text("state"),
    Column("attempts", Integer, nullable=False, server_default="0"),
    _text("received_at"),
    _text("finished_at", optional=True),
    _text("reference", optional=True),
    UniqueConstraint("workspace_id", "id", name="slack_inbox_once"),
    UniqueConstraint("workspace_id", "subject", name="slack_inbox_one_subject"),
    Index("slack_inbox_by_state", "state", "seq"),
)

slack_outbox = Table(
    "slack_outbox",
    metadata,
    Column("seq", _Seq, primary_key=True),
    _text("workspace_id"),
    _text("key"),
    _text("inbox_id", optional=True),
    _text("channel"),
    _text("user_id", optional=True),
    _text("payload_json", optional=True),
    _text("state"),
    Column("attempts", Integer, nullable=False, server_default="0"),
    _text("created_at"),
    _text("attempted_at", optional=True),
    _text("sent_channel", optional=True),
    _text("sent_ts", optional=True),
    _text("problem", optional=True),
    UniqueConstraint("workspace_id", "key", name="slack_outbox_once"),
    Index("slack_outbox_by_state", "state", "seq"),
)
