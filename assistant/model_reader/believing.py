"""Whether the rules would believe words that the model takes as stated: negation and hearsay around them.

A quote that leaves out the "not" before it is the one mistake that grounding cannot see.
"""

import bisect
from typing import TypeVar

from knowledge.domain.reading import Label, ReadingContext
from knowledge.domain.two_views import TwoViews
from knowledge.reading.analysis import Scene, scenes_of
from knowledge.reading.layout import lay_out
from knowledge.reading.patterns import Hit, Pattern
from knowledge.reading.people import Spotter, gather
from knowledge.reading.scope import SceneScope, Scope
from knowledge.reading.sentences import sentences_of
from knowledge.reading.structure import introduced

L = TypeVar("L", bound=Label)

_DOUBTED = 0.5
_TELLING = ("negation", "hearsay")
_ASKED = Scope(condition="no", question=False, former="no", uncertain=False)


class Beliefs:
    """The sentences of a source, and what stands around words in them."""

    def __init__(self, text: str, context: ReadingContext) -> None:
        lines = lay_out(text)
        sentences = sentences_of(text, lines)
        people = gather(text, sentences, introduced(text, lines, context), context)
        self._scenes = scenes_of(sentences, Spotter(people, context.account))
        self._starts = [scene.sentence.start for scene in self._scenes]

    def weighed(self, label: L) -> L:
        """``label``, in doubt where the rules read its words as denied or as hearsay."""
        why = self._refusal(label)
        if why is None:
            return label
        reason = TwoViews("belief", "stated", why).as_reason()
        return label.model_copy(update={"confidence": _DOUBTED, "reason": reason})

    def same_sentence(self, one: Label, other: Label) -> bool:
        """Whether two labels rest on words of one sentence."""
        first, second = self._scene(one), self._scene(other)
        return first is not None and first is second

    def _refusal(self, label: Label) -> str | None:
        scene = self._scene(label)
        if scene is None or label.start is None or label.end is None:
            return None
        inside = [
            at for at, item in enumerate(scene.items)
            if label.start <= item.start and item.end <= label.end
        ]  # fmt: skip
        if not inside:
            return None
        words = frozenset(scene.items[at].norm for at in inside)
        # Words of the quote itself are part of what is claimed; only those around it deny it.
        pattern = Pattern("", (), None, frozenset(), frozenset(), 0, 0, words)
        hit = Hit(pattern, inside[0], inside[-1] + 1)
        why = SceneScope.of(scene).refusal(hit, _ASKED)
        return why if why in _TELLING else None

    def _scene(self, label: Label) -> Scene | None:
        if label.start is None:
            return None
        at = bisect.bisect_right(self._starts, label.start) - 1
        return self._scenes[at] if at >= 0 else None
