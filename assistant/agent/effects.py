"""The two things beyond looking that a turn may do: leave a change for review, keep a page as a source."""

import re
from dataclasses import dataclass, field, replace

from assistant.bootstrap import Workspace
from assistant.model_reader.merging import merge
from assistant.propose_changes import propose_changes
from assistant.read_again import let_rest_on
from assistant.take_note import NoteIn, take_note
from knowledge.documents.page_outcomes import PageRead
from knowledge.domain.grounding import ground
from knowledge.domain.reading import Reading, ReadingContext
from knowledge.domain.sources import Source
from knowledge.reading.contract import Reader
from knowledge.reading.private_matters import keep_private_matters_out
from knowledge.store.members import load_member
from tools.scope import Proposed

_ADDRESS = re.compile(r"https?://[^\s<>\"'|]+", re.IGNORECASE)
_CLOSING = ".,;:!?)]}»”’"


class _AsProposed:
    """Reads a message as what was proposed from it; grounding and review follow as for any note."""

    name = "proposed in conversation"
    version = "1"

    def __init__(self, reading: Reading) -> None:
        self._reading = reading

    def read(self, text: str, context: ReadingContext) -> Reading:  # noqa: ARG002 - read already
        """The reading that was handed in."""
        return self._reading


def _name_of_speaker(ws: Workspace) -> str | None:
    """Who typed the message, by name; an id is no name."""
    with ws.store.read() as conn:
        member = load_member(conn, ws.workspace_id, ws.member)
    return member.name if member is not None and member.name != member.id else None


@dataclass
class Effects:
    """What one turn may leave behind, and what it has: ``proposed`` are the messages kept, by account."""

    ws: Workspace
    proposed: dict[str, tuple[Source, Reading]] = field(default_factory=dict)

    def propose(self, account_id: str, reading: Reading, message: str) -> Proposed:
        """Keep the person's message as a note with its proposal; nothing on the map changes.

        Further changes of the same message join that proposal.
        """
        known = self.proposed.get(account_id)
        if known is not None:
            return self._add(account_id, *known, reading)
        reader: Reader = _AsProposed(reading)
        note = NoteIn(raw=message.encode(), account=account_id, author=_name_of_speaker(self.ws))
        taken = take_note(replace(self.ws, new_reader=lambda: reader), note)
        if taken.proposal is None:
            return Proposed(refused="known_already")
        self.proposed[account_id] = (taken.source, reading)
        return Proposed(taken.source, taken.proposal)

    def _add(self, account_id: str, source: Source, before: Reading, reading: Reading) -> Proposed:
        ws, both = self.ws, merge([before, reading])
        grounded = keep_private_matters_out(ground(both, source.text))
        with ws.store.write() as conn:
            let_rest_on(ws, conn, source, grounded, f"{_AsProposed.name} {_AsProposed.version}")
        self.proposed[account_id] = (source, both)
        return Proposed(source, propose_changes(ws, source.id))

    def read_url(self, account_id: str, url: str) -> PageRead:
        """Fetch one page for an account and keep its words as a source."""
        from assistant.read_page import read_page

        return read_page(self.ws, account_id, url)


def addresses_typed(message: str) -> frozenset[str]:
    """The addresses a person wrote, exactly, without the mark that ends their sentence."""
    return frozenset(found.rstrip(_CLOSING) for found in _ADDRESS.findall(message))
