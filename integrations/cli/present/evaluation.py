"""A measurement for people: a table per language, then what was missed and wrongly found."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from integrations.cli.harmless import in_one_line
from integrations.cli.present.figures import (
    add_row,
    count_line,
    failures,
    figure,
    figures_table,
    interval,
    kind_words,
    number,
    shares_table,
)
from integrations.cli.present.style import QUIET, heading, plain, quiet, quoted
from knowledge.evaluation.bootstrap import RESAMPLES
from knowledge.evaluation.report import JUDGED_FROM, Mistake, Report, Score, Totals
from knowledge.language.catalogue import load, phrase

if TYPE_CHECKING:
    from assistant.evaluate_reader import Evaluation
    from assistant.spent_tokens import Spent

_SCORE_COLUMNS = ("kind", "labels", "found", "right", "precision", "recall", "f1", "interval")


def evaluation_view(evaluation: "Evaluation", lang: str, *, with_errors: bool) -> RenderableType:
    """The whole report; all languages together come last, where there is more than one."""
    report = evaluation.report
    shown = report.totals if len(report.totals) > 2 else report.totals[:1]
    reader = phrase(lang, "evaluation.reader", reader=evaluation.reader, version=evaluation.version)
    parts: list[RenderableType] = [quiet(reader)]
    for totals in shown:
        parts += _language(report, totals, lang)
    if evaluation.failed:
        parts += [Text(), heading(phrase(lang, "evaluation.failed"))]
        parts += failures([(one.note_id, one.kind) for one in evaluation.failed], lang)
    if evaluation.spent is not None:
        parts.append(spent_line(evaluation.spent, lang))
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
    yield shares_table([one for one in report.shares if one.lang == totals.lang], "share", lang)
    yield from _totals(totals, lang)


def _scores(scores: Sequence[Score], lang: str) -> Table:
    table = figures_table(_SCORE_COLUMNS, lang)
    for one in scores:
        if not one.labels and not one.found:
            continue
        counts = [str(one.labels), str(one.found), str(one.right)]
        estimates = (one.precision, one.recall, one.f1)
        figures = [figure(each, lang, judged=one.judged) for each in estimates]
        span = interval(one.f1, lang, judged=one.judged)
        cells = [kind_words(one.kind, lang), *counts, *figures, span]
        add_row(table, cells, judged=one.judged)
    return table


def _totals(totals: Totals, lang: str) -> Iterator[Text]:
    if totals.unread:
        yield count_line("unread", lang, is_bad=True, unread=totals.unread, of=totals.notes)
    yield count_line(
        "must_not", lang, is_bad=bool(totals.violated), violated=totals.violated, of=totals.must_not
    )
    yield count_line(
        "absent",
        lang,
        is_bad=bool(totals.quotes_absent),
        absent=totals.quotes_absent,
        of=totals.quotes,
    )
    for key, count in (("ungrounded", totals.ungrounded), ("taken_back", totals.taken_back)):
        if count:
            yield count_line(key, lang, is_bad=False, n=count)
    if totals.decide_per_note is not None:
        decide = number(totals.decide_per_note, lang)
        yield plain(phrase(lang, "evaluation.decide", decide=decide))
    if totals.cpu_s_per_note is not None:
        seconds = number(totals.cpu_s_per_note, lang)
        yield plain(phrase(lang, "evaluation.cpu", seconds=seconds))


def spent_line(spent: "Spent", lang: str) -> Text:
    """What the model was sent and what it replied, in tokens."""
    facts = {"input": spent.input_tokens, "output": spent.output_tokens}
    return quiet(phrase(lang, "evaluation.spent", n=spent.calls, **facts))


def _mistakes(mistakes: Sequence[Mistake], lang: str) -> Iterator[RenderableType]:
    """By kind, in the order in which kinds are scored."""
    yield Text()
    if not mistakes:
        yield plain(phrase(lang, "evaluation.no_mistakes"))
        return
    yield heading(phrase(lang, "evaluation.mistakes"))
    for kind in _kinds_in_order(mistakes):
        yield Text()
        yield heading(kind_words(kind, lang))
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
