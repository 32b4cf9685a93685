"""Calling tools the way an agent does: by name, with arguments as a model wrote them."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import Any, cast

from assistant.bootstrap import Workspace
from knowledge.language.catalogue import Lang
from knowledge.store import access, accounts, members
from knowledge.store.engine import Connection
from tools.catalogue import tool_named
from tools.evidence import Evidence, EvidenceBook
from tools.result import ToolResult
from tools.scope import ToolScope


def scope_of(
    ws: Workspace,
    conn: Connection,
    *,
    lang: str = "en",
    as_of: str | None = None,
    account: str | None = None,
) -> ToolScope:
    """A scope as it is made for one question of the workspace's member."""
    settled = accounts.get_account(conn, ws.workspace_id, account, ws.audience) if account else None
    return ToolScope(
        conn=conn,
        workspace_id=ws.workspace_id,
        audience=ws.audience,
        today=ws.clock.today(),
        as_of=date.fromisoformat(as_of) if as_of else None,
        lang=cast("Lang", lang),
        book=EvidenceBook(),
        account=settled.id if settled else None,
    )


def in_scope(scope: ToolScope, tool: str, **args: Any) -> ToolResult:
    """One call in a scope that exists already."""
    found = tool_named(tool)
    assert found is not None
    return found.call(scope, args)


def call(
    ws: Workspace,
    tool: str,
    lang: str = "en",
    as_of: str | None = None,
    settled: str | None = None,
    **args: Any,
) -> ToolResult:
    """One call in a turn of its own."""
    with ws.store.read() as conn:
        return in_scope(scope_of(ws, conn, lang=lang, as_of=as_of, account=settled), tool, **args)


def says(found: ToolResult | Iterable[Evidence]) -> list[str]:
    """The sentences of a result; of a passage its words."""
    evidence = found.evidence if isinstance(found, ToolResult) else found
    return [one.says or one.quote or "" for one in evidence]


def guest_of(ws: Workspace, *, sees: str | None = None) -> Workspace:
    """The same store, for a guest who sees nothing but one account."""
    with ws.store.write() as conn:
        invited = members.Member("guest", ws.workspace_id, "Guest", is_us=False, role="guest")
        members.save_member(conn, invited)
        if sees is not None:
            account = accounts.get_account(conn, ws.workspace_id, sees, ws.audience)
            access.grant(conn, ws.workspace_id, account.id, "guest", access.READER)
    return replace(ws, member="guest")
