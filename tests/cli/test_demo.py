"""The demo tells the whole way of a note, and leaves a folder to play with."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


def demo(home: Path, lang: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [
            sys.executable,
            "-m",
            "integrations.cli.main",
            "demo",
            "--home",
            str(home),
            "--lang",
            lang,
        ],
        capture_output=True,
        check=False,
        cwd=ROOT,
        env={"PATH": "", "PYTHONUTF8": "1", "NO_COLOR": "1"},
        text=True,
        encoding="utf-8",
    )


@pytest.mark.parametrize(
    ("lang", "shown"),
    [
        (
            "en",
            ["Dr Rasmus Eketorp. An earlier note named", "15 décembre 2026", "brief of 30 October"],
        ),
        (
            "fr",
            [
                "Damir Vukelja. Une note précédente disait",
                "15 décembre 2026",
                "fiche du 30 octobre",
            ],
        ),
    ],
)
def test_it_shows_a_contradiction_an_answer_from_two_sources_and_a_brief(
    tmp_path: Path, lang: str, shown: list[str]
) -> None:
    told = demo(tmp_path / "home", lang)
    assert (told.returncode, told.stderr) == (0, "")
    assert [words for words in shown if words not in told.stdout] == []
    assert (tmp_path / "home" / "carto.db").exists()


def test_it_does_not_tell_its_story_in_a_workspace_of_somebody_s(tmp_path: Path) -> None:
    demo(tmp_path, "en")
    again = demo(tmp_path, "en")
    assert again.returncode == 2
    assert "There is a workspace in" in again.stderr
