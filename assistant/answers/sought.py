"""What a question looks for in a text: its terms with their weights, names kept together."""

from collections.abc import Collection
from dataclasses import dataclass

from knowledge.index.lexical import Statistics
from knowledge.index.words import Term, terms_of

# A word that stands nowhere in the account is a sign that nothing there answers; it may also be
# a turn of phrase, so it does not count for quite as much as its rarity says.
_UNSEEN_SHARE = 0.8
_NAME_SHARE = 0.85
_COMMON_RARITY = 0.7
_VAGUE = frozenset(
    "us our we person people name account team thing kind exactly currently note notes say said "
    "personne gens nom compte equipe chose actuellement dit exact possible need besoin".split()
)


@dataclass(frozen=True, slots=True)
class Sought:
    """One thing to be found: a word, or all the words of one name.

    ``stems`` are alternatives: any of them counts, the last (the surname) fully. ``concepts`` are
    weaker alternatives. ``weight`` is how much finding it proves.
    """

    stems: tuple[str, ...]
    concepts: frozenset[str]
    weight: float
    is_name: bool
    kind: str


def sought_in(question: str, statistics: Statistics, leave_out: Collection[str]) -> list[Sought]:
    """What ``question`` looks for. ``leave_out`` are stems that select nothing: the account's name."""
    terms = [
        term for term in terms_of(question)
        if term.stem not in leave_out and not (term.stem in _VAGUE and not term.capital)
    ]  # fmt: skip
    found: list[Sought] = []
    at = 0
    while at < len(terms):
        group = _name_at(question, terms, at)
        if group:
            found.append(_name(group, statistics))
            at += len(group)
        else:
            found.append(_word(terms[at], statistics))
            at += 1
    return found


def _name_at(question: str, terms: list[Term], at: int) -> list[Term]:
    """The run of capitalised terms at ``at`` that stand next to one another."""
    if not terms[at].capital or terms[at].start == 0 or terms[at].kind != "word":
        return []
    group = [terms[at]]
    for term in terms[at + 1 :]:
        between = question[group[-1].end : term.start]
        if not term.capital or between.strip(" '’-") or len(between) > 1:
            break
        group.append(term)
    return group


def _name(group: list[Term], statistics: Statistics) -> Sought:
    stems = tuple(term.stem for term in group)
    concepts = group[0].concepts if len(group) == 1 else frozenset()
    rarity = min(statistics.rarity(word) for word in stems)
    seen = any(statistics.holds(word) for word in stems)
    weight = rarity * _NAME_SHARE if seen else statistics.rarity(stems[-1])
    return Sought(stems, concepts, max(weight, _COMMON_RARITY), is_name=True, kind="word")


def _word(term: Term, statistics: Statistics) -> Sought:
    rarity = statistics.rarity(term.stem)
    if not statistics.holds(term.stem):
        by_concept = [
            statistics.rarity(f"@{concept}")
            for concept in term.concepts
            if statistics.holds(f"@{concept}")
        ]
        rarity = max(min(by_concept), 1.0) if by_concept else rarity * _UNSEEN_SHARE
    return Sought((term.stem,), term.concepts, max(rarity, _COMMON_RARITY), is_name=False,
                  kind=term.kind)  # fmt: skip
