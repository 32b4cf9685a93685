"""Which language speaks: what was typed, then settings, then the system's."""

from pathlib import Path

import pytest

from assistant.settings import default_home
from integrations.cli.language import _home, probe


@pytest.mark.parametrize(
    ("arguments", "environ", "lang"),
    [
        ([], {}, "en"),
        ([], {"LANG": "fr_FR.UTF-8"}, "fr"),
        ([], {"LANG": "fr_FR.UTF-8", "LC_ALL": "C"}, "en"),
        ([], {"LANG": "en_GB", "LC_ALL": "fr_CA.UTF-8"}, "fr"),
        ([], {"LANG": "de_DE"}, "en"),
        ([], {"LANG": "fr_FR", "CARTO_LANG": "en"}, "en"),
        (["map", "A", "--lang", "fr"], {"CARTO_LANG": "en"}, "fr"),
        (["--lang=fr", "map", "A"], {}, "fr"),
        (["map", "A", "--lang"], {"LANG": "fr"}, "fr"),
        (["map", "A", "--lang", "de"], {"LANG": "fr"}, "fr"),
        (["ask", "--", "--lang", "fr"], {}, "en"),
    ],
)
def test_the_first_place_that_names_a_language_decides(
    arguments: list[str], environ: dict[str, str], lang: str, tmp_path: Path
) -> None:
    assert probe(arguments, {"CARTO_HOME": str(tmp_path), **environ}) == lang


@pytest.mark.parametrize(
    ("config", "lang"),
    [
        ('lang = "fr"\n', "fr"),
        ("timezone = 'Europe/Paris'\nlang='fr' # here\n", "fr"),
        ('[limits]\nlang = "fr"\n', "en"),
        ("lang = ", "en"),
        ("\xff", "en"),
    ],
)
def test_the_configured_language_comes_before_the_system(
    config: str, lang: str, tmp_path: Path
) -> None:
    (tmp_path / "config.toml").write_bytes(config.encode("latin-1"))
    assert probe([], {"CARTO_HOME": str(tmp_path), "LANG": "en_US"}) == lang


def test_the_home_folder_is_the_one_of_the_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    import os

    monkeypatch.delenv("XDG_DATA_HOME", raising=False)
    assert Path(_home({})) == default_home()
    monkeypatch.setenv("XDG_DATA_HOME", "/elsewhere")
    assert Path(_home(os.environ | {"CARTO_HOME": ""})) == default_home()
