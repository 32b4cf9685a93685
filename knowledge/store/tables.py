"""The tables, in portable types only.

Ids are text, days ISO text, instants UTC ISO text, structures JSON text, so that the same schema runs
on SQLite and PostgreSQL and rows come back without conversion. ``workspace_id`` stands on every table
and in every unique key. Nothing here reads or writes.
"""

from typing import Any

from sqlalchemy import (
    BigInteger,
    Column,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Row,
    String,
    Table,
    Text,
    UniqueConstraint,
)

metadata = MetaData()

# A row of any query; its columns are attributes.
AnyRow = Row[*tuple[Any, ...]]

# SQLite orders rows for nothing by its own integer key, and only under exactly this type.
_Seq = BigInteger().with_variant(Integer(), "sqlite")


def _text(name: str, *, key: bool = False, optional: bool = False) -> Column[str]:
    return Column(name, String, primary_key=key, nullable=optional)


def _number(name: str, default: str = "0") -> Column[int]:
    return Column(name, Integer, nullable=False, server_default=default)


def _of_account() -> ForeignKeyConstraint:
    return ForeignKeyConstraint(
        ["workspace_id", "account_id"], ["accounts.workspace_id", "accounts.id"]
    )


workspaces = Table(
    "workspaces",
    metadata,
    _text("workspace_id", key=True),
    _text("name"),
    _text("default_access"),
    _text("company", optional=True),
    _text("email_domains_json"),
    _text("created_at"),
)

members = Table(
    "members",
    metadata,
    _text("workspace_id", key=True),
    _text("id", key=True),
    _text("name"),
    _text("aliases_json"),
    _text("email", optional=True),
    _number("is_us", "1"),
    _text("role"),
)

accounts = Table(
    "accounts",
    metadata,
    _text("workspace_id", key=True),
    _text("id", key=True),
    _text("name"),
    _text("folded_name"),
    _text("created_at"),
    _number("map_version"),
    UniqueConstraint("workspace_id", "folded_name", name="accounts_one_name"),
    Index("accounts_by_id", "id"),
)

account_aliases = Table(
    "account_aliases",
    metadata,
    _text("workspace_id", key=True),
    _text("account_id", key=True),
    _text("folded_alias", key=True),
    _text("alias"),
    _of_account(),
    Index("account_aliases_by_alias", "workspace_id", "folded_alias"),
)

grants = Table(
    "grants",
    metadata,
    _text("workspace_id", key=True),
    _text("account_id", key=True),
    _text("member_id", key=True),
    _text("role"),
    _of_account(),
)

sources = Table(
    "sources",
    metadata,
    _text("workspace_id", key=True),
    _text("id", key=True),
    _text("account_id"),
    _text("kind"),
    _text("author", optional=True),
    _text("dated_on"),
    _text("url", optional=True),
    _text("fetched_on", optional=True),
    _text("external_id", optional=True),
    _text("sha256"),
    _text("encoding"),
    _number("size_bytes"),
    _text("received_at"),
    _text("revised_by", optional=True),
    _of_account(),
    UniqueConstraint("workspace_id", "account_id", "sha256", name="sources_one_content"),
    UniqueConstraint("workspace_id", "external_id", name="sources_one_external_id"),
    Index("sources_by_id", "id"),
)

source_bodies = Table(
    "source_bodies",
    metadata,
    _text("workspace_id", key=True),
    _text("source_id", key=True),
    Column("raw", LargeBinary, nullable=False),
    Column("text", Text, nullable=False),
    ForeignKeyConstraint(["workspace_id", "source_id"], ["sources.workspace_id", "sources.id"]),
)

facts = Table(
    "facts",
    metadata,
    Column("seq", _Seq, primary_key=True),
    _text("workspace_id"),
    _text("id"),
    _text("account_id"),
    _text("subject_id"),
    _text("attribute"),
    _text("item"),
    _text("value_json"),
    _text("valid_on"),
    _text("learnt_on"),
    _text("basis"),
    _number("changed"),
    _text("source_id", optional=True),
    Column("start", Integer),
    Column("end", Integer),
    _text("quote", optional=True),
    _text("member"),
    _text("line_id", optional=True),
    _text("review_id", optional=True),
    _text("recorded_at"),
    _of_account(),
    ForeignKeyConstraint(["workspace_id", "source_id"], ["sources.workspace_id", "sources.id"]),
    UniqueConstraint("workspace_id", "id", name="facts_one_id"),
    Index("facts_by_account", "account_id"),
    Index("facts_by_source", "source_id"),
)

events = Table(
    "events",
    metadata,
    Column("seq", _Seq, primary_key=True),
    _text("workspace_id"),
    _text("id"),
    _text("account_id"),
    _text("kind"),
    _text("payload_json"),
    _text("valid_on"),
    _text("learnt_on"),
    _text("member"),
    _text("review_id", optional=True),
    _text("recorded_at"),
    _of_account(),
    UniqueConstraint("workspace_id", "id", name="events_one_id"),
    Index("events_by_account", "account_id"),
)

proposals = Table(
    "proposals",
    metadata,
    _text("workspace_id", key=True),
    _text("id", key=True),
    _text("account_id"),
    _text("source_id"),
    _text("reader"),
    _text("created_at"),
    _text("reading_json", optional=True),
    _text("remarks_json"),
    _number("set_aside"),
    _number("map_version"),
    _of_account(),
    ForeignKeyConstraint(["workspace_id", "source_id"], ["sources.workspace_id", "sources.id"]),
    Index("proposals_by_account", "account_id"),
    Index("proposals_by_source", "source_id"),
)

proposal_lines = Table(
    "proposal_lines",
    metadata,
    _text("workspace_id", key=True),
    _text("id", key=True),
    _text("proposal_id"),
    _text("account_id"),
    _number("number"),
    _text("state"),
    _number("round", "1"),
    _text("shown_hash"),
    _text("payload_json"),
    ForeignKeyConstraint(
        ["workspace_id", "proposal_id"], ["proposals.workspace_id", "proposals.id"]
    ),
    Index("proposal_lines_by_proposal", "workspace_id", "proposal_id", "number"),
)

reviews = Table(
    "reviews",
    metadata,
    _text("workspace_id", key=True),
    _text("id", key=True),
    _text("proposal_id"),
    _text("account_id"),
    _text("member"),
    _text("decided_at"),
    _text("undone_at", optional=True),
    Index("reviews_by_proposal", "workspace_id", "proposal_id"),
)

decisions = Table(
    "decisions",
    metadata,
    _text("workspace_id", key=True),
    _text("line_id", key=True),
    Column("round", Integer, primary_key=True, autoincrement=False),
    _text("review_id"),
    _text("account_id"),
    _text("verdict"),
    _text("member"),
    _text("decided_at"),
    _text("edited_json", optional=True),
    _text("chosen", optional=True),
    _text("note", optional=True),
    Index("decisions_by_review", "workspace_id", "review_id"),
)

suppression = Table(
    "suppression",
    metadata,
    _text("workspace_id", key=True),
    _text("mark", key=True),
    _number("words", "1"),
    _text("created_at"),
)

audit = Table(
    "audit",
    metadata,
    Column("seq", _Seq, primary_key=True),
    _text("workspace_id"),
    _text("at"),
    _text("member"),
    _text("action"),
    _text("account_id", optional=True),
    _text("object_ids_json"),
    Index("audit_by_account", "account_id"),
)

passages = Table(
    "passages",
    metadata,
    Column("seq", _Seq, primary_key=True),
    _text("workspace_id"),
    _text("account_id"),
    _text("source_id"),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("terms", Text, nullable=False, server_default=""),
    _of_account(),
    ForeignKeyConstraint(["workspace_id", "source_id"], ["sources.workspace_id", "sources.id"]),
    Index("passages_by_account", "account_id"),
    Index("passages_by_source", "source_id"),
)
