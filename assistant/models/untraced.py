"""No trace of a model call leaves this machine, whatever the environment asks for.

LangSmith sends whole prompts when one of its variables is set, with or without a key.
"""

from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def untraced() -> Iterator[None]:
    """Nothing that runs inside is sent to a tracing service; also around a whole agent run."""
    from langsmith import tracing_context

    with tracing_context(enabled=False):
        yield
