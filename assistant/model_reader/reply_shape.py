"""What a model is asked to reply when it reads a note.

The shape of the annotation guide, made for a strict JSON schema: every field is required, what may be
missing is nullable, codes are enumerations. What a person is or can do stands in one flat list of
labels, so that a person with little to say costs few tokens. Speaker, negation, condition, hearsay
and past are asked for with every label. Loose on purpose: what it holds is checked by ``to_reading``.
"""

from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, model_validator
from pydantic_core import PydanticCustomError

from knowledge.domain.codes import (
    ChangeKind,
    GroupKind,
    PersonStatus,
    RelationKind,
    Severity,
    Side,
)

Caveat = Literal["negated", "conditional", "hearsay", "former"]
PersonCode = Literal[
    "decision_maker", "influencer", "end_user", "gatekeeper", "technical_expert",
    "decides", "funds", "signs", "vetoes", "recommends",
    "champion", "supporter", "neutral", "reserved", "opposed",
    "influence_high", "influence_low", "interest_high", "interest_low", "silent_influencer",
]  # fmt: skip


def _nothing_when_blank(value: Any) -> Any:
    """Small models write "" or "null" where they mean nothing."""
    if isinstance(value, str) and value.strip().lower() in ("", "null", "none", "n/a"):
        return None
    return value


Maybe = Annotated[str | None, BeforeValidator(_nothing_when_blank)]


class Part(BaseModel):
    """Base of every part: in the schema every field is required and no other is allowed.

    A field that was left out all the same reads as nothing said, an unknown one is ignored: a reply is
    not lost for that.
    """

    model_config = ConfigDict(
        frozen=True, extra="ignore", json_schema_extra={"additionalProperties": False}
    )

    @model_validator(mode="before")
    @classmethod
    def _left_out_is_nothing(cls, given: Any) -> Any:
        if not isinstance(given, dict):
            return given
        for name, field in cls.model_fields.items():
            if given.get(name) is None and str(field.annotation).startswith("list["):
                given = {**given, name: []}
            elif name not in given and type(None) in getattr(field.annotation, "__args__", ()):
                given = {**given, name: None}
        return given


class PersonFound(Part):
    """Somebody the note names; ``mention`` are the words that introduce them.

    Addresses and numbers are not asked for: rules find them, and every field costs tokens.
    """

    name: str
    aliases: list[str]
    side: Side
    organisation: Maybe
    title: Maybe
    title_quote: Maybe
    department: Maybe
    status: PersonStatus
    status_quote: Maybe
    mention: str


class Said(Part):
    """Words of the note, and what stands in the way of believing them."""

    quote: str
    caveats: list[Caveat]


class PersonLabel(Said):
    """A role, power, stance or level of one person; ``speaker`` is who says it, if anybody does."""

    person: str
    label: PersonCode
    speaker: Maybe


class GroupFound(Part):
    """A committee, department or team."""

    name: str
    kind: GroupKind
    quote: str


class RelationFound(Said):
    """How one person stands to another."""

    from_person: str
    kind: RelationKind
    to_person: str
    speaker: Maybe


class PainFound(Said):
    """A problem the customer has."""

    owner: Maybe
    severity: Severity


class OwnedFound(Said):
    """An objection, goal, motivation or responsibility."""

    owner: Maybe


class CompetitorFound(Part):
    """A competitor."""

    name: str
    quote: str


class BudgetFound(Said):
    """Money set aside for this purchase."""

    amount: float
    currency: str


class StepFound(Said):
    """An agreed or promised action; ``due`` is a day as 2026-03-14."""

    who: Maybe
    side: Literal[Side.CUSTOMER, Side.US]
    due: Maybe


class ChangeFound(Said):
    """Something that changed."""

    kind: ChangeKind
    person: Maybe
    speaker: Maybe


class ReadingReply(Part):
    """Everything a model finds in one note or piece of a note.

    ``instructions`` quotes passages that tell a machine what to do; nothing may rest on them.
    """

    people: list[PersonFound]
    labels: list[PersonLabel]
    groups: list[GroupFound]
    relations: list[RelationFound]
    pains: list[PainFound]
    objections: list[OwnedFound]
    goals: list[OwnedFound]
    motivations: list[OwnedFound]
    responsibilities: list[OwnedFound]
    competitors: list[CompetitorFound]
    budget: list[BudgetFound]
    next_steps: list[StepFound]
    changes: list[ChangeFound]
    attendance: list[str]
    instructions: list[str]

    @model_validator(mode="before")
    @classmethod
    def _is_a_reading(cls, given: Any) -> Any:
        """An object with no field of ours is some other answer, and not a note with nothing in it."""
        if isinstance(given, dict) and not cls.model_fields.keys() & given.keys():
            kind = "no_field_of_the_schema"
            raise PydanticCustomError(kind, "at least one field of the schema")
        return given
