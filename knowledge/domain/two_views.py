"""Two readers, two views: the reason of a label about which the readers of a source differ.

A reason is one string that travels with the label into its line. Surfaces put it into words.
"""

from dataclasses import dataclass
from typing import Literal

About = Literal[
    "stance", "level", "side", "status", "title", "title_holder", "holder", "relation", "step_side",
    "belief",
]  # fmt: skip

_DIFFER = "readers_differ"
_LONGEST = 80


@dataclass(frozen=True, slots=True)
class TwoViews:
    """What the model says and what the rules say; codes, names or titles, by what it is about."""

    about: About
    model: str
    rules: str

    def as_reason(self) -> str:
        """The views as a label carries them."""
        parts = (
            f"about={self.about}",
            f"model={_plain(self.model)}",
            f"rules={_plain(self.rules)}",
        )
        return "|".join((_DIFFER, *parts))


def views_of(reason: str) -> TwoViews | None:
    """The views a reason holds, or ``None`` when it is a reason of another kind."""
    head, *parts = reason.split("|")
    given = dict(part.partition("=")[::2] for part in parts)
    if head != _DIFFER or set(given) != {"about", "model", "rules"}:
        return None
    return TwoViews(given["about"], given["model"], given["rules"])  # type: ignore[arg-type]


def readers_differ(reason: str) -> bool:
    """Whether the reason holds two views."""
    return reason.startswith(f"{_DIFFER}|")


def _plain(words: str) -> str:
    return " ".join(words.replace("|", "/").split())[:_LONGEST]
