"""ChatOpenAI, with two things a stream loses: that arguments were broken, and that the model refused.

LangChain completes half a JSON object in a stream, so that arguments cut short look whole, and drops the
words of a refusal. Imported late: LangChain takes seconds.
"""

import json
from collections import defaultdict
from collections.abc import Iterator
from typing import Any

from langchain_core.messages import AIMessageChunk
from langchain_core.outputs import ChatGenerationChunk
from langchain_openai import ChatOpenAI
from typing_extensions import override


class WholeStream(ChatOpenAI):
    """A stream raises ValueError at its end when a tool call's arguments are no whole JSON."""

    @override
    def _stream(self, *args: Any, **kwargs: Any) -> Iterator[ChatGenerationChunk]:
        arguments: defaultdict[object, str] = defaultdict(str)
        for chunk in super()._stream(*args, **kwargs):
            if isinstance(chunk.message, AIMessageChunk):
                for piece in chunk.message.tool_call_chunks:
                    arguments[piece["index"]] += piece["args"] or ""
            yield chunk
        for said in arguments.values():
            json.loads(said or "{}")

    @override
    def _convert_chunk_to_generation_chunk(
        self, chunk: dict[str, Any], default_chunk_class: type, base_generation_info: Any
    ) -> ChatGenerationChunk | None:
        made = super()._convert_chunk_to_generation_chunk(
            chunk, default_chunk_class, base_generation_info
        )
        refusal = _refusal_in(chunk)
        if made is not None and refusal:
            made.message.additional_kwargs["refusal"] = refusal
        return made


def _refusal_in(chunk: dict[str, Any]) -> str | None:
    choices = chunk.get("choices") or []
    delta = (choices[0].get("delta") or {}) if choices else {}
    refusal = delta.get("refusal")
    return refusal if isinstance(refusal, str) else None
