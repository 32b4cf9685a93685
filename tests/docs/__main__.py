"""``make docs``: write what the commands print now into README and docs."""

import sys
import tempfile
from pathlib import Path

from tests.docs.blocks import (
    DEMO_PAGE,
    DOCUMENTS,
    MODELS_PAGE,
    demo_page,
    prepare,
    rewritten,
    with_recorded_turn,
)
from tests.docs.figures import FIGURES, with_figures
from tests.failures.table import PAGE as FAILURES_PAGE
from tests.failures.table import page as failures_page


def main() -> int:
    """Rewrite every block of every document; the diff is for reading before it is committed."""
    with tempfile.TemporaryDirectory() as folder:
        prepare(Path(folder))
        for document in DOCUMENTS:
            document.write_text(rewritten(document, Path(folder)), encoding="utf-8")
            print(f"{document.name}: up to date")
        for document in FIGURES:
            document.write_text(with_figures(document), encoding="utf-8")
            print(f"{document.name}: figures up to date")
        demo = demo_page(Path(folder))
        DEMO_PAGE.write_text(demo, encoding="utf-8")
        print(f"{DEMO_PAGE.name}: up to date")
        MODELS_PAGE.write_text(with_recorded_turn(MODELS_PAGE, demo), encoding="utf-8")
        print(f"{MODELS_PAGE.name}: up to date")
    FAILURES_PAGE.write_text(failures_page(), encoding="utf-8")
    print(f"{FAILURES_PAGE.name}: up to date")
    return 0


if __name__ == "__main__":
    sys.exit(main())
