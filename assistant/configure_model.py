"""Setting a model up: try it, say what would be sent where, keep it in ``config.toml``.

A key goes to ``secrets.toml`` beside it, which only its owner can read, and is never shown again. What
else stands in the two files, comments included, stays as it is.
"""

import os
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal, NamedTuple

import tomlkit
from pydantic import SecretStr
from tomlkit.exceptions import ParseError

from assistant.model_settings import EmbeddingFields, ModelFields, given_by_variables
from assistant.models.address import usable_address
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
_FIELDS: dict[str, type[ModelFields | EmbeddingFields]] = {
    "model": ModelFields,
    "embedding": EmbeddingFields,
}
# Where a key may stand: ("model",) for every use, ("model", "reading") for one, ("embedding",).
_Path = tuple[str, ...]


class ConfigUnreadable(CartoError):
    """``config.toml`` or ``secrets.toml`` is not TOML, or cannot be written; nothing was changed."""

    code = "config_unreadable"
    actor = "operator"

    def __init__(self, path: str) -> None:
        super().__init__(path=path)


class SetByVariable(CartoError):
    """A variable holds an address or a key that would win over what is to be kept."""

    code = "set_by_variable"

    def __init__(self, name: str) -> None:
        super().__init__(name=name)


@dataclass(frozen=True, slots=True)
class Change:
    """What to set for one use, for all, or for embeddings. ``values`` are settings by name."""

    target: Target
    values: Mapping[str, Any] = field(default_factory=dict)
    key: str | None = field(default=None, repr=False)

    @property
    def path(self) -> _Path:
        """Where its values stand in the two files."""
        if self.target == "embedding":
            return ("embedding",)
        return ("model",) if self.target == "all" else ("model", self.target)


class _End(NamedTuple):
    """The address that the key of one place goes to, and the key; switched off or not."""

    address: str | None
    key: SecretStr | None


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
    host = _host(made.base_url) if made.base_url and made.is_on else None
    name, has_key = (made.name, made.key is not None) if host else (None, False)
    found.append(Destination("embedding", host, name, has_key))
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
    """The settings as they would be, less the keys that would go to another address than before.

    Raises pydantic's ``ValidationError`` naming what is wrong, and ``SetByVariable``.
    """
    return _planned(settings, change)[0]


def keys_left(settings: Settings, change: Change) -> tuple[Target, ...]:
    """Whose keys the change leaves behind."""
    before = _ends(settings, change.path[0])
    _, elsewhere = _planned(settings, change)
    left = _without_a_new_key(elsewhere, change)
    return tuple(_target(path) for path in left if before[path].key is not None)


def _planned(settings: Settings, change: Change) -> tuple[Settings, tuple[_Path, ...]]:
    """The settings as they would be, and the places whose keys would go to another address than now."""
    table = change.path[0]
    wanted = dict(change.values) | ({"key": change.key} if change.key is not None else {})
    now = getattr(settings, table).model_dump(exclude_unset=True)
    _place(now, change.path).update(wanted)
    moved = _with(settings, table, now)
    before, after = _ends(settings, table), _ends(moved, table)
    elsewhere = tuple(path for path in before if before[path].address != after[path].address)
    _refuse_variables(change, after, elsewhere)
    for path in _without_a_new_key(elsewhere, change):
        _place(now, path).pop("key", None)
    return _with(settings, table, now), elsewhere


def _without_a_new_key(paths: Sequence[_Path], change: Change) -> tuple[_Path, ...]:
    return tuple(path for path in paths if change.key is None or path != change.path)


def _ends(settings: Settings, table: str) -> dict[_Path, _End]:
    """For each place of a table where a key may stand: where that key is sent, and the key."""
    if table == "embedding":
        return {(table,): _End(settings.embedding.base_url, settings.embedding.key)}
    every = settings.model
    ends: dict[_Path, _End] = {(table,): _End(every.base_url, every.key)}
    for use in USES:
        own = every.override(use)
        ends[table, use] = _End(own.base_url or every.base_url, own.key)
    return ends


def _place(values: dict[str, Any], path: _Path) -> dict[str, Any]:
    """The values of one place within those of its table."""
    for name in path[1:]:
        values = values.setdefault(name, {})
    return values


def _with(settings: Settings, table: str, values: dict[str, Any]) -> Settings:
    # Only what says something: an empty table for a use would count as one of its own.
    given = {name: value for name, value in values.items() if value != {}}
    return settings.model_copy(update={table: _FIELDS[table](**given)})


def _target(path: _Path) -> Target:
    """What the use of a place is called."""
    named: dict[str, Target] = {
        "model": "all",
        "embedding": "embedding",
        **{use: use for use in USES},
    }
    return named[path[-1]]


def _refuse_variables(
    change: Change, after: Mapping[_Path, _End], elsewhere: Sequence[_Path]
) -> None:
    """A variable wins over the files: its key would go along, or a new key to the address it names."""
    table = _FIELDS[change.path[0]]
    held = dict(given_by_variables(table))
    for path, end in after.items():
        here = _place(held, path)
        prefix = "_".join(("CARTO", *path)).upper()
        new = change.key if path == change.path else None
        key = str(here.get("key") or "").strip()
        if key not in ("", new) and (path in elsewhere or new is not None):
            name = f"{prefix}_KEY"
            raise SetByVariable(name)
        address = usable_address(str(here.get("base_url") or ""), allow_http=True)
        sets_it = path == change.path and "base_url" in change.values
        if sets_it and address not in (None, end.address):
            name = f"{prefix}_BASE_URL"
            raise SetByVariable(name)


def save(settings: Settings, change: Change) -> tuple[Path, ...]:
    """Write the change to the settings' home; the files that were written. Raises ``ConfigUnreadable``.

    A key that is left behind goes first and a new one comes last: a stop in between sends none astray.
    """
    _, elsewhere = _planned(settings, change)
    settings.home.mkdir(parents=True, exist_ok=True)
    config, secrets = settings.home / _CONFIG, settings.home / _SECRETS
    plain, secret = _parsed(config), _parsed(secrets)
    written: dict[Path, None] = {}
    if _forget_keys(secret, elsewhere):
        _write(secrets, tomlkit.dumps(secret), secret=True)
        written[secrets] = None
    # A key may stand in config.toml too, where it would win over a new one.
    replaced = (*elsewhere, change.path) if change.key is not None else elsewhere
    if _forget_keys(plain, replaced) or change.values:
        _set(plain, change.path, change.values)
        _write(config, tomlkit.dumps(plain), secret=False)
        written[config] = None
    if change.key is not None:
        _set(secret, change.path, {"key": change.key})
        _write(secrets, tomlkit.dumps(secret), secret=True)
        written[secrets] = None
    return tuple(file for file in (config, secrets) if file in written)


def _forget_keys(document: Any, paths: Sequence[_Path]) -> bool:
    """Take the keys out of these tables; whether there was any."""
    return any([_forget_key(document, path) for path in paths])


def _forget_key(document: Any, path: _Path) -> bool:
    """Take the key out of one table; whether there was one."""
    node = document
    for name in path:
        node = node.get(name)
        if not isinstance(node, dict):
            return False
    return node.pop("key", None) is not None


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
