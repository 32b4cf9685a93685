"""What every reader promises, whether it is made of rules or of a model."""

from typing import Protocol

from knowledge.domain.reading import Reading, ReadingContext


class Reader(Protocol):
    """Turns one source's text into a reading. ``name`` and ``version`` go into its provenance."""

    @property
    def name(self) -> str:
        """Which reader this is, for instance ``embedded``."""
        ...

    @property
    def version(self) -> str:
        """Changes whenever the same text may be read differently."""
        ...

    def read(self, text: str, context: ReadingContext) -> Reading:
        """Everything found in ``text``; faults in the text are never exceptions."""
        ...
