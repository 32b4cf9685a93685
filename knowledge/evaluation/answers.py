"""The score of answers to labelled questions. Pure: the same answers, the same figures.

A question is about one note and has its answer in a quote of it, or has none. What is judged is what
an answer rests on, never its wording: where the words cited stand, and which they are.
"""

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from knowledge.domain.names import fold
from knowledge.evaluation.bootstrap import Resampler, Tally, recall
from knowledge.evaluation.labelled_note import LabelledNote, Question
from knowledge.evaluation.report import ALL, JUDGED_FROM, Share

# From here on a citation is taken to hold the words that answer.
SAME_WORDS = 0.5
_FIRST_FEW = 3
_LANGS = ("en", "fr")
_WORD = re.compile(r"\w+")

# Answered; said that the notes do not say; asked which was meant; gave nothing at all.
Did = Literal["answered", "abstained", "asked_back", "failed"]
# In the order in which they are shown.
MEASURES = (
    "source_first", "source_in_three", "quote", "abstention_precision", "abstention_recall",
    "wrong_account",
)  # fmt: skip
# Where the share that holds should be small.
BAD_MEASURES = ("wrong_account",)


@dataclass(frozen=True, slots=True)
class Asked:
    """One question, the note it was labelled on and the account of that note."""

    note_id: str
    account: str
    question: Question


@dataclass(frozen=True, slots=True)
class Cited:
    """One citation: the id its source was imported under, and the words."""

    source_id: str
    quote: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """What an engine made of a question; ``failure`` says why there is no answer of its own."""

    did: Did
    cited: tuple[Cited, ...] = ()
    account: str | None = None
    dropped: int = 0
    failure: str = ""
    words: str = ""


@dataclass(frozen=True, slots=True)
class AnswerTotals:
    """What is counted once per language of the question."""

    lang: str
    questions: int
    answerable: int
    answered: int
    abstained: int
    asked_back: int
    failed: int
    dropped: int


@dataclass(frozen=True, slots=True)
class AnswerMistake:
    """A question where a measure does not hold; ``expected`` and ``found`` are words."""

    kind: str
    note_id: str
    lang: str
    question: str
    expected: str
    found: str


@dataclass(frozen=True, slots=True)
class AnswerReport:
    """A whole measurement, by measure and language in the order in which it is shown."""

    shares: tuple[Share, ...]
    totals: tuple[AnswerTotals, ...]
    mistakes: tuple[AnswerMistake, ...]

    def share_of(self, kind: str, lang: str = ALL) -> Share:
        """One measure in one language."""
        return next(one for one in self.shares if (one.kind, one.lang) == (kind, lang))

    def totals_of(self, lang: str = ALL) -> AnswerTotals:
        """What is counted once per language."""
        return next(one for one in self.totals if one.lang == lang)


Pair = tuple[Asked, Outcome]


def questions_of(notes: Sequence[LabelledNote]) -> tuple[Asked, ...]:
    """Every question of labelled notes, in order."""
    return tuple(
        Asked(note.id, note.labels.account, question)
        for note in notes
        for question in note.questions
    )


def score_answers(
    asked: Sequence[Asked], outcomes: Sequence[Outcome], account_of: Mapping[str, str]
) -> AnswerReport:
    """Hold each outcome against its question; ``account_of`` gives the account of each source.

    Raises ``ValueError`` where there is not one outcome to each question.
    """
    pairs = list(zip(asked, outcomes, strict=True))
    groups = {lang: [one for one in pairs if one[0].question.lang == lang] for lang in _LANGS}
    shown = {lang: group for lang, group in groups.items() if group} | {ALL: pairs}
    return AnswerReport(
        shares=tuple(
            share for lang, group in shown.items() for share in _shares(lang, group, account_of)
        ),
        totals=tuple(_totals(lang, group) for lang, group in shown.items()),
        mistakes=tuple(
            _mistake(kind, *pair)
            for kind in MEASURES
            for pair in pairs
            if _holds(kind, *pair, account_of) is (kind in BAD_MEASURES)
        ),
    )


def same_words(one: str, other: str) -> float:
    """F1 of the words two texts share, each as often as both have it; case and accents do not count."""
    left, right = (Counter(_WORD.findall(fold(text))) for text in (one, other))
    total = left.total() + right.total()
    return 2 * (left & right).total() / total if total else 0.0


def _holds(kind: str, asked: Asked, got: Outcome, account_of: Mapping[str, str]) -> bool | None:
    """Whether a measure holds of an answer; ``None`` where the question is no case of it."""
    return _RULES[kind](asked, got, account_of)


def _source_first(asked: Asked, got: Outcome, account_of: Mapping[str, str]) -> bool | None:
    del account_of
    return None if asked.question.answer is None else asked.note_id in _sources(got, 1)


def _source_in_three(asked: Asked, got: Outcome, account_of: Mapping[str, str]) -> bool | None:
    del account_of
    return None if asked.question.answer is None else asked.note_id in _sources(got, _FIRST_FEW)


def _sources(got: Outcome, citations: int) -> list[str]:
    """The sources of the first citations."""
    return [one.source_id for one in got.cited[:citations]]


def _quote(asked: Asked, got: Outcome, account_of: Mapping[str, str]) -> bool | None:
    del account_of
    quote = asked.question.quote
    if asked.question.answer is None or quote is None:
        return None
    best = max((same_words(one.quote, quote) for one in got.cited), default=0.0)
    return best >= SAME_WORDS


def _abstained_rightly(asked: Asked, got: Outcome, account_of: Mapping[str, str]) -> bool | None:
    del account_of
    return asked.question.answer is None if got.did == "abstained" else None


def _abstained_where_due(asked: Asked, got: Outcome, account_of: Mapping[str, str]) -> bool | None:
    del account_of
    return got.did == "abstained" if asked.question.answer is None else None


def _wrong_account(asked: Asked, got: Outcome, account_of: Mapping[str, str]) -> bool | None:
    """Among answers, one that is about another account, or rests on a source of another."""
    if got.did != "answered":
        return None
    cited = (account_of.get(one.source_id, asked.account) for one in got.cited)
    return any(account != asked.account for account in (got.account or asked.account, *cited))


_RULES: dict[str, Callable[[Asked, Outcome, Mapping[str, str]], bool | None]] = {
    "source_first": _source_first,
    "source_in_three": _source_in_three,
    "quote": _quote,
    "abstention_precision": _abstained_rightly,
    "abstention_recall": _abstained_where_due,
    "wrong_account": _wrong_account,
}


def _shares(lang: str, pairs: Sequence[Pair], account_of: Mapping[str, str]) -> list[Share]:
    """Each measure; notes are what is drawn again, since questions on one note go together."""
    notes = list(dict.fromkeys(asked.note_id for asked, _ in pairs))
    resampler = Resampler(len(notes))
    shares = []
    for kind in MEASURES:
        held = [(asked.note_id, _holds(kind, asked, got, account_of)) for asked, got in pairs]
        of = Counter(note for note, holds in held if holds is not None)
        right = Counter(note for note, holds in held if holds)
        tallies = [Tally(of[note], of[note], right[note]) for note in notes]
        (value,) = resampler.estimates(tallies, recall)
        cases = of.total()
        shares.append(Share(kind, lang, cases, right.total(), value, judged=cases >= JUDGED_FROM))
    return shares


def _totals(lang: str, pairs: Sequence[Pair]) -> AnswerTotals:
    did = Counter(got.did for _, got in pairs)
    return AnswerTotals(
        lang=lang,
        questions=len(pairs),
        answerable=sum(asked.question.answer is not None for asked, _ in pairs),
        answered=did["answered"],
        abstained=did["abstained"],
        asked_back=did["asked_back"],
        failed=did["failed"],
        dropped=sum(got.dropped for _, got in pairs),
    )


def _mistake(kind: str, asked: Asked, got: Outcome) -> AnswerMistake:
    question = asked.question
    expected = question.quote or question.answer or ""
    found = "; ".join(one.quote for one in got.cited[:_FIRST_FEW]) or got.failure or got.words
    return AnswerMistake(kind, asked.note_id, question.lang, question.q, expected, found)
