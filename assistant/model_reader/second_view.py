"""The second view: what the embedded reader makes of the same source, held against the model's reading.

Where both found the same, a label is surer. Where the rules say something that cannot be true beside
it, the label goes to a person with both views. Where the rules are silent, the model stands alone.
What only the rules found is left out: measured on labelled notes they are wrong more often than a
model is silent, and a person would have to clear it away. Addresses and numbers are the exception:
they are found by their form, and are either there or not.
"""

from collections.abc import Iterable, Sequence
from typing import Any, TypeVar

from assistant.model_reader.believing import Beliefs
from knowledge.domain.codes import PersonStatus, Power, Role
from knowledge.domain.names import fold, words_of
from knowledge.domain.reading import (
    Label,
    NextStep,
    Person,
    Reading,
    ReadingContext,
    Relation,
)
from knowledge.domain.two_views import About, TwoViews

L = TypeVar("L", bound=Label)

# The model and the rules found the same thing in the same place.
BOTH = 0.92
# They contradict each other: worth a coin's toss until a person has looked.
DIFFERING = 0.5
BOTH_REASON = "model and rules"
_SOLE_ROLES = (Role.DECISION_MAKER,)
_SOLE_POWERS = (Power.DECIDES,)
_LISTS = ("pains", "objections", "goals", "motivations", "responsibilities")


def weigh(model: Reading, rules: Reading, text: str, context: ReadingContext) -> Reading:
    """The model's reading with the confidence that a second view gives it.

    Args:
        model: What the model said, with places in ``text``.
        rules: What the embedded reader said of the same text.
        text: The whole source.
        context: What was known before reading.
    """
    return _Weighing(model, rules, Beliefs(text, context)).reading()


class _Weighing:
    def __init__(self, model: Reading, rules: Reading, beliefs: Beliefs) -> None:
        self._model, self._rules, self._beliefs = model, rules, beliefs
        self._twins = _twins(model.people, rules.people)

    def reading(self) -> Reading:
        update: dict[str, Any] = {name: self._worded(name) for name in _LISTS}
        people = tuple(self._person(person) for person in self._model.people)
        present = {words_of(form) for one in people for form in (one.name, *one.aliases)}
        return self._model.model_copy(
            update=update
            | {
                "people": people,
                "groups": self._valued("groups", lambda one: (fold(one.name), one.kind)),
                "competitors": self._valued("competitors", lambda one: fold(one.name)),
                "budget": self._valued("budget", lambda one: (one.amount, one.currency)),
                "relations": tuple(self._relation(one) for one in self._model.relations),
                "changes": self._believed(
                    self._valued("changes", lambda one: (one.kind, self._same(one.person)))
                ),
                "next_steps": tuple(self._step(one) for one in self._model.next_steps),
                "attendance": self._model.attendance
                or tuple(name for name in self._rules.attendance if words_of(name) in present),
                "lang": self._rules.lang,
            }
        )

    def _person(self, person: Person) -> Person:
        twin = self._twins.get(person.name)
        update: dict[str, Any] = {
            "mention": self._mention(person, twin),
            "title_label": self._title(person, twin),
            "status_label": self._status(person, twin),
            "roles": tuple(
                self._held(person, one, one.role, "roles", _SOLE_ROLES) for one in person.roles
            ),
            "powers": tuple(
                self._held(person, one, one.power, "powers", _SOLE_POWERS) for one in person.powers
            ),
            "silent_influencer": _agreeing(
                person.silent_influencer, twin.silent_influencer if twin else None
            ),
        }
        abouts: tuple[tuple[str, About], ...] = (
            ("stance", "stance"), ("influence", "level"), ("interest", "level"),
        )  # fmt: skip
        for name, about in abouts:
            update[name] = self._value(getattr(person, name), twin and getattr(twin, name), about)
        if twin is not None:
            update["email"] = person.email or twin.email
            update["phone"] = person.phone or twin.phone
        return person.model_copy(update=update)

    def _mention(self, person: Person, twin: Person | None) -> Label | None:
        if person.mention is None or twin is None:
            return person.mention
        if twin.side != person.side:
            return _differing(person.mention, "side", person.side, twin.side)
        return _sure(person.mention)

    def _title(self, person: Person, twin: Person | None) -> Label | None:
        label = person.title_label
        if label is None or person.title is None:
            return label
        mine = f" {fold(person.title)} "
        if twin is not None and twin.title is not None:
            theirs = f" {fold(twin.title)} "
            if mine in theirs or theirs in mine:
                return _sure(label)
            return _differing(label, "title", person.title, twin.title)
        for other in self._rules.people:
            same = other.title is not None and f" {fold(other.title)} " == mine
            if same and other is not twin and _meet(label, other.title_label):
                return _differing(label, "title_holder", person.name, other.name)
        return label

    def _status(self, person: Person, twin: Person | None) -> Label | None:
        label = person.status_label
        if label is None or twin is None or twin.status == PersonStatus.ACTIVE:
            return label and self._beliefs.weighed(label)
        if twin.status == person.status:
            return _sure(label)
        return _differing(label, "status", person.status, twin.status)

    def _held(
        self, person: Person, label: L, code: Role | Power, field: str, sole: Sequence[Role | Power]
    ) -> L:
        """A role or power: agreed on, given to somebody else, or taken back by the rules."""
        twin = self._twins.get(person.name)
        theirs = _with_code(twin, field, code) if twin else None
        if theirs is not None:
            return _sure(label) if self._is_near(label, theirs) else label
        if code in sole:
            holder = next((one for one in self._rules.people if _with_code(one, field, code)), None)
            also = [one.name for one in self._model.people if _with_code(one, field, code)]
            if holder is not None and not any(self._twins.get(name) is holder for name in also):
                return _differing(label, "holder", person.name, holder.name)
        return self._beliefs.weighed(label)

    def _value(self, label: Any, theirs: Any, about: About) -> Any:
        if label is None:
            return None
        if theirs is None:
            return self._beliefs.weighed(label)
        if theirs.value == label.value:
            return _sure(label)
        return _differing(label, about, label.value, theirs.value)

    def _relation(self, label: Relation) -> Relation:
        mine = (self._same(label.from_), self._same(label.to))
        for other in self._rules.relations:
            theirs = (_known(other.from_), _known(other.to))
            if other.kind != label.kind or set(theirs) != set(mine):
                continue
            if theirs == mine or label.kind in ("works_with", "conflicts_with"):
                return _sure(label)
            return _differing(label, "relation", label.from_, other.from_)
        return label

    def _step(self, label: NextStep) -> NextStep:
        other = self._near(label, self._rules.next_steps)
        if other is None:
            return label
        if other.side != label.side:
            return _differing(label, "step_side", label.side, other.side)
        agree = label.due == other.due and self._same(label.who) == _known(other.who)
        # A date that its own words speak against stays in doubt.
        return _sure(label) if agree else label

    def _worded(self, name: str) -> tuple[Any, ...]:
        rules = getattr(self._rules, name)
        return tuple(
            _sure(label) if self._near(label, rules) else label
            for label in getattr(self._model, name)
        )

    def _valued(self, name: str, key: Any) -> tuple[Any, ...]:
        found = {key(one) for one in getattr(self._rules, name)}
        return tuple(_sure(one) if key(one) in found else one for one in getattr(self._model, name))

    def _believed(self, labels: Iterable[L]) -> tuple[L, ...]:
        """Labels the rules did not find either are asked for negation and hearsay."""
        return tuple(
            one if one.reason == BOTH_REASON else self._beliefs.weighed(one) for one in labels
        )

    def _same(self, name: str | None) -> tuple[str, ...] | None:
        """The name by which the rules know somebody of the model's reading."""
        if name is None:
            return None
        words = words_of(name)
        for one in self._model.people:
            if words in {words_of(form) for form in (one.name, *one.aliases)}:
                twin = self._twins.get(one.name)
                return words_of(twin.name) if twin else words
        return words

    def _near(self, label: L, others: Iterable[L]) -> L | None:
        return next((one for one in others if _meet(label, one)), None)

    def _is_near(self, one: Label, other: Label) -> bool:
        return _meet(one, other) or self._beliefs.same_sentence(one, other)


def _twins(model: Sequence[Person], rules: Sequence[Person]) -> dict[str, Person]:
    """For each person of the model's reading the entry of the rules that means them."""
    found: dict[str, Person] = {}
    for person in model:
        forms = {words_of(form) for form in (person.name, *person.aliases)}
        for other in rules:
            if forms & {words_of(form) for form in (other.name, *other.aliases)}:
                found[person.name] = other
                break
    return found


def _known(name: str | None) -> tuple[str, ...] | None:
    return words_of(name) if name is not None else None


def _with_code(person: Person | None, field: str, code: Role | Power) -> Label | None:
    labels = getattr(person, field) if person is not None else ()
    return next((one for one in labels if code in (getattr(one, field[:-1]),)), None)


def _meet(one: Label, other: Label | None) -> bool:
    """Whether two labels share words of the text."""
    if other is None or None in (one.start, one.end, other.start, other.end):
        return False
    return (one.start or 0) < (other.end or 0) and (other.start or 0) < (one.end or 0)


def _agreeing(label: L | None, theirs: Label | None) -> L | None:
    return _sure(label) if label is not None and theirs is not None else label


def _sure(label: L) -> L:
    if label.start is None:
        return label
    return label.model_copy(update={"confidence": BOTH, "reason": BOTH_REASON})


def _differing(label: L, about: About, model: str, rules: str) -> L:
    reason = TwoViews(about, str(model), str(rules)).as_reason()
    return label.model_copy(update={"confidence": DIFFERING, "reason": reason})
