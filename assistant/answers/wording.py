"""Claims put into sentences: the frame in the asker's language, the words of notes as they stand."""

from collections.abc import Callable
from datetime import date
from typing import Any

from assistant.answers.citations import in_a_line
from assistant.answers.claims import Claim
from assistant.answers.holdings import Holdings
from knowledge.domain.account_map import PersonView
from knowledge.domain.facts import Basis, Fact
from knowledge.domain.registry import REGISTRY
from knowledge.language.catalogue import has_phrase, phrase

_CODE_TABLES = {
    "person.power": "power", "person.role": "role", "person.stance": "stance",
    "person.status": "status", "person.side": "side", "person.influence": "level",
    "person.interest": "level",
}  # fmt: skip


def day_words(lang: str, day: date) -> str:
    """A day as people write it."""
    months = phrase(lang, "answers.day.months").split()
    shown = "1er" if lang == "fr" and day.day == 1 else str(day.day)
    return phrase(lang, "answers.day.words", day=shown, month=months[day.month - 1], year=day.year)


def amount_words(lang: str, value: dict[str, Any]) -> str:
    """An amount with its currency, grouped as the language does."""
    whole, _, cents = str(value["amount"]).partition(".")
    mark = "\u202f" if lang == "fr" else ","
    digits = f"{int(whole):,}".replace(",", mark) if whole.lstrip("-").isdigit() else whole
    decimals = ("," if lang == "fr" else ".") + cents if cents.strip("0") else ""
    return f"{digits}{decimals} {value['currency']}"


def value_words(lang: str, attribute: str, value: Any) -> str:
    """A value as people read it."""
    table = _CODE_TABLES.get(attribute)
    if table and has_phrase(lang, f"codes.{table}.{value}"):
        return phrase(lang, f"codes.{table}.{value}")
    if attribute == "account.budget":
        return amount_words(lang, value)
    if isinstance(value, dict):
        return in_a_line(str(value.get("text") or value.get("name") or ""))
    return in_a_line(str(value))


def who_words(lang: str, person: PersonView | None, holdings: Holdings) -> str:
    """A person's name, with the title when one is held."""
    if person is None:
        return holdings.account_name
    known = holdings.known.person(person.id)
    title = (known.title if known else None) or person.title
    name = in_a_line(known.name if known else person.name)
    if not title:
        return name
    return phrase(lang, "answers.who.titled", name=name, title=in_a_line(title))


def claim_sentence(
    lang: str, claim: Claim, holdings: Holdings, day: date, *, marked: bool = True
) -> str:
    """One claim as a sentence, without number and date.

    ``marked`` says in the sentence itself that something waits; a page that sets such lines apart
    does without.
    """
    words = _WORDERS.get(claim.note, _plain)(lang, claim, holdings, day)
    if claim.rivals and claim.note != "contradiction":
        rival = value_words(lang, claim.fact.attribute, claim.rivals[-1].value)
        words = phrase(lang, "answers.sentence.against", sentence=words, rival=rival)
    if claim.fact.basis == Basis.ASSUMED:
        words = phrase(lang, "answers.sentence.assumed", sentence=words)
    if marked and claim.kind == "to_confirm":
        words = phrase(lang, "answers.sentence.to_confirm", sentence=words)
    return words


def _plain(lang: str, claim: Claim, holdings: Holdings, _: date) -> str:
    fact = claim.fact
    label = value_words(lang, fact.attribute, fact.value)
    name = in_a_line(claim.person.name) if claim.person else holdings.account_name
    who = name if claim.note in ("title", "name") else who_words(lang, claim.person, holdings)
    return phrase(lang, f"answers.sentence.{claim.note}", who=who, label=label, value=label)


def _relation(lang: str, claim: Claim, holdings: Holdings, _: date) -> str:
    label = phrase(lang, f"codes.relation.{claim.fact.value['kind']}")
    who = who_words(lang, claim.person, holdings)
    other = in_a_line(claim.other or "?")
    return phrase(lang, "answers.sentence.relation", who=who, label=label, other=other)


def _words_of(fact: Fact) -> str:
    return in_a_line(fact.quote or str(fact.value.get("text") or ""))


def _owned(lang: str, claim: Claim, holdings: Holdings, _: date) -> str:
    quote = _words_of(claim.fact)
    if claim.person is None:
        return phrase(lang, "answers.sentence.words", quote=quote)
    who = who_words(lang, claim.person, holdings)
    return phrase(lang, "answers.sentence.owned_words", who=who, quote=quote)


def _pain(lang: str, claim: Claim, holdings: Holdings, day: date) -> str:
    sentence = _owned(lang, claim, holdings, day)
    severity = claim.fact.value.get("severity")
    if not severity:
        return sentence
    label = phrase(lang, f"codes.severity.{severity}")
    return phrase(lang, "answers.sentence.severity", sentence=sentence, label=label)


def _promise(lang: str, claim: Claim, _: Holdings, day: date) -> str:
    value, quote = claim.fact.value, _words_of(claim.fact)
    named = value.get("who") or {}
    name = named.get("name") or (claim.person.name if claim.person else None)
    if name:
        sentence = phrase(lang, "answers.sentence.promise_by", who=in_a_line(name), quote=quote)
    else:
        sentence = phrase(lang, f"answers.sentence.promise_{value['side']}", quote=quote)
    if not value.get("due"):
        return sentence
    due = date.fromisoformat(value["due"])
    note = "late" if due < day else "due"
    shown = day_words(lang, due)
    return phrase(lang, f"answers.sentence.{note}", sentence=sentence, day=shown)


def _budget(lang: str, claim: Claim, _: Holdings, __: date) -> str:
    return phrase(lang, "answers.sentence.budget", amount=amount_words(lang, claim.fact.value))


def _competitor(lang: str, claim: Claim, _: Holdings, __: date) -> str:
    name = in_a_line(str(claim.fact.value["name"]))
    return phrase(lang, "answers.sentence.competitor", value=name)


def _change(lang: str, claim: Claim, _: Holdings, __: date) -> str:
    label = phrase(lang, f"codes.change.{claim.fact.value['kind']}")
    if claim.person:
        label = f"{in_a_line(claim.person.name)} {label}"
    return phrase(lang, "answers.sentence.change", label=label, quote=_words_of(claim.fact))


def _changed_value(lang: str, claim: Claim, holdings: Holdings, _: date) -> str:
    fact = claim.fact
    return phrase(
        lang,
        "answers.sentence.changed_value",
        who=in_a_line(claim.person.name) if claim.person else holdings.account_name,
        attribute=REGISTRY[fact.attribute].label(lang),
        value=value_words(lang, fact.attribute, fact.value),
    )


def _contradiction(lang: str, claim: Claim, holdings: Holdings, _: date) -> str:
    fact, rival = claim.fact, claim.rivals[-1]
    same = rival.subject_id == fact.subject_id
    other = value_words(lang, rival.attribute, rival.value)
    return phrase(
        lang,
        "answers.sentence.contradiction",
        who=in_a_line(claim.person.name) if claim.person else holdings.account_name,
        attribute=REGISTRY[fact.attribute].label(lang),
        value=value_words(lang, fact.attribute, fact.value),
        rival=other if same else f"{in_a_line(holdings.name_of(rival.subject_id) or '?')}, {other}",
    )


def _contact(lang: str, claim: Claim, holdings: Holdings, _: date) -> str:
    shown = day_words(lang, claim.fact.valid_on)
    if claim.person is None:
        return phrase(lang, "answers.sentence.contact", day=shown)
    who = who_words(lang, claim.person, holdings)
    return phrase(lang, "answers.sentence.contact_with", who=who, day=shown)


_WORDERS: dict[str, Callable[[str, Claim, Holdings, date], str]] = {
    "relation": _relation,
    "objection": _owned,
    "goal": _owned,
    "pain": _pain,
    "promise": _promise,
    "budget": _budget,
    "competitor": _competitor,
    "change": _change,
    "changed_value": _changed_value,
    "contradiction": _contradiction,
    "contact": _contact,
}
