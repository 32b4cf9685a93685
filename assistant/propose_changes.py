"""The proposal of a source that is kept already."""

from assistant.bootstrap import Workspace
from knowledge.domain.proposals import Proposal
from knowledge.errors import UnknownProposal
from knowledge.store import proposals


def propose_changes(ws: Workspace, source_id: str) -> Proposal:
    """The latest proposal made from the source; raises ``UnknownProposal`` when there is none."""
    with ws.store.read() as conn:
        listed = proposals.list_proposals(
            conn, ws.workspace_id, ws.audience, source_id=source_id, pending_only=False
        )
        found = proposals.load_proposal(conn, listed[-1].id, ws.audience) if listed else None
    if found is None:
        raise UnknownProposal(source_id)
    return found.proposal
