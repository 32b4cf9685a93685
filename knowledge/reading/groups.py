"""Committees, boards, departments and teams named in a sentence."""

from collections.abc import Sequence
from dataclasses import dataclass

from knowledge.domain.codes import GroupKind
from knowledge.reading.lexicon import words_of
from knowledge.reading.titles import is_department, is_head
from knowledge.reading.tokens import Token

_COMPLEMENT = frozenset("de des du d' of for".split())
_ARTICLES = frozenset("le la l' les the our their your notre nos leur leurs ce cette".split())


@dataclass(frozen=True, slots=True)
class GroupSpan:
    """Tokens ``first`` to ``last`` half-open name a group."""

    first: int
    last: int
    kind: GroupKind


def groups_in(tokens: Sequence[Token]) -> list[GroupSpan]:
    """Every group of a sentence, left to right."""
    found: list[GroupSpan] = []
    at = 0
    while at < len(tokens):
        span = _committee(tokens, at) or _department(tokens, at)
        if span:
            found.append(span)
            at = span.last
        else:
            at += 1
    return found


def _committee(tokens: Sequence[Token], at: int) -> GroupSpan | None:
    norm = tokens[at].norm
    if tokens[at].kind != "word":
        return None
    if norm in words_of("committee_names"):
        if norm in ("ca", "cse", "ce", "cs") and not tokens[at].text.isupper():
            return None
        return GroupSpan(at, at + 1, GroupKind.COMMITTEE)
    if norm not in words_of("committee_heads"):
        return None
    first = at
    while first > 0 and at - first < 3 and _qualifies(tokens[first - 1]):
        first -= 1
    last = _complement_end(tokens, at + 1)
    alone = first == at and last == at + 1
    if alone and norm in words_of("weak_committee_heads"):
        before = tokens[at - 1].norm if at else ""
        if before not in _ARTICLES:
            return None
    if at and tokens[at - 1].norm in ("on", "a", "de") and norm in ("board",):
        return None
    return GroupSpan(first, last, GroupKind.COMMITTEE)


def _qualifies(token: Token) -> bool:
    if token.kind != "word" or token.norm in _ARTICLES or is_head(token):
        return False
    return token.norm in words_of("committee_qualifiers") or is_department(token.norm)


def _complement_end(tokens: Sequence[Token], at: int) -> int:
    last = at
    while last < len(tokens) and last - at < 5:
        token = tokens[last]
        if token.norm in _COMPLEMENT and last + 1 < len(tokens):
            follow = last + 1
            while follow < len(tokens) and tokens[follow].norm in ("la", "l'", "les", "le", "the"):
                follow += 1
            if follow >= len(tokens) or not _complements(tokens[follow]):
                break
            last = follow + 1
        elif token.norm in words_of("committee_adjectives"):
            last += 1
        else:
            break
    return last


def _complements(token: Token) -> bool:
    return token.kind == "word" and (
        is_department(token.norm) or token.norm in words_of("committee_complements")
    )


def _department(tokens: Sequence[Token], at: int) -> GroupSpan | None:
    """A department that acts, decides or is acted upon: "les achats bloquent", "Legal has to"."""
    token = tokens[at]
    if (
        not is_department(token.norm)
        or token.kind != "word"
        or token.norm in words_of("vague_places")
    ):
        return None
    before = tokens[at - 1].norm if at else ""
    last = at + 1
    while last < len(tokens) and tokens[last].norm in ("department", "dept", "team", "office"):
        last += 1
    if last >= len(tokens):
        return None
    after = tokens[last].norm
    opens = before in _ARTICLES or (at == 0 and token.is_capital) or token.text.isupper() or (
        token.is_capital and token.norm != "it" and before not in ("of", "in", "head", "director", "vp")
    )  # fmt: skip
    if not opens or after not in words_of("group_verbs"):
        return None
    return GroupSpan(at, last, GroupKind.DEPARTMENT)
