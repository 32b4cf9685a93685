"""When a statement is not to be believed: negated, conditional, hearsay, asked, or no longer so."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from knowledge.reading.analysis import Scene
from knowledge.reading.lexicon import LANGUAGES, table
from knowledge.reading.patterns import SUBJECT_PRONOUNS, Hit, Item, Matcher, compile_patterns

_CLAUSE_MARKS = frozenset(',;:—–()«»“”".')
_JOINTS = frozenset("mais but although though whereas alors tandis because so".split())
_REACH = 6
# "You'll have heard she's gone?" tells more than it asks.
_TOLD = frozenset("heard savez sais".split())
_AFTER_VERB = frozenset("pas plus jamais guere point aucunement nullement".split())


@dataclass(frozen=True, slots=True)
class Scope:
    """What a class of cues bears: a veto is conditional by nature, a pain may hold a "not".

    ``condition``: ``any`` refuses an "if" on either side, ``before`` one that leads, ``no`` none.
    ``former``: ``past`` refuses a bare past tense too, ``marks`` only spelt-out endings ("used to",
    "jusqu'en mai"), ``no`` nothing.
    """

    negation: bool = True
    condition: str = "any"
    hearsay: bool = True
    question: bool = True
    former: str = "past"
    uncertain: bool = True


@lru_cache
def _marks(kind: str) -> frozenset[str]:
    return frozenset(w for lang in LANGUAGES for w in str(table(lang, "scope")[kind]).split())


@lru_cache
def _matcher(kind: str) -> Matcher:
    lines = [line for lang in LANGUAGES for line in table(lang, "scope")[f"{kind}_phrases"]]
    return Matcher(p for line in lines for p in compile_patterns(line, kind))


@dataclass(slots=True)
class SceneScope:
    """The marks of a sentence, found once and asked for every cue."""

    scene: Scene
    hearsay: list[int]
    former: list[int]
    reported: list[int]
    conditions: list[int]

    @classmethod
    def of(cls, scene: Scene) -> "SceneScope":
        """Look the marks of a sentence up."""
        items = scene.items
        return cls(
            scene,
            [h.start for h in _matcher("hearsay").find(items)],
            [h.start for h in _matcher("former").find(items)],
            [i for i, item in enumerate(items) if item.norm in _marks("reporting")],
            _conditions(items),
        )

    def refusal(self, hit: Hit, scope: Scope) -> str | None:
        """Why the cue must not be believed, or ``None`` when it may."""
        items = self.scene.items
        first = clause_start(items, hit.start)
        if scope.question and self._asks(hit):
            return "question"
        if scope.hearsay and any(h <= hit.end and not self._apart(h, hit) for h in self.hearsay):
            return "hearsay"
        if scope.condition != "no" and self._is_conditional(hit, scope.condition):
            return "condition"
        if scope.negation and is_negated(items, hit, first):
            return "negation"
        if scope.former != "no" and self._is_former(hit, first, scope.former):
            return "former"
        if scope.uncertain and _is_uncertain(items, hit, first):
            return "uncertain"
        return None

    def _asks(self, hit: Hit) -> bool:
        if any(i.norm in _TOLD for i in self.scene.items[: hit.start]):
            return False
        following = (i for i in range(hit.end, len(self.scene.items)))
        return any(self.scene.items[i].norm == "?" for i in following)

    def _is_conditional(self, hit: Hit, reach: str) -> bool:
        inside = range(hit.start, hit.end)
        ahead = 8 if reach == "any" else 0
        return any(
            at not in inside
            and (at < hit.start or at - hit.end < ahead)
            and not self._apart(at, hit)
            for at in self.conditions
        )

    def _apart(self, at: int, hit: Hit) -> bool:
        """A condition after a semicolon or another full clause does not bind."""
        low, high = sorted((at, hit.start))
        return any(i.norm in (";", "—", "–") for i in self.scene.items[low:high])

    def _is_former(self, hit: Hit, first: int, strictness: str) -> bool:
        items = self.scene.items
        if any(first <= at < hit.end for at in self.former):
            return True
        if strictness != "past":
            return False
        if any(at < hit.start for at in self.reported):
            return False
        window = items[max(first, hit.start - 2) : hit.start + 2]
        return any(i.norm in _marks("past") for i in window) and not any(
            i.norm in _marks("still") for i in items[first : hit.end]
        )


def _conditions(items: Sequence[Item]) -> list[int]:
    found: list[int] = []
    marks = _marks("conditions")
    for index, item in enumerate(items):
        follow = items[index + 1].norm if index + 1 < len(items) else ""
        before = items[index - 1].norm if index else ""
        if item.norm == "s'" and follow in ("il", "ils"):
            found.append(index)
        elif (
            (item.norm == "si" and before in ("et", "comme", "meme", "aussi", "non"))
            or (
                item.norm == "if"
                and before in ("as", "even", "see", "asked", "ask", "asks", "wonders")
            )
            or (item.norm == "once" and index > 3)
        ):
            continue
        elif item.norm in marks:
            found.append(index)
    found.extend(h.start for h in _matcher("condition").find(items))
    return found


def clause_start(items: Sequence[Item], at: int) -> int:
    """First item of the clause that holds ``at``."""
    first = at
    while first > 0 and not _is_joint(items, first - 1):
        first -= 1
    return first


def _is_joint(items: Sequence[Item], at: int) -> bool:
    norm = items[at].norm
    if norm in _CLAUSE_MARKS or norm in _JOINTS:
        return True
    if norm in ("et", "and", "puis", "then") and 0 < at < len(items) - 1:
        follow = items[at + 1]
        return follow.norm in SUBJECT_PRONOUNS or (
            follow.kind == "person" and items[at - 1].kind != "person"
        )
    return False


def is_negated(items: Sequence[Item], hit: Hit, first: int) -> bool:
    """Whether a negator of the same clause bears on the cue and is no part of it."""
    literal = hit.pattern.words
    negators = _marks("negators")
    for at in range(max(first, hit.start - _REACH), hit.start):
        if items[at].norm in negators and not _is_only(items, at):
            if _closes_before(items, at, hit.start) or _starts_afresh(items, at, hit):
                break
            return True
    if _denied_after(items, hit):
        return not literal & negators
    for at in range(hit.start, min(hit.end + 1, len(items))):
        norm = items[at].norm
        if norm in literal:
            continue
        if norm in _AFTER_VERB and _follows_verb(items, at, first):
            return True
        if at < hit.end and norm in negators and norm not in _AFTER_VERB and not literal & negators:
            return True
    return False


def _starts_afresh(items: Sequence[Item], at: int, hit: Hit) -> bool:
    """``ne lâche rien et a réclamé un report``: the second verb stands outside the negation."""
    joint = items[hit.start - 1].norm
    verb = items[hit.start].norm
    if at >= hit.start - 1 or items[at].norm in ("ni", "neither", "nor", "sans", "without"):
        return False
    if joint in ("et", "puis"):
        return verb in ("a", "ont", "ai", "est", "va")
    return joint in ("and", "then") and (verb in ("has", "is", "was") or verb.endswith("ed"))


_DENIALS = frozenset("nothing nobody none rien personne neither".split())


def _denied_after(items: Sequence[Item], hit: Hit) -> bool:
    """``decides nothing``, ``décide de rien``: speech drops the first half of the negation."""
    for item in items[hit.end - 1 : hit.end + 2]:
        if item.norm in _DENIALS:
            return True
        if item.norm in _CLAUSE_MARKS or item.norm in ("et", "and", "sans", "without"):
            return False
    return False


def _closes_before(items: Sequence[Item], at: int, start: int) -> bool:
    """``elle ne choisit pas le choix revient à``: dictation runs two clauses together."""
    closing = [i for i in range(at, start) if items[i].norm in _AFTER_VERB]
    if not closing or closing[-1] + 2 < start - 1:
        return False
    last = closing[-1]
    verb = items[last - 1].norm if last else ""
    determiner = items[last + 1].norm if last + 1 < len(items) else ""
    return determiner in ("le", "la", "les", "l'", "lui", "elle", "il") and verb not in (
        "est", "etait", "a", "ai", "sont", "c'",
    )  # fmt: skip


def _is_only(items: Sequence[Item], at: int) -> bool:
    follow = items[at + 1].norm if at + 1 < len(items) else ""
    return follow in ("only", "seulement", "just", "que", "qu'", "least", "moins", "wonder")


def _follows_verb(items: Sequence[Item], at: int, first: int) -> bool:
    if items[at].norm == "plus":
        return any(i.norm in ("ne", "n'") for i in items[max(first, at - 4) : at])
    return True


def _is_uncertain(items: Sequence[Item], hit: Hit, first: int) -> bool:
    near = items[max(first, hit.start - 4) : hit.end]
    if any(i.norm in _marks("uncertain") and not (i.norm == "may" and i.capital) for i in near):
        return True
    return any(
        i.kind == "word"
        and len(i.norm) > 6
        and i.norm.endswith(("erait", "eraient", "irait", "drait"))
        for i in items[hit.start : hit.end]
    )
