"""Pieces into a reading: one entry a person, labels with quotes, offsets, confidence and reason."""

import bisect
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import TypeVar

from knowledge.domain.codes import (
    ChangeKind,
    Level,
    PersonStatus,
    Power,
    RelationKind,
    Role,
    Side,
    Stance,
)
from knowledge.domain.reading import (
    ChangeLabel,
    Label,
    LevelLabel,
    NextStep,
    Owned,
    Pain,
    Person,
    PowerLabel,
    Reading,
    ReadingContext,
    Relation,
    RoleLabel,
    StanceLabel,
)
from knowledge.reading.account import budgets_of, changes_of, competitors_of, groups_of
from knowledge.reading.analysis import Scene
from knowledge.reading.collect import Findings, Said
from knowledge.reading.naming import Names, forms_of, language_of, named
from knowledge.reading.people import People, Somebody
from knowledge.reading.quoting import quote_of
from knowledge.reading.tokens import fold

_CHANGE_WORDS = frozenset(
    "now newly took takes since desormais maintenant nouveau nouvelle new recently depuis replaces remplace "
    "became becomes devient promoted nomme nommee".split()
)
_NEW_TITLE = frozenset(
    "now newly new desormais nouveau nouvelle devient devenu devenue becomes became promoted promu promue nomme nommee "
    "appointed named remplace replaces succede succeeds".split()
)
_TECHNICAL = frozenset(
    "security securite scan scanned audit dpo rssi ciso dsi cto cio infosec quality qualite architecture architect architecte "
    "compliance conformite technical technique hosting hebergement data donnees logs journal access acces network reseau cyber "
    "release system server api sso".split()
)
_ORDER = {
    Stance.CHAMPION: 5,
    Stance.OPPOSED: 4,
    Stance.SUPPORTER: 3,
    Stance.RESERVED: 2,
    Stance.NEUTRAL: 1,
}


_MOST_PEOPLE = 300


@dataclass(slots=True)
class _Claims:
    """Labels of one person while they are gathered."""

    roles: dict[Role, RoleLabel] = field(default_factory=dict)
    powers: dict[Power, PowerLabel] = field(default_factory=dict)
    stances: list[StanceLabel] = field(default_factory=list)
    influence: LevelLabel | None = None
    interest: LevelLabel | None = None
    silent: Label | None = None
    status: tuple[PersonStatus, Label] | None = None


def assemble(
    text: str, scenes: Sequence[Scene], people: People, findings: Findings, context: ReadingContext
) -> Reading:
    """The reading of a note from everything gathered."""
    builder = _Builder(text, scenes, people, findings, context)
    return builder.reading()


class _Builder:
    def __init__(
        self, text: str, scenes: Sequence[Scene], people: People, findings: Findings,
        context: ReadingContext,
    ) -> None:  # fmt: skip
        self._text = text
        self._scenes = scenes
        self._people = people
        self._findings = findings
        self._context = context
        self._names = named(people, scenes)
        self._claims: dict[str, _Claims] = {}
        self._titled = [
            (fold(text[slice(*p.title)]), p.key) for p in people.all[:_MOST_PEOPLE] if p.title
        ]
        self._starts = [scene.sentence.start for scene in scenes]
        self._called: dict[str, str | None] = {}
        self._functions: dict[str, tuple[int, int]] = {}

    def reading(self) -> Reading:
        """Put all parts together."""
        for said in self._findings.said:
            self._claim(said)
        self._complete_roles()
        relations = tuple(self._relations())
        changes = tuple(self._changes())
        context = self._context
        return Reading(
            lang=context.lang or language_of(self._scenes), account=context.account, us=context.us,
            our_people=context.our_people, date=context.date, author=context.author,
            people=(*self._persons(), *self._unnamed()), groups=tuple(groups_of(self._text, self._scenes)),
            relations=relations, pains=tuple(self._pains()), objections=tuple(self._owned("objection")),
            goals=tuple(self._owned("goal")),
            competitors=tuple(competitors_of(self._text, self._scenes, self._people, context)),
            budget=tuple(budgets_of(self._text, self._scenes)),
            next_steps=tuple(self._steps()), changes=changes, attendance=tuple(self._attendance()),
            motivations=tuple(self._personal("motivation")),
            responsibilities=tuple(self._personal("responsibility")),
        )  # fmt: skip

    # -- people ---------------------------------------------------------------------------------

    def _claim(self, said: Said) -> None:
        cue, meaning = said.cue, said.cue.meaning
        if cue.holder is None or meaning.relation is not None or meaning.owned:
            return
        key = self._resolved(cue.holder.key, said)
        if key is None:
            return
        person = self._people.get(key) if key.startswith("p") else None
        if person is not None and person.side is not Side.CUSTOMER:
            return
        start, end = quote_of(said.scene, cue.hit, cue.holder.at)
        confidence = _confidence(cue.holder.weight, cue.holder.how)
        base = {
            "quote": self._text[start:end], "start": start, "end": end, "confidence": confidence,
            "reason": f"{cue.name}: {cue.hit.pattern.source[:80]}",
            "changed": _says_change(said.scene, start, end),
        }  # fmt: skip
        claims = self._claims.setdefault(key, _Claims())
        if meaning.role is not None:
            role = RoleLabel(role=meaning.role, **base)  # type: ignore[arg-type]
            claims.roles[meaning.role] = _surer(claims.roles.get(meaning.role), role)
        for power in meaning.powers:
            claim = PowerLabel(power=power, **base)  # type: ignore[arg-type]
            claims.powers[power] = _surer(claims.powers.get(power), claim)
        if meaning.stance is not None:
            claims.stances.append(StanceLabel(value=meaning.stance, **base))  # type: ignore[arg-type]
        if meaning.influence is not None and claims.influence is None:
            claims.influence = LevelLabel(value=meaning.influence, **base)  # type: ignore[arg-type]
        if meaning.interest is not None and claims.interest is None:
            claims.interest = LevelLabel(value=meaning.interest, **base)  # type: ignore[arg-type]
        if meaning.silent and claims.silent is None:
            claims.silent = Label(**base)  # type: ignore[arg-type]
        if meaning.status is not None and person is not None:
            self._status(claims, meaning.status, Label(**base), said)  # type: ignore[arg-type]

    def _resolved(self, key: str, said: Said) -> str | None:
        """The person behind a function, where the note names its holder; else the function."""
        if not key.startswith("f:"):
            return key
        title = key[2:]
        for known, holder in self._titled:
            if _same_title(known, title):
                return holder
        meaning = said.cue.meaning
        if not meaning.powers and meaning.role is None:
            return None
        item = next((i for i in said.scene.items if i.ref == key), None)
        if item is not None:
            self._functions.setdefault(key, (item.start, item.end))
        return key

    def _status(self, claims: _Claims, status: PersonStatus, label: Label, said: Said) -> None:
        if status is PersonStatus.JOINING and not _is_ahead(said.scene):
            return
        rank = [PersonStatus.JOINING, PersonStatus.LEAVING, PersonStatus.LEFT, PersonStatus.ABSENT]
        if claims.status is None or rank.index(status) > rank.index(claims.status[0]):
            claims.status = (status, label)

    def _complete_roles(self) -> None:
        """Roles that follow from powers: a veto weighs, a quiet voice that is heard does too."""
        for key, claims in self._claims.items():
            veto = claims.powers.get(Power.VETOES)
            if veto and not claims.roles.keys() & {Role.TECHNICAL_EXPERT, Role.GATEKEEPER}:
                role = Role.TECHNICAL_EXPERT if self._is_technical(key, veto) else Role.INFLUENCER
                claims.roles.setdefault(role, _as_role(veto, role))
            weighs = Role.INFLUENCER in claims.roles or claims.influence is not None
            listened = self._is_listened_to(key)
            if claims.silent and not (weighs or listened):
                claims.silent = None
            weight = claims.influence
            heavy = weight is not None and weight.value is Level.HIGH
            if (
                weight
                and heavy
                and not claims.roles.keys()
                & {Role.DECISION_MAKER, Role.INFLUENCER, Role.GATEKEEPER}
            ):
                claims.roles[Role.INFLUENCER] = _as_role(weight, Role.INFLUENCER)
            if claims.silent and Role.INFLUENCER not in claims.roles:
                claims.roles[Role.INFLUENCER] = _as_role(claims.silent, Role.INFLUENCER)
            if Role.DECISION_MAKER in claims.roles and veto and Power.DECIDES not in claims.powers:
                del claims.roles[Role.DECISION_MAKER]
            if Power.FUNDS in claims.powers and Power.DECIDES not in claims.powers:
                claims.roles.pop(Role.DECISION_MAKER, None)

    def _is_technical(self, key: str, veto: Label) -> bool:
        words = set(fold(veto.quote).replace("'", " ").split())
        if key.startswith("p"):
            person = self._people.get(key)
            if person.title:
                words |= set(fold(self._text[slice(*person.title)]).split())
            words |= set(fold(person.department or "").split())
        return bool(words & _TECHNICAL)

    def _is_listened_to(self, key: str) -> bool:
        return any(
            s.cue.meaning.relation is RelationKind.INFLUENCES
            and s.cue.holder
            and s.cue.holder.key == key
            for s in self._findings.said
        )

    def _persons(self) -> Iterator[Person]:
        for person in self._people.all:
            names = self._names.get(person.key)
            if not names or not names.spans:
                continue
            yield self._person(person, names)

    def _person(self, person: Somebody, names: Names) -> Person:
        name, aliases, first = forms_of(self._text, names.spans)
        claims = self._claims.get(person.key, _Claims())
        status, status_label = claims.status or (person.status, None)
        customer = person.side is Side.CUSTOMER
        organisation = {
            Side.US: self._context.us, Side.CUSTOMER: self._context.account,
            Side.THIRD_PARTY: person.organisation,
        }[person.side or Side.CUSTOMER]  # fmt: skip
        title = self._text[slice(*person.title)] if person.title else None
        quote = person.title_quote or person.title
        return Person(
            name=name, aliases=aliases, side=person.side or Side.CUSTOMER, organisation=organisation,
            title=title, title_quote=self._text[slice(*quote)] if quote else None,
            department=person.department, email=person.email, phone=person.phone,
            status=status if customer else PersonStatus.ACTIVE,
            roles=tuple(claims.roles.values()), powers=tuple(claims.powers.values()),
            silent_influencer=claims.silent,
            stance=None if status is PersonStatus.LEFT else _best(claims.stances), influence=claims.influence,
            interest=claims.interest, mention=_label(self._text, first, 0.9, "named"),
            title_label=self._title_label(quote) if quote else None,
            status_label=status_label,
        )  # fmt: skip

    def _title_label(self, quote: tuple[int, int]) -> Label:
        """The title beside a name, marked as changed when its clause says it is new."""
        label = _label(self._text, quote, 0.85, "title beside name")
        index = bisect.bisect_right(self._starts, quote[0]) - 1
        if index < 0:
            return label
        new = any(
            item.norm in _NEW_TITLE and quote[0] - 16 <= item.start < quote[1]
            for item in self._scenes[index].items
        )
        return label.model_copy(update={"changed": True}) if new else label

    def _unnamed(self) -> Iterator[Person]:
        """Functions without a name, only where the note gives them a power."""
        for key, claims in self._claims.items():
            if not key.startswith("f:") or not claims.powers or key not in self._functions:
                continue
            start, end = self._functions[key]
            name = self._text[start:end]
            title = name.split(None, 1)[-1] if " " in name else name.partition("'")[2] or name
            label = next(iter(claims.powers.values()))
            yield Person(
                name=name, aliases=(title,) if title != name else (), side=Side.CUSTOMER,
                organisation=self._context.account, title=title,
                title_quote=label.quote, roles=tuple(claims.roles.values()),
                powers=tuple(claims.powers.values()), influence=claims.influence,
                mention=_label(self._text, (start, end), 0.6, "function with a power"),
            )  # fmt: skip

    # -- the rest -------------------------------------------------------------------------------

    def _name(self, key: str | None) -> str | None:
        if key is None:
            return None
        if key not in self._called:
            names = self._names.get(key)
            spans = names.spans if names else []
            self._called[key] = forms_of(self._text, spans)[0] if spans else None
        return self._called[key]

    def _relations(self) -> Iterator[Relation]:
        seen: set[tuple[str, str, RelationKind]] = set()
        for said in self._findings.said:
            kind, one, two = said.cue.meaning.relation, said.cue.holder, said.cue.other
            if kind is None or one is None or two is None:
                continue
            first, second = self._name(one.key), self._name(two.key)
            if first is None or second is None or (first, second, kind) in seen:
                continue
            if any(self._people.get(h.key).side is not Side.CUSTOMER for h in (one, two)):
                continue
            seen.add((first, second, kind))
            start, end = quote_of(said.scene, said.cue.hit)
            label = RoleLabel(
                role=Role.INFLUENCER, quote=self._text[start:end], start=start, end=end,
                confidence=0.6, reason=f"{said.cue.name}",
            )  # fmt: skip
            if kind is RelationKind.INFLUENCES:
                self._claims.setdefault(one.key, _Claims()).roles.setdefault(Role.INFLUENCER, label)
            yield Relation(
                from_=first, to=second, kind=kind, quote=label.quote, start=start, end=end,
                confidence=0.65, reason=f"{said.cue.name}: {said.cue.hit.pattern.source[:80]}",
            )  # fmt: skip

    def _pains(self) -> Iterator[Pain]:
        for issue in self._findings.issues:
            if issue.kind == "pain":
                yield Pain(quote=self._text[issue.start : issue.end], start=issue.start, end=issue.end,
                           owner=self._name(issue.owner), severity=issue.severity,
                           confidence=issue.confidence, reason=issue.reason)  # fmt: skip

    def _owned(self, kind: str) -> Iterator[Owned]:
        for issue in self._findings.issues:
            if issue.kind == kind:
                yield Owned(quote=self._text[issue.start : issue.end], start=issue.start, end=issue.end,
                            owner=self._name(issue.owner), confidence=issue.confidence,
                            reason=issue.reason)  # fmt: skip

    def _personal(self, kind: str) -> Iterator[Owned]:
        for said in self._findings.said:
            if said.cue.meaning.owned != kind or said.cue.holder is None:
                continue
            name = self._name(said.cue.holder.key)
            if name is None:
                continue
            start, end = quote_of(said.scene, said.cue.hit, said.cue.holder.at)
            yield Owned(quote=self._text[start:end], start=start, end=end, owner=name,
                        confidence=0.5, reason=f"{kind}: {said.cue.hit.pattern.source[:80]}")  # fmt: skip

    def _steps(self) -> Iterator[NextStep]:
        for step in self._findings.steps:
            yield NextStep(quote=self._text[step.start : step.end], start=step.start, end=step.end,
                           who=self._name(step.who), side=step.side, due=step.due,
                           confidence=step.confidence, reason=step.reason)  # fmt: skip

    def _changes(self) -> Iterator[ChangeLabel]:
        for change in changes_of(self._text, self._findings.said, self._people):
            if change.kind is ChangeKind.MOOD and change.person is None:
                continue
            yield change.model_copy(update={"person": self._name(change.person)})

    def _attendance(self) -> Iterator[str]:
        for person in self._people.all:
            name = self._name(person.key)
            if name and person.present and person.status is PersonStatus.ACTIVE:
                yield name


def _label(text: str, span: tuple[int, int], confidence: float, reason: str) -> Label:
    return Label(
        quote=text[slice(*span)], start=span[0], end=span[1], confidence=confidence, reason=reason
    )


_L = TypeVar("_L", bound=Label)


def _surer(known: _L | None, new: _L) -> _L:
    """The label to keep of two that say the same: the surer one, the earlier on a tie."""
    if known is None or (new.confidence or 0) > (known.confidence or 0):
        return new
    return known


def _as_role(label: Label, role: Role) -> RoleLabel:
    return RoleLabel(
        role=role, quote=label.quote, start=label.start, end=label.end, reason=label.reason,
        confidence=(label.confidence or 0.5) * 0.9, changed=label.changed,
    )  # fmt: skip


def _confidence(weight: float, how: str) -> float:
    return round(min(0.95, weight if how != "topic" else 0.45), 2)


def _best(stances: Sequence[StanceLabel]) -> StanceLabel | None:
    """The strongest stance; a later one wins over an earlier of other sign."""
    if not stances:
        return None
    return max(stances, key=lambda s: (_ORDER[s.value], s.confidence or 0))


def _says_change(scene: Scene, start: int, end: int) -> bool:
    return any(i.norm in _CHANGE_WORDS for i in scene.items if start - 20 <= i.start < end)


def _is_ahead(scene: Scene) -> bool:
    """Whether an arrival still lies ahead, by tense."""
    past = {"joined", "started", "arrived", "rejoint", "came", "rejoints"}
    norms = {i.norm for i in scene.items}
    return not (norms & past) or bool(
        norms & {"will", "'ll", "arrive", "arrives", "starts", "joins"}
    )


def _same_title(one: str, other: str) -> bool:
    return one == other or one.startswith(other + " ") or other.startswith(one + " ")
