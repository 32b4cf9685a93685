"""Runs the measures named, or all, and prints their figures as JSON, one line each."""

import json
import sys
import tempfile
import time
from pathlib import Path

from tests.slack.measure import access, acknowledgement, duplicates, kills

MEASURES = {
    "duplicates": lambda home: duplicates.measure(home, events=2_000, deliveries=10_000),
    "kills": lambda home: kills.measure(home, kills=100),
    "acknowledgement": lambda home: acknowledgement.measure(home, count=500),
    "access": lambda home: access.measure(home, users=30, accounts_count=40),
}


def main() -> int:
    """Run each in a folder of its own; 1 when one of them finds a fault."""
    names = sys.argv[1:] or list(MEASURES)
    faults = 0
    for name in names:
        with tempfile.TemporaryDirectory(prefix="carto-measure-") as folder:
            begun = time.monotonic()
            found = MEASURES[name](Path(folder))
            took_s = round(time.monotonic() - begun, 1)
        print(json.dumps({"measure": name, **found, "took_s": took_s}), flush=True)
        faults += sum(found.get(fault, 0) for fault in ("doubled", "lost", "leaks", "too_slow"))
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
