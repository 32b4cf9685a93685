"""What is held of an account for answering: the map of facts, and the map of what still waits.

Lines nobody has decided are folded into a map of their own, never into the facts. There, a newcomer
of one note and a newcomer of another are one person when only one name fits, for showing only:
nothing of it is kept.
"""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cached_property

from knowledge.domain.account_map import AccountMap, PersonView, build_account_map
from knowledge.domain.facts import Basis, Event, EventKind, Fact
from knowledge.domain.names import may_be, same_name, words_of
from knowledge.domain.proposals import Line, LineKind, LineState, Proposal, Statement
from knowledge.domain.values import canonical

_NAMING = ("person.name", "person.alias", "person.side")


@dataclass(frozen=True)
class Holdings:
    """The facts of one account (``known``) and its undecided lines (``waiting``), as of one day."""

    account_id: str
    account_name: str
    known: AccountMap
    waiting: AccountMap
    waiting_ids: frozenset[str]
    today: date
    as_of: date | None = None
    closing: tuple[Fact, ...] = ()

    @property
    def day(self) -> date:
        """The day the answer is about."""
        return self.as_of or self.today

    @cached_property
    def people(self) -> tuple[PersonView, ...]:
        """Everybody on the map, then everybody who only waits to be put on it."""
        known = {person.id for person in self.known.people}
        return (
            *self.known.people,
            *(person for person in self.waiting.people if person.id not in known),
        )

    @cached_property
    def waiting_map(self) -> AccountMap:
        """The map of what waits, without the facts that only lent it their names."""
        held = {
            key: value
            for key, value in self.waiting.held.items()
            if value.fact.id in self.waiting_ids
        }
        names = {key: value for key, value in self.waiting.held.items() if key[1] in _NAMING}
        return AccountMap(self.account_id, {**names, **held}, self.waiting.same_as, self.as_of)

    def name_of(self, person_id: str) -> str | None:
        """The name of somebody held or waiting."""
        found = self.known.person(person_id) or self.waiting.person(person_id)
        return found.name if found else None


def build_holdings(
    account_id: str,
    account_name: str,
    facts: Sequence[Fact],
    events: Sequence[Event],
    proposals: Iterable[Proposal],
    today: date,
    as_of: date | None = None,
    valid_on: date | None = None,
) -> Holdings:
    """The two maps of an account, both bounded by ``as_of`` and, in the world, by ``valid_on``."""
    known = build_account_map(account_id, facts, events, as_of, valid_on)
    proposals = tuple(proposals)
    waiting = [fact for proposal in proposals for fact in _facts_of(account_id, proposal)]
    closing = [fact for proposal in proposals for fact in _closings_of(account_id, proposal)]
    names = [fact for fact in facts if fact.attribute in _NAMING]
    together = (*events, *_same_people(account_id, known, waiting))
    return Holdings(
        account_id,
        account_name,
        known,
        build_account_map(account_id, [*names, *waiting], together, as_of, valid_on),
        frozenset(fact.id for fact in waiting),
        today,
        as_of,
        tuple(fact for fact in closing if as_of is None or fact.learnt_on <= as_of),
    )


def _facts_of(account_id: str, proposal: Proposal) -> Iterable[Fact]:
    for line in proposal.lines:
        if line.state == LineState.PENDING and line.kind != LineKind.CLOSED:
            for number, says in enumerate((line.says, *line.also)):
                yield _as_fact(account_id, line, says, number, proposal.created_at)


def _closings_of(account_id: str, proposal: Proposal) -> Iterable[Fact]:
    """The waiting lines that would close an item, each as the item in the closing words."""
    for line in proposal.lines:
        if line.state == LineState.PENDING and line.kind == LineKind.CLOSED:
            yield _as_fact(account_id, line, line.says, 0, proposal.created_at)


def _as_fact(account_id: str, line: Line, says: Statement, number: int, at: datetime) -> Fact:
    quote = line.quote
    return Fact(
        id=f"{line.id}.{number}",
        account_id=account_id,
        subject_id=says.subject_id,
        attribute=says.attribute,
        item=says.item,
        value_json=canonical(says.value),
        valid_on=line.valid_on,
        learnt_on=line.learnt_on,
        basis=Basis.ASSUMED if line.basis == Basis.ASSUMED else Basis.STATED,
        changed=line.changed,
        source_id=quote.source_id if quote else None,
        start=quote.start if quote else None,
        end=quote.end if quote else None,
        quote=quote.text if quote else None,
        member="",
        line_id=line.id,
        review_id=None,
        recorded_at=at,
    )


def _same_people(account_id: str, known: AccountMap, waiting: Sequence[Fact]) -> list[Event]:
    """Merges that make one person of the newcomers who bear one name."""
    on_map = {person.id for person in known.people}
    names: dict[str, str] = {person.id: person.name for person in known.people}
    for fact in waiting:
        if fact.attribute == "person.name" and fact.subject_id not in on_map:
            names.setdefault(fact.subject_id, str(json.loads(fact.value_json)))
    events: list[Event] = []
    ordered = sorted(
        (person for person in names if person not in on_map),
        key=lambda person: -len(words_of(names[person])),
    )
    settled = list(on_map)
    for person in ordered:
        match = _the_one(names[person], {other: names[other] for other in settled})
        if match is None:
            settled.append(person)
            continue
        payload = canonical({"from": person, "into": match})
        day = date.min
        events.append(
            Event(f"evt_~{len(events):06}", account_id, EventKind.MERGE, payload, day, day, "", None,
                  waiting[0].recorded_at)
        )  # fmt: skip
    return events


def _the_one(name: str, others: dict[str, str]) -> str | None:
    whole = [person for person, other in others.items() if same_name(name, other)]
    if whole:
        return whole[0]
    part = [person for person, other in others.items() if may_be(name, other)]
    return part[0] if len(part) == 1 else None


def without_waiting(holdings: Holdings) -> Holdings:
    """The same holdings with nothing that waits, for an answer from facts alone."""
    empty = AccountMap(holdings.account_id, {}, {})
    return replace(holdings, waiting=empty, waiting_ids=frozenset())
