"""Under which names each person goes in a text, and which language the text is in."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field

from knowledge.reading.analysis import Scene
from knowledge.reading.lexicon import words_of
from knowledge.reading.people import People
from knowledge.reading.tokens import fold


@dataclass(slots=True)
class Names:
    """Where a person is named and how: forms as typed, in order of appearance."""

    spans: list[tuple[int, int]] = field(default_factory=list)


def named(people: People, scenes: Sequence[Scene]) -> dict[str, Names]:
    """Every person's places; what instructions to machines say counts only for known people."""
    names: dict[str, Names] = {p.key: Names() for p in people.all}
    told: dict[str, list[tuple[int, int]]] = {}
    for scene in scenes:
        tokens = scene.sentence.tokens
        for mention in scene.mentions:
            span = (tokens[mention.first].start, tokens[mention.last - 1].end)
            if scene.sentence.injected:
                told.setdefault(mention.key, []).append(span)
            else:
                names[mention.key].spans.append(span)
    for person in people.all:
        names[person.key].spans.extend(person.places)
        if names[person.key].spans:
            names[person.key].spans.extend(told.get(person.key, ()))
    return names


def forms_of(
    text: str, spans: Sequence[tuple[int, int]]
) -> tuple[str, tuple[str, ...], tuple[int, int]]:
    """The fullest form, the other forms, and where the person is first named."""
    counted: dict[str, tuple[int, int]] = {}
    for start, end in spans:
        counted.setdefault(text[start:end], (start, end))
    by_fold: dict[str, str] = {}
    for form in counted:
        by_fold.setdefault(fold(form), form)
    forms = list(by_fold.values())
    name = max(forms, key=_fullness)
    aliases = tuple(sorted((f for f in forms if f != name), key=lambda f: counted[f]))
    return name, aliases, min(spans)


def _fullness(form: str) -> tuple[int, int, int]:
    words = fold(form).replace(".", " ").split()
    plain = [w for w in words if w not in words_of("civilities")]
    return len(plain), sum(len(w) for w in plain), len(words)


def language_of(scenes: Sequence[Scene]) -> str | None:
    """``en``, ``fr`` or ``mixed``, by the everyday words of each language."""
    votes = Counter(w for s in scenes for i in s.items if (w := _vote(i.norm)))
    if not votes:
        return None
    english, french = votes["en"], votes["fr"]
    if min(english, french) * 4 > max(english, french):
        return "mixed"
    return "en" if english > french else "fr"


_ENGLISH = frozenset(
    "the and is of to in that it he she was for with his her they we you i not be have has will".split()
)
_FRENCH = frozenset(
    "le la les et est de des du un une que qui il elle pour dans avec pas ne nous vous je sur au aux".split()
)


def _vote(norm: str) -> str | None:
    if norm in _ENGLISH:
        return "en"
    if norm in _FRENCH:
        return "fr"
    return None
