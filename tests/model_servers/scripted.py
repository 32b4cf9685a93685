"""A model that gives the same replies in the same order, whatever it is asked."""

from collections.abc import Sequence
from itertools import count

from tests.model_servers.loopback import LoopbackModel, Reply, ToolCall

__all__ = ["Reply", "Scripted", "ToolCall"]


class Scripted(LoopbackModel):
    """Answers in order and repeats the last reply; requests from several threads share one order."""

    def __init__(self, replies: Sequence[Reply | str], **server: object) -> None:
        script = [Reply(one) if isinstance(one, str) else one for one in replies]
        turn = count()
        super().__init__(
            lambda _: script[min(next(turn), len(script) - 1)],
            **server,  # type: ignore[arg-type]
        )
