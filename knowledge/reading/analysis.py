"""A sentence prepared for meaning: mentions, functions and groups folded into single items."""

from collections.abc import Sequence
from dataclasses import dataclass

from knowledge.reading.groups import GroupSpan, groups_in
from knowledge.reading.patterns import Item
from knowledge.reading.people import Mention, Spotter
from knowledge.reading.sentences import Sentence
from knowledge.reading.titles import Title, titles_in

_ARTICLES = frozenset("le la l' the their our notre leur your votre".split())
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
        scenes.append(Scene(sentence, items, mentions, titles, groups, _quoted(items)))
    return scenes


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
    units: dict[int, tuple[int, str, str]] = {m.first: (m.last, "person", m.key) for m in mentions}
    for group in groups:
        if not any(group.first < t.last and t.first < group.last for t in titles):
            units.setdefault(group.first, (group.last, "group", "group"))
    for title in titles:
        begin = title.first - 1
        if begin >= 0 and tokens[begin].norm in _ARTICLES and not _next_to_name(title, mentions):
            name = " ".join(t.norm for t in tokens[title.first : title.last])
            if begin not in units and title.first not in units:
                units[begin] = (title.last, "function", f"f:{name}")
    items: list[Item] = []
    at = 0
    while at < len(tokens):
        token = tokens[at]
        unit = units.get(at)
        if unit and unit[0] > at:
            last = unit[0]
            items.append(Item(token.norm, token.start, tokens[last - 1].end, unit[1], unit[2], True))
            at = last
            continue
        items.append(Item(token.norm, token.start, token.end, token.kind, None, token.is_capital))
        at += 1
    return items


def _next_to_name(title: Title, mentions: Sequence[Mention]) -> bool:
    return any(m.first == title.last or m.first == title.last + 1 for m in mentions)


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
