"""Grounding: every label of a reading is held against the words of its source.

What the text does not say is set aside and counted; nothing of it reaches a proposal. After
grounding every label has its offsets and its quote is exactly the text between them.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TypeVar

from knowledge.domain.names import fold
from knowledge.domain.quotes import Absent, Ambiguous, Located, Span, locate_quote
from knowledge.domain.reading import Competitor, Group, Label, Person, Reading

L = TypeVar("L", bound=Label)
N = TypeVar("N", Group, Competitor)

# Two places for the same words: the label stands, but a person should look at it.
AMBIGUOUS_CONFIDENCE = 0.5


@dataclass(frozen=True, slots=True)
class SetAside:
    """A label whose words are not in the source. ``kind`` names the label, not the words."""

    kind: str
    quote: str


@dataclass(frozen=True, slots=True)
class Grounded:
    """A reading in which every label points at its words, and what was set aside."""

    reading: Reading
    set_aside: tuple[SetAside, ...]


def ground(reading: Reading, text: str) -> Grounded:
    """Hold every label of ``reading`` against ``text``."""
    grounder = _Grounder(text)
    people = tuple(grounder.person(person) for person in reading.people)
    grounded = reading.model_copy(
        update={
            "people": tuple(person for person in people if person is not None),
            "groups": grounder.named(reading.groups),
            "relations": grounder.labels(reading.relations),
            "pains": grounder.labels(reading.pains),
            "objections": grounder.labels(reading.objections),
            "goals": grounder.labels(reading.goals),
            "competitors": grounder.named(reading.competitors),
            "budget": grounder.labels(reading.budget),
            "next_steps": grounder.labels(reading.next_steps),
            "changes": grounder.labels(reading.changes),
            "motivations": grounder.labels(reading.motivations),
            "responsibilities": grounder.labels(reading.responsibilities),
        }
    )
    return Grounded(grounded, tuple(grounder.set_aside))


@dataclass
class _Grounder:
    text: str
    set_aside: list[SetAside] = field(default_factory=list)

    def __post_init__(self) -> None:
        # Past the cache of folded names: texts are long and come once.
        self._folded = f" {fold.__wrapped__(self.text)} "

    def label(self, label: L | None) -> L | None:
        """``label`` with offsets and the exact words of the text, or ``None`` when absent."""
        grounded = self._find(label)
        if label is not None and grounded is None:
            self.set_aside.append(SetAside(type(label).__name__, label.quote))
        return grounded

    def _find(self, label: L | None) -> L | None:
        if label is None:
            return None
        if label.start is not None and label.end is not None:
            span = Span(label.start, label.end)
            stands = span.start >= 0 and span.text_in(self.text) == label.quote
            if label.quote.strip() and stands:
                return label
        match locate_quote(self.text, label.quote):
            case Located(span):
                return self._pointing_at(label, span, label.confidence)
            case Ambiguous(spans):
                given = AMBIGUOUS_CONFIDENCE if label.confidence is None else label.confidence
                return self._pointing_at(label, spans[0], min(given, AMBIGUOUS_CONFIDENCE))
            case Absent():
                return None

    def labels(self, labels: Iterable[L]) -> tuple[L, ...]:
        """The labels whose words stand in the text."""
        grounded = (self.label(label) for label in labels)
        return tuple(label for label in grounded if label is not None)

    def named(self, labels: Iterable[N]) -> tuple[N, ...]:
        """The labels whose words and whose name stand in the text."""
        grounded = self.labels(labels)
        invented = [label for label in grounded if not self._says(label.name)]
        self.set_aside += [SetAside(type(label).__name__, label.name) for label in invented]
        return tuple(label for label in grounded if label not in invented)

    def person(self, person: Person) -> Person | None:
        """``person`` with grounded labels, or ``None`` when the text does not name them."""
        mention = self._find(person.mention) or self._named(person)
        if mention is None:
            self.set_aside.append(SetAside("Person", person.name))
            return None
        title = self._title(person)
        return person.model_copy(
            update={
                "aliases": tuple(alias for alias in person.aliases if self._says(alias)),
                "email": self._detail("email", person.email),
                "phone": self._detail("phone", person.phone),
                "department": self._detail("department", person.department),
                "mention": mention,
                "title": person.title if title else None,
                "title_quote": title.quote if title else None,
                "title_label": title,
                "status_label": self.label(person.status_label),
                "roles": self.labels(person.roles),
                "powers": self.labels(person.powers),
                "silent_influencer": self.label(person.silent_influencer),
                "stance": self.label(person.stance),
                "influence": self.label(person.influence),
                "interest": self.label(person.interest),
            }
        )

    def _named(self, person: Person) -> Label | None:
        """The place where the text names the person, by the fullest form that stands in it."""
        for form in (person.name, *person.aliases):
            match locate_quote(self.text, form):
                case Located(span) | Ambiguous((span, *_)):
                    return Label(quote=span.text_in(self.text), start=span.start, end=span.end)
                case Absent():
                    continue
        return None

    def _says(self, words: str) -> bool:
        """Whether the text holds ``words``, whatever their case and punctuation."""
        return f" {fold(words)} " in self._folded

    def _detail(self, kind: str, value: str | None) -> str | None:
        """``value`` when the text holds it; it has no quote of its own to hold against the text."""
        if value is None or self._says(value):
            return value
        self.set_aside.append(SetAside(kind, value))
        return None

    def _title(self, person: Person) -> Label | None:
        if person.title is None:
            return None
        if person.title_label is not None:
            return self.label(person.title_label)
        return self.label(Label(quote=person.title_quote or person.title))

    def _pointing_at(self, label: L, span: Span, confidence: float | None) -> L:
        return label.model_copy(
            update={
                "quote": span.text_in(self.text),
                "start": span.start,
                "end": span.end,
                "confidence": confidence,
            }
        )
