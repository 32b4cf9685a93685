"""Which kind of question is asked, when it is one the map can answer.

Recognition goes by concepts and by what is expected, not by whole phrases; the rules are data, in
``families.toml``. A question may fit no family; then passages answer.
"""

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from assistant.answers.expected import Expected
from knowledge.index.concepts import stems_of
from knowledge.index.words import terms_of
from knowledge.reading.tokens import fold


@dataclass(frozen=True, slots=True)
class Asked:
    """A family, and what of the question the family itself answers for: concepts, and word stems.

    ``also`` are further families asked for in the same breath.
    """

    family: str
    granted: frozenset[str]
    words: frozenset[str] = frozenset()
    also: tuple[str, ...] = ()


# What one question may ask for together: who chooses, and who signs?
_POWERS = {
    "decides": frozenset(("decide", "approve")),
    "signs": frozenset(("sign",)),
    "vetoes": frozenset(("veto",)),
    "funds": frozenset(("fund",)),
    "recommends": frozenset(("recommend",)),
}


@dataclass(frozen=True, slots=True)
class _Rule:
    family: str
    granted: frozenset[str]
    says: tuple[re.Pattern[str], ...]
    unless: tuple[re.Pattern[str], ...]
    means: frozenset[str]
    unless_means: frozenset[str]
    expected: frozenset[str]
    names: bool | None

    def words_said(self, folded: str) -> frozenset[str]:
        """The stems of the question's words by which the family was recognised."""
        spans = (pattern.search(folded) for pattern in self.says if ".{" not in pattern.pattern)
        return frozenset(word for span in spans if span for word in stems_of(span[0]))

    def fits(self, folded: str, concepts: frozenset[str], expected: str, *, names: bool) -> bool:
        """Whether every condition of the family holds."""
        return (
            (self.names is None or self.names == names)
            and (not self.expected or expected in self.expected)
            and (not self.means or bool(self.means & concepts))
            and not self.unless_means & concepts
            and (not self.says or any(pattern.search(folded) for pattern in self.says))
            and not any(pattern.search(folded) for pattern in self.unless)
        )


@cache
def _rules() -> tuple[_Rule, ...]:
    source = files("assistant.answers").joinpath("families.toml").read_text(encoding="utf-8")
    return tuple(
        _Rule(
            family,
            frozenset(rule.get("granted", ())),
            tuple(re.compile(pattern) for pattern in rule.get("says", ())),
            tuple(re.compile(pattern) for pattern in rule.get("unless", ())),
            frozenset(rule.get("means", ())),
            frozenset(rule.get("unless_means", ())),
            frozenset(rule.get("expected", ())),
            rule.get("names"),
        )
        for family, rule in tomllib.loads(source).items()
    )


def family_of(question: str, expected: Expected, *, names: bool) -> Asked | None:
    """The family of ``question``, or ``None``; ``names`` tells whether somebody is named in it."""
    folded = fold(question).replace("\u2019", "'").strip()
    terms = terms_of(question)
    concepts = frozenset(concept for term in terms for concept in term.concepts)
    fitting = [rule for rule in _rules() if rule.fits(folded, concepts, expected, names=names)]
    if not fitting:
        return None
    if fitting[0].family not in _POWERS:
        return Asked(fitting[0].family, fitting[0].granted, fitting[0].words_said(folded))
    meant = frozenset(concept for term in terms if not term.negated for concept in term.concepts)
    powers = [rule for rule in fitting if rule.family in _POWERS]
    powers = [rule for rule in powers if _POWERS[rule.family] & meant] or powers[:1]
    granted = frozenset().union(*(rule.granted for rule in powers))
    words = frozenset().union(*(rule.words_said(folded) for rule in powers))
    return Asked(powers[0].family, granted, words, tuple(rule.family for rule in powers[1:]))
