"""Setting a model up, looking at its calls, and letting it read what it missed."""

import json
import stat
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from knowledge.language.catalogue import LANGUAGES
from tests.cli.conftest import Carto
from tests.model_reader.replies import label, person, reply
from tests.model_servers.loopback import LoopbackModel, Reply, ToolCall

NOTE = "Met Paula Weir. Paula Weir told us she wants it before summer."
READ = reply(
    people=[person("Paula Weir")],
    labels=[label("Paula Weir", "supporter", "she wants it before summer")],
)


def capable(body: dict[str, Any]) -> Reply:
    """A model that can do everything: shapes, tools, and reading the note."""
    asked = str(body.get("messages"))
    wants_reading = "Paula" in asked and "before summer" in asked
    if body.get("tools"):
        name = body["tools"][0]["function"]["name"]
        given = {"city": "Lyon"} if name == "weather" else {"colour": "red"}
        return Reply(None, tool_calls=(ToolCall(name, given),), finish_reason="tool_calls")
    if wants_reading:
        return Reply(READ)
    return Reply(json.dumps({"colour": "red"}) if "crimson" in asked else "ready")


@pytest.fixture
def server() -> Iterator[LoopbackModel]:
    with LoopbackModel(capable) as running:
        yield running


def config(home: Path, name: str = "config.toml") -> dict[str, Any]:
    return tomllib.loads((home / name).read_text(encoding="utf-8"))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_without_a_model_it_says_that_nothing_is_sent(carto: Carto, lang: str) -> None:
    ran = carto("config", "model", "--lang", lang)
    assert ran.code == 0
    assert len(ran.out.splitlines()) == 4
    assert ("nothing is sent" if lang == "en" else "rien n'est envoyé") in ran.out


def test_a_key_for_another_program_leads_to_an_offer_and_to_no_use(
    carto: Carto, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-theirs")
    ran = carto("config", "model")
    assert "OPENAI_API_KEY" in ran.out
    assert "--key-from OPENAI_API_KEY" in ran.out
    assert "sk-theirs" not in ran.out + ran.err
    assert [one["host"] for one in json.loads(carto("config", "model", "--json").out)] == [None] * 4


def test_a_model_is_tried_shown_and_kept(
    carto: Carto, home: Path, server: LoopbackModel, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MY_KEY", "sk-very-secret")
    ran = carto(
        "config", "model", "--at", server.base_url, "--model", "m1", "--key-from", "MY_KEY", "--yes"
    )
    assert ran.code == 0, ran.err
    assert f"m1 at 127.0.0.1:{server.port} (with a key)" in ran.out
    assert "Sent for each note: its text" in ran.out
    assert "json_schema, tool, prompt" in ran.err
    assert config(home) == {"model": {"base_url": server.base_url, "name": "m1"}}
    assert config(home, "secrets.toml") == {"model": {"key": "sk-very-secret"}}
    assert stat.S_IMODE((home / "secrets.toml").stat().st_mode) == 0o600
    assert "sk-very-secret" not in ran.out + ran.err
    assert "sk-very-secret" not in carto("config", "model", "--json").out


def test_without_a_terminal_nothing_is_kept_unless_told_to(
    carto: Carto, home: Path, server: LoopbackModel
) -> None:
    ran = carto("config", "model", "--at", server.base_url, "--model", "m1")
    assert ran.code == 2
    assert "--yes" in ran.err
    assert not (home / "config.toml").exists()


def test_what_else_stands_in_the_file_stays_comments_too(
    carto: Carto, home: Path, server: LoopbackModel
) -> None:
    home.mkdir()
    (home / "config.toml").write_text('# ours\nus = "Halvenne"  # the seller\n', encoding="utf-8")
    assert carto("config", "model", "--at", server.base_url, "--model", "m1", "--yes").code == 0
    assert carto("config", "model", "--use", "answering", "--off", "--yes").code == 0
    kept = (home / "config.toml").read_text(encoding="utf-8")
    assert kept.startswith('# ours\nus = "Halvenne"  # the seller\n')
    assert config(home)["model"]["answering"] == {"off": True}
    shown = json.loads(carto("config", "model", "--json").out)
    assert [one["host"] is None for one in shown] == [False, True, False, True]


def test_a_key_does_not_follow_to_another_address(
    carto: Carto, home: Path, server: LoopbackModel, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MY_KEY", "sk-first")
    first = ("config", "model", "--at", server.base_url, "--model", "m1", "--key-from", "MY_KEY")
    assert carto(*first, "--yes").code == 0
    with LoopbackModel(capable) as other:
        assert carto("config", "model", "--at", other.base_url, "--yes").code == 0
        assert "key" not in config(home, "secrets.toml")["model"]
        assert carto("config", "model", "--check").code == 0
        assert "sk-first" not in str(other.headers)


KEPT_FIRST: dict[str, list[tuple[str, ...]]] = {
    "a key of its own at the common address": [
        ("--at", "HERE", "--model", "m1"),
        ("--use", "reading", "--key-from", "MY_KEY"),
    ],
    "a key and an address of its own": [
        ("--use", "reading", "--at", "HERE", "--model", "m1", "--key-from", "MY_KEY"),
    ],
    "an endpoint for embeddings": [
        ("--use", "embedding", "--at", "HERE", "--model", "e1", "--key-from", "MY_KEY"),
    ],
    "switched off when it moves": [
        ("--use", "reading", "--at", "HERE", "--model", "m1", "--key-from", "MY_KEY"),
        ("--use", "reading", "--off"),
    ],
}


@pytest.mark.parametrize(
    ("before", "use"),
    [
        ("a key of its own at the common address", "reading"),
        ("a key of its own at the common address", "all"),
        ("a key and an address of its own", "reading"),
        ("an endpoint for embeddings", "embedding"),
        ("switched off when it moves", "reading"),
    ],
)
@pytest.mark.parametrize(
    ("lang", "told"), [("en", "the key stays behind"), ("fr", "la clé reste où elle est")]
)
def test_no_key_goes_to_another_address_neither_tried_nor_kept(
    carto: Carto,
    home: Path,
    server: LoopbackModel,
    monkeypatch: pytest.MonkeyPatch,
    before: str,
    use: str,
    lang: str,
    told: str,
) -> None:
    monkeypatch.setenv("MY_KEY", "sk-first")
    for words in KEPT_FIRST[before]:
        here = [server.base_url if word == "HERE" else word for word in words]
        assert carto("config", "model", *here, "--yes").code == 0
    with LoopbackModel(capable) as other:
        ran = carto(
            "config", "model", "--use", use, "--at", other.base_url, "--yes", "--lang", lang
        )
        assert ran.code == 0, ran.err
        assert told in ran.err
        assert carto("config", "model", "--use", use, "--on", "--yes").code == 0
        assert carto("config", "model", "--check").code == 0
        assert other.requests
        assert "sk-first" not in str(other.headers)
    assert "sk-first" not in (home / "secrets.toml").read_text(encoding="utf-8")


def test_a_new_key_for_all_takes_the_place_of_every_key_at_the_old_address(
    carto: Carto, home: Path, server: LoopbackModel, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MY_KEY", "sk-first")
    monkeypatch.setenv("NEW_KEY", "sk-second")
    for words in KEPT_FIRST["a key of its own at the common address"]:
        here = [server.base_url if word == "HERE" else word for word in words]
        assert carto("config", "model", *here, "--yes").code == 0
    with LoopbackModel(capable) as other:
        moved = ("--at", other.base_url, "--key-from", "NEW_KEY")
        ran = carto("config", "model", *moved, "--yes")
        assert "Reading notes: the key stays behind" in ran.err
        assert carto("config", "model", "--check").code == 0
        assert {one["authorization"] for one in other.headers} == {"Bearer sk-second"}
    assert config(home, "secrets.toml")["model"] == {"reading": {}, "key": "sk-second"}


def test_a_key_stays_where_its_address_does(
    carto: Carto, home: Path, server: LoopbackModel, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("MY_KEY", "sk-first")
    own = ("--use", "reading", "--at", server.base_url, "--model", "m1", "--key-from", "MY_KEY")
    assert carto("config", "model", *own, "--yes").code == 0
    with LoopbackModel(capable) as other:
        common = ("--at", other.base_url, "--model", "m2")
        assert "stays behind" not in carto("config", "model", *common, "--yes").err
        same = ("--use", "reading", "--at", f"{server.base_url}/", "--model", "m3")
        assert "stays behind" not in carto("config", "model", *same, "--yes").err
    assert config(home, "secrets.toml") == {"model": {"reading": {"key": "sk-first"}}}


def test_a_key_somebody_wrote_into_the_other_file_is_left_behind_too(
    carto: Carto, home: Path, server: LoopbackModel
) -> None:
    home.mkdir()
    written = f'[model]\nbase_url = "{server.base_url}"\nname = "m"\nkey = "sk-plain"\n'
    (home / "config.toml").write_text(written, encoding="utf-8")
    with LoopbackModel(capable) as other:
        assert carto("config", "model", "--at", other.base_url, "--yes").code == 0
        assert carto("config", "model", "--check").code == 0
        assert "sk-plain" not in str(other.headers)
    assert config(home)["model"] == {"base_url": other.base_url, "name": "m"}


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(
    ("variable", "value", "words"),
    [
        # The key of a variable would go along, in spite of what is kept.
        ("CARTO_MODEL_KEY", "sk-held", ("--at", "OTHER")),
        ("CARTO_MODEL_READING_KEY", "sk-held", ("--at", "OTHER")),
        ("CARTO_MODEL_KEY", "sk-held", ("--at", "OTHER", "--key-from", "NEW_KEY")),
        # And a new key would go to the address of a variable.
        ("CARTO_MODEL_BASE_URL", "http://127.0.0.1:9/v1", ("--at", "OTHER", "--key-from", "NEW_KEY")),
    ],
)  # fmt: skip
def test_what_a_variable_holds_cannot_be_moved_away_from(
    carto: Carto,
    home: Path,
    server: LoopbackModel,
    monkeypatch: pytest.MonkeyPatch,
    variable: str,
    value: str,
    words: tuple[str, ...],
    lang: str,
) -> None:
    first = ("--at", server.base_url, "--model", "m")
    assert carto("config", "model", *first, "--yes").code == 0
    kept = (home / "config.toml").read_bytes()
    monkeypatch.setenv("NEW_KEY", "sk-new")
    monkeypatch.setenv(variable, value)
    with LoopbackModel(capable) as other:
        moved = [other.base_url if word == "OTHER" else word for word in words]
        ran = carto("config", "model", *moved, "--yes", "--lang", lang)
        assert other.requests == []
    assert ran.code == 2
    assert variable in ran.err
    assert "sk-" not in ran.out + ran.err
    assert ((home / "config.toml").read_bytes(), (home / "secrets.toml").exists()) == (kept, False)


def test_what_one_key_may_do_says_nothing_of_another(
    carto: Carto, server: LoopbackModel, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GOOD", "sk-good")
    monkeypatch.setenv("BAD", "sk-bad")

    def by_key(body: dict[str, Any]) -> Reply:
        good = server.headers[-1]["authorization"] == "Bearer sk-good"
        return capable(body) if good else Reply(status=401)

    server.answer = by_key
    common = ("--at", server.base_url, "--model", "m", "--key-from", "GOOD")
    assert carto("config", "model", *common, "--yes").code == 0
    wrong = ("--use", "answering", "--key-from", "BAD")
    assert carto("config", "model", *wrong, "--yes").code == 1
    checked = json.loads(carto("config", "model", "--check", "--json").out)
    assert [(one["use"], one["failure"]) for one in checked] == [
        ("reading", None),
        ("answering", "wrong_key"),
    ]


# What would do nothing


@pytest.mark.parametrize(
    ("lang", "words"),
    [
        ("en", ("Writing messages: m1 at", "Nothing is written by a model yet.")),
        ("fr", ("Rédiger des messages : m1 chez", "Rien n'est encore rédigé par un modèle.")),
    ],
)
def test_a_model_for_writing_is_kept_untried_and_said_to_do_nothing_yet(
    carto: Carto, home: Path, server: LoopbackModel, lang: str, words: tuple[str, ...]
) -> None:
    own = ("--use", "writing", "--at", server.base_url, "--model", "m1", "--lang", lang)
    ran = carto("config", "model", *own, "--yes")
    assert ran.code == 0, ran.err
    for word in words:
        assert word in ran.out
    assert carto("config", "model", "--check").code == 0
    assert server.requests == []
    assert config(home)["model"]["writing"] == {"base_url": server.base_url, "name": "m1"}


def test_an_endpoint_for_embeddings_is_switched_off_and_on(
    carto: Carto, home: Path, server: LoopbackModel
) -> None:
    own = ("--use", "embedding", "--at", server.base_url, "--model", "e1")
    assert carto("config", "model", *own, "--yes").code == 0
    asked = len(server.requests)
    assert carto("config", "model", "--use", "embedding", "--off", "--yes").code == 0
    assert config(home)["embedding"]["off"] is True
    assert json.loads(carto("config", "model", "--json").out)[-1]["host"] is None
    assert "e1 (127.0.0.1" not in carto("doctor").out
    assert len(server.requests) == asked
    assert carto("config", "model", "--use", "embedding", "--on", "--yes").code == 0
    assert json.loads(carto("config", "model", "--json").out)[-1]["model"] == "e1"
    assert len(server.requests) > asked


@pytest.mark.parametrize(("lang", "said"), [("en", "cannot be set for"), ("fr", "ne se règle pas")])
@pytest.mark.parametrize(
    ("use", "words"),
    [
        ("reading", ("--daily-tokens", "100")),
        ("answering", ("--daily-tokens", "100")),
        ("writing", ("--daily-tokens", "100")),
        ("embedding", ("--daily-tokens", "100")),
        ("embedding", ("--structured", "tool")),
        ("embedding", ("--no-tools",)),
    ],
)
def test_an_option_that_nothing_would_read_is_refused(
    carto: Carto,
    home: Path,
    server: LoopbackModel,
    use: str,
    words: tuple[str, ...],
    lang: str,
    said: str,
) -> None:
    own = ("--use", use, "--at", server.base_url, "--model", "m1", *words)
    ran = carto("config", "model", *own, "--yes", "--lang", lang)
    assert ran.code == 2
    assert words[0] in ran.err
    assert f"--use {use}" in ran.err
    assert said in ran.err
    assert not (home / "config.toml").exists()
    assert server.requests == []


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--at", "http://models.example/v1", "--model", "m"), "base_url"),
        (("--model", "m"), "base_url"),
        (("--at", "openai"), "name"),
        (("--at", "openai", "--model", "m", "--key-from", "NOT_SET_ANYWHERE"), "NOT_SET_ANYWHERE"),
        (("--at", "openai", "--model", "m", "--ask-key"), "--key-from"),
    ],
)
def test_what_cannot_be_set_says_why_and_changes_nothing(
    carto: Carto, home: Path, words: tuple[str, ...], said: str
) -> None:
    ran = carto("config", "model", *words, "--yes")
    assert ran.code == 2
    assert said in ran.err
    assert not (home / "config.toml").exists()


def test_a_file_that_is_no_toml_is_left_as_it_is(carto: Carto, home: Path) -> None:
    home.mkdir()
    (home / "config.toml").write_text("[model\n", encoding="utf-8")
    assert carto("config", "model", "--off", "--yes").code in (1, 2)
    assert (home / "config.toml").read_text(encoding="utf-8") == "[model\n"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_wrong_key_is_told_when_it_is_tried(carto: Carto, lang: str) -> None:
    with LoopbackModel(lambda _: Reply(status=401)) as refusing:
        words = ("config", "model", "--at", refusing.base_url, "--model", "m", "--lang", lang)
        ran = carto(*words)
    assert ran.code == 2
    assert f"127.0.0.1:{refusing.port}" in ran.err


def test_a_model_without_tools_is_refused_for_answering_with_what_to_do(carto: Carto) -> None:
    def no_tools(body: dict[str, Any]) -> Reply:
        return Reply("I cannot do that.") if body.get("tools") else capable(body)

    with LoopbackModel(no_tools) as weak:
        ran = carto("config", "model", "--at", weak.base_url, "--model", "m", "--yes")
    assert "carto config model --use answering --off" in ran.err


def test_the_calls_are_listed_without_a_word_of_them(
    carto: Carto, home: Path, server: LoopbackModel
) -> None:
    assert "No model was called" in carto("trace").out
    assert carto("config", "model", "--at", server.base_url, "--model", "m1", "--yes").code == 0
    home.joinpath("note.txt").write_text(NOTE, encoding="utf-8")
    ran = carto("note", str(home / "note.txt"), "--account", "Acme", "--create", "--json")
    assert ran.code == 0, ran.err
    listed = carto("trace")
    assert "read_note" in listed.out
    assert "Today:" in listed.out
    calls = json.loads(carto("trace", "--json").out)
    assert calls[-1]["outcome"] == "ok"
    assert "Paula" not in json.dumps(calls)


def test_a_note_read_without_the_model_is_read_by_it_later(
    carto: Carto, home: Path, server: LoopbackModel
) -> None:
    assert carto("config", "model", "--at", server.base_url, "--model", "m1", "--yes").code == 0
    down = {"now": True}
    server.answer = lambda body: Reply(status=503) if down["now"] else capable(body)
    home.joinpath("note.txt").write_text(NOTE, encoding="utf-8")
    kept = carto("note", str(home / "note.txt"), "--account", "Acme", "--create")
    assert kept.code == 0
    assert "carto reread" in kept.err
    assert "src_" in carto("reread", "--list").out
    still = carto("reread")
    assert still.code == 1
    assert "still waits" in still.out
    down["now"] = False
    done = carto("reread")
    assert done.code == 0, done.err
    assert "was read by the model" in done.out
    assert "Nothing waits" in carto("reread").err
    shown = json.loads(carto("review", "--json").out)
    assert any(line["band"] for line in shown["lines"])


def test_rereading_needs_a_model(carto: Carto) -> None:
    ran = carto("reread")
    assert ran.code == 2
    assert "carto config model" in ran.err
