"""The calls made to models, as a table."""

from typing import TYPE_CHECKING

from rich import box
from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from integrations.cli.harmless import in_one_line
from integrations.cli.present.style import BAD, QUIET, plain
from knowledge.language.catalogue import phrase

if TYPE_CHECKING:
    from assistant.models.call_log import ModelCall, ReadCalls

_COLUMNS = ("at", "use", "prompt", "model", "host", "tokens", "ms", "outcome")


def calls_view(read: "ReadCalls", today: int, cap: int, lang: str) -> RenderableType:
    """The calls, the newest last, then what today has cost."""
    if not read.calls:
        return plain(phrase(lang, "config.trace.none"))
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, header_style="bold")
    for column in _COLUMNS:
        table.add_column(phrase(lang, f"config.trace.column.{column}"), overflow="fold")
    for call in read.calls:
        table.add_row(*_row(call))
    parts: list[RenderableType] = [table]
    if any(call.estimated for call in read.calls):
        parts.append(Text(phrase(lang, "config.trace.estimated"), style=QUIET))
    if read.unreadable:
        parts.append(plain(phrase(lang, "config.trace.skipped", n=read.unreadable)))
    parts.append(plain(phrase(lang, "config.trace.today", used=today, cap=cap)))
    return Group(*parts)


def _row(call: "ModelCall") -> list[Text]:
    about = "~" if call.estimated else ""
    tokens = f"{about}{call.input_tokens} + {call.output_tokens}"
    return [
        Text(call.at[:19].replace("T", " "), style=QUIET),
        Text(in_one_line(call.use)),
        Text(in_one_line(f"{call.prompt}/{call.prompt_version} {call.lang}".strip())),
        Text(in_one_line(call.model)),
        Text(in_one_line(call.host)),
        Text(tokens),
        Text(str(call.ms)),
        Text(in_one_line(call.outcome), style="" if call.outcome == "ok" else BAD),
    ]
