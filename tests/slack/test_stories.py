"""Lane A: what people live through, with the whole product at work in Socket Mode."""

import re
from collections.abc import Iterator

import pytest

from tests.slack.lane import ALICE, BOB, CHLOE, DEAL, why_not
from tests.slack.stories import (
    GIL,
    SITE,
    Stories,
    at_work,
    buttons,
    chosen,
    has,
    inputs,
    typed,
    words_of,
)


def note(account: str) -> str:
    """A note in which the account, if any, is in the first line."""
    at = f" at {account}" if account else ""
    return (
        f"Meeting{at} on 12 October 2026, two hours.\n\n"
        "- Dana Ruiz, VP Operations, was there all along. She is on our side.\n"
        "- Lee Chanley, head of purchasing, came for ten minutes. The decision is his.\n"
        "- They lose 40 pallets a week in the yard.\n"
        "- I send Dana Ruiz the price grid by 6 November."
    )


NOTE_FR = (
    "Visite chez Verrières du Nord le 12 octobre 2026, deux heures.\n\n"
    "- Claire Duval, directrice des opérations, nous soutient.\n"
    "- Paul Royer, directeur achats, est passé dix minutes. C'est lui qui tranche.\n"
    "- Ils perdent 40 palettes par semaine sur le quai.\n"
    "- J'envoie la grille de prix à Claire Duval pour le 6 novembre."
)


@pytest.fixture(scope="module")
def slack(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stories]:
    """One Slack with the product, for all stories."""
    reason = why_not()
    if reason is not None:
        pytest.skip(reason)
    with at_work(tmp_path_factory.mktemp("stories") / "home") as slack:
        yield slack


def test_probe(slack: Stories) -> None:
    card = slack.card(ALICE, note("Northmoor"), "Northmoor")
    print(words_of(card))
    view = slack.open_view(ALICE, card, "open_review")
    print(words_of(view))
    slack.close_view(ALICE)
    slack.press(ALICE, card, "accept_all")
    print(words_of(slack.once(card, lambda one: has(one, "undo"))))
    a = slack.ask(ALICE, "What is the title of Dana Ruiz?")
    print(words_of(a))
    for q in ("And what is her stance?", "What did we promise?"):
        print("---", q, words_of(slack.ask(ALICE, q, thread_ts=a["thread_ts"])))
    print(slack.map_of(ALICE, "Northmoor"))
    asked = slack.ask(CHLOE, NOTE_FR)
    print(words_of(asked))
    slack.press(CHLOE, asked, "create_account")
    card = slack.wait_for(CHLOE, lambda one: "accept_all" in str(one), asked["thread_ts"])
    print(words_of(card))
    slack.press(CHLOE, card, "accept_all")
    print(words_of(slack.once(card, lambda one: has(one, "undo"))))
    for q in ("Qui décide chez Verrières du Nord ?", "carte Verrières du Nord"):
        print("---", q, words_of(slack.ask(CHLOE, q)))
