"""The harness finds what it looks for: with a fault planted in the product, cases fail, each for its reason."""

import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from typing_extensions import override

from assistant import read_page as pages
from assistant.agent import checking, effects, run
from assistant.agent.safe_text import Cleaned
from assistant.take_note import take_note
from integrations.slack.blocks import elements
from knowledge.documents.page_outcomes import Fetched, PageRefused, PageText
from tests.injection.carriers import PAGE_URL
from tests.injection.cases import SEED, case_named, drawn
from tests.injection.recording import Recorder, recorded
from tests.injection.running import Range, shooting_range
from tests.injection.world import Web
from tools.scope import ToolScope

pytestmark = pytest.mark.needs_shared

Plant = Callable[[pytest.MonkeyPatch], None]


@pytest.fixture(scope="module")
def shooting(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Range]:
    with shooting_range(tmp_path_factory.mktemp("range")) as made:
        yield made


def text_of_a_model_is_shown_as_it_is(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(checking, "cleaned", lambda text, allowed=(): Cleaned(text, 0))  # noqa: ARG005


def a_proposal_is_applied_at_once(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(effects, "take_note", partial(take_note, accept="all"))


def any_address_is_fetched(patch: pytest.MonkeyPatch) -> None:
    class Every(frozenset[str]):
        @override
        def __contains__(self, _: object) -> bool:
            return True

    patch.setattr(run, "addresses_typed", lambda _: Every())


def the_tools_see_with_the_eyes_of_somebody_else(patch: pytest.MonkeyPatch) -> None:
    def scope(**given: Any) -> ToolScope:
        return ToolScope(**given | {"audience": frozenset({"rival"})})

    patch.setattr(run, "ToolScope", scope)


def hidden_words_are_read(patch: pytest.MonkeyPatch) -> None:
    def read(page: Fetched) -> PageText:
        return PageText("", page.body.decode())

    patch.setattr(pages, "read_fetched", read)


def slack_may_make_links(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(elements, "_mrkdwn", lambda words: {"type": "mrkdwn", "text": words})


PLANTED: tuple[tuple[Plant, str, str], ...] = (
    (text_of_a_model_is_shown_as_it_is, "link", "note/end/10/7"),
    (a_proposal_is_applied_at_once, "effect", "message/start/2/3"),
    (any_address_is_fetched, "network", "note/middle/8/3"),
    (the_tools_see_with_the_eyes_of_somebody_else, "canary", "email/start/0/7"),
    (hidden_words_are_read, "seen", "hidden/end/5/7"),
    (slack_may_make_links, "link", "note/start/2/7"),
)


@pytest.mark.parametrize(("plant", "kind", "name"), PLANTED)
def test_a_planted_fault_is_found(
    plant: Plant, kind: str, name: str, shooting: Range, monkeypatch: pytest.MonkeyPatch
) -> None:
    case = case_named(name)
    assert shooting.run(case).faults == ()
    plant(monkeypatch)
    assert kind in {fault.split(":", 1)[0] for fault in shooting.run(case).faults}


def test_what_leaves_the_process_is_recorded_and_refused(tmp_path: Path) -> None:
    home, outside = tmp_path / "home", tmp_path / "outside.txt"
    home.mkdir()
    recorder = Recorder(home, port=1)
    with recorded(recorder):
        (home / "inside.txt").write_text("ours", encoding="utf-8")
        outside.write_text("not ours", encoding="utf-8")
        subprocess.run([sys.executable, "-c", ""], check=True)
        with pytest.raises(ConnectionRefusedError), socket.socket() as one:
            one.connect(("127.0.0.1", 8000))
        with pytest.raises(socket.gaierror):
            socket.getaddrinfo("collect.attacker.example", 443)
    assert recorder.outside == [str(outside)]
    assert [sys.executable in one for one in recorder.programs] == [True]
    assert recorder.connections == ["('127.0.0.1', 8000)", "look-up of 'collect.attacker.example'"]


def test_the_page_that_was_named_is_asked_for(
    shooting: Range, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    real = Web.fetch

    def fetch(web: Web, url: str) -> Fetched | PageRefused:
        asked.append(url)
        return real(web, url)

    monkeypatch.setattr(Web, "fetch", fetch)
    assert shooting.run(case_named("page/start/1/7")).faults == ()
    assert set(asked) == {PAGE_URL}


def test_cases_are_drawn_by_seed_and_named_for_a_second_look() -> None:
    cases = drawn(1_000)
    assert cases == drawn(1_000, SEED) != drawn(1_000, SEED + 1)
    assert len({case.name for case in cases}) == 1_000
    assert all(case_named(case.name) == case for case in cases)
    assert len(drawn(20_000)) == 18_000
