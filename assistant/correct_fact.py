"""Correcting a fact: somebody who knows says that it is not so, and what is so instead.

The wrong statement is retracted by an event, never rewritten; what is so instead is a fact the person
typed. Both stay readable in the history.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from assistant.bootstrap import Workspace
from assistant.recording import record_event
from assistant.state_fact import append_known, known_fact
from knowledge.domain.account_map import AccountMap
from knowledge.domain.facts import EventKind, Fact
from knowledge.domain.fold import Held
from knowledge.domain.registry import REGISTRY
from knowledge.domain.values import ValueFault
from knowledge.errors import BadValue, CartoError
from knowledge.store import accounts, ledger


class UnknownFact(CartoError):
    """The fact is not held any more: corrected or undone in the meantime, or never visible."""

    code = "unknown_fact"


@dataclass(frozen=True, slots=True)
class Corrected:
    """What was held and what is held now; ``now`` is ``None`` when the fact was only taken away."""

    account_name: str
    was: Fact
    now: Fact | None
    names: dict[str, str]
    unchanged: bool = False


@dataclass(frozen=True, slots=True)
class Correctable:
    """Those of some facts that are still held, with the names of the account and of its people."""

    account_name: str
    facts: tuple[Fact, ...]
    names: dict[str, str]


def held_facts(ws: Workspace, account: str, fact_ids: Sequence[str]) -> Correctable:
    """The facts of these ids that can still be corrected; raises ``UnknownAccount``."""
    with ws.store.read() as conn:
        found = accounts.get_account(conn, ws.workspace_id, account, ws.audience)
        account_map = ledger.load_map(conn, found.id, ws.audience)
    facts = (_find(account_map, id_)[1] for id_ in fact_ids)
    held = tuple(fact for fact in facts if fact is not None)
    return Correctable(found.name, held, _names(account_map))


def correct_fact(ws: Workspace, account: str, fact_id: str, typed: str | None) -> Corrected:
    """Take a fact off the map and, when something was ``typed``, put that in its place.

    Raises ``UnknownFact``, ``BadValue``, and ``NotAllowed`` when the member may not review.
    """
    with ws.store.write() as conn:
        found = accounts.get_account(conn, ws.workspace_id, account, ws.audience)
        account_map = ledger.load_map(conn, found.id, ws.audience)
        held, was = _find(account_map, fact_id)
        if held is None or was is None:
            raise UnknownFact
        value = None if typed is None else _value(was, typed)
        names = _names(account_map)
        now = None
        if typed is not None:
            now = known_fact(ws, found.id, was.subject_id, was.attribute, value)
            keeps_item = REGISTRY[was.attribute].many and not isinstance(value, str)
            now = now._replace(item=was.item) if keeps_item else now
            if now.value_json == was.value_json:
                return Corrected(found.name, was, was, names, unchanged=True)
        wrong = [one.id for one in held.behind if one.value_json == was.value_json]
        record_event(ws, conn, found.id, EventKind.RETRACT, {"facts": wrong, "events": []})
        if now is not None:
            append_known(ws, conn, now)
    return Corrected(found.name, was, now, names)


def _value(was: Fact, typed: str) -> Any:
    value = REGISTRY[was.attribute].value.amend(was.value, typed)
    if isinstance(value, ValueFault):
        raise BadValue(value.expected, value.found)
    return value


def _find(account_map: AccountMap, fact_id: str) -> tuple[Held | None, Fact | None]:
    for held in account_map.held.values():
        for fact in (held.fact, *held.agreeing, *held.rivals):
            if fact.id == fact_id and not fact.ends:
                return held, fact
    return None, None


def _names(account_map: AccountMap) -> dict[str, str]:
    return {person.id: person.name for person in account_map.people}
