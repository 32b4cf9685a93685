"""A note with the labels a careful person gave it, in the form of the annotation guide."""

from typing import Annotated, Literal

from pydantic import Field, model_validator

from knowledge.domain.codes import PersonStatus, Power, Role, Side, Stance
from knowledge.domain.reading import Part, Reading

NoteLang = Literal["en", "fr", "mixed"]
Why = Literal[
    "negation", "hearsay", "condition", "former", "our side", "other company", "injection"
]
Given = Annotated[str, Field(min_length=1)]


class MustNotRole(Part):
    """A role that a careless reader would give."""

    person: Given
    field: Literal["role"]
    value: Role
    why: Why


class MustNotPower(Part):
    """A power that a careless reader would give."""

    person: Given
    field: Literal["power"]
    value: Power
    why: Why


class MustNotStance(Part):
    """A stance that a careless reader would give."""

    person: Given
    field: Literal["stance"]
    value: Stance
    why: Why


class MustNotSide(Part):
    """The wrong side."""

    person: Given
    field: Literal["side"]
    value: Side
    why: Why


class MustNotStatus(Part):
    """A status that a careless reader would give."""

    person: Given
    field: Literal["status"]
    value: PersonStatus
    why: Why


class MustNotTitle(Part):
    """A title that is not, or no longer, the person's."""

    person: Given
    field: Literal["title"]
    value: Given
    why: Why


MustNot = Annotated[
    MustNotRole | MustNotPower | MustNotStance | MustNotSide | MustNotStatus | MustNotTitle,
    Field(discriminator="field"),
]


class Question(Part):
    """A question about the note; without an answer the note does not say."""

    q: Given
    lang: Literal["en", "fr"]
    answer: str | None
    quote: str | None


class LabelledNote(Part):
    """One note, its labels, and what must not be read into it."""

    id: Given
    lang: NoteLang
    text: Given
    labels: Reading
    must_not: tuple[MustNot, ...]
    questions: tuple[Question, ...] = ()
    style: str | None = None

    @model_validator(mode="before")
    @classmethod
    def _labels_apart(cls, given: object) -> object:
        """The published form is flat; what belongs to the note itself is taken out of it."""
        if not isinstance(given, dict) or "labels" in given:
            return given
        own = {key: given[key] for key in OWN_FIELDS if key in given}
        return {**own, "labels": {key: given[key] for key in given if key not in OWN_FIELDS}}


OWN_FIELDS = ("id", "lang", "style", "text", "must_not", "questions")
# Left out, each of these would be taken for "nothing of the kind in this note".
NEEDED_FIELDS = (
    "id", "lang", "account", "date", "text", "people", "groups", "relations", "pains", "objections",
    "goals", "competitors", "budget", "next_steps", "changes", "must_not",
)  # fmt: skip
