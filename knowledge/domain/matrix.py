"""Influence and interest: stated, assumed or unknown, and the quadrant they make.

Where nothing is stated, a level may be assumed from power, veto, deference and activity (design,
section 2). An assumption is always shown as one, with the reason, and unknown is never low.
The quadrant names are those of the stakeholder-mapping document (domain reference, B6).
"""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Literal

from knowledge.domain.codes import Level, Power, Role

LevelBasis = Literal["stated", "assumed", "unknown"]
Quadrant = Literal["manage_closely", "keep_satisfied", "keep_informed", "monitor", "to_determine"]

_QUADRANTS: dict[tuple[Level, Level], Quadrant] = {
    (Level.HIGH, Level.HIGH): "manage_closely",
    (Level.HIGH, Level.LOW): "keep_satisfied",
    (Level.LOW, Level.HIGH): "keep_informed",
    (Level.LOW, Level.LOW): "monitor",
}
QUADRANT_LABELS: dict[str, dict[Quadrant, str]] = {
    "en": {
        "manage_closely": "Manage closely",
        "keep_satisfied": "Keep satisfied",
        "keep_informed": "Keep informed",
        "monitor": "Monitor",
        "to_determine": "To be determined",
    },
    "fr": {
        "manage_closely": "Gérer de près",
        "keep_satisfied": "Garder satisfait",
        "keep_informed": "Tenir informé",
        "monitor": "Surveiller",
        "to_determine": "À déterminer",
    },
}

# Somebody present this often, by their own doing, shows interest; one meeting proves nothing.
ACTIVE_MEETINGS = 3


@dataclass(frozen=True, slots=True)
class AssessedLevel:
    """A level and where it comes from; ``reason`` is the code of the assumption that was made."""

    value: Level | None
    basis: LevelBasis
    reason: str | None = None


UNKNOWN = AssessedLevel(None, "unknown")


def stated(value: str) -> AssessedLevel:
    """A level that somebody's words give."""
    return AssessedLevel(Level(value), "stated")


def assume_influence(
    powers: Collection[str], roles: Collection[str], *, silent_influencer: bool, deferred_to: bool
) -> AssessedLevel:
    """What influence the person must have, by what they can do and who defers to them."""
    if Power.DECIDES in powers or Role.DECISION_MAKER in roles:
        return AssessedLevel(Level.HIGH, "assumed", "decides")
    if Power.VETOES in powers:
        return AssessedLevel(Level.HIGH, "assumed", "vetoes")
    if Power.FUNDS in powers:
        return AssessedLevel(Level.HIGH, "assumed", "funds")
    if silent_influencer or deferred_to:
        return AssessedLevel(Level.HIGH, "assumed", "deferred_to")
    return UNKNOWN


def assume_interest(stance: str | None, meetings: int) -> AssessedLevel:
    """What interest the person must take, by what they do; silence is not a low interest."""
    if stance == "champion":
        return AssessedLevel(Level.HIGH, "assumed", "champion")
    if meetings >= ACTIVE_MEETINGS:
        return AssessedLevel(Level.HIGH, "assumed", "active")
    return UNKNOWN


def quadrant(influence: AssessedLevel, interest: AssessedLevel) -> Quadrant:
    """The quadrant two levels make; one unknown level leaves it to be determined."""
    if influence.value is None or interest.value is None:
        return "to_determine"
    return _QUADRANTS[(influence.value, interest.value)]
