"""Propose a change the person asked for, in their own words: a pending line that somebody reviews.

What it hands on rests on words of the message the person typed, found there by code; a note or a page
cannot cause it. Keeping it is the assistant's, through the scope.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any, Literal

from pydantic import Field

from knowledge.domain.account_map import PersonView
from knowledge.domain.codes import PersonStatus, Power, Role, Side, Stance
from knowledge.domain.names import fold, words_of
from knowledge.domain.quotes import Ambiguous, Located, locate_quote
from knowledge.domain.reading import Reading
from knowledge.errors import CartoError
from tools.arguments import AccountName, Arguments, Day, Name, PersonName, Words, day_of
from tools.held.holdings import build_holdings
from tools.held.plain_facts import claim_of
from tools.opening import Opened, find_people, open_to_write
from tools.result import ToolResult, gathered, refused
from tools.scope import Proposed, ToolScope
from tools.telling import Telling, latest_first

Kind = Literal[
    "title", "role", "power", "stance", "status", "silent_influencer", "pain", "objection", "goal",
    "competitor", "next_step",
]  # fmt: skip
_OF_A_PERSON = ("title", "role", "power", "stance", "status", "silent_influencer")
_CODES: dict[str, tuple[str, ...]] = {
    "role": tuple(Role),
    "power": tuple(Power),
    "stance": tuple(Stance),
    "status": tuple(PersonStatus),
    "next_step": (Side.US.value, Side.CUSTOMER.value),
}
# So few letters stand in any message and say nothing.
_SHORTEST_QUOTE = 6
_SENTENCE_END = re.compile(r"[.!?…]+(?=\s|$)|\n")
_NAMING = ("person.name", "person.alias", "person.side", "person.kind")


class ProposeChange(Arguments):
    """Arguments of the tool."""

    account: AccountName = None
    kind: Kind = Field(description="What would change on the map.")
    person: PersonName = Field(
        default=None,
        description="Whom it is about. Needed for title, role, power, stance, status and "
        "silent_influencer.",
    )
    value: Name | None = Field(
        default=None,
        description="The new value: for title the title's own words; for competitor its name; for "
        "role, power, stance and status their code; for next_step `us` or `customer`, whoever "
        "promised. Not for pain, objection, goal and silent_influencer.",
    )
    quote: Words = Field(
        description="The words of the person's own message that say so, copied exactly."
    )
    due: Day | None = Field(default=None, description="For next_step: by which day. Optional.")


def propose_change(scope: ToolScope, args: ProposeChange) -> ToolResult:
    """Hand the person's words on for review; nothing on the map changes before somebody accepts."""
    if scope.propose is None:
        return refused("proposing_is_off")
    opened = open_to_write(scope, args.account)
    if isinstance(opened, ToolResult):
        return opened
    quoted = _quoted(scope.message, args.quote)
    if quoted is None:
        return refused("not_in_the_message", "the quote has to be words the person typed")
    if _is_asked(scope.message, quoted):
        return refused("not_stated", "the words are part of a question")
    value = _value(args, quoted)
    if isinstance(value, ToolResult):
        return value
    person = _person(scope, opened, args)
    if isinstance(person, ToolResult):
        return person
    reading = _reading(opened, args, _Change(person, value, quoted))
    try:
        proposed = scope.propose(opened.account.id, reading, scope.message)
    except CartoError as error:
        return refused(error.code)
    return _told(scope, opened, proposed)


@dataclass(frozen=True, slots=True)
class _Quoted:
    """Words of the message and where they stand in it."""

    text: str
    start: int
    end: int

    @property
    def label(self) -> dict[str, Any]:
        """The words as a label of a reading."""
        return {"quote": self.text, "start": self.start, "end": self.end}


@dataclass(frozen=True, slots=True)
class _Change:
    """What is proposed: of whom, with which value, in which words."""

    person: str | None
    value: str
    quoted: _Quoted


def _quoted(message: str, quote: str) -> _Quoted | None:
    if sum(char.isalnum() for char in quote) < _SHORTEST_QUOTE:
        return None
    match locate_quote(message, quote):
        case Located(span) | Ambiguous((span, *_)):
            return _Quoted(span.text_in(message), span.start, span.end)
        case _:
            return None


def _is_asked(message: str, quoted: _Quoted) -> bool:
    """Whether the words stand in a sentence that asks: it states nothing that could be kept."""
    end = _SENTENCE_END.search(message, max(quoted.start, quoted.end - 1))
    return end is not None and "?" in end[0]


def _value(args: ProposeChange, quoted: _Quoted) -> str | ToolResult:
    """The value as the kind wants it: one of its codes, or words of the quote."""
    if codes := _CODES.get(args.kind):
        if args.value in codes:
            return str(args.value)
        return refused("bad_argument", "value: one of " + ", ".join(codes))
    if args.kind in ("title", "competitor"):
        if args.value and f" {fold(args.value)} " in f" {fold(quoted.text)} ":
            return args.value
        return refused("bad_argument", "value: has to be words of the quote")
    return quoted.text


def _person(scope: ToolScope, opened: Opened, args: ProposeChange) -> str | ToolResult | None:
    """The name as the map has it, or a new one that stands in the message."""
    if args.person is None:
        return refused("person_needed") if args.kind in _OF_A_PERSON else None
    found = find_people(opened, args.person)
    if not isinstance(found, ToolResult):
        return _fullest(found)
    said = set(fold(scope.message).split())
    if found.remark == "unknown_person" and set(words_of(args.person)) <= said:
        return args.person
    return found


def _fullest(people: tuple[PersonView, ...]) -> str:
    return max((person.name for person in people), key=lambda name: (len(words_of(name)), name))


def _reading(opened: Opened, args: ProposeChange, change: _Change) -> Reading:
    """A reading of the message with this one label."""
    made = _OF_PEOPLE.get(args.kind)
    if made is None:
        content = _OF_THE_ACCOUNT[args.kind](change, day_of(args.due))
    else:
        person = {
            "name": change.person,
            "side": Side.CUSTOMER,
            "mention": change.quoted.label,
            **made(change),
        }
        content = {"people": [person]}
    return Reading.model_validate({"account": opened.account.name, **content})


_OF_PEOPLE: dict[str, Callable[[_Change], dict[str, Any]]] = {
    "title": lambda change: {
        "title": change.value,
        "title_quote": change.quoted.text,
        "title_label": change.quoted.label,
    },
    "role": lambda change: {"roles": [{**change.quoted.label, "role": change.value}]},
    "power": lambda change: {"powers": [{**change.quoted.label, "power": change.value}]},
    "stance": lambda change: {"stance": {**change.quoted.label, "value": change.value}},
    "status": lambda change: {"status": change.value, "status_label": change.quoted.label},
    "silent_influencer": lambda change: {"silent_influencer": change.quoted.label},
}
_OF_THE_ACCOUNT: dict[str, Callable[[_Change, date | None], dict[str, Any]]] = {
    "pain": lambda change, _: {"pains": [{**change.quoted.label, "owner": change.person}]},
    "objection": lambda change, _: {
        "objections": [{**change.quoted.label, "owner": change.person}]
    },
    "goal": lambda change, _: {"goals": [{**change.quoted.label, "owner": change.person}]},
    "competitor": lambda change, _: {
        "competitors": [{**change.quoted.label, "name": change.value}]
    },
    "next_step": lambda change, due: {
        "next_steps": [
            {**change.quoted.label, "who": change.person, "side": change.value, "due": due}
        ]
    },
}


def _told(scope: ToolScope, opened: Opened, proposed: Proposed) -> ToolResult:
    """The waiting lines as evidence to confirm; nothing new when the map knew it already."""
    if proposed.refused or proposed.source is None or proposed.proposal is None:
        return refused(proposed.refused or "not_proposed")
    ledger, account, source = opened.ledger, opened.account, proposed.source
    holdings = build_holdings(
        account.id, account.name, ledger.facts, ledger.events, [proposed.proposal], scope.today
    )
    with_source = Opened(account, ledger, holdings, {**opened.sources, source.id: source})
    telling = Telling(scope, with_source, holdings)
    waiting = [
        held.fact for held in holdings.waiting_map.held.values()
        if held.fact.id in holdings.waiting_ids
    ]  # fmt: skip
    news = [fact for fact in waiting if fact.attribute not in _NAMING] or waiting
    claims = [claim_of(fact, "to_confirm", holdings.waiting) for fact in news]
    found = latest_first(telling.claims(claims))
    if not proposed.proposal.is_news or not found:
        return refused("known_already")
    return gathered(scope, found, remark="waits_for_review", counts={"to_confirm": len(found)})
