"""Tests stay on this machine: no name is looked up, no key or setting of the person is seen, no trace is sent.

pytest-socket (configured in pyproject.toml) refuses connections other than loopback; this adds what it
leaves open. Only tests marked `network` or `model`, which run only when asked for, get the way out back.
"""

import os
import socket
from collections.abc import Iterator
from typing import Any

import pytest

# Settings and keys of the person who runs the tests, and proxies that would carry loopback traffic away.
SET_ASIDE = (
    "ANTHROPIC_",
    "AZURE_OPENAI_",
    "CARTO_",
    "LANGCHAIN_",
    "LANGSMITH_",
    "OPENAI_",
    "SLACK_",
    "ALL_PROXY",
    "HTTPS_PROXY",
    "HTTP_PROXY",
)
KEPT = ("CARTO_REQUIRE_ALL",)
LOOPBACK = frozenset({"", "localhost", "127.0.0.1", "::1", "0.0.0.0", "::"})  # noqa: S104 - names, not a bind

_look_up = socket.getaddrinfo
_theirs: dict[str, str] = {}
_way_out_is_open = False


def _look_up_loopback_only(host: Any, *args: Any, **kwargs: Any) -> Any:
    """`socket.getaddrinfo`, refusing every name but this machine's: the question itself would leave it."""
    name = host.decode() if isinstance(host, bytes) else host
    if _way_out_is_open or name is None or name in LOOPBACK or name.startswith("127."):
        return _look_up(host, *args, **kwargs)
    raise RuntimeError(
        f"A test tried to look up {name!r}; mark it `network` if it must leave this machine."
    )


def _is_theirs(name: str) -> bool:
    """Whether a variable is a setting or a key of the person, which no test may depend on."""
    return name not in KEPT and (name.upper().startswith(SET_ASIDE) or name.endswith("_API_KEY"))


def _runs_tests(config: pytest.Config) -> bool:
    """Whether this process runs tests itself; the one that only hands them out passes its settings on."""
    return bool(config.getoption("dist", "no") == "no")


def pytest_configure(config: pytest.Config) -> None:
    """Put the person's settings aside before any module of ours is imported."""
    if not _runs_tests(config):
        return
    for name in [name for name in os.environ if _is_theirs(name)]:
        _theirs[name] = os.environ.pop(name)
    # Wins over every other variable that turns LangSmith's tracing on.
    os.environ["LANGSMITH_TRACING_V2"] = "false"
    socket.getaddrinfo = _look_up_loopback_only


def pytest_unconfigure() -> None:
    """Give everything back, for a process that goes on after the run."""
    socket.getaddrinfo = _look_up
    os.environ.update(_theirs)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Open sockets for the tests that need more than this machine."""
    for item in items:
        if leaves_the_machine(item):
            item.add_marker("enable_socket")


def leaves_the_machine(item: pytest.Item) -> bool:
    """Whether the test says it needs more than this machine."""
    return any(item.get_closest_marker(name) for name in ("network", "model"))


@pytest.fixture(scope="session", autouse=True)
def _own_home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """No test finds, or touches, the store of the person who runs it."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("CARTO_HOME", str(tmp_path_factory.mktemp("home")))
        yield


@pytest.fixture(autouse=True)
def _way_out(request: pytest.FixtureRequest) -> Iterator[None]:
    """For a test that was asked for by its marker: names, and the person's keys, are there again."""
    global _way_out_is_open  # noqa: PLW0603 - one process, one test at a time
    if not leaves_the_machine(request.node):
        yield
        return
    if request.node.get_closest_marker("model") and not any(
        n.endswith("_API_KEY") for n in _theirs
    ):
        pytest.skip("needs a model key: no variable that ends in _API_KEY is set")
    with pytest.MonkeyPatch.context() as patch:
        for name, value in _theirs.items():
            if name != "CARTO_HOME":
                patch.setenv(name, value)
        _way_out_is_open = True
        try:
            yield
        finally:
            _way_out_is_open = False
