"""Which language to speak, found without importing the settings.

The order is that of the settings: what was typed, `CARTO_LANG`, `config.toml`, then the system's.
"""

import sys
from collections.abc import Mapping
from os.path import expanduser, join

KNOWN = ("en", "fr")
DEFAULT = "en"


def probe(arguments: list[str], environ: Mapping[str, str]) -> str:
    """`en` or `fr`, by the first place that names one of them."""
    for wish in (
        _typed(arguments),
        environ.get("CARTO_LANG"),
        _configured(environ),
        # POSIX: LC_ALL wins over LC_MESSAGES, which wins over LANG.
        environ.get("LC_ALL") or environ.get("LC_MESSAGES") or environ.get("LANG"),
    ):
        code = (wish or "").strip().lower()[:2]
        if code in KNOWN:
            return code
    return DEFAULT


def _typed(arguments: list[str]) -> str | None:
    for at, word in enumerate(arguments):
        if word == "--":
            return None
        if word == "--lang" and at + 1 < len(arguments):
            return arguments[at + 1]
        if word.startswith("--lang="):
            return word.removeprefix("--lang=")
    return None


def _configured(environ: Mapping[str, str]) -> str | None:
    """The line `lang = "…"` at the top of `config.toml`; read as text, to spare the TOML parser."""
    try:
        with open(join(_home(environ), "config.toml"), encoding="utf-8") as config:
            for line in config:
                if line.lstrip().startswith("["):
                    return None
                key, equals, value = line.partition("=")
                if equals and key.strip() == "lang":
                    return value.strip().strip("\"'")
    except (OSError, UnicodeDecodeError):
        return None
    return None


def _home(environ: Mapping[str, str]) -> str:
    """The home folder as `assistant.settings` finds it; a test holds the two together."""
    given = environ.get("CARTO_HOME", "")
    if given.strip():
        return expanduser(given)
    if sys.platform == "darwin":
        return expanduser("~/Library/Application Support/cartographe")
    if sys.platform == "win32":
        return join(environ.get("LOCALAPPDATA", expanduser("~")), "cartographe")
    return join(
        environ.get("XDG_DATA_HOME", "").strip() or expanduser("~/.local/share"), "cartographe"
    )
