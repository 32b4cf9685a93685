"""Skipped tests are counted and named at the end of a run; where all must run, an avoidable skip fails.

CI sets CARTO_REQUIRE_ALL=1. A skip then stands only if its reason begins with one of the sentences below,
which name what such a machine cannot have; anything else is a test that silently stopped testing.
"""

import os
from collections.abc import Generator
from pathlib import Path

import pytest

SHARED_CORPORA = Path(__file__).resolve().parents[2] / "shared" / "corpora"

NEEDS_SHARED = "needs shared corpora"
UNAVOIDABLE = ("needs a model key", "needs Slack workspace", "not on this platform")


def stands(reason: str) -> bool:
    """Whether a skip for this reason is allowed where all tests must run."""
    if reason.startswith(NEEDS_SHARED):
        return not SHARED_CORPORA.is_dir()
    return reason.startswith(UNAVOIDABLE)


def reason_of(report: pytest.TestReport | pytest.CollectReport) -> str:
    """The reason given for a skip, without pytest's own prefix."""
    where = report.longrepr
    text = str(where[2]) if isinstance(where, tuple) else str(where)
    return text.removeprefix("Skipped: ")


def _refuse_if_avoidable(report: pytest.TestReport | pytest.CollectReport) -> None:
    """Turn a skip into a failure where all tests must run and this one could have."""
    if os.environ.get("CARTO_REQUIRE_ALL") != "1":
        return
    if not report.skipped or hasattr(report, "wasxfail") or stands(reason_of(report)):
        return
    report.longrepr = (
        f"Skipped ({reason_of(report)}), where CARTO_REQUIRE_ALL=1 wants every test run.\n"
        f"Make it run, or give a reason that begins with one of: {', '.join((NEEDS_SHARED, *UNAVOIDABLE))}."
    )
    report.outcome = "failed"


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Judge the skip of one test."""
    report = yield
    _refuse_if_avoidable(report)
    return report


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_make_collect_report() -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    """Judge the skip of a whole module."""
    report = yield
    _refuse_if_avoidable(report)
    return report


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Skip a test marked `needs_shared` where the corpora are not beside the checkout."""
    if item.get_closest_marker("needs_shared") and not SHARED_CORPORA.is_dir():
        pytest.skip(f"{NEEDS_SHARED}: ../shared/corpora is not beside this checkout")


@pytest.fixture(scope="session")
def shared_corpora() -> Path:
    """The folder of hostile files beside the checkout; skips the test, with its reason, where there is none."""
    if not SHARED_CORPORA.is_dir():
        pytest.skip(f"{NEEDS_SHARED}: ../shared/corpora is not beside this checkout")
    return SHARED_CORPORA


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Name every skipped test with its reason, after the failures and before the closing line."""
    skipped = terminalreporter.stats.get("skipped", [])
    terminalreporter.section(f"skipped tests: {len(skipped)}")
    for report in skipped:
        terminalreporter.write_line(f"{report.nodeid}: {reason_of(report)}")
