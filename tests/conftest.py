"""What every test gets: this machine only, no model, no key, skips that are counted and named.

The rules live in three small plug-ins beside this file; here are the fixtures tests ask for by name.
"""

from pathlib import Path

import pytest
from hypothesis import settings

pytest_plugins = ["pytester", "tests.offline", "tests.selection", "tests.skips"]

# No deadline: a busy machine is not a bug. The same examples each run, so that a failure is the change's.
settings.register_profile("steady", deadline=None, derandomize=True)
settings.register_profile("searching", deadline=None, max_examples=2000)
settings.load_profile("steady")


@pytest.fixture(scope="session")
def repository() -> Path:
    """The root of this checkout."""
    return Path(__file__).resolve().parent.parent
