"""Whom a question names, by any part of a name or by one nearly written so.

Where two fit, the answer is a question back; a guess would tell one customer's affairs for another's.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from knowledge.domain.account_map import PersonView
from knowledge.domain.names import fold, may_be, same_name, words_of
from knowledge.index.concepts import concepts_of
from knowledge.index.stems import stem
from knowledge.index.stop_words import EVERY_STOP_WORD
from knowledge.reading.tokens import tokenize
from tools.find_account import is_near

_SHORTEST_NEAR = 5


@dataclass(frozen=True, slots=True)
class NamedPeople:
    """The people a question names; ``unclear`` holds the candidates when one name fits several."""

    people: tuple[PersonView, ...]
    unclear: tuple[PersonView, ...] = ()
    name: str | None = None


def people_named(
    question: str,
    people: Sequence[PersonView],
    not_names: Sequence[str],
    on_map: Collection[str] = (),
) -> NamedPeople:
    """Whom of ``people`` the question names. ``not_names`` are words of the account's own name.

    ``on_map`` are the ids of those on the map; the others only wait to be put on it.
    """
    found: list[PersonView] = []
    for name in _possible_names(question, people, frozenset(not_names)):
        fitting = _fitting(name, people, on_map)
        if not fitting:
            near = _nearly_named(name, people)
            found += [near] if near is not None else []
        elif _are_one(fitting):
            found += fitting
        else:
            return NamedPeople(tuple(found), tuple(fitting), name)
    return NamedPeople(tuple({person.id: person for person in found}.values()))


def people_meant(
    name: str, people: Sequence[PersonView], on_map: Collection[str] = ()
) -> NamedPeople:
    """Whom of ``people`` a bare ``name`` means; nobody when none bears it or one nearly so."""
    fitting = _fitting(name, people, on_map)
    if not fitting:
        near = _nearly_named(name, people)
        return NamedPeople((near,) if near is not None else (), name=name)
    if _are_one(fitting):
        return NamedPeople(tuple(fitting), name=name)
    return NamedPeople((), tuple(fitting), name)


def _fitting(name: str, people: Sequence[PersonView], on_map: Collection[str]) -> list[PersonView]:
    """Everybody ``name`` may mean.

    A part of a name means everybody who bears it: one only known by that part ("Ms Vlachos") does
    not stand in front of people known in full, and counts beside them only when on the map.
    """
    whole = [person for person in people if any(same_name(name, form) for form in _forms(person))]
    if whole and len(words_of(name)) > 1:
        return whole
    part = [person for person in people if any(may_be(name, form) for form in _forms(person))]
    fits = list({person.id: person for person in (*whole, *part)}.values())
    full = [person for person in fits if len(words_of(person.name)) > 1]
    if not full:
        return fits
    return [person for person in fits if person in full or person.id in on_map]


def _forms(person: PersonView) -> tuple[str, ...]:
    return (person.name, *person.other_names)


def _possible_names(
    question: str, people: Sequence[PersonView], not_names: frozenset[str]
) -> list[str]:
    """Runs of words that may be a name: written with capitals, or part of a known name."""
    known = {word for person in people for form in (person.name, *person.other_names)
             for word in words_of(form) if len(word) >= 3}  # fmt: skip
    runs: list[list[str]] = []
    last_end = -2
    for at, token in enumerate(tokenize(question)):
        folded = fold(token.text)
        if token.kind != "word" or not folded or folded in not_names:
            continue
        parts = folded.split()
        is_known = all(part in known for part in parts)
        common = token.norm in EVERY_STOP_WORD or bool(concepts_of(stem(token.norm)))
        named = (token.is_capital and at > 0 and token.norm not in EVERY_STOP_WORD) or (
            is_known and not common
        )
        if not named:
            continue
        if runs and token.start - last_end <= 1:
            runs[-1].append(token.text)
        else:
            runs.append([token.text])
        last_end = token.end
    return [" ".join(run) for run in runs]


def _are_one(several: Sequence[PersonView]) -> bool:
    """Whether all the names may be short for the fullest of them."""
    fullest = max(several, key=lambda person: len(words_of(person.name)))
    return all(person is fullest or may_be(person.name, fullest.name) for person in several)


def _nearly_named(name: str, people: Sequence[PersonView]) -> PersonView | None:
    words = [word for word in words_of(name) if len(word) >= _SHORTEST_NEAR]
    near = [
        person
        for person in people
        if any(is_near(known, word) for known in words_of(person.name) for word in words)
    ]
    return near[0] if len(near) == 1 else None
