"""Questions: cited answers, follow-ups, corrections, the passage, and what may be said where."""

import pytest

from assistant.bootstrap import Workspace
from assistant.show_map import history, show_map
from integrations.slack.posts import Post
from tests.slack.handlers.desk import Desk, note, read, somebody

LARKFIELD = note(
    "Meeting at Larkfield on 12/05.\n- Dana Ruiz, VP Ops, is on our side.\n- Lee Chan, buyer, is neutral.\n- End.",
    somebody("Dana Ruiz", title="VP Ops", stance=("supporter", "is on our side")),
    somebody("Lee Chan", title="buyer", stance=("neutral", "is neutral")),
)
BOREAL = note(
    "Meeting at Boreal on 13/05.\n- Ola Berg, CFO, is against us.\n- It was short.\n- End.",
    somebody("Ola Berg", title="CFO", stance=("opposed", "is against us")),
)
NAMESAKE = note(
    "Meeting at Boreal on 13/05.\n- Dana Berg, CFO, is against us.\n- It was short.\n- End.",
    somebody("Dana Berg", title="CFO", stance=("opposed", "is against us")),
)


@pytest.fixture
def desk(ws: Workspace) -> Desk:
    """Larkfield is on the map."""
    desk = Desk(ws, [LARKFIELD, BOREAL, NAMESAKE])
    put_on_the_map(desk, LARKFIELD.text)
    return desk


def put_on_the_map(desk: Desk, text: str) -> None:
    """Paste a note, create its account, accept everything."""
    asked = desk.says("UMIA", text)[0]
    posts = desk.presses("UMIA", asked, "create_account")
    card = next(post for post in posts if "accept_all" in str(post.blocks))
    desk.presses("UMIA", card, "accept_all")


def test_an_answer_is_in_the_thread_with_numbered_sources_day_and_author(desk: Desk) -> None:
    [answer] = desk.says("UMIA", "What is the title of Dana?", ts="77.1")
    assert answer.thread_ts == "77.1"
    assert "Dana Ruiz: VP Ops [1]" in read(answer)
    assert "[1] “VP Ops”  12 May 2026, note, UMIA" in read(answer)


def test_a_follow_up_keeps_the_account_and_the_person(desk: Desk) -> None:
    put_on_the_map(desk, BOREAL.text)
    desk.says("UMIA", "What is the title of Dana at Larkfield?", ts="77.1")
    [answer] = desk.says("UMIA", "And what is her stance?", thread="77.1")
    assert "Dana Ruiz (VP Ops): supporter" in read(answer)
    assert "Ola" not in read(answer)


def test_two_accounts_that_fit_are_asked_about_and_a_button_answers(desk: Desk) -> None:
    put_on_the_map(desk, NAMESAKE.text)
    [asked] = desk.says("UMIA", "What is the title of Dana?")
    assert [one["text"]["text"] for one in _all_buttons(desk, asked)] == ["Boreal", "Larkfield"]
    [answer] = desk.presses("UMIA", asked, "meant:1")
    assert "Dana Berg: CFO" in read(answer)


def _all_buttons(desk: Desk, post: Post) -> list[dict[str, dict[str, str]]]:
    return [desk.button(post, action) for action in desk.buttons(post)]


def test_that_is_wrong_opens_the_fact_and_a_new_value_corrects_the_map(desk: Desk) -> None:
    [answer] = desk.says("UMIA", "What is the stance of Dana?")
    view = desk.opens_view("UMIA", answer, "correct")
    assert "is on our side" in str(view)
    [told] = desk.sends_view("UMIA", answer, view, {"instead": "reserved"})
    assert "Corrected: Dana Ruiz, stance: supporter is now reserved" in read(told)
    held = next(
        one
        for one in show_map(desk.base, "Larkfield").account_map.people
        if one.name == "Dana Ruiz"
    )
    assert held.value("person.stance") == "reserved"
    assert held.one("person.stance").confidence == "known"  # type: ignore[union-attr]


def test_a_corrected_fact_stays_in_the_history_with_what_replaced_it(desk: Desk) -> None:
    [answer] = desk.says("UMIA", "What is the stance of Dana?")
    view = desk.opens_view("UMIA", answer, "correct")
    desk.sends_view("UMIA", answer, view, {"instead": "reserved"})
    told = [(one.after, one.state) for one in history(desk.base, "Larkfield", "Dana Ruiz")]
    assert ("supporter", "undone") in told
    assert ("reserved", "held") in told


def test_a_correction_without_a_value_takes_the_fact_off_the_map(desk: Desk) -> None:
    [answer] = desk.says("UMIA", "What is the stance of Dana?")
    view = desk.opens_view("UMIA", answer, "correct")
    [told] = desk.sends_view("UMIA", answer, view, {"instead": ""})
    assert "Taken off the map" in read(told)
    held = next(
        one
        for one in show_map(desk.base, "Larkfield").account_map.people
        if one.name == "Dana Ruiz"
    )
    assert held.value("person.stance") is None


def test_a_correction_of_a_fact_corrected_meanwhile_changes_nothing(desk: Desk) -> None:
    [answer] = desk.says("UMIA", "What is the stance of Dana?")
    view = desk.opens_view("UMIA", answer, "correct")
    desk.sends_view("UMIA", answer, view, {"instead": "reserved"})
    [told] = desk.sends_view("UMIA", answer, view, {"instead": "opposed"})
    assert "no longer on the map" in read(told)


def test_who_said_so_shows_the_passage_to_the_asker_alone(desk: Desk) -> None:
    desk.channels["C1"] = frozenset({"UMIA"})
    [answer] = desk.says("UMIA", "What is the title of Dana at Larkfield?", channel="C1")
    [passage] = desk.presses("UMIA", answer, "who_said")
    assert (passage.how, passage.user) == ("private", "UMIA")
    assert "*VP Ops*" in read(passage)
    assert "Dana Ruiz" in read(passage)


# Who reads


@pytest.fixture
def closed(desk: Desk) -> Desk:
    """Larkfield is for Mia alone; Noa reads the channel with her."""
    desk.enter("UNOA", "Noa")
    desk.close_accounts()
    desk.channels["C1"] = frozenset({"UMIA", "UNOA"})
    return desk


def test_a_channel_hears_what_all_its_readers_may_see_and_the_asker_is_offered_the_rest(
    closed: Desk,
) -> None:
    public, offer = closed.says("UMIA", "What is the title of Dana at Larkfield?", channel="C1")
    assert (public.how, offer.how, offer.user) == ("new", "private", "UMIA")
    assert "VP Ops" not in str(public)
    assert "VP Ops" not in str(offer)
    direct, told = closed.presses("UMIA", offer, "tell_private")
    assert (direct.how, direct.channel) == ("new", "UMIA")
    assert "VP Ops" in read(direct)
    assert told.how == "private"


def test_somebody_without_access_is_offered_nothing_and_hears_nothing_of_it(closed: Desk) -> None:
    posts = closed.says("UNOA", "What is the title of Dana at Larkfield?", channel="C1")
    same = closed.says("UNOA", "What is the title of Dana at Zorbit?", channel="C1")
    assert [post.how for post in posts] == ["new"]
    assert "Larkfield" not in str(posts[0].blocks).replace("at Larkfield?", "")
    assert read(posts[0]) == read(same[0])


def test_a_linked_channel_whose_readers_may_not_see_the_account_does_not_tell_its_name(
    closed: Desk,
) -> None:
    closed.linked["C1"] = show_map(closed.base, "Larkfield").account_map.account_id
    for words in ("What is the title of Dana?", "map"):
        posts = closed.says("UNOA", words, channel="C1")
        assert "Larkfield" not in str(posts)
        assert "VP Ops" not in str(posts)


def test_a_command_is_answered_to_its_writer_alone_with_all_they_may_see(closed: Desk) -> None:
    [answer] = closed.types("UMIA", "ask What is the title of Dana at Larkfield?", channel="C1")
    assert (answer.how, answer.user) == ("private", "UMIA")
    assert "VP Ops" in read(answer)


def test_a_note_about_an_account_hidden_from_the_channel_is_not_kept_there(closed: Desk) -> None:
    text = LARKFIELD.text.replace("12/05", "19/05")
    [told] = closed.says("UMIA", text, channel="C1")
    assert told.how == "private"
    assert "Nothing was kept" in read(told)
    assert show_map(closed.base, "Larkfield").waiting == 0
