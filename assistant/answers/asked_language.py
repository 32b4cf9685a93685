"""In which language a question is asked, by its small words; answers are framed in it."""

from knowledge.index.stop_words import STOP_WORDS
from knowledge.language.catalogue import Lang
from knowledge.reading.tokens import tokenize

_TELLING = {
    "fr": frozenset(
        "qui que quoi quel quelle quels quelles est sont avec chez nous notre nos".split()
    ),
    "en": frozenset("who what when where why how which the of is are does did our us".split()),
}
_ACCENTS = frozenset("éèêëàâîïôûùçœ")


def language_of(question: str, otherwise: Lang = "en") -> Lang:
    """``fr`` or ``en``; ``otherwise`` when the words do not tell."""
    words = [token.norm for token in tokenize(question) if token.kind == "word"]
    scores = {
        lang: sum(
            2 * (word in _TELLING[lang])
            + (word in STOP_WORDS[lang] and word not in STOP_WORDS[other])
            for word in words
        )
        for lang, other in (("fr", "en"), ("en", "fr"))
    }
    if scores["fr"] == scores["en"]:
        accented = any(char in _ACCENTS for char in question.lower())
        return "fr" if accented else otherwise
    return "fr" if scores["fr"] > scores["en"] else "en"
