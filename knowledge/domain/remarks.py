"""Remarks: up to three things about a proposal that make a colleague look up.

In this order, because this is how embarrassing it is not to know: a contradiction with an earlier
note, a promise of ours that is overdue, a person everybody defers to and nobody has met.
"""

from collections.abc import Iterable, Sequence
from datetime import date

from knowledge.domain.account_map import AccountMap, PersonView
from knowledge.domain.facts import Fact
from knowledge.domain.fold import Held
from knowledge.domain.proposals import Line, LineKind, Remark, RemarkKind
from knowledge.domain.quotes import Quote


def remark_on(
    lines: Sequence[Line], account_map: AccountMap, today: date, most: int = 3
) -> tuple[Remark, ...]:
    """The remarks for the lines of one source, most pressing first."""
    kinds = (
        list(_contradictions(lines, account_map)),
        list(_overdue(lines, account_map, today)),
        list(_never_met(lines, account_map)),
    )
    # One of each kind before a second of any, so that no kind hides another.
    rounds = max((len(kind) for kind in kinds), default=0)
    mixed = [kind[at] for at in range(rounds) for kind in kinds if at < len(kind)]
    return tuple(mixed[:most])


def _contradictions(lines: Iterable[Line], account_map: AccountMap) -> Iterable[Remark]:
    facts = {held.fact.id: held.fact for held in account_map.held.values()}
    said_of: set[str] = set()
    for line in lines:
        before = facts.get(line.before_fact_id or "")
        if line.kind != LineKind.CONTRADICTED or before is None or before.id in said_of:
            continue
        # Role and power of one statement make two lines but one surprise.
        key = f"{line.subject_name}/{line.quote.text if line.quote else ''}"
        if key in said_of:
            continue
        said_of.update((before.id, key))
        yield Remark(
            RemarkKind.CONTRADICTION, line.subject_name, line.says.attribute, line.says.value,
            line.before_name or line.before, line.valid_on, before.valid_on,
            line.quote, quote_of(before), line.number,
        )  # fmt: skip


def _overdue(lines: Iterable[Line], account_map: AccountMap, today: date) -> Iterable[Remark]:
    done = {line.says.item for line in lines if line.kind == LineKind.CLOSED}
    for held in overdue_promises(account_map, today):
        value = held.fact.value
        if held.fact.item in done:
            continue
        yield Remark(
            RemarkKind.OVERDUE, value["text"], "account.promise", value["due"], None,
            date.fromisoformat(value["due"]), held.fact.valid_on, None, quote_of(held.fact),
        )  # fmt: skip


def overdue_promises(account_map: AccountMap, today: date, side: str = "us") -> list[Held]:
    """Open promises of one side whose day has passed, the longest overdue first."""
    late = [
        held
        for held in account_map.many("account.promise")
        if held.fact.value.get("side") == side
        and held.fact.value.get("due")
        and date.fromisoformat(held.fact.value["due"]) < today
    ]
    return sorted(late, key=lambda held: str(held.fact.value["due"]))


def _never_met(lines: Sequence[Line], account_map: AccountMap) -> Iterable[Remark]:
    met_now = {
        participant
        for line in lines
        if line.says.attribute == "account.touchpoint"
        for participant in line.says.value["participants"]
    }
    shaping = [
        line
        for line in lines
        if line.says.attribute == "person.silent_influencer" and line.says.value is True
    ]
    for line in shaping:
        met = line.says.subject_id in met_now or account_map.meetings_of(line.says.subject_id)
        if not met:
            yield Remark(
                RemarkKind.UNMET, line.subject_name, line.says.attribute, line.says.value, None,
                line.valid_on, None, line.quote, None, line.number,
            )  # fmt: skip
    said = met_now | {line.says.subject_id for line in shaping}
    for person in unmet_influencers(account_map):
        held = person.one("person.silent_influencer")
        if person.id not in said and held:
            yield Remark(
                RemarkKind.UNMET, person.name, "person.silent_influencer", held.fact.value, None,
                held.fact.valid_on, None, quote_of(held.fact), None,
            )  # fmt: skip


def unmet_influencers(account_map: AccountMap) -> list[PersonView]:
    """People said to shape the decision in silence, and whom nobody of ours has met."""
    return [
        person
        for person in account_map.customers()
        if person.value("person.silent_influencer") and not account_map.meetings_of(person.id)
    ]


def quote_of(fact: Fact) -> Quote | None:
    """The words a fact rests on, or ``None`` when a person typed it."""
    if fact.source_id is None or fact.start is None or fact.end is None or fact.quote is None:
        return None
    return Quote(fact.source_id, fact.start, fact.end, fact.quote)
