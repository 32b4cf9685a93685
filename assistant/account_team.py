"""Who of us may see and review an account, and which Slack channel speaks of it."""

from dataclasses import dataclass
from typing import Literal

from assistant.bootstrap import Workspace
from knowledge.errors import CartoError, NotAllowed
from knowledge.store import access, accounts, audit, members, slack_directory
from knowledge.store.accounts import Account
from knowledge.store.engine import Connection

Role = Literal["owner", "editor", "reader"]
ROLES: tuple[Role, ...] = ("owner", "editor", "reader")


class LastOwner(CartoError):
    """An account keeps at least one owner."""

    code = "last_owner"

    def __init__(self, account: str) -> None:
        super().__init__(account=account)


@dataclass(frozen=True, slots=True)
class AccountTeam:
    """The rights somebody was given on an account: members' ids by role.

    ``is_open`` tells that besides them everybody of the workspace who is no guest may read and review.
    """

    account_name: str
    members: dict[Role, tuple[str, ...]]
    is_open: bool


def show_account_team(ws: Workspace, account: str) -> AccountTeam:
    """Who was given which right on the account; raises ``UnknownAccount``."""
    with ws.store.read() as conn:
        found = accounts.get_account(conn, ws.workspace_id, account, ws.audience)
        return _team(ws, conn, found)


def set_role(ws: Workspace, account: str, member: str, role: Role | None) -> AccountTeam:
    """Give the member the role on the account, or with ``None`` take back what they were given.

    Owners may, and administrators who see the account. The last owner stays. Raises
    ``UnknownAccount``, ``NotAllowed`` or, ``LastOwner``.
    """
    with ws.store.write() as conn:
        found = accounts.get_account(conn, ws.workspace_id, account, ws.audience)
        before = _team(ws, conn, found).members
        if not _may_manage(ws, conn, before):
            raise NotAllowed
        if role != "owner" and before["owner"] == (member,):
            raise LastOwner(found.name)
        if role is None:
            access.revoke(conn, ws.workspace_id, found.id, member)
        else:
            access.grant(conn, ws.workspace_id, found.id, member, role)
        _record(ws, conn, "access_changed", found.id, (member,))
        return _team(ws, conn, found)


def link_channel(ws: Workspace, channel: str, account: str) -> Account:
    """Let the channel speak of the account; whoever may review the account may.

    Raises ``UnknownAccount`` or ``NotAllowed``.
    """
    with ws.store.write() as conn:
        found = accounts.get_account(conn, ws.workspace_id, account, ws.audience)
        if not access.may_review(conn, ws.member, found.id):
            raise NotAllowed
        now = ws.clock.now()
        slack_directory.link_channel(conn, ws.workspace_id, channel, found.id, ws.member, now)
        _record(ws, conn, "channel_linked", found.id, (channel,))
        return found


def unlink_channel(ws: Workspace, channel: str) -> Account | None:
    """Let the channel speak of no account; the one it spoke of, or ``None`` when there was none to see.

    Raises ``NotAllowed``.
    """
    with ws.store.write() as conn:
        linked = slack_directory.linked_account(conn, ws.workspace_id, channel)
        if linked is None:
            return None
        found = accounts.find_account(conn, ws.workspace_id, linked, ws.audience)
        if found is None:
            return None
        if not access.may_review(conn, ws.member, found.id):
            raise NotAllowed
        slack_directory.unlink_channel(conn, ws.workspace_id, channel)
        _record(ws, conn, "channel_unlinked", found.id, (channel,))
        return found


def _team(ws: Workspace, conn: Connection, account: Account) -> AccountTeam:
    given = access.list_grants(conn, ws.workspace_id, account.id)
    by_role: dict[Role, tuple[str, ...]] = {
        role: tuple(member for member, held in given if held == role) for role in ROLES
    }
    workspace = members.load_workspace(conn, ws.workspace_id)
    is_open = workspace is not None and workspace.default_access == access.OPEN
    return AccountTeam(account.name, by_role, is_open)


def _may_manage(ws: Workspace, conn: Connection, held: dict[Role, tuple[str, ...]]) -> bool:
    if ws.member in held["owner"]:
        return True
    member = members.load_member(conn, ws.workspace_id, ws.member)
    return member is not None and member.role == "admin"


def _record(
    ws: Workspace, conn: Connection, action: str, account_id: str, ids: tuple[str, ...]
) -> None:
    entry = audit.AuditEntry(ws.clock.now(), ws.workspace_id, ws.member, action, account_id, ids)
    audit.record(conn, entry)
