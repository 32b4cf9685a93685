"""A brief: one page whose lines say what they are, with the quotes they rest on."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from integrations.cli.dates import day_words
from integrations.cli.harmless import in_one_line
from integrations.cli.present.answer import citation_table
from integrations.cli.present.style import WARNING, heading
from knowledge.language.catalogue import phrase

if TYPE_CHECKING:
    from assistant.write_brief import Brief, Entry


def brief_view(brief: "Brief", lang: str) -> RenderableType:
    """The page: a title, then sections; what is not a fact says so."""
    title = phrase(
        lang,
        "cli.brief.title",
        account=in_one_line(brief.account_name),
        day=day_words(brief.as_of, lang),
    )
    parts: list[RenderableType] = [heading(title)]
    for section in brief.sections:
        parts += [Text(), heading(section.title)]
        parts.append(_entries(section.entries, lang))
    if brief.citations:
        parts += [Text(), citation_table(brief.citations, lang)]
    return Group(*parts)


def _entries(entries: Sequence["Entry"], lang: str) -> RenderableType:
    """Lines with the numbers of their quotes; what is not a fact says so where its words do not."""
    table = Table.grid(padding=(0, 1))
    for entry in entries:
        marks = "".join(f" [{number}]" for number in entry.citations)
        line = Text(f"{in_one_line(entry.text)}{marks}")
        if entry.kind in ("inference", "recommendation"):
            line.append(f" ({phrase(lang, f'cli.kind.{entry.kind}')})", style=WARNING)
        table.add_row(Text(" •"), line)
    return table
