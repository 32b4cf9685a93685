from datetime import date
from decimal import Decimal

import pytest

from assistant.agent.dates_said import Day, calendar_words, known_days, relative_words
from assistant.agent.numbers_said import quantities_in

MONDAY = date(2026, 6, 29)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026-03-12", Day(2026, 3, 12)),
        ("12 March 2026", Day(2026, 3, 12)),
        ("March 12th, 2026", Day(2026, 3, 12)),
        ("the 12th of March", Day(None, 3, 12)),
        ("12 mars 2026", Day(2026, 3, 12)),
        ("1er août", Day(None, 8, 1)),
        ("12/03/2026", Day(2026, 3, 12)),
        ("mars 2026", Day(2026, 3)),
        ("In May", Day(None, 5)),
        ("Q3 2026", Day(2026, quarter=3)),
        ("T3", Day(quarter=3)),
        ("the third quarter of 2026", Day(2026, quarter=3)),
        ("en 2027", Day(2027)),
    ],
)
def test_calendar_words_are_read_as_precisely_as_they_were_said(text: str, day: Day) -> None:
    assert calendar_words(text)[0].readings[0] == day


@pytest.mark.parametrize("text", ["they may march", "2026 €", "3 of 4", "12,5 %", "version 2.1"])
def test_other_words_are_no_days(text: str) -> None:
    assert calendar_words(text) == []


def test_a_coarser_day_is_covered_and_a_finer_one_is_not() -> None:
    assert Day(2026, 3, 12).covers(Day(2026, 3))
    assert Day(2026, 3, 12).covers(Day(2026, quarter=1))
    assert not Day(2026, 3).covers(Day(2026, 3, 12))


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("yesterday", Day(2026, 6, 28)),
        ("hier", Day(2026, 6, 28)),
        ("la semaine dernière", Day(2026, 6, 22)),
        ("le mois dernier", Day(2026, 5)),
        ("last year", Day(2025)),
        ("three days ago", Day(2026, 6, 26)),
        ("il y a deux mois", Day(2026, 4)),
        ("demain", Day(2026, 6, 30)),
        ("next Friday", Day(2026, 7, 3)),
    ],
)
def test_relative_words_need_a_day_to_stand_on(text: str, day: Day) -> None:
    assert day in [r for one in relative_words(text, MONDAY) for r in one.readings]


def test_a_year_nobody_said_is_the_nearest() -> None:
    days = known_days(["en janvier"], MONDAY)
    assert {Day(2026, 1), Day(2027, 1)} <= days


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("120 k€", 120_000, "EUR"), ("120k", 120_000, ""), ("120,000 EUR", 120_000, "EUR"),
        ("120 000 €", 120_000, "EUR"), ("120.000 euros", 120_000, "EUR"), ("€120,000", 120_000, "EUR"),
        ("£1.5m", 1_500_000, "GBP"), ("1,5 M€", 1_500_000, "EUR"), ("two hundred", 200, ""),
        ("15 %", 15, "%"), ("15 pour cent", 15, "%"), ("douze", 12, ""), ("twelve", 12, ""),
        ("0,125", Decimal("0.125"), ""), ("3 milliards de dollars", 3_000_000_000, ""),
    ],
)  # fmt: skip
def test_numbers_are_values_with_units(text: str, value: Decimal | int, unit: str) -> None:
    first = next(quantities_in(text))
    assert (first.value, first.unit) == (value, unit)


@pytest.mark.parametrize(
    "text", ["un risque", "one of them", "les deux personnes", "un logiciel neuf"]
)
def test_words_that_are_rarely_numbers_are_passed_over(text: str) -> None:
    assert list(quantities_in(text, counts_only=True)) == []
