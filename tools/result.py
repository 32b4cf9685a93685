"""What a tool call gives back: evidence within bounds, and a remark where something could not be done."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from knowledge.language.one_line import in_a_line
from tools.evidence import Evidence
from tools.scope import ToolScope

MOST_CHARS = 12_000
# What everything beside the evidence may take of them.
_FRAME_CHARS = 1_500
_MOST_CHOICES = 10
_CHOICE_CHARS = 80


@dataclass(frozen=True, slots=True)
class ToolResult:
    """What a tool found.

    ``remark`` is a code and, after a colon, what belongs to it: ``unknown_account``,
    ``bad_argument: day: not a date``. ``choices`` are names that may have been meant, of what the
    audience may see. ``counts`` say how much there is; ``left_out`` counts what did not fit.
    """

    evidence: tuple[Evidence, ...] = ()
    remark: str = ""
    counts: Mapping[str, int] = field(default_factory=dict)
    choices: tuple[str, ...] = ()

    def to_json_object(self) -> dict[str, Any]:
        """What a model sees, at most ``MOST_CHARS`` as compact JSON."""
        shown = {
            "evidence": [one.to_json_object() for one in self.evidence],
            "remark": self.remark,
            "choices": list(self.choices),
            "counts": dict(self.counts),
        }
        return {key: value for key, value in shown.items() if value or key == "evidence"}

    def to_json(self) -> str:
        """The JSON text a model sees; the same content gives the same bytes."""
        return _compact(self.to_json_object())


def gathered(
    scope: ToolScope,
    found: Iterable[Evidence],
    *,
    remark: str = "",
    counts: Mapping[str, int] | None = None,
    most: int | None = None,
) -> ToolResult:
    """The first of ``found`` that fit, entered in the book of the turn; the rest is counted."""
    room = min(most or scope.max_evidence, scope.max_evidence)
    unique = list(dict.fromkeys(found))
    taken: list[Evidence] = []
    chars = 0
    for one in unique[:room]:
        chars += len(_compact(scope.book.numbered(one).to_json_object())) + 1
        if chars > MOST_CHARS - _FRAME_CHARS:
            break
        taken.append(scope.book.add(one))
    counted = dict(counts or {})
    if left_out := len(unique) - len(taken):
        counted["left_out"] = left_out
    return ToolResult(tuple(taken), remark, counted)


def refused(code: str, detail: str = "", choices: Sequence[str] = ()) -> ToolResult:
    """A result with a remark alone, and the names that may have been meant."""
    remark = f"{code}: {in_a_line(detail)}" if detail else code
    shown = tuple(in_a_line(name)[:_CHOICE_CHARS] for name in choices[:_MOST_CHOICES])
    return ToolResult(remark=remark[: _CHOICE_CHARS * 4], choices=shown)


def _compact(content: Any) -> str:
    return json.dumps(content, ensure_ascii=False, separators=(",", ":"))
