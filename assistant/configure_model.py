"""Setting a model up: try it, say what would be sent where, keep it in ``config.toml``.

A key goes to ``secrets.toml`` beside it, which only its owner can read, and is never shown again. What
else stands in the two files, comments included, stays as it is.
"""

import os
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

import tomlkit
from tomlkit.exceptions import ParseError

from assistant.model_settings import EmbeddingFields, ModelFields
from assistant.models.choice import USES, ModelChoice, Use
from assistant.settings import Settings
from knowledge.errors import CartoError

Target = Literal["all", "reading", "answering", "writing", "embedding"]

# Addresses people would otherwise look up: the hosted one, and the habits of three local servers.
PLACES = {
    "openai": "https://api.openai.com/v1",
    "ollama": "http://127.0.0.1:11434/v1",
    "vllm": "http://127.0.0.1:8000/v1",
    "llamacpp": "http://127.0.0.1:8080/v1",
}
_CONFIG, _SECRETS = "config.toml", "secrets.toml"


class ConfigUnreadable(CartoError):
    """``config.toml`` or ``secrets.toml`` is not TOML, or cannot be written; nothing was changed."""

    code = "config_unreadable"
    actor = "operator"

    def __init__(self, path: str) -> None:
        super().__init__(path=path)


@dataclass(frozen=True, slots=True)
class Change:
    """What to set for one use, for all, or for embeddings. ``values`` are settings by name."""

    target: Target
    values: Mapping[str, Any] = field(default_factory=dict)
    key: str | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class Destination:
    """Where the texts of one use go: nowhere when ``host`` is None."""

    use: Use | Literal["embedding"]
    host: str | None
    model: str | None
    has_key: bool


def destinations(settings: Settings) -> tuple[Destination, ...]:
    """What is sent where, by the settings in force."""
    found = []
    for use in USES:
        choice = settings.model.for_use(use)
        found.append(_destination(use, choice))
    made = settings.embedding
    host = _host(made.base_url) if made.base_url and made.name else None
    found.append(Destination("embedding", host, made.name if host else None, made.key is not None))
    return tuple(found)


def _destination(use: Use, choice: ModelChoice | None) -> Destination:
    if choice is None:
        return Destination(use, None, None, has_key=False)
    return Destination(use, choice.host, choice.name, choice.key is not None)


def _host(base_url: str) -> str:
    from urllib.parse import urlsplit

    address = urlsplit(base_url)
    return f"{address.hostname}:{address.port}" if address.port else str(address.hostname)


def proposed(settings: Settings, change: Change) -> Settings:
    """The settings as they would be; raises pydantic's ``ValidationError`` naming what is wrong."""
    table = "embedding" if change.target == "embedding" else "model"
    now = getattr(settings, table).model_dump(exclude_unset=True)
    wanted = dict(change.values) | ({"key": change.key} if change.key is not None else {})
    if change.target in USES:
        now[change.target] = {**now.get(change.target, {}), **wanted}
    else:
        now.update(wanted)
        if "base_url" in wanted and change.key is None and _elsewhere(settings, table, wanted):
            # A key is never carried over to another address.
            now.pop("key", None)
    made: Any = (EmbeddingFields if table == "embedding" else ModelFields)(**now)
    return settings.model_copy(update={table: made})


def _elsewhere(settings: Settings, table: str, wanted: Mapping[str, Any]) -> bool:
    before = getattr(settings, table).base_url
    return before is not None and str(wanted["base_url"]).rstrip("/") != before


def save(home: Path, change: Change) -> tuple[Path, ...]:
    """Write the change down; the files that were written. Raises ``ConfigUnreadable``."""
    home.mkdir(parents=True, exist_ok=True)
    config, secrets = home / _CONFIG, home / _SECRETS
    table = "embedding" if change.target == "embedding" else "model"
    path = (table, change.target) if change.target in USES else (table,)
    documents = {config: _parsed(config), secrets: _parsed(secrets)}
    before = _table(documents[config], path).get("base_url")
    _set(documents[config], path, change.values)
    moved = "base_url" in change.values and before not in (None, change.values["base_url"])
    written = [config] if change.values else []
    if change.key is not None:
        _set(documents[secrets], path, {"key": change.key})
        written.append(secrets)
    elif moved and "key" in _table(documents[secrets], path):
        _table(documents[secrets], path).remove("key")
        written.append(secrets)
    for file in written:
        _write(file, tomlkit.dumps(documents[file]), secret=file == secrets)
    return tuple(written)


def _parsed(path: Path) -> Any:
    try:
        return tomlkit.parse(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return tomlkit.document()
    except (ParseError, UnicodeDecodeError, OSError):
        raise ConfigUnreadable(str(path)) from None


def _table(document: Any, path: tuple[str, ...]) -> Any:
    """The table at ``path``, made when it is not there."""
    node = document
    for name in path:
        if name not in node:
            node[name] = tomlkit.table()
        node = node[name]
        if not isinstance(node, dict):
            raise ConfigUnreadable(name)
    return node


def _set(document: Any, path: tuple[str, ...], values: Mapping[str, Any]) -> None:
    if not values:
        return
    table = _table(document, path)
    for name, value in values.items():
        table[name] = value


def _write(path: Path, text: str, *, secret: bool) -> None:
    """Replace the file in one step, so that nobody ever reads half of it."""
    mode = 0o600 if secret or not path.exists() else path.stat().st_mode & 0o777
    try:
        handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        try:
            with os.fdopen(handle, "w", encoding="utf-8") as file:
                file.write(text)
                file.flush()
                os.fsync(file.fileno())
            Path(name).chmod(mode)
            Path(name).replace(path)
        except BaseException:
            Path(name).unlink(missing_ok=True)
            raise
    except OSError:
        raise ConfigUnreadable(str(path)) from None
