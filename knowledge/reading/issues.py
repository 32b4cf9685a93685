"""Pains, objections and goals: statements about the customer's affairs, with whose they are."""

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from knowledge.domain.codes import Severity, Side
from knowledge.reading.analysis import Scene
from knowledge.reading.attach import FIRST, Attacher, Holder
from knowledge.reading.cues import issue_matcher, rule_of
from knowledge.reading.lexicon import LANGUAGES, table
from knowledge.reading.next_steps import Voice
from knowledge.reading.patterns import Hit, Item, Matcher, compile_patterns
from knowledge.reading.people import People
from knowledge.reading.quoting import quote_of
from knowledge.reading.scope import SceneScope, Scope

_SCOPES = {
    "pain": Scope(negation=False, uncertain=False, former="no"),
    "objection": Scope(negation=False, condition="no", question=False, former="marks"),
    "goal": Scope(condition="any", former="marks"),
}
_MOST_HITS = 40
_ONE_QUOTE = 25
# What spoils a pain: ours, a competitor's doing, hypothetical relief.
_OURS = frozenset("tessera our we us notre nos nous".split())


@dataclass(frozen=True, slots=True)
class Issue:
    """A pain, objection or goal, as source offsets."""

    kind: str
    start: int
    end: int
    owner: str | None
    severity: Severity
    confidence: float
    reason: str


@lru_cache
def _mild() -> Matcher:
    return Matcher(
        pattern
        for language in LANGUAGES
        for line in table(language, "cues")["pain"]["mild"]
        for pattern in compile_patterns(line, "mild")
    )


@lru_cache
def _severe() -> frozenset[str]:
    return frozenset(
        w for language in LANGUAGES for w in str(table(language, "cues")["pain"]["severe"]).split()
    )


def issues_in(
    text: str, scene: Scene, attacher: Attacher, voice: Voice, people: People
) -> Iterator[Issue]:
    """The issues of one sentence; overlapping finds of one kind become one."""
    if scene.sentence.line.section == "actions":
        return
    marks = SceneScope.of(scene)
    spans: dict[str, list[tuple[int, int, Hit]]] = {}
    for hit in itertools.islice(issue_matcher().find(scene.items), _MOST_HITS):
        rule = rule_of(hit)
        if marks.refusal(hit, _SCOPES[rule.name]) is not None:
            continue
        if not _is_theirs(scene, hit, rule.name, voice):
            continue
        start, end = _labelled(scene, hit) or quote_of(scene, hit)
        spans.setdefault(rule.name, []).append((start, end, hit))
    if "objection" in spans and "pain" in spans:
        spans["pain"] = [p for p in spans["pain"] if not _overlaps(p, spans["objection"])]
    for kind, found in spans.items():
        for start, end, hits in _merged(text, found):
            owner = _owner(scene, attacher, voice, people, hits[0])
            body = text[start:end]
            yield Issue(
                kind, start, end, owner, _severity(scene, body), min(0.85, 0.5 + 0.1 * len(hits)),
                f"{kind}: {hits[0].pattern.source[:60]}",
            )  # fmt: skip


def _labelled(scene: Scene, hit: Hit) -> tuple[int, int] | None:
    """``Pb : les plans datent d'avant travaux``: what follows the label is the thing."""
    items = scene.items
    if items[hit.end - 1].norm != ":" or hit.end >= len(items):
        return None
    return quote_of(scene, Hit(hit.pattern, hit.end, hit.end + 1))


def _overlaps(one: tuple[int, int, Hit], others: Sequence[tuple[int, int, Hit]]) -> bool:
    return any(one[0] < other[1] and other[0] < one[1] for other in others)


def _merged(
    text: str,
    found: Sequence[tuple[int, int, Hit]],
) -> Iterator[tuple[int, int, list[Hit]]]:
    current: tuple[int, int, list[Hit]] | None = None
    for start, end, hit in sorted(found, key=lambda f: (f[0], f[1])):
        if current and _is_one(text, current, start, end):
            wider = max(current[1], end)
            current = (current[0], wider, [*current[2], hit])
        else:
            if current:
                yield current
            current = (start, end, [hit])
    if current:
        yield current


def _is_theirs(scene: Scene, hit: Hit, kind: str, voice: Voice) -> bool:
    """Not our own doing, nor what a competitor or partner did."""
    items = scene.items
    first = max(0, hit.start - 5)
    near = {i.norm for i in items[first : hit.end]}
    line = scene.sentence.line
    speech = line.kind == "speech" and not line.in_mail
    if voice.side is Side.US and speech and voice.key is not None and kind != "pain":
        return _quotes_somebody(scene)
    if kind == "pain" and voice.side is Side.US and near & {"i", "j'", "je", "notre", "our"}:
        return False
    if kind == "goal" and {"compte", "sur"} <= near:
        return False  # "je compte sur toi" asks, and aims at nothing
    return not (kind == "goal" and near & {"demo", "call", "meeting"})


def _quotes_somebody(scene: Scene) -> bool:
    return any(i.kind == "person" for i in scene.items) or any(scene.quoted)


def _is_one(text: str, current: tuple[int, int, list[Hit]], start: int, end: int) -> bool:
    """Overlapping finds are one; so are neighbours that fit in one quote."""
    if start < current[1]:
        return True
    between = text[current[1] : start]
    return len(between) < 8 and "\n" not in between and (
        len(text[current[0] : max(current[1], end)].split()) <= _ONE_QUOTE
    )  # fmt: skip


def _owner(scene: Scene, attacher: Attacher, voice: Voice, people: People, hit: Hit) -> str | None:
    holder: Holder | None = None
    span = range(max(0, hit.start - 12), hit.end)
    for index in span:
        if scene.items[index].norm in FIRST:
            holder = attacher.speaker(index)
            break
    if holder is None:
        holder = attacher.subject(hit.start)
        if holder is None or holder.how in ("topic", "earlier"):
            holder = _nominal(scene.items, hit, attacher)
    key = holder.key if holder else voice.key
    if key is None or not key.startswith("p") or people.get(key).side is not Side.CUSTOMER:
        return None
    return key


def _nominal(items: Sequence[Item], hit: Hit, attacher: Attacher) -> Holder | None:
    for index in range(hit.start, hit.end):
        if items[index].kind == "person" or items[index].norm in ("she", "he", "elle"):
            return attacher.at(index)
    for index in range(hit.start - 1, max(-1, hit.start - 10), -1):
        if items[index].kind == "person" or items[index].norm in ("she", "he", "elle"):
            return attacher.at(index)
    return None


def _severity(scene: Scene, body: str) -> Severity:
    if any(_mild().find(scene.items)):
        return Severity.LOW
    words = set(re.findall(r"[^\W\d_]+|[€£$%]", body.casefold()))
    measured = bool(re.search(r"\d", body))
    return Severity.HIGH if measured or words & _severe() else Severity.MEDIUM
