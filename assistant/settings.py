"""Settings: read once at an edge from the environment and ``config.toml``, then passed on in pieces.

The prefix is ``CARTO_``. Everything with a limit has it here. Nothing else reads the environment.
"""

import os
from datetime import date
from pathlib import Path
from typing import Any, Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import Field, SecretStr, field_validator
from pydantic_settings import (
    BaseSettings,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
    TomlConfigSettingsSource,
)
from typing_extensions import override

from knowledge.domain.clock import Clock, DayClock, SystemClock


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

    model_config = SettingsConfigDict(env_prefix="CARTO_LIMIT_", frozen=True)

    note_bytes: int = Field(default=1_048_576, gt=0)
    file_bytes: int = Field(default=5 * 1_048_576, gt=0)
    question_chars: int = Field(default=2_000, gt=0)
    name_chars: int = Field(default=200, gt=0)
    decide_lines: int = Field(default=3, ge=0)
    remarks: int = Field(default=3, ge=0)


class Settings(BaseSettings):
    """What a team can set. ``us`` is our company, ``our_people`` full names of our own team."""

    model_config = SettingsConfigDict(env_prefix="CARTO_", frozen=True, extra="ignore")

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
            message = "not a time zone; write an IANA name such as Europe/Paris"
            raise ValueError(message) from None
        return value

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
        file = TomlConfigSettingsSource(settings_cls, home_from_environment() / "config.toml")
        return (init_settings, env_settings, file)


def load_settings(**given: Any) -> Settings:
    """The settings in force; raises pydantic's ``ValidationError`` listing every bad value."""
    return Settings(**given)


def clock_for(settings: Settings) -> Clock:
    """The machine's clock, or one set to another day where ``CARTO_TODAY`` says so."""
    if settings.today:
        return DayClock(date.fromisoformat(settings.today))
    return SystemClock(settings.timezone)
