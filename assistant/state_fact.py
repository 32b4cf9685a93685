"""Stating a fact: what a person knows, typed by them, with no note behind it."""

from dataclasses import dataclass
from typing import Any

from assistant.bootstrap import Workspace
from assistant.finding import find_map, find_person
from assistant.typed_facts import typed_fact
from knowledge.domain.facts import Fact
from knowledge.domain.registry import REGISTRY
from knowledge.errors import BadValue, NotAllowed
from knowledge.store import access, audit, ledger
from knowledge.store.engine import Connection


@dataclass(frozen=True, slots=True)
class Stated:
    """What was recorded; ``already`` when the member had said the very same before."""

    fact: Fact
    account_name: str
    person_name: str
    already: bool = False


def state_fact(ws: Workspace, account: str, person_id: str, attribute: str, value: Any) -> Stated:
    """Record what the acting member knows of a person, as known and of today.

    Raises ``UnknownAccount``, ``UnknownPerson``, ``BadValue`` when the value does not fit, and
    ``NotAllowed`` when the member may not review the account.
    """
    fault = REGISTRY[attribute].value.check(value)
    if fault is not None:
        raise BadValue(fault.expected, fault.found)
    with ws.store.write() as conn:
        found, account_map = find_map(ws, conn, account)
        person = find_person(person_id, found.name, account_map)
        if not access.may_review(conn, ws.member, found.id):
            raise NotAllowed
        fact = known_fact(ws, found.id, person.id, attribute, value)
        same = _same(account_map.held, fact)
        if same is None:
            append_known(ws, conn, fact)
    return Stated(same or fact, found.name, person.name, already=same is not None)


def known_fact(ws: Workspace, account_id: str, subject_id: str, attribute: str, value: Any) -> Fact:
    """A fact of today that the acting member knows; a coded value names its own item."""
    fact = typed_fact(ws, account_id, subject_id, attribute, value)
    coded = REGISTRY[attribute].many and isinstance(value, str)
    return fact._replace(item=value) if coded else fact


def append_known(ws: Workspace, conn: Connection, fact: Fact) -> None:
    """Append the fact, and who typed it to the audit trail."""
    ledger.append_facts(conn, [fact])
    at, ids = ws.clock.now(), (fact.id,)
    entry = audit.AuditEntry(at, ws.workspace_id, ws.member, "fact_stated", fact.account_id, ids)
    audit.record(conn, entry)


def _same(held: Any, fact: Fact) -> Fact | None:
    """The fact the member typed before, saying the same of the same day."""
    found = held.get((fact.subject_id, fact.attribute, fact.item))
    if found is None:
        return None
    mine = (
        one
        for one in (found.fact, *found.agreeing)
        if one.value_json == fact.value_json
        and one.member == fact.member
        and one.source_id is None
        and one.valid_on == fact.valid_on
    )
    return next(mine, None)
