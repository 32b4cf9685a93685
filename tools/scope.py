"""In what a tool call stands: who reads, which day it is, what the person typed. No model sets any of it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from knowledge.documents.page_outcomes import PageRead
from knowledge.domain.proposals import Proposal
from knowledge.domain.reading import Reading
from knowledge.domain.sources import Source
from knowledge.language.catalogue import Lang
from knowledge.store.access import Audience
from knowledge.store.engine import Connection
from tools.evidence import EvidenceBook


@dataclass(frozen=True, slots=True)
class Proposed:
    """What became of words handed in for review: the source that keeps them, and its waiting lines.

    ``refused`` is a code when nothing was kept, such as ``not_allowed``; the rest is then ``None``.
    """

    source: Source | None = None
    proposal: Proposal | None = None
    refused: str = ""


# Keeps a text of the person as a note of the account, with the reading of it: a pending proposal.
Propose = Callable[[str, Reading, str], Proposed]
# Fetches one address for an account and keeps what it says as a source.
ReadUrl = Callable[[str, str], PageRead]


@dataclass(frozen=True)
class ToolScope:
    """What every tool call of one turn shares.

    ``audience`` are all who will read the answer: filters come from here and never from a model.
    ``account`` is the id of the account when the person settled it; then no other is opened.
    ``as_of`` bounds what is known and what was so. ``message`` is what the person typed in this turn,
    ``allowed_urls`` are the addresses in it. Without ``propose`` or ``read_url`` those tools refuse.
    ``max_evidence`` bounds one result.
    """

    conn: Connection
    workspace_id: str
    audience: Audience
    today: date
    as_of: date | None
    lang: Lang
    book: EvidenceBook
    account: str | None = None
    allowed_urls: frozenset[str] = frozenset()
    message: str = ""
    propose: Propose | None = None
    read_url: ReadUrl | None = None
    max_evidence: int = 40

    @property
    def day(self) -> date:
        """The day the answer is about."""
        return self.as_of or self.today
