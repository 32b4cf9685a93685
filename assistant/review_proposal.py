"""Reviewing: what waits, one proposal with its lines, a review of it, and taking a review back."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from assistant.bootstrap import Workspace
from assistant.recording import record_event
from assistant.reviewing import bring_up_to_date, decide_and_save, source_of
from knowledge.domain.codes import Band
from knowledge.domain.facts import EventKind
from knowledge.domain.proposals import Line, LineState, Proposal
from knowledge.domain.review import Choice, RefusedLine, select_lines
from knowledge.domain.sources import Source
from knowledge.domain.undo import what_rests_on
from knowledge.domain.values import ValueFault
from knowledge.errors import BadSelection, NotAllowed, NothingToUndo, UndoRefused, UnknownProposal
from knowledge.store import access, accounts, audit, ledger, proposals, reviews, sources
from knowledge.store.engine import Connection
from knowledge.store.proposals import StoredProposal


@dataclass(frozen=True, slots=True)
class Waiting:
    """A proposal with lines that nobody has decided, counted by band."""

    proposal_id: str
    account_name: str
    source_date: date
    pending: int
    sure: int
    decide: int
    rest: int
    created_at: datetime


@dataclass(frozen=True, slots=True)
class OpenProposal:
    """A proposal as it reads against the map of now; ``moved`` are lines that changed since."""

    proposal: Proposal
    account_name: str
    source: Source
    moved: tuple[int, ...] = ()
    names: Mapping[str, str] | None = None


@dataclass(frozen=True, slots=True)
class ReviewOutcome:
    """What a review did, line by line; ``refused`` were left as they stood, each with its reason."""

    proposal: Proposal
    account_name: str
    accepted: tuple[Line, ...] = ()
    edited: tuple[Line, ...] = ()
    rejected: tuple[Line, ...] = ()
    undone: tuple[Line, ...] = ()
    refused: tuple[RefusedLine, ...] = ()


def waiting(ws: Workspace, account: str | None = None) -> tuple[Waiting, ...]:
    """The proposals that wait for somebody, oldest first."""
    with ws.store.read() as conn:
        of = accounts.get_account(conn, ws.workspace_id, account, ws.audience) if account else None
        listed = proposals.list_proposals(
            conn, ws.workspace_id, ws.audience, account_id=of.id if of else None
        )
        names = _account_names(ws, conn)
        dates = sources.list_some_sources(conn, [one.source_id for one in listed], ws.audience)
        loaded = [proposals.load_proposal(conn, one.id, ws.audience) for one in listed]
        return tuple(
            _waiting(stored.proposal, names[stored.proposal.account_id], dates)
            for stored in loaded
            if stored is not None
        )


def open_proposal(
    ws: Workspace, proposal_id: str | None = None, account: str | None = None
) -> OpenProposal:
    """One proposal, brought up to date; without an id the oldest that waits.

    Raises ``UnknownProposal`` when there is none.
    """
    with ws.store.write() as conn:
        stored = _load(ws, conn, proposal_id, account)
        proposal, moved = bring_up_to_date(ws, conn, stored)
        _record(ws, conn, "proposal_read", proposal, ())
        name = _account_names(ws, conn)[proposal.account_id]
        source = source_of(ws, conn, proposal)
        account_map = ledger.load_map(conn, proposal.account_id, ws.audience)
        names = {person.id: person.name for person in account_map.people}
    names |= {
        line.says.subject_id: line.subject_name for line in proposal.lines if line.subject_name
    }
    return OpenProposal(proposal, name, source, moved, names)


def select(proposal: Proposal, words: str) -> tuple[int, ...]:
    """The numbers that ``sure``, ``all``, ``rest`` or ``1,3-5`` stand for; raises ``BadSelection``."""
    numbers = select_lines(proposal, words)
    if isinstance(numbers, ValueFault):
        raise BadSelection(words[:60])
    return numbers


def review(ws: Workspace, proposal_id: str, choices: Sequence[Choice]) -> ReviewOutcome:
    """Carry out ``choices``, checked and written in one immediate transaction.

    Each line is decided as it was last shown: what the map has overtaken since is refused, and shown
    anew the next time the proposal is opened.
    """
    with ws.store.write() as conn:
        stored = _load(ws, conn, proposal_id, None)
        reviewed = decide_and_save(ws, conn, stored, choices)
        name = _account_names(ws, conn)[stored.proposal.account_id]
    by_id = {line.id: line for line in reviewed.lines}
    decided = [by_id[decision.line_id] for decision in reviewed.decisions]
    return ReviewOutcome(
        replace(stored.proposal, lines=reviewed.lines),
        name,
        accepted=_in_state(decided, LineState.ACCEPTED),
        edited=_in_state(decided, LineState.EDITED),
        rejected=_in_state(decided, LineState.REJECTED),
        refused=reviewed.refused,
    )


def undo(ws: Workspace, proposal_id: str | None = None) -> ReviewOutcome:
    """Take back the latest review of a proposal; without an id, the member's latest review.

    Raises ``UndoRefused`` when later facts rest on it, and ``NothingToUndo``.
    """
    with ws.store.write() as conn:
        found = _latest(ws, conn, proposal_id)
        if not access.may_review(conn, ws.member, found.account_id):
            raise NotAllowed
        facts, events = ledger.load_ledger(conn, found.account_id, ws.audience)
        resting = what_rests_on(found.id, facts, events, _accepted_elsewhere(ws, conn, found))
        if resting:
            raise UndoRefused(tuple(sorted({rest.what for rest in resting})))
        payload: dict[str, object] = {
            "facts": [fact.id for fact in facts if fact.review_id == found.id],
            "events": [event.id for event in events if event.review_id == found.id],
            "review": found.id,
        }
        record_event(ws, conn, found.account_id, EventKind.UNDO, payload)
        undone_ids = set(reviews.undo_review(conn, found.id, ws.clock.now()))
        stored = _load(ws, conn, found.proposal_id, None)
        _record(ws, conn, "review_undone", stored.proposal, (found.id,))
        name = _account_names(ws, conn)[found.account_id]
    undone = tuple(line for line in stored.proposal.lines if line.id in undone_ids)
    return ReviewOutcome(stored.proposal, name, undone=undone)


def _load(
    ws: Workspace, conn: Connection, proposal_id: str | None, account: str | None
) -> StoredProposal:
    if proposal_id is None:
        of = accounts.get_account(conn, ws.workspace_id, account, ws.audience) if account else None
        listed = proposals.list_proposals(
            conn, ws.workspace_id, ws.audience, account_id=of.id if of else None
        )
        if not listed:
            raise UnknownProposal
        proposal_id = listed[0].id
    stored = proposals.load_proposal(conn, proposal_id, ws.audience)
    if stored is None:
        raise UnknownProposal(proposal_id)
    return stored


def _latest(ws: Workspace, conn: Connection, proposal_id: str | None) -> reviews.Review:
    if proposal_id is not None:
        found = reviews.latest_review(conn, proposal_id, ws.audience)
        if found is None:
            known = proposals.load_proposal(conn, proposal_id, ws.audience)
            raise NothingToUndo(proposal_id) if known else UnknownProposal(proposal_id)
        return found
    latest = reviews.latest_review_by(conn, ws.workspace_id, ws.member, ws.audience)
    if latest is None:
        raise NothingToUndo
    return latest


def _accepted_elsewhere(ws: Workspace, conn: Connection, review_: reviews.Review) -> list[Line]:
    """The accepted lines of every other proposal of the account."""
    listed = proposals.list_proposals(
        conn, ws.workspace_id, ws.audience, account_id=review_.account_id, pending_only=False
    )
    accepted: list[Line] = []
    for one in listed:
        if one.id == review_.proposal_id:
            continue
        stored = proposals.load_proposal(conn, one.id, ws.audience)
        if stored is not None:
            states = (LineState.ACCEPTED, LineState.EDITED)
            accepted += [line for line in stored.proposal.lines if line.state in states]
    return accepted


def _waiting(
    proposal: Proposal, account_name: str, dates: Mapping[str, sources.ListedSource]
) -> Waiting:
    bands = [line.band for line in proposal.pending]
    return Waiting(
        proposal.id,
        account_name,
        dates[proposal.source_id].dated_on,
        len(bands),
        bands.count(Band.SURE),
        bands.count(Band.DECIDE),
        bands.count(Band.REST),
        proposal.created_at,
    )


def _account_names(ws: Workspace, conn: Connection) -> dict[str, str]:
    listed = accounts.list_accounts(conn, ws.workspace_id, ws.audience)
    return {account.id: account.name for account in listed}


def _in_state(lines: Sequence[Line], state: LineState) -> tuple[Line, ...]:
    return tuple(line for line in lines if line.state == state)


def _record(
    ws: Workspace, conn: Connection, action: str, proposal: Proposal, more: tuple[str, ...]
) -> None:
    entry = audit.AuditEntry(
        ws.clock.now(), ws.workspace_id, ws.member, action, proposal.account_id,
        (proposal.id, *more),
    )  # fmt: skip
    audit.record(conn, entry)
