"""From a cue to the person it is about: subject, owner, speaker, pronoun, topic.

Syntax-light: the search walks left from the cue over words that may stand between a subject and its
verb, and stops at the first thing that can own the verb. Anything else is nobody.
"""

from dataclasses import dataclass, field

from knowledge.domain.codes import Side
from knowledge.reading.analysis import Scene
from knowledge.reading.lexicon import words_of
from knowledge.reading.patterns import POSSESSIVES, SUBJECT_PRONOUNS, Item
from knowledge.reading.people import People

FIRST = frozenset("i j' je me moi my mine mon ma mes mien mienne myself".split())
_WE = frozenset(
    "we nous on our notre nos us they ils elles them eux their leur leurs you vous tu".split()
)
_FEMALE = frozenset("she her hers herself elle celle-ci".split())
_MALE = frozenset("he him his himself il lui celui-ci".split())
_TRANSPARENT = frozenset(
    """who qui that also always really still just never only then now actually basically usually often
    has have had is was were are be been being 's 'll 'd 've 're 'm will would can could may might must shall to did
    does do done doing get gets got getting ne n' pas plus jamais y en le la l' les lui leur se s' me m' nous vous te t' a
    ont est sont ai va vont peut doit veut aussi toujours encore seul seule tout toute bien vraiment
    finalement personally herself himself alone not both all even clearly quietly simply de d' c' ce n't
    happy glad keen able ready pleased already deja desormais maintenant souvent tres so very too quite pretty rather fairly plutot assez
    said says told dit qu' que avoir etre ete fait going about hereby effectively ultimately alone
    officially officiellement own propre single-handedly personnellement directement systematiquement
    un peu franchement totalement clairement completely totally firmly openly ouvertement the one ones
    it celui celle une vient venait m'a lui-meme elle-meme ferait aurait serait sera fera""".split()
)
_DISJUNCTIVE = frozenset("qui c' est et ou par avec de sur sans chez pour a que qu'".split())
_QUOTE_MARKS = frozenset('"«“')
_REACH = 14
_BREAKS = frozenset(".!?;")
_JOINTS = frozenset("and et & mais but then puis".split())
_DECIDING_MARKS = _BREAKS | _JOINTS | _QUOTE_MARKS | frozenset([",", "(", ")", "-", "–", "—", ":"])


@dataclass(frozen=True, slots=True)
class Holder:
    """Who a cue is about. ``at`` is the item that names them, ``weight`` how sure the link is."""

    key: str
    at: int
    weight: float
    how: str


@dataclass(slots=True)
class Discourse:
    """Whom the text is speaking of, sentence after sentence."""

    people: People
    recent: list[str] = field(default_factory=list)
    topic: str | None = None
    block: int = -1
    line: int = -1

    def enter(self, scene: Scene) -> None:
        """Begin a sentence: a new line of a list or a new paragraph drops the old topic."""
        line = scene.sentence.line
        if line.start != self.line and line.kind in ("bullet", "speech", "attendees"):
            self.topic = None
        if line.block != self.block and line.kind != "speech":
            self.topic = None
            self.recent = self.recent[:3]
        self.line, self.block = line.start, line.block

    def leave(self, scene: Scene) -> None:
        """End a sentence: those it named are who "she" and "il" may mean next."""
        customers = [k for k in scene.people if self.people.get(k).side is not Side.US]
        assistant = _assistant_in(scene)
        if assistant in customers:
            customers = [assistant, *(k for k in customers if k != assistant)]
        for key in reversed(customers):
            if key in self.recent:
                self.recent.remove(key)
            self.recent.insert(0, key)
        if customers and (self.topic is None or scene.items[0].kind == "person"):
            self.topic = customers[0]

    def candidates(self, gender: str | None) -> list[str]:
        """People earlier sentences named, latest first, that a pronoun of that gender may mean."""
        return [k for k in self.recent if fits(self.people.get(k).gender, gender)]


def fits(known: str | None, wanted: str | None) -> bool:
    """Whether a gender, where known, agrees with the wanted one."""
    return known is None or wanted is None or known == wanted


_ASSISTANTS = frozenset("assistant assistante secretaire secretary pa ea".split())


def _assistant_in(scene: Scene) -> str:
    """``X's diary = Beatrix, her assistant``: the one introduced is who the note goes on about."""
    tokens = scene.sentence.tokens
    for title in scene.titles:
        owned = title.first and tokens[title.first - 1].norm in POSSESSIVES
        if owned and tokens[title.head].norm in _ASSISTANTS:
            for mention in scene.mentions:
                if mention.first in (title.last, title.last + 1) or mention.last == title.first - 2:
                    return mention.key
    return ""


def _gender_of_function(item: Item) -> str | None:
    if item.norm in ("la", "sa", "une"):
        return "f"
    return "m" if item.norm in ("le", "un") else None


def gender_of(pronoun: str) -> str | None:
    """``f`` or ``m`` for pronouns that tell."""
    if pronoun in _FEMALE:
        return "f"
    return "m" if pronoun in _MALE else None


class Attacher:
    """Answers, for one sentence, who holds a cue."""

    def __init__(self, scene: Scene, discourse: Discourse, voice: str | None) -> None:
        self._scene = scene
        self._items = scene.items
        self._discourse = discourse
        self._voice = voice

    def at(self, index: int) -> Holder | None:
        """Whoever the item at ``index`` stands for."""
        item = self._items[index]
        if item.kind in ("person", "function") and item.ref:
            return Holder(item.ref, index, 0.9, "named")
        if item.norm in FIRST:
            return self.speaker(index)
        if item.norm in SUBJECT_PRONOUNS or item.norm in POSSESSIVES:
            return self._pronoun(index)
        return None

    def subject(self, start: int) -> Holder | None:
        """The subject of a verb phrase that begins at ``start``."""
        index, steps = start - 1, 0
        crossed = relative = False
        while index >= 0 and steps < _REACH:
            item = self._items[index]
            if item.kind in ("person", "function"):
                owner = index + 1 < start and self._is_owner(index)
                if not (self._is_object(index) or owner):
                    weight = 0.75 if crossed else 0.85
                    return Holder(item.ref, index, weight, "subject") if item.ref else None
            elif self._owns_for_many(index):
                return None
            elif item.norm in SUBJECT_PRONOUNS and not self._is_clitic(index):
                holder = self.at(index)
                return holder and Holder(holder.key, index, 0.7, "pronoun")
            elif item.norm in _DECIDING_MARKS:
                if item.norm != ")":
                    return self._at_mark(index, start, relative=relative)
                index = self._opening(index)
                inside = self._items[index + 1]
                if inside.kind == "person" and inside.ref:
                    return Holder(inside.ref, index + 1, 0.75, "bracket")
            elif self._is_title_word(index):
                crossed = True
            elif item.norm not in _TRANSPARENT and not item.norm.endswith(("ment", "ly")):
                return None
            relative = relative or item.norm in ("who", "qui")
            index, steps = index - 1, steps + 1
        if index < 0 and self._scene.quoted[start]:
            return self.speaker(start)
        return self._topic() if index < 0 else None

    def _is_indirect(self, index: int) -> bool:
        """``le dossier lui plaît``: an object that is of either gender."""
        around = self._items[max(0, index - 1) : index + 2]
        return not any(i.norm in _DISJUNCTIVE for i in around)

    def _owns_for_many(self, index: int) -> bool:
        """Whether it is "we", "they" or a committee: no one person."""
        item = self._items[index]
        if item.kind == "group" or item.norm in _WE - {"on", "leur", "nous", "vous"}:
            return True
        return item.norm in ("on", "nous", "vous") and not self._is_clitic(index)

    def _at_mark(self, index: int, start: int, *, relative: bool) -> Holder | None:
        """What a mark or joint met on the way left says of the subject."""
        norm = self._items[index].norm
        if norm in _QUOTE_MARKS:
            return self.speaker(start) if self._scene.quoted[start] else None
        if norm == ":":
            return self._label(index)
        if norm in _JOINTS:
            return self._shared_subject(index)
        return None if norm in _BREAKS else self._before_apposition(index, relative=relative)

    def _is_clitic(self, index: int) -> bool:
        """``lui`` before a verb, ``her`` after one: an object, not a subject."""
        norm = self._items[index].norm
        if norm in ("her", "him", "me"):
            return True
        before = self._items[index - 1] if index else None
        if norm in ("lui", "nous", "vous"):
            if before is None:
                return False
            if before.norm in ("c'", "est", "et", "que", "qu'"):
                return False
            return before.kind in ("person", "function") or before.norm in (
                "il", "elle", "je", "j'", "on", "tu", "vous", "nous", "qui", "ne", "n'", "le", "la", "les", "l'",
            )  # fmt: skip
        return False

    def _is_object(self, index: int) -> bool:
        """A name after a preposition is no subject: "the assistant of Marie decides"."""
        if index == 0:
            return False
        before = self._items[index - 1].norm
        return before in (
            "for",
            "with",
            "avec",
            "pour",
            "to",
            "chez",
            "behind",
            "under",
            "about",
            "sur",
            "sous",
            "derriere",
            "contre",
            "against",
            "par",
        )

    def _is_owner(self, index: int) -> bool:
        """``Colm's`` in "Colm's diary": an owner of the subject, not the subject."""
        return index + 2 < len(self._items) and self._items[index + 1].norm in ("'s", "'") and (
            self._items[index + 2].norm not in _TRANSPARENT
        )  # fmt: skip

    def _opening(self, index: int) -> int:
        while index > 0 and self._items[index].norm != "(":
            index -= 1
        return index

    def _is_title_word(self, index: int) -> bool:
        start, end = self._items[index].start, self._items[index].end
        tokens = self._scene.sentence.tokens
        return any(
            tokens[t.first].start <= start and end <= tokens[t.last - 1].end
            for t in self._scene.titles
        )

    def _before_apposition(self, comma: int, *, relative: bool) -> Holder | None:
        """Over a comma: a name that an apposition or relative clause describes, or a repeated topic."""
        index = comma - 1
        steps = 0
        while index >= 0 and steps < 9:
            item = self._items[index]
            if item.kind in ("person", "function") and item.ref:
                first = index == 0 or self._items[index - 1].norm in (",", "(", ":", "-", "c'est", "est", "and", "et", "is", "'s", "c'", "with", "met", "par", "transitent") or relative or (
                    self._items[index - 1].kind != "word"
                )  # fmt: skip
                near = steps == 0 or self._is_title_word(index + 1) or relative
                if first or near:
                    return Holder(item.ref, index, 0.7, "apposition")
                return Holder(item.ref, index, 0.55, "earlier")
            if item.norm in SUBJECT_PRONOUNS and not self._is_clitic(index):
                holder = self.at(index)
                return holder and Holder(holder.key, index, 0.6, "pronoun")
            if item.kind == "group" or item.norm in _WE or item.norm in _BREAKS:
                return None
            index, steps = index - 1, steps + 1
        return self._topic() if index < 0 else None

    def _label(self, colon: int) -> Holder | None:
        for index in range(colon - 1, max(-1, colon - 6), -1):
            item = self._items[index]
            if item.kind in ("person", "function") and item.ref:
                return Holder(item.ref, index, 0.8, "label")
        return None

    def _shared_subject(self, joint: int) -> Holder | None:
        for index in range(joint - 1, max(-1, joint - 16), -1):
            item = self._items[index]
            if item.norm in _BREAKS or item.kind == "group":
                return None
            if item.norm in SUBJECT_PRONOUNS and not self._is_clitic(index):
                holder = self.at(index)
                return holder and Holder(holder.key, index, 0.6, "shared")
            if item.kind in ("person", "function") and item.ref and not self._is_object(index):
                if self._is_owner(index):
                    continue
                first = index == 0 or self._items[index - 1].norm not in ("'s", "de", "d'", "of")
                return Holder(item.ref, index, 0.65, "shared") if first else None
        return self._topic() if joint <= 2 else None

    def _topic(self) -> Holder | None:
        line = self._scene.sentence.line
        if line.voice and line.kind == "speech" and not line.in_mail:
            return None
        topic = self._discourse.topic
        return Holder(topic, -1, 0.45, "topic") if topic else None

    def owner_before(self, index: int, key: str) -> Holder | None:
        """The last person named before ``index``, here or earlier, other than ``key``."""
        here = [i.ref for i in self._items[:index] if i.kind == "person" and i.ref and i.ref != key]
        found = here[::-1] or [k for k in self._discourse.recent if k != key]
        return Holder(found[0], -1, 0.6, "owner") if found and found[0] else None

    def previous(self, key: str) -> Holder | None:
        """The last other person spoken of, for "steps in" and "par intérim"."""
        here = [i.ref for i in self._items if i.kind == "person" and i.ref and i.ref != key]
        earlier = [k for k in self._discourse.recent if k != key]
        found = (here or earlier)[:1]
        return Holder(found[0], -1, 0.5, "previous") if found and found[0] else None

    def speaker(self, index: int) -> Holder | None:
        """Who says "I" at ``index``: the one quoted, else the line's voice."""
        quoted = index < len(self._scene.quoted) and self._scene.quoted[index]
        if quoted:
            for before in range(index, -1, -1):
                item = self._items[before]
                if not self._scene.quoted[before] and item.kind == "person" and item.ref:
                    return Holder(item.ref, before, 0.8, "quoted")
                if not self._scene.quoted[before] and item.norm in ("he", "she", "il", "elle"):
                    found = self._pronoun(before)
                    return found and Holder(found.key, before, 0.65, "quoted")
            for after in range(index, len(self._items)):
                item = self._items[after]
                if not self._scene.quoted[after] and item.kind == "person" and item.ref:
                    return Holder(item.ref, after, 0.65, "quoted")
            recent = self._discourse.topic or next(iter(self._discourse.recent), None)
            return Holder(recent, -1, 0.5, "quoted") if recent else None
        return Holder(self._voice, -1, 0.85, "speaker") if self._voice else None

    def _pronoun(self, index: int) -> Holder | None:
        norm = self._items[index].norm
        wanted = None if norm == "lui" and self._is_indirect(index) else gender_of(norm)
        people = self._discourse.people
        here = [
            (i, item)
            for i, item in enumerate(self._items[:index])
            if item.ref and (
                (item.kind == "person" and fits(people.get(item.ref).gender, wanted)
                 and people.get(item.ref).side is not Side.US)
                or (item.kind == "function" and fits(_gender_of_function(item), wanted))
            )
        ]  # fmt: skip
        if here:
            _, item = self._best_antecedent(here)
            return Holder(item.ref or "", index, 0.65, "pronoun")
        earlier = self._discourse.candidates(wanted)
        if earlier:
            return Holder(earlier[0], index, 0.55 if len(earlier) > 1 else 0.65, "pronoun")
        return None

    @staticmethod
    def _best_antecedent(here: list[tuple[int, Item]]) -> tuple[int, Item]:
        return here[0] if len(here) == 1 else here[-1]


def is_name_led(scene: Scene) -> bool:
    """Whether the sentence begins with a person."""
    lead = next((i for i in scene.items if i.kind != "mark"), None)
    return lead is not None and lead.kind == "person" and lead.norm not in words_of("not_names")
