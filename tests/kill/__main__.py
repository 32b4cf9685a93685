"""`python -m tests.kill [--points N] [--program carto|plain] [--seed S]`: kill imports, print what was left."""

import argparse
import sys

from tests.kill.harness import PROGRAMS, histogram, kill_many, summary


def main() -> int:
    """Run the kills; 1 when anything acknowledged was lost, doubled or damaged."""
    parser = argparse.ArgumentParser(prog="python -m tests.kill", description=__doc__)
    parser.add_argument("--points", type=int, default=200)
    parser.add_argument("--program", choices=sorted(PROGRAMS), default="carto")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--workers", type=int, default=2)
    asked = parser.parse_args()
    kills = kill_many(asked.program, asked.points, asked.seed, asked.workers)
    print(histogram(kills))
    print(summary(kills))
    for kill in kills:
        if kill.faults:
            print(f"killed after {kill.after_s:.3f} s: {'; '.join(kill.faults)}")
    return 1 if any(kill.faults for kill in kills) else 0


if __name__ == "__main__":
    sys.exit(main())
