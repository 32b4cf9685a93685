"""What README shows is what the commands print."""

from pathlib import Path

import pytest

from tests.docs.blocks import DOCUMENTS, ROOT, blocks_of, prepare, run


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


def test_every_link_to_a_file_leads_somewhere() -> None:
    import re

    for document in (*DOCUMENTS, *sorted((ROOT / "docs").rglob("*.md"))):
        for target in re.findall(r"\]\(([^)#:]+)\)", document.read_text(encoding="utf-8")):
            assert (document.parent / target).exists(), f"{document.name}: {target}"
