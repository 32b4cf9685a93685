"""Forms of a name: their parts, lists of them, and names taken back on the spot."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from knowledge.reading.lexicon import words_of
from knowledge.reading.tokens import Token, fold, tokenize
from knowledge.reading.vocabulary import is_plain_first_name, is_rare

MAX_PARTS = 5
_CORRECTION = re.compile(
    r"^[\s,.…(-]*(?:non|no|pardon|sorry|wait|enfin|plutot|i mean|scratch that|rather|correction|euh|er)"
    r"(?:[\s,]+(?:non|no|pardon|sorry|i mean|make that|c'est|it's|euh|er|je veux dire))*[\s,]*$"
)


@dataclass(frozen=True, slots=True)
class NameForm:
    """One occurrence of something that looks like a person's name. ``parts`` are folded."""

    start: int
    end: int
    parts: tuple[str, ...]
    civility: str | None
    evidence: str

    @property
    def is_structural(self) -> bool:
        """Whether the form of the document, not the wording, makes it a name."""
        return self.evidence in ("label", "header", "list", "signature", "roster")


def parts_of(tokens: Iterable[Token]) -> tuple[tuple[str, ...], str | None]:
    """The folded parts of a name, and its civility if it begins with one."""
    words = [t.norm for t in tokens if t.kind == "word"]
    civility = None
    while len(words) > 1 and words[0] in words_of("civilities"):
        civility = civility or words[0]
        words = words[1:]
    return tuple(words), civility


def form_from(text: str, start: int, end: int, evidence: str) -> NameForm | None:
    """The name written in ``text[start:end]``, or ``None`` when it cannot be one."""
    tokens = tokenize(text, start, end)
    words = [t for t in tokens if t.kind == "word"]
    parts, civility = parts_of(words)
    if not parts or len(parts) > MAX_PARTS or any(t.kind in ("number", "mail") for t in tokens):
        return None
    stop = words[-1].end
    if stop < end and text[stop] == "." and len(words[-1].text) == 1:
        stop += 1
    return NameForm(words[0].start, stop, parts, civility, evidence)


def without_corrected(text: str, forms: list[NameForm]) -> list[NameForm]:
    """Drop a name taken back on the spot: "kerguelen non kerdoncuff"."""
    return [form for form in forms if not _is_taken_back(text, form)]


def _is_taken_back(text: str, form: NameForm) -> bool:
    after = tokenize(text, form.end, min(len(text), form.end + 60))
    for index, token in enumerate(after[:6]):
        lead = fold(text[form.end : token.start])
        if index and (is_rare(token) or is_plain_first_name(token.norm)):
            return _CORRECTION.match(lead) is not None
    return False


def split_list(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The entries of a list of people: cut at commas, semicolons, slashes, "and", "et"."""
    at = start
    depth = 0
    for match in re.finditer(r"[(),;/|&+]|\s(?:and|et)\s|[•·]|\s-\s", text[start:end]):
        mark = match.group()
        if mark in "()":
            depth = max(0, depth + (1 if mark == "(" else -1))
        elif depth == 0:
            yield at, start + match.start()
            at = start + match.end()
    yield at, end
