"""Language, kind of thing asked for, days, sides and names in a question."""

from datetime import date

import pytest

from assistant.answers.asked_language import language_of
from assistant.answers.dates_asked import period_in, without_days
from assistant.answers.expected import Expected, contains, expected_of, holds_money, says_unknown
from assistant.answers.side_asked import side_of
from tools.find_account import accounts_named

TODAY = date(2026, 6, 30)


@pytest.mark.parametrize(
    ("question", "lang"),
    [
        ("Who decides?", "en"), ("Qui décide ?", "fr"), ("qui signe chez Acme", "fr"),
        ("What is the role of Jean Dupré?", "en"), ("Budget de Mirrowell ?", "fr"),
        ("pain points Mirrowell?", "en"),
    ],
)  # fmt: skip
def test_the_language_of_a_question(question: str, lang: str) -> None:
    assert language_of(question) == lang


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("Who decides?", "person"), ("À qui parler ?", "person"), ("When is it due?", "time"),
        ("Depuis quand ?", "time"), ("How much did they pay?", "amount"), ("Combien ça coûte ?", "amount"),
        ("Combien de sites ont-ils ?", "count"), ("How many sites?", "count"), ("Pourquoi ?", "reason"),
        ("How long does it take?", "duration"), ("What is her phone number?", "contact"),
        ("Will they renew?", "yes_no"), ("Est-ce que le pilote continue ?", "yes_no"),
        ("What do they dislike?", "any"),
    ],
)  # fmt: skip
def test_the_kind_of_thing_asked_for(question: str, expected: Expected) -> None:
    assert expected_of(question) == expected


@pytest.mark.parametrize(
    ("kind", "words", "holds"),
    [
        ("time", "she starts on 20 April", True), ("time", "elle arrive le 1er juillet", True),
        ("time", "she starts when she starts", False), ("count", "nine lycées", True),
        ("count", "some sites", False), ("duration", "25 minutes a shift", True),
        ("contact", "call 01632 960147", True), ("contact", "no phone that I found", False),
    ],
)  # fmt: skip
def test_words_hold_the_kind_of_thing(kind: Expected, words: str, holds: bool) -> None:
    assert contains(kind, words) is holds


@pytest.mark.parametrize("words", ["£86k/yr", "175 000 €", "onze pour cent", "up to 400", "90K"])
def test_money_is_seen(words: str) -> None:
    assert holds_money(words)


@pytest.mark.parametrize("words", ["on 4 May", "two tablets", "en 2026"])
def test_what_is_no_money_is_not(words: str) -> None:
    assert not holds_money(words)


@pytest.mark.parametrize(
    "words", ["parti sans explication", "no number, i didn't ask", "date à confirmer"]
)
def test_words_that_say_nothing_is_known(words: str) -> None:
    assert says_unknown(words)


@pytest.mark.parametrize(
    ("question", "first", "last"),
    [
        ("What changed since March?", date(2026, 3, 1), date(2026, 3, 31)),
        ("Quoi de neuf depuis le 3 avril ?", date(2026, 4, 3), date(2026, 4, 3)),
        ("en septembre dernier", date(2025, 9, 1), date(2025, 9, 30)),
        ("what happened last month?", date(2026, 5, 1), date(2026, 5, 31)),
        ("le mois dernier", date(2026, 5, 1), date(2026, 5, 31)),
        ("two weeks ago", date(2026, 6, 16), date(2026, 6, 16)),
        ("il y a 2 semaines", date(2026, 6, 16), date(2026, 6, 16)),
        ("depuis 2025", date(2025, 1, 1), date(2025, 12, 31)),
        ("as of 2026-02-14", date(2026, 2, 14), date(2026, 2, 14)),
    ],
)
def test_days_a_question_speaks_of(question: str, first: date, last: date) -> None:
    period = period_in(question, TODAY)
    assert period is not None
    assert (period.first, period.last) == (first, last)


def test_a_question_without_a_day_has_none() -> None:
    assert period_in("Who may decide?", TODAY) is None


@pytest.mark.parametrize(
    "question", ["What did we believe in March about Dana?", "Que pensait-on en mars de Dana ?"]
)
def test_what_was_believed_is_told_from_what_happened(question: str) -> None:
    period = period_in(question, TODAY)
    assert period is not None
    assert period.is_belief


def test_words_of_time_can_be_left_out() -> None:
    assert without_days("What changed since March?").split() == ["What", "changed", "?"]


@pytest.mark.parametrize(
    ("question", "side"),
    [
        ("What did we promise?", "us"), ("Que leur doit-on ?", "us"), ("What do they owe us?", "customer"),
        ("Qu'ont-ils promis ?", "customer"), ("What are the open promises?", None),
    ],
)  # fmt: skip
def test_whose_promises(question: str, side: str | None) -> None:
    assert side_of(question) == side


NAMES = ["Mirrowell Biosciences", "Banque Duhautoy", "Banque Morel", "Réseau Aubanel"]


@pytest.mark.parametrize(
    ("question", "named"),
    [
        ("Who says yes at Mirrowell?", ["Mirrowell Biosciences"]),
        ("qui choisit au réseau aubanel ?", ["Réseau Aubanel"]),
        ("Who decides at Mirowell?", ["Mirrowell Biosciences"]),
        ("Compare Duhautoy et Morel", ["Banque Duhautoy", "Banque Morel"]),
        ("Who decides at the bank?", []),
    ],
)
def test_accounts_a_question_names(question: str, named: list[str]) -> None:
    assert accounts_named(question, NAMES) == named
