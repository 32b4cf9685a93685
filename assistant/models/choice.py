"""Which model is asked for one use, with everything its calls need. Made from the settings."""

from dataclasses import dataclass, field
from typing import Literal
from urllib.parse import urlsplit

from pydantic import SecretStr

Use = Literal["reading", "answering", "writing"]
USES: tuple[Use, ...] = ("reading", "answering", "writing")
Structured = Literal["json_schema", "tool", "prompt"]


@dataclass(frozen=True, slots=True)
class ModelChoice:
    """One model at one address.

    ``timeout_s`` bounds a silence, ``total_s`` a whole call with its retries. ``context_tokens`` is what
    the model takes in, reply included; ``daily_tokens`` what a workspace may use a day, in and out.
    ``structured`` says how a reply is held to a shape. ``temperature`` None leaves it to the server.
    """

    use: Use
    base_url: str
    name: str
    key: SecretStr | None = field(default=None, repr=False)
    structured: Structured = "json_schema"
    tools: bool = True
    context_tokens: int = 32_000
    reply_tokens: int = 4_000
    timeout_s: float = 60.0
    total_s: float = 180.0
    retries: int = 2
    temperature: float | None = 0.0
    responses_api: bool = False
    daily_tokens: int = 2_000_000

    @property
    def host(self) -> str:
        """Where texts are sent: host, and port if the address names one."""
        address = urlsplit(self.base_url)
        return f"{address.hostname}:{address.port}" if address.port else str(address.hostname)
