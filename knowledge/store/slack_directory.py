"""Who is who between Slack and us: teams and workspaces, users and members, channels and accounts."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from sqlalchemy import Connection, select

from knowledge.store.tables import AnyRow, grants
from knowledge.store.tables_slack import slack_channels, slack_teams, slack_users

Kind = Literal["member", "admin", "guest", "left", "app", "stranger"]


@dataclass(frozen=True, slots=True)
class KnownUser:
    """A Slack user. ``member_id`` is missing for apps and for strangers (users of other teams)."""

    workspace_id: str
    user_id: str
    member_id: str | None
    name: str
    kind: Kind
    lang: str | None
    looked_up_at: datetime


def workspace_of(conn: Connection, team_id: str) -> str | None:
    """The workspace that is bound to the Slack team."""
    found = conn.execute(
        select(slack_teams.c.workspace_id).where(slack_teams.c.team_id == team_id)
    ).scalar_one_or_none()
    return None if found is None else str(found)


def team_of(conn: Connection, workspace_id: str) -> str | None:
    """The Slack team the workspace is bound to."""
    found = conn.execute(
        select(slack_teams.c.team_id).where(slack_teams.c.workspace_id == workspace_id)
    ).scalars()
    return next((str(team) for team in found), None)


def bound_workspaces(conn: Connection) -> list[str]:
    """Every workspace that a Slack team is bound to."""
    return [str(one) for one in conn.execute(select(slack_teams.c.workspace_id)).scalars()]


def team_name(conn: Connection, workspace_id: str) -> str | None:
    """What the bound team calls itself."""
    found = conn.execute(
        select(slack_teams.c.name).where(slack_teams.c.workspace_id == workspace_id)
    ).scalars()
    return next((str(name) for name in found), None)


def bind_team(conn: Connection, workspace_id: str, team_id: str, name: str, at: datetime) -> None:
    """Bind the team to the workspace, for good."""
    values = {"workspace_id": workspace_id, "team_id": team_id, "name": name}
    conn.execute(slack_teams.insert().values(values | {"bound_at": at.isoformat()}))


def load_user(conn: Connection, workspace_id: str, user_id: str) -> KnownUser | None:
    """What we know of the Slack user."""
    row = conn.execute(
        select(slack_users).where(
            slack_users.c.workspace_id == workspace_id, slack_users.c.user_id == user_id
        )
    ).one_or_none()
    return None if row is None else _known(row)


def user_of_member(conn: Connection, workspace_id: str, member_id: str) -> KnownUser | None:
    """The Slack user behind a member of ours."""
    row = conn.execute(
        select(slack_users).where(
            slack_users.c.workspace_id == workspace_id, slack_users.c.member_id == member_id
        )
    ).one_or_none()
    return None if row is None else _known(row)


def save_user(conn: Connection, user: KnownUser) -> None:
    """Keep what was looked up; a member once given to a user stays theirs."""
    values = {
        "member_id": user.member_id,
        "name": user.name,
        "kind": user.kind,
        "lang": user.lang,
        "looked_up_at": user.looked_up_at.isoformat(),
    }
    key = {"workspace_id": user.workspace_id, "user_id": user.user_id}
    known = slack_users.update().filter_by(**key).values(values)
    if conn.execute(known).rowcount == 0:
        conn.execute(slack_users.insert().values(key | values))


def has_grant(conn: Connection, workspace_id: str, member_id: str) -> bool:
    """Whether somebody gave the member a right on any account."""
    found = conn.execute(
        select(grants.c.role).filter_by(workspace_id=workspace_id, member_id=member_id)
    )
    return found.first() is not None


def linked_account(conn: Connection, workspace_id: str, channel_id: str) -> str | None:
    """The id of the account the channel is linked to."""
    found = conn.execute(
        select(slack_channels.c.account_id).where(
            slack_channels.c.workspace_id == workspace_id, slack_channels.c.channel_id == channel_id
        )
    ).scalar_one_or_none()
    return None if found is None else str(found)


def link_channel(
    conn: Connection, workspace_id: str, channel_id: str, account_id: str, member: str, at: datetime
) -> None:
    """Link the channel to the account, instead of whatever it was linked to."""
    unlink_channel(conn, workspace_id, channel_id)
    values = {
        "workspace_id": workspace_id,
        "channel_id": channel_id,
        "account_id": account_id,
        "linked_by": member,
        "linked_at": at.isoformat(),
    }
    conn.execute(slack_channels.insert().values(values))


def unlink_channel(conn: Connection, workspace_id: str, channel_id: str) -> None:
    """Link the channel to nothing."""
    conn.execute(
        slack_channels.delete().where(
            slack_channels.c.workspace_id == workspace_id, slack_channels.c.channel_id == channel_id
        )
    )


def _known(row: AnyRow) -> KnownUser:
    return KnownUser(
        row.workspace_id,
        row.user_id,
        row.member_id,
        row.name,
        row.kind,
        row.lang,
        datetime.fromisoformat(row.looked_up_at),
    )
