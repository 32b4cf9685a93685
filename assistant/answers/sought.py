"""What a question looks for in a text: its terms with their weights, names kept together."""

import re
from collections.abc import Collection
from dataclasses import dataclass

from knowledge.index.concepts import acts, concepts_of
from knowledge.index.lexical import Statistics
from knowledge.index.words import Term, terms_of

# A word that stands nowhere in the account is a sign that nothing there answers; it may also be
# a turn of phrase, so it does not count for quite as much as its rarity says.
_UNSEEN_SHARE = 0.8
_NAME_SHARE = 0.85
_COMMON_RARITY = 0.7
_VAGUE = frozenset(
    "anyth someth everyth us our we person people name account team thing kind exactly current note say said anything "
    "something everything anyone someone else personne gens nom compte equipe chose actuel dit "
    "exact possibl se".split()
)
# Verbs that carry little by themselves: missing them proves little.
_LIGHT = frozenset(
    "pas offer offr go went gone com cam tak took give gav giv hold held do happen occur pass assur correspond "
    "concern exist first need besoin set put keep kept use aim prev plan run mean signifi tien "
    "tenir mettr met work prend consist rest stand est become devien situ trouv involv travail".split()
)
_LIGHT_SHARE = 0.35


# What kind of thing is asked for is weighed apart (``expected``).
_FRAME = re.compile(
    r"\b(?:how (?:long|much|many|soon)|combien(?: de temps)?|(?:(?:by|before|after|until|since|on|at) )?what (?:date|time)|(?:by|before) when|(?:à|avant|après|depuis|pour|vers) quelle date|jusqu['’]à quelle date|avant quand)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Sought:
    """One thing to be found: a word, or all the words of one name.

    ``stems`` are alternatives: any of them counts, the last (the surname) fully. ``concepts`` are
    weaker alternatives. ``weight`` is how much finding it proves; ``is_act`` says that it tells what
    happens rather than to what. ``is_unseen``: no note of the account has
    it, even by concept.
    """

    stems: tuple[str, ...]
    concepts: frozenset[str]
    weight: float
    is_name: bool
    kind: str
    is_act: bool = False
    is_unseen: bool = False


def sought_in(question: str, statistics: Statistics, leave_out: Collection[str]) -> list[Sought]:
    """What ``question`` looks for. ``leave_out`` are stems that select nothing: the account's name."""
    out = frozenset(leave_out)
    own = frozenset(concept for word in out for concept in concepts_of(word)) - acts()
    question = _FRAME.sub(lambda found: " " * len(found[0]), question)
    terms = [term for term in terms_of(question) if not _selects_nothing(term, out, own)]
    found: list[Sought] = []
    at = 0
    while at < len(terms):
        group = _name_at(question, terms, at)
        if group:
            found.append(_name(group, statistics))
            at += len(group)
            continue
        phrase = _phrase_at(terms, at)
        found.append(_word(phrase, statistics))
        at += len(phrase)
    return found


def _selects_nothing(term: Term, leave_out: frozenset[str], own: frozenset[str]) -> bool:
    """Whether a word is the account's name, put in the other language, or says nothing at all."""
    if term.concepts and term.concepts <= own:
        return True
    return term.stem in leave_out or (term.stem in _VAGUE and not term.phrase)


def _phrase_at(terms: list[Term], at: int) -> list[Term]:
    """The words of the set phrase at ``at``, or the one word that stands there."""
    end = at + 1
    while end < len(terms) and terms[at].phrase and terms[end].phrase == terms[at].phrase:
        end += 1
    return terms[at:end]


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


def _word(phrase: list[Term], statistics: Statistics) -> Sought:
    """One word, or a set phrase: that is found as a whole, by its concept, or not at all."""
    term = phrase[0]
    concepts = term.concepts
    if len(phrase) > 1:
        concepts = frozenset.intersection(*(part.concepts for part in phrase)) or concepts
    stems = (term.stem,) if len(phrase) == 1 else ()
    rarity = statistics.rarity(term.stem)
    unseen = False
    if not stems or not statistics.holds(term.stem):
        by_concept = [
            statistics.rarity(f"@{concept}")
            for concept in concepts
            if statistics.holds(f"@{concept}")
        ]
        unseen = not by_concept
        rarity = max(min(by_concept), 1.0) if by_concept else rarity * _UNSEEN_SHARE
    weight = max(rarity, _COMMON_RARITY)
    if term.stem in _LIGHT and len(phrase) == 1:
        weight *= _LIGHT_SHARE
    is_act = bool(concepts & acts()) and term.kind == "word"
    return Sought(
        stems, concepts, weight, is_name=False, kind=term.kind, is_act=is_act, is_unseen=unseen
    )
