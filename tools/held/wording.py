"""Claims put into sentences: the frame in the asker's language, the words of notes as they stand."""

from collections.abc import Callable
from datetime import date

from knowledge.domain.account_map import PersonView
from knowledge.domain.facts import Basis, Fact
from knowledge.domain.registry import REGISTRY
from knowledge.language.catalogue import phrase
from knowledge.language.one_line import in_a_line
from knowledge.language.value_words import amount_words, day_words, marked, plain_value, value_words
from tools.held.claim import Claim
from tools.held.holdings import Holdings


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


def typed_words(lang: str, fact: Fact, holdings: Holdings) -> str:
    """What somebody typed, said in plain words whatever the type of the value."""
    return plain_value(lang, fact.attribute, fact.value, holdings.name_of)


def _words_of(lang: str, fact: Fact) -> str:
    """The words of the note in quotation marks; what a person put in their place, without."""
    text = str(fact.value.get("text") or "")
    edited = fact.basis == Basis.KNOWN and bool(text) and text != fact.quote
    if fact.quote is None or edited:
        return in_a_line(text)
    return marked(lang, fact.quote)


def _owned(lang: str, claim: Claim, holdings: Holdings, _: date) -> str:
    words = _words_of(lang, claim.fact)
    if claim.person is None:
        return phrase(lang, "answers.sentence.words", words=words)
    who = who_words(lang, claim.person, holdings)
    return phrase(lang, "answers.sentence.owned_words", who=who, words=words)


def _pain(lang: str, claim: Claim, holdings: Holdings, day: date) -> str:
    sentence = _owned(lang, claim, holdings, day)
    severity = claim.fact.value.get("severity")
    if not severity:
        return sentence
    label = phrase(lang, f"codes.severity.{severity}")
    return phrase(lang, "answers.sentence.severity", sentence=sentence, label=label)


def _promise(lang: str, claim: Claim, _: Holdings, day: date) -> str:
    value, words = claim.fact.value, _words_of(lang, claim.fact)
    named = value.get("who") or {}
    name = named.get("name") or (claim.person.name if claim.person else None)
    if name:
        sentence = phrase(lang, "answers.sentence.promise_by", who=in_a_line(name), words=words)
    else:
        sentence = phrase(lang, f"answers.sentence.promise_{value['side']}", words=words)
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
    return phrase(lang, "answers.sentence.change", label=label, words=_words_of(lang, claim.fact))


def _changed_value(lang: str, claim: Claim, holdings: Holdings, _: date) -> str:
    fact, before = claim.fact, claim.before
    return phrase(
        lang,
        "answers.sentence.ended" if fact.ends else "answers.sentence.changed_value",
        who=in_a_line(claim.person.name) if claim.person else holdings.account_name,
        attribute=REGISTRY[fact.attribute].label(lang),
        before=value_words(lang, fact.attribute, before.value) if before else "?",
        value=value_words(lang, fact.attribute, fact.value),
    )


def _closed(lang: str, claim: Claim, _: Holdings, __: date) -> str:
    fact = claim.fact
    kind = "promise" if fact.attribute == "account.promise" else "other"
    text = value_words(lang, fact.attribute, fact.value)
    if fact.quote is None:
        return phrase(lang, f"answers.sentence.closed.{kind}", text=text)
    words = marked(lang, fact.quote)
    return phrase(lang, f"answers.sentence.closed_by.{kind}", text=text, words=words)


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


def _value(lang: str, claim: Claim, holdings: Holdings, _: date) -> str:
    """Any value of the registry: whose it is, which, and the value in plain words."""
    fact = claim.fact
    return phrase(
        lang,
        "tools.sentence.value",
        who=who_words(lang, claim.person, holdings),
        attribute=REGISTRY[fact.attribute].label(lang),
        value=typed_words(lang, fact, holdings),
    )


def _met(lang: str, claim: Claim, holdings: Holdings, _: date) -> str:
    """A contact on its day, with everybody known to have taken part."""
    shown = day_words(lang, claim.fact.valid_on)
    named = (holdings.name_of(one) for one in claim.fact.value.get("participants") or ())
    who = ", ".join(sorted(in_a_line(name) for name in named if name))
    key = "met_with" if who else "met"
    return phrase(lang, f"tools.sentence.{key}", day=shown, who=who)


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
    "ended": _changed_value,
    "closed": _closed,
    "contradiction": _contradiction,
    "contact": _contact,
    "value": _value,
    "met": _met,
}
