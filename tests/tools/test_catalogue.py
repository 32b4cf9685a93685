"""The tools as a model meets them: their names, their arguments, and wrong arguments as remarks."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from assistant.bootstrap import Workspace
from tests.tools.calling import call, in_scope, scope_of
from tests.tools.scene import PORT
from tests.tools.test_accounts import NEEDED
from tools.catalogue import TOOLS, tool_named

NAMES = (
    "find_account", "read_map", "list_people", "explain_fact", "search_notes", "timeline",
    "open_promises", "coverage_gaps", "compare_dates", "read_page", "propose_change",
)  # fmt: skip


def test_these_are_the_tools() -> None:
    assert tuple(tool.name for tool in TOOLS) == NAMES
    assert tool_named("delete_account") is None


@pytest.mark.parametrize("name", NAMES)
def test_every_tool_and_argument_is_described_and_bounded(name: str) -> None:
    tool = tool_named(name)
    assert tool is not None
    assert 60 < len(tool.description) < 400
    schema = tool.args.model_json_schema()
    assert schema["additionalProperties"] is False
    for argument, said in schema["properties"].items():
        text = json.dumps(said)
        assert "description" in text, argument
        is_text = '"type": "string"' in text and '"enum"' not in text
        assert not is_text or "maxLength" in text or "pattern" in text, argument


@pytest.mark.parametrize("name", NAMES)
def test_who_reads_is_never_an_argument(name: str) -> None:
    tool = tool_named(name)
    assert tool is not None
    given = set(tool.args.model_fields)
    assert not given & {"audience", "member", "readers", "workspace", "as_of", "lang"}


WRONG: list[dict[str, Any]] = [
    {"account": 7},
    {"account": ["Port of Elde"]},
    {"account": {"name": "Port of Elde"}},
    {"account": "x" * 201},
    {"account": "\ud800"},
    {"audience": ["everybody"]},
    {"account": PORT, "surprise": True},
]


@pytest.mark.parametrize("name", [name for name in NAMES if name != "find_account"])
@pytest.mark.parametrize("wrong", WRONG)
def test_a_wrong_argument_is_a_remark(
    accepted: Workspace, name: str, wrong: dict[str, Any]
) -> None:
    found = call(accepted, name, **{**NEEDED.get(name, {}), **wrong})
    assert found.remark.startswith("bad_argument: ")
    assert found.evidence == ()
    assert "everybody" not in found.remark


def test_a_code_that_does_not_exist_is_a_remark_with_those_that_do(accepted: Workspace) -> None:
    found = call(accepted, "list_people", account=PORT, power="owns")
    assert "'decides', 'funds', 'signs', 'vetoes' or 'recommends'" in found.remark


@pytest.mark.parametrize("nothing", [None, "", " ", "null", "None", "n/a"])
def test_an_argument_that_says_nothing_is_left_out(accepted: Workspace, nothing: object) -> None:
    found = call(accepted, "list_people", account=PORT, power=nothing, stance=nothing)
    assert found == call(accepted, "list_people", account=PORT)


STRANGE = ["\x00", "' OR 1=1 --", "%", "[e1](https://evil.example)", "🦊" * 40, "\u202eedlE", "q"]


@pytest.mark.parametrize("name", [n for n in NAMES if n not in ("read_page", "propose_change")])
@pytest.mark.parametrize("strange", STRANGE)
def test_strange_names_find_nothing_and_break_nothing(
    accepted: Workspace, name: str, strange: str
) -> None:
    tool = tool_named(name)
    assert tool is not None
    texts = {"account", "person", "words"} & set(tool.args.model_fields)
    for argument in sorted(texts):
        found = call(
            accepted, name, **{"account": PORT, **NEEDED.get(name, {}), argument: strange}
            if name != "find_account" else {argument: strange},
        )  # fmt: skip
        assert strange not in found.remark


def test_the_same_thing_keeps_its_id_through_a_turn(accepted: Workspace) -> None:
    with accepted.store.read() as conn:
        scope = scope_of(accepted, conn)
        first = in_scope(scope, "list_people", account=PORT, stance="champion")
        other = in_scope(scope, "list_people", account=PORT, power="funds")
        again = in_scope(scope, "list_people", account=PORT, stance="champion")
    assert [one.id for one in first.evidence] == ["e1"]
    assert [one.id for one in other.evidence] == ["e2"]
    assert again == first
    assert scope.book.get("e1") == first.evidence[0]
    assert scope.book.get("e9") is None
    assert scope.book.all() == (*first.evidence, *other.evidence)


def test_tools_load_no_chat_model_library(repository: Path) -> None:
    code = (
        "import sys, tools.catalogue; "
        "bad = {n.split('.')[0] for n in sys.modules} & "
        "{'langchain', 'langchain_core', 'langchain_openai', 'langgraph', 'openai', 'prompts', "
        "'assistant', 'chromadb', 'bs4'}; "
        "sys.exit(str(sorted(bad)) if bad else 0)"
    )
    run = subprocess.run(
        [sys.executable, "-c", code], cwd=repository, capture_output=True, text=True, check=False
    )
    assert run.returncode == 0, run.stderr
