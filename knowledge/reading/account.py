"""What a note says of the account rather than of one person: groups, competitors, budget, changes."""

from collections.abc import Iterator, Sequence
from functools import lru_cache

from knowledge.domain.codes import ChangeKind, Side
from knowledge.domain.reading import Budget, ChangeLabel, Competitor, Group, ReadingContext
from knowledge.reading.analysis import Scene
from knowledge.reading.collect import Said
from knowledge.reading.lexicon import LANGUAGES, common_words, table, words_of
from knowledge.reading.money import amounts_in, is_budget
from knowledge.reading.patterns import Hit, Pattern
from knowledge.reading.people import People
from knowledge.reading.quoting import quote_of, span_of
from knowledge.reading.rivals import rivals_at
from knowledge.reading.sentences import clause_bounds
from knowledge.reading.titles import is_head
from knowledge.reading.tokens import Token, fold, tokenize
from knowledge.reading.vocabulary import is_first_name, is_rare


@lru_cache
def _near_competitors() -> frozenset[str]:
    return frozenset(
        w for lang in LANGUAGES for w in str(table(lang, "cues")["competitor"]["near"]).split()
    )


_POINT = Pattern("", (), None, frozenset(), frozenset(), 0, 0, frozenset())


def clause_at(scene: Scene, first: int, last: int) -> tuple[int, int]:
    """Source offsets of the clause around tokens ``first`` to ``last``."""
    tokens = scene.sentence.tokens
    items = scene.items
    start = next(i for i, item in enumerate(items) if item.end > tokens[first].start)
    end = next(i for i, item in enumerate(items) if item.end >= tokens[last - 1].end) + 1
    return quote_of(scene, Hit(_POINT, start, end))


def groups_of(text: str, scenes: Sequence[Scene]) -> Iterator[Group]:
    """Every group once, under its longest name, with the first clause that names it."""
    found: dict[str, Group] = {}
    for scene in scenes:
        if scene.sentence.injected:
            continue
        tokens = scene.sentence.tokens
        for span in scene.groups:
            start, end = tokens[span.first].start, tokens[span.last - 1].end
            name = text[start:end]
            key = fold(name)
            if any(
                key == known or known.endswith(" " + key) or known.startswith(key + " ")
                for known in found
            ):
                continue
            quote = clause_at(scene, span.first, span.last)
            found[key] = Group(
                name=name, kind=span.kind, quote=text[slice(*quote)], start=quote[0], end=quote[1],
                confidence=0.8, reason=f"group: {key}",
            )  # fmt: skip
    for key, group in found.items():
        if not any(k != key and (k.endswith(" " + key) or k.startswith(key + " ")) for k in found):
            yield group


def competitors_of(
    text: str, scenes: Sequence[Scene], people: People, context: ReadingContext
) -> Iterator[Competitor]:
    """Organisations that offer the customer what we offer, by the words around their name."""
    known = {w for p in people.all for form in p.forms for w in form}
    ours = set(fold(context.account).split()) | set(fold(context.us or "").split())
    employers = {
        fold(p.organisation): p.organisation
        for p in people.all
        if p.side is Side.THIRD_PARTY and p.organisation
    }
    taken = known | ours
    seen: set[str] = set()
    for scene in scenes:
        line = scene.sentence.line
        if scene.sentence.injected or line.kind in ("signature", "heading"):
            continue
        voiced = fold(line.organisation) if line.organisation else None
        tokens = scene.sentence.tokens
        for at, first, last in rivals_at(tokens, taken):
            rival = tokens[at].text
            if fold(rival) in seen:
                continue
            seen.add(fold(rival))
            start, end = clause_at(scene, min(at, first), max(at + 1, last))
            yield Competitor(name=rival, quote=text[start:end], start=start, end=end, confidence=0.7,
                             reason="competitor: rival by name")  # fmt: skip
        for index, token in enumerate(scene.sentence.tokens):
            name = _brand_at(scene.sentence.tokens, index, taken)
            if name is None or fold(name) in seen:
                continue
            if not _competes(scene, index, employers, token):
                continue
            seen.add(fold(name))
            start, end = clause_at(scene, index, index + 1)
            yield Competitor(name=name, quote=text[start:end], start=start, end=end, confidence=0.6,
                             reason="competitor: named near an offer")  # fmt: skip
        if voiced and voiced in employers and voiced not in seen and _offers(scene):
            seen.add(voiced)
            yield from _voiced(text, scene, employers[voiced])


def _voiced(text: str, scene: Scene, name: str) -> Iterator[Competitor]:
    line = scene.sentence.line
    at = line.voice_at if line.voice_at is not None else line.start
    end = text.find("\n", at)
    label = tokenize(text, at, end if end >= 0 else len(text))[:14]
    if label:
        start, stop = span_of(label, 0, len(label))
        yield Competitor(name=name, quote=text[start:stop], start=start, end=stop, confidence=0.65,
                         reason="competitor: speaks of an offer")  # fmt: skip


def _offers(scene: Scene) -> bool:
    norms = [i.norm for i in scene.items]
    return bool(set(norms) & _near_competitors()) or bool(
        set(norms) & {"our", "us", "we", "chez", "notre", "nous"}
    )


def _brand_at(tokens: Sequence[Token], index: int, known: set[str]) -> str | None:
    token = tokens[index]
    foreign = (
        index > 0 and token.is_capital and token.norm not in common_words() and token.kind == "word"
    )
    if not (is_rare(token) or foreign) or token.norm in known or len(token.norm) < 4:
        return None
    if token.norm in words_of("not_names") or is_first_name(token.norm) or is_head(token):
        return None
    if index and tokens[index - 1].norm in words_of("civilities"):
        return None
    return token.text


def _competes(scene: Scene, index: int, employers: dict[str, str], token: Token) -> bool:
    tokens = scene.sentence.tokens
    near = {t.norm for t in tokens[max(0, index - 7) : index + 8]}
    cued = len(near & _near_competitors())
    before = tokens[index - 1].norm if index else ""
    if before in ("in", "at", "a", "de", "site", "from") and cued < 2:
        return False
    if token.norm in employers:
        return cued >= 1
    follow = tokens[index + 1].norm if index + 1 < len(tokens) else ""
    acts = follow in (
        "quoted",
        "charge",
        "charges",
        "offers",
        "offered",
        "demoed",
        "demo'd",
        "propose",
        "=",
        "a",
        "are",
        "have",
        "has",
        "is",
        "'s",
        "en",
    )
    return cued >= 2 or (
        cued >= 1
        and (acts or before in ("vs", "versus", "contre", "against", "chez", "with", "avec", "to"))
    )


def budgets_of(text: str, scenes: Sequence[Scene]) -> Iterator[Budget]:
    """Sums set aside for this purchase."""
    default = "GBP" if "£" in text and "€" not in text else "USD" if "$" in text else "EUR"
    taken: set[object] = set()
    for scene in scenes:
        sentence = scene.sentence
        if sentence.injected or any(i.norm == "?" for i in scene.items[-2:]):
            continue
        body = text[sentence.start : sentence.end]
        for amount in amounts_in(body, default):
            first, last = _around(body, amount.start, amount.end)
            before, after = body[first : amount.start], body[amount.end : last]
            if amount.value in taken or not is_budget(before, after):
                continue
            taken.add(amount.value)
            index = next(
                i for i, t in enumerate(sentence.tokens) if t.end > sentence.start + amount.start
            )
            start, end = clause_at(scene, index, index + 1)
            yield Budget(amount=amount.value, currency=amount.currency, quote=text[start:end],
                         start=start, end=end, confidence=0.7, reason="budget: set aside")  # fmt: skip


def _around(body: str, start: int, end: int) -> tuple[int, int]:
    """The part of a sentence that speaks of an amount: to the next semicolon or colon away."""
    first = max(body.rfind(mark, 0, start) for mark in ";:(") + 1
    stops = [at for mark in ";(" if (at := body.find(mark, end)) >= 0]
    return first, min(stops, default=len(body))


def changes_of(text: str, said: Sequence[Said], people: People) -> Iterator[ChangeLabel]:
    """Arrivals, departures, promotions, moods: one of a kind for each person."""
    seen: set[tuple[ChangeKind, str | None]] = set()
    gone = {s.cue.holder.key for s in said if s.cue.holder and s.cue.name in ("left", "absent")}
    for entry in said:
        kind = entry.cue.meaning.change
        if kind is None:
            continue
        key = entry.cue.holder.key if entry.cue.holder else None
        if key is not None and not key.startswith("p"):
            key = None
        person = people.get(key) if key else None
        if (person and person.side is not Side.CUSTOMER) or (
            key is None and kind is not ChangeKind.REORG
        ):
            continue
        if (kind, key) in seen:
            continue
        if kind is ChangeKind.LEAVING and key is not None and key in gone:
            continue
        seen.add((kind, key))
        start, end = quote_of(
            entry.scene, entry.cue.hit, entry.cue.holder.at if entry.cue.holder else -1
        )
        yield ChangeLabel(kind=kind, person=key, quote=text[start:end], start=start, end=end,
                          confidence=0.65, changed=True, reason=f"change: {entry.cue.name}")  # fmt: skip
    yield from _successors(text, said, people, seen)


def _successors(
    text: str, said: Sequence[Said], people: People, seen: set[tuple[ChangeKind, str | None]]
) -> Iterator[ChangeLabel]:
    """Who replaces somebody that went has come, unless the note says how else."""
    came = (ChangeKind.JOINED, ChangeKind.PROMOTED, ChangeKind.MOVED)
    gone = {k for kind, k in seen if kind in (ChangeKind.LEFT, ChangeKind.LEAVING)}
    for entry in said:
        cue = entry.cue
        if cue.name != "replaces" or cue.holder is None or cue.other is None:
            continue
        key = cue.holder.key
        if cue.other.key not in gone or not key.startswith("p") or key in gone:
            continue
        if people.get(key).side is not Side.CUSTOMER or any((kind, key) in seen for kind in came):
            continue
        seen.add((ChangeKind.JOINED, key))
        start, end = quote_of(entry.scene, cue.hit)
        yield ChangeLabel(kind=ChangeKind.JOINED, person=key, quote=text[start:end], start=start,
                          end=end, confidence=0.6, changed=True, reason="change: replaces")  # fmt: skip


def clause_tokens(scene: Scene, index: int) -> tuple[int, int]:
    """Token range of the clause at ``index``."""
    return clause_bounds(scene.sentence.tokens, index, index + 1)
