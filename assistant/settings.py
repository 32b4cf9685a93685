"""Settings: read once at an edge from the environment and ``config.toml``, then passed on in pieces.

The prefix is ``CARTO_``. Everything with a limit has it here. Nothing else reads the environment.
"""

import os
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import Field, SecretStr, field_validator
from pydantic_core import PydanticCustomError
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)
from typing_extensions import override

from knowledge.domain.clock import Clock, DayClock, SystemClock

_PREFIX, _LIMIT_PREFIX = "CARTO_", "CARTO_LIMIT_"
# Ours, and no setting: what the test run reads.
_NO_SETTINGS = ("CARTO_REQUIRE_ALL",)


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
        """Arguments first, then the environment, then ``config.toml`` in the home folder."""
        file = TomlConfigSettingsSource(settings_cls, _config_path())
        return (init_settings, env_settings, file)


@dataclass(frozen=True, slots=True)
class UnknownSetting:
    """A name that somebody set and nothing reads; ``near`` is the setting that may have been meant."""

    name: str
    near: str | None


def unknown_in_config() -> tuple[UnknownSetting, ...]:
    """The keys of ``config.toml`` that are no settings; none when it cannot be read."""
    try:
        given = tomllib.loads(_config_path().read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return ()
    limits = given.get("limits")
    names = [*given, *(f"limits.{name}" for name in (limits if isinstance(limits, dict) else ()))]
    return _unknown(names, [*Settings.model_fields, *(f"limits.{name}" for name in _LIMITS)])


def unknown_in_environment() -> tuple[UnknownSetting, ...]:
    """The variables with our prefix that are no settings."""
    known = [f"{_PREFIX}{name}".upper() for name in Settings.model_fields]
    known += [f"{_LIMIT_PREFIX}{name}".upper() for name in _LIMITS]
    ours = {name.upper(): name for name in os.environ if name.upper().startswith(_PREFIX)}
    unknown = _unknown(sorted(set(ours) - set(_NO_SETTINGS)), known)
    return tuple(UnknownSetting(ours[one.name], one.near) for one in unknown)


_LIMITS = tuple(Limits.model_fields)


def _unknown(names: Iterable[str], known: list[str]) -> tuple[UnknownSetting, ...]:
    from difflib import get_close_matches

    return tuple(
        UnknownSetting(name, next(iter(get_close_matches(name, known, n=1)), None))
        for name in names
        if name not in known
    )


def _config_path() -> Path:
    return home_from_environment() / "config.toml"


def load_settings(**given: Any) -> Settings:
    """The settings in force; raises pydantic's ``ValidationError`` listing every bad value."""
    return Settings(**given)


def clock_for(settings: Settings) -> Clock:
    """The machine's clock, or one set to another day where ``CARTO_TODAY`` says so."""
    if settings.today:
        return DayClock(date.fromisoformat(settings.today))
    return SystemClock(settings.timezone)
