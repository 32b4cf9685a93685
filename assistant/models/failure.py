"""What can go wrong with a model, in a closed list. The one exception a model call may raise.

The sentences people read are in ``knowledge/language/<lang>/models.toml``, under ``failure``.
"""

from typing import Literal, get_args

FailureKind = Literal[
    "unreachable",
    "timeout",
    "rate_limited",
    "server_error",
    "wrong_key",
    "unknown_model",
    "not_allowed",
    "bad_request",
    "too_long",
    "refused",
    "filtered",
    "cut_short",
    "garbled",
    "empty",
    "too_big",
    "cap_reached",
    "no_tools",
]
FAILURE_KINDS: tuple[FailureKind, ...] = get_args(FailureKind)
# What may be over later with nobody doing anything about it.
_PASSING = frozenset({"unreachable", "timeout", "rate_limited", "server_error", "cap_reached"})
# What any other request would meet too, until somebody or time mends it.
_GENERAL = _PASSING | {"wrong_key", "unknown_model", "not_allowed"}


class ModelFailure(Exception):
    """A model gave nothing that can be used; holds no word of a request or a reply.

    ``retry_later`` says whether the same request may succeed another time.
    """

    def __init__(self, kind: FailureKind, model: str, host: str = "") -> None:
        self.kind: FailureKind = kind
        self.model = model
        self.host = host
        super().__init__(kind)

    @property
    def retry_later(self) -> bool:
        """Whether waiting may help."""
        return self.kind in _PASSING

    @property
    def is_general(self) -> bool:
        """Whether any other request would meet it too."""
        return self.kind in _GENERAL


class Malformed(ModelFailure):
    """A reply that does not have the shape asked for; ``problems`` name codes and places, no text."""

    def __init__(self, model: str, host: str, problems: tuple[str, ...]) -> None:
        super().__init__("garbled", model, host)
        self.problems = problems
