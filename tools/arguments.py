"""What arguments of tools have in common: bounded words, days as ISO text, and nothing unforeseen."""

from datetime import date
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

_MOST_NAME, _MOST_WORDS = 200, 400
# How models write that they give no value.
_NOTHING = ("", "null", "none", "n/a", "undefined")


class Arguments(BaseModel):
    """Base of the arguments of a tool: frozen, and unknown ones are refused."""

    model_config = ConfigDict(frozen=True, extra="forbid", str_strip_whitespace=True)

    @model_validator(mode="before")
    @classmethod
    def _without_nothing(cls, given: Any) -> Any:
        """A value that says there is none is left out."""
        if not isinstance(given, dict):
            return given
        return {key: value for key, value in given.items() if not _is_nothing(value)}


def _is_nothing(value: object) -> bool:
    return value is None or (isinstance(value, str) and value.strip().lower() in _NOTHING)


def _a_day(written: str) -> str:
    try:
        date.fromisoformat(written)
    except ValueError:
        fault = "there is no such day"
        raise ValueError(fault) from None
    return written


def day_of(written: str | None) -> date | None:
    """A validated day as a date."""
    return date.fromisoformat(written) if written else None


Name = Annotated[str, Field(min_length=1, max_length=_MOST_NAME)]
Words = Annotated[str, Field(min_length=1, max_length=_MOST_WORDS)]
Day = Annotated[
    str,
    Field(pattern=r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$", description="A day, written YYYY-MM-DD."),
    AfterValidator(_a_day),
]
AccountName = Annotated[
    Name | None,
    Field(
        description="The account's name, as the person wrote it. Leave it out when the question is "
        "already about one account."
    ),
]
PersonName = Annotated[
    Name | None, Field(description="The name of one person, in full or in part. Optional.")
]
