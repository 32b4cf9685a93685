"""Whom a question names, by any part of a name or by one nearly written so.

Where two fit, the answer is a question back; a guess would tell one customer's affairs for another's.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from knowledge.domain.account_map import PersonView
from knowledge.domain.matching import Known, Unclear, match_name
from knowledge.domain.names import fold, may_be, words_of
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
    question: str, people: Sequence[PersonView], not_names: Sequence[str]
) -> NamedPeople:
    """Whom of ``people`` the question names. ``not_names`` are words of the account's own name."""
    found: list[PersonView] = []
    for name in _possible_names(question, people, frozenset(not_names)):
        match match_name(name, people):
            case Known(person):
                found.append(person)
            case Unclear(several):
                fullest = _one_person(several)
                if fullest is None:
                    return NamedPeople(tuple(found), several, name)
                found.append(fullest)
            case _:
                near = _nearly_named(name, people)
                if near is not None:
                    found.append(near)
    return NamedPeople(tuple({person.id: person for person in found}.values()))


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


def _one_person(several: Sequence[PersonView]) -> PersonView | None:
    """The one with the fullest name, when all the others may be short for it."""
    fullest = max(several, key=lambda person: len(words_of(person.name)))
    same = all(person is fullest or may_be(person.name, fullest.name) for person in several)
    return fullest if same else None


def _nearly_named(name: str, people: Sequence[PersonView]) -> PersonView | None:
    words = [word for word in words_of(name) if len(word) >= _SHORTEST_NEAR]
    near = [
        person
        for person in people
        if any(is_near(known, word) for known in words_of(person.name) for word in words)
    ]
    return near[0] if len(near) == 1 else None
