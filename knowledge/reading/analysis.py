"""A sentence prepared for meaning: mentions, functions and groups folded into single items."""

from collections.abc import Sequence
from dataclasses import dataclass

from knowledge.reading.groups import GroupSpan, groups_in
from knowledge.reading.lexicon import words_of
from knowledge.reading.patterns import Item
from knowledge.reading.people import Mention, Spotter
from knowledge.reading.rivals import is_name_of_firm
from knowledge.reading.sentences import STARTERS, Sentence
from knowledge.reading.titles import Title, titles_in
from knowledge.reading.tokens import Token
from knowledge.reading.vocabulary import is_word

_ARTICLES = frozenset("le la l' the their our notre leur your votre".split())
_POSSESSIVE = frozenset("his her their my our your son sa ses leur leurs notre nos mon ma".split())
_CONTRACTED = frozenset("au aux du des d' de".split())
_QUOTE_OPEN = frozenset('"«“')
_QUOTE_MARKS = frozenset('"«»“”')


@dataclass(frozen=True, slots=True)
class Scene:
    """One sentence as items, with the mentions, titles and groups that stand in it.

    ``quoted`` tells for each item whether it stands between quotation marks.
    """

    sentence: Sentence
    items: list[Item]
    mentions: list[Mention]
    titles: list[Title]
    groups: list[GroupSpan]
    quoted: list[bool]
    breaks: frozenset[int] = frozenset()

    @property
    def people(self) -> list[str]:
        """Keys of the people named, in order."""
        return [m.key for m in self.mentions]

    @property
    def is_question(self) -> bool:
        """Whether the sentence asks."""
        tail = [i.norm for i in self.items[-3:]]
        return "?" in tail


def scenes_of(sentences: Sequence[Sentence], spotter: Spotter) -> list[Scene]:
    """Every sentence of the note as a scene."""
    scenes: list[Scene] = []
    for sentence in sentences:
        tokens = sentence.tokens
        capitals = any(t.is_capital for t in tokens)
        mentions = spotter.mentions(tokens, capitals=capitals)
        titles = [t for t in titles_in(tokens) if not _overlaps(t.head, t.head + 1, mentions)]
        titles = [_trimmed(t, mentions) for t in titles]
        groups = [g for g in groups_in(tokens) if not _overlaps(g.first, g.last, mentions)]
        items = _items(sentence, mentions, titles, groups)
        breaks = _breaks(tokens, {m.first for m in mentions}, {m.last for m in mentions})
        scenes.append(Scene(sentence, items, mentions, titles, groups, _quoted(items), breaks))
    return scenes


def _breaks(tokens: Sequence[Token], starts: set[int], ends: set[int]) -> frozenset[int]:
    """Tokens at which a clause begins or that part two clauses."""
    marks = sum(1 for t in tokens if t.kind == "mark" and t.text in ",;:.!?—–")
    loose = len(tokens) > 14 and marks * 14 < len(tokens)
    found: set[int] = set()
    for index, token in enumerate(tokens):
        if index and token.norm in ("et", "and", "puis", "then", "ah") and index + 1 < len(tokens):
            follow = tokens[index + 1].norm
            if follow in STARTERS or (index + 1 in starts and index not in ends):
                found.add(index)
        elif loose and index and _begins_anew(tokens, index, starts):
            found.add(index)
    return frozenset(found)


def _begins_anew(tokens: Sequence[Token], index: int, starts: set[int]) -> bool:
    """In text without marks, a pronoun or name after a finished phrase opens a clause."""
    before = tokens[index - 1].norm
    if before in words_of("joins") or before in words_of("civilities"):
        return False
    if tokens[index].norm in STARTERS:
        return not (index - 1 in starts and tokens[index].norm in ("il", "elle"))
    return index in starts and is_word(before) and before not in words_of("intro_verbs")


def _overlaps(first: int, last: int, mentions: Sequence[Mention]) -> bool:
    return any(first < m.last and m.first < last for m in mentions)


def _trimmed(title: Title, mentions: Sequence[Mention]) -> Title:
    first, last = title.first, title.last
    for mention in mentions:
        if title.head < mention.first < last:
            last = mention.first
        if first < mention.last <= title.head:
            first = mention.last
    return Title(first, last, title.head)


def _items(
    sentence: Sentence,
    mentions: Sequence[Mention],
    titles: Sequence[Title],
    groups: Sequence[GroupSpan],
) -> list[Item]:
    tokens = sentence.tokens
    units: dict[int, tuple[int, str, str]] = {}
    for mention in mentions:
        first, last = _with_description(tokens, mention, titles, mentions)
        if first not in units:
            units[first] = (last, "person", mention.key)
    for group in groups:
        if not any(group.first < t.last and t.first < group.last for t in titles):
            units.setdefault(group.first, (group.last, "group", "group"))
    covered = [(first, unit[0]) for first, unit in units.items()]
    for title in titles:
        begin = title.first - 1
        if begin < 0 or tokens[begin].norm not in _ARTICLES | _POSSESSIVE:
            continue
        if any(first < title.last and begin < last for first, last in covered):
            continue
        name = " ".join(t.norm for t in tokens[title.first : title.last])
        units[begin] = (title.last, "function", f"f:{name}")
    return _folded(tokens, units)


def _folded(tokens: Sequence[Token], units: dict[int, tuple[int, str, str]]) -> list[Item]:
    items: list[Item] = []
    at = 0
    while at < len(tokens):
        token = tokens[at]
        unit = units.get(at)
        if unit and unit[0] > at:
            last = unit[0]
            items.append(
                Item(token.norm, token.start, tokens[last - 1].end, unit[1], unit[2], capital=True)
            )
            at = last
            continue
        kind = "brand" if is_name_of_firm(token) else token.kind
        items.append(Item(token.norm, token.start, token.end, kind, capital=token.is_capital))
        at += 1
    return items


def _with_description(
    tokens: Sequence[Token], mention: Mention, titles: Sequence[Title], mentions: Sequence[Mention]
) -> tuple[int, int]:
    """A mention with its title, kinship and bracket, so that grammar sees one noun.

    "her deputy Kwabena", "la comptable madame Fournier", "au maire, Bastien Rouvière", "Tran (VP)".
    """
    first, last = mention.first, mention.last
    limit = max((m.last for m in mentions if m.last <= first), default=0)
    for title in titles:
        gap = [t.norm for t in tokens[title.last : mention.first]]
        if title.last <= mention.first and title.first >= limit and (not gap or gap == [","]):
            opener = title.first - 1
            if opener >= limit and tokens[opener].norm in _ARTICLES | _POSSESSIVE | _CONTRACTED:
                first = opener if tokens[opener].norm not in _CONTRACTED else title.first
            elif not gap:
                first = title.first
    if first == mention.first and first - 2 >= limit and tokens[first - 2].norm in _POSSESSIVE and (
        tokens[first - 1].norm in words_of("kin")
    ):  # fmt: skip
        first -= 2
    following = min((m.first for m in mentions if m.first >= last), default=len(tokens))
    if last < following and tokens[last].text == "(":
        close = next(
            (i for i in range(last, min(last + 9, following)) if tokens[i].text == ")"), -1
        )
        if close > 0:
            return first, close + 1
    for title in titles:
        if title.first in (last + 1, last + 2) and tokens[last].text == "," and title.last < following and (
            tokens[title.last].text in (",", ")")
            and (title.first == last + 1 or tokens[last + 1].norm in _ARTICLES | _POSSESSIVE)
        ):  # fmt: skip
            return first, title.last + (1 if tokens[title.last].text == "," else 0)
    return first, last


def _quoted(items: Sequence[Item]) -> list[bool]:
    inside = False
    flags: list[bool] = []
    for item in items:
        if item.norm in _QUOTE_MARKS:
            inside = item.norm in _QUOTE_OPEN and not (item.norm == '"' and inside)
            flags.append(False)
        else:
            flags.append(inside)
    return flags
