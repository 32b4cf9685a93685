"""``make bench``: ratios to named baselines that are measured in the same run.

A ratio above its goal is marked, and nothing fails: figures of a busy machine are not verdicts.
"""

import sys

from tests.bench import reading_bench, startup_bench, store_bench


def main() -> int:
    """Measure everything and print one line per figure."""
    print(f"{'measure / baseline':58} {'baseline ms':>11} {'ours ms':>9} {'ratio':>6} {'goal':>5}")
    for bench in (store_bench, startup_bench, reading_bench):
        for name, baseline, ours, ratio, goal in bench.measure():
            mark = "" if ratio <= goal else "  above the goal"
            print(f"{name:58} {baseline:11.2f} {ours:9.2f} {ratio:6.2f} {goal:5.1f}{mark}")
            sys.stdout.flush()
    return 0


if __name__ == "__main__":
    sys.exit(main())
