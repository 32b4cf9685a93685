"""The two things beyond looking that a turn may do: leave a change for review, keep a page as a source."""

import re
from dataclasses import replace

from assistant.bootstrap import Workspace
from assistant.take_note import NoteIn, take_note
from knowledge.documents.page_outcomes import PageRead
from knowledge.domain.reading import Reading, ReadingContext
from knowledge.reading.contract import Reader
from knowledge.store.members import load_member
from tools.scope import Propose, Proposed, ReadUrl

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


def propose_for(ws: Workspace) -> Propose:
    """Keeps the person's message as a note with its proposal; nothing on the map changes."""

    def propose(account_id: str, reading: Reading, message: str) -> Proposed:
        def reader() -> Reader:
            return _AsProposed(reading)

        note = NoteIn(raw=message.encode(), account=account_id, author=_name_of_speaker(ws))
        taken = take_note(replace(ws, new_reader=reader), note)
        if taken.proposal is None:
            return Proposed(refused="known_already")
        return Proposed(taken.source, taken.proposal)

    return propose


def read_url_for(ws: Workspace) -> ReadUrl:
    """Fetches one page for an account and keeps its words as a source."""

    def read_url(account_id: str, url: str) -> PageRead:
        from assistant.read_page import read_page

        return read_page(ws, account_id, url)

    return read_url


def addresses_typed(message: str) -> frozenset[str]:
    """The addresses a person wrote, exactly, without the mark that ends their sentence."""
    return frozenset(found.rstrip(_CLOSING) for found in _ADDRESS.findall(message))
