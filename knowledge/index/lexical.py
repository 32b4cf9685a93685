"""BM25 over the passages of one account, by that account's own statistics and nobody else's.

Adding, growing or deleting another account changes no rank here, since nothing of it is read.
Parameters are the usual ones (Robertson and Zaragoza, 2009); concepts count half, names and numbers
more, because they are what people remember of a note.
"""

import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from knowledge.index.words import Term, terms_of

_K1 = 1.2
_B = 0.75
_CONCEPT_WEIGHT = 0.5
_NAME_WEIGHT = 1.5


@dataclass(frozen=True, slots=True)
class Indexed:
    """A passage as the index holds it: its id and its stored terms."""

    id: str
    terms: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Scored:
    """A passage's id with its score for one question; higher is better."""

    id: str
    score: float


def query_weights(question: str) -> dict[str, float]:
    """The stored terms a question looks for, each with its weight."""
    weights: dict[str, float] = {}
    for at, term in enumerate(terms_of(question)):
        _keep_highest(weights, term.stem, _weight_of(term, first=at == 0))
        for concept in term.concepts:
            _keep_highest(weights, f"@{concept}", _CONCEPT_WEIGHT)
    return weights


class Statistics:
    """How rare each stored term is among the passages of one account."""

    def __init__(self, passages: Sequence[Indexed]) -> None:
        self.passages = len(passages)
        self.spread = Counter(term for passage in passages for term in set(passage.terms))

    def rarity(self, term: str) -> float:
        """The inverse frequency of a term; a term found nowhere is the rarest."""
        found = self.spread.get(term, 0)
        return math.log(1 + (self.passages - found + 0.5) / (found + 0.5))

    def holds(self, term: str) -> bool:
        """Whether any passage has the term."""
        return term in self.spread


def rank(weights: dict[str, float], passages: Sequence[Indexed]) -> list[Scored]:
    """Passages that share at least one term with the question, best first; ties by id."""
    if not passages:
        return []
    statistics = Statistics(passages)
    lengths = [sum(1 for term in passage.terms if term[0] != "@") for passage in passages]
    average = sum(lengths) / len(lengths) or 1.0
    scored = []
    for passage, length in zip(passages, lengths, strict=True):
        norm = _K1 * (1 - _B + _B * length / average)
        often = Counter(term for term in passage.terms if term in weights)
        score = sum(
            weights[term] * statistics.rarity(term) * count * (_K1 + 1) / (count + norm)
            for term, count in often.items()
        )
        if score > 0:
            scored.append(Scored(passage.id, score))
    return sorted(scored, key=lambda hit: (-hit.score, hit.id))


def _weight_of(term: Term, *, first: bool) -> float:
    is_name = term.capital and not first
    return _NAME_WEIGHT if is_name or term.kind == "number" else 1.0


def _keep_highest(weights: dict[str, float], term: str, weight: float) -> None:
    weights[term] = max(weight, weights.get(term, 0.0))
