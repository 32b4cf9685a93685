"""A measurement of answers for people: a table per language, then where an answer does not hold."""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from rich.console import Group, RenderableType
from rich.text import Text

from integrations.cli.harmless import in_one_line
from integrations.cli.present.evaluation import spent_line
from integrations.cli.present.figures import count_line, failures, kind_words, shares_table
from integrations.cli.present.style import QUIET, heading, plain, quiet, quoted
from knowledge.evaluation.answers import MEASURES, AnswerMistake, AnswerReport, AnswerTotals
from knowledge.evaluation.bootstrap import RESAMPLES
from knowledge.evaluation.report import JUDGED_FROM
from knowledge.language.catalogue import phrase

if TYPE_CHECKING:
    from assistant.evaluate_answers import AnswersEvaluation


def answers_view(
    evaluation: "AnswersEvaluation", lang: str, *, with_errors: bool
) -> RenderableType:
    """The whole report; all languages together come last, where there is more than one."""
    report = evaluation.report
    engine = phrase(lang, f"evaluation.engines.{evaluation.engine}")
    accept = phrase(lang, f"evaluation.accept_{evaluation.accept}")
    parts: list[RenderableType] = [
        quiet(phrase(lang, "evaluation.answers_engine", engine=engine)),
        quiet(phrase(lang, "evaluation.answers_asked", accept=accept)),
    ]
    if not report.totals_of().questions:
        return Group(*parts, plain(phrase(lang, "evaluation.no_questions")))
    for totals in report.totals if len(report.totals) > 2 else report.totals[:1]:
        parts += _language(report, totals, lang)
    if evaluation.failed:
        parts += [Text(), heading(phrase(lang, "evaluation.failed"))]
        named = [(f"{one.note_id}: {one.question}", one.kind) for one in evaluation.failed]
        parts += failures(named, lang)
    if evaluation.spent is not None:
        parts.append(spent_line(evaluation.spent, lang))
    parts.append(quiet(phrase(lang, "evaluation.few", n=JUDGED_FROM)))
    parts.append(quiet(phrase(lang, "evaluation.interval", n=RESAMPLES)))
    return Group(*parts, *(_mistakes(report.mistakes, lang) if with_errors else ()))


def _language(report: AnswerReport, totals: AnswerTotals, lang: str) -> Iterator[RenderableType]:
    name = phrase(lang, f"evaluation.lang.{totals.lang}")
    yield Text()
    yield heading(phrase(lang, "evaluation.questions", language=name, n=totals.questions))
    shares = [one for one in report.shares if one.lang == totals.lang]
    yield shares_table(shares, "measure", lang)
    yield count_line(
        "answer_counts.answerable",
        lang,
        is_bad=False,
        answerable=totals.answerable,
        rest=totals.questions - totals.answerable,
    )
    yield count_line(
        "answer_counts.did",
        lang,
        is_bad=bool(totals.failed),
        answered=totals.answered,
        abstained=totals.abstained,
        asked_back=totals.asked_back,
        failed=totals.failed,
    )
    if totals.dropped:
        yield count_line("answer_counts.dropped", lang, is_bad=False, dropped=totals.dropped)


def _mistakes(mistakes: Sequence[AnswerMistake], lang: str) -> Iterator[RenderableType]:
    yield Text()
    if not mistakes:
        yield plain(phrase(lang, "evaluation.no_mistakes"))
        return
    yield heading(phrase(lang, "evaluation.answers_wrong"))
    for kind in MEASURES:
        of_kind = [one for one in mistakes if one.kind == kind]
        if of_kind:
            yield Text()
            yield heading(kind_words(kind, lang))
        yield from (_mistake(one, lang) for one in of_kind)


def _mistake(one: AnswerMistake, lang: str) -> Text:
    line = Text(f"  {in_one_line(one.note_id)}  {in_one_line(one.question)}")
    if one.expected:
        line.append(f"  {quoted(lang, one.expected)}", style=QUIET)
    line.append("  → ")
    line.append(quoted(lang, one.found) if one.found else "–", style="bold")
    return line
