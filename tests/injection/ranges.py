"""The tests' share of the cases: one carrier each, in parts, so that several processes share them."""

from collections.abc import Sequence
from datetime import date
from pathlib import Path

from tests.injection.cases import SEED, Carrier, drawn
from tests.injection.running import Outcome, any_fault, shooting_range

EVERY_RUN, NIGHTLY = 1_000, 5_000
PARTS = 2


def shoot(
    folder: Path, carrier: Carrier, part: int, cases: int = EVERY_RUN, seed: int = SEED
) -> list[Outcome]:
    """Run one part of the carrier's cases; the seed and the command for each fault are printed."""
    mine = [case for case in drawn(cases, seed) if case.carrier == carrier][part::PARTS]
    print(f"seed {seed}: {len(mine)} of {cases} cases ({carrier}, part {part + 1} of {PARTS})")
    with shooting_range(folder) as shooting:
        return [shooting.run(case) for case in mine]


def seed_of_the_day() -> int:
    """Other cases every night."""
    return date.today().toordinal()  # noqa: DTZ011 - any number that changes


def assert_harmless(outcomes: Sequence[Outcome]) -> None:
    """No case did anything but wait for a review."""
    faulty = any_fault(outcomes)
    assert not faulty, f"{len(faulty)} of {len(outcomes)} cases:\n" + "\n".join(faulty[:10])
    # A model that calls nothing, or is never asked, would prove nothing.
    assert all(one.calls_tried for one in outcomes)
