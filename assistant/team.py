"""Our own side: the company's name, our people and our mail domains, so that notes read right."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from assistant.bootstrap import Workspace
from knowledge.domain.names import fold, same_name
from knowledge.errors import CartoError, UnknownMember
from knowledge.store import members


class BlankName(CartoError):
    """Something to be kept about us has no letter in it; ``reason`` is company, person or domain."""

    code = "blank_name"

    def __init__(self, reason: str) -> None:
        super().__init__(reason=reason)


@dataclass(frozen=True, slots=True)
class Team:
    """Who we are, as readers of notes know it."""

    us: str | None
    people: tuple[str, ...]
    domains: tuple[str, ...]


def show_team(ws: Workspace) -> Team:
    """Our company, people and domains, from the roster and the settings together."""
    with ws.store.read() as conn:
        roster = members.load_roster(conn, ws.workspace_id)
    names = dict.fromkeys([*(member.name for member in roster.people), *ws.settings.our_people])
    domains = dict.fromkeys([*roster.email_domains, *ws.settings.our_domains])
    return Team(ws.settings.us or roster.company, tuple(names), tuple(domains))


def set_team(
    ws: Workspace,
    us: str | None = None,
    add: Sequence[str] = (),
    remove: Sequence[str] = (),
    add_domains: Sequence[str] = (),
) -> Team:
    """Change the roster.

    Raises ``UnknownMember`` when somebody to be removed is not on it, and ``BlankName``; then nothing
    was changed.
    """
    us = None if us is None else _named(us, "company")
    add = [_named(name, "person") for name in add]
    add_domains = [_named(_domain(typed), "domain") for typed in add_domains]
    with ws.store.write() as conn:
        workspace = members.load_workspace(conn, ws.workspace_id)
        roster = members.load_roster(conn, ws.workspace_id)
        if workspace is not None and (us is not None or add_domains):
            domains = dict.fromkeys([*workspace.email_domains, *add_domains])
            changed = replace(
                workspace, company=us or workspace.company, email_domains=tuple(domains)
            )
            members.save_workspace(conn, changed)
        for name in add:
            if not any(same_name(name, member.name) for member in roster.people):
                new = members.Member(f"mem_{fold(name).replace(' ', '-')}", ws.workspace_id, name)
                members.save_member(conn, new)
        for name in remove:
            known = [member for member in roster.people if same_name(name, member.name)]
            if not known:
                raise UnknownMember(name)
            members.save_member(conn, replace(known[0], is_us=False, role="left"))
    return show_team(ws)


def _named(typed: str, reason: str) -> str:
    if not any(char.isalnum() for char in typed):
        raise BlankName(reason)
    return typed.strip()


def _domain(typed: str) -> str:
    return typed.strip().lower().removeprefix("@")
