"""From what a model replied to a reading: every label held against its piece, or set aside.

What the reply itself takes back (negated, conditional, hearsay, former), what rests on instructions
to a machine, labels of people who are not the customer's, sums that their quote does not hold: none
of it becomes a label. Quotes that are not in the text stay without a place, so that grounding sets
them aside and counts them with all others.
"""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any, TypeVar

from assistant.model_reader.amounts import says_amount
from assistant.model_reader.pieces import Piece
from assistant.model_reader.reply_shape import (
    BudgetFound,
    OwnedFound,
    PersonFound,
    PersonLabel,
    ReadingReply,
    StepFound,
)
from knowledge.domain.codes import ChangeKind, Level, PersonStatus, Power, Role, Side, Stance
from knowledge.domain.grounding import SetAside
from knowledge.domain.names import fold, may_be, words_of
from knowledge.domain.quotes import Absent, Ambiguous, Located, Span, locate_quote
from knowledge.domain.reading import (
    Budget,
    ChangeLabel,
    Competitor,
    Group,
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
from knowledge.reading.dates import dates_in

L = TypeVar("L", bound=Label)

REASON = "model"
# What the model says alone; the second view raises or lowers it.
ALONE = 0.8
DOUBTED_DATE = 0.7
_PAST_DAYS = 400
_AHEAD_DAYS = 3 * 366
_STATUS_OF_CHANGE = {
    ChangeKind.LEFT: PersonStatus.LEFT,
    ChangeKind.LEAVING: PersonStatus.LEAVING,
    ChangeKind.JOINED: PersonStatus.JOINING,
}
_ROLES = frozenset(Role)
_POWERS = frozenset(Power)
_STANCES = frozenset(Stance)


@dataclass(frozen=True, slots=True)
class FromReply:
    """What one reply says of its piece, with places in the whole source, and what was set aside."""

    reading: Reading
    set_aside: tuple[SetAside, ...]


def to_reading(
    reply: ReadingReply, piece: Piece, context: ReadingContext, injected: Sequence[Span]
) -> FromReply:
    """The reading a reply gives.

    Args:
        reply: What the model said of ``piece``.
        piece: The words it was given, and their place in the source.
        context: What was known before reading.
        injected: Where the source instructs machines, in places of the whole source.
    """
    maker = _Maker(piece, context, list(injected))
    maker.note_instructions(reply.instructions)
    return FromReply(maker.reading(reply), tuple(maker.set_aside))


@dataclass
class _Maker:
    piece: Piece
    context: ReadingContext
    injected: list[Span]
    set_aside: list[SetAside] = field(default_factory=list)
    people: dict[str, Person] = field(default_factory=dict)

    def note_instructions(self, quotes: Iterable[str]) -> None:
        """Passages the model itself found to be instructions bar labels as well."""
        for quote in quotes:
            self.injected += self._places(quote)

    def reading(self, reply: ReadingReply) -> Reading:
        changes = self._changes(reply)
        for found in reply.people:
            self._person(found, changes)
        for label in reply.labels:
            self._describe(label)
        return Reading(
            account=self.context.account, us=self.context.us, our_people=self.context.our_people,
            date=self.context.date, author=self.context.author,
            people=tuple(self.people.values()),
            groups=self._all(Group, reply.groups, ("name", "kind")),
            relations=self._relations(reply),
            pains=tuple(
                pain for one in reply.pains
                if (pain := self._owned(Pain, one, severity=one.severity)) is not None
            ),
            objections=self._owned_all(reply.objections), goals=self._owned_all(reply.goals),
            motivations=self._owned_all(reply.motivations),
            responsibilities=self._owned_all(reply.responsibilities),
            competitors=self._all(Competitor, reply.competitors, ("name",)),
            budget=tuple(
                sum_ for money in reply.budget if (sum_ := self._budget(money)) is not None
            ),
            next_steps=tuple(
                step for found in reply.next_steps if (step := self._step(found)) is not None
            ),
            changes=tuple(
                change.model_copy(update={"person": self._name(change.person)})
                for change in changes
            ),
            attendance=tuple(
                dict.fromkeys(name for name in reply.attendance if self._who(name) is not None)
            ),
        )  # fmt: skip

    def _person(self, found: PersonFound, changes: Sequence[ChangeLabel]) -> None:
        name = found.name.strip()
        if not words_of(name) or self._only_instructed(found):
            self._drop("Person", name)
            return
        key = name
        if key in self.people:
            return
        side = Side.US if self._is_ours(name) else found.side
        status, status_label = self._status(found, changes)
        title, title_label = self._title(found)
        own = {Side.CUSTOMER: self.context.account or None, Side.US: self.context.us}
        self.people[key] = Person(
            name=name,
            aliases=tuple(
                dict.fromkeys(one for one in found.aliases if one.strip() and one != name)
            ),
            side=side,
            organisation=own.get(side, found.organisation),
            title=title,
            title_quote=title_label.quote if title_label else None,
            title_label=title_label,
            department=found.department,
            status=status,
            status_label=status_label,
            mention=self._mention(found),
        )

    def _is_ours(self, name: str) -> bool:
        """Whether somebody of our team has this full name; a first name alone may be anybody's."""
        words = words_of(name)
        return len(words) > 1 and any(words == words_of(one) for one in self.context.our_people)

    def _only_instructed(self, found: PersonFound) -> bool:
        """Whether nothing but instructions to a machine names the person."""
        forms = [found.name, *found.aliases]
        places = [place for form in forms for place in self._places(form)]
        return bool(places) and all(self._is_injected(place) for place in places)

    def _mention(self, found: PersonFound) -> Label | None:
        """The words that introduce the person, or the bare name where those are not in the text."""
        for words in (found.mention, found.name):
            free = [one for one in self._places(words) if not self._is_injected(one)]
            if free:
                return self._at(Label, free[0])
        return None

    def _status(
        self, found: PersonFound, changes: Sequence[ChangeLabel]
    ) -> tuple[PersonStatus, Label | None]:
        """A status needs words of its own, or those of a change of the person."""
        if found.status == PersonStatus.ACTIVE:
            return PersonStatus.ACTIVE, None
        if found.status_quote and self._places(found.status_quote):
            label = self._label(Label, found.status_quote)
            return (found.status, label) if label else (PersonStatus.ACTIVE, None)
        forms = {words_of(form) for form in (found.name, *found.aliases)}
        for change in changes:
            about = change.person is not None and words_of(change.person) in forms
            if about and _STATUS_OF_CHANGE.get(change.kind) == found.status and change.quote:
                label = Label.model_validate(
                    change.model_dump(include=set(Label.model_fields), exclude={"changed"})
                )
                return found.status, label
        self._drop("Status", found.status_quote or "")
        return PersonStatus.ACTIVE, None

    def _title(self, found: PersonFound) -> tuple[str | None, Label | None]:
        if not found.title:
            return None, None
        quote = found.title_quote or found.title
        if f" {fold(found.title)} " not in f" {fold(quote)} ":
            quote = found.title
        label = self._label(Label, quote)
        return (found.title, label) if label else (None, None)

    def _describe(self, found: PersonLabel) -> None:
        person = self._who(found.person)
        if person is None or person.side != Side.CUSTOMER:
            self._drop(found.label, found.quote)
            return
        speaker = self._who(found.speaker) if found.speaker else None
        if found.label in _STANCES and speaker and speaker.side == Side.THIRD_PARTY:
            # What a partner says of the customer's feelings is praise or gossip.
            self._drop(found.label, found.quote)
            return
        update = self._update(person, found)
        if update:
            self.people[person.name] = person.model_copy(update=update)

    def _update(self, person: Person, found: PersonLabel) -> dict[str, Any]:
        code, quote, caveats = found.label, found.quote, found.caveats
        if code in _ROLES:
            role = self._label(RoleLabel, quote, caveats, role=Role(code))
            held = {one.role for one in person.roles}
            return {"roles": (*person.roles, role)} if role and role.role not in held else {}
        if code in _POWERS:
            power = self._label(PowerLabel, quote, caveats, power=Power(code))
            had = {one.power for one in person.powers}
            return {"powers": (*person.powers, power)} if power and power.power not in had else {}
        label: Label | None
        if code in _STANCES:
            name, label = "stance", self._label(StanceLabel, quote, caveats, value=Stance(code))
        elif code == "silent_influencer":
            name, label = code, self._label(Label, quote, caveats)
        else:
            name, _, level = code.partition("_")
            label = self._label(LevelLabel, quote, caveats, value=Level(level))
        return {name: label} if label is not None and getattr(person, name) is None else {}

    def _relations(self, reply: ReadingReply) -> tuple[Relation, ...]:
        relations = []
        for found in reply.relations:
            one, other = self._who(found.from_person), self._who(found.to_person)
            if one is None or other is None or one.name == other.name:
                self._drop("Relation", found.quote)
                continue
            relation = self._label(
                Relation, found.quote, found.caveats,
                from_=one.name, to=other.name, kind=found.kind,
            )  # fmt: skip
            relations += [relation] if relation else []
        return tuple(relations)

    def _owned_all(self, found: Sequence[OwnedFound]) -> tuple[Owned, ...]:
        labels = (self._owned(Owned, one) for one in found)
        return tuple(label for label in labels if label is not None)

    def _owned(self, kind: type[L], found: Any, **fields: Any) -> L | None:
        return self._label(
            kind, found.quote, found.caveats, owner=self._name(found.owner), **fields
        )

    def _all(self, kind: type[L], found: Iterable[Any], fields: Sequence[str]) -> tuple[L, ...]:
        labels = (
            self._label(kind, one.quote, **{name: getattr(one, name) for name in fields})
            for one in found
        )
        return tuple(label for label in labels if label is not None)

    def _budget(self, found: BudgetFound) -> Budget | None:
        amount, currency = Decimal(str(found.amount)), found.currency.strip().upper()
        is_money = amount.is_finite() and amount > 0 and len(currency) == 3 and currency.isalpha()
        if not is_money or not says_amount(found.quote, amount, currency):
            self._drop("Budget", found.quote)
            return None
        return self._label(Budget, found.quote, found.caveats, amount=amount, currency=currency)

    def _step(self, found: StepFound) -> NextStep | None:
        due = self._day(found.due)
        step = self._label(
            NextStep, found.quote, found.caveats,
            who=self._name(found.who), side=found.side, due=due,
        )  # fmt: skip
        if step is None or self.context.date is None:
            return step
        said = {one.date for one in dates_in(step.quote, self.context.date)}
        if said and due not in said:
            return step.model_copy(update={"confidence": DOUBTED_DATE})
        return step

    def _day(self, given: str | None) -> dt.date | None:
        """A due date that can be meant: near the day of the source."""
        try:
            day = dt.date.fromisoformat(given.strip()) if given else None
        except ValueError:
            return None
        if day is None or self.context.date is None:
            return day
        ahead = (day - self.context.date).days
        return day if -_PAST_DAYS <= ahead <= _AHEAD_DAYS else None

    def _changes(self, reply: ReadingReply) -> tuple[ChangeLabel, ...]:
        labels = (
            self._label(
                ChangeLabel, one.quote, one.caveats,
                kind=one.kind, person=self._name(one.person), changed=True,
            )
            for one in reply.changes
        )  # fmt: skip
        return tuple(label for label in labels if label is not None)

    def _who(self, name: str) -> Person | None:
        """The person of this reply a name means; ``None`` when nobody or several."""
        words = words_of(name)
        people = list(self.people.values())
        same = [
            one for one in people if words in {words_of(form) for form in (one.name, *one.aliases)}
        ]
        near = same or [one for one in people if may_be(name, one.name) or may_be(one.name, name)]
        return near[0] if len(near) == 1 else None

    def _name(self, name: str | None) -> str | None:
        """A name that the piece holds, else nothing."""
        if name is None:
            return None
        person = self._who(name)
        if person is not None:
            return person.name
        return name if self._places(name) else None

    def _label(
        self, made: type[L], quote: str, caveats: Sequence[str] = (), /, **fields: Any
    ) -> L | None:
        """A label at its place; one that is not in the piece has no place and waits for grounding."""
        places = self._places(quote)
        free = [place for place in places if not self._is_injected(place)]
        if caveats or (places and not free):
            self._drop(made.__name__, quote)
            return None
        if len(free) == 1:
            return self._at(made, free[0], **fields)
        return made(quote=quote, confidence=ALONE, reason=REASON, **fields)

    def _at(self, made: type[L], span: Span, /, **fields: Any) -> L:
        quote = self.piece.text[span.start - self.piece.start : span.end - self.piece.start]
        return made(
            quote=quote, start=span.start, end=span.end, confidence=ALONE, reason=REASON, **fields
        )

    def _places(self, quote: str) -> list[Span]:
        """Where the words stand, in places of the whole source."""
        match locate_quote(self.piece.text, quote):
            case Located(span):
                spans: tuple[Span, ...] = (span,)
            case Ambiguous(found):
                spans = found
            case Absent():
                spans = ()
        shift = self.piece.start
        return [Span(span.start + shift, span.end + shift) for span in spans]

    def _is_injected(self, place: Span) -> bool:
        return any(place.overlaps(span) for span in self.injected)

    def _drop(self, kind: str, quote: str) -> None:
        self.set_aside.append(SetAside(kind, quote))
