"""Settings: read once at an edge from the environment and ``config.toml``, then passed on in pieces.

The prefix is ``CARTO_``. Everything with a limit has it here. Nothing else reads the environment.
Keys and tokens may stand in ``secrets.toml`` beside ``config.toml``, under the same names. What can be set
about models is in ``assistant/model_settings.py``.
"""

import os
import stat
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import BaseModel, Field, SecretStr, field_validator
from pydantic.fields import FieldInfo
from pydantic_core import PydanticCustomError
from pydantic_settings import (
    BaseSettings,
    EnvSettingsSource,
    InitSettingsSource,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
)
from typing_extensions import override

from assistant.model_settings import EmbeddingFields, ModelFields
from assistant.models.choice import USES
from knowledge.domain.clock import Clock, DayClock, SystemClock

_PREFIX, _LIMIT_PREFIX = "CARTO_", "CARTO_LIMIT_"
# Ours, and no setting: what the test run reads.
_NO_SETTINGS = ("CARTO_REQUIRE_ALL",)
# Tables that are read apart from the rest, with variables of their own: CARTO_MODEL_NAME, not CARTO_MODEL.
_OWN_TABLES = ("model", "embedding")
# Where people keep a key for other programs. Seeing one leads to an offer, never to its use.
_KEYS_OF_OTHERS = ("OPENAI_API_KEY", "AZURE_OPENAI_API_KEY")


def default_home() -> Path:
    """The platform's folder for user data; imported late, since most calls set ``CARTO_HOME``."""
    from platformdirs import user_data_path

    return user_data_path("cartographe", appauthor=False)


def home_from_environment() -> Path:
    """Where state lives, by ``CARTO_HOME`` or the platform's habit."""
    given = os.environ.get("CARTO_HOME", "")
    return Path(given).expanduser() if given.strip() else default_home()


class Limits(BaseSettings):
    """How much of anything is taken in at once. Sizes in bytes or characters as named."""

    model_config = SettingsConfigDict(env_prefix=_LIMIT_PREFIX, frozen=True, extra="ignore")

    note_bytes: int = Field(default=1_048_576, gt=0)
    file_bytes: int = Field(default=5 * 1_048_576, gt=0)
    question_chars: int = Field(default=2_000, gt=0)
    name_chars: int = Field(default=200, gt=0)
    decide_lines: int = Field(default=3, ge=0)
    remarks: int = Field(default=3, ge=0)


class _TomlFile(InitSettingsSource):
    """A TOML file in the home folder, or one table of it; a file that is not there gives nothing."""

    def __init__(
        self,
        settings_cls: type[BaseSettings],
        path: Path,
        table: str | None = None,
    ) -> None:
        given = tomllib.loads(path.read_text(encoding="utf-8")) if path.is_file() else {}
        if table is not None:
            found = given.get(table)
            given = found if isinstance(found, dict) else {}
        else:
            # A table of its own reads itself; what is no table goes on, to be refused by name.
            given = {
                name: value
                for name, value in given.items()
                if not (name in _OWN_TABLES and isinstance(value, dict))
            }
        super().__init__(settings_cls, given)


class _Variables(EnvSettingsSource):
    """The environment, without the tables that have variables of their own."""

    @override
    def get_field_value(self, field: FieldInfo, field_name: str) -> tuple[Any, str, bool]:
        if field_name in _OWN_TABLES:
            return None, field_name, False
        return super().get_field_value(field, field_name)


class ModelSettings(ModelFields):
    """The chat model in force: arguments, ``CARTO_MODEL_*``, then ``[model]`` of the two files."""

    @classmethod
    @override
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """As for all settings, one table down."""
        return (init_settings, env_settings, *_files(settings_cls, "model"))


class EmbeddingSettings(EmbeddingFields):
    """The embedding endpoint in force: arguments, ``CARTO_EMBEDDING_*``, then ``[embedding]``."""

    @classmethod
    @override
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """As for all settings, one table down."""
        return (init_settings, env_settings, *_files(settings_cls, "embedding"))


class Settings(BaseSettings):
    """What a team can set. ``us`` is our company, ``our_people`` full names of our own team."""

    model_config = SettingsConfigDict(env_prefix=_PREFIX, frozen=True, extra="ignore")

    home: Path = Field(default_factory=home_from_environment)
    lang: Literal["en", "fr"] | None = None
    timezone: str = "UTC"
    member: str | None = None
    us: str | None = None
    our_people: tuple[str, ...] = ()
    our_domains: tuple[str, ...] = ()
    today: str | None = None
    slack_bot_token: SecretStr | None = None
    slack_app_token: SecretStr | None = None
    slack_signing_secret: SecretStr | None = None
    slack_api_url: str = "https://slack.com/api/"
    limits: Limits = Field(default_factory=Limits)
    model: ModelSettings = Field(default_factory=ModelSettings)
    embedding: EmbeddingSettings = Field(default_factory=EmbeddingSettings)

    @field_validator("slack_api_url")
    @classmethod
    def _is_an_address(cls, value: str) -> str:
        if not value.startswith(("https://", "http://127.0.0.1:", "http://localhost:")):
            message = "not an address that tokens may be sent to; it must begin with https://"
            raise ValueError(message)
        return value if value.endswith("/") else f"{value}/"

    @field_validator("timezone")
    @classmethod
    def _is_a_timezone(cls, value: str) -> str:
        try:
            ZoneInfo(value)
        except (ZoneInfoNotFoundError, ValueError):
            kind = "time_zone"
            raise PydanticCustomError(kind, "an IANA name such as Europe/Paris") from None
        return value

    @field_validator("today")
    @classmethod
    def _is_a_day(cls, value: str | None) -> str | None:
        try:
            return date.fromisoformat(value).isoformat() if value else None
        except ValueError:
            kind = "day"
            raise PydanticCustomError(kind, "a date as 2026-03-14") from None

    @field_validator("us")
    @classmethod
    def _is_named(cls, value: str | None) -> str | None:
        """A blank name is none: a variable that is set to nothing counts as not set."""
        return (value or "").strip() or None

    @field_validator("our_people", "our_domains")
    @classmethod
    def _are_named(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        if not all(entry.strip() for entry in value):
            kind = "blank_entry"
            raise PydanticCustomError(kind, "entries that are not blank")
        return tuple(entry.strip() for entry in value)

    @classmethod
    @override
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Arguments first, then the environment, then ``config.toml`` and ``secrets.toml`` at home."""
        return (init_settings, _Variables(settings_cls), *_files(settings_cls))


@dataclass(frozen=True, slots=True)
class UnknownSetting:
    """A name that somebody set and nothing reads; ``near`` is the setting that may have been meant."""

    name: str
    near: str | None


def unknown_in_config() -> tuple[UnknownSetting, ...]:
    """The keys of ``config.toml`` and ``secrets.toml`` that are no settings, but not of an unreadable file."""
    names: dict[str, None] = {}
    for path in (_config_path(), secrets_path()):
        try:
            given = tomllib.loads(path.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            continue
        names |= dict.fromkeys(_names_in(given, Settings))
    return _unknown(names, list(_known_names(Settings)))


def unknown_in_environment() -> tuple[UnknownSetting, ...]:
    """The variables with our prefix that are no settings."""
    known = [
        f"{_PREFIX}{name}".upper() for name in Settings.model_fields if name not in _OWN_TABLES
    ]
    known += [f"{_LIMIT_PREFIX}{name}".upper() for name in Limits.model_fields]
    for table in _OWN_TABLES:
        inside = _table_of(Settings, table) or Settings
        names = (name for name in _known_names(inside) if _table_of(inside, name) is None)
        known += [f"{_PREFIX}{table}_{name.replace('.', '_')}".upper() for name in names]
    ours = {name.upper(): name for name in os.environ if name.upper().startswith(_PREFIX)}
    unknown = _unknown(sorted(set(ours) - set(_NO_SETTINGS)), known)
    return tuple(UnknownSetting(ours[one.name], one.near) for one in unknown)


def offered_key() -> str | None:
    """The variable holding a key for another program, when no model is set: for an offer, never for use."""
    model = ModelSettings()
    if model.off or any(model.for_use(use) for use in USES):
        return None
    return next((name for name in _KEYS_OF_OTHERS if os.environ.get(name, "").strip()), None)


def variable(name: str) -> str | None:
    """The words of an environment variable that somebody named; None when there are none."""
    return os.environ.get(name, "").strip() or None


def secrets_path() -> Path:
    """Where keys and tokens may stand, beside ``config.toml`` but never in it."""
    return home_from_environment() / "secrets.toml"


def secrets_are_open() -> bool:
    """Whether others on this machine may read or write ``secrets.toml``; it should have mode 0600."""
    try:
        mode = secrets_path().stat().st_mode
    except OSError:
        return False
    return os.name == "posix" and bool(stat.S_IMODE(mode) & 0o077)


def _table_of(model: type[BaseModel], name: str) -> type[BaseModel] | None:
    """The settings inside a field, where it is a table."""
    field = model.model_fields.get(name)
    inside = field.annotation if field else None
    return inside if isinstance(inside, type) and issubclass(inside, BaseModel) else None


def _known_names(model: type[BaseModel], path: str = "") -> Iterator[str]:
    for name in model.model_fields:
        yield f"{path}{name}"
        table = _table_of(model, name)
        if table is not None:
            yield from _known_names(table, f"{path}{name}.")


def _names_in(given: dict[str, Any], model: type[BaseModel], path: str = "") -> Iterator[str]:
    """The names of a file, with those inside the tables that are settings."""
    for name, value in given.items():
        yield f"{path}{name}"
        table = _table_of(model, name)
        if table is not None and isinstance(value, dict):
            yield from _names_in(value, table, f"{path}{name}.")


def _unknown(names: Iterable[str], known: list[str]) -> tuple[UnknownSetting, ...]:
    from difflib import get_close_matches

    return tuple(
        UnknownSetting(name, next(iter(get_close_matches(name, known, n=1)), None))
        for name in names
        if name not in known
    )


def _config_path() -> Path:
    return home_from_environment() / "config.toml"


def _files(
    settings_cls: type[BaseSettings], table: str | None = None
) -> tuple[PydanticBaseSettingsSource, ...]:
    paths = (_config_path(), secrets_path())
    return tuple(_TomlFile(settings_cls, path, table) for path in paths)


def load_settings(**given: Any) -> Settings:
    """The settings in force; raises pydantic's ``ValidationError`` listing every bad value."""
    return Settings(**given)


def clock_for(settings: Settings) -> Clock:
    """The machine's clock, or one set to another day where ``CARTO_TODAY`` says so."""
    if settings.today:
        return DayClock(date.fromisoformat(settings.today))
    return SystemClock(settings.timezone)
