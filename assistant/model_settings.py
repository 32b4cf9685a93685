"""What can be set about models: a chat model, with other values per use, and an embedding endpoint.

The fields and their rules; where values come from is in ``assistant/settings.py``, which adds the files.
A value that is blank counts as not set.
"""

from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    SecretStr,
    ValidationError,
    ValidationInfo,
    field_validator,
    model_validator,
)
from pydantic_core import InitErrorDetails, PydanticCustomError
from pydantic_settings import BaseSettings, EnvSettingsSource, SettingsConfigDict

from assistant.models.address import usable_address
from assistant.models.choice import USES, ModelChoice, Structured, Use


def _no_word(value: object) -> object:
    """``none`` means no temperature at all, which no number can say in a file."""
    return None if isinstance(value, str) and value.strip().casefold() == "none" else value


Degrees = Annotated[float, Field(ge=0, le=2)]
Temperature = Annotated[Degrees | None, BeforeValidator(_no_word)]
Seconds = Annotated[float, Field(gt=0, le=3_600, allow_inf_nan=False)]


class _Endpoint(BaseModel):
    """An address with its rule; ``allow_http`` stands before it, since the rule asks for it."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    allow_http: bool = False
    base_url: str | None = None

    @model_validator(mode="before")
    @classmethod
    def _blank_is_not_set(cls, given: Any) -> Any:
        return given_only(given)

    @field_validator("base_url")
    @classmethod
    def _may_be_sent_to(cls, value: str | None, info: ValidationInfo) -> str | None:
        return _address(value, info)


class UseOverride(_Endpoint):
    """What is different for one use; what is not given here is as in the table above it."""

    name: str | None = None
    key: SecretStr | None = None
    structured: Structured = "json_schema"
    tools: bool = True
    context_tokens: int = Field(default=32_000, gt=0)
    reply_tokens: int = Field(default=4_000, gt=0)
    timeout_s: Seconds = 60.0
    total_s: Seconds = 180.0
    retries: int = Field(default=2, ge=0, le=10)
    temperature: Temperature = 0.0
    responses_api: bool = False
    off: bool = False


class ModelFields(_Endpoint, BaseSettings):
    """Which chat model is asked. Nothing is sent anywhere until an address and a name are given.

    ``base_url`` must be https, http on this machine, or http elsewhere with ``allow_http``. Without a
    ``key`` none is sent. The meaning of the others: ``assistant/models/choice.py``.
    """

    # One level: CARTO_MODEL_READING_BASE_URL is `base_url` of `reading`.
    model_config = SettingsConfigDict(
        env_prefix="CARTO_MODEL_",
        env_nested_delimiter="_",
        env_nested_max_split=1,
        env_ignore_empty=True,
        frozen=True,
        extra="ignore",
    )

    name: str | None = None
    key: SecretStr | None = None
    structured: Structured = "json_schema"
    tools: bool = True
    context_tokens: int = Field(default=32_000, gt=0)
    reply_tokens: int = Field(default=4_000, gt=0)
    timeout_s: Seconds = 60.0
    total_s: Seconds = 180.0
    retries: int = Field(default=2, ge=0, le=10)
    temperature: Temperature = 0.0
    responses_api: bool = False
    daily_tokens: int = Field(default=2_000_000, ge=0)
    off: bool = False
    reading: UseOverride = Field(default_factory=UseOverride)
    answering: UseOverride = Field(default_factory=UseOverride)
    writing: UseOverride = Field(default_factory=UseOverride)

    @model_validator(mode="after")
    def _is_whole(self) -> "ModelFields":
        """Half an endpoint is no endpoint, unless another use has a whole one of its own."""
        used = any(self.for_use(use) for use in USES)
        for use in USES:
            own = bool(self.override(use).model_fields_set)
            fault = None if used and not own else self._half(use, f"{use}." if own else "")
            if fault:
                raise fault
        return self

    def _half(self, use: Use, table: str) -> ValidationError | None:
        """A key or a name without an address, or an address without a name."""
        made = self._values(use)
        if made["off"] or not (made["base_url"] or made["name"] or made["key"]):
            return None
        if not made["base_url"]:
            return _incomplete(f"{table}base_url", "model_address")
        return None if made["name"] else _incomplete(f"{table}name", "model_name")

    def override(self, use: Use) -> UseOverride:
        """What is set for one use alone."""
        by_use = {"reading": self.reading, "answering": self.answering, "writing": self.writing}
        return by_use[use]

    def for_use(self, use: Use) -> ModelChoice | None:
        """The model for a use; None where none is set or it is switched off."""
        made = self._values(use)
        if made.pop("off") or not made["base_url"] or not made["name"]:
            return None
        return ModelChoice(use=use, daily_tokens=self.daily_tokens, **made)

    def _values(self, use: Use) -> dict[str, Any]:
        """Every value for a use: its own where it has one; a key goes only where it was meant for."""
        own = self.override(use)
        names = (name for name in UseOverride.model_fields if name != "allow_http")
        made = {
            name: getattr(own if name in own.model_fields_set else self, name) for name in names
        }
        # Another address without a key of its own gets none: a key is never sent to a second place.
        if own.base_url and own.base_url != self.base_url and "key" not in own.model_fields_set:
            made["key"] = None
        return made


class EmbeddingFields(_Endpoint, BaseSettings):
    """The endpoint that turns texts into vectors, if there is one; ``dimensions`` None is its habit."""

    model_config = SettingsConfigDict(
        env_prefix="CARTO_EMBEDDING_", env_ignore_empty=True, frozen=True, extra="ignore"
    )

    name: str | None = None
    key: SecretStr | None = None
    dimensions: int | None = Field(default=None, gt=0, le=16_384)
    off: bool = False

    @model_validator(mode="after")
    def _is_whole(self) -> "EmbeddingFields":
        fault = None
        if self.off:
            return self
        if (self.name or self.key) and not self.base_url:
            fault = _incomplete("base_url", "model_address")
        elif self.base_url and not self.name:
            fault = _incomplete("name", "model_name")
        if fault:
            raise fault
        return self

    @property
    def is_on(self) -> bool:
        """Whether texts go to the endpoint: it is whole, and not switched off."""
        return bool(self.base_url and self.name) and not self.off


def given_by_variables(fields: type[BaseSettings]) -> Mapping[str, Any]:
    """What the environment says of a table, unchecked: it wins over what stands in the files."""
    found: Mapping[str, Any] = given_only(EnvSettingsSource(fields)())
    return found


def given_only(given: Any) -> Any:
    """The values that say something; a key or name is stripped of the spaces it was pasted with."""
    if not isinstance(given, Mapping):
        return given
    stripped = {
        name: value.strip() if isinstance(value, str) else value for name, value in given.items()
    }
    return {name: value for name, value in stripped.items() if value != ""}


def _address(value: str | None, info: ValidationInfo) -> str | None:
    if value is None:
        return None
    address = usable_address(value, allow_http=bool(info.data.get("allow_http")))
    if address is None:
        kind = "model_address"
        raise PydanticCustomError(kind, "an address that begins with https://")
    return address


def _incomplete(name: str, kind: str) -> ValidationError:
    """One field that is missing, named by its path."""
    if kind == "model_name":
        error = PydanticCustomError("model_name", "the name of a model")
    else:
        error = PydanticCustomError("model_address", "an address such as https://api.openai.com/v1")
    path = tuple(name.split("."))
    return ValidationError.from_exception_data(
        "ModelSettings", [InitErrorDetails(type=error, loc=path, input=None)]
    )
