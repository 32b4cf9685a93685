"""Which reader reads: chosen here, so that a model reader can take the embedded one's place."""

from knowledge.reading.contract import Reader


def embedded_reader() -> Reader:
    """The reader that needs no model; imported when a note is read, since its lexicons take time."""
    from knowledge.reading.embedded import EmbeddedReader

    return EmbeddedReader()
