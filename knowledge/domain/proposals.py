"""Proposals: findings of one source compared with the map, as lines a person decides one by one.

A line shows what would change, old to new, with the words it rests on. It becomes a fact only by a
decision. Finding, line and fact are three things and never interchanged.
"""

import hashlib
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from knowledge.domain.codes import Band
from knowledge.domain.quotes import Quote
from knowledge.domain.values import canonical


class LineKind(StrEnum):
    """What a line would do to the map."""

    ADDED = "added"
    CHANGED = "changed"
    CONTRADICTED = "contradicted"
    CONFIRMED = "confirmed"
    CLOSED = "closed"
    UNCLEAR = "unclear"


class LineState(StrEnum):
    """Where a line stands. ``overtaken`` means that the map moved on before anybody decided."""

    PENDING = "pending"
    ACCEPTED = "accepted"
    EDITED = "edited"
    REJECTED = "rejected"
    OVERTAKEN = "overtaken"


@dataclass(frozen=True, slots=True)
class Statement:
    """One attribute of one subject, and the value it would take (``None`` ends the item)."""

    subject_id: str
    attribute: str
    item: str
    value: Any


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody on the map an unclear name may mean."""

    person_id: str
    name: str
    title: str | None


@dataclass(frozen=True, slots=True)
class Line:
    """One thing to decide.

    ``number`` is what people type, from 1. ``says`` is what would be held; ``also`` are statements
    that go with it and need no decision of their own (the side and organisation of a new person).
    ``before`` is the value it replaces or contradicts, with the fact that holds it. ``basis`` is
    ``assumed`` or ``stated_once``. ``needs`` are ids of lines this one stands on (the person it is
    about); accepting it accepts them. ``candidates`` are set on unclear lines only: one of them, or
    somebody new, has to be chosen. ``reason`` is words for a person: which rule and which cue.
    """

    id: str
    number: int
    kind: LineKind
    subject_name: str
    says: Statement
    quote: Quote | None
    valid_on: date
    learnt_on: date
    confidence: float
    band: Band
    basis: str = "stated_once"
    reason: str = ""
    changed: bool = False
    before: Any = None
    before_fact_id: str | None = None
    before_name: str | None = None
    also: tuple[Statement, ...] = ()
    needs: tuple[str, ...] = ()
    candidates: tuple[Candidate, ...] = ()
    state: LineState = LineState.PENDING

    def shown_hash(self) -> str:
        """A hash of everything about the line that a reviewer sees and agrees to."""
        seen = [
            self.kind, self.subject_name, self.says.subject_id, self.says.attribute, self.says.item,
            self.says.value, self.before, self.before_name, self.quote.text if self.quote else None,
            self.valid_on.isoformat(),
            [[also.attribute, also.value] for also in self.also],
            [candidate.person_id for candidate in self.candidates],
        ]  # fmt: skip
        return hashlib.sha256(canonical(seen).encode("utf-8", "surrogatepass")).hexdigest()


class RemarkKind(StrEnum):
    """What makes a colleague look up."""

    CONTRADICTION = "contradiction"
    UNMET = "unmet"
    OVERDUE = "overdue"


@dataclass(frozen=True, slots=True)
class Remark:
    """Something worth saying before the lines, with the words of now and of then.

    ``name`` is the person it is about, or the text of the promise; ``attribute``, ``value``,
    ``before`` and the dates fill the sentence of its kind.
    """

    kind: RemarkKind
    name: str
    attribute: str
    value: Any
    before: Any
    on: date | None
    before_on: date | None
    quote: Quote | None
    before_quote: Quote | None
    line_number: int | None = None


@dataclass(frozen=True, slots=True)
class Proposal:
    """The lines of one source. ``set_aside`` counts findings whose words are not in the source."""

    id: str
    account_id: str
    source_id: str
    reader: str
    created_at: datetime
    lines: tuple[Line, ...]
    remarks: tuple[Remark, ...] = ()
    set_aside: int = 0

    @property
    def pending(self) -> tuple[Line, ...]:
        """The lines nobody has decided yet."""
        return tuple(line for line in self.lines if line.state == LineState.PENDING)

    @property
    def is_news(self) -> bool:
        """Whether any line tells more than the map already holds."""
        return any(line.kind != LineKind.CONFIRMED for line in self.lines)


class Verdict(StrEnum):
    """What a person may say of a line."""

    ACCEPT = "accept"
    EDIT = "edit"
    REJECT = "reject"


@dataclass(frozen=True, slots=True)
class Decision:
    """What one person decided of one line.

    ``edited`` is the value typed instead, ``chosen`` the person picked on an unclear line (an id,
    or ``"new"``). The suggestion stays on the line: both are kept.
    """

    line_id: str
    verdict: Verdict
    member: str
    decided_at: datetime
    review_id: str
    edited: Any = None
    chosen: str | None = None
    note: str | None = None
