"""Read what is held of one account: its facts and events, and the lines nobody has decided yet."""

from dataclasses import dataclass

from knowledge.domain.facts import Event, Fact
from knowledge.domain.proposals import Proposal
from knowledge.store.access import Audience
from knowledge.store.engine import Connection
from knowledge.store.ledger import load_ledger
from knowledge.store.proposals import list_proposals, load_proposal


@dataclass(frozen=True, slots=True)
class ReadAccount:
    """The ledger of an account, and the proposals of it that wait."""

    facts: tuple[Fact, ...]
    events: tuple[Event, ...]
    waiting: tuple[Proposal, ...]


def read_account(
    conn: Connection, workspace_id: str, account_id: str, audience: Audience
) -> ReadAccount:
    """Everything the account's map is folded from, as far as the audience may see it."""
    facts, events = load_ledger(conn, account_id, audience)
    listed = list_proposals(conn, workspace_id, audience, account_id=account_id)
    stored = [load_proposal(conn, proposal.id, audience) for proposal in listed]
    return ReadAccount(
        tuple(facts), tuple(events), tuple(found.proposal for found in stored if found)
    )
