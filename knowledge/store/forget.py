"""Forgetting a source or a person: everything derived goes, and no byte of the name stays in the file.

Two steps. One transaction takes the rows out; then the file is rewritten without them. A mark beside
the database says that the second step is due, so that whoever opens the store next completes it.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass, replace

from sqlalchemy import Connection, select

from knowledge.domain.facts import Fact
from knowledge.domain.names import words_of
from knowledge.domain.naming_again import name_again
from knowledge.domain.sources import Source
from knowledge.errors import UnknownPerson, UnknownSource
from knowledge.store import (
    audit,
    conversations,
    erase_rows,
    erase_slack,
    erasure,
    sources,
    suppression,
)
from knowledge.store.access import may_review
from knowledge.store.blanking import Blanker
from knowledge.store.engine import Store
from knowledge.store.erase_source import erase_source_rows, resting_on
from knowledge.store.ledger import append_facts, ledger_for_erasure, load_ledger
from knowledge.store.person_names import NameForms, PersonInLedger, forms_of, person_in_ledger
from knowledge.store.scrubbing import Scrubber
from knowledge.store.tables import accounts, facts, members

# Makes the passages of a source anew; the index knows how, and stands above the store.
Reindex = Callable[[Connection, Source], object]


@dataclass(frozen=True, slots=True)
class Receipt:
    """What was done. Ids and counts only.

    ``facts``, ``events``, ``lines``, ``proposals``, ``decisions`` count rows that were deleted or
    cleaned; ``source_ids`` are the sources deleted or blanked, ``account_ids`` the accounts touched,
    ``marks`` the new suppression marks, ``messages`` what was on its way from and to Slack and the turns
    of conversations. Copies made with ``backup`` are out of reach and not counted.
    """

    facts: int = 0
    events: int = 0
    lines: int = 0
    proposals: int = 0
    decisions: int = 0
    marks: int = 0
    messages: int = 0
    source_ids: tuple[str, ...] = ()
    account_ids: tuple[str, ...] = ()


def forget_source(store: Store, source_id: str, member: str) -> Receipt:
    """Remove a source and everything that rests on it. The same bytes may be imported again later.

    Raises ``UnknownSource`` also when the member may not review its account.
    """
    audience = frozenset({member})
    erasure.announce(store.path)
    with store.write() as conn:
        source = sources.get_source(conn, source_id, audience)
        if source is None or not may_review(conn, member, source.account_id):
            raise UnknownSource(source_id)
        before, _ = load_ledger(conn, source.account_id, audience)
        ids = resting_on(conn, source)
        counts = erase_source_rows(conn, source)
        messages = erase_slack.forget_source_in_slack(conn, source.workspace_id, source.text, ids)
        messages += conversations.forget_source_in_conversations(
            conn, source.workspace_id, source_id
        )
        _name_again(store, conn, source, before, member)
        _bump(conn, source.account_id)
        _record(
            store,
            conn,
            source.workspace_id,
            member,
            "source_forgotten",
            source.account_id,
            source_id,
        )
    erasure.finish(store.path)
    return Receipt(
        **counts,
        messages=messages,
        source_ids=(source_id,),
        account_ids=(source.account_id,),
    )


def _name_again(
    store: Store, conn: Connection, source: Source, before: list[Fact], member: str
) -> None:
    """Whoever the source introduced and others still speak of keeps a name, on the others' words."""
    lost = [fact for fact in before if fact.source_id == source.id]
    staying = [fact for fact in before if fact.source_id != source.id]
    ids = {fact.source_id for fact in staying if fact.source_id}
    texts = sources.source_texts(conn, ids, frozenset({member}))
    at = store.clock.now()
    append_facts(conn, name_again(lost, staying, texts, member, at, lambda: store.new_id("fct")))


def forget_person(
    store: Store,
    account_id: str,
    person_id: str,
    member: str,
    reindex: Reindex | None = None,
) -> Receipt:
    """Forget a person in the whole workspace, and mark their names so that they do not come back.

    Facts about them go; where others are quoted on them the name is blanked. People of the same full
    name in other accounts are forgotten with them, since nobody could tell the two apart afterwards.
    Blanked sources lose their passages; ``reindex`` makes them anew in the same transaction.
    Raises ``UnknownPerson`` also when the member may not review the account.
    """
    audience = frozenset({member})
    erasure.announce(store.path)
    with store.write() as conn:
        person = person_in_ledger(account_id, person_id, *load_ledger(conn, account_id, audience))
        if person is None or not may_review(conn, member, account_id):
            raise UnknownPerson(person_id, account_id)
        receipt = _forget_in_workspace(store, conn, person, reindex)
        workspace_id = _workspace_of(conn, account_id)
        _record(store, conn, workspace_id, member, "person_forgotten", account_id, person_id)
    erasure.finish(store.path)
    return receipt


def _forget_in_workspace(
    store: Store, conn: Connection, person: PersonInLedger, reindex: Reindex | None
) -> Receipt:
    workspace_id = _workspace_of(conn, person.account_id)
    forms = forms_of(person.names, person.addresses)
    namesakes = _namesakes(conn, workspace_id, person, forms)
    receipt = Receipt(
        marks=suppression.add_marks(
            conn, store, workspace_id, _forms_to_mark(forms, person), store.clock.now()
        )
    )
    for account_id in (
        conn.execute(select(accounts.c.id).where(accounts.c.workspace_id == workspace_id))
        .scalars()
        .all()
    ):
        here = namesakes.get(account_id, [])
        receipt = _forget_in_account(conn, account_id, here, forms, receipt)
    passing = _passing_blanker(conn, person, forms)
    messages = erase_slack.forget_person_in_slack(conn, workspace_id, passing)
    messages += conversations.forget_person_in_conversations(conn, workspace_id, passing.text)
    receipt = replace(receipt, messages=messages)
    if reindex is not None:
        for source_id in receipt.source_ids:
            reindex(conn, sources.source_for_erasure(conn, source_id))
    return receipt


def _forget_in_account(
    conn: Connection,
    account_id: str,
    people: list[PersonInLedger],
    forms: NameForms,
    so_far: Receipt,
) -> Receipt:
    """Forget the people of one account that carry the name; without any, blank it where it stands."""
    ids = frozenset(id_ for person in people for id_ in person.ids)
    about = {fact.id for person in people for fact in person.facts}
    blanker = _blanker(conn, account_id, forms, ids) if people else _strangers_blanker(forms)
    texts = erase_rows.blank_sources(conn, account_id, blanker)
    scrubber = Scrubber(ids, blanker, texts)
    deleted, cleaned = erase_rows.erase_facts(conn, account_id, scrubber, about)
    found = Receipt(
        facts=deleted + cleaned,
        events=erase_rows.erase_events(conn, account_id, scrubber),
        lines=erase_rows.erase_lines(conn, account_id, scrubber),
        proposals=erase_rows.erase_from_proposals(conn, account_id, scrubber),
        decisions=erase_rows.erase_decisions(conn, account_id, scrubber),
    )
    touched = bool(texts) or found != Receipt()
    if touched:
        _bump(conn, account_id)
    return replace(
        so_far,
        facts=so_far.facts + found.facts,
        events=so_far.events + found.events,
        lines=so_far.lines + found.lines,
        proposals=so_far.proposals + found.proposals,
        decisions=so_far.decisions + found.decisions,
        source_ids=(*so_far.source_ids, *texts),
        account_ids=(*so_far.account_ids, account_id) if touched else so_far.account_ids,
    )


def _namesakes(
    conn: Connection, workspace_id: str, person: PersonInLedger, forms: NameForms
) -> dict[str, list[PersonInLedger]]:
    """The person, and everybody else of the workspace under one of their full names, by account."""
    found: dict[str, list[PersonInLedger]] = {person.account_id: [person]}
    rows = conn.execute(
        select(facts.c.account_id, facts.c.subject_id, facts.c.value_json).where(
            facts.c.workspace_id == workspace_id, facts.c.attribute == "person.name"
        )
    ).all()
    for row in rows:
        words = words_of(str(json.loads(row.value_json)))
        known = found.setdefault(row.account_id, [])
        if words not in forms.sure or any(row.subject_id in one.ids for one in known):
            continue
        other = person_in_ledger(
            row.account_id, row.subject_id, *ledger_for_erasure(conn, row.account_id)
        )
        if other is not None:
            known.append(other)
    return found


def _blanker(conn: Connection, account_id: str, forms: NameForms, ids: frozenset[str]) -> Blanker:
    """For the person's own account: parts of the name count too, unless others share them."""
    others = _names_of_others(conn, account_id, ids)
    shared = {word for name in others for word in name}
    long_names = frozenset(name for name in others if len(name) > 1) - forms.local
    local = {form for form in forms.local if len(form) > 1 or form[0] not in shared}
    return Blanker(
        local.__contains__,
        {len(form) for form in local},
        forms.parts - shared,
        spared=long_names,
    )


def _strangers_blanker(forms: NameForms) -> Blanker:
    return Blanker(forms.sure.__contains__, {len(form) for form in forms.sure})


def _passing_blanker(conn: Connection, person: PersonInLedger, forms: NameForms) -> Blanker:
    """For messages, of which nobody knows the account: lone parts of the name count as well."""
    others = _names_of_others(conn, person.account_id, person.ids)
    shared = {word for name in others for word in name}
    forms_here = {*forms.local, *((part,) for part in forms.parts)}
    meant = {form for form in forms_here if len(form) > 1 or form[0] not in shared}
    long_names = frozenset(name for name in others if len(name) > 1) - forms.local
    return Blanker(
        meant.__contains__, {len(form) for form in meant}, spared=long_names, lone_words=True
    )


def _names_of_others(
    conn: Connection, account_id: str, ids: frozenset[str]
) -> set[tuple[str, ...]]:
    """The names of everybody else on the account's map, and of our own people."""
    in_map = select(facts.c.value_json).where(
        facts.c.account_id == account_id,
        facts.c.attribute.in_(("person.name", "person.alias")),
        facts.c.subject_id.not_in(list(ids)),
    )
    ours = select(members.c.name).where(
        members.c.workspace_id == _workspace_of(conn, account_id), members.c.is_us == 1
    )
    names = [json.loads(value) for value in conn.execute(in_map).scalars()]
    return {words_of(str(name)) for name in [*names, *conn.execute(ours).scalars()]}


def _forms_to_mark(forms: NameForms, person: PersonInLedger) -> set[tuple[str, ...]]:
    """The forms that keep the person away; a single word only when the map knew no longer name."""
    marked = {form for form in forms.sure if not all(word.isdigit() for word in form)}
    names = [words_of(name) for name in person.names]
    return marked if any(len(name) > 1 for name in names) else marked.union(names)


def _workspace_of(conn: Connection, account_id: str) -> str:
    return str(
        conn.execute(
            select(accounts.c.workspace_id).where(accounts.c.id == account_id)
        ).scalar_one()
    )


def _bump(conn: Connection, account_id: str) -> None:
    conn.execute(
        accounts.update()
        .where(accounts.c.id == account_id)
        .values(map_version=accounts.c.map_version + 1)
    )


def _record(
    store: Store,
    conn: Connection,
    workspace_id: str,
    member: str,
    action: str,
    account_id: str,
    object_id: str,
) -> None:
    entry = audit.AuditEntry(
        store.clock.now(), workspace_id, member, action, account_id, (object_id,)
    )
    audit.record(conn, entry)
