"""The test run itself: offline, without keys, no skip unseen."""

import os
import socket
from pathlib import Path

import pytest

from tests import skips

TWO_TESTS = """
    import pytest

    @pytest.mark.skip(reason="{reason}")
    def test_one(): ...

    def test_two(): ...
"""


@pytest.fixture
def run(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> pytest.Pytester:
    """A small project of its own under the rules of tests/."""
    monkeypatch.delenv("CARTO_REQUIRE_ALL", raising=False)
    pytester.makeini(
        "[pytest]\naddopts = -p no:langsmith_plugin -p no:anyio\nmarkers =\n  nightly\n  network\n  model\n  needs_shared\n"
    )
    pytester.makeconftest('pytest_plugins = ["tests.selection", "tests.skips"]')
    return pytester


def test_a_skip_is_counted_and_named(run: pytest.Pytester) -> None:
    run.makepyfile(TWO_TESTS.format(reason="no time"))
    result = run.runpytest_inprocess()
    result.assert_outcomes(passed=1, skipped=1)
    result.stdout.fnmatch_lines(["*skipped tests: 1*", "*::test_one: no time"])


def test_a_skip_this_machine_could_avoid_fails_where_all_must_run(
    run: pytest.Pytester, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CARTO_REQUIRE_ALL", "1")
    run.makepyfile(TWO_TESTS.format(reason="no time"))
    result = run.runpytest_inprocess()
    result.assert_outcomes(passed=1, errors=1)
    result.stdout.fnmatch_lines(
        ["Skipped (no time), where CARTO_REQUIRE_ALL=1 wants every test run."]
    )


def test_a_whole_module_may_not_be_skipped_either(
    run: pytest.Pytester, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CARTO_REQUIRE_ALL", "1")
    run.makepyfile("import pytest\npytest.importorskip('a_library_nobody_has')")
    run.runpytest_inprocess().assert_outcomes(errors=1)


@pytest.mark.parametrize(
    "reason", ["needs a model key: none", "needs Slack workspace", "not on this platform: Windows"]
)
def test_a_skip_this_machine_cannot_avoid_stands(
    run: pytest.Pytester, monkeypatch: pytest.MonkeyPatch, reason: str
) -> None:
    monkeypatch.setenv("CARTO_REQUIRE_ALL", "1")
    run.makepyfile(TWO_TESTS.format(reason=reason))
    run.runpytest_inprocess().assert_outcomes(passed=1, skipped=1)


@pytest.mark.parametrize("they_are_there", [True, False])
def test_the_shared_corpora_excuse_a_skip_only_where_they_are_missing(
    tmp_path: object, monkeypatch: pytest.MonkeyPatch, they_are_there: bool
) -> None:
    folder = skips.SHARED_CORPORA.parents[2] / "nowhere"
    monkeypatch.setattr(skips, "SHARED_CORPORA", tmp_path if they_are_there else folder)
    assert skips.stands("needs shared corpora: not there") is not they_are_there


def test_a_nightly_test_waits_to_be_asked_for_and_is_no_skip(run: pytest.Pytester) -> None:
    run.makepyfile(
        "import pytest\n@pytest.mark.nightly\ndef test_long(): ...\ndef test_short(): ..."
    )
    run.runpytest_inprocess().assert_outcomes(passed=1, deselected=1)
    run.runpytest_inprocess("-m", "nightly").assert_outcomes(passed=1, deselected=1)


CALLS_A_MODEL = """
    import os, socket, pytest

    @pytest.mark.model
    def test_call():
        assert os.environ["OPENAI_API_KEY"] == "sk-of-the-person"

    def test_no_call():
        assert "OPENAI_API_KEY" not in os.environ
"""


@pytest.fixture
def offline_run(
    run: pytest.Pytester, monkeypatch: pytest.MonkeyPatch, repository: Path
) -> pytest.Pytester:
    """The same with the rules on sockets and keys, started in a process of its own."""
    monkeypatch.setenv("PYTHONPATH", str(repository))
    plugins = ["tests.selection", "tests.skips", "tests.offline"]
    run.makeconftest(f"pytest_plugins = {plugins!r}")
    run.makepyfile(CALLS_A_MODEL)
    return run


def test_a_model_is_called_only_when_asked_for_and_with_a_key(
    offline_run: pytest.Pytester, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked_without_a_key = offline_run.runpytest_subprocess("-m", "model")
    monkeypatch.setenv("OPENAI_API_KEY", "sk-of-the-person")
    not_asked = offline_run.runpytest_subprocess()
    asked = offline_run.runpytest_subprocess("-m", "model")

    asked_without_a_key.assert_outcomes(skipped=1, deselected=1)
    asked_without_a_key.stdout.fnmatch_lines(["*::test_call: needs a model key*"])
    not_asked.assert_outcomes(passed=1, deselected=1)
    asked.assert_outcomes(passed=1, deselected=1)


def test_the_rules_hold_where_several_processes_run_the_tests(
    offline_run: pytest.Pytester, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-of-the-person")
    monkeypatch.setenv("CARTO_REQUIRE_ALL", "1")
    offline_run.makepyfile(test_skipped=TWO_TESTS.format(reason="no time"))
    result = offline_run.runpytest_subprocess("-n", "2")
    result.assert_outcomes(passed=2, errors=1)
    result.stdout.fnmatch_lines(["*skipped tests: 0*"])


def test_another_machine_cannot_be_reached() -> None:
    with (
        socket.socket() as caller,
        pytest.raises((RuntimeError, UserWarning), match=r"192\.0\.2\.1"),
    ):
        caller.connect(("192.0.2.1", 80))


def test_a_name_is_not_looked_up() -> None:
    with pytest.raises(RuntimeError, match=r"tried to look up 'example\.org'"):
        socket.create_connection(("example.org", 80))


def test_a_server_of_the_test_itself_can_be_reached() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        with socket.create_connection(("localhost", port), timeout=5) as caller:
            assert caller.getpeername()[1] == port


def test_no_key_of_the_person_is_in_sight() -> None:
    assert [name for name in os.environ if name.endswith("_API_KEY")] == []
    assert os.environ["LANGSMITH_TRACING_V2"] == "false"
