"""Which reader reads: the model that is configured for reading, or the embedded rules."""

from dataclasses import replace
from typing import TYPE_CHECKING

from knowledge.domain.grounding import Grounded, ground
from knowledge.domain.reading import ReadingContext
from knowledge.reading.contract import Reader

if TYPE_CHECKING:
    from assistant.models.call_log import CallLedger
    from assistant.settings import Settings
    from knowledge.domain.clock import Clock


def embedded_reader() -> Reader:
    """The reader that ships with Cartographe; imported late, because its lexicons are large."""
    from knowledge.reading.embedded import EmbeddedReader

    return EmbeddedReader()


def grounded_reading(reader: Reader, text: str, context: ReadingContext) -> Grounded:
    """What ``reader`` finds in ``text``, with what it and the grounding set aside counted together."""
    found = ground(reader.read(text, context), text)
    return replace(found, set_aside=(*getattr(reader, "set_aside", ()), *found.set_aside))


def model_reader(
    settings: "Settings",
    ledger: "CallLedger",
    clock: "Clock",
    workspace_id: str,
    http_client: object | None = None,
    *,
    insists: bool = False,
) -> Reader | None:
    """The model's reader alone, whose failures are raised; ``None`` where no model is set for reading.

    ``insists`` asks an endpoint that is left alone after outages too. ``http_client`` takes the place of
    the network, for replies that were recorded.
    """
    choice = settings.model.for_use("reading")
    if choice is None:
        return None
    from assistant.model_reader.reader import ModelReader
    from assistant.models.meter import Meter

    meter = Meter(choice, ledger, clock, workspace_id, insists=insists)
    return ModelReader(choice, meter, embedded_reader(), http_client)


def reader_for(
    settings: "Settings",
    ledger: "CallLedger",
    clock: "Clock",
    workspace_id: str,
    http_client: object | None = None,
) -> Reader:
    """A reader for one source at a time: a model's with the embedded one behind it, where one is set.

    What it returns for a model is a ``FallbackReader``: it never fails as a model does, and tells of it.
    """
    model = model_reader(settings, ledger, clock, workspace_id, http_client)
    if model is None:
        return embedded_reader()
    from assistant.model_reader.fallback import FallbackReader

    return FallbackReader(model, embedded_reader())
