"""After an outage: who asks by hand whether the model is back is told the truth at once."""

import json
import shutil
from pathlib import Path

import pytest

from tests.failures.answers_of_a_model import NOTE, QUESTION, well
from tests.failures.living import Ran, carto, model_at, new_home
from tests.model_servers.loopback import LoopbackModel, Reply
from tests.model_servers.wire import events

DOWN = Reply(status=503)


@pytest.fixture
def home(tmp_path: Path) -> Path:
    return new_home(tmp_path) / "home"


def run(home: Path, server: LoopbackModel, *words: str, on_terminal: bool = False) -> Ran:
    """The command, with what it recorded put back: outages of one minute add up."""
    at = {"CARTO_HOME": str(home), **model_at(server.base_url)}
    ran = carto(at, *words, on_terminal=on_terminal)
    trace = home / "trace"
    trace.mkdir(exist_ok=True)
    if (home / "traced.jsonl").stat().st_size:
        shutil.copy(home / "traced.jsonl", trace / "2026-06-30.jsonl")
    return ran


def test_an_import_does_not_wait_for_an_endpoint_that_is_down(home: Path, tmp_path: Path) -> None:
    lines = [
        {"id": f"n{n}", "account": "Acme", "date": "2026-06-01", "text": f"{NOTE} Day {n}."}
        for n in range(8)
    ]
    many = tmp_path / "many.jsonl"
    many.write_text("".join(f"{json.dumps(one)}\n" for one in lines), encoding="utf-8")
    with LoopbackModel(lambda _: DOWN) as server:
        ran = run(home, server, "import", str(many))
        assert len(server.requests) == 3
    assert (
        "8 notes were read by the rules and not by the model: the model's server failed" in ran.err
    )


def test_reading_again_by_hand_asks_an_endpoint_that_was_down_a_moment_ago(
    home: Path, tmp_path: Path
) -> None:
    with LoopbackModel(lambda _: DOWN) as server:
        run(home, server, "import", str(tmp_path / "notes.jsonl"))
        assert run(home, server, "reread").code == 1
        server.answer = well
        again = run(home, server, "reread")
    assert again.code == 0
    assert again.out.count("was read by the model") == 3


def test_trying_it_by_hand_asks_it_too(home: Path, tmp_path: Path) -> None:
    with LoopbackModel(lambda _: DOWN) as server:
        run(home, server, "import", str(tmp_path / "notes.jsonl"))
        server.answer = lambda _: Reply("ready")
        asked = len(server.requests)
        run(home, server, "config", "model", "--check")
        assert len(server.requests) > asked


def test_at_a_terminal_what_was_said_before_the_break_stays_and_says_that_it_broke(
    home: Path,
) -> None:
    from tests.agent.turns import reply

    said = reply(("Alasdair Moncur decides.", ["e1"]), ("Alasdair Moncur (md) decides.", ["e1"]))
    whole = b"".join(events(said, "loopback", with_usage=True))
    cut = Reply(raw=whole, close_after=whole.index(b"(md)") + 40)
    with LoopbackModel(well) as server:
        server.answer = lambda body: cut if body["messages"][-1]["role"] == "tool" else well(body)
        ran = run(home, server, "ask", QUESTION, on_terminal=True)
    assert ran.code == 0
    assert ran.out.count("Alasdair Moncur decides. [1]") == 1
    assert "(The model's reply broke off here.)" in ran.out
    assert "the software is his to choose" in ran.out
