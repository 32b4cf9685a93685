"""Reading without fail: the model where it can, the embedded reader where it cannot."""

from assistant.models.failure import ModelFailure
from knowledge.domain.grounding import SetAside
from knowledge.domain.reading import Reading, ReadingContext
from knowledge.reading.contract import Reader


class FallbackReader:
    """Reads with ``first``; when that fails as a model does, with ``other``.

    ``failure`` is what went wrong at the last reading, if anything: the caller tells it in one line and
    may have the source read again later. ``name`` and ``version`` are those of the reader whose
    reading was given.
    """

    def __init__(self, first: Reader, other: Reader) -> None:
        self._first, self._other, self._used = first, other, first
        self.failure: ModelFailure | None = None

    @property
    def name(self) -> str:
        """Which reader read last."""
        return self._used.name

    @property
    def version(self) -> str:
        """Its version."""
        return self._used.version

    @property
    def set_aside(self) -> tuple[SetAside, ...]:
        """What the last reader left out of what it was told."""
        return getattr(self._used, "set_aside", ())

    def read(self, text: str, context: ReadingContext) -> Reading:
        """Everything found in ``text``, by one reader or the other."""
        self._used, self.failure = self._first, None
        try:
            return self._first.read(text, context)
        except ModelFailure as failure:
            self._used, self.failure = self._other, failure
        return self._other.read(text, context)
