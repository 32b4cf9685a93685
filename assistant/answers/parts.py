"""The parts of a question that asks several things: each may be answered by another source."""

import re
from dataclasses import dataclass

from knowledge.reading.tokens import fold

_WORD = r"quand|combien|comment|pourquoi|quoi|quel(?:le)?s?|when|why|how|what"
# Words that also open a clause of their own begin a part only after "and".
_LOOSE = rf"{_WORD}|qui|que|ou|who|whom|whose|which|where"
_BEFORE = r"(?:(?:a|de|par|avec|pour|en|avant|depuis|jusqu'a|chez|by|before|since|until|with|to|from|on|in|for|at) )?"
_CUT = re.compile(
    rf"\s*\?\s*(?=\w)|\s*[,;]?\s+(?:et|and)\s+(?={_BEFORE}(?:{_LOOSE})\b)"
    rf"|\s*[,;]\s+(?={_BEFORE}(?:{_WORD})\b)"
)
_ASKS = re.compile(rf"\b(?:{_LOOSE})\b")
# Words that lean on what was said before.
_LEANS = re.compile(
    r"\b(?:il|elle|ils|elles|he|she|it|they|him|her|them|his|their|its|lui|leur|celui-ci|celle-ci|this|that)\b"
)


@dataclass(frozen=True, slots=True)
class Part:
    """One thing asked; ``leans`` when it speaks of what the part before named."""

    question: str
    leans: bool


def parts_of(question: str) -> tuple[Part, ...]:
    """The parts of ``question`` in order; one when it asks one thing."""
    folded = _same_length_fold(question)
    cuts = [
        (cut.start(), cut.end())
        for cut in _CUT.finditer(folded)
        if _ASKS.search(folded[: cut.start()])
    ]
    places, begin = [], 0
    for start, end in cuts:
        places.append((begin, start))
        begin = end
    places.append((begin, len(question)))
    texts = [question[start:end].strip(" ,;") for start, end in places]
    texts = [text for text in texts if any(char.isalnum() for char in text)]
    return tuple(
        Part(text, leans=at > 0 and _LEANS.search(fold(text)) is not None)
        for at, text in enumerate(texts)
    )


def _same_length_fold(text: str) -> str:
    """``text`` folded letter by letter, so that places hold."""
    folded = (fold(char) for char in text.replace("\u2019", "'"))
    return "".join(one if len(one) == 1 else " " for one in folded)
