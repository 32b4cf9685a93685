"""From a source to its proposal: what the reader may know, and the comparison with the map."""

from assistant.bootstrap import Workspace
from knowledge.domain.account_map import AccountMap
from knowledge.domain.compare import compare
from knowledge.domain.compare_items import Closure
from knowledge.domain.grounding import Grounded
from knowledge.domain.line_making import Comparing
from knowledge.domain.proposals import Line, Proposal
from knowledge.domain.reading import KnownPerson, Reading, ReadingContext
from knowledge.domain.remarks import remark_on
from knowledge.domain.sources import Source
from knowledge.reading.closing import OpenItem, find_closures
from knowledge.store import ledger, members, suppression
from knowledge.store.engine import Connection

_CLOSABLE = ("account.promise", "account.pain")


def context_for(
    ws: Workspace,
    conn: Connection,
    *,
    account_name: str,
    account_id: str | None,
    us: str | None = None,
    our_people: tuple[str, ...] = (),
) -> ReadingContext:
    """What a reader may know before it reads: our roster, and who is on the map by name.

    ``us`` and ``our_people`` come with the note and add to the roster. The caller fills in the
    note's own date and author.
    """
    roster = members.load_roster(conn, ws.workspace_id)
    ours = [name for member in roster.people for name in (member.name, *member.aliases)]
    names = dict.fromkeys([*our_people, *ws.settings.our_people, *ours])
    account_map = (
        ledger.load_map(conn, account_id, ws.audience) if account_id else AccountMap("", {}, {})
    )
    return ReadingContext(
        account=account_name,
        us=us or ws.settings.us or roster.company,
        our_people=tuple(names),
        our_domains=(*ws.settings.our_domains, *roster.email_domains),
        known_people=tuple(
            KnownPerson(
                name=person.name,
                aliases=person.other_names,
                side=person.side,
                email=person.value("person.email"),
            )
            for person in account_map.people
        ),
    )


def propose(
    ws: Workspace, conn: Connection, source: Source, grounded: Grounded, reader: str
) -> Proposal:
    """The proposal that a grounded reading of ``source`` gives against the map of now."""
    account_map = ledger.load_map(conn, source.account_id, ws.audience)
    lines = lines_of(ws, conn, source, grounded.reading, account_map)
    return Proposal(
        id=ws.store.new_id("prp"),
        account_id=source.account_id,
        source_id=source.id,
        reader=reader,
        created_at=ws.clock.now(),
        lines=lines,
        remarks=remark_on(lines, account_map, ws.clock.today(), ws.settings.limits.remarks),
        set_aside=len(grounded.set_aside),
    )


def lines_of(
    ws: Workspace,
    conn: Connection,
    source: Source,
    reading: Reading,
    account_map: AccountMap,
    *,
    known_people_too: bool = False,
) -> tuple[Line, ...]:
    """The lines of a grounded reading against one state of the map."""
    forgotten = suppression.load_marks(conn, ws.store, ws.workspace_id)
    comparing = Comparing(
        source_id=source.id,
        dated_on=source.dated_on,
        new_id=ws.store.new_id,
        is_forgotten=forgotten.has,
        decide_lines=ws.settings.limits.decide_lines,
        known_people_too=known_people_too,
    )
    return compare(reading, account_map, comparing, _closures(source, account_map))


def _closures(source: Source, account_map: AccountMap) -> tuple[Closure, ...]:
    open_items = [
        OpenItem(attribute, held.fact.item, held.fact.value["text"])
        for attribute in _CLOSABLE
        for held in account_map.many(attribute)
        if held.fact.learnt_on <= source.dated_on and held.fact.source_id != source.id
    ]
    return find_closures(source.text, open_items)
