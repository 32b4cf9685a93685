"""From a pasted note to the map: one tap for what is sure, one for each thing to decide."""

import re

import pytest

from assistant.bootstrap import Workspace
from assistant.show_map import show_map
from integrations.slack.posts import Post
from knowledge.language.catalogue import Lang
from tests.slack.handlers.desk import Desk, note, read, somebody

VISIT = note(
    "Visite chez Verrières du Nord le 12/05.\n"
    "- Claire Duval, acheteuse, nous soutient.\n"
    "- Paul Roy décide de tout, il est contre nous.\n"
    "- Nous envoyons les plans le 3 juin.\n"
    "- La casse coûte cher au quai.",
    somebody("Claire Duval", title="acheteuse", stance=("supporter", "nous soutient")),
    somebody(
        "Paul Roy",
        powers={"decides": "décide de tout"},
        stance=("opposed", "il est contre nous"),
        unsure=("powers", "stance"),
    ),
    next_steps=[
        {
            "quote": "Nous envoyons les plans le 3 juin",
            "confidence": 0.5,
            "side": "us",
            "due": "2026-06-03",
        }
    ],
    pains=[{"quote": "La casse coûte cher au quai", "confidence": 0.3}],
)
ACCOUNT = "Verrières du Nord"
LANGS: tuple[Lang, ...] = ("en", "fr")


def card_in(posts: list[Post]) -> Post:
    """The one card among the posts."""
    found = [post for post in posts if "accept_sure" in str(post.blocks)]
    assert len(found) == 1
    return found[0]


def paste(desk: Desk, user: str = "UMIA") -> Post:
    """Paste the visit; the account is made by a button."""
    asked = desk.says(user, VISIT.text)[0]
    return card_in(desk.presses(user, asked, "create_account"))


@pytest.mark.parametrize("lang", LANGS)
def test_one_tap_for_the_sure_lines_and_three_decisions_put_a_note_on_the_map(
    ws: Workspace, lang: Lang
) -> None:
    desk = Desk(ws, [VISIT], lang)
    card = paste(desk)
    desk.taps = 0
    desk.presses("UMIA", card, "accept_sure")
    assert desk.taps <= 3
    decisions = [one for one in desk.buttons(card) if one.startswith("accept_line")]
    assert len(decisions) <= 3
    for action in decisions:
        desk.presses("UMIA", card, action)
    held = show_map(ws, ACCOUNT).account_map
    assert {person.name for person in held.people} == {"Claire Duval", "Paul Roy"}
    assert "accept_sure" not in desk.buttons(card)
    assert desk.taps <= 4


@pytest.mark.parametrize("lang", LANGS)
def test_the_card_folds_the_rest_and_shows_at_most_three_to_decide(
    ws: Workspace, lang: Lang
) -> None:
    desk = Desk(ws, [VISIT], lang)
    card = paste(desk)
    assert len([one for one in desk.buttons(card) if one.startswith("accept_line")]) == 3
    assert "il est contre nous" in read(card)
    assert "La casse" not in read(card)


def test_the_card_says_who_decided_what_and_when_and_offers_undo(ws: Workspace) -> None:
    desk = Desk(ws, [VISIT])
    card = paste(desk)
    desk.enter("UMIA", "Mia Halvorsen", "admin")
    desk.presses("UMIA", card, "accept_sure")
    after = read(desk.latest(card))
    assert re.search(r"Mia Halvorsen, 30 June 2026 at \d\d:\d\d – ", after)
    assert "lines accepted" in after
    assert "undo" in desk.buttons(card)


def test_undo_takes_everything_back_and_says_who_did(ws: Workspace) -> None:
    desk = Desk(ws, [VISIT])
    card = paste(desk)
    desk.presses("UMIA", card, "accept_sure")
    desk.presses("UMIA", card, "undo")
    assert show_map(ws, ACCOUNT).account_map.people == ()
    assert "Undone by UMIA" in read(desk.latest(card))
    assert "accept_sure" in desk.buttons(card)


def test_accepting_all_leaves_nothing_open(ws: Workspace) -> None:
    desk = Desk(ws, [VISIT])
    card = paste(desk)
    desk.presses("UMIA", card, "accept_all")
    assert show_map(ws, ACCOUNT).waiting == 0


def test_rejecting_changes_nothing_on_the_map(ws: Workspace) -> None:
    desk = Desk(ws, [VISIT])
    card = paste(desk)
    desk.presses("UMIA", card, "reject_all")
    shown = show_map(ws, ACCOUNT)
    assert (shown.waiting, shown.account_map.people) == (0, ())


def test_a_person_whose_weight_is_unknown_is_asked_about_in_one_tap(ws: Workspace) -> None:
    desk = Desk(ws, [VISIT])
    card = paste(desk)
    desk.presses("UMIA", card, "accept_all")
    assert "how much does *Claire Duval* weigh" in read(desk.latest(card))
    told = desk.presses("UMIA", card, "level:high")
    claire = next(
        one for one in show_map(ws, ACCOUNT).account_map.people if one.name == "Claire Duval"
    )
    assert claire.value("person.influence") == "high"
    assert claire.influence.basis == "stated"
    assert "Noted" in read(told[0])
    assert "level:high" not in desk.buttons(card)


def test_not_knowing_a_weight_is_an_answer_and_is_not_asked_again(ws: Workspace) -> None:
    desk = Desk(ws, [VISIT])
    card = paste(desk)
    desk.presses("UMIA", card, "accept_all")
    desk.presses("UMIA", card, "level:unknown")
    assert "level:high" not in desk.buttons(card)
    claire = show_map(ws, ACCOUNT).account_map.people[0]
    assert claire.influence.value is None


def test_a_press_that_comes_twice_does_nothing_twice(ws: Workspace) -> None:
    desk = Desk(ws, [VISIT])
    card = paste(desk)
    first = desk.presses("UMIA", card, "accept_all", ts="9.9")
    facts = len(list(show_map(ws, ACCOUNT).account_map.held))
    desk.shown[(card.channel, desk._where(card)[1])] = card
    second = desk.presses("UMIA", card, "accept_all", ts="9.9")
    assert [post.key for post in first] == [post.key for post in second]
    assert [post.how for post in second] == ["update"]
    assert len(list(show_map(ws, ACCOUNT).account_map.held)) == facts
