"""Who may see what: one condition below every read, and one rule for who may review.

"No access" and "does not exist" give the same result everywhere, because the condition is part of
the query and never a check of its own.
"""

from typing import Any

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Connection,
    FromClause,
    ScalarSelect,
    and_,
    bindparam,
    false,
    func,
    or_,
    select,
)

from knowledge.store.tables import accounts, grants, members, workspaces

# Ids of the members who will read what is shown: the asker, or everybody in a channel.
Audience = frozenset[str]

OWNER, EDITOR, READER = "owner", "editor", "reader"
GUEST, LEFT = "guest", "left"
OPEN = "open"


def visible(audience: Audience, scope: FromClause) -> ColumnElement[bool]:
    """The condition under which a row of ``scope`` may be shown to everybody in ``audience``.

    ``scope`` is ``accounts`` or a table with an ``account_id``. An account is visible when every
    member may read it: by a grant, or because the workspace is open and the member is no guest. An
    empty audience sees nothing, and neither does anybody who left or is unknown.
    """
    if not audience:
        return false()
    return _readers(scope, sorted(audience)) == len(audience)


def visible_to_bound(scope: FromClause) -> ColumnElement[bool]:
    """``visible`` for statements built once: filled in with ``bound(audience)`` when they run."""
    return _readers(scope, bindparam("audience", expanding=True)) == bindparam("audience_size")


def bound(audience: Audience) -> dict[str, Any]:
    """The parameters of ``visible_to_bound``. No audience matches no account, whose count is 0."""
    return {"audience": list(audience), "audience_size": len(audience) or -1}


def may_review(conn: Connection, member: str, account_id: str) -> bool:
    """Whether ``member`` may accept, reject and undo on the account.

    In an open workspace everybody but guests may, save those who were made readers of the account.
    """
    allowed = _readers(accounts, [member], roles=(OWNER, EDITOR))
    found = conn.execute(select(accounts.c.id).where(accounts.c.id == account_id, allowed == 1))
    return found.first() is not None


def grant(conn: Connection, workspace_id: str, account_id: str, member: str, role: str) -> None:
    """Give ``member`` the role ``owner``, ``editor`` or ``reader`` on the account."""
    revoke(conn, workspace_id, account_id, member)
    conn.execute(
        grants.insert().values(
            workspace_id=workspace_id, account_id=account_id, member_id=member, role=role
        )
    )


def revoke(conn: Connection, workspace_id: str, account_id: str, member: str) -> None:
    """Take back whatever ``member`` was granted on the account."""
    conn.execute(
        grants.delete().where(
            grants.c.workspace_id == workspace_id,
            grants.c.account_id == account_id,
            grants.c.member_id == member,
        )
    )


def list_grants(conn: Connection, workspace_id: str, account_id: str) -> list[tuple[str, str]]:
    """Who was granted what on the account: members' ids with their roles."""
    rows = conn.execute(
        select(grants.c.member_id, grants.c.role)
        .where(grants.c.workspace_id == workspace_id, grants.c.account_id == account_id)
        .order_by(grants.c.member_id)
    )
    return [(row.member_id, row.role) for row in rows]


def _readers(
    scope: FromClause,
    audience: list[str] | BindParameter[Any],
    roles: tuple[str, ...] = (OWNER, EDITOR, READER),
) -> ScalarSelect[int]:
    """How many of ``audience`` have a right on the account of the row."""
    account_id = scope.c.account_id if "account_id" in scope.c else scope.c.id
    any_grant = (
        select(grants.c.member_id)
        .where(
            grants.c.workspace_id == members.c.workspace_id,
            grants.c.account_id == account_id,
            grants.c.member_id == members.c.id,
        )
        .correlate(scope, members)
    )
    granted = any_grant.where(grants.c.role.in_(roles)).exists()
    by_default = and_(
        workspaces.c.default_access == OPEN, members.c.role != GUEST, ~any_grant.exists()
    )
    return (
        select(func.count())
        .select_from(members)
        .join(workspaces, workspaces.c.workspace_id == members.c.workspace_id)
        .where(
            members.c.workspace_id == scope.c.workspace_id,
            members.c.id.in_(audience),
            members.c.role != LEFT,
            or_(by_default, granted),
        )
        .correlate(scope)
        .scalar_subquery()
    )
