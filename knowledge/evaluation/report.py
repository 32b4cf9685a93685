"""What a measurement says: figures per kind of label and language, with how sure they are."""

from dataclasses import dataclass
from typing import Literal

# A kind with fewer labels is shown, not judged.
JUDGED_FROM = 15
# All languages together.
ALL = "all"

Outcome = Literal["missed", "extra", "differs", "violated"]


@dataclass(frozen=True, slots=True)
class Estimate:
    """A figure from 0 to 1 and its 95 % interval over notes drawn again and again."""

    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Score:
    """How well labels of one kind are found; a figure is ``None`` where it divides by nothing."""

    kind: str
    lang: str
    labels: int
    found: int
    right: int
    precision: Estimate | None
    recall: Estimate | None
    f1: Estimate | None
    judged: bool


@dataclass(frozen=True, slots=True)
class Share:
    """How often something holds among ``of`` cases: a side, a due date, a label said to be sure."""

    kind: str
    lang: str
    of: int
    right: int
    value: Estimate | None
    judged: bool


@dataclass(frozen=True, slots=True)
class Aside:
    """How many labels of one note were not shown: their words are not there, or were not believed."""

    ungrounded: int = 0
    taken_back: int = 0


@dataclass(frozen=True, slots=True)
class Totals:
    """What is counted once per language. ``None`` where the reader or the run does not tell.

    ``unread`` notes have no reading and are scored as read empty. ``quotes`` are those shown, of
    which ``quotes_absent`` are not in the text. Of the labels not shown, ``ungrounded`` rested on
    words that are not in the text; ``taken_back`` the reader itself did not believe.
    """

    lang: str
    notes: int
    unread: int
    must_not: int
    violated: int
    quotes: int
    quotes_absent: int
    ungrounded: int | None
    taken_back: int | None
    decide_per_note: float | None
    cpu_s_per_note: float | None


@dataclass(frozen=True, slots=True)
class Mistake:
    """One label missed, added, or different in a detail. ``expected`` and ``found`` are words."""

    kind: str
    outcome: Outcome
    note_id: str
    lang: str
    expected: str = ""
    found: str = ""
    quote: str = ""


@dataclass(frozen=True, slots=True)
class Report:
    """A whole measurement, by kind and language in the order in which it is shown."""

    scores: tuple[Score, ...]
    shares: tuple[Share, ...]
    totals: tuple[Totals, ...]
    mistakes: tuple[Mistake, ...]

    def score_of(self, kind: str, lang: str = ALL) -> Score:
        """The figures of one kind in one language."""
        return next(one for one in self.scores if (one.kind, one.lang) == (kind, lang))

    def share_of(self, kind: str, lang: str = ALL) -> Share:
        """One share in one language."""
        return next(one for one in self.shares if (one.kind, one.lang) == (kind, lang))

    def totals_of(self, lang: str = ALL) -> Totals:
        """What is counted once per language."""
        return next(one for one in self.totals if one.lang == lang)
