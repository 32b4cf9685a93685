"""An answer with its numbered quotes, and passages found in the notes."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from integrations.cli.dates import iso_words
from integrations.cli.harmless import in_one_line, visible
from integrations.cli.present.style import QUIET, WARNING, plain, quoted
from integrations.cli.present.values import code_words
from knowledge.language.catalogue import phrase

if TYPE_CHECKING:
    from assistant.answer_by_rules import Answer
    from assistant.answers.citations import Citation
    from assistant.search_notes import Hit


_MARKED = ("inference", "recommendation", "to_confirm")


def answer_view(answer: "Answer", lang: str, *, said: int = 0) -> RenderableType:
    """The answer, what kind of statement it is when it is not plain fact, then its quotes.

    The first ``said`` lines of a model's answer are on the screen already.
    """
    lines = answer.answer.split("\n")
    rest = "\n".join(lines[said:] if answer.engine != "embedded" else lines)
    parts: list[RenderableType] = [Text(visible(rest))] if rest else []
    if answer.remark:
        parts.append(Text(f"({visible(answer.remark)})", style=WARNING))
    elif answer.kind in _MARKED and not answer.marks_each_sentence:
        parts.append(Text(f"({phrase(lang, f'cli.kind.{answer.kind}')})", style=WARNING))
    parts += [plain(choice, 2) for choice in answer.choices]
    if answer.citations:
        parts += [Text(), citation_table(answer.citations, lang)]
    return Group(*parts)


def citation_table(citations: Sequence["Citation"], lang: str) -> RenderableType:
    """The quotes by number: words, date, kind of source, author."""
    table = Table.grid(padding=(0, 1))
    for number, citation in enumerate(citations, start=1):
        about = [
            iso_words(lang, citation.date) if citation.date else "",
            code_words(lang, "source", citation.kind),
            citation.author or "",
            citation.source_id,
        ]
        words = Text(quoted(lang, citation.quote))
        words.append(f"  {in_one_line(', '.join(part for part in about if part))}", style=QUIET)
        table.add_row(Text(f"[{number}]"), words)
    return table


def hits_view(hits: Sequence["Hit"], lang: str) -> RenderableType:
    """Found passages, best first, each with where it is from."""
    parts: list[RenderableType] = []
    for hit in hits:
        about = f"{iso_words(lang, hit.date)}, {code_words(lang, 'source', hit.kind)}"
        parts.append(Text(in_one_line(f"{about}, {hit.source_id}"), style=QUIET))
        parts.append(plain(hit.passage, 2))
    return Group(*parts)
