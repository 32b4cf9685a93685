"""The score of readings on labelled notes. Pure: the same notes and readings, the same figures."""

from collections.abc import Mapping, Sequence
from typing import TypeVar

from knowledge.domain.reading import Reading
from knowledge.evaluation.bootstrap import Resampler, Tally, f1, precision, recall
from knowledge.evaluation.compare_note import SHARES, Compared, compare_note
from knowledge.evaluation.kinds import KINDS
from knowledge.evaluation.labelled_note import LabelledNote
from knowledge.evaluation.report import ALL, JUDGED_FROM, Aside, Report, Score, Share, Totals

_LANGS = ("en", "fr", "mixed")
N = TypeVar("N", Aside, float)


def score(
    gold: Sequence[LabelledNote],
    readings: Mapping[str, Reading],
    cpu_s: Mapping[str, float] | None = None,
    aside: Mapping[str, Aside] | None = None,
) -> Report:
    """Compare readings, by note id, with the gold; a note without one counts as read empty.

    ``cpu_s`` holds the seconds of processor time that reading each note took, and ``aside`` how many
    labels of it were not shown, where known.
    """
    compared = [compare_note(note, _reading_of(note, readings)) for note in gold]
    groups = _by_language(gold)
    measured = [_measure(lang, [compared[at] for at in places]) for lang, places in groups.items()]
    return Report(
        scores=tuple(found for scores, _ in measured for found in scores),
        shares=tuple(share for _, shares in measured for share in shares),
        totals=tuple(
            _totals(
                lang,
                [compared[at] for at in places],
                unread=sum(gold[at].id not in readings for at in places),
                aside=_known(gold, places, aside),
                cpu_s=_known(gold, places, cpu_s),
            )
            for lang, places in groups.items()
        ),
        mistakes=tuple(mistake for one in compared for mistake in one.mistakes),
    )


def _reading_of(note: LabelledNote, readings: Mapping[str, Reading]) -> Reading:
    return readings.get(note.id) or Reading(account=note.labels.account)


def _by_language(gold: Sequence[LabelledNote]) -> dict[str, list[int]]:
    """Places of the notes by language, then all of them."""
    groups = {lang: [at for at, note in enumerate(gold) if note.lang == lang] for lang in _LANGS}
    filled = {lang: places for lang, places in groups.items() if places}
    return {**filled, ALL: list(range(len(gold)))}


def _measure(lang: str, compared: Sequence[Compared]) -> tuple[list[Score], list[Share]]:
    resampler = Resampler(len(compared))
    scores = [
        _score(kind.name, lang, [one.tallies[kind.name] for one in compared], resampler)
        for kind in KINDS
    ]
    shares = [
        _share(kind, lang, [one.shares.get(kind, Tally()) for one in compared], resampler)
        for kind in SHARES
    ]
    return scores, shares


def _score(kind: str, lang: str, tallies: Sequence[Tally], resampler: Resampler) -> Score:
    labels = sum(one.labels for one in tallies)
    figures = resampler.estimates(tallies, precision, recall, f1)
    return Score(
        kind=kind,
        lang=lang,
        labels=labels,
        found=sum(one.found for one in tallies),
        right=sum(one.right for one in tallies),
        precision=figures[0],
        recall=figures[1],
        f1=figures[2],
        judged=labels >= JUDGED_FROM,
    )


def _share(kind: str, lang: str, tallies: Sequence[Tally], resampler: Resampler) -> Share:
    cases = sum(one.labels for one in tallies)
    (value,) = resampler.estimates(tallies, recall)
    right = sum(one.right for one in tallies)
    return Share(kind, lang, cases, right, value, judged=cases >= JUDGED_FROM)


def _totals(
    lang: str,
    compared: Sequence[Compared],
    *,
    unread: int,
    aside: Sequence[Aside],
    cpu_s: Sequence[float],
) -> Totals:
    has_bands = any(one.banded for one in compared)
    decide = sum(one.decide for one in compared)
    return Totals(
        lang=lang,
        notes=len(compared),
        unread=unread,
        must_not=sum(one.must_not for one in compared),
        violated=sum(one.violated for one in compared),
        quotes=sum(one.quotes for one in compared),
        quotes_absent=sum(one.quotes_absent for one in compared),
        ungrounded=sum(one.ungrounded for one in aside) if aside else None,
        taken_back=sum(one.taken_back for one in aside) if aside else None,
        decide_per_note=decide / len(compared) if has_bands else None,
        cpu_s_per_note=sum(cpu_s) / len(cpu_s) if cpu_s else None,
    )


def _known(
    gold: Sequence[LabelledNote], places: Sequence[int], by_note: Mapping[str, N] | None
) -> list[N]:
    """What is known of the notes at these places, where anything is."""
    ids = (gold[at].id for at in places)
    return [by_note[one] for one in ids if one in by_note] if by_note else []
