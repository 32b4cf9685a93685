"""Several people over one proposal: rights, who was faster, what was overtaken, what may be undone."""

import re

import pytest

from assistant.bootstrap import Workspace
from assistant.show_map import show_map
from integrations.slack.posts import Post
from knowledge.language.catalogue import Lang
from tests.slack.handlers.desk import Desk, note, read, somebody

MARCH = note(
    "Meeting at Larkfield on 02/03.\n- Dana Ruiz, buyer.\n- She is for us.\n- End.",
    somebody("Dana Ruiz", title="buyer", stance=("supporter", "She is for us")),
)
APRIL = note(
    "Meeting at Larkfield on 02/04.\n- Dana Ruiz, now head of purchasing.\n- She pushed for us.\n- End.",
    somebody(
        "Dana Ruiz",
        title="head of purchasing",
        stance=("champion", "She pushed for us"),
        changed=True,
    ),
)
CHANNEL = "C1"


@pytest.fixture
def desk(ws: Workspace) -> Desk:
    """Mia owns Larkfield; Noa reads it, Ola edits it; all three read the channel."""
    desk = Desk(ws, [MARCH, APRIL])
    for user, name in (("UMIA", "Mia"), ("UNOA", "Noa"), ("UOLA", "Ola")):
        desk.enter(user, name)
    desk.channels[CHANNEL] = frozenset({"UMIA", "UNOA", "UOLA"})
    return desk


def card_of(desk: Desk, text: str) -> Post:
    """Paste a note into the channel; its account is made at need."""
    posts = desk.says("UMIA", text, channel=CHANNEL)
    if "create_account" in str(posts[0].blocks):
        posts = desk.presses("UMIA", posts[0], "create_account")
        desk.grant("UNOA", "Larkfield", "reader")
        desk.grant("UOLA", "Larkfield", "editor")
    return next(post for post in posts if "accept_all" in str(post.blocks))


def held(desk: Desk) -> dict[str, object]:
    """What is held of Dana."""
    people = show_map(desk.base, "Larkfield").account_map.people
    return {
        name: person.value(f"person.{name}") for person in people for name in ("title", "stance")
    }


@pytest.mark.parametrize(
    ("lang", "words"),
    [
        ("en", "Only editors and owners of *Larkfield*"),
        ("fr", "Seuls les éditeurs et les propriétaires de *Larkfield*"),
    ],
)
@pytest.mark.parametrize("action", ["accept_sure", "accept_all", "reject_all"])
def test_a_reader_is_told_kindly_who_may_decide_and_nothing_changes(
    desk: Desk, lang: Lang, words: str, action: str
) -> None:
    card = card_of(desk, MARCH.text)
    desk.lang = lang
    [told] = desk.presses("UNOA", card, action)
    assert (told.how, told.user) == ("private", "UNOA")
    assert words in read(told)
    assert held(desk) == {}


def test_a_reader_sees_no_review_to_fill_in(desk: Desk) -> None:
    view = desk.opens_view("UNOA", card_of(desk, MARCH.text), "open_review")
    assert "submit" not in view
    assert "Only editors and owners" in str(view)


def test_an_editor_decides_and_the_card_names_them(desk: Desk) -> None:
    card = card_of(desk, MARCH.text)
    desk.presses("UOLA", card, "accept_sure")
    assert held(desk) == {"title": "buyer", "stance": "supporter"}
    assert re.search(r"Ola, 30 June 2026 at \d\d:\d\d – ", read(desk.latest(card)))


def test_the_second_of_two_is_told_who_was_faster(desk: Desk) -> None:
    card = card_of(desk, MARCH.text)
    before = desk.latest(card)
    desk.presses("UOLA", card, "accept_all")
    desk.shown[(card.channel, desk._where(card)[1])] = before
    told, renewed = desk.presses("UMIA", card, "accept_all")
    assert "Ola decided this already, 30 June 2026 at" in read(told)
    assert renewed.how == "update"


def test_a_card_that_shows_what_no_longer_stands_accepts_nothing(desk: Desk) -> None:
    card = card_of(desk, MARCH.text)
    before = desk.latest(card)
    view = desk.opens_view("UOLA", card, "open_review")
    desk.sends_view(
        "UOLA", card, view, {"verdict-1": "accept", "verdict-2": "reject", "verdict-3": "later"}
    )
    desk.shown[(card.channel, desk._where(card)[1])] = before
    told, _ = desk.presses("UMIA", card, "accept_sure")
    assert "changed nothing" in read(told)
    assert held(desk)["stance"] is None


def test_lines_the_map_has_overtaken_are_not_accepted_in_silence(desk: Desk) -> None:
    first, second = card_of(desk, MARCH.text), card_of(desk, APRIL.text)
    desk.presses("UMIA", first, "accept_all")
    posts = desk.presses("UMIA", second, "accept_all")
    told = [post for post in posts if post.how == "private"]
    assert told
    assert "the map has changed" in read(told[0])
    renewed = desk.latest(second)
    assert "buyer → head of purchasing" in read(renewed)
    desk.presses("UMIA", second, "accept_all")
    assert held(desk) == {"title": "head of purchasing", "stance": "champion"}


@pytest.mark.parametrize(
    ("lang", "words"), [("en", "cannot be undone"), ("fr", "ne peut pas être annulée")]
)
def test_undo_is_refused_with_the_reason_when_later_facts_rest_on_it(
    desk: Desk, lang: Lang, words: str
) -> None:
    first = card_of(desk, MARCH.text)
    desk.presses("UMIA", first, "accept_all")
    desk.presses("UMIA", card_of(desk, APRIL.text), "accept_all")
    before = held(desk)
    desk.lang = lang
    told, _ = desk.presses("UMIA", first, "undo")
    assert words in read(told)
    assert held(desk) == before


def test_undoing_what_somebody_undid_says_who_and_when(desk: Desk) -> None:
    card = card_of(desk, MARCH.text)
    desk.presses("UMIA", card, "accept_all")
    accepted = desk.latest(card)
    desk.presses("UOLA", card, "undo")
    desk.shown[(card.channel, desk._where(card)[1])] = accepted
    told, _ = desk.presses("UMIA", card, "undo")
    assert "Ola undid this already, 30 June 2026 at" in read(told)


def test_a_reader_cannot_undo(desk: Desk) -> None:
    card = card_of(desk, MARCH.text)
    desk.presses("UMIA", card, "accept_all")
    told, _ = desk.presses("UNOA", card, "undo")
    assert "Only editors and owners" in read(told)
    assert held(desk)["title"] == "buyer"


def test_a_reader_cannot_weigh_somebody(desk: Desk) -> None:
    card = card_of(desk, MARCH.text)
    desk.presses("UMIA", card, "accept_all")
    [told] = desk.presses("UNOA", card, "level:high")
    assert "Only editors and owners" in read(told)


def test_somebody_elses_message_is_not_theirs_to_place(desk: Desk) -> None:
    [asked] = desk.says("UMIA", MARCH.text, channel=CHANNEL)
    [told] = desk.presses("UOLA", asked, "create_account")
    assert "Only the person who wrote the message" in read(told)


def test_the_review_accepts_edits_and_rejects_line_by_line(desk: Desk) -> None:
    card = card_of(desk, MARCH.text)
    view = desk.opens_view("UMIA", card, "open_review")
    values = {"edit-2": "senior buyer", "verdict-3": "reject"}
    posts = desk.sends_view("UMIA", card, view, values)
    assert [post.how for post in posts] == ["update"]
    assert held(desk) == {"title": "senior buyer", "stance": None}
    shown = read(desk.latest(card))
    assert "1 line accepted, 1 accepted with another value, 1 line rejected" in shown
    assert "title: buyer → senior buyer" in shown


def test_leaving_every_line_for_later_changes_nothing(desk: Desk) -> None:
    card = card_of(desk, MARCH.text)
    view = desk.opens_view("UMIA", card, "open_review")
    later = {f"verdict-{number}": "later" for number in (1, 2, 3)}
    told = desk.sends_view("UMIA", card, view, later)[0]
    assert "nothing was changed" in read(told)


def test_a_view_opened_before_somebody_decided_does_not_decide_again(desk: Desk) -> None:
    card = card_of(desk, MARCH.text)
    view = desk.opens_view("UMIA", card, "open_review")
    desk.presses("UOLA", card, "reject_all")
    told = desk.sends_view("UMIA", card, view, {})[0]
    assert "decided already" in read(told)
    assert held(desk) == {}


def test_an_unclear_name_is_settled_by_a_button(ws: Workspace) -> None:
    two = note(
        "Meeting at Larkfield on 01/02.\n- Dana Ruiz was there.\n- Paul Ruiz too.\n- End.",
        somebody("Dana Ruiz"),
        somebody("Paul Ruiz"),
    )
    one = note(
        "Meeting at Larkfield on 09/03.\n- Ruiz blocks the project.\n- It was short.\n- End.",
        somebody("Ruiz", stance=("opposed", "Ruiz blocks the project")),
    )
    desk = Desk(ws, [two, one])
    [asked] = desk.says("UMIA", two.text)
    posts = desk.presses("UMIA", asked, "create_account")
    desk.presses("UMIA", posts[-1], "accept_all")
    [card] = desk.says("UMIA", one.text)
    assert "Who is “Ruiz”?" in read(card)
    desk.presses("UMIA", card, "choose_person")
    desk.presses("UMIA", card, "accept_all")
    people = show_map(ws, "Larkfield").account_map.people
    assert [person.name for person in people] == ["Dana Ruiz", "Paul Ruiz"]
    assert [person.value("person.stance") for person in people].count("opposed") == 1
