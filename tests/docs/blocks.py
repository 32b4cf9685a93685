"""Blocks of a document whose text is what a command prints.

A block is a comment ``<!-- carto … -->`` and the fenced text after it. The commands run on the sample
accounts, with everything accepted, on the day their story is told.
"""

import re
import shlex
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from assistant.bootstrap import open_workspace
from assistant.demo_notes import demo_lines, settle_in
from assistant.import_notes import import_notes
from assistant.settings import load_settings

ROOT = Path(__file__).parents[2]
DOCUMENTS = (ROOT / "README.md",)
DEMO_PAGE = ROOT / "docs" / "demo.md"
MODELS_PAGE = ROOT / "docs" / "models.md"

_BLOCK = re.compile(
    r"(<!-- carto (?P<command>[^\n]*?) -->\n```text\n)(?P<shown>.*?)(```)", re.DOTALL
)
_TURN = re.compile(
    r"(?P<head><!-- recorded turn -->\n).*?(?P<tail><!-- end of recorded turn -->)", re.DOTALL
)
_LAST_STEP = re.compile(r"^9\. .*?(?=^All this stays)", re.DOTALL | re.MULTILINE)
# Our ids are made of the time and of chance.
_ID = re.compile(r"\b(prp|lin|fct|evt|src|per)_[0-9A-Z]{26}\b")


@dataclass(frozen=True, slots=True)
class Block:
    """One command and the text a document shows for it."""

    command: str
    shown: str


def blocks_of(document: Path) -> list[Block]:
    """The command blocks of a document, in order."""
    text = document.read_text(encoding="utf-8")
    return [Block(found["command"], found["shown"]) for found in _BLOCK.finditer(text)]


def prepare(home: Path) -> None:
    """A workspace with the sample accounts, everything accepted."""
    settle_in(home)
    with open_workspace(load_settings(home=home, today="2026-10-30")) as ws:
        for imported in import_notes(ws, demo_lines(), accept="all"):
            assert imported.status == "stored", imported


def run(command: str, home: Path) -> str:
    """What ``carto command`` prints for people, without what differs between two runs."""
    finished = subprocess.run(
        [sys.executable, "-m", "integrations.cli.main", *shlex.split(command)],
        capture_output=True,
        check=False,
        cwd=ROOT,
        env={"CARTO_HOME": str(home), "PATH": "", "PYTHONUTF8": "1", "NO_COLOR": "1"},
        text=True,
        encoding="utf-8",
    )
    assert finished.returncode == 0, finished.stderr
    shown = _ID.sub(lambda found: f"{found[1]}_…", finished.stdout)
    return "\n".join(line.rstrip() for line in shown.rstrip().splitlines()) + "\n"


def demo_page(folder: Path) -> str:
    """``docs/demo.md``: what `make demo` prints, in both languages, without chance and machine."""
    parts = ["# What `make demo` prints\n\nWritten by `make docs`; ids and folders are left out.\n"]
    for lang, title in (("en", "In English"), ("fr", "En français")):
        home = folder / f"demo-{lang}"
        told = run(f"demo --home {shlex.quote(str(home))} --lang {lang}", home)
        parts.append(f"## {title}\n\n```text\n{told.replace(str(home), 'FOLDER')}```\n")
    return "\n".join(parts)


def with_recorded_turn(document: Path, demo: str) -> str:
    """The document with the recorded turn as the demo's page shows it in English."""
    found = _LAST_STEP.search(demo)
    assert found is not None, "the demo's last step has moved"
    shown = f"```text\n{found[0].rstrip()}\n```"
    return _TURN.sub(
        lambda block: f"{block['head']}\n{shown}\n\n{block['tail']}",
        document.read_text(encoding="utf-8"),
    )


def rewritten(document: Path, home: Path) -> str:
    """The document with every block as its command prints it now."""
    text = document.read_text(encoding="utf-8")
    return _BLOCK.sub(
        lambda found: f"{found[1]}{run(found['command'], home)}{found[4]}",
        text,
    )
