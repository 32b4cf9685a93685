"""Runs cases by seed and prints their figures: ``python -m tests.injection --cases 1000 --seed 1``.

``--case page/end/7/12`` runs one, as often as it is given, and says what failed.
"""

import argparse
import sys
import tempfile
import time
from pathlib import Path

from tests.injection.cases import CORPUS, SEED, case_named, drawn
from tests.injection.figures import table
from tests.injection.running import any_fault, shooting_range

_MOST_TOLD = 20


def main() -> int:
    """Run them; 1 when one of them found a fault."""
    parser = argparse.ArgumentParser(prog="python -m tests.injection", description=__doc__)
    parser.add_argument("--cases", type=int, default=1_000, help="how many, of 18,000")
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--case", action="append", help="one case by its name")
    given = parser.parse_args()
    if not CORPUS.is_dir():
        print(f"The attacks are not here: {CORPUS}", file=sys.stderr)
        return 2
    cases = (
        [case_named(one) for one in given.case] if given.case else drawn(given.cases, given.seed)
    )
    begun, spent = time.monotonic(), time.process_time()
    with (
        tempfile.TemporaryDirectory(prefix="carto-injection-") as folder,
        shooting_range(Path(folder)) as shooting,
    ):
        outcomes = [shooting.run(case) for case in cases]
    faulty = any_fault(outcomes)
    print(table(outcomes))
    print(
        f"\nseed {given.seed}; {len(cases):,} cases, {len(faulty):,} with a fault; "
        f"{time.monotonic() - begun:.0f} s, {time.process_time() - spent:.0f} s of CPU without the page readers"
    )
    for told in faulty[:_MOST_TOLD]:
        print(told)
    return 1 if faulty else 0


if __name__ == "__main__":
    sys.exit(main())
