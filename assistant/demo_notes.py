"""The sample notes: two invented accounts, four notes each, and one article."""

import json
from importlib.resources import files
from pathlib import Path

# The day on which the story of the sample accounts is told.
TOLD_ON = "2026-10-30"


def demo_lines() -> tuple[str, ...]:
    """The sample notes as import lines, in the order in which they were written."""
    text = files("assistant.demo_data").joinpath("notes.jsonl").read_text(encoding="utf-8")
    return tuple(sorted(text.splitlines(), key=lambda line: str(json.loads(line)["date"])))


def demo_text(note_id: str) -> str:
    """The text of one sample note."""
    notes = (json.loads(line) for line in demo_lines())
    return next(str(note["text"]) for note in notes if note["id"] == note_id)


def settle_in(home: Path) -> None:
    """Write the settings of the sample workspace: who we are there, and the day it is set on."""
    home.mkdir(parents=True, exist_ok=True)
    config = (
        "# The sample workspace. Delete the line below to live in the present.\n"
        f'today = "{TOLD_ON}"\n'
        'us = "Halvenne"\n'
        'our_people = ["Solène Kerdraon", "Fergus Oyelaran", "Naïm Belkadour"]\n'
    )
    (home / "config.toml").write_text(config, encoding="utf-8")
