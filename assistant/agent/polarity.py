"""Whether a sentence keeps what turns the words it rests on: not, if, they say, no longer, perhaps.

A mark bears on the words of its clause or of its sentence. A claim that uses such words must carry a
mark of the same class, in either language; and it may not deny what nothing it cites denies.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Literal

from assistant.answers.asked_language import language_of
from knowledge.index.words import Term, terms_of
from knowledge.reading.lexicon import LANGUAGES, common_words, table
from knowledge.reading.patterns import Item, Matcher, compile_patterns
from knowledge.reading.scope import clause_start
from knowledge.reading.tokens import tokenize

MarkKind = Literal["negation", "condition", "hearsay", "former", "uncertain", "question"]

_ENDS = frozenset(".!?…\n;")
_ONLY = frozenset("only seulement just que qu' least moins wonder uniquement merely".split())
_WHOLE_CLAUSE = frozenset("nobody none neither nul nulle aucun aucune personne".split())
_AHEAD_ONLY = frozenset("sans without ni nor no".split())
_AFTER_VERB = frozenset("pas jamais rien guere not never n't hardly dont".split())
_AHEAD = 6
_NOT_DENYING = frozenset("doubt wonder longer later sooner more matter".split())
_ROOM = 3
# What denies without a negation: enough in a claim, and enough in evidence for a claim that denies.
_DENYING = frozenset(
    "refuse refuses refused refusal decline declined declines reject rejects rejected against oppose opposed opposes "
    "lack lacks lacking missing unknown unclear failed fails fail unable unlikely unhappy unconvinced unwilling "
    "sceptical skeptical reluctant reserved hostile absent stopped stops stop cancelled canceled blocked blocks veto "
    "vetoes overdue late open pending waiting without zero nothing nobody none gap gaps empty no left gone denied "
    "dropped lost rarely hardly except excluded away too few little avoid avoids "
    "refuse refusent rejette decline contre oppose opposee manque manquent manquant absente inconnu inconnue inconnus echoue "
    "echec incapable mecontent mecontente sceptique reticent reticente hostile arrete annule annulee bloque bloquent "
    "retard attente sans rien personne aucun aucune nul vide parti partie perdu rarement sauf hors trop peu evite "
    "ignore ignorent reserve reservee".split()
)
_CARRIED: dict[str, frozenset[str]] = {
    "condition": frozenset(
        "depends depend depending condition conditions conditional pending subject provided unless until only when "
        "once would requires dependent contingent sous reserve depend dependra conditionne conditionnee tant des "
        "quand lorsque sauf serait pourvu seulement".split()
    ),
    "hearsay": frozenset(
        "apparently reportedly supposedly allegedly rumour rumor rumours rumoured rumored heard hearsay said says claim "
        "claims claimed according told believed unconfirmed believes thinks reports apparemment rumeur rumeurs bruit "
        "parait paraitrait semblerait entendu dit disent selon d'apres apres pretend pretendent affirme raconte "
        "pretendument confirme".split()
    ),
    "former": frozenset(
        "was were had former formerly previously used until left anymore longer past ex earlier then replaced stopped "
        "once before ended etait etaient avait avaient ancien ancienne anciennement autrefois jusqu' jusque plus parti "
        "partie quitte avant auparavant remplace remplacee fini".split()
    ),
    "uncertain": frozenset(
        "might may maybe perhaps possibly probably could likely seems appears unsure uncertain considering would "
        "should expected peut-etre eventuellement probablement pourrait pourraient devrait devraient semble serait "
        "risque incertain envisage probable peut possible sans-doute".split()
    ),
    "question": frozenset(
        "asks asked ask asking wonders wondered wonder question questions whether if unclear demande demandent demander "
        "interroge question si".split()
    ),
}
# What else is as good: who doubts does not assert.
_AS_GOOD: dict[str, tuple[str, ...]] = {
    "negation": ("former",),
    "former": ("negation",),
    "condition": (),
    "hearsay": ("uncertain",),
    "uncertain": ("hearsay", "condition"),
    "question": ("uncertain", "hearsay"),
}
# Concepts so wide that two sentences share them by chance.
_WIDE = frozenset("condition promise want know happen put agree speak".split())


@dataclass(frozen=True, slots=True)
class Mark:
    """A mark of one class, and the part of its sentence it bears on, half-open."""

    kind: MarkKind
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence with its marks, its telling words, and where its clauses begin."""

    text: str
    marks: tuple[Mark, ...]
    terms: tuple[Term, ...]
    words: frozenset[str]
    clauses: tuple[tuple[int, int], ...]

    def kinds(self) -> frozenset[str]:
        """The classes of its marks."""
        return frozenset(mark.kind for mark in self.marks)


@cache
def _marks(kind: str) -> frozenset[str]:
    return frozenset(w for lang in LANGUAGES for w in str(table(lang, "scope")[kind]).split())


@cache
def _matcher(kind: str) -> Matcher:
    lines = [line for lang in LANGUAGES for line in table(lang, "scope")[f"{kind}_phrases"]]
    return Matcher(pattern for line in lines for pattern in compile_patterns(line, kind))


def split(text: str) -> Iterator[str]:
    """The sentences of ``text``; a semicolon parts statements as a full stop does."""
    begin = 0
    for at, char in enumerate(text):
        is_end = char in _ENDS and (at + 1 == len(text) or text[at + 1].isspace() or char == "\n")
        if is_end:
            yield text[begin : at + 1]
            begin = at + 1
    yield text[begin:]


@lru_cache(maxsize=2048)
def sentences_in(text: str) -> tuple[Sentence, ...]:
    """The sentences of ``text``, read for their marks."""
    return tuple(_sentence(one.strip()) for one in split(text) if any(c.isalnum() for c in one))


def _sentence(text: str) -> Sentence:
    items = [
        _item(token.norm, token.start, token.end, token.kind, token.text)
        for token in tokenize(text)
        if token.norm
    ]
    bounds = _clauses(items, len(text))
    return Sentence(
        text,
        tuple(_found(items, bounds, text)),
        terms_of(text),
        frozenset(item.norm for item in items),
        bounds,
    )


def _item(norm: str, start: int, end: int, kind: str, text: str) -> Item:
    capital = text[:1].isupper()
    is_name = kind == "word" and capital and start > 0 and norm not in common_words()
    return Item(norm, start, end, "person" if is_name else kind, None, capital)


def _clauses(items: Sequence[Item], length: int) -> tuple[tuple[int, int], ...]:
    firsts = sorted({clause_start(items, at) for at in range(len(items))})
    starts = [items[at].start for at in firsts]
    return tuple(zip(starts, [*starts[1:], length], strict=True))


def _clause_of(at: int, bounds: Iterable[tuple[int, int]]) -> tuple[int, int]:
    return next((bound for bound in bounds if bound[0] <= at < bound[1]), (0, at + 1))


def _found(items: Sequence[Item], bounds: tuple[tuple[int, int], ...], text: str) -> Iterator[Mark]:
    for at, item in enumerate(items):
        if item.norm in _marks("negators") and item.norm != "dont":  # French: whose
            yield from _negation(items, at, bounds)
        if (
            item.norm in _marks("uncertain") and not (item.norm == "may" and item.capital)
        ) or _is_conditional_verb(item):
            yield Mark("uncertain", *_clause_of(item.start, bounds))
    if any(_is_condition(items, at) for at in range(len(items))) or any(
        _matcher("condition").find(items)
    ):
        yield Mark("condition", 0, len(text))
    if any(_matcher("hearsay").find(items)):
        yield Mark("hearsay", 0, len(text))
    for hit in _matcher("former").find(items):
        if not _is_limit(items, hit.start, hit.end):
            yield Mark("former", *_clause_of(items[hit.start].start, bounds))
    if text.endswith("?"):
        yield Mark("question", 0, len(text))


def _is_conditional_verb(item: Item) -> bool:
    return (
        item.kind == "word"
        and len(item.norm) > 6
        and item.norm.endswith(("erait", "eraient", "irait", "drait"))
    )


def _is_limit(items: Sequence[Item], start: int, end: int) -> bool:
    """``jusqu'à 20 k€``: up to, and nothing that has ended."""
    return items[start].norm == "jusqu'" and any(
        item.kind == "number" for item in items[end : end + 2]
    )


def _negation(
    items: Sequence[Item], at: int, bounds: tuple[tuple[int, int], ...]
) -> Iterator[Mark]:
    norm = items[at].norm
    follow = items[at + 1].norm if at + 1 < len(items) else ""
    if follow in _ONLY or (norm == "no" and follow in _NOT_DENYING) or _is_ne_que(items, at):
        return
    begin, end = _clause_of(items[at].start, bounds)
    if norm in _WHOLE_CLAUSE:
        yield Mark("negation", begin, end)
        return
    first = at
    if norm in _AFTER_VERB:
        first = max(0, at - _ROOM)
    last = min(len(items), at + 1 + _AHEAD) if norm in _AHEAD_ONLY else len(items)
    yield Mark("negation", max(begin, items[first].start), min(end, items[last - 1].end))


def _is_ne_que(items: Sequence[Item], at: int) -> bool:
    """``ne signe que``: only."""
    if items[at].norm not in ("ne", "n'"):
        return False
    near = [item.norm for item in items[at + 1 : at + 5]]
    closers = ("pas", "plus", "jamais", "rien", "aucun", "aucune", "personne", "guere")
    return any(w in ("que", "qu'") for w in near) and not any(w in closers for w in near)


def _is_condition(items: Sequence[Item], at: int) -> bool:
    norm = items[at].norm
    before = items[at - 1].norm if at else ""
    follow = items[at + 1].norm if at + 1 < len(items) else ""
    if norm in ("s'", "s"):
        return norm == "s'" and follow in ("il", "ils")
    if norm not in _marks("conditions"):
        return False
    if norm in ("should", "once"):
        return at == 0 or before == ","
    if norm == "si":
        return before not in (
            "et",
            "comme",
            "meme",
            "aussi",
            "non",
            "demande",
            "savoir",
            "un",
            "le",
        )
    return not (
        norm in ("if", "whether") and before in ("as", "even", "see", "asked", "ask", "asks")
    )


# --- comparing -----------------------------------------------------------------------------------


def is_lost(claim: str, quotes: Sequence[str], says: Sequence[str], names: frozenset[str]) -> bool:
    """Whether ``claim`` drops a mark of the words it uses.

    ``says`` are sentences of ours about the same evidence: what they state plainly was read, and for
    facts accepted, so that the turn of the quote no longer binds. ``names`` are no telling words.
    """
    mine = sentences_in(claim)
    lifted = [s for text in says for s in sentences_in(text)]
    for texts, lifting in ((quotes, lifted), (says, [])):
        for text in texts:
            for sentence in _nearest(mine, sentences_in(text), names):
                if _drops(mine, sentence, lifting, names):
                    return True
    return bool(not lifted and quotes and _turned_in_other_words(mine, quotes, names))


def _nearest(
    mine: Sequence[Sentence], theirs: Sequence[Sentence], names: frozenset[str]
) -> list[Sentence]:
    """The sentences that share most with the claim, names counted; none when nothing is shared."""
    terms = [term for one in mine for term in one.terms]
    scored = [
        (sum(any(_alike(term, other) for other in one.terms) for term in terms), one)
        for one in theirs
        if any(_shared(terms, one.terms, names))
    ]
    best = max((score for score, _ in scored), default=0)
    return [one for score, one in scored if score == best]


def _shared(mine: Iterable[Term], theirs: Sequence[Term], names: frozenset[str]) -> list[Term]:
    """The telling words of ``mine`` that ``theirs`` has too."""
    return [
        term
        for term in mine
        if term.kind == "word"
        and term.stem not in names
        and any(_alike(term, other) for other in theirs if other.stem not in names)
    ]


def _alike(one: Term, other: Term) -> bool:
    return one.stem == other.stem or bool((one.concepts & other.concepts) - _WIDE)


def _drops(
    mine: Sequence[Sentence],
    sentence: Sentence,
    lifting: Sequence[Sentence],
    names: frozenset[str],
) -> bool:
    for mark in sentence.marks:
        under = [t for t in sentence.terms if t.start < mark.end and mark.start < t.end]
        for one in mine:
            used = _shared(one.terms, under, names)
            used = [t for t in used if not _stated(t, mark.kind, lifting)]
            if used and not any(_carries(one, mark.kind, term.start) for term in used):
                return True
    return False


def _stated(term: Term, kind: str, lifting: Sequence[Sentence]) -> bool:
    """Whether one of our own sentences states the word plainly."""
    return any(
        _alike(term, other)
        and not any(
            m.kind == kind and m.start < other.end and other.start < m.end for m in one.marks
        )
        for one in lifting
        for other in one.terms
    )


def _carries(sentence: Sentence, kind: str, at: int) -> bool:
    """Whether the claim's sentence carries a mark of the class; a denial where the word stands."""
    wanted = (kind, *_AS_GOOD[kind])
    begin, end = (0, len(sentence.text))
    if kind in ("negation", "former"):
        begin, end = _clause_of(at, sentence.clauses)
    if any(m.kind in wanted and m.start < end and begin < m.end for m in sentence.marks):
        return True
    words = frozenset(
        t.norm for t in tokenize(sentence.text[begin:end])
        if t.norm and not (t.norm == "may" and t.is_capital)
    )  # fmt: skip
    return any(words & (_CARRIED.get(one) or _DENYING) for one in wanted)


def _turned_in_other_words(
    mine: Sequence[Sentence], quotes: Sequence[str], names: frozenset[str]
) -> bool:
    """A quote in the other language may share no word: what turns all of it must then stand there."""
    claim = " ".join(one.text for one in mine)
    spoken = language_of(claim)
    for quote in quotes:
        theirs = sentences_in(quote)
        if not theirs or language_of(quote, spoken) == spoken or _nearest(mine, theirs, names):
            continue
        everywhere = frozenset.intersection(*(one.kinds() for one in theirs))
        if any(not any(_carries(one, kind, 0) for one in mine) for kind in everywhere):
            return True
    return False


def is_denied_by_nobody(claim: str, cited: Sequence[str]) -> bool:
    """Whether ``claim`` denies, and nothing in ``cited`` denies, ends, limits or doubts anything."""
    denies = any(m.kind in ("negation", "former") for one in sentences_in(claim) for m in one.marks)
    if not denies:
        return False
    for text in cited:
        for one in sentences_in(text):
            if one.kinds() - {"hearsay"} or one.words & _DENYING:
                return False
    return True
