"""Figures of a measurement for people: rows of a table, with brackets where there are few cases."""

from collections.abc import Iterator, Sequence

from rich import box
from rich.table import Table
from rich.text import Text

from integrations.cli.harmless import in_one_line
from integrations.cli.present.style import BAD, QUIET
from knowledge.evaluation.report import Estimate, Share
from knowledge.language.catalogue import has_phrase, phrase

_SHARE_COLUMNS = ("of", "right", "value", "value_interval")


def figures_table(columns: Sequence[str], lang: str) -> Table:
    """A table with words in its first column and figures in the others."""
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, padding=(0, 1, 0, 0), header_style="bold")
    for place, column in enumerate(columns):
        title = phrase(lang, f"evaluation.column.{column}")
        if place:
            table.add_column(title, justify="right", no_wrap=True)
        else:
            table.add_column(title, min_width=23)
    return table


def add_row(table: Table, cells: Sequence[str], *, judged: bool) -> None:
    """One row; what is not judged is quiet."""
    table.add_row(*(Text(cell) for cell in cells), style="" if judged else QUIET)


def shares_table(shares: Sequence[Share], first_column: str, lang: str) -> Table:
    """How often each thing holds; what there was no case of is left out."""
    table = figures_table((first_column, *_SHARE_COLUMNS), lang)
    for one in shares:
        if one.of:
            value = figure(one.value, lang, judged=one.judged)
            span = interval(one.value, lang, judged=one.judged)
            cells = [kind_words(one.kind, lang), str(one.of), str(one.right), value, span]
            add_row(table, cells, judged=one.judged)
    return table


def kind_words(kind: str, lang: str) -> str:
    """What is measured, in words."""
    key = f"evaluation.kind.{kind}"
    return phrase(lang, key) if has_phrase(lang, key) else in_one_line(kind)


def figure(estimate: Estimate | None, lang: str, *, judged: bool) -> str:
    """A figure, in brackets when it is not judged."""
    if estimate is None:
        return "–"
    shown = number(estimate.value, lang)
    return shown if judged else f"({shown})"


def interval(estimate: Estimate | None, lang: str, *, judged: bool) -> str:
    """Its interval, likewise."""
    if estimate is None:
        return "–"
    span = f"{number(estimate.low, lang)}–{number(estimate.high, lang)}"
    return span if judged else f"({span})"


def number(value: float, lang: str) -> str:
    """Two decimals, with the sign that separates them in this language."""
    shown = f"{value:.2f}"
    return shown.replace(".", ",") if lang == "fr" else shown


def count_line(key: str, lang: str, *, is_bad: bool, **facts: object) -> Text:
    """A sentence with a count, marked when it should have been none."""
    words = phrase(lang, f"evaluation.{key}", **facts)
    return Text(in_one_line(words), style=BAD if is_bad else "")


def failures(failed: Sequence[tuple[str, str]], lang: str) -> Iterator[Text]:
    """What failed (an id, a kind of failure), one line each."""
    for name, kind in failed:
        key = f"evaluation.failure.{kind}"
        words = phrase(lang, key) if has_phrase(lang, key) else kind
        yield Text(f"  {in_one_line(name)}  {in_one_line(words)}", style=QUIET)
