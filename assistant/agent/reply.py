"""The final reply as a model must give it: claims with the evidence each rests on, and nothing else.

The descriptions and this module's field names are read by the model.
"""

import json
import re
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

ClaimKind = Literal["fact", "inference", "recommendation"]
MOST_CLAIMS = 12
_EVIDENCE_ID = re.compile(r"\be\d{1,4}\b", re.IGNORECASE)


class ReplyClaim(BaseModel):
    """One plain sentence of the answer."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    text: str = Field(min_length=1, max_length=600, description="One plain sentence.")
    evidence: list[str] = Field(
        max_length=12, description="Ids of the evidence the sentence rests on, such as e3."
    )
    kind: ClaimKind = Field(
        default="fact",
        description="fact: the evidence says it. inference: it follows. recommendation: advice.",
    )

    @field_validator("evidence")
    @classmethod
    def _ids(cls, value: list[str]) -> list[str]:
        """``["[E1]", "e2, e3"]`` is a habit of models; what names no evidence stays as it is."""
        found = [i for one in value for i in (_EVIDENCE_ID.findall(one) or [one[:40]])]
        return list(dict.fromkeys(one.lower() for one in found))


class Reply(BaseModel):
    """Give the final answer. Call this once, when you have looked things up."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    claims: list[ReplyClaim] = Field(max_length=MOST_CLAIMS, description="The answer.")
    missing: list[str] = Field(
        default=[], max_length=6, description="What was asked and the evidence does not say."
    )
    ask_back: str | None = Field(
        default=None,
        max_length=300,
        description="A question back, only when several accounts or people fit.",
    )


def reply_in(text: str) -> Reply | None:
    """The reply that stands in plain text as JSON, fenced or not; ``None`` when none does."""
    first, last = text.find("{"), text.rfind("}")
    if first < 0 or last < first:
        return None
    try:
        return Reply.model_validate(json.loads(text[first : last + 1]))
    except (ValueError, RecursionError, ValidationError):
        return None


def claim_in(given: Any) -> ReplyClaim | None:
    """One claim of a reply that is still arriving, or ``None`` when it is none."""
    try:
        return ReplyClaim.model_validate(given)
    except ValidationError:
        return None


def places_of(error: BaseException) -> str:
    """Where a reply broke its shape and how, without anything that stood in it."""
    found: BaseException | None = error
    while found is not None and not isinstance(found, ValidationError):
        found = getattr(found, "source", None) or found.__cause__
    if found is None:
        return "arguments: not as described"
    told = found.errors(include_url=False, include_context=False, include_input=False)
    return "; ".join(f"{_place(one['loc'])}: {one['type']}" for one in told[:4])


def _place(loc: tuple[int | str, ...]) -> str:
    """A place by the names of our own fields alone: another key is the model's text."""
    ours = {*Reply.model_fields, *ReplyClaim.model_fields}
    return ".".join(str(p) for p in loc if isinstance(p, int) or p in ours) or "arguments"
