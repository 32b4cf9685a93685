"""Intervals: the notes are drawn again with replacement, and the figure is taken each time."""

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from operator import mul

from knowledge.evaluation.report import Estimate

RESAMPLES = 1_000
_SEED = 20_260_314
_TAIL = 0.025


@dataclass(frozen=True, slots=True)
class Tally:
    """What one note adds: labels in the gold, labels found, and how many of them are right."""

    labels: int = 0
    found: int = 0
    right: int = 0


Figure = Callable[[int, int, int], float | None]


def precision(labels: int, found: int, right: int) -> float | None:
    """How much of what was found is right."""
    del labels
    return right / found if found else None


def recall(labels: int, found: int, right: int) -> float | None:
    """How much of what is there was found."""
    del found
    return right / labels if labels else None


def f1(labels: int, found: int, right: int) -> float | None:
    """The two in one: their harmonic mean."""
    return 2 * right / (labels + found) if labels + found else None


class Resampler:
    """The same draws of ``notes`` notes for every kind, so that two runs print the same figures."""

    def __init__(self, notes: int) -> None:
        chance = random.Random(_SEED)  # noqa: S311 - a fixed seed, nothing secret
        self._draws = [_times_drawn(chance, notes) for _ in range(RESAMPLES)]

    def estimates(self, tallies: Sequence[Tally], *figures: Figure) -> tuple[Estimate | None, ...]:
        """Each figure over all notes, with its interval."""
        columns = (
            [one.labels for one in tallies],
            [one.found for one in tallies],
            [one.right for one in tallies],
        )
        totals = (sum(columns[0]), sum(columns[1]), sum(columns[2]))
        drawn = [
            (_sum(columns[0], times), _sum(columns[1], times), _sum(columns[2], times))
            for times in self._draws
        ]
        return tuple(_estimate(figure, totals, drawn) for figure in figures)


def _times_drawn(chance: random.Random, notes: int) -> list[int]:
    times = [0] * notes
    for note in chance.choices(range(notes), k=notes):
        times[note] += 1
    return times


def _sum(column: Sequence[int], times: Sequence[int]) -> int:
    return sum(map(mul, column, times))


def _estimate(
    figure: Figure, totals: tuple[int, int, int], drawn: Sequence[tuple[int, int, int]]
) -> Estimate | None:
    value = figure(*totals)
    if value is None:
        return None
    ranked = sorted(one for counts in drawn if (one := figure(*counts)) is not None)
    tail = int(len(ranked) * _TAIL)
    return Estimate(value, ranked[tail], ranked[-1 - tail])
