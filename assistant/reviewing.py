"""Deciding lines and saving what follows, inside one immediate transaction of the caller."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from assistant.bootstrap import Workspace
from assistant.proposing import lines_of
from knowledge.domain.account_map import AccountMap
from knowledge.domain.lineup import refresh
from knowledge.domain.proposals import Line, Proposal, Verdict
from knowledge.domain.reading import Reading
from knowledge.domain.remarks import remark_on
from knowledge.domain.review import Choice, Reviewed, Reviewer, decide
from knowledge.domain.sources import Source
from knowledge.errors import NotAllowed, UnknownSource
from knowledge.store import access, audit, ledger, proposals, reviews, sources
from knowledge.store.engine import Connection
from knowledge.store.line_json import remarks_to_json
from knowledge.store.proposals import StoredProposal


def accept_choices(proposal: Proposal, numbers: Sequence[int]) -> tuple[Choice, ...]:
    """An acceptance per number; lines that ask who is meant are left for a person to settle."""
    asking = {line.number for line in proposal.lines if line.candidates}
    return tuple(Choice(number, Verdict.ACCEPT) for number in numbers if number not in asking)


def source_of(ws: Workspace, conn: Connection, proposal: Proposal) -> Source:
    """The source a proposal was read from; raises ``UnknownSource`` when it is not visible."""
    source = sources.get_source(conn, proposal.source_id, ws.audience)
    if source is None:
        raise UnknownSource(proposal.source_id)
    return source


def lines_today(
    ws: Workspace, conn: Connection, stored: StoredProposal, account_map: AccountMap
) -> tuple[Line, ...]:
    """The lines that the stored reading gives against the map of now."""
    if stored.reading is None:
        return ()
    reading = Reading.model_validate(stored.reading)
    source = source_of(ws, conn, stored.proposal)
    return lines_of(ws, conn, source, reading, account_map, known_people_too=True)


def bring_up_to_date(
    ws: Workspace, conn: Connection, stored: StoredProposal
) -> tuple[Proposal, tuple[int, ...]]:
    """The proposal as it reads against the map of now, saved so, and the numbers that moved.

    Nothing is compared anew while the map stands where it stood.
    """
    proposal = stored.proposal
    version = ledger.map_version(conn, proposal.account_id, ws.audience) or 0
    if version == stored.map_version or not proposal.pending:
        return proposal, ()
    account_map = ledger.load_map(conn, proposal.account_id, ws.audience)
    fresh, moved = refresh(proposal, lines_today(ws, conn, stored, account_map))
    settled = {line.id for line in proposal.lines} - {line.id for line in proposal.pending}
    lines = [line for line in fresh.lines if line.id not in settled]
    remarks = remark_on(fresh.pending, account_map, ws.clock.today(), ws.settings.limits.remarks)
    remarks_json = remarks_to_json(remarks)
    proposals.replace_pending_lines(conn, proposal.id, lines, version, remarks_json=remarks_json)
    return replace(fresh, remarks=remarks), moved


def decide_and_save(
    ws: Workspace, conn: Connection, stored: StoredProposal, choices: Sequence[Choice]
) -> Reviewed:
    """Carry out ``choices`` on the lines as they were shown, and append what follows.

    Raises ``NotAllowed`` when the member may not review the account.
    """
    proposal = stored.proposal
    if not access.may_review(conn, ws.member, proposal.account_id):
        raise NotAllowed
    version = ledger.map_version(conn, proposal.account_id, ws.audience) or 0
    if version == stored.map_version:
        fresh: tuple[Line, ...] = proposal.lines
    else:
        account_map = ledger.load_map(conn, proposal.account_id, ws.audience)
        fresh = lines_today(ws, conn, stored, account_map)
    review_id = ws.store.new_id("rev")
    reviewer = Reviewer(ws.member, review_id, ws.clock.now(), ws.store.new_id)
    reviewed = decide(proposal, fresh, choices, reviewer, _chosen_before(ws, conn, proposal))
    _save(ws, conn, proposal, fresh, reviewed, review_id, version)
    return reviewed


def _save(
    ws: Workspace,
    conn: Connection,
    proposal: Proposal,
    fresh: Sequence[Line],
    reviewed: Reviewed,
    review_id: str,
    version: int,
) -> None:
    decided = {decision.line_id for decision in reviewed.decisions}
    if any(refused.code == "overtaken" for refused in reviewed.refused):
        still_open = {line.id for line in proposal.pending} - decided
        settled = {line.id for line in proposal.lines} - still_open
        up_to_date, _ = refresh(proposal, fresh)
        lines = [line for line in up_to_date.lines if line.id not in settled]
        shown_again = [*lines, *(line for line in proposal.pending if line.id in decided)]
        proposals.replace_pending_lines(conn, proposal.id, shown_again, version)
    if not reviewed.decisions:
        return
    states = {line.id: line.state for line in reviewed.lines if line.id in decided}
    reviews.record_review(conn, review_id, proposal.id, reviewed.decisions, states)
    ledger.append_facts(conn, reviewed.facts)
    ledger.append_events(conn, reviewed.events)
    entry = audit.AuditEntry(
        ws.clock.now(), ws.workspace_id, ws.member, "proposal_reviewed", proposal.account_id,
        (proposal.id, review_id),
    )  # fmt: skip
    audit.record(conn, entry)


def _chosen_before(ws: Workspace, conn: Connection, proposal: Proposal) -> Mapping[str, str]:
    """Who the newcomers of unclear lines turned out to be in earlier reviews of the proposal."""
    if not any(line.candidates for line in proposal.lines):
        return {}
    newcomers = {line.id: line.says.subject_id for line in proposal.lines if line.candidates}
    chosen: dict[str, str] = {}
    for review in reviews.list_reviews(conn, proposal.id, ws.audience):
        if review.undone_at is not None:
            continue
        for decision in reviews.list_decisions(conn, review.id, ws.audience):
            person = decision.chosen
            if decision.line_id in newcomers and person and person.startswith("per_"):
                chosen[newcomers[decision.line_id]] = person
    return chosen
