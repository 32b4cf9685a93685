"""Small builders, so that a test shows only the words, facts and dates it is about."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from itertools import count
from typing import Any

from knowledge.domain.account_map import AccountMap, build_account_map
from knowledge.domain.codes import Side
from knowledge.domain.compare import compare
from knowledge.domain.compare_items import Closure
from knowledge.domain.facts import Event, Fact
from knowledge.domain.grounding import ground
from knowledge.domain.identifiers import IdFactory, Prefix
from knowledge.domain.item_keys import key_of_relation, key_of_words
from knowledge.domain.line_making import Comparing
from knowledge.domain.proposals import Line, Proposal
from knowledge.domain.quotes import Located, locate_quote
from knowledge.domain.reading import Label, Person, PowerLabel, Reading, RoleLabel, StanceLabel
from knowledge.domain.registry import REGISTRY
from knowledge.domain.review import Choice, Reviewed, Reviewer, decide
from knowledge.domain.values import canonical

ACCOUNT = "acc_fonderie"
CLAIRE, PAUL, NADIA = "per_claire", "per_paul", "per_nadia"
AT = datetime(2026, 3, 14, 9, 0, tzinfo=UTC)
_numbers = count(1)


def on(text: str) -> date:
    """``"03-14"`` of 2026, or a full ISO day."""
    return date.fromisoformat(text if len(text) > 5 else f"2026-{text}")


def numbered(start: int = 1, mark: str = "") -> IdFactory:
    """Ids that count up: ``lin_0001``."""
    numbers = count(start)

    def new_id(prefix: Prefix) -> str:
        return f"{prefix}_{mark}{next(numbers):04d}"

    return new_id


def fact(
    subject: str,
    attribute: str,
    value: Any,
    day: str = "03-02",
    *,
    item: str | None = None,
    learnt: str | None = None,
    source: str | None = "src_a",
    basis: str = "stated_once",
    changed: bool = False,
    account: str = ACCOUNT,
    id: str | None = None,  # noqa: A002 - the field's name
    review: str | None = None,
    quote: str = "as the note says",
) -> Fact:
    """One accepted statement; ``value`` ``None`` ends the item."""
    return Fact(
        id=id or f"fct_{next(_numbers):05d}",
        account_id=account,
        subject_id=subject,
        attribute=attribute,
        item=_item(attribute, value) if item is None else item,
        value_json=canonical(value),
        valid_on=on(day),
        learnt_on=on(learnt or day),
        basis=basis,
        changed=changed,
        source_id=source,
        start=0 if source else None,
        end=len(quote) if source else None,
        quote=quote if source else None,
        member="mem_hugo",
        line_id=None,
        review_id=review,
        recorded_at=AT,
    )


def known(subject: str, attribute: str, value: Any, day: str = "03-02", **more: Any) -> Fact:
    """What a person typed because they know it."""
    return fact(subject, attribute, value, day, source=None, basis="known", **more)


def _item(attribute: str, value: Any) -> str:
    entry = REGISTRY.get(attribute)
    if entry is None or not entry.many:
        return ""
    if attribute == "person.relation" and value is not None:
        return key_of_relation(value)
    return value if isinstance(value, str) else key_of_words(attribute, canonical(value))


def person_facts(
    person_id: str, name: str, day: str = "03-01", side: str = "customer", **held: Any
) -> list[Fact]:
    """Somebody on the map: a name, a side and one-valued attributes by their short name."""
    given = {"name": name, "side": side, **held}
    return [fact(person_id, f"person.{short}", value, day) for short, value in given.items()]


def event(
    kind: str,
    payload: dict[str, Any],
    day: str = "03-10",
    *,
    learnt: str | None = None,
    id: str | None = None,  # noqa: A002 - the field's name
    account: str = ACCOUNT,
    review: str | None = None,
) -> Event:
    """Something said about facts; ids count up, so that later calls are later events."""
    return Event(
        id=id or f"evt_{next(_numbers):05d}",
        account_id=account,
        kind=kind,
        payload_json=canonical(payload),
        valid_on=on(day),
        learnt_on=on(learnt or day),
        member="mem_hugo",
        review_id=review,
        recorded_at=AT,
    )


def undo(*what: Fact | Event, kind: str = "undo") -> Event:
    """Taking back facts and events."""
    facts = [one.id for one in what if isinstance(one, Fact)]
    events = [one.id for one in what if isinstance(one, Event)]
    return event(kind, {"facts": facts, "events": events})


def merge(merged: str, into: str, **more: Any) -> Event:
    """Two ids that are one person."""
    return event("merge", {"from": merged, "into": into}, **more)


def split(person_id: str, into: str, *facts: Fact) -> Event:
    """One id that was two people: some facts are about the other."""
    return event("split", {"person": person_id, "into": into, "facts": [one.id for one in facts]})


def close(closed: Fact, day: str, **more: Any) -> Event:
    """The item of a fact is done."""
    return event("close", _closing(closed), day, **more)


def reopen(closed: Fact, day: str, **more: Any) -> Event:
    """The item of a fact is not done after all."""
    return event("reopen", _closing(closed), day, **more)


def _closing(closed: Fact) -> dict[str, Any]:
    return {
        "subject": closed.subject_id,
        "attribute": closed.attribute,
        "item": closed.item,
        "outcome": "kept",
    }


def promise(text: str, day: str = "03-02", side: str = "us", due: str | None = None) -> Fact:
    """A promise of one side, with the day it is due."""
    value = {"text": text, "side": side}
    if due:
        value["due"] = on(due).isoformat()
    return fact(ACCOUNT, "account.promise", value, day, item=key_of_words("account.promise", text))


def map_of(
    *facts: Fact | Sequence[Fact], events: Sequence[Event] = (), **bounds: Any
) -> AccountMap:
    """The map of the facts, given one by one or in lists."""
    flat: list[Fact] = []
    for one in facts:
        flat.extend([one] if isinstance(one, Fact) else one)
    return build_account_map(ACCOUNT, flat, events, **bounds)


# Readings


def label(quote: str, **more: Any) -> Label:
    """Words and nothing else."""
    return Label(quote=quote, **more)


def person(name: str, side: Side = Side.CUSTOMER, **more: Any) -> Person:
    """Somebody a note names; ``roles``, ``powers`` and ``stance`` are given as code and quote."""
    roles = tuple(RoleLabel(role=code, quote=quote) for code, quote in more.pop("roles", ()))
    powers = tuple(PowerLabel(power=code, quote=quote) for code, quote in more.pop("powers", ()))
    stance = more.pop("stance", None)
    return Person(
        name=name,
        side=side,
        roles=roles,
        powers=powers,
        stance=StanceLabel(value=stance[0], quote=stance[1]) if stance else None,
        **more,
    )


def reading(text: str, *people: Person, **more: Any) -> Reading:
    """A reading whose every quote stands in ``text``; a slip in the test is an error here."""
    grounded = ground(Reading(account="Fonderie Arnaud", people=people, **more), text)
    assert grounded.set_aside == (), grounded.set_aside
    return grounded.reading


def lines_of(
    found: Reading,
    account_map: AccountMap,
    day: str = "03-14",
    *,
    closures: Sequence[Closure] = (),
    new_id: IdFactory | None = None,
    source: str = "src_new",
    is_forgotten: Callable[[str], bool] = lambda _: False,
    known_people_too: bool = False,
) -> tuple[Line, ...]:
    """The lines of a reading of one source against a map."""
    comparing = Comparing(
        source, on(day), new_id or numbered(), is_forgotten, known_people_too=known_people_too
    )
    return compare(found, account_map, comparing, closures)


def by_attribute(lines: Sequence[Line], attribute: str) -> Line:
    """The one line about an attribute."""
    (line,) = [line for line in lines if line.says.attribute == attribute]
    return line


def attributes(lines: Sequence[Line]) -> list[str]:
    """What the lines are about, in order."""
    return [line.says.attribute for line in lines]


def closure(text: str, closed: Fact, quote: str) -> Closure:
    """Words of ``text`` that close an item."""
    place = locate_quote(text, quote)
    assert isinstance(place, Located)
    words = Label(quote=quote, start=place.span.start, end=place.span.end)
    return Closure(closed.attribute, closed.item, words)


# Reviews


def proposal_of(lines: Sequence[Line], source: str = "src_new") -> Proposal:
    """The lines as they wait for somebody."""
    return Proposal("prp_1", ACCOUNT, source, "test", AT, tuple(lines))


def reviewer(review: str = "rev_1") -> Reviewer:
    """Hugo, one morning."""
    return Reviewer("mem_hugo", review, AT, numbered(5000, f"{review[-1]}_"))


def review_lines(
    lines: Sequence[Line], *choices: Choice, fresh: Sequence[Line] | None = None, **more: Any
) -> Reviewed:
    """Decide some of the lines; ``fresh`` when the map moved since they were shown."""
    shown = proposal_of(lines)
    return decide(shown, lines if fresh is None else fresh, choices, reviewer(), **more)


def in_state(line: Line, state: Any) -> Line:
    """The line as it stands after a decision."""
    return replace(line, state=state)
