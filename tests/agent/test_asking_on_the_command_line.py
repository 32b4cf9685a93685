"""`carto ask` with a model behind it."""

import json
from pathlib import Path

import pytest

from integrations.cli.main import main
from tests.agent.turns import DECIDERS, GOOD, reply
from tests.answers.scene import furnished
from tests.cli.conftest import Carto, carto, home
from tests.model_servers.scripted import Scripted

__all__ = ["carto", "home"]
QUESTION = "who decides at Tarbet Shipyard?"


@pytest.fixture
def notes(home: Path) -> Path:
    with furnished(home, "all"):
        return home


def configure(monkeypatch: pytest.MonkeyPatch, base_url: str) -> None:
    monkeypatch.setenv("CARTO_MODEL_BASE_URL", base_url)
    monkeypatch.setenv("CARTO_MODEL_NAME", "loopback")
    monkeypatch.setenv("CARTO_MODEL_RETRIES", "0")
    monkeypatch.setenv("CARTO_TODAY", "2026-06-30")


@pytest.mark.usefixtures("notes")
def test_the_model_answers(carto: Carto, monkeypatch: pytest.MonkeyPatch) -> None:
    with Scripted([DECIDERS, GOOD]) as server:
        configure(monkeypatch, server.base_url)
        ran = carto("ask", QUESTION)
    assert ran.code == 0
    assert ran.out.startswith("Alasdair Moncur decides. [1]\n")
    assert "the software is his to choose" in ran.out


@pytest.mark.usefixtures("notes")
def test_json_names_the_engine(carto: Carto, monkeypatch: pytest.MonkeyPatch) -> None:
    with Scripted([DECIDERS, GOOD]) as server:
        configure(monkeypatch, server.base_url)
        ran = carto("ask", QUESTION, "--json")
        plain = carto("ask", QUESTION, "--json", "--engine", "embedded")
    assert json.loads(ran.out)["engine"] == "model:loopback"
    assert json.loads(plain.out)["engine"] == "embedded"


@pytest.mark.usefixtures("notes")
def test_without_a_model_it_says_so_only_when_one_was_asked_for(carto: Carto) -> None:
    assert "No model" not in carto("ask", QUESTION).out
    assert "No model is set up" in carto("ask", QUESTION, "--engine", "model").out


@pytest.mark.usefixtures("notes")
def test_lines_go_the_same_way(
    carto: Carto, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    asked = tmp_path / "in.jsonl"
    asked.write_text(json.dumps({"id": 4, "q": QUESTION}) + "\n" + json.dumps({"id": 5}) + "\n")
    with Scripted([DECIDERS, GOOD]) as server:
        configure(monkeypatch, server.base_url)
        ran = carto("ask", "--jsonl", str(asked))
    first, second = (json.loads(line) for line in ran.out.splitlines())
    assert (first["id"], first["engine"]) == (4, "model:loopback")
    assert second["error"]["code"] == "bad_question"


@pytest.mark.usefixtures("notes")
def test_a_thread_goes_on_after_a_restart(carto: Carto, monkeypatch: pytest.MonkeyPatch) -> None:
    with Scripted([DECIDERS, GOOD, DECIDERS, GOOD]) as server:
        configure(monkeypatch, server.base_url)
        carto("ask", QUESTION, "--thread", "monday")
        carto("ask", "and what else?", "--thread", "monday")
        carto("ask", "and what else?", "--thread", "tuesday")
    said = [one["messages"] for one in server.requests if one["messages"][-1]["role"] == "user"]
    assert [m["role"] for m in said[1]] == ["system", "user", "assistant", "user"]
    assert "\nAlasdair Moncur decides.\n" in said[1][2]["content"]
    assert [m["role"] for m in said[-1]] == ["system", "user"]


@pytest.mark.usefixtures("notes")
def test_on_a_terminal_sentences_come_as_they_are_checked(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)
    two = reply(("Alasdair Moncur decides.", ["e1"]), ("Bruce Wayne decides.", ["e1"]))
    with Scripted([DECIDERS, two]) as server:
        configure(monkeypatch, server.base_url)
        assert main(["ask", QUESTION, "--lang", "en"]) == 0
    seen = capsys.readouterr()
    assert "looking at the people…" in seen.err
    assert seen.out.count("Alasdair Moncur decides. [1]") == 1
    assert "Left out: 1 statement" in seen.out
    assert "Bruce" not in seen.out
