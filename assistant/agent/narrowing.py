"""The words of a passage that a claim rests on: a person checks a sentence, not a page of notes."""

from dataclasses import replace
from itertools import pairwise

from knowledge.index.words import Term, terms_of
from tools.evidence import Evidence

_PASSAGES = ("passage", "page")
_ENDS = ".!?…\n"
# A sentence is taken in as well when it has this many telling words of the claim that the best lacks.
_WORTH_ADDING = 2


def narrowed(evidence: Evidence, claim: str) -> Evidence:
    """``evidence`` with the sentence or two that share most with ``claim``; whole where none does.

    Facts have short quotes already. Offsets stay those of the source.
    """
    if evidence.kind not in _PASSAGES or not evidence.quote or evidence.start is None:
        return evidence
    parts = _sentences(evidence.quote)
    asked = terms_of(claim)
    shared = [_shared(asked, evidence.quote[start:end]) for start, end in parts]
    best = max(range(len(parts)), key=lambda at: (len(shared[at]), -at))
    if len(parts) < 2 or not shared[best]:
        return evidence
    first = last = best
    for near in (best - 1, best + 1):
        if 0 <= near < len(parts) and len(shared[near] - shared[best]) >= _WORTH_ADDING:
            first, last = min(first, near), max(last, near)
    start, end = parts[first][0], parts[last][1]
    return replace(
        evidence,
        quote=evidence.quote[start:end],
        start=evidence.start + start,
        end=evidence.start + end,
    )


def _sentences(text: str) -> list[tuple[int, int]]:
    """The places of the sentences, without the space around them; fragments join what follows."""
    cuts = [0]
    for at, char in enumerate(text):
        follows = text[at + 1 : at + 2]
        if char in _ENDS and (char == "\n" or not follows or follows.isspace()):
            cuts.append(at + 1)
    cuts.append(len(text))
    places = []
    for start, end in pairwise(cuts):
        inside = text[start:end]
        if inside.strip():
            left = start + len(inside) - len(inside.lstrip())
            places.append((left, start + len(inside.rstrip())))
    return places or [(0, len(text))]


def _shared(asked: tuple[Term, ...], sentence: str) -> frozenset[str]:
    """The telling words of the claim that the sentence has, by stem or by meaning."""
    there = terms_of(sentence)
    stems = {term.stem for term in there}
    concepts = {concept for term in there for concept in term.concepts}
    return frozenset(
        term.stem for term in asked if term.stem in stems or bool(term.concepts & concepts)
    )
