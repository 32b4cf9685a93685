"""What stands beside a name: title, department, organisation, and whose side that makes them."""

from collections.abc import Sequence

from knowledge.domain.codes import Side
from knowledge.domain.reading import ReadingContext
from knowledge.reading.analysis import Scene
from knowledge.reading.beside import (
    ARTICLES,
    BE,
    DISOWNED,
    FORMER,
    FREE_MAIL,
    NAMED,
    NOT_PLACES,
    OUTSIDERS,
    PLACES,
    TOWARDS,
    apposed_title,
    is_brand,
    is_feminine,
    may_qualify,
    name_words,
    ours,
    pieces,
    split_marks,
    title_before,
    to_end_of_piece,
    without_account,
)
from knowledge.reading.forms import parts_of
from knowledge.reading.layout import Line
from knowledge.reading.lexicon import words_of
from knowledge.reading.people import Mention, People, Somebody
from knowledge.reading.structure import Introduced
from knowledge.reading.titles import Title, is_department, is_head, titles_in
from knowledge.reading.tokens import Token, fold, tokenize
from knowledge.reading.vocabulary import is_rare


class Profiler:
    """Fills titles, departments, organisations and sides of the people of a note."""

    def __init__(self, text: str, people: People, context: ReadingContext) -> None:
        self._text = text
        self._people = people
        self._us = name_words(context.us)
        self._account = name_words(context.account)
        self._domains = frozenset(d.casefold().lstrip("@") for d in context.our_domains)
        self._pending: str | None = None

    def introduce(self, given: Sequence[Introduced]) -> None:
        """Take what labels, headers and lists say in brackets beside a name."""
        for entry in given:
            person = self._people.add(entry.form)
            if entry.beside:
                tokens = tokenize(self._text, *entry.beside)
                self._describe(person, tokens, (entry.form.start, entry.beside[1]), bracket=True)
            if person.email:
                self._by_mail(person)

    def read(self, scenes: Sequence[Scene]) -> None:
        """Take what the sentences say beside a name."""
        for scene in scenes:
            if scene.sentence.injected:
                continue
            for index, mention in enumerate(scene.mentions):
                self._beside(scene, mention, index)
            self._disowned(scene)
            self._carried_title(scene)
            self._own_title(scene)
            self._pending = scene.mentions[-1].key if scene.mentions else None

    def settle(self) -> None:
        """Everybody else is the customer's: the note is about them."""
        for person in self._people.all:
            if person.side is None:
                person.side = Side.CUSTOMER
            if person.title and is_feminine(self._text[slice(*person.title)]):
                person.gendered = "f"

    # -- apposition -----------------------------------------------------------------------------

    def _beside(self, scene: Scene, mention: Mention, index: int) -> None:
        person = self._people.get(mention.key)
        tokens = scene.sentence.tokens
        limit = scene.mentions[index + 1].first if index + 1 < len(scene.mentions) else len(tokens)
        self._outside(person, tokens, mention, limit)
        if person.title is None:
            title = self._title_after(scene, mention, limit) or title_before(scene, mention)
            if title:
                self._take_title(person, tokens, mention, title)
        self._apposed(person, tokens, mention, limit)
        if person.department is None and person.side is not Side.THIRD_PARTY:
            self._place(person, tokens, mention.last, limit)

    def _take_title(
        self, person: Somebody, tokens: Sequence[Token], mention: Mention, title: Title
    ) -> None:
        if title.first and tokens[title.first - 1].norm in FORMER:
            return
        if tokens[title.head].norm in ("partner", "associate", "sister", "agent", "cadre", "lead", "chair") and title.last - title.first == 1 and (
            title.first == mention.last
        ):  # fmt: skip
            return
        title = without_account(tokens, title, self._account)
        person.title = (tokens[title.first].start, tokens[title.last - 1].end)
        begin = min(title.first, mention.first)
        end = max(title.last, mention.last)
        person.title_quote = (tokens[begin].start, tokens[end - 1].end)
        words = {t.norm for t in tokens[title.first : title.last]}
        if words & words_of("third_party_words") & OUTSIDERS and person.side is None:
            person.side, person.side_reason = Side.THIRD_PARTY, "title"

    def _title_after(self, scene: Scene, mention: Mention, limit: int) -> Title | None:
        tokens = scene.sentence.tokens
        at = mention.last
        if at < len(tokens) and tokens[at].text in (",", "(", "=", ":", "-", "–", "—", "/"):
            title = apposed_title(scene, at + 1, limit)
            if title:
                return title
        for title in scene.titles:
            if title.first < at or title.first >= limit:
                continue
            if title.last == limit and limit < len(tokens):
                break
            between = [t.norm for t in tokens[at : title.first]]
            if not between:
                return title
            if between == ["'s"]:
                break
            if len(between) <= 9 and between[-1] in ("as", "comme"):
                return title
            if (
                len(between) <= 5
                and all(w in BE or w in ARTICLES or w in NAMED or w in TOWARDS for w in between)
                and any(w in BE or w in NAMED for w in between)
            ):
                return title
            if len(between) <= 5 and between[0] in ("nous", "me", "m'") and "," in between[-2:]:
                return title
            break
        return None

    def _carried_title(self, scene: Scene) -> None:
        """``Wullie Drever. Foreman plater, …``: a title that opens the next sentence."""
        if (
            self._pending is None
            or not scene.titles
            or (scene.mentions[:1] and scene.mentions[0].first < 3)
        ):
            return
        title = scene.titles[0]
        person = self._people.get(self._pending)
        tokens = scene.sentence.tokens
        follow = tokens[title.last].norm if title.last < len(tokens) else "."
        if title.first == 0 and person.title is None and person.side is not Side.US and (
            follow in (",", ".", "a", "de", "at", "in", "for", ";") and tokens[0].is_capital
        ):  # fmt: skip
            person.title = (tokens[0].start, tokens[title.last - 1].end)
            end = title.last
            while end < len(tokens) and tokens[end].text not in ".;" and end < title.last + 6:
                end += 1
            person.title_quote = (tokens[0].start, tokens[end - 1].end)

    def _own_title(self, scene: Scene) -> None:
        """``Clinical lead for theatres.``, ``I'm the bursar``: speakers who present themselves."""
        line = scene.sentence.line
        if line.kind != "speech" or line.voice_at is None or not scene.titles:
            return
        title = scene.titles[0]
        lead = [t.norm for t in scene.sentence.tokens[: title.first]]
        introduced = lead in (
            [],
            ["i", "'m"],
            ["i", "'m", "the"],
            ["i", "am", "the"],
            ["je", "suis"],
            ["je", "suis", "la"],
            ["je", "suis", "le"],
            ["moi", "je", "suis"],
        )
        speaker = self._speaker(line) if introduced and title.first >= len(lead) else None
        if speaker is None or speaker.title is not None:
            return
        tokens = scene.sentence.tokens
        if not lead and (scene.mentions or len(tokens) - title.last > 3):
            return
        speaker.title = (tokens[title.first].start, tokens[title.last - 1].end)
        speaker.title_quote = (tokens[0].start, tokens[title.last - 1].end)

    def _speaker(self, line: Line) -> Somebody | None:
        parts, _ = parts_of(tokenize(line.voice or ""))
        return self._people.matching(parts) if parts else None

    def _disowned(self, scene: Scene) -> None:
        """``NOT a yard man``, ``il n'est pas de la maison``: said to be an outsider."""
        spoken = " ".join(i.norm for i in scene.items)
        match = DISOWNED.search(spoken)
        key = scene.mentions[-1].key if scene.mentions else self._pending
        if match and key:
            person = self._people.get(key)
            if person.side is None:
                person.side, person.side_reason = Side.THIRD_PARTY, "said to be outside"

    # -- department and organisation ------------------------------------------------------------

    def _apposed(
        self, person: Somebody, tokens: Sequence[Token], mention: Mention, limit: int
    ) -> None:
        at = mention.last
        if at >= len(tokens) or tokens[at].text not in (",", "("):
            return
        if tokens[at].text == "(":
            close = next(
                (i for i in range(at, min(at + 14, len(tokens))) if tokens[i].text == ")"), 0
            )
            if close > at + 1 and not at < limit < close:
                quote = (tokens[mention.first].start, tokens[close].end)
                self._describe(person, tokens[at + 1 : close], quote, bracket=True)
            return
        for first, last in pieces(tokens, at + 1, limit):
            quote = (tokens[mention.first].start, tokens[last - 1].end)
            self._describe(person, tokens[first:last], quote, bracket=False)

    def _describe(
        self, person: Somebody, tokens: Sequence[Token], quote: tuple[int, int], *, bracket: bool
    ) -> None:
        """Read one piece beside a name as title, department or organisation."""
        pieces = [p for p in split_marks(tokens) if p]
        inside = (not bracket and person.side is not Side.THIRD_PARTY) or any(
            is_head(t) and t.norm not in OUTSIDERS for p in pieces for t in p
        )
        for piece in pieces:
            words = [t for t in piece if t.kind == "word"]
            if not words or len(words) > 6:
                continue
            if any(is_head(t) for t in words) and titles_in(piece):
                if person.title is None:
                    found = titles_in(piece)[0]
                    last = to_end_of_piece(piece, found.last, len(piece))
                    person.title = (piece[0].start, piece[last - 1].end)
                    person.title_quote = quote
                    if {t.norm for t in words} & OUTSIDERS and person.side is None:
                        person.side, person.side_reason = Side.THIRD_PARTY, "title"
                continue
            self._describe_place(person, piece, words, inside=inside)

    def _describe_place(
        self, person: Somebody, piece: Sequence[Token], words: Sequence[Token], *, inside: bool
    ) -> None:
        norms = [w.norm for w in words]
        text = self._text[piece[0].start : piece[-1].end]
        if set(norms) & words_of("human_verbs") or set(norms) & NOT_PLACES:
            return
        branded = any(w.is_capital and is_rare(w) for w in words)
        if any(is_department(n) for n in norms) and len(words) <= 4 and not branded:
            person.department = person.department or text
        elif set(norms) & self._account and not set(norms) & words_of("negators"):
            return
        elif set(norms) & self._us:
            if person.side is None:
                person.side, person.side_reason = Side.US, "organisation"
        elif not inside and len(words) <= 4 and any(is_brand(w) for w in words):
            self._belongs_elsewhere(person, text)

    def _belongs_elsewhere(self, person: Somebody, organisation: str) -> None:
        if person.side in (None, Side.THIRD_PARTY):
            person.side, person.side_reason = Side.THIRD_PARTY, "organisation"
            person.organisation = person.organisation or organisation.strip()

    def _place(self, person: Somebody, tokens: Sequence[Token], at: int, limit: int) -> None:
        """``in Quality``, ``des engagements``, ``OT security``: where they work."""
        first = at
        if first < limit and tokens[first].text == ",":
            first += 1
        linked = False
        while first < limit and (
            tokens[first].norm in PLACES
            or tokens[first].norm in ("the", "la", "l'", "les", "le", "service", "our", "their")
        ):
            linked = linked or tokens[first].norm in PLACES
            first += 1
        last = first
        while (
            last < limit
            and last - first < 3
            and tokens[last].kind == "word"
            and (
                is_department(tokens[last].norm)
                or (last == first and may_qualify(tokens, last, limit))
            )
        ):
            last += 1
        if last == first or not any(is_department(t.norm) for t in tokens[first:last]):
            return
        apart = tokens[at].text == ","
        closed = last >= len(tokens) or tokens[last].kind == "mark"
        if linked or (apart and closed) or (first == at and (last - first > 1 or closed)):
            text = self._text[tokens[first].start : tokens[last - 1].end]
            person.department = text

    # -- sides ----------------------------------------------------------------------------------

    def _outside(
        self, person: Somebody, tokens: Sequence[Token], mention: Mention, limit: int
    ) -> None:
        if person.side is not None:
            return
        before = [t.norm for t in tokens[max(0, mention.first - 3) : mention.first]]
        while before and before[-1] in (",", ":"):
            before.pop()
        if ours(before):
            person.side, person.side_reason = Side.US, "colleague"
            return
        if before and before[-1] in words_of("third_party_words") & OUTSIDERS:
            person.side, person.side_reason = Side.THIRD_PARTY, "title"
        after = tokens[mention.last : min(limit, mention.last + 12)]
        norms = [t.norm for t in after]
        organisation = self._employer(after, norms)
        if organisation:
            self._belongs_elsewhere(person, organisation)
            return

    def _employer(self, after: Sequence[Token], norms: Sequence[str]) -> str | None:
        """The organisation after "chez", "du cabinet", "from", when it is not the account."""
        for index, norm in enumerate(norms[:6]):
            if norm in (".", ";", ":", "!", "?"):
                return None
            known = norm == "chez" or norm in (
                "cabinet",
                "societe",
                "agence",
                "editeur",
                "integrateur",
                "prestataire",
                "laboratoire",
                "bureau",
                "etude",
                "firm",
                "consultancy",
                "agency",
            )
            weak = norm in ("from", "at", "with", "of") and index <= 1
            if not (known or weak) or index + 1 >= len(after):
                continue
            name = [t for t in after[index + 1 : index + 4]]
            last = 0
            while (
                last < len(name)
                and name[last].kind == "word"
                and (is_brand(name[last]) or (last and name[last].is_capital))
            ):
                last += 1
            words = {t.norm for t in name[:last]}
            if not last or words & (self._account | self._us):
                return None
            if weak and not self._is_known_brand(name[0]):
                return None
            first = name[0].start if norm == "chez" or weak else after[index].start
            return self._text[first : name[last - 1].end]
        return None

    def _is_known_brand(self, token: Token) -> bool:
        return is_rare(token) and token.norm in self._brands

    _brands: frozenset[str] = frozenset()

    def know_brands(self, brands: frozenset[str]) -> None:
        """Names of companies the note treats as competitors or partners."""
        self._brands = brands

    def _by_mail(self, person: Somebody) -> None:
        domain = (person.email or "").rpartition("@")[2].casefold()
        label = fold(domain.split(".")[0]).replace("-", "")
        if person.side is not None or not label or label in FREE_MAIL:
            return
        if domain in self._domains or any(w in label for w in self._us if len(w) > 3):
            person.side, person.side_reason = Side.US, "mail"
        elif not any(w in label or label in w for w in self._account if len(w) > 2):
            initials = "".join(w[0] for w in sorted(self._account))
            if sorted(label) != sorted(initials):
                self._belongs_elsewhere(person, domain.split(".")[0])
