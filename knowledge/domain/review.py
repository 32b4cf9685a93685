"""Review: what people decide of lines, and the facts and events that follow.

Pure: the lines as they were shown, the lines as they would be today and the choices go in; decisions,
facts and refusals come out. Saving them, in one transaction, is the caller's part.

Each choice stands alone: one refused line takes nothing away from the others.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from knowledge.domain.codes import Band
from knowledge.domain.facts import Basis, Event, EventKind, Fact
from knowledge.domain.identifiers import IdFactory
from knowledge.domain.lineup import line_up, still_means
from knowledge.domain.names import fold, same_name
from knowledge.domain.proposals import (
    Decision,
    Line,
    LineKind,
    LineState,
    Proposal,
    Statement,
    Verdict,
)
from knowledge.domain.registry import REGISTRY
from knowledge.domain.values import ValueFault, canonical

NEW_PERSON = "new"

# What no database keeps: an empty character, half a character.
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Choice:
    """What a person wants done with one line. ``typed`` is the value of an edit, as typed.

    On an unclear line ``typed`` says who is meant: a candidate's name or id, or ``new``.
    """

    number: int
    verdict: Verdict
    typed: str | None = None


@dataclass(frozen=True, slots=True)
class RefusedLine:
    """A choice that was not carried out, and why; nothing about that line changed.

    Codes: ``no_such_line``, ``already_decided`` (``state``), ``overtaken`` (``now``),
    ``choose_person`` (``candidates``), ``bad_value`` (``expected``, ``found``), ``needs`` (``line``).
    """

    number: int
    code: str
    facts: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Reviewer:
    """Who decides, when, and under which review."""

    member: str
    review_id: str
    at: datetime
    new_id: IdFactory


@dataclass(frozen=True, slots=True)
class Reviewed:
    """What a review does: the lines with their new state, and what goes into the ledger."""

    lines: tuple[Line, ...]
    decisions: tuple[Decision, ...]
    facts: tuple[Fact, ...]
    events: tuple[Event, ...]
    refused: tuple[RefusedLine, ...]


def select_lines(proposal: Proposal, words: str) -> tuple[int, ...] | ValueFault:
    """The numbers that ``sure``, ``all``, ``rest``, ``none`` or ``1,3-5`` stand for.

    Words select among the lines that still wait; numbers are taken as they stand.
    """
    chosen: list[int] = []
    for part in re.split(r"[,\s]+", words.strip().lower()):
        span = re.fullmatch(r"(\d{1,6})(?:-(\d{1,6}))?", part)
        if part in ("all", "tout"):
            chosen += [line.number for line in proposal.pending]
        elif part in ("sure", "sûr", "sur", "rest", "reste"):
            band = Band.REST if part.startswith("res") else Band.SURE
            chosen += [line.number for line in proposal.pending if line.band == band]
        elif span:
            chosen += range(int(span[1]), int(span[2] or span[1]) + 1)
        elif part != "none":
            return ValueFault("sure, all, rest or numbers as 1,3-5", part[:40])
    return tuple(dict.fromkeys(chosen))


def decide(
    proposal: Proposal,
    fresh: Sequence[Line],
    choices: Sequence[Choice],
    reviewer: Reviewer,
    chosen_before: Mapping[str, str] | None = None,
) -> Reviewed:
    """Carry out ``choices`` on the lines of ``proposal``.

    ``fresh`` are the lines the same source would give against the map of now: a line whose meaning
    has moved since it was shown is not applied but refused as overtaken. ``chosen_before`` tells,
    for persons proposed by unclear lines decided earlier, who they turned out to be.
    """
    deciding = _Deciding(proposal, fresh, reviewer, dict(chosen_before or {}))
    for choice in choices:
        deciding.carry_out(choice)
    return deciding.outcome()


@dataclass
class _Deciding:
    proposal: Proposal
    fresh: Sequence[Line]
    reviewer: Reviewer
    became: dict[str, str]
    decisions: list[Decision] = field(default_factory=list)
    facts: list[Fact] = field(default_factory=list)
    events: list[Event] = field(default_factory=list)
    refused: list[RefusedLine] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.lines = {line.number: line for line in self.proposal.lines}
        self.by_id = {line.id: line.number for line in self.proposal.lines}
        self._lined_up = line_up(self.proposal.lines, self.fresh)
        self.became = {**self._lined_up.became, **self.became}

    def outcome(self) -> Reviewed:
        """Everything decided so far."""
        return Reviewed(
            tuple(self.lines.values()),
            tuple(self.decisions),
            tuple(self.facts),
            tuple(self.events),
            tuple(self.refused),
        )

    def carry_out(self, choice: Choice) -> None:
        """Apply one choice or say why not."""
        line = self.lines.get(choice.number)
        if line is None:
            self._refuse(choice.number, "no_such_line")
        elif line.state not in (LineState.PENDING, LineState.OVERTAKEN):
            if not self._implied(line, choice):
                self._refuse(choice.number, "already_decided", state=line.state.value)
        elif choice.verdict == Verdict.REJECT:
            self._reject(line)
        else:
            self._accept(line, choice)

    def _implied(self, line: Line, choice: Choice) -> bool:
        """Whether this very review has accepted the line already, since another stands on it."""
        decided_now = any(decision.line_id == line.id for decision in self.decisions)
        accepted = line.state in (LineState.ACCEPTED, LineState.EDITED)
        return decided_now and accepted and choice.verdict == Verdict.ACCEPT

    def _reject(self, line: Line) -> None:
        self._decided(line, LineState.REJECTED, Verdict.REJECT)
        for other in list(self.lines.values()):
            if line.id in other.needs and other.state == LineState.PENDING:
                self._reject(other)

    def _accept(self, line: Line, choice: Choice) -> None:
        today = self._lined_up.today.get(line.number)
        if today is None or not still_means(line, today, self._lined_up.became):
            self.lines[line.number] = replace(line, state=LineState.OVERTAKEN)
            now = "" if today is None else canonical(today.before)
            self._refuse(line.number, "overtaken", now=now)
            return
        bases = [self.lines[self.by_id[needed]] for needed in line.needs]
        missing = next((base for base in bases if not self._can_stand(base)), None)
        if missing is not None:
            self._refuse(line.number, "needs", line=str(missing.number))
            return
        for base in bases:
            if base.state == LineState.PENDING:
                self._accept(base, Choice(base.number, Verdict.ACCEPT))
        if line.kind == LineKind.UNCLEAR:
            self._settle_who(line, choice)
            return
        self._apply(line, today, choice)

    def _can_stand(self, base: Line) -> bool:
        """Whether a line others stand on is accepted, or can be accepted with them."""
        if base.state != LineState.PENDING:
            return base.state in (LineState.ACCEPTED, LineState.EDITED)
        today = self._lined_up.today.get(base.number)
        moved = today is None or not still_means(base, today, self._lined_up.became)
        return base.kind != LineKind.UNCLEAR and not moved

    def _settle_who(self, line: Line, choice: Choice) -> None:
        """An unclear line needs a person: one of its candidates, or somebody new."""
        chosen = _chosen(line, choice.typed)
        if chosen is None:
            names = ", ".join(candidate.name for candidate in line.candidates)
            self._refuse(line.number, "choose_person", candidates=names)
            return
        if chosen == NEW_PERSON:
            self._append(line, line.says, line.basis)
            for also in line.also:
                self._append(line, also, line.basis)
        else:
            self.became[line.says.subject_id] = chosen
            name = str(line.says.value)
            alias = Statement(chosen, "person.alias", fold(name), name)
            self._append(line, alias, line.basis)
        self._decided(line, LineState.ACCEPTED, choice.verdict, chosen=chosen)

    def _apply(self, line: Line, today: Line, choice: Choice) -> None:
        says, basis, edited = today.says, line.basis, None
        if choice.verdict == Verdict.EDIT and line.kind == LineKind.CLOSED:
            # A closing says that something is over; there is no value in it to put right.
            self._refuse(line.number, "bad_value", expected="accept or reject", found="an edit")
            return
        if choice.verdict == Verdict.EDIT:
            value = _edited(line, choice.typed or "")
            if isinstance(value, ValueFault):
                self._refuse(line.number, "bad_value", expected=value.expected, found=value.found)
                return
            says, basis, edited = _restated(says, value), Basis.KNOWN.value, value
        if line.kind == LineKind.CLOSED:
            self._close(line)
        elif edited is not None or not _is_there_by_now(today):
            self._append(line, says, basis)
            for also in today.also:
                self._append(line, also, line.basis)
        state = LineState.EDITED if edited is not None else LineState.ACCEPTED
        self._decided(line, state, choice.verdict, edited=edited)

    def _append(self, line: Line, says: Statement, basis: str) -> None:
        value_json = _with_people(canonical(says.value), self.became)
        item = _with_people(says.item, self.became)
        quote = line.quote
        self.facts.append(
            Fact(
                id=self.reviewer.new_id("fct"),
                account_id=self.proposal.account_id,
                subject_id=self.became.get(says.subject_id, says.subject_id),
                attribute=says.attribute,
                item=item,
                value_json=value_json,
                valid_on=line.valid_on,
                learnt_on=line.learnt_on,
                basis=basis,
                changed=line.changed,
                source_id=quote.source_id if quote else None,
                start=quote.start if quote else None,
                end=quote.end if quote else None,
                quote=quote.text if quote else None,
                member=self.reviewer.member,
                line_id=line.id,
                review_id=self.reviewer.review_id,
                recorded_at=self.reviewer.at,
            )
        )

    def _close(self, line: Line) -> None:
        quote = line.quote
        payload = {
            "subject": line.says.subject_id,
            "attribute": line.says.attribute,
            "item": line.says.item,
            "outcome": "kept" if line.says.attribute == "account.promise" else "solved",
            "source_id": quote.source_id if quote else None,
            "start": quote.start if quote else None,
            "end": quote.end if quote else None,
            "quote": quote.text if quote else None,
        }
        self.events.append(
            Event(
                id=self.reviewer.new_id("evt"),
                account_id=self.proposal.account_id,
                kind=EventKind.CLOSE.value,
                payload_json=canonical(payload),
                valid_on=line.valid_on,
                learnt_on=line.learnt_on,
                member=self.reviewer.member,
                review_id=self.reviewer.review_id,
                recorded_at=self.reviewer.at,
            )
        )

    def _decided(
        self,
        line: Line,
        state: LineState,
        verdict: Verdict,
        edited: Any = None,
        chosen: str | None = None,
    ) -> None:
        self.lines[line.number] = replace(line, state=state)
        self.decisions.append(
            Decision(
                line.id,
                verdict,
                self.reviewer.member,
                self.reviewer.at,
                self.reviewer.review_id,
                edited,
                chosen,
            )
        )

    def _refuse(self, number: int, code: str, **facts: str) -> None:
        self.refused.append(RefusedLine(number, code, facts))


def _is_there_by_now(today: Line) -> bool:
    """Whether the newcomer was on the map on that day by another note: their name is no news."""
    is_name = today.says.attribute == "person.name" and today.reason != "older"
    return is_name and today.kind == LineKind.CONFIRMED


def _chosen(line: Line, typed: str | None) -> str | None:
    wanted = (typed or "").strip()
    if wanted.lower() in (NEW_PERSON, "nouveau", "nouvelle"):
        return NEW_PERSON
    for candidate in line.candidates:
        if wanted == candidate.person_id or same_name(wanted, candidate.name):
            return candidate.person_id
    return None


def _edited(line: Line, typed: str) -> Any | ValueFault:
    """The value typed for a line; a record keeps the parts that were not typed again."""
    value = REGISTRY[line.says.attribute].value.amend(line.says.value, typed)
    if not isinstance(value, ValueFault) and _UNSTORABLE.search(typed + canonical(value)):
        return ValueFault("some words", ascii(typed)[:60])
    return value


def _restated(says: Statement, value: Any) -> Statement:
    """The statement with another value; a code names its own item."""
    coded = REGISTRY[says.attribute].many and isinstance(value, str)
    return replace(says, value=value, item=value if coded else says.item)


def _with_people(text: str, became: Mapping[str, str]) -> str:
    """``text`` with the provisional ids of newcomers replaced by who they turned out to be."""
    for provisional, person in became.items():
        text = text.replace(provisional, person)
    return text
