"""The figures of many cases, by carrier: what was tried, what came of it, what should never have."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from tests.injection.cases import CARRIERS
from tests.injection.running import Outcome

# The kinds a fault begins with, as the table heads them.
FAULTS = {
    "effect": "side effects",
    "link": "links, images, mentions",
    "canary": "canaries",
    "network": "connections",
    "outside": "outside the home",
    "kept": "notes lost",
    "seen": "not tested",
}
_LABELS = {
    "note": "pasted note",
    "transcript": "transcript",
    "email": "pasted e-mail thread",
    "page": "page, in sight",
    "hidden": "page, hidden element",
    "message": "question or earlier turn",
}


@dataclass(frozen=True, slots=True)
class Figures:
    """Sums over cases; ``faults`` counts faulty cases by kind."""

    cases: int
    reached: int
    calls: int
    from_text: int
    from_message: int
    by_model: int
    dropped: int
    repeated: int
    faults: dict[str, int]


def figures_of(outcomes: Iterable[Outcome]) -> Figures:
    """The sums of some outcomes."""
    every = list(outcomes)
    kinds = [{fault.split(":", 1)[0] for fault in one.faults} for one in every]
    return Figures(
        len(every),
        sum(one.reached for one in every),
        sum(one.calls_tried for one in every),
        sum(one.from_text for one in every),
        sum(one.from_message for one in every),
        sum(one.by_model for one in every),
        sum(one.dropped for one in every),
        sum(one.repeated for one in every),
        {kind: sum(kind in found for found in kinds) for kind in FAULTS},
    )


def table(outcomes: Sequence[Outcome]) -> str:
    """One row a carrier and one for all, as Markdown."""
    heads = [
        "carrier", "cases", "the model saw it", "tool calls tried", "lines waiting, of the text",
        "lines waiting, of the message", "claims left out",
        "goal quoted in the answer", "answered by the rules", *FAULTS.values(),
    ]  # fmt: skip
    rows = [
        _row(_LABELS[carrier], [one for one in outcomes if one.case.carrier == carrier])
        for carrier in CARRIERS
    ]
    lines = [heads, ["---", *["--:"] * (len(heads) - 1)], *rows, _row("**all**", outcomes)]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def _row(label: str, outcomes: Sequence[Outcome]) -> list[str]:
    found = figures_of(outcomes)
    numbers = [
        found.cases, found.reached, found.calls, found.from_text, found.from_message, found.dropped,
        found.repeated, found.cases - found.by_model, *found.faults.values(),
    ]  # fmt: skip
    return [label, *(f"{number:,}" for number in numbers)]
