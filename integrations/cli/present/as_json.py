"""The JSON forms of what commands show; keys are English codes and stay stable.

Answers, briefs, passages and readings bring their own published form; what is here has none.
"""

from dataclasses import asdict, is_dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from typing import TYPE_CHECKING, Any

from assistant.finding import short_id
from integrations.cli.present.proposal import line_words
from integrations.cli.present.values import Names
from knowledge.domain.account_map import AccountMap, Contradiction, PersonView
from knowledge.domain.facts import Fact
from knowledge.domain.fold import Held
from knowledge.domain.matrix import AssessedLevel
from knowledge.domain.proposals import Line, Remark
from knowledge.domain.registry import REGISTRY

if TYPE_CHECKING:
    from assistant.review_proposal import OpenProposal, ReviewOutcome
    from assistant.show_map import ShownMap

_ACCOUNT_LISTS = {
    "pains": "account.pain",
    "objections": "account.objection",
    "goals": "account.goal",
    "competitors": "account.competitor",
    "promises": "account.promise",
    "groups": "account.group",
}


def plain(value: Any) -> Any:
    """Dataclasses, dates, codes and numbers as JSON can hold them."""
    if is_dataclass(value) and not isinstance(value, type):
        return plain(asdict(value))
    if isinstance(value, dict):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple, set, frozenset)):
        return [plain(item) for item in value]
    if isinstance(value, (date, datetime)):
        return value.isoformat()
    if isinstance(value, Enum):
        return value.value
    return str(value) if isinstance(value, Decimal) else value


def proposal_object(open_proposal: "OpenProposal", lang: str) -> dict[str, Any]:
    """A proposal with every line and remark."""
    proposal = open_proposal.proposal
    source = open_proposal.source
    names = open_proposal.names or {}
    return {
        "proposal": proposal.id,
        "account": open_proposal.account_name,
        "source_id": source.external_id or source.id,
        "date": source.dated_on.isoformat(),
        "reader": proposal.reader,
        "pending": len(proposal.pending),
        "set_aside": proposal.set_aside,
        "moved": list(open_proposal.moved),
        "remarks": [_remark(remark) for remark in proposal.remarks],
        "lines": [line_object(line, lang, names) for line in proposal.lines],
    }


def line_object(line: Line, lang: str, names: Names) -> dict[str, Any]:
    """One line; ``text`` is what a person reads of it."""
    return {
        "number": line.number,
        "state": line.state.value,
        "band": line.band.value,
        "kind": line.kind.value,
        "person": line.subject_name,
        "attribute": line.says.attribute,
        "before": line.before_name or line.before,
        "after": line.says.value,
        "text": line_words(line, lang, names),
        "quote": line.quote.text if line.quote else None,
        "start": line.quote.start if line.quote else None,
        "end": line.quote.end if line.quote else None,
        "valid_on": line.valid_on.isoformat(),
        "confidence": round(line.confidence, 3),
        "reason": line.reason,
        "needs": list(line.needs),
        "candidates": [plain(candidate) for candidate in line.candidates],
    }


def outcome_object(outcome: "ReviewOutcome", refused: list[dict[str, Any]]) -> dict[str, Any]:
    """What a review did; ``refused`` are the errors by line."""
    kinds = ("accepted", "edited", "rejected", "undone")
    return {
        "proposal": outcome.proposal.id,
        "account": outcome.account_name,
        **{kind: [line.number for line in getattr(outcome, kind)] for kind in kinds},
        "refused": refused,
        "pending": len(outcome.proposal.pending),
    }


def map_object(shown: "ShownMap", today: date) -> dict[str, Any]:
    """The map with the words every value rests on."""
    account_map = shown.account_map
    sources = _Sources(shown.source_names)
    budget = account_map.one("account.budget")
    return {
        "account": shown.account_name,
        "as_of": plain(account_map.as_of),
        "valid_on": plain(account_map.valid_on),
        "waiting": shown.waiting,
        "people": [_person(person, sources) for person in account_map.people],
        "budget": sources.held(budget) if budget else None,
        **{key: _items(account_map, name, sources, today) for key, name in _ACCOUNT_LISTS.items()},
        "contradictions": [_contradiction(one, sources) for one in account_map.contradictions],
    }


class _Sources:
    """Writes facts with their sources under the names they came with."""

    def __init__(self, names: dict[str, str]) -> None:
        self._names = names

    def held(self, held: Held) -> dict[str, Any]:
        return {**self.fact(held.fact), "confidence": held.confidence.value}

    def fact(self, fact: Fact) -> dict[str, Any]:
        named = self._names.get(fact.source_id or "", fact.source_id)
        return {
            "value": fact.value,
            "quote": fact.quote,
            "source_id": named or f"person:{fact.member}",
            "start": fact.start,
            "end": fact.end,
            "date": fact.valid_on.isoformat(),
            "fact_id": fact.id,
        }


def _person(person: PersonView, sources: _Sources) -> dict[str, Any]:
    attributes: dict[str, Any] = {}
    for name, entry in REGISTRY.items():
        if entry.subject != "person" or name in ("person.name", "person.alias"):
            continue
        key = name.removeprefix("person.")
        if entry.many:
            attributes[key] = [sources.held(held) for held in person.many(name)]
        else:
            held = person.one(name)
            attributes[key] = sources.held(held) if held else None
    return {
        "id": person.id,
        "name": person.name,
        "other_names": list(person.other_names),
        **attributes,
        "influence_level": _level(person.influence),
        "interest_level": _level(person.interest),
        "quadrant": person.quadrant,
        "last_contact": plain(person.last_seen_on),
    }


def person_object(person: PersonView) -> dict[str, Any]:
    """One person in a list: what is held, without the words."""
    return {
        "id": person.id,
        "name": person.name,
        "side": person.side.value,
        "title": person.title,
        "status": person.value("person.status"),
        "roles": list(person.values("person.role")),
        "powers": list(person.values("person.power")),
        "stance": person.value("person.stance"),
        "quadrant": person.quadrant,
        "last_contact": plain(person.last_seen_on),
    }


def _items(
    account_map: AccountMap, attribute: str, sources: _Sources, today: date
) -> list[dict[str, Any]]:
    items = []
    for held in account_map.many(attribute):
        item = sources.held(held)
        if REGISTRY[attribute].closable:
            item["id"] = short_id(held)
        if attribute == "account.promise":
            due = held.fact.value.get("due")
            item["overdue"] = bool(due and due < today.isoformat())
        items.append(item)
    return items


def _contradiction(found: Contradiction, sources: _Sources) -> dict[str, Any]:
    facts = (found.current, *found.rivals)
    return {
        "attribute": found.attribute,
        "says": [{"person": fact.subject_id, **sources.fact(fact)} for fact in facts],
    }


def _level(level: AssessedLevel) -> dict[str, Any]:
    value = level.value.value if level.value else None
    return {"value": value, "basis": level.basis, "reason": level.reason}


def _remark(remark: Remark) -> dict[str, Any]:
    return {
        **plain(remark),
        "quote": remark.quote.text if remark.quote else None,
        "before_quote": remark.before_quote.text if remark.before_quote else None,
    }
