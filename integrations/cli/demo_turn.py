"""The demo's last step: a turn of the agent as a model once made it, replayed through the real adapter.

What the model asks for and says comes from a recording; the tools, the check of every sentence and the
answer are the product's own, at work.
"""

from dataclasses import replace
from datetime import date

from rich.console import RenderableType
from rich.padding import Padding
from rich.text import Text

from assistant.agent.events import Event, LeftOut, Looking
from assistant.answering import answer_question_best
from assistant.bootstrap import Workspace
from assistant.model_settings import ModelFields
from integrations.cli.dates import day_words
from integrations.cli.harmless import in_one_line
from integrations.cli.output import Output
from integrations.cli.present.answer import answer_view
from integrations.cli.present.style import QUIET, WARNING, heading
from knowledge.language.catalogue import phrase

RECORDING = "demo.jsonl"
# Never opened: the recording stands in the network's place.
_NOWHERE = "http://127.0.0.1:1/v1"


def tell_recorded_turn(ws: Workspace, account: str, out: Output) -> None:
    """Ask the recorded model, show what it looked up, what was kept and what was not."""
    import httpx2

    from assistant.recorded.replies import shipped_replies
    from assistant.recorded.transport import RecordedTransport

    replies = shipped_replies(RECORDING)
    ((model, day), *_) = replies.recorded_with()
    transport = RecordedTransport(replies)
    told: list[Event] = []
    question = phrase(out.lang, "demo.recorded_question", account=account)
    with httpx2.Client(transport=transport) as client:
        made = answer_question_best(
            with_model(ws, model), question, account, None, out.lang, on_event=told.append,
            http_client=client,
        )  # fmt: skip
    said_on = day_words(date.fromisoformat(str(day)), out.lang)
    out.show(Text(""), heading(phrase(out.lang, "demo.recorded", model=model, day=said_on)))
    out.show(Text(f"   {question}", style="italic"))
    tools = ", ".join(dict.fromkeys(one.tool for one in told if isinstance(one, Looking)))
    out.show(Text(f"   {phrase(out.lang, 'demo.looked', tools=tools)}", style=QUIET))
    out.show(Text(f"   {phrase(out.lang, 'demo.kept')}", style=QUIET), answer_view(made, out.lang))
    reasons = [one.reason for one in told if isinstance(one, LeftOut)]
    left_out = _not_in(made.answer, transport)
    if reasons and left_out:
        out.show(Text(f"   {phrase(out.lang, 'demo.not_kept')}", style=QUIET))
        for words, reason in zip(left_out, reasons, strict=False):
            out.show(_left_out(words, phrase(out.lang, f"demo.dropped.{reason}")))
        out.show(Text(f"   {phrase(out.lang, 'demo.planted')}", style=QUIET))


def with_model(ws: Workspace, name: str) -> Workspace:
    """The workspace with the recorded model for answering."""
    model = ModelFields.model_construct(base_url=_NOWHERE, name=name)
    return replace(ws, settings=ws.settings.model_copy(update={"model": model}))


def _not_in(answer: str, transport: object) -> list[str]:
    """The sentences of the recorded reply that the answer does not hold."""
    served = getattr(transport, "served", [])
    claims = [
        str(claim["text"])
        for reply in served
        for call in reply.reply.tool_calls
        if call.name == "Reply"
        for claim in call.arguments.get("claims", [])
    ]
    return [words for words in claims if words.rstrip(".") not in answer]


def _left_out(words: str, reason: str) -> RenderableType:
    line = Text(f"✗ {in_one_line(words)}", style=WARNING)
    line.append(f"  ({reason})", style=QUIET)
    return Padding(line, (0, 3))
