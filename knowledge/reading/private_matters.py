"""Private matters: what a source may say of a person and the map must not hold.

After any reader, before any proposal: a label whose words touch health, family life, religion, union,
politics, sexual life or crime is set aside and counted. An absence keeps its words up to there: that
somebody is away may be held, why may not. The source itself stays as it was received.
"""

import tomllib
from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from typing import TypeVar

from knowledge.domain.grounding import Grounded, SetAside
from knowledge.domain.names import fold
from knowledge.domain.reading import Label, Person

L = TypeVar("L", bound=Label)

KIND = "PrivateMatter"
# Fewer words than this state nothing by themselves.
_LEAST_WORDS = 2
_LABELS = (
    "relations", "pains", "objections", "goals", "next_steps", "changes", "motivations",
    "responsibilities",
)  # fmt: skip


def keep_private_matters_out(grounded: Grounded) -> Grounded:
    """``grounded`` without the labels that rest on private matters, which are set aside instead."""
    out: list[SetAside] = []
    reading = grounded.reading
    update: dict[str, object] = {name: _kept(getattr(reading, name), out) for name in _LABELS}
    update["people"] = tuple(_without(person, out) for person in reading.people)
    kept = reading.model_copy(update=update)
    return Grounded(kept, (*grounded.set_aside, *out))


def is_private(words: str) -> bool:
    """Whether ``words`` touch a private matter."""
    return _first_private_word(words) is not None


def _kept(labels: Iterable[L], out: list[SetAside]) -> tuple[L, ...]:
    return tuple(label for label in labels if _one(label, out) is not None)


def _one(label: L | None, out: list[SetAside]) -> L | None:
    if label is None or not is_private(label.quote):
        return label
    # The words themselves are what must not be kept.
    out.append(SetAside(KIND, ""))
    return None


def _without(person: Person, out: list[SetAside]) -> Person:
    return person.model_copy(
        update={
            "roles": _kept(person.roles, out),
            "powers": _kept(person.powers, out),
            "silent_influencer": _one(person.silent_influencer, out),
            "stance": _one(person.stance, out),
            "influence": _one(person.influence, out),
            "interest": _one(person.interest, out),
            "mention": _name_alone(person),
            "status_label": _cut(person.status_label, out),
        }
    )


def _name_alone(person: Person) -> Label | None:
    """What introduces the person, or the bare name where the words around it are private."""
    label = person.mention
    if label is None or label.start is None or not is_private(label.quote):
        return label
    for form in (person.name, *person.aliases):
        at = label.quote.find(form)
        if at != -1:
            start = label.start + at
            update = {"quote": form, "start": start, "end": start + len(form)}
            return label.model_copy(update=update)
    return label


def _cut(label: Label | None, out: list[SetAside]) -> Label | None:
    """The words of ``label`` before the first private one, if they still say something."""
    at = _first_private_word(label.quote) if label else None
    if label is None or at is None:
        return label
    before = label.quote[:at].rstrip(" ,;:(-–—")
    if len(before.split()) < _LEAST_WORDS or label.start is None:
        out.append(SetAside(KIND, ""))
        return None
    return label.model_copy(update={"quote": before, "end": label.start + len(before)})


def _first_private_word(words: str) -> int | None:
    """Where the first private word begins, as an offset in ``words``."""
    folded: list[tuple[str, int]] = []
    at = 0
    for word in words.replace("-", " ").replace("’", " ").replace("'", " ").split(" "):
        folded += [(part, at) for part in fold(word).split()]
        at += len(word) + 1
    parts = [part for part, _ in folded]
    for index in range(len(parts)):
        if any(tuple(parts[index : index + size]) in _terms() for size in (1, 2, 3)):
            return folded[index][1]
    return None


@cache
def _terms() -> frozenset[tuple[str, ...]]:
    """Every private term of both languages, as folded words: notes mix the two."""
    data = tomllib.loads(
        files("knowledge.reading").joinpath("private_matters.toml").read_text(encoding="utf-8")
    )
    terms = [term for language in data.values() for group in language.values() for term in group]
    return frozenset(tuple(fold(term).split()) for term in terms)
