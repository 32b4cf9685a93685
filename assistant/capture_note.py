"""Capturing a note: one note in, kept with its proposal."""

from dataclasses import dataclass
from datetime import date

from assistant.bootstrap import Workspace
from assistant.models.failure import FailureKind
from assistant.take_note import NoteIn, Status, take_note
from knowledge.domain.codes import SourceKind
from knowledge.domain.sources import Source


@dataclass(frozen=True, slots=True)
class Captured:
    """What became of the note; the proposal is found by the source.

    ``model_failure`` is why the model that should have read it did not, and ``waits_for_model`` whether
    it will be asked again.
    """

    source: Source
    account_name: str
    account_created: bool
    status: Status
    model_failure: FailureKind | None = None
    waits_for_model: bool = False


def capture_note(
    ws: Workspace,
    raw: bytes,
    account: str,
    *,
    kind: SourceKind | None = None,
    dated_on: date | None = None,
    author: str | None = None,
    external_id: str | None = None,
    url: str | None = None,
    create_account: bool = False,
    revise: bool = False,
) -> Captured:
    """Keep the note and propose what it changes; see ``take_note`` for what it raises."""
    note = NoteIn(
        raw=raw,
        account=account,
        kind=kind,
        dated_on=dated_on,
        author=author,
        external_id=external_id,
        url=url,
        create_account=create_account,
        revise=revise,
    )
    taken = take_note(ws, note)
    return Captured(
        taken.source,
        taken.account_name,
        taken.account_created,
        taken.status,
        taken.model_failure,
        taken.waits_for_model,
    )
