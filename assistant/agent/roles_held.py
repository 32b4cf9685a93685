"""Whether the role a claim gives somebody is given to the same person by what it cites.

The clause of the evidence that has the role must name that person, or name nobody and go on about the
person named last. It need not be known who is who: any other name in the clause makes it another's.
"""

from collections.abc import Sequence
from itertools import pairwise

from assistant.agent import polarity
from assistant.agent.names_said import name_words
from assistant.agent.parties import Clause, Party, clauses_of
from assistant.agent.role_words import STANCES, carried_at, roles_said
from knowledge.index.stop_words import EVERY_STOP_WORD
from knowledge.reading.tokens import Token, tokenize
from tools.evidence import Evidence

# Said of a matter rather than of somebody: where nobody is named, it is nobody's.
_OF_MATTERS = frozenset(("budget", "urgent", "confidential"))
_SUBJECTS = frozenset("she he i je j' elle il who qui".split())
_FIRST_PERSON = frozenset("i je j' my mon ma me moi".split())
# Others than the person named last.
_OTHERS = frozenset("we they you nous vous ils elles us our notre nos".split())
_ARTICLES = frozenset("the a an le la les l' un une des du our notre".split())
# After these, the clause with the role is followed by who holds it: "Decides: Ivo Maas".
_ANSWERED_BY = frozenset((":", "=", "(", "?", "->", "=>", "→"))


def roles_hold(
    text: str, cited: Sequence[Evidence], known: frozenset[str], ignored: frozenset[str]
) -> bool:
    """Whether each role in ``text`` stands in ``cited``, and of whom ``text`` says it.

    ``known`` are the words of names of this turn and of the question, ``ignored`` those of the account
    and of our own company, which hold no role.
    """
    clauses = clauses_of(text, known, ignored)
    own = frozenset(word for one in clauses for party in one.parties for word in party.words)
    sources = [_Source(one, known | name_words(own), ignored) for one in cited]
    for at, clause in enumerate(clauses):
        for family in roles_said(clause.text):
            families = (family, *_denied(clause.text, family))
            for either in _holders(clauses, at, family):
                if not any(one.says(each, either) for one in sources for each in families):
                    return False
    return True


def _denied(clause: str, family: str) -> tuple[str, ...]:
    """The stances that carry a denied one: who is against does not support."""
    denies = any("negation" in one.kinds() for one in polarity.sentences_in(clause))
    return tuple(one for one in STANCES if one != family) if denies and family in STANCES else ()


def _holders(clauses: Sequence[Clause], at: int, family: str) -> list[tuple[Party, ...]]:
    """Who a claim says holds the role: of each group one must; an empty group is nobody named."""
    clause = clauses[at]
    if not clause.parties:
        # A post that is part of somebody's name here ("Kossi, docks electrician, …") is written small.
        large = [one for one in clauses[:at] if any(map(str.isupper, _initials(one)))]
        before = _last_named(large, len(large)) or _last_named(clauses, at)
        if before is not None:
            return [(before,)]
        return [tuple(party for one in clauses for party in one.parties)]
    role = carried_at(clause.text, family)
    first = tuple(one for one in clause.parties if role is not None and one.start < role)
    return [first or clause.parties, *((party,) for party in _joined(clauses, at))]


def _initials(clause: Clause) -> list[str]:
    return [clause.text[party.start] for party in clause.parties]


def _joined(clauses: Sequence[Clause], at: int) -> list[Party]:
    """Those named right before with "and": "Anna Berg and Ivo Maas decide"."""
    found: list[Party] = []
    while at and clauses[at - 1].names_only:
        if not (clauses[at - 1].is_joined or (found and clauses[at - 1].end == ",")):
            break
        at -= 1
        found += clauses[at].parties
    return found


def _last_named(clauses: Sequence[Clause], at: int) -> Party | None:
    return next((one.parties[-1] for one in reversed(clauses[:at]) if one.parties), None)


def _named_before_the_aside(clauses: Sequence[Clause], at: int) -> list[Party]:
    """Of "Anna Berg (cfo) decides", what stands before the brackets."""
    if not at or clauses[at - 1].end != ")":
        return []
    before = next((one for one in reversed(clauses[: at - 1]) if one.end == "("), None)
    return list(before.parties[-1:]) if before is not None else []


class _Source:
    """One evidence, asked who it says holds a role."""

    def __init__(self, one: Evidence, known: frozenset[str], ignored: frozenset[str]) -> None:
        self.one = one
        self.says_clauses = clauses_of(one.says, known, ignored)
        self.quote_clauses = clauses_of(one.quote or "", known, ignored)
        self.about = [Party(name_words([name]), 0) for name in one.people]
        self.author = Party(name_words([one.author or ""]), 0)

    def says(self, family: str, holders: tuple[Party, ...]) -> bool:
        """Whether it gives the role to one of ``holders``, or to anybody when none is named."""
        both = (self.says_clauses, self.quote_clauses)
        if not holders or self.one.kind == "absence":
            return any(carried_at(c.text, family) is not None for one in both for c in one)
        return any(self._gives(family, holder) for holder in holders)

    def _gives(self, family: str, holder: Party) -> bool:
        is_about = len(self.about) == 1 and _is(self.about[0], holder)
        if is_about and any(carried_at(one.text, family) is not None for one in self.says_clauses):
            return True
        return any(
            self._clause_gives(clauses, at, family, holder)
            for clauses in (self.says_clauses, self.quote_clauses)
            for at in range(len(clauses))
        )

    def _clause_gives(self, clauses: Sequence[Clause], at: int, family: str, holder: Party) -> bool:
        clause = clauses[at]
        role = carried_at(clause.text, family)
        if role is None:
            return False
        named = [*clause.parties, *_joined(clauses, at)] if clause.parties else []
        follow = clauses[at + 1] if at + 1 < len(clauses) else None
        if not named and follow is not None and clause.end in _ANSWERED_BY:
            named = list(follow.parties)
        named = named or _named_before_the_aside(clauses, at)
        if named:
            return any(_is(one, holder) for one in named)
        words = [token for token in tokenize(clause.text) if token.kind == "word" and token.norm]
        if family in _OF_MATTERS:
            return True
        if not _goes_on(words, role):
            return False
        if self._is_author(words, holder):
            return True
        before = _last_named(clauses, at)
        if before is not None:
            return _is(before, holder)
        return len(self.about) == 1 and _is(self.about[0], holder)

    def _is_author(self, words: Sequence[Token], holder: Party) -> bool:
        return _is(self.author, holder) and any(token.norm in _FIRST_PERSON for token in words)


def _is(one: Party, other: Party) -> bool:
    return bool(one.words) and bool(other.words) and one.is_same(other)


def _goes_on(words: Sequence[Token], role: int) -> bool:
    """Whether a clause that names nobody speaks of the person named before, not of a board or of us."""
    before = [token.norm for token in words if token.start < role]
    if before and before[-1] == "on":  # French: one, we
        return False
    subject = max((at for at, word in enumerate(before) if word in _SUBJECTS), default=None)
    if subject is None:
        return all(word in EVERY_STOP_WORD and word not in _OTHERS for word in before)
    after = before[subject + 1 :]
    return not any(word in _OTHERS for word in after) and not any(
        word in _ARTICLES and follow not in EVERY_STOP_WORD for word, follow in pairwise(after)
    )
