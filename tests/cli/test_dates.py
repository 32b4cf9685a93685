"""Days as people type them and as people read them."""

from datetime import date

import pytest

from integrations.cli.dates import day_words, parse_day, parse_optional_day
from knowledge.errors import BadDate

TODAY = date(2026, 3, 1)


@pytest.mark.parametrize(
    ("given", "day"),
    [
        ("2026-03-14", date(2026, 3, 14)),
        (" 2026-03-14 ", date(2026, 3, 14)),
        ("14/03/2026", date(2026, 3, 14)),
        ("4/3/2026", date(2026, 3, 4)),
        ("14.03.2026", date(2026, 3, 14)),
        ("29/02/2024", date(2024, 2, 29)),
        ("today", TODAY),
        ("Yesterday", date(2026, 2, 28)),
        ("tomorrow", date(2026, 3, 2)),
        ("aujourd'hui", TODAY),
        ("aujourd\u2019hui", TODAY),
        ("HIER", date(2026, 2, 28)),
        ("demain", date(2026, 3, 2)),
    ],
)
def test_a_day_is_understood(given: str, day: date) -> None:
    assert parse_day(given, TODAY) == day


@pytest.mark.parametrize(
    "given",
    [
        "", "14", "03/14/2026", "2026-02-29", "2026-13-01", "14/03/26", "14-03-2026", "2026/03/14",
        "20260314", "2026-W11-6", "14/03.2026x", "٢٠٢٦-٠٣-١٤", "soon", "0000-01-01", "31/04/2026",
    ],
)  # fmt: skip
def test_what_is_no_day_is_refused(given: str) -> None:
    with pytest.raises(BadDate):
        parse_day(given, TODAY)


def test_nothing_given_is_no_day() -> None:
    assert parse_optional_day(None, TODAY) is None


@pytest.mark.parametrize(
    ("lang", "day", "words"),
    [
        ("en", date(2026, 3, 1), "1 March 2026"),
        ("fr", date(2026, 3, 1), "1er mars 2026"),
        ("fr", date(2026, 8, 14), "14 août 2026"),
    ],
)
def test_a_day_is_written_in_words(lang: str, day: date, words: str) -> None:
    assert day_words(day, lang) == words
