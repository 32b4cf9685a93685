"""Sentences and clauses of a line, as token ranges.

Dictation has no punctuation: long runs are cut where a speaker starts anew ("mais", "so", "he's").
"""

from collections.abc import Sequence
from dataclasses import dataclass

from knowledge.reading.injection import is_instruction
from knowledge.reading.layout import Line
from knowledge.reading.lexicon import words_of
from knowledge.reading.tokens import Token, tokenize

_ENDS = frozenset(".!?…")
_CLOSERS = frozenset("\"'»”)]’")
_LONG = 34
# No sentence is longer, so that the cost of a text grows with its length only.
_MOST = 150
_CLAUSE_MARKS = frozenset(',;:—–()[]•|"«»“”>=…')
STARTERS = frozenset(
    "he she they i we it there that il elle ils elles je j' on nous c' ca ce cela y".split()
)


@dataclass(frozen=True, slots=True)
class Sentence:
    """The tokens of one sentence, and the line they stand in."""

    tokens: tuple[Token, ...]
    line: Line
    number: int
    injected: bool = False

    @property
    def start(self) -> int:
        """Where the first token begins."""
        return self.tokens[0].start

    @property
    def end(self) -> int:
        """Where the last token ends."""
        return self.tokens[-1].end


def sentences_of(text: str, lines: Sequence[Line]) -> list[Sentence]:
    """Every sentence of every line, headers left out."""
    found: list[Sentence] = []
    for line in lines:
        tokens = tokenize(text, line.start, line.end)
        told = False
        for piece in split_sentences(tokens):
            if line.injected and not told:
                told = is_instruction(text[piece[0].start : piece[-1].end]) or not _instructs(
                    text, line
                )
            found.append(Sentence(tuple(piece), line, len(found), injected=told))
    return found


def _instructs(text: str, line: Line) -> bool:
    return is_instruction(text[line.start : line.end])


def split_sentences(tokens: list[Token]) -> list[list[Token]]:
    """Cut at full stops that end something, then cut runs that go on with no punctuation."""
    pieces: list[list[Token]] = [[]]
    for index, token in enumerate(tokens):
        pieces[-1].append(token)
        if token.text in _ENDS and _ends_sentence(tokens, index):
            pieces.append([])
        elif (
            pieces[-1]
            and token.text in _CLOSERS
            and len(pieces) > 1
            and len(pieces[-1]) == 1
            and (token.start == tokens[index - 1].end)
        ):
            closer = pieces.pop()
            pieces[-1].extend(closer)
            pieces.append([])
    whole = [p for p in pieces if p]
    return [part for piece in whole for part in _cut_long(piece)]


def _ends_sentence(tokens: list[Token], index: int) -> bool:
    token = tokens[index]
    if index + 1 == len(tokens):
        return True
    following = tokens[index + 1]
    if following.start == token.end and following.text not in _CLOSERS:
        return False
    if token.text != "." or index == 0:
        return True
    before = tokens[index - 1]
    if before.end != token.start:
        return True
    if before.kind == "word" and len(before.text) == 1 and before.is_capital:
        # An initial: "R. Sztajn". "M." is a civility, "Fiorella Q." at a real end is followed by a
        # capital too, so a cut there would lose more than it gains.
        return not following.is_capital
    return before.norm not in words_of("abbreviations") or (
        before.norm in words_of("closing_abbreviations") and following.is_capital
    )


def _cut_long(piece: list[Token]) -> list[list[Token]]:
    marks = sum(1 for t in piece if t.kind == "mark" and t.text in ",;:.!?—–")
    if len(piece) <= _LONG or (marks * 14 > len(piece) and len(piece) <= _MOST):
        return [piece]
    parts: list[list[Token]] = [[]]
    for index, token in enumerate(piece):
        if (len(parts[-1]) >= 4 and _starts_anew(piece, index)) or len(parts[-1]) >= _MOST:
            parts.append([])
        parts[-1].append(token)
    return parts


def _starts_anew(piece: list[Token], index: int) -> bool:
    token, before = piece[index], piece[index - 1]
    if token.norm in words_of("discourse"):
        return before.norm not in words_of("joins")
    return token.norm in STARTERS and before.norm not in words_of("joins")


def clause_bounds(
    tokens: Sequence[Token], start: int, end: int, breaks: frozenset[int] = frozenset()
) -> tuple[int, int]:
    """The clause around tokens ``start`` to ``end``: out to the next mark, joint or break."""
    first = start
    while first > 0 and not _is_break(tokens, first - 1) and first not in breaks:
        first -= 1
    last = end
    while last < len(tokens) and not _is_break(tokens, last) and last not in breaks:
        last += 1
    return first, last


def _is_break(tokens: Sequence[Token], index: int) -> bool:
    token = tokens[index]
    if token.kind == "mark":
        if token.text == ".":
            return index == len(tokens) - 1
        if token.text in _CLAUSE_MARKS or token.text in _ENDS:
            return True
        return token.text == "-" and index > 0 and tokens[index - 1].end < token.start
    return token.norm in ("mais", "but", "though", "although", "bien que", "car", "because", "so")
