"""Taking a note in: keep it, read it, compare it with the map, propose; all in one transaction.

The reading is done before the transaction, because it takes time (with a model up to minutes) and
touches nothing: ``read_note_in``. Keeping the note, its passages and its proposal, and accepting what
was asked to be accepted at once, then happen together or not at all: ``keep_note``. There is never a
note without its proposal. Whoever has several notes reads them all before keeping the first.
"""

import logging
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal

from assistant.bootstrap import Workspace
from assistant.fault_sites import site_of
from assistant.models.failure import FailureKind, ModelFailure
from assistant.new_account import make_account
from assistant.proposing import context_for, propose
from assistant.read_again import queue_reading
from assistant.readers import grounded_reading
from assistant.review_proposal import select
from assistant.reviewing import accept_choices, decide_and_save
from knowledge.domain.codes import SourceKind
from knowledge.domain.grounding import Grounded, ground
from knowledge.domain.proposals import Proposal
from knowledge.domain.reading import Reading, ReadingContext
from knowledge.domain.review import Reviewed
from knowledge.domain.sources import Decoded, Refused, Source, decode, sha256_of
from knowledge.errors import TextRefused
from knowledge.index.store_passages import index_source
from knowledge.reading.contract import Reader
from knowledge.reading.private_matters import keep_private_matters_out
from knowledge.store import accounts, audit, ledger, proposals, sources, suppression
from knowledge.store.engine import Connection
from knowledge.store.names import refuse_unstorable
from knowledge.store.proposals import StoredProposal

log = logging.getLogger(__name__)

# Ends the reader's name on the proposal of a note that could not be read.
FAILED = " failed"

Accept = Literal["all", "sure", "none"]
Status = Literal["stored", "unchanged", "revised"]


@dataclass(frozen=True, slots=True)
class NoteIn:
    """A note as it comes in. ``raw`` are its bytes; ``us`` and ``our_people`` add to the roster.

    ``create_account`` makes the account when there is none of that name. ``revise`` lets other text
    take over a known ``external_id``.
    """

    raw: bytes
    account: str
    kind: SourceKind | None = None
    dated_on: date | None = None
    author: str | None = None
    external_id: str | None = None
    url: str | None = None
    us: str | None = None
    our_people: tuple[str, ...] = ()
    create_account: bool = False
    revise: bool = False


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of a note. ``proposal`` is ``None`` when the same note was here already.

    ``model_failure`` is why the model that should have read it did not; the embedded reader read it
    then. ``waits_for_model`` says that the model will be asked again.
    """

    source: Source
    account_name: str
    account_created: bool
    status: Status
    proposal: Proposal | None = None
    reviewed: Reviewed | None = None
    model_failure: FailureKind | None = None
    waits_for_model: bool = False


@dataclass(frozen=True, slots=True)
class _Read:
    """What a reader found, and by which reader; ``failure`` when it stood in for a model."""

    grounded: Grounded
    reader: str
    failure: ModelFailure | None = None


@dataclass(frozen=True, slots=True)
class ReadIn:
    """A note that was read and is not kept yet.

    ``known`` is the same note where it is kept already; ``read`` is ``None`` when nothing had to be read
    because of that.
    """

    note: NoteIn
    decoded: Decoded
    known: Taken | None
    read: _Read | None


def take_note(ws: Workspace, note: NoteIn, accept: Accept = "none") -> Taken:
    """Keep the note with its proposal, and accept the lines asked for.

    The same note again changes nothing, unless it could not be read the first time: then it is read
    now. Raises ``TextRefused``, ``UnknownAccount``, ``AmbiguousAccount`` or ``ContentChanged``; then
    nothing at all was kept.
    """
    return keep_note(ws, read_note_in(ws, note), accept)


def read_note_in(ws: Workspace, note: NoteIn) -> ReadIn:
    """Read the note and write nothing. Raises ``TextRefused`` or ``AmbiguousAccount``."""
    refuse_unstorable(note.account)
    decoded = _decoded(note.raw, ws.settings.limits.note_bytes)
    known = _already_here(ws, note)
    if known is not None and not _was_unread(ws, known.source):
        return ReadIn(note, decoded, known, None)
    with ws.store.read() as conn:
        text = suppression.blank_suppressed(conn, ws.store, ws.workspace_id, decoded.text)
        context = _context(ws, conn, note)
    read = _read(ws.reader(), text, context)
    return ReadIn(note, replace(decoded, text=text), known, read)


def keep_note(ws: Workspace, read_in: ReadIn, accept: Accept = "none") -> Taken:
    """Keep a note that was read, with its proposal, and accept the lines asked for.

    Raises ``UnknownAccount``, ``AmbiguousAccount`` or ``ContentChanged``; then nothing was kept.
    """
    known, read = read_in.known, read_in.read
    if read is None:
        if known is None:
            message = "a note that is not known has to be read"
            raise ValueError(message)
        return known
    with ws.store.write() as conn:
        decoded, read = _without_the_forgotten(ws, conn, read_in.decoded, read)
        if known is not None and sources.get_source(conn, known.source.id, ws.audience):
            return _propose(ws, conn, known, read, accept)
        return _keep(ws, conn, read_in.note, decoded, read, accept)


def _without_the_forgotten(
    ws: Workspace, conn: Connection, decoded: Decoded, read: _Read
) -> tuple[Decoded, _Read]:
    """The note as it may be kept now: a model reads for a minute, in which somebody may be forgotten."""
    text = suppression.blank_suppressed(conn, ws.store, ws.workspace_id, decoded.text)
    if text == decoded.text:
        return decoded, read
    again = ground(read.grounded.reading, text)
    grounded = replace(again, set_aside=(*read.grounded.set_aside, *again.set_aside))
    return replace(decoded, text=text), replace(read, grounded=grounded)


def _was_unread(ws: Workspace, source: Source) -> bool:
    """Whether the reader failed on this source when it came in."""
    with ws.store.read() as conn:
        listed = proposals.list_proposals(
            conn, ws.workspace_id, ws.audience, source_id=source.id, pending_only=False
        )
        latest = proposals.load_proposal(conn, listed[-1].id, ws.audience) if listed else None
    return latest is not None and latest.proposal.reader.endswith(FAILED)


def _decoded(raw: bytes, limit_bytes: int) -> Decoded:
    decoded = decode(raw, limit_bytes)
    if isinstance(decoded, Refused):
        raise TextRefused(decoded.reason, decoded.detail)
    return decoded


def _already_here(ws: Workspace, note: NoteIn) -> Taken | None:
    """What the store answers at once: the very same note in the very same account."""
    with ws.store.read() as conn:
        account = accounts.find_account(conn, ws.workspace_id, note.account, ws.audience)
        if account is None:
            return None
        same = sources.find_by_content(conn, account.id, sha256_of(note.raw), ws.audience)
        if same is None:
            return None
        return Taken(same, account.name, account_created=False, status="unchanged")


def _context(ws: Workspace, conn: Connection, note: NoteIn) -> ReadingContext:
    account = accounts.find_account(conn, ws.workspace_id, note.account, ws.audience)
    known = context_for(
        ws,
        conn,
        account_name=account.name if account else note.account,
        account_id=account.id if account else None,
        us=note.us,
        our_people=note.our_people,
    )
    dated_on = note.dated_on or ws.clock.today()
    return known.model_copy(update={"date": dated_on, "author": note.author})


def _read(reader: Reader, text: str, context: ReadingContext) -> _Read:
    """Read the text; a reader that fails must not cost anybody their note."""
    try:
        found = grounded_reading(reader, text, context)
    except Exception as error:  # noqa: BLE001 - see below
        # The note is kept whatever a reader does. What failed and where goes to the log; the message
        # does not, because it may hold words of the note.
        log.error("reading_failed reader=%s error=%s", reader.name, site_of(error))  # noqa: TRY400
        nothing = Grounded(Reading(account=context.account), ())
        return _Read(nothing, f"{reader.name}{FAILED}", _failure_of(reader))
    name = f"{reader.name} {reader.version}"
    return _Read(keep_private_matters_out(found), name, _failure_of(reader))


def _failure_of(reader: Reader) -> ModelFailure | None:
    """Why the model did not read, where one reader stood in for it."""
    failure = getattr(reader, "failure", None)
    return failure if isinstance(failure, ModelFailure) else None


def _keep(
    ws: Workspace,
    conn: Connection,
    note: NoteIn,
    decoded: Decoded,
    read: _Read,
    accept: Accept,
) -> Taken:
    account, created = _account(ws, conn, note)
    source = _source(ws, note, decoded, account.id)
    added = sources.add_source(conn, source, note.raw, revise=note.revise)
    if added.status == "unchanged":
        return Taken(added.source, account.name, account_created=created, status="unchanged")
    index_source(conn, added.source)
    taken = Taken(added.source, account.name, account_created=created, status=added.status)
    return _propose(ws, conn, taken, read, accept)


def _propose(ws: Workspace, conn: Connection, taken: Taken, read: _Read, accept: Accept) -> Taken:
    """Save the proposal of a kept source, and accept the lines asked for."""
    source = taken.source
    proposal = propose(ws, conn, source, read.grounded, read.reader)
    version = ledger.map_version(conn, source.account_id, ws.audience) or 0
    reading = read.grounded.reading.model_dump(mode="json", by_alias=True)
    proposals.save_proposal(conn, proposal, reading, version)
    _record(ws, conn, source.account_id, source.id, proposal.id)
    reviewed = None
    if accept != "none" and proposal.lines:
        choices = accept_choices(proposal, select(proposal, accept))
        stored = StoredProposal(proposal, reading, version, {}, {})
        reviewed = decide_and_save(ws, conn, stored, choices)
        proposal = replace(proposal, lines=reviewed.lines)
    failure = read.failure
    return replace(
        taken,
        proposal=proposal,
        reviewed=reviewed,
        model_failure=failure.kind if failure else None,
        waits_for_model=failure is not None and queue_reading(ws, conn, source.id, failure),
    )


def _record(
    ws: Workspace, conn: Connection, account_id: str, source_id: str, proposal_id: str
) -> None:
    at, ids = ws.clock.now(), (source_id, proposal_id)
    entry = audit.AuditEntry(at, ws.workspace_id, ws.member, "note_taken", account_id, ids)
    audit.record(conn, entry)


def _account(ws: Workspace, conn: Connection, note: NoteIn) -> tuple[accounts.Account, bool]:
    found = accounts.find_account(conn, ws.workspace_id, note.account, ws.audience)
    if found is not None:
        return found, False
    if not note.create_account or not note.account.strip():
        return accounts.get_account(conn, ws.workspace_id, note.account, ws.audience), False
    return make_account(ws, conn, note.account), True


def _source(ws: Workspace, note: NoteIn, decoded: Decoded, account_id: str) -> Source:
    return Source(
        id=ws.store.new_id("src"),
        workspace_id=ws.workspace_id,
        account_id=account_id,
        kind=note.kind or SourceKind.NOTE,
        text=decoded.text,
        encoding=decoded.encoding,
        sha256=sha256_of(note.raw),
        dated_on=note.dated_on or ws.clock.today(),
        received_at=ws.clock.now(),
        author=note.author,
        external_id=note.external_id,
        url=note.url,
        fetched_on=ws.clock.today() if note.url else None,
    )
