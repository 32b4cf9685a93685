"""Workspaces and the people who work in them: whom we are, as readers and rights need to know."""

import json
from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import Connection, select

from knowledge.store.names import refuse_unstorable
from knowledge.store.tables import AnyRow, members, workspaces


@dataclass(frozen=True, slots=True)
class Workspace:
    """One team's space. ``default_access`` is ``open`` or ``restricted``; ``company`` is our name."""

    id: str
    name: str
    created_at: str
    default_access: str = "open"
    company: str | None = None
    email_domains: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody who uses the workspace, or one of our people whom notes name.

    ``role`` is ``admin``, ``member``, ``guest`` (sees only what is granted) or ``left`` (sees nothing).
    """

    id: str
    workspace_id: str
    name: str
    aliases: tuple[str, ...] = ()
    email: str | None = None
    is_us: bool = True
    role: str = "member"


@dataclass(frozen=True, slots=True)
class Roster:
    """Our company and our people, as a reader needs them; those who left are known too."""

    company: str | None
    people: tuple[Member, ...]
    email_domains: tuple[str, ...]


def save_workspace(conn: Connection, workspace: Workspace) -> None:
    """Make the workspace, or bring its name, company, domains and access up to date."""
    refuse_unstorable(workspace.name, workspace.company, *workspace.email_domains)
    values = {
        "name": workspace.name,
        "default_access": workspace.default_access,
        "company": workspace.company,
        "email_domains_json": _json(workspace.email_domains),
    }
    known = conn.execute(
        workspaces.update().where(workspaces.c.workspace_id == workspace.id).values(values)
    )
    if known.rowcount == 0:
        values |= {"workspace_id": workspace.id, "created_at": workspace.created_at}
        conn.execute(workspaces.insert().values(values))


def load_workspace(conn: Connection, workspace_id: str) -> Workspace | None:
    """The workspace with this id, or ``None``."""
    row = conn.execute(
        select(workspaces).where(workspaces.c.workspace_id == workspace_id)
    ).one_or_none()
    if row is None:
        return None
    domains = tuple(json.loads(row.email_domains_json))
    return Workspace(
        row.workspace_id, row.name, row.created_at, row.default_access, row.company, domains
    )


def save_member(conn: Connection, member: Member) -> None:
    """Add the member, or replace what is known of them."""
    refuse_unstorable(member.id, member.name, member.email, *member.aliases)
    values = {
        "name": member.name,
        "aliases_json": _json(member.aliases),
        "email": member.email,
        "is_us": int(member.is_us),
        "role": member.role,
    }
    key = (members.c.workspace_id == member.workspace_id, members.c.id == member.id)
    if conn.execute(members.update().where(*key).values(values)).rowcount == 0:
        values |= {"workspace_id": member.workspace_id, "id": member.id}
        conn.execute(members.insert().values(values))


def load_member(conn: Connection, workspace_id: str, member_id: str) -> Member | None:
    """The member with this id, or ``None``."""
    found = conn.execute(
        select(members).where(members.c.workspace_id == workspace_id, members.c.id == member_id)
    ).one_or_none()
    return None if found is None else _member(found)


def load_roster(conn: Connection, workspace_id: str) -> Roster:
    """Our company, our people by name, and our e-mail domains."""
    workspace = load_workspace(conn, workspace_id)
    rows = conn.execute(
        select(members)
        .where(members.c.workspace_id == workspace_id, members.c.is_us == 1)
        .order_by(members.c.name, members.c.id)
    )
    people = tuple(_member(row) for row in rows)
    if workspace is None:
        return Roster(None, people, ())
    return Roster(workspace.company, people, workspace.email_domains)


def _member(row: AnyRow) -> Member:
    return Member(
        row.id,
        row.workspace_id,
        row.name,
        tuple(json.loads(row.aliases_json)),
        row.email,
        bool(row.is_us),
        row.role,
    )


def _json(texts: Iterable[str]) -> str:
    return json.dumps(list(texts), ensure_ascii=False)
