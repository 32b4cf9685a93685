"""Comparing a reading with the map: what is new, changed, contradicted, confirmed or closed.

The result is a list of lines for a person to decide. Nothing here decides anything, and nothing is
guessed: a name that fits two people becomes a line that asks. People of our own side are never
proposed; they only appear as those who promised something.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from knowledge.domain.account_map import AccountMap, PersonView
from knowledge.domain.bands import sort_into_bands
from knowledge.domain.codes import Band, ChangeKind, PersonStatus, Side
from knowledge.domain.fold import Held
from knowledge.domain.identifiers import IdFactory
from knowledge.domain.item_keys import key_of_relation, key_of_words
from knowledge.domain.likeness import likeness
from knowledge.domain.matching import Known, Nobody, Unclear, match_person
from knowledge.domain.names import fold, same_name
from knowledge.domain.proposals import Candidate, Line, LineKind, Statement
from knowledge.domain.quotes import Quote
from knowledge.domain.reading import ChangeLabel, Label, Owned, Person, PowerLabel, Reading
from knowledge.domain.registry import REGISTRY
from knowledge.domain.values import canonical

# Wordings at least this alike are taken to be the same pain, promise or goal.
SAME_ITEM = 0.6
# What a label is worth when its reader does not say how sure it is.
UNSTATED_CONFIDENCE = 0.6

# Powers that are the substance of a role: the same words rarely say one without the other.
_ROLE_OF_POWER = {"decides": "decision_maker", "recommends": "influencer"}

_POSITION_ARTICLES = ("le ", "la ", "l'", "l’", "the ", "un ", "une ", "leur ", "their ")


@dataclass(frozen=True, slots=True)
class Closure:
    """Words that say that an open item is done; ``item`` is its key under ``attribute``."""

    attribute: str
    item: str
    label: Label


@dataclass(frozen=True, slots=True)
class Comparing:
    """What a comparison needs to know of the source and of the house.

    ``known_people_too`` adds a confirming line for everybody who is on the map already; a review
    needs them to see that a newcomer it shows has been added since.
    """

    source_id: str
    dated_on: date
    new_id: IdFactory
    is_forgotten: Callable[[str], bool] = lambda _: False
    decide_lines: int = 3
    known_people_too: bool = False


@dataclass(frozen=True, slots=True)
class _Subject:
    """Who a name of the reading is: an id, the name to show, and the line it stands on."""

    id: str
    name: str
    view: PersonView | None
    needs: tuple[str, ...] = ()


def compare(
    reading: Reading,
    account_map: AccountMap,
    comparing: Comparing,
    closures: Sequence[Closure] = (),
) -> tuple[Line, ...]:
    """The lines a grounded ``reading`` of one source gives against the map, numbered from 1.

    The map must be folded without bounds: a line is about what is held now.
    """
    comparison = _Comparison(reading, account_map, comparing)
    comparison.people()
    comparison.items()
    comparison.closures(closures)
    return sort_into_bands(comparison.lines, comparing.decide_lines)


@dataclass
class _Comparison:
    reading: Reading
    account_map: AccountMap
    comparing: Comparing
    lines: list[Line] = field(default_factory=list)
    _subjects: dict[str, _Subject] = field(default_factory=dict)
    _seen: set[tuple[str, str, str]] = field(default_factory=set)

    # People

    def people(self) -> None:
        """Lines about everybody who is not one of us, then what stands between them."""
        present = [
            person
            for person in self.reading.people
            if person.side != Side.US and not self.comparing.is_forgotten(person.name)
        ]
        for person in present:
            self._introduce(person)
        for person in present:
            self._describe(person, self._subjects[fold(person.name)])
        for relation in self.reading.relations:
            self._relate(relation.from_, relation.to, relation.kind, relation)

    def _introduce(self, person: Person) -> None:
        """Find out who the person is, and add a line when that is news or a question."""
        match match_person(person, self.account_map):
            case Known(view, how):
                subject = _Subject(view.id, view.name, view)
                if how in ("fuller_name", "position"):
                    line = self._line(
                        LineKind.CHANGED, subject, "person.name", "", person.name, person.mention
                    )
                    self._add(replace(line, before=view.name, before_fact_id=_name_fact(view)))
                    subject = replace(subject, name=person.name)
                elif self.comparing.known_people_too or self._is_new_then(view):
                    line = self._line(
                        LineKind.CONFIRMED, subject, "person.name", "", view.name, person.mention
                    )
                    if self._is_new_then(view):
                        # Without a name of that day, nothing of that day could be shown.
                        line = replace(line, reason="older")
                        subject = replace(subject, needs=(line.id,))
                    self._add(line)
            case Unclear(views):
                subject = self._newcomer(person, LineKind.UNCLEAR)
                candidates = tuple(Candidate(view.id, view.name, view.title) for view in views)
                self.lines[-1] = replace(self.lines[-1], candidates=candidates)
            case Nobody():
                subject = self._newcomer(person, LineKind.ADDED)
        for form in (person.name, *person.aliases):
            self._subjects.setdefault(fold(form), subject)

    def _is_new_then(self, view: PersonView) -> bool:
        """Whether nobody of that name was on the map on the day of the source."""
        held = view.one("person.name")
        return held is not None and self.comparing.dated_on < min(
            fact.valid_on for fact in held.behind
        )

    def _newcomer(self, person: Person, kind: LineKind) -> _Subject:
        subject = _Subject(self.comparing.new_id("per"), person.name, None)
        line = self._line(kind, subject, "person.name", "", person.name, person.mention)
        self._add(replace(line, also=tuple(_goes_with(person, subject.id))))
        return replace(subject, needs=(line.id,))

    def _describe(self, person: Person, subject: _Subject) -> None:
        self._one(subject, "person.title", person.title, self._title_label(person))
        if subject.view is not None:
            self._one(subject, "person.department", person.department, person.mention)
            self._one(subject, "person.email", person.email, person.mention)
            self._one(subject, "person.phone", person.phone, person.mention)
        self._status(person, subject)
        if person.side != Side.CUSTOMER:
            return
        for role in person.roles:
            self._code(subject, "person.role", role.role.value, role)
        for power in person.powers:
            if not self._goes_with_a_role(subject, power):
                self._code(subject, "person.power", power.power.value, power)
        if person.silent_influencer:
            self._one(
                subject, "person.silent_influencer", value=True, label=person.silent_influencer
            )
        for attribute, label in (
            ("person.stance", person.stance),
            ("person.influence", person.influence),
            ("person.interest", person.interest),
        ):
            if label is not None:
                self._one(subject, attribute, label.value.value, label)

    def _title_label(self, person: Person) -> Label | None:
        """The words behind the title; a new post said elsewhere in the source makes it a change."""
        label, change = person.title_label, self._change_about(person)
        new_post = (ChangeKind.PROMOTED, ChangeKind.MOVED, ChangeKind.JOINED)
        if label is None or change is None or change.kind not in new_post:
            return label
        return label.model_copy(update={"changed": True})

    def _goes_with_a_role(self, subject: _Subject, power: PowerLabel) -> bool:
        """Whether a power is what the words of a role line say too: then one decision is enough."""
        code = power.power.value
        if subject.view and code in subject.view.values("person.power"):
            return False
        for at, line in enumerate(self.lines):
            same_words = line.quote and (line.quote.start, line.quote.end) == (
                power.start,
                power.end,
            )
            is_role = line.says.subject_id == subject.id and line.says.attribute == "person.role"
            if not (is_role and same_words and line.says.item == _ROLE_OF_POWER.get(code)):
                continue
            if line.kind != LineKind.CONFIRMED:
                also = Statement(subject.id, "person.power", code, code)
                self.lines[at] = replace(line, also=(*line.also, also))
                return True
        return False

    def _status(self, person: Person, subject: _Subject) -> None:
        held = subject.view.value("person.status") if subject.view else None
        label = person.status_label or self._change_about(person) or person.mention
        if person.status != PersonStatus.ACTIVE:
            self._one(subject, "person.status", person.status.value, label)
        elif held in (PersonStatus.JOINING, PersonStatus.ABSENT) and self._took_part(person):
            self._one(subject, "person.status", PersonStatus.ACTIVE.value, label)

    def _change_about(self, person: Person) -> ChangeLabel | None:
        forms = {fold(form) for form in (person.name, *person.aliases)}
        about = (change for change in self.reading.changes if fold(change.person or "") in forms)
        return next(about, None)

    def _took_part(self, person: Person) -> bool:
        forms = {fold(form) for form in (person.name, *person.aliases)}
        return any(fold(name) in forms for name in self.reading.attendance)

    def _relate(self, from_: str, to: str, kind: str, label: Label) -> None:
        one, other = self._find(from_), self._find(to)
        if one is None or other is None or one.id == other.id:
            return
        value = {"kind": str(kind), "to": {"id": other.id}}
        item = key_of_relation(value)
        held = one.view is not None and item in self._items_of(one.id, "person.relation")
        line_kind = LineKind.CONFIRMED if held else LineKind.ADDED
        line = self._line(line_kind, one, "person.relation", item, value, label)
        self._add(replace(line, needs=tuple(dict.fromkeys((*one.needs, *other.needs)))))

    # Values

    def _one(self, subject: _Subject, attribute: str, value: Any, label: Label | None) -> None:
        """A line about a one-valued attribute, unless the reading says nothing of it."""
        if value is None or label is None:
            return
        held = subject.view.one(attribute) if subject.view else None
        line = self._line(LineKind.ADDED, subject, attribute, "", value, label)
        if held is None:
            self._add(line)
            return
        if _means_the_same(value, held.fact.value):
            says = replace(line.says, value=held.fact.value)
            self._add(replace(line, kind=LineKind.CONFIRMED, says=says))
            return
        if self._is_older_than(held):
            self._add(replace(line, reason="older"))
            return
        self._add(
            replace(
                line,
                kind=_difference(attribute, label),
                before=held.fact.value,
                before_fact_id=held.fact.id,
            )
        )

    def _is_older_than(self, held: Held) -> bool:
        """An older source completes the history; it changes nothing of what holds now."""
        return self.comparing.dated_on < held.fact.valid_on

    def _code(self, subject: _Subject, attribute: str, code: str, label: Label) -> None:
        """A line about a role or power; some can be held by one person only."""
        line = self._line(LineKind.ADDED, subject, attribute, code, code, label)
        if subject.view and code in subject.view.values(attribute):
            self._add(replace(line, kind=LineKind.CONFIRMED))
            return
        others = self._other_holders(subject, attribute, code)
        if not others:
            self._add(line)
            return
        holder, fact_id = others[-1]
        kind = LineKind.CHANGED if label.changed else LineKind.CONTRADICTED
        self._add(replace(line, kind=kind, before=code, before_fact_id=fact_id, before_name=holder))

    def _other_holders(self, subject: _Subject, attribute: str, code: str) -> list[tuple[str, str]]:
        if code not in REGISTRY[attribute].sole:
            return []
        holders = self.account_map.holders(attribute, code)
        found = []
        for held in holders:
            view = self.account_map.person(held.fact.subject_id)
            if view and view.id != subject.id and held.fact.valid_on <= self.comparing.dated_on:
                found.append((view.name, held.fact.id))
        return found

    # Items of the account

    def items(self) -> None:
        """Lines about everything that is not a person."""
        for group in self.reading.groups:
            value = {"name": group.name, "kind": group.kind.value}
            self._many("account.group", fold(group.name), value, group)
        for competitor in self.reading.competitors:
            name = {"name": competitor.name}
            self._many("account.competitor", fold(competitor.name), name, competitor)
        for pain in self.reading.pains:
            value = {"text": pain.quote, "severity": pain.severity.value, **self._owner(pain.owner)}
            self._worded("account.pain", value, pain, self._needs_of(pain.owner))
        for attribute, labels in (
            ("account.objection", self.reading.objections),
            ("account.goal", self.reading.goals),
        ):
            for owned in labels:
                value = {"text": owned.quote, **self._owner(owned.owner)}
                self._worded(attribute, value, owned, self._needs_of(owned.owner))
        self._personal("person.motivation", self.reading.motivations)
        self._personal("person.responsibility", self.reading.responsibilities)
        self._budget()
        self._promises()
        self._changes()
        self._touchpoint()

    def _budget(self) -> None:
        account = self._account()
        for budget in self.reading.budget[:1]:
            value = {
                "amount": format(budget.amount.normalize(), "f"),
                "currency": budget.currency,
                "period": "unknown",
            }
            held = self.account_map.one("account.budget")
            line = self._line(LineKind.ADDED, account, "account.budget", "", value, budget)
            if held is None:
                self._add(line)
            elif canonical(value) == held.fact.value_json:
                self._add(replace(line, kind=LineKind.CONFIRMED))
            elif self._is_older_than(held):
                self._add(replace(line, reason="older"))
            else:
                kind = _difference("account.budget", budget)
                before = held.fact.value
                self._add(replace(line, kind=kind, before=before, before_fact_id=held.fact.id))

    def _promises(self) -> None:
        for step in self.reading.next_steps:
            value: dict[str, Any] = {
                "text": step.quote,
                "side": "us" if step.side == Side.US else "customer",
                "due": step.due.isoformat() if step.due else None,
            }
            if step.side == Side.US:
                # One of ours, even when somebody of the customer's has the same name.
                value["who"] = {"name": step.who} if step.who else None
                self._worded("account.promise", value, step, ())
            else:
                value |= self._owner(step.who, "who")
                self._worded("account.promise", value, step, self._needs_of(step.who))

    def _changes(self) -> None:
        for change in self.reading.changes:
            if change.person and self.comparing.is_forgotten(change.person):
                continue
            value = {
                "text": change.quote,
                "kind": change.kind.value,
                **self._owner(change.person, "person"),
            }
            item = key_of_words("change", change.kind, fold(change.person or change.quote))
            self._many("account.change", item, value, change, needs=self._needs_of(change.person))

    def _touchpoint(self) -> None:
        """The contact itself: who of the customer took part, by name."""
        present = [self._find(name) for name in self.reading.attendance]
        ids = tuple(dict.fromkeys(subject.id for subject in present if subject))
        mention = next(
            (
                person.mention
                for person in self.reading.people
                if self._took_part(person)
                and person.side != Side.US
                and not self.comparing.is_forgotten(person.name)
            ),
            None,
        )
        if not ids or mention is None:
            return
        value = {"channel": None, "participants": list(ids)}
        item = key_of_words("touchpoint", self.comparing.source_id)
        needs = tuple(need for subject in present if subject for need in subject.needs)
        self._many("account.touchpoint", item, value, mention, needs=tuple(dict.fromkeys(needs)))

    def _personal(self, attribute: str, labels: Sequence[Owned]) -> None:
        for owned in labels:
            subject = self._find(owned.owner) if owned.owner else None
            if subject is None:
                continue
            item = key_of_words(attribute, fold(owned.quote))
            held = item in self._items_of(subject.id, attribute)
            kind = LineKind.CONFIRMED if held else LineKind.ADDED
            self._add(self._line(kind, subject, attribute, item, {"text": owned.quote}, owned))

    def _worded(
        self, attribute: str, value: dict[str, Any], label: Label, needs: tuple[str, ...]
    ) -> None:
        """A line about an item known by its wording; the same thing in other words is confirmed."""
        value = {name: part for name, part in value.items() if part is not None}
        for held in self.account_map.many(attribute):
            known = held.fact.value
            same_side = value.get("side") == known.get("side")
            if not same_side or likeness(value["text"], known["text"]) < SAME_ITEM:
                continue
            kept = {**known, **{k: v for k, v in value.items() if k not in ("text", "severity")}}
            confirmed = kept == known
            line = self._line(
                LineKind.CONFIRMED if confirmed else LineKind.CHANGED,
                self._account(), attribute, held.fact.item, kept, label, needs,
            )  # fmt: skip
            if not confirmed and self._is_older_than(held):
                line = replace(line, kind=LineKind.ADDED, reason="older")
            elif not confirmed:
                line = replace(line, before=known, before_fact_id=held.fact.id)
            self._add(line)
            return
        item = key_of_words(attribute, fold(value["text"]))
        self._many(attribute, item, value, label, needs=needs)

    def _many(
        self,
        attribute: str,
        item: str,
        value: dict[str, Any],
        label: Label,
        *,
        needs: tuple[str, ...] = (),
    ) -> None:
        value = {name: part for name, part in value.items() if part is not None}
        held = self.account_map.of_subject(self.account_map.account_id).get(attribute, {})
        live = item in held and not held[item].fact.ends and held[item].closed is None
        kind = LineKind.CONFIRMED if live else LineKind.ADDED
        if live:
            value = held[item].fact.value
        self._add(self._line(kind, self._account(), attribute, item, value, label, needs))

    def closures(self, closures: Sequence[Closure]) -> None:
        """Lines that close what the source says is done."""
        for closure in closures:
            held = self.account_map.of_subject(self.account_map.account_id)
            open_item = held.get(closure.attribute, {}).get(closure.item)
            if open_item is None or open_item.closed is not None:
                continue
            line = self._line(
                LineKind.CLOSED, self._account(), closure.attribute, closure.item,
                open_item.fact.value, closure.label,
            )  # fmt: skip
            before, fact_id = open_item.fact.value, open_item.fact.id
            self._add(replace(line, before=before, before_fact_id=fact_id))

    # Making lines

    def _line(
        self,
        kind: LineKind,
        subject: _Subject,
        attribute: str,
        item: str,
        value: Any,
        label: Label | None,
        needs: tuple[str, ...] = (),
    ) -> Line:
        confidence = UNSTATED_CONFIDENCE
        if label is not None and label.confidence is not None:
            confidence = label.confidence
        return Line(
            id=self.comparing.new_id("lin"),
            number=0,
            kind=kind,
            subject_name=subject.name,
            says=Statement(subject.id, attribute, item, value),
            quote=self._quote(label),
            valid_on=self.comparing.dated_on,
            learnt_on=self.comparing.dated_on,
            confidence=confidence,
            band=Band.REST,
            reason=(label.reason or "") if label else "",
            changed=bool(label and label.changed),
            needs=tuple(dict.fromkeys((*subject.needs, *needs))),
        )

    def _add(self, line: Line) -> None:
        """Keep a line unless one on the same thing is there already: the first words win."""
        key = (line.says.subject_id, line.says.attribute, line.says.item)
        if key not in self._seen and line.quote is not None:
            self._seen.add(key)
            self.lines.append(line)

    def _quote(self, label: Label | None) -> Quote | None:
        if label is None or label.start is None or label.end is None:
            return None
        return Quote(self.comparing.source_id, label.start, label.end, label.quote)

    def _account(self) -> _Subject:
        return _Subject(self.account_map.account_id, "", None)

    def _items_of(self, subject_id: str, attribute: str) -> set[str]:
        held = self.account_map.of_subject(subject_id).get(attribute, {})
        return {item for item, value in held.items() if not value.fact.ends}

    def _find(self, name: str) -> _Subject | None:
        """The subject a label names: somebody of this reading, and not of our side."""
        found = self._subjects.get(fold(name))
        if found is not None:
            return found
        ours = (person for person in self.reading.people if person.side == Side.US)
        if any(same_name(name, form) for one in ours for form in (one.name, *one.aliases)):
            return None
        known = [
            view
            for view in self.account_map.people
            if view.side != Side.US and same_name(name, view.name)
        ]
        return _Subject(known[0].id, known[0].name, known[0]) if len(known) == 1 else None

    def _owner(self, name: str | None, part: str = "owner") -> dict[str, Any]:
        if not name or self.comparing.is_forgotten(name):
            return {}
        subject = self._find(name)
        return {part: {"id": subject.id} if subject else {"name": name}}

    def _needs_of(self, name: str | None) -> tuple[str, ...]:
        subject = self._find(name) if name else None
        return subject.needs if subject else ()


def _name_fact(view: PersonView) -> str | None:
    held = view.one("person.name")
    return held.fact.id if held else None


def _goes_with(person: Person, subject_id: str) -> list[Statement]:
    """What a newcomer brings along that the same words show."""
    parts: list[tuple[str, str, Any]] = [("person.side", "", person.side.value)]
    if person.side == Side.THIRD_PARTY:
        parts.append(("person.organisation", "", person.organisation))
    parts += [
        ("person.department", "", person.department),
        ("person.email", "", person.email),
        ("person.phone", "", person.phone),
    ]
    parts += [("person.alias", fold(alias), alias) for alias in person.aliases]
    if person.name.lower().startswith(_POSITION_ARTICLES):
        parts.append(("person.kind", "", "position"))
    return [
        Statement(subject_id, attribute, item, value)
        for attribute, item, value in parts
        if value is not None
    ]


def _means_the_same(value: Any, held: Any) -> bool:
    if isinstance(value, str) and isinstance(held, str):
        one, other = fold(value), fold(held)
        return one == other or f" {one} " in f" {other} "
    return bool(value == held)


def _difference(attribute: str, label: Label) -> LineKind:
    if label.changed or REGISTRY[attribute].difference == "change":
        return LineKind.CHANGED
    return LineKind.CONTRADICTED
