"""Making lines: what every part of a comparison shares.

A maker knows the reading, the map and who each name of the reading is; it makes lines and keeps one per
thing. What deserves a line is decided by those who use it.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from knowledge.domain.account_map import AccountMap, PersonView
from knowledge.domain.codes import Band, Side
from knowledge.domain.fold import Held
from knowledge.domain.identifiers import IdFactory
from knowledge.domain.names import fold, same_name
from knowledge.domain.proposals import Line, LineKind, Statement
from knowledge.domain.quotes import Quote
from knowledge.domain.reading import Label, Person, Reading
from knowledge.domain.registry import REGISTRY

# What a label is worth when its reader does not say how sure it is.
UNSTATED_CONFIDENCE = 0.6


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
class Subject:
    """Who a name of the reading is: an id, the name to show, and the line it stands on."""

    id: str
    name: str
    view: PersonView | None
    needs: tuple[str, ...] = ()


@dataclass
class LineMaker:
    """The lines of one source while they are made; ``subjects`` are the people by folded name."""

    reading: Reading
    account_map: AccountMap
    comparing: Comparing
    lines: list[Line] = field(default_factory=list)
    subjects: dict[str, Subject] = field(default_factory=dict)
    _seen: set[tuple[str, str, str]] = field(default_factory=set)

    def line(
        self,
        kind: LineKind,
        subject: Subject,
        attribute: str,
        item: str,
        value: Any,
        label: Label | None,
        needs: tuple[str, ...] = (),
    ) -> Line:
        """A line about one attribute of ``subject``, resting on the words of ``label``."""
        confidence = UNSTATED_CONFIDENCE
        if label is not None and label.confidence is not None:
            confidence = label.confidence
        return Line(
            id=self.comparing.new_id("lin"),
            number=0,
            kind=kind,
            subject_name=subject.name,
            says=Statement(subject.id, attribute, item, value),
            quote=_quote(self.comparing.source_id, label),
            valid_on=self.comparing.dated_on,
            learnt_on=self.comparing.dated_on,
            confidence=confidence,
            band=Band.REST,
            reason=(label.reason or "") if label else "",
            changed=bool(label and label.changed),
            needs=tuple(dict.fromkeys((*subject.needs, *needs))),
        )

    def add(self, line: Line) -> None:
        """Keep a line unless one on the same thing is there already: the first words win."""
        key = (line.says.subject_id, line.says.attribute, line.says.item)
        if key not in self._seen and line.quote is not None:
            self._seen.add(key)
            self.lines.append(line)

    def account(self) -> Subject:
        """The account itself as a subject."""
        return Subject(self.account_map.account_id, "", None)

    def items_of(self, subject_id: str, attribute: str) -> set[str]:
        """The keys a many-valued attribute of a subject holds now."""
        held = self.account_map.of_subject(subject_id).get(attribute, {})
        return {item for item, value in held.items() if not value.fact.ends}

    def find(self, name: str) -> Subject | None:
        """The subject a label names: somebody of this reading, and not of our side."""
        found = self.subjects.get(fold(name))
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
        return Subject(known[0].id, known[0].name, known[0]) if len(known) == 1 else None

    def owner(self, name: str | None, part: str = "owner") -> dict[str, Any]:
        """The part of a value that says whose it is; nothing when nobody or somebody forgotten."""
        if not name or self.comparing.is_forgotten(name):
            return {}
        subject = self.find(name)
        return {part: {"id": subject.id} if subject else {"name": name}}

    def needs_of(self, name: str | None) -> tuple[str, ...]:
        """The lines that a label about ``name`` stands on."""
        subject = self.find(name) if name else None
        return subject.needs if subject else ()

    def took_part(self, person: Person) -> bool:
        """Whether the source shows the person among those present."""
        forms = {fold(form) for form in (person.name, *person.aliases)}
        return any(fold(name) in forms for name in self.reading.attendance)

    def is_older_than(self, held: Held) -> bool:
        """An older source completes the history; it changes nothing of what holds now."""
        return self.comparing.dated_on < held.fact.valid_on


def difference(attribute: str, label: Label) -> LineKind:
    """What a different value is: a change by its words or by the registry, else a contradiction."""
    if label.changed or REGISTRY[attribute].difference == "change":
        return LineKind.CHANGED
    return LineKind.CONTRADICTED


def _quote(source_id: str, label: Label | None) -> Quote | None:
    if label is None or label.start is None or label.end is None:
        return None
    return Quote(source_id, label.start, label.end, label.quote)
