"""Comparing people: who is new, who is meant, and what is said of each of them now."""

from dataclasses import replace
from typing import Any

from knowledge.domain.account_map import PersonView
from knowledge.domain.codes import ChangeKind, PersonStatus, Side
from knowledge.domain.item_keys import key_of_relation
from knowledge.domain.line_making import LineMaker, Subject, difference
from knowledge.domain.matching import Known, Nobody, Unclear, match_person
from knowledge.domain.names import fold
from knowledge.domain.proposals import Candidate, LineKind, Statement
from knowledge.domain.reading import ChangeLabel, Label, Person, PowerLabel
from knowledge.domain.registry import REGISTRY

# Powers that are the substance of a role: the same words rarely say one without the other.
_ROLE_OF_POWER = {"decides": "decision_maker", "recommends": "influencer"}

_POSITION_ARTICLES = ("le ", "la ", "l'", "l’", "the ", "un ", "une ", "leur ", "their ")


class PeopleLines:
    """Adds the lines about people to a maker."""

    def __init__(self, maker: LineMaker) -> None:
        self._maker = maker

    def add_all(self) -> None:
        """Lines about everybody who is not one of us, then what stands between them."""
        present = [
            person
            for person in self._maker.reading.people
            if person.side != Side.US and not self._maker.comparing.is_forgotten(person.name)
        ]
        for person in present:
            self._introduce(person)
        for person in present:
            self._describe(person, self._maker.subjects[fold(person.name)])
        for relation in self._maker.reading.relations:
            self._relate(relation.from_, relation.to, relation.kind, relation)

    def _introduce(self, person: Person) -> None:
        """Find out who the person is, and add a line when that is news or a question."""
        match match_person(person, self._maker.account_map):
            case Known(view, how):
                subject = Subject(view.id, view.name, view)
                if how in ("fuller_name", "position"):
                    line = self._maker.line(
                        LineKind.CHANGED, subject, "person.name", "", person.name, person.mention
                    )
                    self._maker.add(
                        replace(line, before=view.name, before_fact_id=_name_fact(view))
                    )
                    subject = replace(subject, name=person.name)
                elif self._maker.comparing.known_people_too or self._is_new_then(view):
                    line = self._maker.line(
                        LineKind.CONFIRMED, subject, "person.name", "", view.name, person.mention
                    )
                    if self._is_new_then(view):
                        # Without a name of that day, nothing of that day could be shown.
                        line = replace(line, reason="older")
                        subject = replace(subject, needs=(line.id,))
                    self._maker.add(line)
            case Unclear(views):
                subject = self._newcomer(person, LineKind.UNCLEAR)
                candidates = tuple(Candidate(view.id, view.name, view.title) for view in views)
                self._maker.lines[-1] = replace(self._maker.lines[-1], candidates=candidates)
            case Nobody():
                subject = self._newcomer(person, LineKind.ADDED)
        for form in (person.name, *person.aliases):
            self._maker.subjects.setdefault(fold(form), subject)

    def _is_new_then(self, view: PersonView) -> bool:
        """Whether nobody of that name was on the map on the day of the source."""
        held = view.one("person.name")
        return held is not None and self._maker.comparing.dated_on < min(
            fact.valid_on for fact in held.behind
        )

    def _newcomer(self, person: Person, kind: LineKind) -> Subject:
        subject = Subject(self._maker.comparing.new_id("per"), person.name, None)
        line = self._maker.line(kind, subject, "person.name", "", person.name, person.mention)
        self._maker.add(replace(line, also=tuple(_goes_with(person, subject.id))))
        return replace(subject, needs=(line.id,))

    def _describe(self, person: Person, subject: Subject) -> None:
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

    def _goes_with_a_role(self, subject: Subject, power: PowerLabel) -> bool:
        """Whether a power is what the words of a role line say too: then one decision is enough."""
        code = power.power.value
        if subject.view and code in subject.view.values("person.power"):
            return False
        for at, line in enumerate(self._maker.lines):
            same_words = line.quote and (line.quote.start, line.quote.end) == (
                power.start,
                power.end,
            )
            is_role = line.says.subject_id == subject.id and line.says.attribute == "person.role"
            if not (is_role and same_words and line.says.item == _ROLE_OF_POWER.get(code)):
                continue
            if line.kind != LineKind.CONFIRMED:
                also = Statement(subject.id, "person.power", code, code)
                self._maker.lines[at] = replace(line, also=(*line.also, also))
                return True
        return False

    def _status(self, person: Person, subject: Subject) -> None:
        held = subject.view.value("person.status") if subject.view else None
        label = person.status_label or self._change_about(person) or person.mention
        if person.status != PersonStatus.ACTIVE:
            self._one(subject, "person.status", person.status.value, label)
        elif held in (PersonStatus.JOINING, PersonStatus.ABSENT) and self._maker.took_part(person):
            self._one(subject, "person.status", PersonStatus.ACTIVE.value, label)

    def _change_about(self, person: Person) -> ChangeLabel | None:
        forms = {fold(form) for form in (person.name, *person.aliases)}
        about = (
            change for change in self._maker.reading.changes if fold(change.person or "") in forms
        )
        return next(about, None)

    def _relate(self, from_: str, to: str, kind: str, label: Label) -> None:
        one, other = self._maker.find(from_), self._maker.find(to)
        if one is None or other is None or one.id == other.id:
            return
        value = {"kind": str(kind), "to": {"id": other.id}}
        item = key_of_relation(value)
        held = one.view is not None and item in self._maker.items_of(one.id, "person.relation")
        line_kind = LineKind.CONFIRMED if held else LineKind.ADDED
        line = self._maker.line(line_kind, one, "person.relation", item, value, label)
        self._maker.add(replace(line, needs=tuple(dict.fromkeys((*one.needs, *other.needs)))))

    def _one(self, subject: Subject, attribute: str, value: Any, label: Label | None) -> None:
        """A line about a one-valued attribute, unless the reading says nothing of it."""
        if value is None or label is None:
            return
        held = subject.view.one(attribute) if subject.view else None
        line = self._maker.line(LineKind.ADDED, subject, attribute, "", value, label)
        if held is None:
            self._maker.add(line)
            return
        if _means_the_same(value, held.fact.value):
            says = replace(line.says, value=held.fact.value)
            self._maker.add(replace(line, kind=LineKind.CONFIRMED, says=says))
            return
        if self._maker.is_older_than(held):
            self._maker.add(replace(line, reason="older"))
            return
        self._maker.add(
            replace(
                line,
                kind=difference(attribute, label),
                before=held.fact.value,
                before_fact_id=held.fact.id,
            )
        )

    def _code(self, subject: Subject, attribute: str, code: str, label: Label) -> None:
        """A line about a role or power; some can be held by one person only."""
        line = self._maker.line(LineKind.ADDED, subject, attribute, code, code, label)
        if subject.view and code in subject.view.values(attribute):
            self._maker.add(replace(line, kind=LineKind.CONFIRMED))
            return
        others = self._other_holders(subject, attribute, code)
        if not others:
            self._maker.add(line)
            return
        holder, fact_id = others[-1]
        kind = LineKind.CHANGED if label.changed else LineKind.CONTRADICTED
        self._maker.add(
            replace(line, kind=kind, before=code, before_fact_id=fact_id, before_name=holder)
        )

    def _other_holders(self, subject: Subject, attribute: str, code: str) -> list[tuple[str, str]]:
        if code not in REGISTRY[attribute].sole:
            return []
        holders = self._maker.account_map.holders(attribute, code)
        found = []
        for held in holders:
            view = self._maker.account_map.person(held.fact.subject_id)
            if (
                view
                and view.id != subject.id
                and held.fact.valid_on <= self._maker.comparing.dated_on
            ):
                found.append((view.name, held.fact.id))
        return found


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
