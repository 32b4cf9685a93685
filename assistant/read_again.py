"""Reading again, with the model, what was read without it because the model could not be reached.

The note was kept and its proposal made by the embedded reader. When the model answers again, the same
proposal is made to rest on its reading: what people decided stays decided, and does not come back.
"""

import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Literal

from assistant.bootstrap import Workspace
from assistant.fault_sites import site_of
from assistant.models.failure import FailureKind, ModelFailure
from assistant.proposing import context_for, lines_of
from assistant.readers import grounded_reading
from knowledge.domain.account_map import AccountMap
from knowledge.domain.grounding import Grounded
from knowledge.domain.lineup import refresh
from knowledge.domain.names import same_name
from knowledge.domain.proposals import Line, LineState, Proposal
from knowledge.domain.remarks import remark_on
from knowledge.domain.sources import Source
from knowledge.domain.values import canonical
from knowledge.reading.contract import Reader
from knowledge.reading.private_matters import keep_private_matters_out
from knowledge.store import accounts, ledger, proposals, rereads, sources
from knowledge.store.engine import Connection
from knowledge.store.line_json import remarks_to_json
from knowledge.store.proposals import StoredProposal
from knowledge.store.rereads import Reread

log = logging.getLogger(__name__)

# The model said no to this very text: the same text gets the same answer, so that waiting is in vain.
IN_VAIN: frozenset[FailureKind] = frozenset({"refused", "filtered", "too_long"})


@dataclass(frozen=True, slots=True)
class ReadAgain:
    """What became of one source: ``done`` with new lines, ``waits`` for a next attempt, or ``given_up``."""

    source_id: str
    account_name: str
    outcome: Literal["done", "waits", "given_up"]
    new_lines: int = 0
    because: str = ""
    proposal_id: str | None = None


def queue_reading(ws: Workspace, conn: Connection, source_id: str, failure: ModelFailure) -> bool:
    """Let the source wait to be read by the model, unless that is in vain."""
    if failure.kind in IN_VAIN:
        return False
    now = ws.clock.now()
    rereads.queue(conn, ws.workspace_id, source_id, ws.member, failure.kind, now)
    return True


def waiting_readings(ws: Workspace, due_by: datetime | None = None) -> Sequence[Reread]:
    """What waits to be read by the model, the soonest due first."""
    with ws.store.read() as conn:
        return rereads.waiting(conn, ws.workspace_id, due_by)


def read_again(
    ws: Workspace, reader: Reader, due_by: datetime | None = None
) -> Iterator[ReadAgain]:
    """Read what waits (with ``due_by``, what is due by then), one source after the other.

    ``reader`` is the model's own, without a fallback. After a failure that concerns every source, such
    as an unreachable endpoint, the others are left for the next time.
    """
    for waiting in waiting_readings(ws, due_by):
        outcome, failure = read_one_again(ws, reader, waiting)
        if outcome is not None:
            yield outcome
        if failure is not None and failure.is_general:
            return


def read_one_again(
    ws: Workspace, reader: Reader, waiting: Reread
) -> tuple[ReadAgain | None, ModelFailure | None]:
    """Read one source that waits, for whoever brought it in; ``None`` when it is not theirs any more.

    The reader is asked before anything is written. With a failure that ``is_general``, the next source
    would meet the same one.
    """
    ws = replace(ws, member=waiting.member or ws.member)
    with ws.store.read() as conn:
        source = sources.get_source(conn, waiting.source_id, ws.audience)
        account = (
            accounts.get_account(conn, ws.workspace_id, source.account_id, ws.audience)
            if source
            else None
        )
        if source is not None and account is not None:
            known = context_for(ws, conn, account_name=account.name, account_id=account.id)
    if source is None or account is None:
        # Gone, or no longer for whoever brought it in: nothing is to be read for them.
        with ws.store.write() as conn:
            rereads.done(conn, ws.workspace_id, waiting.source_id)
        return None, None
    context = known.model_copy(update={"date": source.dated_on, "author": source.author})
    try:
        grounded = keep_private_matters_out(grounded_reading(reader, source.text, context))
    except ModelFailure as failure:
        return _put_off(
            ws, waiting, account.name, failure.kind, counts=not failure.is_general
        ), failure
    except Exception as error:  # noqa: BLE001 - one source must not hold the others up
        # A fault of ours: its class and place, and no message, which may hold words of the note.
        log.error("read_again_failed source=%s error=%s", source.id, site_of(error))  # noqa: TRY400
        return _put_off(ws, waiting, account.name, "unexpected"), None
    with ws.store.write() as conn:
        now = sources.get_source(conn, source.id, ws.audience)
        if now is None or now.text != source.text:
            # Somebody was forgotten while the model read: what it read is thrown away.
            return ReadAgain(source.id, account.name, "waits", because="changed"), None
        done = let_rest_on(ws, conn, source, grounded, f"{reader.name} {reader.version}")
        rereads.done(conn, ws.workspace_id, source.id)
    proposal_id, new_lines = done
    log.info("read_again source=%s new_lines=%d", source.id, new_lines)
    return ReadAgain(source.id, account.name, "done", new_lines, "", proposal_id), None


def _put_off(
    ws: Workspace, waiting: Reread, account_name: str, because: str, *, counts: bool = True
) -> ReadAgain:
    with ws.store.write() as conn:
        kept = because not in IN_VAIN and rereads.put_off(
            conn, ws.workspace_id, waiting, because, ws.clock.now(), counts=counts
        )
        if not kept:
            rereads.done(conn, ws.workspace_id, waiting.source_id)
    log.warning("read_again_failed source=%s kind=%s", waiting.source_id, because)
    outcome: Literal["waits", "given_up"] = "waits" if kept else "given_up"
    return ReadAgain(waiting.source_id, account_name, outcome, because=because)


def let_rest_on(
    ws: Workspace, conn: Connection, source: Source, grounded: Grounded, reader: str
) -> tuple[str | None, int]:
    """Let the source's latest proposal rest on this reading; its id, and how many lines are new.

    What people decided stays decided, and what they rejected does not come back.
    """
    listed = proposals.list_proposals(
        conn, ws.workspace_id, ws.audience, source_id=source.id, pending_only=False
    )
    stored = proposals.load_proposal(conn, listed[-1].id, ws.audience) if listed else None
    if stored is None:
        return None, 0
    account_map = ledger.load_map(conn, source.account_id, ws.audience)
    fresh = lines_of(ws, conn, source, grounded.reading, account_map, known_people_too=True)
    fresh = tuple(line for line in fresh if not _was_rejected(line, stored.proposal))
    return stored.proposal.id, _save(ws, conn, stored, grounded, reader, fresh, account_map)


def _save(
    ws: Workspace,
    conn: Connection,
    stored: StoredProposal,
    grounded: Grounded,
    reader: str,
    fresh: Sequence[Line],
    account_map: AccountMap,
) -> int:
    before = stored.proposal
    after, _ = refresh(before, fresh)
    settled = {line.id for line in before.lines} - {line.id for line in before.pending}
    lines = [
        line for line in after.lines if line.id not in settled and line.state == LineState.PENDING
    ]
    remarks = remark_on(after.pending, account_map, ws.clock.today(), ws.settings.limits.remarks)
    version = ledger.map_version(conn, before.account_id, ws.audience) or 0
    proposals.replace_pending_lines(
        conn, before.id, lines, version, remarks_json=remarks_to_json(remarks)
    )
    reading = grounded.reading.model_dump(mode="json", by_alias=True)
    proposals.replace_reading(conn, before.id, reading, reader, len(grounded.set_aside))
    return len({line.id for line in lines} - {line.id for line in before.lines})


def _was_rejected(line: Line, proposal: Proposal) -> bool:
    """Whether people said no to the same thing, in whatever words it was found."""
    return any(
        one.state == LineState.REJECTED
        and one.says.attribute == line.says.attribute
        and same_name(one.subject_name, line.subject_name)
        and canonical(one.says.value) == canonical(line.says.value)
        for one in proposal.lines
    )
