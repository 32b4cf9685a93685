"""Any fact of the map as a claim, in the sentence that fits its attribute."""

from knowledge.domain.account_map import AccountMap
from knowledge.domain.facts import Fact
from tools.held.claim import Claim, Kind

# The sentence that words each attribute; any other is said as "whose, which: value".
_NOTES = {
    "person.name": "name",
    "person.title": "title",
    "person.status": "status",
    "person.power": "power",
    "person.role": "role",
    "person.stance": "stance",
    "person.phone": "reached_by",
    "person.email": "reached_by",
    "person.relation": "relation",
    "account.budget": "budget",
    "account.pain": "pain",
    "account.objection": "objection",
    "account.goal": "goal",
    "account.competitor": "competitor",
    "account.promise": "promise",
    "account.change": "change",
    "account.touchpoint": "met",
}
_OWNER = {
    "account.pain": "owner",
    "account.objection": "owner",
    "account.goal": "owner",
    "account.promise": "who",
    "account.change": "person",
}


def claim_of(fact: Fact, kind: Kind, account_map: AccountMap) -> Claim:
    """``fact`` as a claim of its own, about the person it belongs to."""
    if fact.ends:
        return Claim(fact, kind, "value", account_map.person(fact.subject_id))
    if fact.attribute == "person.silent_influencer":
        note = "silent" if fact.value is True else "value"
        return Claim(fact, kind, note, account_map.person(fact.subject_id))
    note = _NOTES.get(fact.attribute, "value")
    if part := _OWNER.get(fact.attribute):
        who = fact.value.get(part)
        known = isinstance(who, dict) and "id" in who
        return Claim(fact, kind, note, account_map.person(who["id"]) if known else None)
    person = account_map.person(fact.subject_id)
    other = _led_to(fact, account_map) if note == "relation" else None
    return Claim(fact, kind, note, person, other)


def _led_to(fact: Fact, account_map: AccountMap) -> str | None:
    """The name of the person a relation leads to."""
    to = fact.value["to"]
    view = account_map.person(to["id"]) if "id" in to else None
    return view.name if view else to.get("name")
