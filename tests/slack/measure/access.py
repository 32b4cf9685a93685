"""Who sees what, over users, accounts, places and commands: nothing of an account reaches anybody without a right to it.

Each account's name holds a canary. What is looked at is what arrived in Slack: every canary in it is held
against the rights of everybody who reads the place where it arrived, which this module knows by itself.
"""

import random
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from assistant.review_proposal import waiting
from assistant.show_map import list_accounts, show_map
from integrations.slack.audience import EVERYONE
from integrations.slack.handlers.context import Context
from integrations.slack.intents import Intent, Said, Typed
from integrations.slack.posts import Post
from integrations.slack.service import Handlers, Service
from knowledge.errors import CartoError
from knowledge.store import access, accounts, members, slack_directory
from tests.slack import signed
from tests.slack.running import running, settle
from tests.slack.stub import StubSlack

COMMANDS = ("accounts", "map", "review", "find", "link", "team")
KINDS = ("member", "member", "member", "admin", "guest", "left", "stranger")


@dataclass
class World:
    """Who is who, who was granted what, and who is in which channel."""

    kinds: dict[str, str] = field(default_factory=dict)
    grants: set[tuple[str, str]] = field(default_factory=set)
    members: dict[str, set[str]] = field(default_factory=dict)
    public: set[str] = field(default_factory=set)

    def may_read(self, user: str, account: str) -> bool:
        """The rule, said again in one line: a grant, for somebody who is one of ours."""
        is_ours = user == EVERYONE or self.kinds.get(user) in ("member", "admin", "guest")
        return is_ours and (user, account) in self.grants


def measure(home: Path, users: int, accounts_count: int, seed: int = 7) -> dict[str, Any]:
    """Let every user say every command about every account in every place."""
    chance = random.Random(seed)  # noqa: S311 - not for secrets
    with StubSlack() as stub:
        world = _people(stub, users, chance)
        with running(stub, home, Handlers(tell, lambda *_: None, frozenset())) as service:
            names = _accounts(service, world, accounts_count, chance)
            cells = _ask_everything(service, stub, world, names)
            settle(service, 1800)
        found = _leaks(stub, world, names)
    return {
        "users": users,
        "accounts": accounts_count,
        "channels": len(world.members),
        "cells": cells,
        "shown": found["shown"],
        "leaks": found["leaks"],
    }


def tell(context: Context, intent: Intent) -> Sequence[Post]:
    """Everything the use-cases give for a place is said there, and what they give the asker alone."""
    if not isinstance(intent, Said | Typed):
        return []
    words = intent.text if isinstance(intent, Said) else intent.words
    verb, _, account = words.partition(" ")
    place, user = intent.place, intent.speaker.user
    key = intent.ts if isinstance(intent, Said) else intent.words
    base = f"{place.channel}:{user}:{verb}:{account}:{key}"
    public = Post(
        f"{base}:all", "new", place.channel, _found(context.ws, verb, account),
        thread_ts=place.thread_ts,
    )  # fmt: skip
    alone = Post(f"{base}:one", "new", user, _found(context.private_ws, verb, account))
    return [public, alone] if isinstance(intent, Said) else [replace(alone, key=f"{base}:typed")]


def _found(ws: Any, verb: str, account: str) -> str:
    try:
        if verb == "map":
            shown = show_map(ws, account)
            return f"map of {shown.account_name}"
        if verb == "review":
            return f"waits: {[one.account_name for one in waiting(ws, account)]}"
        if verb == "find":
            with ws.store.read() as conn:
                return f"near: {accounts.near_names(conn, ws.workspace_id, account, ws.audience)}"
        return f"accounts: {[one.name for one in list_accounts(ws)]}"
    except CartoError as error:
        # What was asked for is in the error and was typed by the asker; what it adds is looked at.
        return f"{error.code}: {error.facts.get('near', '')}"


def _people(stub: StubSlack, users: int, chance: random.Random) -> World:
    world = World()
    facts: dict[str, dict[str, Any]] = {
        "admin": {"is_admin": True},
        "guest": {"is_restricted": True},
        "left": {"deleted": True},
        "stranger": {"team_id": "T2OTHER"},
    }
    for number in range(users):
        user, kind = f"U{number:03d}", KINDS[number % len(KINDS)]
        stub.add_user(user, **facts.get(kind, {}))
        world.kinds[user] = kind
    everybody = list(world.kinds)
    ours = [user for user, kind in world.kinds.items() if kind in ("member", "admin")]
    channels: dict[str, tuple[list[str], dict[str, Any]]] = {
        "CPUBLIC": (ours, {}),
        "CALL": (everybody, {"is_private": True}),
        "CPAIR": (ours[:2], {"is_private": True}),
        "CGUESTS": ([u for u in everybody if world.kinds[u] in ("guest", "admin")], {"is_private": True}),
        "CSHARED": (ours[:3], {"is_private": True, "is_ext_shared": True}),
        "CSOME": (chance.sample(ours, min(4, len(ours))), {"is_private": True}),
    }  # fmt: skip
    for channel, (inside, more) in channels.items():
        stub.add_channel(channel, *inside, **more)
        world.members[channel] = set(inside)
        if more.get("is_ext_shared"):
            world.members[channel].add("somebody of the other organisation")
        if not more:
            world.public.add(channel)
    return world


def _accounts(service: Service, world: World, count: int, chance: random.Random) -> dict[str, str]:
    """Accounts of a restricted workspace, each readable by some; their names by id."""
    work = service.work
    ids = {
        user: work.directory.look_up(user, 600).member_id
        for user, kind in world.kinds.items()
        if kind != "stranger"
    }
    names = {}
    with work.store.write() as conn:
        workspace = members.load_workspace(conn, work.workspace_id)
        assert workspace is not None
        members.save_workspace(conn, replace(workspace, default_access="restricted"))
        for number in range(count):
            account_id, name = f"acc_{number:03d}", f"Canary{number:03d}x"
            names[account_id] = name
            made = accounts.Account(account_id, work.workspace_id, name, work.store.clock.now())
            accounts.create_account(conn, made, "local")
            for user, member in ids.items():
                if member and chance.random() < 0.45:
                    role = chance.choice([access.OWNER, access.EDITOR, access.READER])
                    access.grant(conn, work.workspace_id, account_id, member, role)
                    world.grants.add((user, account_id))
            if number % 5 == 0:
                access.grant(conn, work.workspace_id, account_id, EVERYONE, access.READER)
                world.grants.add((EVERYONE, account_id))
        for channel in world.members:
            slack_directory.link_channel(
                conn, work.workspace_id, channel, chance.choice(list(names)), "local",
                work.store.clock.now(),
            )  # fmt: skip
    return names


def _ask_everything(service: Service, stub: StubSlack, world: World, names: dict[str, str]) -> int:
    cells = 0
    for user, kind in world.kinds.items():
        team = "T2OTHER" if kind == "stranger" else "T01TEST"
        places = [f"D{user}", *(c for c, inside in world.members.items() if user in inside)]
        for account_id, name in names.items():
            verb = COMMANDS[cells % len(COMMANDS)]
            for place in places:
                cells += 1
                verb = COMMANDS[cells % len(COMMANDS)]
                wanted = name if cells % 2 else account_id
                _say(service, user, team, place, f"{verb} {wanted}", f"{cells}.{cells:06d}")
                while cells % 500 == 0 and not service.worker.wait_until_idle(60):
                    pass
    assert stub.calls
    return cells


def _say(service: Service, user: str, team: str, place: str, words: str, ts: str) -> None:
    if place.startswith("D"):
        said = signed.direct_message(user, words, ts, user_team=team)
    else:
        said = signed.mention(user, place, words, ts, user_team=team)
    assert signed.dispatch(service.app, signed.event(f"Ev{ts}", said)).status == 200


def _leaks(stub: StubSlack, world: World, names: dict[str, str]) -> dict[str, int]:
    leaks = shown = 0
    arrived = [(message, _readers(message, world)) for message in stub.messages]
    arrived += [(whisper, {whisper["user"]}) for whisper in stub.whispers]
    for message, readers in arrived:
        for account_id, name in names.items():
            if name in message["text"]:
                shown += 1
                leaks += not all(world.may_read(reader, account_id) for reader in readers)
    return {"leaks": leaks, "shown": shown}


def _readers(message: dict[str, Any], world: World) -> set[str]:
    """Everybody who reads it, by what Slack does with it."""
    channel = message["channel"]
    if channel.startswith("D"):
        return {channel.removeprefix("D")}
    readers = {
        user for user in world.members[channel] if world.kinds.get(user, "stranger") != "left"
    }
    return readers | ({EVERYONE} if channel in world.public else set())
