"""Facts and events: the append-only ledger of one account.

A fact is a proposal line somebody accepted, or something a person typed. It is never rewritten:
what supersedes it is computed by the fold, and whatever is taken back is taken back by an event.
Both are tuples because the map of an account is folded from hundreds of them at every read.
"""

import hashlib
import json
from datetime import date, datetime
from enum import StrEnum
from typing import Any, NamedTuple

from knowledge.domain.values import ENDED


class Basis(StrEnum):
    """What a fact rests on. Accepting a line never raises it."""

    ASSUMED = "assumed"
    STATED = "stated_once"
    KNOWN = "known"


class Confidence(StrEnum):
    """What the map says of a value; ``corroborated`` is computed from independent sources."""

    ASSUMED = "assumed"
    STATED_ONCE = "stated_once"
    CORROBORATED = "corroborated"
    KNOWN = "known"


class Fact(NamedTuple):
    """One accepted statement.

    ``item`` tells the values of a many-valued attribute apart and is empty otherwise.
    ``value_json`` is canonical JSON (``knowledge.domain.values``); ``null`` ends the item.
    ``valid_on`` is when it was so in the world, ``learnt_on`` when our side learnt it.
    ``start`` and ``end`` are code points of the source's text, half-open. A fact without a source
    was typed by ``member``. ``changed`` is true when the words say that this is new.
    """

    id: str
    account_id: str
    subject_id: str
    attribute: str
    item: str
    value_json: str
    valid_on: date
    learnt_on: date
    basis: str
    changed: bool
    source_id: str | None
    start: int | None
    end: int | None
    quote: str | None
    member: str
    line_id: str | None
    review_id: str | None
    recorded_at: datetime

    @property
    def value(self) -> Any:
        """The value itself; ``None`` when the fact ends the item."""
        return json.loads(self.value_json)

    @property
    def ends(self) -> bool:
        """Whether the fact says that the item no longer holds."""
        return self.value_json == ENDED

    def content_hash(self) -> str:
        """A hash of what the fact says and of the words it rests on, free of ids and of times."""
        words = (
            self.subject_id, self.attribute, self.item, self.value_json,
            self.source_id or "", str(self.start), str(self.end), self.quote or "",
        )  # fmt: skip
        return hashlib.sha256("\x1f".join(words).encode("utf-8", "surrogatepass")).hexdigest()


class EventKind(StrEnum):
    """What can be said about facts afterwards."""

    UNDO = "undo"
    MERGE = "merge"
    SPLIT = "split"
    CLOSE = "close"
    REOPEN = "reopen"
    RETRACT = "retract"


class Event(NamedTuple):
    """Something that happened to the ledger itself, or to an item of it.

    ``payload`` per kind:

    - ``undo``, ``retract``: ``{"facts": [ids], "events": [ids]}``; they were a mistake, at any date;
    - ``merge``: ``{"from": person, "into": person}``; ``split``: ``{"person": …, "into": …,
      "facts": [ids]}``; who is who does not depend on a date either;
    - ``close``, ``reopen``: ``{"subject": …, "attribute": …, "item": …, "outcome": …, "quote": …,
      "source_id": …, "start": …, "end": …}``; they happened in the world, so both clocks bound them.
    """

    id: str
    account_id: str
    kind: str
    payload_json: str
    valid_on: date
    learnt_on: date
    member: str
    review_id: str | None
    recorded_at: datetime

    @property
    def payload(self) -> dict[str, Any]:
        """The payload as a dictionary."""
        loaded: dict[str, Any] = json.loads(self.payload_json)
        return loaded
