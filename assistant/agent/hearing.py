"""Listening to a reply as it arrives: each claim is checked once, and told the moment it has passed."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from assistant.agent.checking import Book, Dropped, Kept, Question, check
from assistant.agent.claim_stream import ClaimStream
from assistant.agent.composing import Composed
from assistant.agent.events import DropReason, LeftOut, OnEvent, Said
from assistant.agent.reply import Reply, ReplyClaim, claim_in


@dataclass
class Hearing:
    """The claims of one turn in the order they were said, and what became of each."""

    book: Book
    question: Question
    composed: Composed
    on_event: OnEvent | None = None
    dropped: list[DropReason] = field(default_factory=list)
    heard_anything: bool = False
    _heard: set[tuple[str, ...]] = field(default_factory=set)
    _streams: dict[int, ClaimStream] = field(default_factory=dict)

    def begin_call(self) -> None:
        """A new model call: whatever an earlier one left unfinished is over."""
        self._streams.clear()
        self.heard_anything = False

    def pieces(self, chunks: "list[Mapping[str, Any]]") -> None:
        """Pieces of tool calls as they arrive; those of the final one may complete claims."""
        self.heard_anything = True
        for chunk in chunks:
            index = chunk.get("index") or 0
            if chunk.get("name") == Reply.__name__:
                self._streams[index] = ClaimStream()
            stream = self._streams.get(index)
            if stream is None:
                continue
            for given in stream.feed(chunk.get("args") or ""):
                claim = claim_in(given)
                if claim is not None:
                    self.claim(claim)

    def claim(self, claim: ReplyClaim) -> None:
        """Check one claim, unless the very same was heard in this turn."""
        key = (claim.text, *claim.evidence)
        if key in self._heard:
            return
        self._heard.add(key)
        verdict = check(claim, self.book, self.question)
        match verdict:
            case Kept():
                text = self.composed.add(verdict)
                if text and self.on_event is not None:
                    self.on_event(Said(text, len(self.composed.lines)))
            case Dropped(reason):
                self.dropped.append(reason)
                if self.on_event is not None:
                    self.on_event(LeftOut(reason))
