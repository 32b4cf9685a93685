"""Bands: how much of a reviewer's attention each line gets.

A note gives about 25 lines and review is dear. What the reader is sure of is accepted together; at
most a few lines that matter most ask to be decided; the rest is folded away. Where two readers of the
source differ, a person decides: such lines take the places first, and all of them are asked.
"""

from collections.abc import Sequence
from dataclasses import replace

from knowledge.domain.codes import Band
from knowledge.domain.proposals import Line, LineKind
from knowledge.domain.two_views import readers_differ

# Calibrated so that sure lines are right at least nine times in ten.
SURE = 0.9

_KIND_WEIGHT = {
    LineKind.CONTRADICTED: 100,
    LineKind.UNCLEAR: 90,
    LineKind.CLOSED: 60,
    LineKind.CHANGED: 30,
}
_CODE_WEIGHT = {"decides": 60, "decision_maker": 55, "vetoes": 50, "funds": 45}
_ATTRIBUTE_WEIGHT = {
    "person.silent_influencer": 50,
    "account.budget": 45,
    "person.stance": 40,
    "person.status": 35,
    "account.promise": 30,
    "person.role": 28,
    "person.power": 28,
    "account.pain": 20,
    "person.influence": 15,
    "person.relation": 10,
}
# Below this weight a line is not worth a question of its own.
WORTH_ASKING = 25


def sort_into_bands(lines: Sequence[Line], decide_lines: int) -> tuple[Line, ...]:
    """The lines in reading order, numbered from 1, each with its band."""
    differing = {line.id for line in lines if readers_differ(line.reason)}
    unsure = [line for line in lines if not _is_sure(line) and line.id not in differing]
    by_weight = sorted(unsure, key=_weight, reverse=True)
    places = max(decide_lines - len(differing), 0)
    asked = {line.id for line in by_weight[:places] if _weight(line) >= WORTH_ASKING} | differing
    return tuple(
        replace(line, number=number, band=_band(line, asked))
        for number, line in enumerate(lines, start=1)
    )


def _band(line: Line, asked: set[str]) -> Band:
    if _is_sure(line):
        return Band.SURE
    return Band.DECIDE if line.id in asked else Band.REST


def _is_sure(line: Line) -> bool:
    """Contradictions, questions and closings are never sure: they take something away."""
    takes_away = line.kind in (LineKind.CONTRADICTED, LineKind.UNCLEAR, LineKind.CLOSED)
    return not takes_away and line.confidence >= SURE and not readers_differ(line.reason)


def _weight(line: Line) -> int:
    weight = _KIND_WEIGHT.get(line.kind, 0) + _ATTRIBUTE_WEIGHT.get(line.says.attribute, 0)
    if isinstance(line.says.value, str):
        weight += _CODE_WEIGHT.get(line.says.value, 0)
    return weight - (20 if line.kind == LineKind.CONFIRMED else 0)
