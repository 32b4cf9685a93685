"""Verbs of promised actions, and whether a verb form promises anything."""

from collections.abc import Sequence
from functools import lru_cache

from knowledge.reading.attach import FIRST
from knowledge.reading.lexicon import table
from knowledge.reading.patterns import Item

CLITICS = frozenset(
    "l' le la les lui leur m' me te t' vous nous en y s' se n' ne also aussi then puis donc".split()
)
_PAST_AUX = frozenset(
    "a ai ont avons avez as avait avaient ete has have had was were been est sont etait".split()
)


@lru_cache
def _english(kind: str) -> frozenset[str]:
    forms: set[str] = set()
    for verb in str(table("en", "steps")[kind]).split():
        stem = verb[:-1] if verb.endswith("e") else verb
        doubled = verb + verb[-1] if verb in ("get", "set", "put", "run", "sit", "dig") else stem
        third = verb[:-1] + "ies" if verb.endswith("y") and verb[-2] not in "aeiou" else verb + "s"
        if verb.endswith(("sh", "ch", "s", "x")):
            third = verb + "es"
        forms |= {verb, third, stem + "ing", doubled + "ing"}
    return frozenset(forms)


@lru_cache
def _french(kind: str) -> tuple[str, ...]:
    return tuple(str(table("fr", "steps")[kind]).split())


_PRESENT_ENDINGS = (
    "e", "es", "ent", "ons", "ez", "t", "s", "d", "ai", "ra", "rai", "ront", "rons", "rez", "er",
    "ir", "re", "it", "oi", "x", "a",
)  # fmt: skip


def is_action(item: Item, kind: str) -> bool:
    """Whether the word is a verb of the list ``kind`` ("verbs", "strong") in a form a promise takes."""
    if item.kind != "word":
        return False
    norm = item.norm
    if norm in _english(kind):
        return True
    if len(norm) < 3 or not norm.startswith(_french(kind)):
        return False
    return norm.endswith(_PRESENT_ENDINGS) and not norm.endswith(
        ("tion", "ment", "ance", "eur", "euse")
    )


def is_pledged(items: Sequence[Item], index: int) -> bool:
    """Any verb after "to", "will" or "promised", and the promise itself, when a date is said."""
    item = items[index]
    if item.norm in ("promised", "promis", "promise", "owe", "owes", "promets"):
        return index + 1 < len(items) and items[index + 1].norm not in ("to", "de", "d'")
    if index < 1 or item.kind != "word" or not item.norm.isalpha() or item.norm in _SKIPPED:
        return False
    before = items[index - 1]
    if before.norm in ("will", "'ll"):
        return True
    return before.norm == "to" and index > 1 and items[index - 2].kind == "person"


_SKIPPED = frozenset(str(table("en", "steps")["skip"]).split()) | frozenset(
    "not also never the a".split()
)


def mode_of(items: Sequence[Item], first: int, index: int) -> str | None:
    """``future``, ``present``, ``progressive``, ``duty``; ``None`` when it is past or no promise."""
    item = items[index]
    back = index - 1
    while back >= first and items[back].norm in CLITICS:
        back -= 1
    before = items[back].norm if back >= first else ""
    near = [i.norm for i in items[max(first, index - 6) : index]]
    if item.norm in ("promised", "promis", "promise", "owe", "owes", "promets"):
        return "future" if item.norm not in ("promise",) or before in FIRST else None
    if _is_english(item) or before in ("will", "'ll", "to"):
        return _english_mode(item.norm, before, near)
    if before in _PAST_AUX and not item.norm.endswith(("er", "ir", "re")):
        return None
    if item.norm.endswith(("rai", "ra", "ront", "rons", "rez")):
        return "future"
    if item.norm.endswith(("er", "ir", "re", "oir")):
        return _infinitive_mode(near)
    return (
        "present"
        if before not in ("de", "pour", "a", "sans", "des", "les", "un", "une", "du")
        else None
    )


def _infinitive_mode(near: Sequence[str]) -> str | None:
    if any(
        n
        in (
            "va",
            "vais",
            "vont",
            "allons",
            "promis",
            "promet",
            "promets",
            "engage",
            "engagee",
            "propose",
            "compte",
            "prevu",
            "prevoit",
        )
        for n in near
    ):
        return "future"
    if any(n in ("doit", "dois", "devons", "doivent", "charge") for n in near):
        return "duty"
    return None


_SETTLED = frozenset(
    """did had was were 've have has the a an no by of would
    could who your our his her their my""".split()
)


def _english_mode(norm: str, before: str, near: Sequence[str]) -> str | None:
    future = {"will", "'ll", "shall", "going"}
    if any(n in future for n in near[-4:]):
        return "future"
    said = {"said", "promised", "agreed", "offered", "volunteered", "told", "says", "promises"}
    if any(n in said for n in near) and ("'d" in near or "would" in near or before == "to"):
        return "future"
    if norm.endswith("ing") and any(n in ("'m", "am", "is", "'s", "are", "'re") for n in near[-3:]):
        return "progressive"
    if before == "to":
        return (
            "duty"
            if any(
                n in ("has", "needs", "must", "due", "'m", "is", "am", "have", "are")
                for n in near[-3:]
            )
            or len(near) <= 2
            else None
        )
    if "can" in near[-3:] or "must" in near[-3:]:
        return "duty"
    if any(n in _SETTLED for n in near[-2:]):
        return None
    return "present" if not norm.endswith("ing") else None


def _is_english(item: Item) -> bool:
    return item.norm in _english("verbs")
