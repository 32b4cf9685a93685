"""Promises both ways: who will do what, on which side, by when."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from knowledge.domain.codes import Side
from knowledge.reading.analysis import Scene
from knowledge.reading.attach import FIRST, Attacher
from knowledge.reading.dates import Due, dates_in
from knowledge.reading.lexicon import table
from knowledge.reading.patterns import Item
from knowledge.reading.people import People
from knowledge.reading.promises import CLITICS, is_action, is_pledged, mode_of
from knowledge.reading.quoting import clip, span_of
from knowledge.reading.scope import clause_start
from knowledge.reading.sentences import clause_bounds
from knowledge.reading.tokens import Token

_WE = frozenset("we nous on".split())
_YOU = frozenset("you tu vous te t'".split())
_OTHERS = frozenset("they ils elles".split())
_CONDITIONS = frozenset("if si unless s'".split())
_UNTIL = frozenset("until til till jusqu' jusque since depuis".split())


@dataclass(frozen=True, slots=True)
class Step:
    """A promised action found in a text, as source offsets."""

    start: int
    end: int
    who: str | None
    side: Side
    due: date | None
    confidence: float
    reason: str


@dataclass(frozen=True, slots=True)
class Voice:
    """Who speaks in a line: a person's key, and to whom."""

    key: str | None
    addressee: str | None
    side: Side


class StepFinder:
    """Finds next steps in the scenes of one note."""

    def __init__(self, text: str, people: People, today: date | None) -> None:
        self._text = text
        self._people = people
        self._today = today

    def find(self, scene: Scene, attacher: Attacher, voice: Voice) -> Iterator[Step]:
        """The next steps of one sentence."""
        if scene.sentence.injected or self._is_outsider(voice):
            return
        line = scene.sentence.line
        if line.section == "actions" and line.kind in ("bullet", "plain", "speech"):
            if line.key == "inline":
                yield from self._inline(scene)
            elif (
                scene.sentence.start == line.start
                or scene.sentence.tokens[0].start <= line.start + 1
            ):
                yield from self._listed(scene)
            return
        yield from self._promised(scene, attacher, voice)

    def _is_outsider(self, voice: Voice) -> bool:
        return voice.side is Side.THIRD_PARTY

    # -- lines of an action list ----------------------------------------------------------------

    def _listed(self, scene: Scene) -> Iterator[Step]:
        line = scene.sentence.line
        body = self._text[line.start : line.end]
        words = body.split()
        if (
            len(words) < 2
            or words[0].strip(":").casefold() in str(table("en", "steps")["done"]).split()
        ):
            return
        start, end = clip(self._text, line.start, line.end)
        owner, leads = self._owner(scene)
        if owner is None and len(words) < 3:
            return
        side = self._people.get(owner).side if owner else Side.US
        if side is Side.THIRD_PARTY:
            return
        due = self._due(self._text[line.start : line.end])
        yield Step(start, end, owner, side or Side.US, due, 0.9 if leads else 0.75, "actions list")

    def _inline(self, scene: Scene) -> Iterator[Step]:
        """``Next steps: A. B.``: one step a sentence."""
        start, end = clip(self._text, scene.sentence.start, scene.sentence.end)
        if len(scene.sentence.tokens) < 3:
            return
        owner, leads = self._owner(scene)
        side = self._people.get(owner).side if owner else Side.US
        if side is not Side.THIRD_PARTY:
            due = self._due(self._text[scene.sentence.start : scene.sentence.end])
            yield Step(
                start, end, owner, side or Side.US, due, 0.8 if leads else 0.6, "actions line"
            )

    def _owner(self, scene: Scene) -> tuple[str | None, bool]:
        items = scene.items
        for index, item in enumerate(items):
            if item.kind != "person" or item.ref is None:
                continue
            after = items[index + 1].norm if index + 1 < len(items) else ""
            before = items[index - 1].norm if index else ""
            begins = index == 0 or (index == 1 and before in ("@", "[", "(", "*", "-"))
            if begins and after not in ("is", "est", "'s", "a", "has", "'"):
                return item.ref, True
            tail = all(i.kind == "mark" for i in items[index + 1 :])
            if tail and before in ("(", "[", "-", "–", "—", "→", "=", ":", "@", "/"):
                return item.ref, True
            follow = index + 1
            while follow < len(items) and items[follow].norm in CLITICS | {
                "will",
                "'ll",
                "to",
                "va",
                "doit",
            }:
                follow += 1
            if (
                follow < len(items)
                and is_action(items[follow], "verbs")
                and before in (":", ",", "-", ";", ">", "=", "—", "–")
            ):
                return item.ref, True
        return None, False

    def _due(self, body: str) -> date | None:
        if self._today is None:
            return None
        found = [d for d in dates_in(body, self._today) if not _follows_until(body, d)]
        ahead = [d for d in found if d.date >= self._today]
        return ahead[-1].date if ahead else None

    # -- promises in running text ---------------------------------------------------------------

    def _promised(self, scene: Scene, attacher: Attacher, voice: Voice) -> Iterator[Step]:
        items = scene.items
        asked = any(i.norm == "?" for i in items[-2:])
        if asked and not _asks_agreement(items):
            return
        dues = self._dues(scene)
        used = -1
        for index, item in enumerate(items):
            if index <= used or not (
                is_action(item, "verbs") or (dues and is_pledged(items, index))
            ):
                continue
            step = self._at(scene, attacher, voice, index, dues)
            if step is not None:
                yield step
                used = _item_at(items, step.end)
        if used < 0:
            yield from self._delivery(scene, voice, dues)

    def _dues(self, scene: Scene) -> list[Due]:
        if self._today is None:
            return []
        start, end = scene.sentence.start, scene.sentence.end
        body = self._text[start:end]
        return [
            Due(d.start + start, d.end + start, d.date)
            for d in dates_in(body, self._today)
            if d.date >= self._today and not _follows_until(body, d)
        ]

    def _at(
        self, scene: Scene, attacher: Attacher, voice: Voice, index: int, dues: Sequence[Due]
    ) -> Step | None:
        items = scene.items
        first = clause_start(items, index)
        window = items[first:index]
        norms = [i.norm for i in window]
        if any(n in _CONDITIONS for n in norms) or any(
            i.norm in _CONDITIONS for i in items[:first]
        ):
            return None
        if any(
            n in ("not", "never", "ne", "n'", "pas", "no", "cannot", "sans", "without")
            for n in norms[-5:]
        ):
            return None
        if index + 1 < len(items) and items[index + 1].norm in ("pas", "plus", "jamais"):
            return None
        mode = mode_of(items, first, index)
        if mode is None:
            return None
        subject = self._subject(scene, attacher, voice, first, index)
        if subject is None:
            return None
        who, side, own = subject
        due = _nearest(dues, items[index].end, items[first].start)
        strong = is_action(items[index], "strong")
        if not _is_enough(mode, own=own, strong=strong, dated=due is not None):
            return None
        start, end = self._span(scene, first, index, due)
        confidence = 0.55 + 0.15 * (due is not None) + 0.1 * (mode == "future") + 0.05 * strong
        return Step(start, end, who, side, due.date if due else None, confidence, f"promise:{mode}")

    def _subject(
        self, scene: Scene, attacher: Attacher, voice: Voice, first: int, index: int
    ) -> tuple[str | None, Side, bool] | None:
        """Who acts, on which side, and whether they speak for themselves."""
        items = scene.items
        for at in range(index - 1, first - 1, -1):
            item = items[at]
            if (
                item.norm in FIRST - {"me", "my", "mon", "ma", "mes", "moi", "mine"}
                and item.kind == "word"
            ):
                return self._speaker(attacher, voice, at)
            if item.norm in _WE and not (
                item.norm == "nous" and at > first and items[at - 1].kind == "person"
            ):
                return (None, voice.side, True)
            if item.norm in ("you", "tu") or (item.norm == "vous" and at == first):
                if voice.addressee:
                    return voice.addressee, self._people.get(voice.addressee).side or Side.US, False
                return None
            if item.norm in _OTHERS:
                return (None, Side.CUSTOMER, False)
            if item.norm in ("he", "she", "il", "elle", "lui"):
                holder = attacher.at(at)
                return self._third(holder.key) if holder else None
            if item.kind == "person" and item.ref:
                before = items[at - 1].norm if at else ""
                if before in (
                    "a",
                    "to",
                    "for",
                    "pour",
                    "with",
                    "avec",
                    "de",
                    "d'",
                    "of",
                    "chez",
                    "par",
                    "by",
                    "via",
                    "told",
                    "sending",
                    "envoie",
                ):
                    continue
                return self._third(item.ref)
            if item.kind in ("group", "function"):
                return (None, Side.CUSTOMER, False) if item.kind == "group" else None
        return None

    def _speaker(
        self, attacher: Attacher, voice: Voice, at: int
    ) -> tuple[str | None, Side, bool] | None:
        holder = attacher.speaker(at)
        if holder is None:
            return (None, voice.side, True)
        person = self._people.get(holder.key)
        if person.side is Side.THIRD_PARTY:
            return None
        return holder.key, person.side or voice.side, True

    def _third(self, key: str) -> tuple[str | None, Side, bool] | None:
        if not key.startswith("p"):
            return None
        side = self._people.get(key).side
        return None if side is Side.THIRD_PARTY else (key, side or Side.CUSTOMER, False)

    def _span(self, scene: Scene, first: int, index: int, due: Due | None) -> tuple[int, int]:
        tokens = scene.sentence.tokens
        begin = _token_index(tokens, scene.items[first].start)
        verb = _token_index(tokens, scene.items[index].start)
        opening, end = clause_bounds(tokens, verb, verb + 1, scene.breaks)
        begin = max(begin, opening) if opening <= verb else begin
        if due is not None:
            last = _token_index(tokens, due.end - 1) + 1
            end = max(end, last)
        if end - begin > 27:
            end = begin + 27
        return span_of(tokens, begin, end)

    def _delivery(self, scene: Scene, voice: Voice, dues: Sequence[Due]) -> Iterator[Step]:
        """``you'll have it on the 14th``, ``tu l'as vendredi``: what the speaker will hand over."""
        norms = [i.norm for i in scene.items]
        text = " ".join(norms)
        said = any(
            phrase in text
            for phrase in (
                "you 'll have", "you will have", "you 'll get", "you will get", "with you", "in your inbox", "on your desk",
                "tu l' as", "tu l' auras", "vous l' aurez", "vous l' avez", "vous aurez", "tu auras", "tu les as", "vous les aurez", "chez vous",
            )
        )  # fmt: skip
        if said and dues and "not" not in norms and "pas" not in norms:
            start, end = span_of(scene.sentence.tokens, 0, min(len(scene.sentence.tokens), 28))
            yield Step(start, end, voice.key, voice.side, dues[-1].date, 0.75, "delivery")


def _follows_until(body: str, due: Due) -> bool:
    words = body[: due.start].casefold().replace("'", "' ").split()
    if words and words[-1] in ("the", "le", "au", "a", "à"):
        words = words[:-1]
    inside = body[due.start : due.end].casefold().split()
    return bool(words and words[-1] in _UNTIL) or bool(inside and inside[0] in _UNTIL)


def _asks_agreement(items: Sequence[Item]) -> bool:
    text = " ".join(i.norm for i in items[-8:])
    return any(
        p in text
        for p in ("d' accord", "ok ?", "right ?", "agreed ?", "all right", "ca te va", "ca vous va")
    )


def _is_enough(mode: str, *, own: bool, strong: bool, dated: bool) -> bool:
    if dated:
        return True
    if mode == "future":
        return strong
    return own and strong and mode in ("duty", "progressive")


def _nearest(dues: Sequence[Due], at: int, clause: int) -> Due | None:
    after = [d for d in dues if d.end >= clause]
    ahead = [d for d in after if d.start >= at]
    if ahead:
        return ahead[0] if ahead[0].start - at < 120 else None
    return after[-1] if after else None


def _token_index(tokens: Sequence[Token], offset: int) -> int:
    for index, token in enumerate(tokens):
        if token.end > offset:
            return index
    return len(tokens) - 1


def _item_at(items: Sequence[Item], offset: int) -> int:
    for index, item in enumerate(items):
        if item.end >= offset:
            return index
    return len(items)
