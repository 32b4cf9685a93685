"""Whether a text is a note to keep, a question to answer, or cannot be told: by its shape and its cues."""

import re
from typing import Literal

Meant = Literal["note", "question", "unclear"]

_LONG, _LINES, _SHORT_NOTE, _SHORT_QUESTION = 350, 4, 60, 400

_SAYS_NOTE = re.compile(
    r"^\W*(?:(?:here (?:are|is)|these are|my|meeting|call|visit|voici|mes|notes? d[eu']|ci-dessous)\b"
    r".{0,40}\b(?:notes?|minutes|transcript|compte[- ]rendu)\b|notes?\s*[:\-–—]|(?:cr|compte[- ]rendu|"
    r"debrief|minutes|transcript)\b)",
    re.IGNORECASE,
)
_ASKS = re.compile(
    r"^\W*(?:who|whom|whose|what|when|where|why|how|which|is|are|was|were|do|does|did|can|could|has|have|"
    r"should|will|tell me|show me|list|give me|remind me|any|"
    r"qui|que|quoi|quand|où|ou est|pourquoi|comment|combien|quels?|quelles?|lequel|laquelle|est-ce|"
    r"qu'|a-t-|y a-t-il|dis-moi|dites-moi|montre|montrez|liste|listez|donne|donnez|rappelle|rappelez|"
    r"avons-nous|avez-vous|sait-on|peux-tu|pouvez-vous)\b",
    re.IGNORECASE,
)
_BULLET = re.compile(r"^\s*(?:[-*•–—]|\d{1,2}[.)])\s+\S", re.MULTILINE)
_NOTE_CUES = re.compile(
    r"\b(?:\d{1,2}[/.]\d{1,2}(?:[/.]\d{2,4})?|met with|met|spoke (?:to|with)|call with|visit(?:e|ed)?|"
    r"meeting|next steps?|action items?|attendees|todo|to do|vu|vue|rencontré|réunion|rdv|rendez-vous|"
    r"appel avec|point avec|présents?|à faire|prochaines? étapes?|relance|nous a dit|m'a dit|told us)\b",
    re.IGNORECASE,
)


def what_is(text: str) -> Meant:
    """What the writer most likely wants; ``unclear`` is asked rather than guessed."""
    words = text.strip()
    lines = [line for line in words.splitlines() if line.strip()]
    if _SAYS_NOTE.match(words) and len(words) > _SHORT_NOTE:
        return "note"
    if len(lines) >= _LINES or len(words) > _LONG + 50:
        return "note"
    if len(lines) <= 2 and len(words) <= _SHORT_QUESTION and _is_asked(words):
        return "question"
    cues = len(_NOTE_CUES.findall(words)) + len(_BULLET.findall(words))
    if len(words) > _LONG or (cues and len(words) > _SHORT_NOTE) or cues > 1:
        return "note"
    return "unclear"


def _is_asked(words: str) -> bool:
    return words.rstrip(" \"»'”").endswith("?") or _ASKS.match(words) is not None
