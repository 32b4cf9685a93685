"""A reading: what a reader claims one source says, in the shape of the annotation guide.

Every label carries the words it rests on. A reading proves nothing yet: quotes are located by
:func:`knowledge.domain.quotes.locate_quote` and people decide what becomes a fact.

Some fields travel inside the program only (``_INTERNAL``): ``Reading.to_json_object`` gives the
published form, ``model_dump_json`` the whole reading as it is stored with its proposal.
"""

import datetime as dt
from decimal import Decimal
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, PlainSerializer

from knowledge.domain.codes import (
    Band,
    ChangeKind,
    GroupKind,
    Level,
    PersonStatus,
    Power,
    RelationKind,
    Role,
    Severity,
    Side,
    Stance,
)

_INTERNAL = frozenset(
    {"start", "end", "reason", "changed", "mention", "title_label", "status_label"}
)


def _plain_number(amount: Decimal) -> int | float:
    return int(amount) if amount == amount.to_integral_value() else float(amount)


Amount = Annotated[Decimal, PlainSerializer(_plain_number, when_used="json")]


class Part(BaseModel):
    """Base of every part of a reading: frozen, and unknown fields are refused."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Label(Part):
    """Something the source says, with the words that say it.

    ``start`` and ``end`` are code points of the source's text, half-open, or ``None`` when the
    reader did not point and the quote has to be located. ``confidence`` is a calibrated probability
    from 0 to 1. ``reason`` names the rule or head and the words that led to the label. ``changed``
    is true when the words themselves say that this is new ("now", "took over", "désormais").
    """

    quote: str
    confidence: float | None = Field(default=None, ge=0, le=1)
    band: Band | None = None
    start: int | None = None
    end: int | None = None
    reason: str | None = None
    changed: bool = False


class RoleLabel(Label):
    """A role held in the decision."""

    role: Role


class PowerLabel(Label):
    """A power over the decision."""

    power: Power


class StanceLabel(Label):
    """How the person stands towards us."""

    value: Stance


class LevelLabel(Label):
    """Influence or interest, where the source gives grounds for it."""

    value: Level


class Person(Part):
    """Somebody the source names, on any side.

    ``name`` is the fullest form found in the source, as typed; ``aliases`` are its other forms.
    ``mention`` points at the words that introduce the person; it becomes the quote of the proposal
    line that adds them. ``status_label`` and ``title_label`` hold the words behind those values.
    """

    name: str
    aliases: tuple[str, ...] = ()
    side: Side
    organisation: str | None = None
    title: str | None = None
    title_quote: str | None = None
    department: str | None = None
    email: str | None = None
    phone: str | None = None
    status: PersonStatus = PersonStatus.ACTIVE
    roles: tuple[RoleLabel, ...] = ()
    powers: tuple[PowerLabel, ...] = ()
    silent_influencer: Label | None = None
    stance: StanceLabel | None = None
    influence: LevelLabel | None = None
    interest: LevelLabel | None = None
    mention: Label | None = None
    title_label: Label | None = None
    status_label: Label | None = None


class Group(Label):
    """A committee, department or team that the source names."""

    name: str
    kind: GroupKind


class Relation(Label):
    """How one person stands to another; ``from_`` is written ``from`` in JSON."""

    model_config = ConfigDict(
        frozen=True, extra="forbid", populate_by_name=True, serialize_by_alias=True
    )

    from_: str = Field(alias="from")
    to: str
    kind: RelationKind


class Pain(Label):
    """A problem the customer has."""

    owner: str | None = None
    severity: Severity = Severity.MEDIUM


class Owned(Label):
    """An objection, goal, motivation or responsibility, with whose it is when the source tells."""

    owner: str | None = None


class Competitor(Label):
    """A competitor the source names."""

    name: str


class Budget(Label):
    """Money set aside for this purchase."""

    amount: Amount
    currency: str


class NextStep(Label):
    """An agreed or promised action; ``who`` and ``due`` stay empty when the source does not say."""

    who: str | None = None
    side: Side
    due: dt.date | None = None


class ChangeLabel(Label):
    """Something that changed about a person or the organisation."""

    kind: ChangeKind
    person: str | None = None


class Reading(Part):
    """Everything a reader found in one source.

    ``id`` to ``author`` repeat what was asked, so that one JSON object stands alone. ``attendance``
    lists names said or shown to have taken part.
    """

    id: str | None = None
    lang: str | None = None
    account: str
    us: str | None = None
    our_people: tuple[str, ...] = ()
    date: dt.date | None = None
    author: str | None = None
    people: tuple[Person, ...] = ()
    groups: tuple[Group, ...] = ()
    relations: tuple[Relation, ...] = ()
    pains: tuple[Pain, ...] = ()
    objections: tuple[Owned, ...] = ()
    goals: tuple[Owned, ...] = ()
    competitors: tuple[Competitor, ...] = ()
    budget: tuple[Budget, ...] = ()
    next_steps: tuple[NextStep, ...] = ()
    changes: tuple[ChangeLabel, ...] = ()
    attendance: tuple[str, ...] = ()
    motivations: tuple[Owned, ...] = ()
    responsibilities: tuple[Owned, ...] = ()

    def to_json_object(self) -> dict[str, Any]:
        """The published JSON form; absent confidences and bands are left out."""
        published: dict[str, Any] = _published(self.model_dump(mode="json", by_alias=True))
        return published


def _published(node: Any) -> Any:
    if isinstance(node, dict):
        return {
            key: _published(value)
            for key, value in node.items()
            if key not in _INTERNAL and not (key in ("confidence", "band") and value is None)
        }
    if isinstance(node, list):
        return [_published(item) for item in node]
    return node


class KnownPerson(Part):
    """Somebody already on the map: names a reader may recognise, never labels it may copy."""

    name: str
    aliases: tuple[str, ...] = ()
    side: Side = Side.CUSTOMER
    email: str | None = None


class ReadingContext(Part):
    """What a reader may know before it reads: who we are, who is known, and the source's date."""

    account: str
    us: str | None = None
    our_people: tuple[str, ...] = ()
    our_domains: tuple[str, ...] = ()
    known_people: tuple[KnownPerson, ...] = ()
    date: dt.date | None = None
    author: str | None = None
    lang: str | None = None
