"""The tables behind a model's work and what Slack shows of it. Frozen: later changes are later revisions."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Create the tables of conversations, of sources to be read again, and of answers under way."""
    seq = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
    op.create_table(
        "conversations",
        sa.Column("seq", seq, nullable=False),
        sa.Column("workspace_id", sa.String(), nullable=False),
        sa.Column("thread", sa.String(), nullable=False),
        sa.Column("account_id", sa.String(), nullable=True),
        sa.Column("question", sa.String(), nullable=False),
        sa.Column("answer", sa.String(), nullable=False),
        sa.Column("source_ids_json", sa.String(), nullable=False),
        sa.Column("said_at", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("seq"),
    )
    op.create_index(
        "conversations_by_thread", "conversations", ["workspace_id", "thread", "seq"], unique=False
    )
    op.create_index(
        "conversations_by_age", "conversations", ["workspace_id", "said_at"], unique=False
    )
    op.create_table(
        "rereads",
        sa.Column("workspace_id", sa.String(), nullable=False),
        sa.Column("source_id", sa.String(), nullable=False),
        sa.Column("member", sa.String(), nullable=False),
        sa.Column("because", sa.String(), nullable=False),
        sa.Column("attempts", sa.Integer(), server_default="0", nullable=False),
        sa.Column("queued_at", sa.String(), nullable=False),
        sa.Column("due_at", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("workspace_id", "source_id"),
    )
    op.create_index("rereads_by_due", "rereads", ["workspace_id", "due_at"], unique=False)
    op.create_table(
        "slack_streams",
        sa.Column("workspace_id", sa.String(), nullable=False),
        sa.Column("inbox_id", sa.String(), nullable=False),
        sa.Column("channel_id", sa.String(), nullable=False),
        sa.Column("ts", sa.String(), nullable=False),
        sa.Column("begun_at", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("workspace_id", "inbox_id"),
    )
