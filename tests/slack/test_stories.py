"""Lane A: what people live through, with the whole product at work in Socket Mode."""

import re
from collections.abc import Iterator

import pytest

from tests.slack.lane import ALICE, BOB, BOT, CHLOE, DEAL, wait_until, why_not
from tests.slack.stories import (
    GIL,
    SITE,
    Message,
    Stories,
    at_work,
    buttons,
    filled,
    has,
    line_number,
    words_of,
)


def note(account: str = "", who: str = "Lee Chanley") -> str:
    """A note with its account, if any, in the first line, and the one who decides."""
    at = f" at {account}" if account else ""
    return (
        f"Meeting{at} on 12 October 2026, two hours.\n\n"
        "- Dana Ruiz, VP Operations, was there all along. She is on our side.\n"
        f"- {who}, head of purchasing, came for ten minutes. The decision is his.\n"
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


def test_the_first_opening_says_who_i_am_and_leads_through_the_set_up(slack: Stories) -> None:
    for _ in range(3):
        slack.open_conversation(ALICE)
    welcome = slack.wait_for(ALICE, lambda one: has(one, "setup_team"))
    for words in ("I am Cartographe", "What I keep, and where", "⬜ *1. Our company and team*"):
        assert words in words_of(welcome)
    view = slack.open_view(ALICE, welcome, "setup_team")
    assert "Chloé Durand" in str(view)
    assert "Gil Moreno" not in str(view)
    slack.submit(ALICE, filled(view, company="Halvenne", people="Alice Anderson\nBob Martin"))
    done = slack.once(welcome, lambda one: "Halvenne" in words_of(one))
    assert "✅ *1. Our company and team*\nHalvenne, Alice Anderson, Bob Martin" in words_of(done)
    assert "/carto map" in words_of(slack.ask(ALICE, "help"))
    assert len([one for one in slack.answers_in(ALICE) if has(one, "setup_team")]) == 1


def test_a_pasted_note_goes_by_its_account_its_card_and_its_review_onto_the_map(
    slack: Stories,
) -> None:
    slack.open_conversation(BOB)
    welcome = slack.wait_for(BOB, lambda one: has(one, "setup_accounts"))
    view = slack.open_view(BOB, welcome, "setup_accounts")
    slack.submit(BOB, filled(view, accounts="Northmoor\nEastmoor"))
    slack.once(welcome, lambda one: "Northmoor" in words_of(one))

    asked = slack.ask(BOB, note())
    assert "Which account is this about?" in words_of(asked)
    slack.press_words(BOB, asked, "Northmoor")
    card = slack.wait_for(BOB, lambda one: has(one, "accept_all"), asked["thread_ts"])
    slack.once(asked, lambda one: "Account: *Northmoor*" in words_of(one) and not buttons(one))
    assert "☑ New: Dana Ruiz" in words_of(card)
    assert "“The decision is his” (12 October 2026)" in words_of(card)
    assert "Nobody is on this map yet" in slack.map_of(BOB, "Northmoor")

    slack.press(BOB, card, "accept_sure")
    card = slack.once(card, lambda one: has(one, "undo"))
    assert re.search(
        r"Bob Martin, 30 October 2026 at \d\d:\d\d – \d+ lines accepted", words_of(card)
    )
    assert not has(card, "accept_sure")
    sure_only = slack.map_of(BOB, "Northmoor")
    assert "Lee Chanley" in sure_only
    assert "decision maker" not in sure_only

    view = slack.open_view(BOB, card, "open_review")
    decides, stance, title = (
        line_number(view, words)
        for words in ("Lee Chanley, role in the decision", "Dana Ruiz, stance", "Dana Ruiz, title")
    )
    state = {
        f"verdict-{decides}": "accept",
        f"verdict-{stance}": "reject",
        f"edit-{title}": "Chief Operations Officer",
    }
    slack.submit(BOB, filled(view, **state))
    said = "1 line accepted, 1 accepted with another value, 1 line rejected"
    card = slack.once(card, lambda one: said in words_of(one))
    assert "title: VP Operations → Chief Operations Officer" in words_of(card)
    reviewed = slack.map_of(BOB, "Northmoor")
    assert "*Dana Ruiz*, Chief Operations Officer" in reviewed
    assert "decision maker" in reviewed
    assert "supporter" not in reviewed

    slack.press(BOB, card, "undo")
    card = slack.once(card, lambda one: "Undone by Bob Martin" in words_of(one))
    assert slack.map_of(BOB, "Northmoor").endswith(sure_only[sure_only.index("*People") :])
    view = slack.open_view(BOB, card, "open_review")
    assert line_number(view, "Dana Ruiz, stance") == stance
    slack.close_view(BOB)
    slack.press(BOB, card, "undo")
    slack.once(card, lambda one: has(one, "accept_sure"))
    assert "Nobody is on this map yet" in slack.map_of(BOB, "Northmoor")


def test_an_answer_cites_its_source_in_the_thread_and_a_follow_up_keeps_the_account(
    slack: Stories,
) -> None:
    slack.on_the_map(ALICE, note("Larkfield", "Ola Bergson"), "Larkfield")
    slack.on_the_map(ALICE, note("Boreal", "Tom Webber"), "Boreal")
    answer = slack.ask(ALICE, "Who decides at Larkfield?")
    assert "Ola Bergson (head of purchasing) decides [1]" in words_of(answer)
    source = "[1] “The decision is his”  12 October 2026, note, Alice Anderson"
    assert source in words_of(answer)
    promised = slack.ask(ALICE, "What did we promise?", thread_ts=answer["thread_ts"])
    assert "*Larkfield*" in words_of(promised)
    assert "the price grid by 6 November”, due 6 November 2026 [1]" in words_of(promised)
    for shown in (answer, promised):
        assert "Boreal" not in words_of(shown)
        assert "Webber" not in words_of(shown)
    slack.press(ALICE, answer, "who_said")
    passage = slack.wait_for(
        ALICE, lambda one: "came for ten minutes" in words_of(one), answer["thread_ts"]
    )
    assert "*The decision is his*" in words_of(passage)


def test_a_follow_up_keeps_the_person(slack: Stories) -> None:
    slack.on_the_map(ALICE, note("Fenwick"), "Fenwick")
    answer = slack.ask(ALICE, "What is the title of Dana Ruiz at Fenwick?")
    assert "Dana Ruiz: VP Operations [1]" in words_of(answer)
    about_her = slack.ask(ALICE, "And what is her stance?", thread_ts=answer["thread_ts"])
    assert "Dana Ruiz (VP Operations): supporter [1]" in words_of(about_her)
    assert "*Fenwick*" in words_of(about_her)


def test_that_is_wrong_corrects_the_fact_and_the_next_answer_says_who_typed_it(
    slack: Stories,
) -> None:
    slack.on_the_map(ALICE, note("Quayside"), "Quayside")
    question = "What is the stance of Dana Ruiz at Quayside?"
    answer = slack.ask(ALICE, question)
    view = slack.open_view(ALICE, answer, "correct")
    assert "Dana Ruiz, stance: supporter" in words_of(view)
    assert "“She is on our side”" in words_of(view)
    slack.submit(ALICE, filled(view, instead="reserved"))
    told = slack.wait_for(ALICE, lambda one: "Corrected:" in words_of(one), answer["thread_ts"])
    assert "Dana Ruiz, stance: supporter is now reserved" in words_of(told)
    again = slack.ask(ALICE, question)
    assert "Dana Ruiz (VP Operations): reserved [1]" in words_of(again)
    assert "typed by Alice Anderson, 30 October 2026" in words_of(again)
    view = slack.open_view(ALICE, again, "correct")
    assert "typed by Alice Anderson, 30 October 2026" in words_of(view)
    slack.close_view(ALICE)
    brief = words_of(slack.ask(ALICE, "brief Quayside"))
    assert "typed by Alice Anderson, 30 October 2026" in brief
    assert "mem_" not in brief
    assert "stance: reserved" in slack.map_of(ALICE, "Quayside")


def test_a_reader_is_told_kindly_an_editor_decides_and_a_second_press_changes_nothing(
    slack: Stories,
) -> None:
    asked = slack.ask(ALICE, note("Harrowgate"), DEAL)
    slack.press_words(ALICE, asked, "Create “Harrowgate”")
    card = slack.wait_for(DEAL, lambda one: has(one, "accept_sure"), asked["thread_ts"])
    made = slack.command_answered(ALICE, DEAL, f"team Harrowgate <@{BOB}> reader")
    assert "readers: Bob Martin" in made["text"]

    slack.press(BOB, card, "accept_sure")
    told = slack.whisper(BOB, DEAL, lambda one: "Only editors" in words_of(one))
    assert "editors and owners of *Harrowgate*" in words_of(told)
    assert "Nothing was changed. Ask one of them; the proposal waits." in words_of(told)
    view = slack.open_view(BOB, card, "open_review")
    assert "submit" not in view
    slack.close_view(BOB)
    assert "Nobody is on this map yet" in slack.map_of(BOB, "Harrowgate")

    slack.command_answered(ALICE, DEAL, f"team Harrowgate <@{BOB}> editor")
    slack.press(BOB, card, "accept_sure")
    slack.press(BOB, card, "accept_sure")
    wait_until(lambda: updates(slack, card) == 2, told=lambda: slack.log)
    after = slack.once(card, lambda one: has(one, "undo"))
    assert len(re.findall(r"Bob Martin, .* lines accepted", words_of(after))) == 1
    assert "Lee Chanley" in slack.map_of(BOB, "Harrowgate")

    slack.press(ALICE, card, "accept_sure")
    late = slack.whisper(ALICE, DEAL, lambda one: "decided this already" in words_of(one))
    assert "Bob Martin decided this already, 30 October 2026 at" in words_of(late)
    wait_until(lambda: updates(slack, card) == 3, told=lambda: slack.log)
    assert words_of(slack.once(card, lambda _: True)) == words_of(after)


def updates(slack: Stories, message: Message) -> int:
    """How often a message of ours was replaced."""
    return len([one for one in slack.calls("chat.update") if one["ts"] == message["ts"]])


def test_a_channel_hears_what_all_its_readers_may_see_and_the_asker_alone_the_rest(
    slack: Stories,
) -> None:
    slack.on_the_map(ALICE, note("Saltmarsh", "Ned Farrow"), "Saltmarsh")
    slack.on_the_map(ALICE, note("Ironvale", "Hugo Castellan"), "Ironvale")
    slack.command_answered(ALICE, SITE, f"team Saltmarsh <@{GIL}> reader")
    linked = slack.command_answered(ALICE, SITE, "link Saltmarsh")
    assert "now speaks of *Saltmarsh*" in linked["text"]

    heard = slack.ask(ALICE, "Who decides?", SITE)
    assert "Ned Farrow (head of purchasing) decides [1]" in words_of(heard)

    hidden = slack.ask(ALICE, "Who decides at Ironvale?", SITE)
    offer = slack.whisper(ALICE, SITE, lambda one: has(one, "tell_private"))
    assert "I can tell you more in private." in words_of(offer)
    slack.press(ALICE, offer, "tell_private")
    alone = slack.wait_for(
        ALICE, lambda one: "Hugo Castellan" in words_of(one) and has(one, "who_said")
    )
    assert "“The decision is his”" in words_of(alone)
    slack.whisper(ALICE, SITE, lambda one: "I answered you in a direct message" in words_of(one))

    guest = slack.ask(GIL, "Who decides at Ironvale?", SITE)
    assert words_of(guest) == words_of(hidden)
    for message in slack.messages_of(SITE):
        if message["user"] == BOT and message.get("ephemeral_to") != ALICE:
            assert "Castellan" not in words_of(message)
            assert "Ironvale" not in words_of(message)

    slack.command_answered(ALICE, SITE, f"team Ironvale <@{GIL}> reader")
    shared = slack.ask(GIL, "Who decides at Ironvale?", SITE)
    assert "Hugo Castellan (head of purchasing) decides [1]" in words_of(shared)
    assert slack.whispers(GIL, SITE) == []


def test_somebody_who_reads_slack_in_french_gets_french(slack: Stories) -> None:
    slack.open_conversation(CHLOE)
    welcome = slack.wait_for(CHLOE, lambda one: has(one, "setup_team"))
    asked = slack.ask(CHLOE, NOTE_FR)
    assert "De quel compte s'agit-il ?" in words_of(asked)
    slack.press_words(CHLOE, asked, "Créer « Verrières du Nord »")
    card = slack.wait_for(CHLOE, lambda one: has(one, "accept_all"), asked["thread_ts"])
    assert "Verrières du Nord, note du 12 octobre 2026" in words_of(card)
    assert "« C'est lui qui tranche » (12 octobre 2026)" in words_of(card)
    view = slack.open_view(CHLOE, card, "open_review")
    slack.close_view(CHLOE)
    slack.press(CHLOE, card, "accept_all")
    decided = slack.once(card, lambda one: has(one, "undo"))
    assert "Chloé Durand, le 30 octobre 2026 à" in words_of(decided)
    answer = slack.ask(CHLOE, "Qui décide chez Verrières du Nord ?")
    assert "Paul Royer (directeur achats) décide [1]" in words_of(answer)
    assert "[1] « C'est lui qui tranche »  12 octobre 2026, note, Chloé Durand" in words_of(answer)
    shown = slack.ask(CHLOE, "carte Verrières du Nord")
    assert "*Claire Duval*, directrice des opérations\n    position : favorable" in words_of(shown)
    for message in (welcome, asked, card, view, decided, answer, shown):
        assert not re.search(
            r"\b(accept|review|sure|what|the|of|map|who|close)\b", words_of(message)
        )
