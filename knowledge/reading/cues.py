"""What words say about people: the classes of cues, and the search for them in a sentence."""

import itertools
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from knowledge.domain.codes import (
    ChangeKind,
    Level,
    PersonStatus,
    Power,
    RelationKind,
    Role,
    Stance,
)
from knowledge.reading.analysis import Scene
from knowledge.reading.attach import Attacher, Holder
from knowledge.reading.lexicon import LANGUAGES, cue_lines
from knowledge.reading.patterns import Hit, Matcher, Pattern, compile_patterns
from knowledge.reading.scope import SceneScope, Scope

_STRICT = Scope()


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a class of cues claims, and which marks around it take the claim back."""

    scope: Scope = _STRICT
    role: Role | None = None
    powers: tuple[Power, ...] = ()
    stance: Stance | None = None
    influence: Level | None = None
    interest: Level | None = None
    status: PersonStatus | None = None
    change: ChangeKind | None = None
    relation: RelationKind | None = None
    silent: bool = False
    owned: str | None = None


_LOOSE = Scope(condition="no", uncertain=False, former="marks")
_STATE = Scope(former="marks")
_EVENT = Scope(former="marks")
_DOUBT = Scope(condition="before", uncertain=False, former="marks", question=False)
_AGAINST = Scope(former="marks", question=False)
_ENDING = Scope(former="no", negation=False)

MEANINGS: dict[str, Meaning] = {
    "decides": Meaning(role=Role.DECISION_MAKER, powers=(Power.DECIDES,)),
    "decides_funds": Meaning(role=Role.DECISION_MAKER, powers=(Power.DECIDES, Power.FUNDS)),
    "funds": Meaning(powers=(Power.FUNDS,)),
    "signs": Meaning(powers=(Power.SIGNS,)),
    "vetoes": Meaning(Scope(condition="no", uncertain=False), powers=(Power.VETOES,)),
    "recommends": Meaning(role=Role.INFLUENCER, powers=(Power.RECOMMENDS,)),
    "influencer": Meaning(role=Role.INFLUENCER),
    "end_user": Meaning(Scope(uncertain=False, condition="no"), role=Role.END_USER),
    "gatekeeper": Meaning(Scope(condition="no"), role=Role.GATEKEEPER),
    "technical_expert": Meaning(_EVENT, role=Role.TECHNICAL_EXPERT),
    "silent": Meaning(Scope(negation=False, former="no", condition="no"), silent=True),
    "champion": Meaning(_EVENT, stance=Stance.CHAMPION),
    "supporter": Meaning(_STATE, stance=Stance.SUPPORTER),
    "neutral": Meaning(Scope(negation=False, condition="no"), stance=Stance.NEUTRAL),
    "reserved": Meaning(_DOUBT, stance=Stance.RESERVED),
    "opposed": Meaning(_AGAINST, stance=Stance.OPPOSED),
    "influence_high": Meaning(_LOOSE, influence=Level.HIGH),
    "influence_low": Meaning(_LOOSE, influence=Level.LOW),
    "interest_high": Meaning(_STATE, interest=Level.HIGH),
    "interest_low": Meaning(Scope(former="marks", negation=False), interest=Level.LOW),
    "absent": Meaning(Scope(former="past"), status=PersonStatus.ABSENT),
    "left": Meaning(_ENDING, status=PersonStatus.LEFT, change=ChangeKind.LEFT),
    "leaving": Meaning(_ENDING, status=PersonStatus.LEAVING, change=ChangeKind.LEAVING),
    "joined": Meaning(_EVENT, status=PersonStatus.JOINING, change=ChangeKind.JOINED),
    "promoted": Meaning(_EVENT, change=ChangeKind.PROMOTED),
    "moved": Meaning(_EVENT, change=ChangeKind.MOVED),
    "reorg": Meaning(_EVENT, change=ChangeKind.REORG),
    "mood": Meaning(Scope(former="no", negation=False), change=ChangeKind.MOOD),
    "reports_to": Meaning(_STATE, relation=RelationKind.REPORTS_TO),
    "works_with": Meaning(_STATE, relation=RelationKind.WORKS_WITH),
    "conflicts_with": Meaning(
        Scope(negation=False, former="no", condition="no"), relation=RelationKind.CONFLICTS_WITH
    ),
    "assistant_of": Meaning(_STATE, relation=RelationKind.ASSISTANT_OF),
    "replaces": Meaning(_STATE, relation=RelationKind.REPLACES),
    "influences": Meaning(
        Scope(negation=False, condition="no", former="marks"), relation=RelationKind.INFLUENCES
    ),
    "motivation": Meaning(_STATE, owned="motivation"),
    "responsibility": Meaning(_STATE, owned="responsibility"),
}
# More cues than this in one sentence is noise, and would cost time without end.
_MOST_HITS = 60
ISSUES = ("objection", "goal", "pain")


@dataclass(frozen=True, slots=True)
class Rule:
    """One line of a cue file: its class and where its person is found."""

    name: str
    place: str


def rule_of(hit: Hit) -> Rule:
    """The rule a pattern of the cue files belongs to."""
    rule = hit.pattern.payload
    if not isinstance(rule, Rule):
        raise TypeError(repr(rule))
    return rule


@dataclass(frozen=True, slots=True)
class Cue:
    """A cue that holds: what it means, whom it is about, and the items that say it."""

    name: str
    meaning: Meaning
    hit: Hit
    holder: Holder | None
    other: Holder | None


@lru_cache
def _people_matcher() -> Matcher:
    return Matcher(
        pattern
        for language in LANGUAGES
        for name in MEANINGS
        for place in ("subject", "slot", "whole")
        for line in cue_lines(language, name, place)
        for pattern in compile_patterns(line, Rule(name, place))
    )


@lru_cache
def issue_matcher() -> Matcher:
    """Pains, objections and goals: whole statements, with nobody as their subject."""
    return Matcher(
        pattern
        for language in LANGUAGES
        for name in ISSUES
        for line in cue_lines(language, name, "whole")
        for pattern in compile_patterns(line, Rule(name, "whole"))
    )


def cues_in(scene: Scene, attacher: Attacher, marks: SceneScope) -> Iterator[Cue]:
    """Every cue of a sentence that nothing around it takes back, with its holder."""
    for hit in itertools.islice(_people_matcher().find(scene.items), _MOST_HITS):
        rule = rule_of(hit)
        meaning = MEANINGS[rule.name]
        if rule.name == "decides" and _is_about_access(scene, hit):
            continue
        if rule.name == "vetoes" and _only_sees(scene, hit):
            continue
        if rule.name == "promoted" and not _names_a_post(scene, hit):
            continue
        if rule.name in ("left", "leaving") and _only_steps_out(scene, hit):
            continue
        if marks.refusal(hit, meaning.scope) is not None:
            continue
        cue = _attached(rule, meaning, hit, attacher)
        if cue is not None:
            yield cue


def _only_sees(scene: Scene, hit: Hit) -> bool:
    """``sans qu'elle l'ait lu``: seeing everything first is weight or access, not a veto."""
    follow = {i.norm for i in scene.items[hit.end : hit.end + 4]}
    return bool(follow & {"vu", "lu", "relu", "vue", "lue", "seen", "read"})


def _names_a_post(scene: Scene, hit: Hit) -> bool:
    """``is now {Q}``: what somebody is now must be a post, not a person."""
    at = hit.slots.get("Q")
    return at is None or scene.items[at].kind == "function"


_OUTINGS = frozenset(
    """principe idee reunion vacances conge conges deplacement tournee formation chercher voir manger dejeuner
    lunch dentist airport holiday meeting early ahead vacation up over through live back quiet cold into fetch get pick collect""".split()
)


def _only_steps_out(scene: Scene, hit: Hit) -> bool:
    """``est parti du principe``, ``left early for the dentist``: back tomorrow, or never gone."""
    for item in scene.items[hit.end - 1 : hit.end + 3]:
        if item.norm in _OUTINGS:
            return True
        if item.kind == "mark":
            return False
    return False


def _is_about_access(scene: Scene, hit: Hit) -> bool:
    """``decides who gets a slot`` is a gatekeeper's power."""
    follow = [i.norm for i in scene.items[hit.end - 1 : hit.end + 3]]
    return any(w in ("who", "qui") for w in follow[:2]) and any(
        w in ("gets", "sees", "enters", "entre", "passe", "voit", "rentre", "gets") for w in follow
    )


_ASSISTANTS = frozenset("assistant assistante secretaire secretary pa ea".split())


def assistants_in(scene: Scene, attacher: Attacher) -> Iterator[Cue]:
    """``sa secrétaire, Josette Lamy``, ``Pia's assistant Beatrix``: whose assistant somebody is."""
    tokens = scene.sentence.tokens
    for title in scene.titles:
        if tokens[title.head].norm not in _ASSISTANTS or title.first == 0:
            continue
        before = tokens[title.first - 1].norm
        mention = next((m for m in scene.mentions if m.first in (title.last, title.last + 1)), None)
        if mention is None and tokens[title.first - 2].text == ",":
            mention = next((m for m in scene.mentions if m.last == title.first - 2), None)
        if mention is None or before not in ("'s", "sa", "son", "his", "her"):
            continue
        at = next(i for i, item in enumerate(scene.items) if item.end > tokens[mention.first].start)
        owner = attacher.owner_before(at, mention.key)
        if owner is not None:
            hit = Hit(_ASSISTANT, max(0, at - 1), at + 1)
            yield Cue(
                "assistant_of",
                MEANINGS["assistant_of"],
                hit,
                Holder(mention.key, at, 0.8, "named"),
                owner,
            )


_ASSISTANT = Pattern(
    "possessive + assistant", (), None, frozenset(), frozenset(), 0, 0, frozenset()
)


def _attached(rule: Rule, meaning: Meaning, hit: Hit, attacher: Attacher) -> Cue | None:
    if rule.place == "whole":
        return Cue(rule.name, meaning, hit, None, None)
    if meaning.relation is not None:
        return _relation(rule, meaning, hit, attacher)
    if rule.place == "slot":
        at = hit.slots.get("P", hit.slots.get("P's"))
        holder = attacher.at(at) if at is not None else attacher.subject(hit.start)
    else:
        holder = attacher.subject(hit.start)
    return Cue(rule.name, meaning, hit, holder, None) if holder and holder.key else None


def _relation(rule: Rule, meaning: Meaning, hit: Hit, attacher: Attacher) -> Cue | None:
    first = hit.slots.get("P", hit.slots.get("P's"))
    second = hit.slots.get("Q")
    one = attacher.at(first) if first is not None else None
    two = attacher.at(second) if second is not None else None
    if one is None and second is not None and first is None:
        one = attacher.subject(hit.start)
    if two is None and one is not None and rule.name == "replaces" and second is None:
        two = attacher.previous(one.key)
    if one is None or two is None or one.key == two.key:
        return None
    return Cue(rule.name, meaning, hit, one, two)
