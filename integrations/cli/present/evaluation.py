"""A measurement for people: a table per language, then what was missed and wrongly found."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from rich import box
from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from integrations.cli.harmless import in_one_line
from integrations.cli.present.style import BAD, QUIET, heading, plain, quiet, quoted
from knowledge.evaluation.bootstrap import RESAMPLES
from knowledge.evaluation.report import JUDGED_FROM, Estimate, Mistake, Report, Score, Share, Totals
from knowledge.language.catalogue import has_phrase, load, phrase

if TYPE_CHECKING:
    from assistant.evaluate_reader import Evaluation

_SCORE_COLUMNS = ("kind", "labels", "found", "right", "precision", "recall", "f1", "interval")
_SHARE_COLUMNS = ("share", "of", "right", "value", "value_interval")


def evaluation_view(evaluation: "Evaluation", lang: str, *, with_errors: bool) -> RenderableType:
    """The whole report; all languages together come last, where there is more than one."""
    report = evaluation.report
    shown = report.totals if len(report.totals) > 2 else report.totals[:1]
    reader = phrase(lang, "evaluation.reader", reader=evaluation.reader, version=evaluation.version)
    parts: list[RenderableType] = [quiet(reader)]
    for totals in shown:
        parts += _language(report, totals, lang)
    parts.append(quiet(phrase(lang, "evaluation.few", n=JUDGED_FROM)))
    parts.append(quiet(phrase(lang, "evaluation.interval", n=RESAMPLES)))
    if with_errors:
        parts += _mistakes(report.mistakes, lang)
    return Group(*parts)


def _language(report: Report, totals: Totals, lang: str) -> Iterator[RenderableType]:
    name = phrase(lang, f"evaluation.lang.{totals.lang}")
    yield Text()
    yield heading(phrase(lang, "evaluation.notes", language=name, n=totals.notes))
    yield _scores([one for one in report.scores if one.lang == totals.lang], lang)
    yield _shares([one for one in report.shares if one.lang == totals.lang], lang)
    yield from _totals(totals, lang)


def _scores(scores: Sequence[Score], lang: str) -> Table:
    table = _table(_SCORE_COLUMNS, lang)
    for one in scores:
        if not one.labels and not one.found:
            continue
        figures = [_figure(each, one.judged, lang) for each in (one.precision, one.recall, one.f1)]
        counts = [str(one.labels), str(one.found), str(one.right)]
        interval = _interval(one.f1, one.judged, lang)
        _add_row(table, [_kind(one.kind, lang), *counts, *figures, interval], one.judged)
    return table


def _shares(shares: Sequence[Share], lang: str) -> Table:
    table = _table(_SHARE_COLUMNS, lang)
    for one in shares:
        if one.of:
            value = _figure(one.value, one.judged, lang)
            interval = _interval(one.value, one.judged, lang)
            cells = [_kind(one.kind, lang), str(one.of), str(one.right), value, interval]
            _add_row(table, cells, one.judged)
    return table


def _totals(totals: Totals, lang: str) -> Iterator[Text]:
    yield _line(
        phrase(lang, "evaluation.must_not", violated=totals.violated, of=totals.must_not),
        is_bad=bool(totals.violated),
    )
    yield _line(
        phrase(lang, "evaluation.absent", absent=totals.quotes_absent, of=totals.quotes),
        is_bad=bool(totals.quotes_absent),
    )
    if totals.decide_per_note is not None:
        decide = _number(totals.decide_per_note, lang)
        yield plain(phrase(lang, "evaluation.decide", decide=decide))
    if totals.cpu_s_per_note is not None:
        seconds = _number(totals.cpu_s_per_note, lang)
        yield plain(phrase(lang, "evaluation.cpu", seconds=seconds))


def _mistakes(mistakes: Sequence[Mistake], lang: str) -> Iterator[RenderableType]:
    """By kind, in the order in which kinds are scored."""
    yield Text()
    if not mistakes:
        yield plain(phrase(lang, "evaluation.no_mistakes"))
        return
    yield heading(phrase(lang, "evaluation.mistakes"))
    for kind in _kinds_in_order(mistakes):
        yield Text()
        yield heading(_kind(kind, lang))
        for one in mistakes:
            if one.kind == kind:
                yield _mistake(one, lang)


def _kinds_in_order(mistakes: Sequence[Mistake]) -> list[str]:
    """The order of the catalogue is that of the tables."""
    present = {one.kind for one in mistakes}
    known = [kind for kind in load("en", "evaluation")["kind"] if kind in present]
    return [*known, *sorted(present.difference(known))]


def _mistake(one: Mistake, lang: str) -> Text:
    outcome = phrase(
        lang, f"evaluation.outcome.{one.outcome}", expected=one.expected, found=one.found
    )
    line = Text(f"  {in_one_line(one.note_id)}  {in_one_line(outcome)}")
    words = (one.expected or one.found) if one.outcome != "differs" else ""
    if words:
        line.append(f"  {in_one_line(words)}", style="bold")
    if one.quote:
        line.append(f"  {quoted(lang, one.quote)}", style=QUIET)
    return line


def _table(columns: Sequence[str], lang: str) -> Table:
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, header_style="bold")
    for place, column in enumerate(columns):
        title = phrase(lang, f"evaluation.column.{column}")
        if place:
            table.add_column(title, justify="right", no_wrap=True)
        else:
            table.add_column(title, min_width=23)
    return table


def _add_row(table: Table, cells: Sequence[str], judged: bool) -> None:  # noqa: FBT001
    table.add_row(*(Text(cell) for cell in cells), style="" if judged else QUIET)


def _kind(kind: str, lang: str) -> str:
    key = f"evaluation.kind.{kind}"
    return phrase(lang, key) if has_phrase(lang, key) else in_one_line(kind)


def _figure(estimate: Estimate | None, judged: bool, lang: str) -> str:  # noqa: FBT001
    if estimate is None:
        return "–"
    number = _number(estimate.value, lang)
    return number if judged else f"({number})"


def _interval(estimate: Estimate | None, judged: bool, lang: str) -> str:  # noqa: FBT001
    if estimate is None:
        return "–"
    span = f"{_number(estimate.low, lang)}–{_number(estimate.high, lang)}"
    return span if judged else f"({span})"


def _number(value: float, lang: str) -> str:
    shown = f"{value:.2f}"
    return shown.replace(".", ",") if lang == "fr" else shown


def _line(words: str, *, is_bad: bool) -> Text:
    return Text(in_one_line(words), style=BAD if is_bad else "")
