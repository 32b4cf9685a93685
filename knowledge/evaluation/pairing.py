"""Which label of a reading answers which label of the gold: one to one, the likest first."""

from collections.abc import Callable, Sequence
from typing import TypeVar

T = TypeVar("T")
# How alike two labels are, gold first; 0 means that they cannot be the same.
Alike = Callable[[T, T], float]
Edges = dict[int, list[int]]


def pair_up(gold: Sequence[T], found: Sequence[T], alike: Alike[T]) -> dict[int, int]:
    """Places in ``gold`` to places in ``found``: as many pairs as there can be.

    The likest labels meet first; a pair is parted again only where that makes two of it.
    """
    likeness = {
        (g, f): score
        for g, one in enumerate(gold)
        for f, other in enumerate(found)
        if (score := alike(one, other)) > 0
    }
    ranked = sorted(likeness, key=lambda pair: (-likeness[pair], pair))
    edges: Edges = {}
    for g, f in ranked:
        edges.setdefault(g, []).append(f)
    taken: dict[int, int] = {}
    for g, f in ranked:
        if f not in taken and g not in taken.values():
            taken[f] = g
    for g in edges:
        if g not in taken.values():
            _make_room(g, edges, taken, set())
    return {g: f for f, g in sorted(taken.items(), key=lambda pair: pair[1])}


def _make_room(g: int, edges: Edges, taken: dict[int, int], tried: set[int]) -> bool:
    """Give ``g`` a partner, moving others to another of theirs when that is possible."""
    for f in edges[g]:
        if f in tried:
            continue
        tried.add(f)
        if f not in taken or _make_room(taken[f], edges, taken, tried):
            taken[f] = g
            return True
    return False
