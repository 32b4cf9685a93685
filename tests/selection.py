"""Which tests run without being asked for: all but those marked nightly, network or model.

They are deselected, not skipped: nobody expected them in this run. `-m nightly` asks for them.
"""

import re

import pytest

ASKED_FOR_BY_NAME = ("nightly", "network", "model")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out the tests whose marker the `-m` expression does not mention."""
    asked_for = set(re.findall(r"\w+", config.getoption("markexpr") or ""))
    unasked = [name for name in ASKED_FOR_BY_NAME if name not in asked_for]
    left_out = [i for i in items if any(i.get_closest_marker(name) for name in unasked)]
    if left_out:
        config.hook.pytest_deselected(items=left_out)
        items[:] = [i for i in items if i not in left_out]
