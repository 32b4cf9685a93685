"""A proposal as it stands now, with who decided what: everything its card needs."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from assistant.answers.citations import Citation
from assistant.bootstrap import Workspace
from assistant.review_proposal import OpenProposal, open_proposal
from integrations.slack.blocks.proposal_card import (
    Decided,
    Hole,
    card_text,
    proposal_card,
    split,
)
from integrations.slack.posts import Block
from knowledge.domain.account_map import PersonView
from knowledge.domain.codes import PersonStatus
from knowledge.domain.proposals import Decision, LineState, Proposal
from knowledge.store import access, audit, ledger, members, proposals, reviews
from knowledge.store.engine import Connection

_UNDONE = "review_undone"
_DECIDED = (LineState.ACCEPTED, LineState.EDITED, LineState.REJECTED)


@dataclass(frozen=True, slots=True)
class Card:
    """What a card shows: its text and its blocks."""

    text: str
    blocks: tuple[Block, ...]


def card_of(ws: Workspace, proposal_id: str, lang: str, not_known: Sequence[str] = ()) -> Card:
    """The card, brought up to date; ``not_known`` are people not to ask about again.

    Raises ``UnknownProposal`` when not everybody in the audience may see it.
    """
    opened = open_proposal(ws, proposal_id)
    decided = who_decided(ws, proposal_id)
    hole = _hole(ws, opened, not_known) if decided else None
    blocks = proposal_card(opened, lang, ws.settings.timezone, decided, hole)
    return Card(card_text(opened, lang), blocks)


def proposal_as_shown(ws: Workspace, proposal_id: str) -> Proposal | None:
    """The proposal as it was last shown, without comparing it anew."""
    with ws.store.read() as conn:
        stored = proposals.load_proposal(conn, proposal_id, ws.audience)
    return stored.proposal if stored else None


def who_decided(ws: Workspace, proposal_id: str) -> tuple[Decided, ...]:
    """The reviews of the proposal, oldest first, with the names of those who made them."""
    with ws.store.read() as conn:
        found = reviews.list_reviews(conn, proposal_id, ws.audience)
        undone_by = _undone_by(ws, conn, found)
        return tuple(
            _decided(ws, conn, one, reviews.list_decisions(conn, one.id, ws.audience), undone_by)
            for one in found
        )


def name_of(ws: Workspace, conn: Connection, member: str) -> str:
    """What a member is called."""
    known = members.load_member(conn, ws.workspace_id, member)
    return known.name if known else member


def with_authors(ws: Workspace, citations: Sequence[Citation]) -> tuple[Citation, ...]:
    """The citations with the names of those who typed what they say."""
    with ws.store.read() as conn:
        return tuple(
            replace(one, author=name_of(ws, conn, one.author))
            if one.kind == "person" and one.author
            else one
            for one in citations
        )


def who_decided_line(ws: Workspace, proposal_id: str, line_id: str) -> tuple[str, datetime] | None:
    """Who decided the line, by member id, and when; ``None`` when nobody's decision of it stands."""
    with ws.store.read() as conn:
        for one in reversed(reviews.list_reviews(conn, proposal_id, ws.audience)):
            if one.undone_at is not None:
                continue
            made = reviews.list_decisions(conn, one.id, ws.audience)
            if any(decision.line_id == line_id for decision in made):
                return one.member, one.decided_at
    return None


def _decided(
    ws: Workspace,
    conn: Connection,
    review: reviews.Review,
    made: Sequence[Decision],
    undone_by: Mapping[str, str],
) -> Decided:
    by = undone_by.get(review.id)
    return Decided(
        review.id,
        name_of(ws, conn, review.member),
        review.decided_at,
        tuple(made),
        name_of(ws, conn, by) if by else None,
        review.undone_at,
    )


def _undone_by(ws: Workspace, conn: Connection, found: Sequence[reviews.Review]) -> dict[str, str]:
    """Who took which review back; the audit trail is read only when somebody did."""
    undone = [review for review in found if review.undone_at is not None]
    if not undone:
        return {}
    entries = audit.list_audit(conn, undone[0].account_id, ws.audience)
    ids = {review.id for review in undone}
    return {
        id_: entry.member
        for entry in entries
        if entry.action == _UNDONE
        for id_ in entry.object_ids
        if id_ in ids
    }


def _hole(ws: Workspace, opened: OpenProposal, not_known: Sequence[str]) -> Hole | None:
    """The weight of somebody this note speaks of, when nothing tells it and nothing else is asked."""
    proposal = opened.proposal
    if split(proposal).decide:
        return None
    with ws.store.read() as conn:
        if not access.may_review(conn, ws.member, proposal.account_id):
            return None
        account_map = ledger.load_map(conn, proposal.account_id, ws.audience)
    spoken_of = dict.fromkeys(
        line.says.subject_id for line in proposal.lines if line.state in _DECIDED
    )
    people = {
        person.id: person
        for subject in spoken_of
        if (person := account_map.person(subject)) is not None
    }
    asked = [
        person
        for person in people.values()
        if _is_worth_asking(person) and person.id not in not_known
    ]
    if not asked:
        return None
    best = max(asked, key=_matters)
    return Hole(best.id, best.name)


def _is_worth_asking(person: PersonView) -> bool:
    gone = person.value("person.status") == PersonStatus.LEFT
    theirs = person.id in {customer.id for customer in person.account_map.customers()}
    return theirs and not gone and person.influence.value is None


def _matters(person: PersonView) -> int:
    """How much is known of the person already: who has a part, a stance, a title is asked about first."""
    part = bool(person.values("person.role") or person.values("person.power"))
    return 4 * part + 2 * (person.one("person.stance") is not None) + (person.title is not None)
