"""Due dates by the guide's convention, amounts, and next steps that carry them."""

import datetime as dt

import pytest

from knowledge.reading.dates import dates_in
from tests.reading.notes import read

TUESDAY = dt.date(2026, 3, 3)


@pytest.mark.parametrize(
    ("words", "due"),
    [
        ("by Friday", "2026-03-06"), ("d'ici vendredi", "2026-03-06"), ("tomorrow", "2026-03-04"),
        ("demain", "2026-03-04"), ("this week", "2026-03-06"), ("cette semaine", "2026-03-06"),
        ("next week", "2026-03-13"), ("la semaine prochaine", "2026-03-13"), ("sem. 21", "2026-05-22"),
        ("sous quinzaine", "2026-03-17"), ("before month end", "2026-03-31"),
        ("avant la fin du mois", "2026-03-31"), ("avant fin mars", "2026-03-31"),
        ("in October", "2026-10-31"), ("en décembre", "2026-12-31"), ("pour le 12", "2026-03-12"),
        ("on the 14th", "2026-03-14"), ("le 1er juillet", "2026-07-01"), ("on 2 June", "2026-06-02"),
        ("avant le 22/05", "2026-05-22"), ("by 2026-04-01", "2026-04-01"),
        ("week of the 9th", "2026-03-13"), ("by the end of the year", "2026-12-31"),
        ("le vingt-six", "2026-03-26"), ("by the sixth of April", "2026-04-06"),
    ],
)  # fmt: skip
def test_a_date_said_is_resolved_against_the_note(words: str, due: str) -> None:
    assert [str(d.date) for d in dates_in(words, TUESDAY)] == [due]


@pytest.mark.parametrize("words", ["24/7", "soon", "bientôt", "11%", "1.1 million", ""])
def test_no_date_is_guessed(words: str) -> None:
    assert list(dates_in(words, TUESDAY)) == []


def test_the_end_of_the_calendar_is_no_accident() -> None:
    assert list(dates_in("next week, in 4 months, by Friday, sem. 52", dt.date(9999, 12, 31))) == []


@pytest.mark.parametrize(
    ("text", "amount", "currency"),
    [
        ("She set aside £85,000 for warehouse software.", 85000, "GBP"),
        ("60k€ votés en janvier pour l'entrepôt.", 60000, "EUR"),
        ("240,000 francs, voted in February and ring-fenced.", 240000, "CHF"),
        ("Une enveloppe de 1,5 M€ est provisionnée.", 1500000, "EUR"),
    ],
)
def test_money_set_aside_is_a_budget(text: str, amount: int, currency: str) -> None:
    assert [(int(b.amount), b.currency) for b in read(text).budget] == [(amount, currency)]


@pytest.mark.parametrize(
    "text",
    [
        "If the ferry is signed there might be a £110k budget.",
        "Si la région vote la subvention il y aurait 30 k€ de budget.",
        "Leur facture d'eau est de 48 000 €.",
        "PalletIQ charge them £86k/yr.",
        "Elle décide jusqu'à 50 k€ de budget.",
        "Our forecast is 40k€ for this project.",
    ],
)
def test_other_sums_are_no_budget(text: str) -> None:
    assert read(text).budget == ()


def test_a_list_of_actions_says_who_and_by_when() -> None:
    reading = read(
        "to do\n- tom: the two reference yards to rhoda by weds\n- emrys sends us 20 drawings next week\n"
        "- book the security call\n"
    )
    assert [(s.who, str(s.side), str(s.due)) for s in reading.next_steps] == [
        ("tom", "us", "2026-03-04"), ("emrys", "customer", "2026-03-13"), (None, "us", "None"),
    ]  # fmt: skip


def test_a_promise_of_an_unnamed_author_is_ours() -> None:
    reading = read("J'ai promis un devis pour le 12.")
    assert [(s.who, str(s.side), str(s.due)) for s in reading.next_steps] == [
        (None, "us", "2026-03-12")
    ]


@pytest.mark.parametrize(
    "text",
    ["Met Ruth Abernathy. If it works she will call us on Friday.", "On n'envoie rien vendredi."],
)
def test_a_condition_or_a_denial_promises_nothing(text: str) -> None:
    assert read(text).next_steps == ()
