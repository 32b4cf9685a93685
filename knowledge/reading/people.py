"""Who is who: forms of a name gathered into people, and every place where they are named."""

import itertools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from knowledge.domain.codes import PersonStatus, Side
from knowledge.domain.reading import ReadingContext
from knowledge.reading.forms import NameForm, parts_of
from knowledge.reading.lexicon import first_names, words_of
from knowledge.reading.names import names_in
from knowledge.reading.rivals import organisations
from knowledge.reading.sentences import Sentence
from knowledge.reading.structure import Introduced
from knowledge.reading.tokens import Token, fold, tokenize
from knowledge.reading.vocabulary import is_first_name, is_word

_POSSESSIVES = frozenset("sa son ma mon his her my leur their notre our".split())
_KIN = frozenset("soeur sister frere brother pere father".split())
# More people than this share a word only in noise.
_MOST_NAMESAKES = 50


@dataclass(slots=True, eq=False)
class Somebody:
    """A person while the note is being read. ``forms`` are folded parts; ``places`` are spans."""

    key: str
    forms: list[tuple[str, ...]]
    places: list[tuple[int, int]] = field(default_factory=list)
    evidence: set[str] = field(default_factory=set)
    civility: str | None = None
    side: Side | None = None
    side_reason: str = ""
    organisation: str | None = None
    title: tuple[int, int] | None = None
    title_quote: tuple[int, int] | None = None
    department: str | None = None
    email: str | None = None
    phone: str | None = None
    status: PersonStatus = PersonStatus.ACTIVE
    present: bool = False
    function: bool = False
    gendered: str | None = None

    @property
    def fullest(self) -> tuple[str, ...]:
        """The longest form known."""
        return max(self.forms, key=lambda f: (len(f), sum(map(len, f))))

    @property
    def gender(self) -> str | None:
        """``m`` or ``f`` when civility or first name tells."""
        if self.civility in words_of("civilities_female"):
            return "f"
        if self.civility in words_of("civilities_male"):
            return "m"
        if self.gendered:
            return self.gendered
        first = self.fullest[0]
        if first in _both_genders():
            return None
        known = first_names().get(first) or first_names().get(first.partition("-")[0])
        return known if known in ("m", "f") else None


@dataclass(frozen=True, slots=True)
class Mention:
    """Tokens ``first`` to ``last`` half-open of a sentence name somebody."""

    first: int
    last: int
    key: str


class People:
    """Everybody in a note, found again by any part of a name."""

    def __init__(self) -> None:
        self.all: list[Somebody] = []
        self._by_part: dict[str, list[Somebody]] = {}

    def get(self, key: str) -> Somebody:
        """The person of that key."""
        return self.all[int(key[1:])]

    def add(self, form: NameForm) -> Somebody:
        """The person this form belongs to, made when there is none yet."""
        person = self.matching(form.parts) or self.create(form.parts)
        self.know(person, form.parts)
        person.evidence.add(form.evidence)
        person.civility = person.civility or form.civility
        return person

    def create(self, parts: tuple[str, ...]) -> Somebody:
        """Somebody new under that form."""
        person = Somebody(f"p{len(self.all)}", [])
        self.all.append(person)
        self.know(person, parts)
        return person

    def know(self, person: Somebody, parts: tuple[str, ...]) -> None:
        """Remember one more form of a person's name."""
        if parts in person.forms:
            return
        person.forms.append(parts)
        for word in {*parts, "".join(p[0] for p in parts)}:
            known = self._by_part.setdefault(word, [])
            if person not in known:
                known.append(person)

    def akin(self, parts: tuple[str, ...]) -> list[Somebody]:
        """Everybody who may bear that form, in order of first mention."""
        near = {p.key: p for word in parts for p in self._by_part.get(word, ())[:_MOST_NAMESAKES]}
        found = [p for p in near.values() if any(is_same(parts, form) for form in p.forms)]
        return sorted(found, key=lambda p: int(p.key[1:]))

    def matching(self, parts: tuple[str, ...]) -> Somebody | None:
        """The one person of that form: borne exactly, or by nobody else who is akin."""
        akin = self.akin(parts)
        exact = [p for p in akin if parts in p.forms]
        if exact:
            return exact[0]
        return akin[0] if len(akin) == 1 else None


def is_same(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Whether two forms may be of one person: one within the other, initials allowed."""
    short, long = sorted((one, other), key=len)
    if len(short) == 1:
        word = short[0]
        if word in long:
            return len(word) > 1
        return len(long) > 1 and len(word) == len(long) and word == "".join(p[0] for p in long)
    position = 0
    for word in short:
        while position < len(long) and not _stands_for(word, long[position]):
            position += 1
        if position == len(long):
            return False
        position += 1
    return True


def _stands_for(word: str, other: str) -> bool:
    return word == other or (min(len(word), len(other)) == 1 and word[0] == other[0])


def gather(
    text: str, sentences: Sequence[Sentence], given: Sequence[Introduced], context: ReadingContext
) -> People:
    """Everybody named in the note, from the document's form, the roster and the sentences."""
    people = People()
    shouting = _is_shouting(sentences)
    loose = [
        form
        for sentence in sentences
        if not sentence.injected and sentence.line.kind not in ("attendees", "signature")
        for form in names_in(text, sentence, shouting=shouting)
    ]
    forms = [entry.form for entry in given] + loose
    account = frozenset(fold(context.account).split()) | frozenset(fold(context.us or "").split())
    roster = _roster_forms(context)
    _add_roster(people, roster, sentences, forms)
    kept = [f for f in forms if _is_plausible(f, account, structural=f.is_structural)]
    borne = account | {p for f in kept if len(f.parts) > 1 or f.is_structural for p in f.parts}
    firms = organisations(sentences, borne | {p for parts, _ in roster for p in parts})
    kept = [f for f in kept if not (len(f.parts) == 1 and f.parts[0] in firms and not f.civility)]
    for short, long in _other_forms(text, kept):
        people.know(people.add(long), short.parts)
    for form in sorted(kept, key=lambda f: (-len(f.parts), f.evidence == "lower", f.start)):
        if form.evidence == "context" and len(form.parts) == 1 and form.parts[0] in account:
            continue
        people.add(form)
    structural = {form for form in kept if form.is_structural}
    for entry in given:
        if entry.form in structural:
            _note_introduction(people, entry)
    _add_from_instructions(text, people, sentences, shouting=shouting)
    return people


def _other_forms(text: str, forms: Sequence[NameForm]) -> list[tuple[NameForm, NameForm]]:
    """``bertie (albert swann)``, and pet names that fit one full name only."""
    ordered = sorted(forms, key=lambda f: f.start)
    full = {f.parts: f for f in ordered if len(f.parts) > 1}
    found = [
        (one, two)
        for one, two in itertools.pairwise(ordered)
        if len(one.parts) == 1 and len(two.parts) > 1 and text[one.end : two.start].strip() == "("
        and text[two.end : two.end + 1] == ")"
    ]  # fmt: skip
    borne = {part for parts in full for part in parts}
    firsts: dict[str, list[NameForm]] = {}
    for parts, form in full.items():
        firsts.setdefault(parts[0], []).append(form)
    for form in {f.parts: f for f in ordered if len(f.parts) == 1}.values():
        if form.parts[0] in borne:
            continue
        long = [f for name in _pet_names().get(form.parts[0], ()) for f in firsts.get(name, ())]
        if len(long) == 1:
            found.append((form, long[0]))
    return found


@lru_cache
def _pet_names() -> dict[str, tuple[str, ...]]:
    """Short forms of first names, each with the names it stands for."""
    pairs = (line.split() for line in words_of("pet_names"))
    return {short: tuple(long) for short, *long in pairs}


@lru_cache
def _both_genders() -> frozenset[str]:
    """Pet names of women and men alike: "alex", "teddy"."""
    known = {short: {first_names().get(n) for n in long} for short, long in _pet_names().items()}
    return frozenset(short for short, found in known.items() if {"m", "f"} <= found)


def _is_shouting(sentences: Sequence[Sentence]) -> bool:
    words = [t for s in sentences[:60] for t in s.tokens if t.kind == "word" and len(t.text) > 2]
    return bool(words) and sum(t.text.isupper() for t in words) * 2 > len(words)


def _is_plausible(form: NameForm, account: frozenset[str], *, structural: bool) -> bool:
    if all(part in account for part in form.parts) and form.civility is None:
        return False
    if structural:
        return not (len(form.parts) == 1 and form.parts[0] in words_of("not_names"))
    return not any(p in words_of("organisation_words") for p in form.parts)


def _roster_forms(context: ReadingContext) -> list[tuple[tuple[str, ...], Side]]:
    ours = [(name, Side.US) for name in context.our_people]
    if context.author:
        ours.append((context.author, Side.US))
    known = [
        (name, person.side)
        for person in context.known_people
        for name in (person.name, *person.aliases)
    ]
    found: list[tuple[tuple[str, ...], Side]] = []
    for name, side in (*ours, *known):
        parts, _ = parts_of(tokenize(name))
        if parts:
            found.append((parts, side))
    return found


def _add_roster(
    people: People,
    roster: Sequence[tuple[tuple[str, ...], Side]],
    sentences: Sequence[Sentence],
    forms: Sequence[NameForm],
) -> None:
    """Members of the roster enter when the text names them, in any form it uses."""
    words = {t.norm: t for s in sentences for t in s.tokens if t.kind == "word"}
    heard = {part for form in forms for part in form.parts} | set(words)
    for parts, side in sorted(roster, key=lambda entry: -len(entry[0])):
        present = tuple(p for p in parts if p in heard)
        if not present:
            continue
        if len(present) < len(parts) and not _may_be_alone(parts, present, forms):
            continue
        existing = next(iter(people.akin(parts)), None) or people.create(parts)
        people.know(existing, parts)
        existing.evidence.add("roster")
        if existing.side is None:
            existing.side, existing.side_reason = side, "roster"


def _may_be_alone(
    parts: tuple[str, ...], present: tuple[str, ...], forms: Sequence[NameForm]
) -> bool:
    """Whether a part of a member's name may stand for them: not inside somebody else's name."""
    if not any(is_first_name(p) or not is_word(p) for p in present):
        return False
    for form in forms:
        if (
            len(form.parts) > 1
            and set(present) & set(form.parts)
            and not is_same(parts, form.parts)
        ):
            return any(f.parts != form.parts and is_same(parts, f.parts) for f in forms)
    return True


def _note_introduction(people: People, entry: Introduced) -> None:
    person = people.add(entry.form)
    person.places.append((entry.form.start, entry.form.end))
    if entry.side is not None and person.side is None:
        person.side, person.side_reason = entry.side, "listed"
    person.email = person.email or entry.email
    person.phone = person.phone or entry.phone
    person.present = person.present or entry.present
    if entry.absent_line is not None:
        person.status = PersonStatus.ABSENT
    if entry.title_line is not None and person.title is None:
        person.title = person.title_quote = entry.title_line


def _add_from_instructions(
    text: str, people: People, sentences: Sequence[Sentence], *, shouting: bool
) -> None:
    """Instructions to machines name nobody new, yet may hold the fuller form of a known name."""
    for sentence in sentences:
        if sentence.injected:
            for form in names_in(text, sentence, shouting=shouting):
                akin = people.akin(form.parts)
                if len(akin) == 1:
                    people.know(akin[0], form.parts)


class Spotter:
    """Finds every mention of the people of a note in a sentence."""

    def __init__(self, people: People, account: str = "") -> None:
        self._people = people
        self._account = frozenset(fold(account).split())
        self._by_first: dict[str, list[tuple[tuple[str, ...], str]]] = {}
        for form, key in self._forms():
            self._by_first.setdefault(form[0], []).append((form, key))
        for entries in self._by_first.values():
            entries.sort(key=lambda entry: -len(entry[0]))
        self._recent: str | None = None

    def _forms(self) -> Iterable[tuple[tuple[str, ...], str]]:
        owners: dict[tuple[str, ...], set[str]] = {}
        for person in self._people.all:
            for form in person.forms:
                owners.setdefault(form, set()).add(person.key)
                for part in form if len(form) > 1 else ():
                    if _may_stand_alone(part, form):
                        owners.setdefault((part,), set()).add(person.key)
        for form, keys in owners.items():
            exact = {k for k in keys if form in self._people.get(k).forms}
            for key in sorted(exact or keys):
                yield form, key

    def mentions(self, tokens: Sequence[Token], *, capitals: bool) -> list[Mention]:
        """The mentions of one sentence, left to right; civilities are part of them."""
        found: list[Mention] = []
        at = 0
        while at < len(tokens):
            mention = self._at(tokens, at, capitals=capitals)
            if mention is None:
                at += 1
                continue
            found.append(mention)
            self._recent = mention.key
            at = mention.last
        return found

    def _at(self, tokens: Sequence[Token], at: int, *, capitals: bool) -> Mention | None:
        name = at
        kin = at > 0 and tokens[at - 1].norm in _POSSESSIVES and tokens[at].norm in _KIN
        while name + 1 < len(tokens) and tokens[name].norm in words_of("civilities") and not kin:
            name += 2 if tokens[name + 1].text == "." else 1
            if name >= len(tokens):
                return None
        best: tuple[int, list[str]] | None = None
        for form, key in self._by_first.get(tokens[name].norm, ()):
            last = _match_form(tokens, name, form)
            if not last or (best and last < best[0]):
                continue
            if len(form) == 1 and not self._is_named(
                tokens, name, capitals=capitals, civil=name > at
            ):
                continue
            if best and best[0] == last:
                best[1].append(key)
            else:
                best = (last, [key])
        if best is None:
            return None
        key = self._recent if self._recent in best[1] else best[1][0]
        return Mention(at if name > at else name, best[0], key)

    def _is_named(self, tokens: Sequence[Token], at: int, *, capitals: bool, civil: bool) -> bool:
        """A lone word names somebody unless it reads as the everyday word, or account, it also is."""
        token = tokens[at]
        if token.norm in self._account and not civil:
            return False
        if civil or not is_word(token.norm):
            return True
        if len(token.text) > 1 and token.text.isupper():
            return True
        return token.is_capital or (not capitals and is_first_name(token.norm))


def _may_stand_alone(part: str, form: tuple[str, ...]) -> bool:
    if len(part) < 2 or part in words_of("particles") or part in words_of("not_names"):
        return False
    return part in (form[0], form[-1]) or len(part) > 4


def _match_form(tokens: Sequence[Token], at: int, form: tuple[str, ...]) -> int:
    place = at
    for index, part in enumerate(form):
        if (
            index
            and place < len(tokens)
            and tokens[place].text == "."
            and len(form[index - 1]) == 1
        ):
            place += 1
        if place >= len(tokens) or tokens[place].norm != part:
            return 0
        place += 1
    if len(form[-1]) == 1 and place < len(tokens) and tokens[place].text == ".":
        place += 1
    return place
