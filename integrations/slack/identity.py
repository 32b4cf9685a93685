"""Slack users and our members: who somebody is, and what that lets them do here at all.

A member belongs to one Slack user for good. What Slack says of a user (guest, deactivated, admin) is
looked up again while they are active, so that a right that was taken back stops within a minute.
"""

import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any

from slack_sdk import WebClient

from integrations.slack.intents import Speaker
from knowledge.store import members, slack_directory
from knowledge.store.engine import Connection, Store
from knowledge.store.slack_directory import Kind, KnownUser

log = logging.getLogger(__name__)

# How old what we know may be: of somebody who acts, and of somebody who only reads along.
ACTOR_S, READER_S = 45, 600
# Above so many unknown readers the whole list is fetched at once.
_FEW = 5
_PAGE = 200


@dataclass(frozen=True, slots=True)
class Directory:
    """Looks users up in the store, and in Slack where that is too old."""

    store: Store
    workspace_id: str
    team: str
    client: WebClient

    def speaker(self, speaker: Speaker) -> KnownUser:
        """Who acts. Somebody of another team is a stranger, whatever else they are."""
        if speaker.team and speaker.team != self.team:
            return self._stranger(speaker.user)
        return self.look_up(speaker.user, ACTOR_S)

    def look_up(self, user: str, fresh_s: float) -> KnownUser:
        """The user, as known for at most ``fresh_s`` seconds."""
        with self.store.read() as conn:
            known = slack_directory.load_user(conn, self.workspace_id, user)
        if known is not None and self._is_fresh(known, fresh_s):
            return known
        answer = self.client.users_info(user=user, include_locale=True)
        return self._keep([answer["user"]])[0]

    def look_up_all(self, users: Sequence[str], fresh_s: float) -> list[KnownUser]:
        """The users, with one request for many who are not known."""
        with self.store.read() as conn:
            known = {
                found.user_id: found
                for user in users
                if (found := slack_directory.load_user(conn, self.workspace_id, user)) is not None
                and self._is_fresh(found, fresh_s)
            }
        missing = [user for user in users if user not in known]
        if len(missing) > _FEW:
            wanted = set(missing)
            listed = self._keep([one for one in self._listed() if one["id"] in wanted])
            known |= {one.user_id: one for one in listed}
        return [known[user] if user in known else self.look_up(user, fresh_s) for user in users]

    def full_members(self) -> tuple[str, ...]:
        """The names of the team's people: no guests, apps or strangers, nobody who left."""
        found = self._keep(list(self._listed()))
        return tuple(sorted({one.name for one in found if one.kind in ("member", "admin")}))

    def may_enter(self, user: KnownUser) -> bool:
        """Whether the user gets anything at all: a guest only where somebody granted them something."""
        if user.member_id is None or user.kind in ("app", "stranger", "left"):
            return False
        if user.kind != "guest":
            return True
        with self.store.read() as conn:
            return slack_directory.has_grant(conn, self.workspace_id, user.member_id)

    def _is_fresh(self, known: KnownUser, fresh_s: float) -> bool:
        return self.store.clock.now() - known.looked_up_at < timedelta(seconds=fresh_s)

    def _listed(self) -> Iterator[dict[str, Any]]:
        cursor = ""
        while True:
            page = self.client.users_list(limit=_PAGE, cursor=cursor, include_locale=True)
            yield from page["members"]
            cursor = (page.get("response_metadata") or {}).get("next_cursor") or ""
            if not cursor:
                return

    def _keep(self, found: Sequence[dict[str, Any]]) -> list[KnownUser]:
        now = self.store.clock.now()
        kept = []
        with self.store.write() as conn:
            for user in found:
                before = slack_directory.load_user(conn, self.workspace_id, user["id"])
                known = KnownUser(
                    self.workspace_id,
                    user["id"],
                    before.member_id if before else None,
                    name_of(user),
                    kind_of(user, self.team),
                    lang_of(user),
                    now,
                )
                known = self._with_member(conn, known, user)
                slack_directory.save_user(conn, known)
                kept.append(known)
        return kept

    def _with_member(self, conn: Connection, known: KnownUser, user: dict[str, Any]) -> KnownUser:
        """The user with the member that is theirs, made at the first meeting."""
        if known.kind in ("app", "stranger"):
            return replace(known, member_id=None) if known.kind == "app" else known
        member_id = known.member_id or self.store.new_id("mem")
        before = members.load_member(conn, self.workspace_id, member_id)
        base = before or members.Member(member_id, self.workspace_id, known.name)
        email = (user.get("profile") or {}).get("email") or base.email
        members.save_member(
            conn,
            replace(
                base,
                name=known.name,
                email=email,
                is_us=known.kind in ("member", "admin"),
                role=known.kind,
            ),
        )
        return replace(known, member_id=member_id)

    def _stranger(self, user: str) -> KnownUser:
        return KnownUser(
            self.workspace_id, user, None, user, "stranger", None, self.store.clock.now()
        )


def kind_of(user: dict[str, Any], team: str) -> Kind:
    """What Slack says the user is to our team; in doubt the kind with fewer rights."""
    checks: tuple[tuple[Kind, bool], ...] = (
        ("stranger", bool(user.get("is_stranger")) or user.get("team_id", team) != team),
        ("left", bool(user.get("deleted"))),
        ("app", bool(user.get("is_bot")) or user.get("id") == "USLACKBOT"),
        ("guest", bool(user.get("is_restricted") or user.get("is_ultra_restricted"))),
        ("admin", any(user.get(right) for right in ("is_admin", "is_owner", "is_primary_owner"))),
    )
    return next((kind for kind, holds in checks if holds), "member")


def name_of(user: dict[str, Any]) -> str:
    """How the user is called, in letters a database keeps."""
    profile = user.get("profile") or {}
    name = profile.get("real_name") or user.get("real_name") or user.get("name") or user["id"]
    return str(name).encode("utf-8", "ignore").decode("utf-8").replace("\x00", "")


def lang_of(user: dict[str, Any]) -> str | None:
    """The language the user reads Slack in, where it is one of ours."""
    lang = str(user.get("locale") or "")[:2]
    return lang if lang in ("en", "fr") else None
