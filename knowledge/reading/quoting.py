"""The words a label rests on: the shortest clause that says it, on one line, 3 to 25 words."""

from collections.abc import Sequence

from knowledge.reading.analysis import Scene
from knowledge.reading.patterns import Hit
from knowledge.reading.sentences import clause_bounds
from knowledge.reading.tokens import Token

_MOST_WORDS = 25
_LEAST_WORDS = 3
_SHORT_QUOTATION = 16
_TRIM = frozenset(",;:.-–—()[]>=•|*…/")
_LEADS = frozenset(
    "and et but mais so donc ok then puis because car um er euh that que qu'".split()
)


def quote_of(scene: Scene, hit: Hit, holder_at: int = -1) -> tuple[int, int]:
    """Source offsets of the clause around ``hit``, with its holder when they stand close."""
    tokens = scene.sentence.tokens
    first = _token_at(tokens, scene.items[hit.start].start)
    last = _token_at(tokens, scene.items[max(hit.start, hit.end - 1)].end - 1) + 1
    begin, end = clause_bounds(tokens, first, max(last, first + 1), scene.breaks)
    begin, end = _whole_quotation(scene, hit, begin, end)
    if 0 <= holder_at < len(scene.items):
        named = _token_at(tokens, scene.items[holder_at].start)
        if named < begin and last - named <= _MOST_WORDS - 5:
            begin = named
        elif named >= end and named - begin < _MOST_WORDS:
            end = named + 1
    if (
        end < len(tokens)
        and tokens[end].text in "»”"
        and any(t.text in "«“" for t in tokens[begin:end])
    ):
        end += 1
    return span_of(tokens, *_fitted(tokens, begin, end, first, last))


def _whole_quotation(scene: Scene, hit: Hit, begin: int, end: int) -> tuple[int, int]:
    """Spoken words are quoted whole, marks included, when they are few."""
    if hit.start >= len(scene.quoted) or not scene.quoted[hit.start]:
        return begin, end
    first, last = hit.start, hit.start
    while first > 0 and scene.quoted[first - 1]:
        first -= 1
    while last + 1 < len(scene.quoted) and scene.quoted[last + 1]:
        last += 1
    if last - first > _SHORT_QUOTATION:
        return begin, end
    tokens = scene.sentence.tokens
    start = scene.items[max(0, first - 1)].start
    stop = scene.items[min(len(scene.items) - 1, last + 1)].end
    return _token_at(tokens, start), _token_at(tokens, stop - 1) + 1


def _token_at(tokens: Sequence[Token], offset: int) -> int:
    low, high = 0, len(tokens) - 1
    while low < high:
        middle = (low + high) // 2
        if tokens[middle].end <= offset:
            low = middle + 1
        else:
            high = middle
    return low


def _words(tokens: Sequence[Token]) -> int:
    return sum(1 for t in tokens if t.kind != "mark" and t.text)


def _fitted(
    tokens: Sequence[Token], begin: int, end: int, first: int, last: int
) -> tuple[int, int]:
    """Grow a clause that is too short, cut one that is too long around what matters."""
    while _words(tokens[begin:end]) < _LEAST_WORDS and (begin > 0 or end < len(tokens)):
        if end < len(tokens):
            _, end = clause_bounds(tokens, begin, end + 1)
        else:
            begin, _ = clause_bounds(tokens, begin - 1, end)
    while _words(tokens[begin:end]) > _MOST_WORDS:
        if end - last > first - begin:
            end -= 1
        else:
            begin += 1
    return begin, end


def span_of(tokens: Sequence[Token], begin: int, end: int) -> tuple[int, int]:
    """Offsets of a token range without leading or trailing marks and joints."""
    while begin < end - 1 and (tokens[begin].text in _TRIM or (
        tokens[begin].norm in _LEADS and end - begin > 4
    )):  # fmt: skip
        begin += 1
    while end - 1 > begin and tokens[end - 1].text in _TRIM:
        end -= 1
    start, stop = tokens[begin].start, tokens[end - 1].end
    return start, stop


def clip(text: str, start: int, end: int) -> tuple[int, int]:
    """``start`` to ``end`` cut to 25 words and stripped; offsets of a whole line, for instance."""
    words = 0
    inside = False
    stop = end
    for at in range(start, end):
        if text[at].isspace():
            inside = False
        elif not inside:
            inside = True
            words += 1
            if words > _MOST_WORDS:
                stop = at
                break
    while start < stop and (text[start].isspace() or text[start] in ",;:.–—>"):
        start += 1
    while stop > start and (text[stop - 1].isspace() or text[stop - 1] in ",;:."):
        stop -= 1
    return start, stop
