"""The tables behind a model's work: conversations, and sources to be read again. Nothing here reads or writes."""

from sqlalchemy import BigInteger, Column, Index, Integer, String, Table

from knowledge.store.tables import metadata

_Seq = BigInteger().with_variant(Integer(), "sqlite")


def _text(name: str, *, key: bool = False, optional: bool = False) -> Column[str]:
    return Column(name, String, primary_key=key, nullable=optional)


conversations = Table(
    "conversations",
    metadata,
    Column("seq", _Seq, primary_key=True),
    _text("workspace_id"),
    _text("thread"),
    _text("account_id", optional=True),
    _text("question"),
    _text("answer"),
    _text("source_ids_json"),
    _text("said_at"),
    Index("conversations_by_thread", "workspace_id", "thread", "seq"),
    Index("conversations_by_age", "workspace_id", "said_at"),
)

rereads = Table(
    "rereads",
    metadata,
    _text("workspace_id", key=True),
    _text("source_id", key=True),
    _text("member"),
    _text("because"),
    Column("attempts", Integer, nullable=False, server_default="0"),
    _text("queued_at"),
    _text("due_at"),
    Index("rereads_by_due", "workspace_id", "due_at"),
)
