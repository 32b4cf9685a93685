"""`/carto link`, `/carto unlink` and `/carto team`: what a channel speaks of, and who may see an account.

They are answered to whoever typed them alone, so that they read with that person's rights; linking a
channel shows its account's name to nobody else.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256

from assistant.account_team import (
    ROLES,
    AccountTeam,
    LastOwner,
    Role,
    link_channel,
    set_role,
    show_account_team,
    unlink_channel,
)
from assistant.bootstrap import Workspace
from integrations.slack.intents import Typed
from integrations.slack.posts import Post
from knowledge.errors import CartoError, NotAllowed, UnknownAccount
from knowledge.language.catalogue import Lang, phrase
from knowledge.store import slack_directory

_VERBS = {
    "link": "link",
    "lier": "link",
    "unlink": "unlink",
    "délier": "unlink",
    "delier": "unlink",
}
_VERBS |= {"team": "team", "équipe": "team", "equipe": "team"}
_ROLE_WORDS: dict[str, Role | None] = {
    "owner": "owner", "responsable": "owner",
    "editor": "editor", "éditeur": "editor", "éditrice": "editor", "editeur": "editor",
    "reader": "reader", "lecteur": "reader", "lectrice": "reader",
    "none": None, "aucun": None,
}  # fmt: skip
_USER = re.compile(r"<@([UW][A-Z0-9]+)(?:\|[^>]*)?>")
_MARKUP = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})
_ENTITIES = (("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&"))


@dataclass(frozen=True, slots=True)
class Asked:
    """A command of this module, what it is about, and where it was typed."""

    ws: Workspace
    lang: Lang
    intent: Typed
    linked_account: str | None

    def told(self, key: str, **facts: object) -> str:
        """A sentence of this module."""
        return phrase(self.lang, f"slack_service.access.{key}", **facts)


def users_in(words: str) -> tuple[str, ...]:
    """The Slack users a command names."""
    return tuple(_USER.findall(words))


def is_ours(intent: Typed) -> bool:
    """Whether the command is one of this module's."""
    return _verb(intent.words) is not None


def answer(asked: Asked) -> Post:
    """Carry the command out, and say what was done, to whoever typed it."""
    verbs: dict[str, Callable[[Asked, str], str]] = {
        "link": _link,
        "unlink": _unlink,
        "team": _team,
    }
    verb = _verb(asked.intent.words) or "team"
    rest = asked.intent.words.partition(" ")[2].strip()
    try:
        text = verbs[verb](asked, rest)
    except NotAllowed:
        text = asked.told("not_allowed")
    except UnknownAccount as error:
        key = "unknown_near" if error.facts.get("near") else "unknown"
        text = asked.told(
            key, name=_safe(str(error.facts["name"])), near=_safe(str(error.facts["near"]))
        )
    except LastOwner:
        text = asked.told("last_owner")
    except CartoError as error:
        text = asked.told("refused", code=error.code)
    intent = asked.intent
    place = intent.place
    # Hashed, because whoever has the address may answer there.
    mark = sha256((intent.response_url or intent.words).encode()).hexdigest()[:24]
    return Post(
        f"access/{intent.speaker.user}/{mark}",
        "new" if place.is_direct else "private",
        place.channel,
        text,
        user=intent.speaker.user,
    )


def _verb(words: str) -> str | None:
    return _VERBS.get(words.partition(" ")[0].casefold())


def _link(asked: Asked, name: str) -> str:
    if asked.intent.place.is_direct:
        return asked.told("link_in_a_channel")
    if not name:
        return asked.told("link_what")
    found = link_channel(asked.ws, asked.intent.place.channel, _plain(name))
    return asked.told("linked", account=_safe(found.name))


def _unlink(asked: Asked, name: str) -> str:
    del name
    found = unlink_channel(asked.ws, asked.intent.place.channel)
    return (
        asked.told("not_linked")
        if found is None
        else asked.told("unlinked", account=_safe(found.name))
    )


def _team(asked: Asked, rest: str) -> str:
    named = _USER.search(rest)
    account = _plain(rest[: named.start()] if named else rest) or asked.linked_account or ""
    if not account:
        return asked.told("team_of_what")
    if named is None:
        return _shown(asked, show_account_team(asked.ws, account))
    word = rest[named.end() :].strip().casefold()
    if word not in _ROLE_WORDS:
        return asked.told("which_role")
    with asked.ws.store.read() as conn:
        user = slack_directory.load_user(conn, asked.ws.workspace_id, named[1])
    if user is None or user.member_id is None or user.kind in ("left", "app", "stranger"):
        return asked.told("not_one_of_us", user=named[1])
    team = set_role(asked.ws, account, user.member_id, _ROLE_WORDS[word])
    return f"{asked.told('changed')}\n{_shown(asked, team)}"


def _shown(asked: Asked, team: AccountTeam) -> str:
    lines = [asked.told("team", account=_safe(team.account_name))]
    with asked.ws.store.read() as conn:
        for role in ROLES:
            users = [
                slack_directory.user_of_member(conn, asked.ws.workspace_id, member)
                for member in team.members[role]
            ]
            names = [_safe(user.name) for user in users if user is not None]
            if names:
                lines.append(asked.told(f"role.{role}", names=", ".join(names)))
    lines.append(asked.told("open" if team.is_open else "restricted"))
    return "\n".join(lines)


def _plain(typed: str) -> str:
    """What was typed, without what Slack makes of its signs."""
    for entity, sign in _ENTITIES:
        typed = typed.replace(entity, sign)
    return typed.strip().strip('"“”«»').strip()


def _safe(text: str) -> str:
    """Text as Slack shows it letter for letter."""
    return text.translate(_MARKUP)
