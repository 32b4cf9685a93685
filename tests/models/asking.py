"""One choice of model, one prompt, one meter: what the tests of this folder ask with."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from pydantic import SecretStr

from assistant.models.call_log import MemoryLedger
from assistant.models.chat import chat_model
from assistant.models.choice import ModelChoice
from assistant.models.failure import ModelFailure
from assistant.models.meter import Meter
from knowledge.domain.clock import FixedClock
from prompts.rendered import Message, Rendered, Stamp
from tests.model_servers.loopback import LoopbackModel

if TYPE_CHECKING:
    from langchain_core.messages import AIMessage

NOW = FixedClock(datetime(2026, 11, 20, 9, 30, tzinfo=UTC))
STAMP = Stamp("read_note", "en", 3, "ab" * 32)
# What must appear in no error and no record.
SECRET = "Zoltan-Quibblethwaite-owes-us"  # noqa: S105 - a customer's words, no password
PROMPT = Rendered((Message("system", "Be brief."), Message("user", f"{SECRET} 12 k€")), STAMP)


def choice_for(server: LoopbackModel | str, **given: Any) -> ModelChoice:
    """A choice with short limits; ``given`` are fields of ModelChoice."""
    base_url = server if isinstance(server, str) else server.base_url
    made = ModelChoice(
        use="reading",
        base_url=base_url,
        name="loopback",
        key=SecretStr("sk-test"),
        timeout_s=2.0,
        total_s=5.0,
        retries=0,
    )
    return replace(made, **given)


def meter_for(choice: ModelChoice, ledger: MemoryLedger | None = None) -> Meter:
    return Meter(choice, ledger or MemoryLedger(), NOW, "ws")


def said(choice: ModelChoice, ledger: MemoryLedger | None = None) -> "AIMessage":
    """What the model says to the prompt."""
    model = chat_model(choice)
    messages = [("system", "Be brief."), ("human", f"{SECRET} 12 k€")]
    meter = meter_for(choice, ledger)
    return meter.call(STAMP, lambda: model.invoke(messages), sent_chars=40)


def streamed(choice: ModelChoice, ledger: MemoryLedger | None = None) -> "AIMessage":
    """The same, joined from a stream."""
    model = chat_model(choice)

    def run() -> Any:
        joined: Any = None
        for chunk in model.stream([("human", SECRET)]):
            joined = chunk if joined is None else joined + chunk
        return joined

    return meter_for(choice, ledger).call(STAMP, run, sent_chars=40)


def failure_of_asking(choice: ModelChoice, *, stream: bool = False) -> ModelFailure:
    """How asking fails; an answer fails the test."""
    try:
        (streamed if stream else said)(choice)
    except ModelFailure as failure:
        return failure
    raise AssertionError("the model answered")
