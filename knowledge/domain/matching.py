"""Matching a name read in a source with the people already on the map.

Full name, surname or first name alone when only one person fits, initials, accents and case folded,
e-mail. Where two fit the answer is to ask: a guess would put one person's words on another.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from knowledge.domain.account_map import AccountMap, PersonView
from knowledge.domain.codes import Side
from knowledge.domain.names import may_be, same_name, words_of
from knowledge.domain.reading import Person


@dataclass(frozen=True, slots=True)
class Known:
    """Exactly one person fits; ``how`` says by what."""

    person: PersonView
    how: Literal["email", "full_name", "part_of_name", "fuller_name", "position"]


@dataclass(frozen=True, slots=True)
class Unclear:
    """Several people fit."""

    people: tuple[PersonView, ...]


@dataclass(frozen=True, slots=True)
class Nobody:
    """Nobody fits."""


Match = Known | Unclear | Nobody


def match_person(person: Person, account_map: AccountMap) -> Match:
    """Who on the map ``person`` of a reading is."""
    pool = [known for known in account_map.people if _sides_agree(person, known)]
    by_email = [known for known in pool if _same_email(person, known)]
    if len(by_email) == 1:
        return Known(by_email[0], "email")
    for forms in ((person.name,), person.aliases):
        whole = [known for known in pool if _shares_full_name(forms, known)]
        if len(whole) == 1:
            return Known(whole[0], "fuller_name" if _is_fuller(person, whole[0]) else "full_name")
        if whole:
            return Unclear(tuple(whole))
    return _match_in_part(person, pool)


def match_name(name: str, people: Iterable[PersonView]) -> Match:
    """Who among ``people`` a name typed by a person means."""
    pool = tuple(people)
    whole = [known for known in pool if any(same_name(name, form) for form in _forms(known))]
    if whole:
        return Known(whole[0], "full_name") if len(whole) == 1 else Unclear(tuple(whole))
    part = [known for known in pool if any(may_be(name, form) for form in _forms(known))]
    if not part:
        return Nobody()
    return Known(part[0], "part_of_name") if len(part) == 1 else Unclear(tuple(part))


def _match_in_part(person: Person, pool: list[PersonView]) -> Match:
    shorter = [known for known in pool if _is_short_for(person.name, known)]
    if shorter:
        return Known(shorter[0], "part_of_name") if len(shorter) == 1 else Unclear(tuple(shorter))
    # By their name alone: "Duval" is also short for Claire Duval, who is not Paul Duval.
    fuller = [known for known in pool if may_be(known.name, person.name)]
    if fuller:
        return Known(fuller[0], "fuller_name") if len(fuller) == 1 else Unclear(tuple(fuller))
    held = [known for known in pool if _is_position_of(known, person)]
    return Known(held[0], "position") if len(held) == 1 else Nobody()


def _forms(known: PersonView) -> tuple[str, ...]:
    return (known.name, *known.other_names)


def _sides_agree(person: Person, known: PersonView) -> bool:
    """Our colleague and the customer's namesake are two people."""
    return (person.side == Side.US) == (known.side == Side.US)


def _same_email(person: Person, known: PersonView) -> bool:
    email = known.value("person.email")
    return bool(person.email and email and person.email.casefold() == email.casefold())


def _shares_full_name(forms: Iterable[str], known: PersonView) -> bool:
    """One of the forms is one of theirs; a single word counts only when it is all we know them by."""
    return any(
        same_name(form, theirs) and (len(words_of(form)) > 1 or len(words_of(known.name)) == 1)
        for form in forms
        for theirs in _forms(known)
    )


def _is_fuller(person: Person, known: PersonView) -> bool:
    return not any(same_name(person.name, form) for form in _forms(known)) and len(
        words_of(person.name)
    ) > len(words_of(known.name))


def _is_short_for(name: str, known: PersonView) -> bool:
    return any(may_be(name, form) for form in _forms(known))


def _is_position_of(known: PersonView, person: Person) -> bool:
    """A function without a name has got a holder: the titles are the same words."""
    if known.value("person.kind") != "position" or not person.title:
        return False
    return same_name(known.name, person.title)
