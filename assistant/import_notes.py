"""Importing notes: one JSON object a line, each kept durably before it is acknowledged.

A line that cannot be kept says why, and the run goes on. Importing the same lines again changes
nothing.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from assistant.bootstrap import Workspace
from assistant.given_days import Day
from assistant.given_fields import JsonScalar, id_of, line_facts, parsed_line
from assistant.models.failure import FailureKind
from assistant.take_note import Accept, NoteIn, Taken, take_note
from knowledge.domain.codes import SourceKind
from knowledge.domain.proposals import LineState
from knowledge.errors import CartoError


class NoteLine(BaseModel):
    """One line of an import. Fields it does not know are left alone."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    id: str = Field(min_length=1)
    account: str = Field(pattern=r"\S")
    date: Day
    text: str
    kind: SourceKind = SourceKind.NOTE
    author: str | None = None
    url: str | None = None
    us: str | None = None
    our_people: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Imported:
    """What became of one line. ``error_code`` is set when it failed; nothing of it was kept then.

    ``id`` is the one of the line, as it was given. ``is_ahead`` says that the note was kept although
    its day is after today. ``model_failure`` is why the model that is set did not read it, and
    ``waits_for_model`` whether it will be asked again.
    """

    id: JsonScalar
    status: Literal["stored", "unchanged", "revised", "failed"]
    error_code: str | None = None
    error_facts: Mapping[str, str | int] = field(default_factory=dict)
    proposal_id: str | None = None
    accepted: int = 0
    waiting: int = 0
    is_ahead: bool = False
    model_failure: FailureKind | None = None
    waits_for_model: bool = False


def import_notes(
    ws: Workspace, lines: Iterable[str], *, accept: Accept = "none", revise: bool = False
) -> Iterator[Imported]:
    """Take in the notes of ``lines``, one result each, in order, after its durable commit.

    Accounts that do not exist yet are made. Raises only what stops every further line too: a store
    that cannot be written (``StoreUnusable``).
    """
    for number, line in enumerate(lines, start=1):
        if line.strip():
            yield _import_line(ws, line, number, accept, revise=revise)


def _import_line(
    ws: Workspace, line: str, number: int, accept: Accept, *, revise: bool
) -> Imported:
    given = _parsed(line)
    if given is None:
        return Imported(None, "failed", "not_json", {"line": number})
    given_id = id_of(given)
    try:
        note = NoteLine.model_validate(given)
        raw = note.text.encode("utf-8")
    except ValidationError as error:
        facts = line_facts(error, number)
        return Imported(given_id, "failed", "bad_field", facts)
    except UnicodeEncodeError:
        return Imported(given_id, "failed", "text_refused", {"reason": "surrogate", "detail": ""})
    try:
        taken = take_note(ws, _note_in(note, raw, revise=revise), accept)
    except CartoError as error:
        if error.actor == "operator":
            raise
        return Imported(note.id, "failed", error.code, error.facts)
    return _imported(note.id, taken, is_ahead=note.date > ws.clock.today())


def _parsed(line: str) -> dict[str, object] | None:
    try:
        given = parsed_line(line)
    except ValueError:
        return None
    return given if isinstance(given, dict) else None


def _note_in(note: NoteLine, raw: bytes, *, revise: bool) -> NoteIn:
    return NoteIn(
        raw=raw,
        account=note.account,
        kind=note.kind,
        dated_on=note.date,
        author=note.author,
        external_id=note.id,
        url=note.url,
        us=note.us,
        our_people=note.our_people,
        create_account=True,
        revise=revise,
    )


def _imported(note_id: str, taken: Taken, *, is_ahead: bool) -> Imported:
    if taken.proposal is None:
        return Imported(note_id, taken.status)
    states = [line.state for line in taken.proposal.lines]
    return Imported(
        note_id,
        taken.status,
        proposal_id=taken.proposal.id,
        accepted=states.count(LineState.ACCEPTED),
        waiting=states.count(LineState.PENDING),
        is_ahead=is_ahead,
        model_failure=taken.model_failure,
        waits_for_model=taken.waits_for_model,
    )
