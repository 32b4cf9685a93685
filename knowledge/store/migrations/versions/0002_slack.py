"""The tables of the Slack app. Frozen: later changes are later revisions."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Create the tables of the Slack app."""
    seq = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    op.create_table(
        "slack_teams",
        sa.Column("workspace_id", sa.String(), nullable=False),
        sa.Column("team_id", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("bound_at", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("workspace_id", "team_id"),
        sa.UniqueConstraint("team_id", name="slack_teams_one_workspace"),
    )
    op.create_table(
        "slack_users",
        sa.Column("workspace_id", sa.String(), nullable=False),
        sa.Column("user_id", sa.String(), nullable=False),
        sa.Column("member_id", sa.String(), nullable=True),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("lang", sa.String(), nullable=True),
        sa.Column("looked_up_at", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("workspace_id", "user_id"),
        sa.UniqueConstraint("workspace_id", "member_id", name="slack_users_one_member"),
    )
    op.create_table(
        "slack_channels",
        sa.Column("workspace_id", sa.String(), nullable=False),
        sa.Column("channel_id", sa.String(), nullable=False),
        sa.Column("account_id", sa.String(), nullable=False),
        sa.Column("linked_by", sa.String(), nullable=False),
        sa.Column("linked_at", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("workspace_id", "channel_id"),
    )
    op.create_index(
        "slack_channels_by_account", "slack_channels", ["workspace_id", "account_id"], unique=False
    )
    op.create_table(
        "slack_threads",
        sa.Column("workspace_id", sa.String(), nullable=False),
        sa.Column("channel_id", sa.String(), nullable=False),
        sa.Column("thread_ts", sa.String(), nullable=False),
        sa.Column("thread_json", sa.String(), nullable=False),
        sa.Column("kept_at", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("workspace_id", "channel_id", "thread_ts"),
    )
    op.create_index(
        "slack_threads_by_age", "slack_threads", ["workspace_id", "kept_at"], unique=False
    )
    op.create_table(
        "slack_inbox",
        sa.Column("seq", seq, nullable=False),
        sa.Column("workspace_id", sa.String(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("subject", sa.String(), nullable=True),
        sa.Column("conversation", sa.String(), nullable=False),
        sa.Column("intent_json", sa.String(), nullable=True),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("attempts", sa.Integer(), server_default="0", nullable=False),
        sa.Column("received_at", sa.String(), nullable=False),
        sa.Column("finished_at", sa.String(), nullable=True),
        sa.Column("reference", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("seq"),
        sa.UniqueConstraint("workspace_id", "id", name="slack_inbox_once"),
        sa.UniqueConstraint("workspace_id", "subject", name="slack_inbox_one_subject"),
    )
    op.create_index("slack_inbox_by_state", "slack_inbox", ["state", "seq"], unique=False)
    op.create_table(
        "slack_outbox",
        sa.Column("seq", seq, nullable=False),
        sa.Column("workspace_id", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("inbox_id", sa.String(), nullable=True),
        sa.Column("channel", sa.String(), nullable=False),
        sa.Column("user_id", sa.String(), nullable=True),
        sa.Column("payload_json", sa.String(), nullable=True),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("attempts", sa.Integer(), server_default="0", nullable=False),
        sa.Column("created_at", sa.String(), nullable=False),
        sa.Column("attempted_at", sa.String(), nullable=True),
        sa.Column("sent_channel", sa.String(), nullable=True),
        sa.Column("sent_ts", sa.String(), nullable=True),
        sa.Column("problem", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("seq"),
        sa.UniqueConstraint("workspace_id", "key", name="slack_outbox_once"),
    )
    op.create_index("slack_outbox_by_state", "slack_outbox", ["state", "seq"], unique=False)
