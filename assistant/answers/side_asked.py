"""Whose promises a question is about: ours, the customer's, or both."""

import re

from knowledge.reading.tokens import fold

_OURS = re.compile(
    r"\b(?:(?:did|have|do|had|are|were|must|should) we\b(?! (?:promised|owed))|we (?:owe|promise\w*|commit\w*|have to|need to)|"
    r"our (?:own )?(?:promises|commitments|actions|side)|from us|(?:avons|devons|sommes|doit|ait|a)-(?:nous|on)\b|"
    r"nos (?:promesses|engagements|actions)|(?:nous|on) (?:avons|a|doit|devons|leur)|de notre cote|on leur doit|leur doit)"
)
_THEIRS = re.compile(
    r"\b(?:they (?:owe|promise\w*|commit\w*|have to)|(?:did|have|do|has|had) they\b|their (?:promises|commitments|actions|side)|owed to us|owes? us|"
    r"(?:ont|doivent|devaient)-ils|ils (?:ont|nous)|leurs (?:promesses|engagements|actions)|nous doi(?:t|vent)|nous (?:a|ont) promis|de leur cote)"
)


def side_of(question: str) -> str | None:
    """``us``, ``customer``, or ``None`` when both are meant."""
    folded = fold(question)
    theirs = _THEIRS.search(folded) is not None
    ours = _OURS.search(folded) is not None
    if ours == theirs:
        return None
    return "us" if ours else "customer"
