"""The same promises against another hand's server, with the faults it knows."""

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from knowledge.language.catalogue import phrase
from tests.failures.answers_of_a_model import PRIVATE, QUESTION, QUESTION_FR
from tests.failures.living import Ran, carto, model_at, new_home, one_line

FAULTS: dict[str, tuple[Callable[[Any], None], set[str]]] = {
    "rate limit": (lambda mock: mock.rate_limit(times=None, retry_after=3600), {"rate_limited"}),
    "503": (lambda mock: mock.fail(503, times=None), {"server_error"}),
    "outage": (lambda mock: mock.outage(), {"server_error"}),
    "context": (lambda mock: mock.context_overflow(times=None), {"too_long"}),
    "delay": (lambda mock: mock.delay(5, times=None), {"timeout"}),
    "prose": (lambda mock: mock.reply("Certainly!", times=None), {"garbled"}),
}
STREAMED: dict[str, tuple[Callable[[Any], None], set[str]]] = {
    # Asked again without a stream, it answers: with claims that rest on nothing.
    "truncated": (lambda mock: mock.truncate(times=None), {"nothing_left"}),
    "corrupt": (lambda mock: mock.corrupt(times=None), {"nothing_left"}),
    "stall": (lambda mock: mock.stall(seconds=5, times=None), {"timeout"}),
    "disconnect": (lambda mock: mock.disconnect(times=None), {"unreachable"}),
    "malformed arguments": (
        lambda mock: mock.tool_mode("auto").break_tool_call("malformed_arguments", times=None),
        {"garbled"},
    ),
    "unknown tool": (
        lambda mock: mock.tool_mode("auto").break_tool_call("unknown_tool", times=None),
        {"garbled"},
    ),
}


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return new_home(tmp_path_factory.mktemp("template"))


@pytest.fixture
def home(template: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(template / "home", tmp_path / "home"))


def run(home: Path, llmock: Any, *words: str, on_terminal: bool = False) -> Ran:
    # Less than what "delay" and "stall" take, and more than a busy machine needs for the others.
    limits = {"CARTO_MODEL_TIMEOUT_S": "2", "CARTO_MODEL_TOTAL_S": "4"}
    at = {**model_at(str(llmock.base_url())), **limits, "CARTO_HOME": str(home)}
    return carto(at, *words, on_terminal=on_terminal)


def tells(ran: Ran, lang: str, kinds: set[str], host: str) -> bool:
    """Whether the line under the answer is that of one of the failures."""
    shown = one_line(ran.out)
    if kinds == {"nothing_left"}:
        return one_line(phrase(lang, "agent.nothing_left")) in shown
    lines = [phrase(lang, f"models.failure.{one}", model="loopback", host=host) for one in kinds]
    return any(one_line(phrase(lang, "agent.fallback.failed", why=why)) in shown for why in lines)


def assert_keeps_to_itself(home: Path, ran: Ran) -> None:
    assert "Traceback" not in ran.shown
    written = [*(home / "logs").glob("*"), home / "traced.jsonl"]
    text = "".join(file.read_text(encoding="utf-8") for file in written if file.exists())
    assert not [word for word in PRIVATE if word in text]


@pytest.mark.parametrize("name", FAULTS)
def test_a_note_and_a_question(name: str, home: Path, template: Path, llmock: Any) -> None:
    order, kinds = FAULTS[name]
    order(llmock)
    noted = run(home, llmock, "note", str(template / "note.txt"), "--account", "Acme", "--create")
    assert noted.code == 0
    assert "Paula Weir" in noted.out
    assert any(phrase("en", f"config.why.{kind}") in one_line(noted.err) for kind in kinds)
    asked = run(home, llmock, "ask", QUESTION)
    assert asked.code == 0
    assert "Alasdair Moncur (md) decides [1]" in asked.out
    assert tells(asked, "en", kinds, str(llmock.base_url()).split("/")[2])
    for ran in (noted, asked):
        assert_keeps_to_itself(home, ran)


@pytest.mark.parametrize("name", STREAMED)
def test_a_question_at_a_terminal(name: str, home: Path, llmock: Any) -> None:
    order, kinds = STREAMED[name]
    order(llmock)
    asked = run(home, llmock, "ask", QUESTION_FR, on_terminal=True)
    assert asked.code == 0
    assert "Alasdair Moncur (md) décide [1]" in asked.out, asked
    assert tells(asked, "fr", kinds, str(llmock.base_url()).split("/")[2]), (asked.out, asked.calls)
    assert_keeps_to_itself(home, asked)
