"""A server that refuses `response_format`: found out when it is set up, told when it is in use, put right."""

import json
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from knowledge.language.catalogue import LANGUAGES
from tests.failures.answers_of_a_model import NOTE, READ, is_question, well
from tests.failures.living import Ran, carto, one_line
from tests.model_servers.loopback import LoopbackModel, Reply, ToolCall


def capable_of(*shapes: str) -> Any:
    """A model that can do everything, at a server that holds replies to a shape in these ways alone."""

    def answer(body: dict[str, Any]) -> Reply:
        asked = str(body["messages"])
        if body.get("response_format") and "json_schema" not in shapes:
            return Reply(status=400, error={"message": "response_format is not supported"})
        if is_question(body):
            return well(body)
        if body.get("tools"):
            name = body["tools"][0]["function"]["name"]
            if name == "weather":
                return Reply(tool_calls=(ToolCall(name, {"city": "Lyon"}),))
            if "tool" not in shapes:
                return Reply(status=400, error={"message": "tool_choice is not supported"})
            given = {"colour": "red"} if "crimson" in asked else json.loads(READ)
            return Reply(tool_calls=(ToolCall(name, given),))
        if "Paula" in asked:
            return Reply(READ)
        return Reply(json.dumps({"colour": "red"}) if "crimson" in asked else "ready")

    return answer


@pytest.fixture
def server() -> Iterator[LoopbackModel]:
    with LoopbackModel(capable_of("prompt")) as running:
        yield running


@pytest.fixture
def home(tmp_path: Path) -> Path:
    (tmp_path / "note.txt").write_text(NOTE, encoding="utf-8")
    return tmp_path / "home"


def run(home: Path, *words: str) -> Ran:
    return carto({"CARTO_HOME": str(home)}, *words)


def config(home: Path) -> dict[str, Any]:
    kept: dict[str, Any] = tomllib.loads((home / "config.toml").read_text(encoding="utf-8"))
    return dict(kept["model"])


def take_note(home: Path, lang: str = "en") -> Ran:
    note = str(home.parent / "note.txt")
    return run(home, "note", note, "--account", "Acme", "--create", "--lang", lang)


@pytest.mark.parametrize(
    ("shapes", "kept"), [(("prompt",), "prompt"), (("tool", "prompt"), "tool")]
)
def test_setting_it_up_keeps_a_shape_that_works(
    home: Path, shapes: tuple[str, ...], kept: str
) -> None:
    with LoopbackModel(capable_of(*shapes)) as server:
        ran = run(home, "config", "model", "--at", server.base_url, "--model", "m", "--yes")
        assert ran.code == 0, ran.err
        assert f"Replies will be held to a shape by {kept}, since json_schema does not" in ran.err
        assert config(home)["structured"] == kept
        noted = take_note(home)
    assert noted.code == 0
    assert "the rules" not in noted.err


def test_a_shape_somebody_chose_is_theirs_and_said_not_to_work(
    home: Path, server: LoopbackModel
) -> None:
    at = ("--at", server.base_url, "--model", "m", "--structured", "json_schema", "--yes")
    ran = run(home, "config", "model", *at)
    assert ran.code == 1
    assert "carto config model --use reading --structured prompt" in ran.err
    assert config(home)["structured"] == "json_schema"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_note_says_what_to_do_and_is_read_once_it_is_done(
    home: Path, server: LoopbackModel, lang: str
) -> None:
    home.mkdir()
    text = f'[model]\nbase_url = "{server.base_url}"\nname = "m"\nretries = 0\n'
    (home / "config.toml").write_text(text, encoding="utf-8")
    noted = take_note(home, lang)
    assert noted.code == 0
    assert "carto config model --check" in noted.err
    checked = run(home, "config", "model", "--check", "--lang", lang)
    assert checked.code == 1
    advice = "carto config model --use reading --structured prompt"
    assert advice in one_line(checked.out)
    done = run(home, *advice.split()[1:], "--yes")
    assert done.code == 0, done.err
    assert run(home, "config", "model", "--check").code == 0
    again = run(home, "reread")
    assert again.code == 0
    assert "was read by the model" in again.out


def test_for_all_uses_too(home: Path, server: LoopbackModel) -> None:
    home.mkdir()
    text = f'[model]\nbase_url = "{server.base_url}"\nname = "m"\n'
    (home / "config.toml").write_text(text, encoding="utf-8")
    assert run(home, "config", "model", "--structured", "prompt", "--yes").code == 0
    assert "the rules" not in take_note(home).err


@pytest.mark.parametrize("said", ['{"city": "Lyon"}', "{}", '{"error": {"message": "no"}}', '{"reading": {"people": []}}'])  # fmt: skip
def test_an_object_that_is_no_reading_is_not_taken_for_a_note_with_nothing_in_it(
    home: Path, said: str
) -> None:
    with LoopbackModel(lambda _: Reply(said)) as server:
        home.mkdir()
        text = f'[model]\nbase_url = "{server.base_url}"\nname = "m"\n'
        (home / "config.toml").write_text(text, encoding="utf-8")
        noted = take_note(home)
        assert len(server.requests) == 2
    assert noted.code == 0
    assert "could not be understood" in noted.err
    assert "Paula Weir" in noted.out
