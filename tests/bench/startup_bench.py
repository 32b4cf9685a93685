"""How long ``carto --help`` takes, beside a Python that does nothing, in turn and in one run."""

import subprocess
import sys
import time
from statistics import median

SAMPLES = 15
GOAL = 3.0


def measure() -> list[tuple[str, float, float, float, float]]:
    """(name, baseline ms, our ms, ratio, goal): wall time of whole processes, medians."""
    nothing = [sys.executable, "-c", "pass"]
    help_page = [sys.executable, "-m", "integrations.cli.main", "--help"]
    for command in (nothing, help_page):
        _wall_ms(command)
    pairs = [(_wall_ms(nothing), _wall_ms(help_page)) for _ in range(SAMPLES)]
    baseline, ours = (median(times) for times in zip(*pairs, strict=True))
    return [("carto --help / python -c pass (wall)", baseline, ours, ours / baseline, GOAL)]


def _wall_ms(command: list[str]) -> float:
    start = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return (time.perf_counter() - start) * 1000
