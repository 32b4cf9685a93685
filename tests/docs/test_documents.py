"""What README shows is what the commands print."""

import re
from pathlib import Path

import pytest

from tests.docs.blocks import (
    DEMO_PAGE,
    DOCUMENTS,
    MODELS_PAGE,
    ROOT,
    blocks_of,
    demo_page,
    prepare,
    run,
    with_recorded_turn,
)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("docs")
    prepare(folder)
    return folder


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_every_command_shown_prints_what_is_shown(document: Path, home: Path) -> None:
    blocks = blocks_of(document)
    assert blocks
    for block in blocks:
        assert run(block.command, home) == block.shown, f"make docs; carto {block.command}"


def test_the_demo_page_is_what_the_demo_prints(tmp_path: Path) -> None:
    shown = DEMO_PAGE.read_text(encoding="utf-8")
    told = demo_page(tmp_path)
    assert _stories(told) == _stories(shown), "make docs"


def _stories(page: str) -> list[str]:
    """The stories up to where they name a folder, without the short ids, which are made of chance."""
    stories = re.split(r"^(?:All this stays|Tout cela reste)", page, flags=re.MULTILINE)
    return [re.sub(r"\b[0-9a-f]{6}\b", "", _from_title(story)) for story in stories[:2]]


def _from_title(story: str) -> str:
    return story[story.index("```text") :]


def test_every_link_to_a_file_leads_somewhere() -> None:
    for document in (*DOCUMENTS, *sorted((ROOT / "docs").rglob("*.md"))):
        for target in re.findall(r"\]\(([^)#:]+)\)", document.read_text(encoding="utf-8")):
            assert (document.parent / target).exists(), f"{document.name}: {target}"


def test_the_recorded_turn_is_the_one_the_demo_tells() -> None:
    demo = DEMO_PAGE.read_text(encoding="utf-8")
    shown = MODELS_PAGE.read_text(encoding="utf-8")
    assert with_recorded_turn(MODELS_PAGE, demo) == shown, "make docs"
    assert "Left out: 1 statement" in shown
