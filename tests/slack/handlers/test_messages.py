"""What people send: notes, questions, files, commands, and what cannot be used, each with its words."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from assistant.bootstrap import Workspace, open_workspace
from assistant.settings import Limits, ModelSettings, load_settings
from assistant.show_map import list_accounts, show_map
from integrations.slack.handlers.context import FaultReason, FileFault
from integrations.slack.handlers.note_date import note_date
from integrations.slack.handlers.note_or_question import what_is
from integrations.slack.handlers.spoken import as_typed
from knowledge.language.catalogue import Lang
from knowledge.store import sources
from tests.slack.handlers.desk import Desk, file, note, read, somebody

VISIT = note(
    "Meeting at Larkfield on 02/03.\n- Dana Ruiz, buyer.\n- She is for us.\n- End.",
    somebody("Dana Ruiz", title="buyer", stance=("supporter", "She is for us")),
)
LOGIN_PAGE = b"<!DOCTYPE html><html><head><title>Slack: sign in</title></head><body></body></html>"
LANGS: tuple[Lang, ...] = ("en", "fr")


@pytest.fixture
def desk(ws: Workspace) -> Desk:
    return Desk(ws, [VISIT])


def make_account(desk: Desk, name: str = "Larkfield") -> None:
    """Make an account by the set-up."""
    [welcome] = desk.opens("UMIA")
    view = desk.opens_view("UMIA", welcome, "setup_accounts")
    desk.sends_view("UMIA", welcome, view, {"accounts": name})


def notes_kept(desk: Desk, account: str = "Larkfield") -> list[str | None]:
    """The published ids of what is kept of an account."""
    account_id = show_map(desk.base, account).account_map.account_id
    with desk.base.store.read() as conn:
        listed = sources.list_sources(conn, account_id, desk.base.audience)
    return [one.external_id for one in listed]


# Welcome and set-up


@pytest.mark.parametrize("lang", LANGS)
def test_the_welcome_says_where_texts_go_when_a_model_is_set_up(desk: Desk, lang: Lang) -> None:
    desk.lang = lang
    nowhere = {"en": "I send nothing anywhere else", "fr": "Je n'envoie rien ailleurs"}[lang]
    assert nowhere in read(desk.opens("UMIA")[0])
    model = ModelSettings(base_url="https://models.example.org/v1", name="m")
    settings = desk.base.settings.model_copy(update={"model": model})
    desk.base = replace(desk.base, settings=settings)
    words = read(desk.opens("UMIA")[0])
    assert "models.example.org" in words
    assert nowhere not in words


@pytest.mark.parametrize("lang", LANGS)
def test_the_welcome_says_who_we_are_what_is_kept_and_what_is_not_done_yet(
    desk: Desk, lang: Lang
) -> None:
    desk.lang = lang
    [welcome] = desk.opens("UMIA")
    words = read(welcome)
    assert "Cartographe" in words
    assert words.count("⬜") == 3
    assert desk.opens("UMIA")[0].key == welcome.key


@pytest.mark.parametrize("lang", LANGS)
def test_the_first_opening_offers_prompts_about_an_account_that_is_there(
    desk: Desk, lang: Lang
) -> None:
    make_account(desk)
    desk.lang = lang
    desk.opens("UMIA")
    offered = desk.sent[-1]
    assert (offered.how, offered.channel, offered.thread_ts) == ("prompts", "DUMIA", None)
    prompts = offered.metadata["prompts"]
    assert len(prompts) == 4
    assert all("Larkfield" in one["message"] and one["title"] for one in prompts)


@pytest.mark.parametrize("lang", LANGS)
def test_help_names_every_command(desk: Desk, lang: Lang) -> None:
    desk.lang = lang
    [shown] = desk.types("UMIA", "help")
    for command in ("ask", "map", "brief", "review", "link", "unlink", "team", "help"):
        assert f"`/carto {command}`" in read(shown)


def test_each_step_of_the_set_up_tells_when_it_is_done(desk: Desk) -> None:
    desk.people = ("Mia Halvorsen", "Noa Lind")
    [welcome] = desk.opens("UMIA")
    view = desk.opens_view("UMIA", welcome, "setup_team")
    assert "Mia Halvorsen\nNoa Lind" in str(view).replace("\\n", "\n")
    desk.sends_view(
        "UMIA", welcome, view, {"company": "Halvenne", "people": "Mia Halvorsen\nNoa Lind"}
    )
    assert "✅ *1. Our company and team*\nHalvenne, Mia Halvorsen, Noa Lind" in read(
        desk.latest(welcome)
    )
    view = desk.opens_view("UMIA", welcome, "setup_accounts")
    desk.sends_view("UMIA", welcome, view, {"accounts": "Larkfield\n=Boreal, Inc\n\nLarkfield"})
    assert "✅ *2. Our accounts*\n=Boreal, Inc, Larkfield" in read(desk.latest(welcome))
    desk.says("UMIA", VISIT.text)
    assert "All set" in read(desk.opens("UMIA")[0])


def test_a_csv_file_brings_accounts_and_contacts_and_says_which_rows_it_left_out(
    desk: Desk,
) -> None:
    desk.files["a.csv"] = b"account,name,title\nLarkfield,Dana Ruiz,buyer\n,Nobody,x\n"
    [told] = desk.says("UMIA", "", files=[file("a.csv", mimetype="text/csv")])
    assert "Accounts added: 1. Contacts added: 1." in read(told)
    assert "Line 3" in read(told)


# Note or question


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("Who signs at Larkfield?", "question"),
        ("Qui décide chez Larkfield ?", "question"),
        ("qu'avons-nous promis à Larkfield", "question"),
        ("What did we promise Larkfield, and by when? Dana asked me.", "question"),
        ("List the people of Larkfield", "question"),
        (VISIT.text, "note"),
        ("Notes: Dana Ruiz is now VP Ops, she took over from Lee last week.", "note"),
        ("CR visite Verrières : vu Claire Duval, elle nous soutient. Relance le 12/06.", "note"),
        ("x" * 500, "note"),
        ("Dana is annoyed", "unclear"),
        ("Claire Duval est pour nous.", "unclear"),
        ("ok", "unclear"),
    ],
)
def test_notes_and_questions_are_told_apart_by_shape_and_cues(text: str, meant: str) -> None:
    assert what_is(text) == meant


@pytest.mark.parametrize("lang", LANGS)
def test_what_cannot_be_told_is_asked_with_two_buttons(desk: Desk, lang: Lang) -> None:
    make_account(desk)
    desk.lang = lang
    [asked] = desk.says("UMIA", "Dana at Larkfield is annoyed")
    assert desk.buttons(asked) == ["is_note", "is_question"]
    posts = desk.presses("UMIA", asked, "is_note")
    assert posts[0].how == "update"
    assert len(notes_kept(desk)) == 1


def test_the_marks_slack_puts_into_a_text_are_taken_out_again() -> None:
    typed = "<@U1|mia> met <mailto:d@x.example|d@x.example> &amp; <https://x.example/a|x.example/a> &lt;3 <#C1|deals>"
    assert as_typed(typed) == "@mia met d@x.example & https://x.example/a <3 #deals"


@pytest.mark.parametrize(
    ("head", "expected"),
    [
        ("ambrelac, jeudi 22/01, visite du quai", "2026-01-22"),
        ("Meeting at Larkfield on 2026-05-12", "2026-05-12"),
        ("CR du 1er juin chez Verrières", "2026-06-01"),
        ("Larkfield, 3 Dec, call", "2025-12-03"),
        ("Larkfield 12/05/25", "2025-05-12"),
        ("Larkfield, renewal on 12/09", "2025-09-12"),
        ("De : Solène\nÀ : Naïm\njeudi 26 mars 2026, 19:04\nObjet : TR: nouvelles", "2026-03-26"),
        ("between 12/05 and 13/05", None),
        ("due 2026-09-01", None),
        ("31/02, nothing", None),
        ("5 sites, 40 000 bacs", None),
        ("version 1.2.3", None),
    ],
)
def test_a_note_is_of_the_day_its_first_line_names(head: str, expected: str | None) -> None:
    found = note_date(f"{head}\n\n- more on 01/01", date(2026, 6, 30))
    assert found == (date.fromisoformat(expected) if expected else None)


# Which account


def test_a_note_goes_to_the_account_of_its_channel(desk: Desk) -> None:
    make_account(desk, "Larkfield\nBoreal")
    desk.channels["C1"] = frozenset({"UMIA"})
    desk.linked["C1"] = show_map(desk.base, "Boreal").account_map.account_id
    desk.says("UMIA", VISIT.text.replace("Larkfield", "the customer"), channel="C1")
    assert len(notes_kept(desk, "Boreal")) == 1


def test_a_note_goes_to_the_account_it_names_and_the_next_one_of_the_thread_too(desk: Desk) -> None:
    make_account(desk, "Larkfield\nBoreal")
    desk.says("UMIA", VISIT.text, ts="77.1")
    desk.says("UMIA", "- she called\n- all fine\n- more on Monday\n- bye", thread="77.1")
    assert len(notes_kept(desk)) == 2


def test_an_account_can_be_chosen_by_a_button_by_its_name_or_made(desk: Desk) -> None:
    make_account(desk, "Larkfield\nBoreal")
    nameless = "- a word\n- and another\n- more\n- bye"
    [asked] = desk.says("UMIA", nameless)
    assert desk.buttons(asked) == ["pick_account:1", "pick_account:2", "new_account"]
    desk.presses("UMIA", asked, "pick_account")
    asked_again = desk.says("UMIA", nameless.replace("word", "thing"), ts="88.1")
    assert "new_account" in desk.buttons(asked_again[0])
    desk.says("UMIA", "boreal", thread="88.1")
    [third] = desk.says("UMIA", nameless.replace("word", "third"))
    view = desk.opens_view("UMIA", third, "new_account")
    posts = desk.sends_view("UMIA", third, view, {"name": "Zorbit"})
    assert "I created the account *Zorbit*" in " ".join(map(read, posts))
    assert [len(notes_kept(desk, name)) for name in ("Boreal", "Larkfield", "Zorbit")] in (
        [2, 0, 1],
        [1, 1, 1],
    )


@pytest.mark.parametrize("lang", LANGS)
def test_an_unknown_account_is_said_with_near_names_and_a_reference(desk: Desk, lang: Lang) -> None:
    make_account(desk, "Larkfield Group")
    desk.lang = lang
    [told] = desk.types("UMIA", "map Larkfeld Groop")
    assert "Larkfield Group" in read(told)
    [told] = desk.types("UMIA", "map Zorbit")
    assert "Zorbit" in read(told)
    assert "AB12CD" in read(told)


def test_pressing_after_the_message_is_forgotten_says_so(desk: Desk) -> None:
    [asked] = desk.says("UMIA", VISIT.text)
    desk.threads = type(desk.threads)(desk.base.clock)
    [told] = desk.presses("UMIA", asked, "create_account")
    assert "nothing was kept" in read(told)


# The same note again, too long, empty


def test_the_same_note_pasted_again_is_kept_once_and_says_so(desk: Desk) -> None:
    make_account(desk)
    desk.says("UMIA", VISIT.text)
    told, card = desk.says("UMIA", VISIT.text)
    assert "kept it once" in read(told)
    assert "accept_sure" in desk.buttons(card)
    assert len(notes_kept(desk)) == 1


def test_the_same_delivery_again_gives_the_same_posts(desk: Desk) -> None:
    make_account(desk)
    first = desk.says("UMIA", VISIT.text, ts="77.1")
    second = desk.says("UMIA", VISIT.text, ts="77.1")
    assert [post.key for post in first] == [post.key for post in second]
    assert len(notes_kept(desk)) == 1


@pytest.mark.parametrize(
    ("lang", "words"), [("en", "Nothing was kept. Cut it"), ("fr", "Rien n'a été gardé. Coupez-la")]
)
def test_a_note_over_the_limit_is_refused_whole_and_says_what_to_do(
    tmp_path: Path, lang: Lang, words: str
) -> None:
    settings = load_settings(
        home=tmp_path / "home", today="2026-06-30", member="UMIA", limits=Limits(note_bytes=2_000)
    )
    with open_workspace(settings) as ws:
        desk = Desk(ws, [VISIT])
        make_account(desk)
        desk.lang = lang
        [told] = desk.says("UMIA", VISIT.text * 40)
        assert words in read(told)
        assert notes_kept(desk) == []


def test_a_message_without_words_gets_an_answer_too(desk: Desk) -> None:
    [told] = desk.says("UMIA", "…")
    assert "anything to read or answer" in read(told)


# Files


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("reason", ["no_permission", "too_large", "gone", "failed"])
def test_a_file_that_cannot_be_fetched_says_why_by_name(
    desk: Desk, lang: Lang, reason: FaultReason
) -> None:
    make_account(desk)
    desk.lang = lang
    desk.files["larkfield.txt"] = FileFault(reason)
    [told] = desk.says("UMIA", "", files=[file("larkfield.txt")])
    assert "*larkfield.txt*" in read(told)
    assert ("Nothing was kept" if lang == "en" else "Rien n'a été gardé") in read(told)


def test_slacks_login_page_in_place_of_a_file_is_known_for_what_it_is(desk: Desk) -> None:
    make_account(desk)
    desk.files["larkfield.txt"] = LOGIN_PAGE
    [told] = desk.says("UMIA", "", files=[file("larkfield.txt")])
    assert "files:read" in read(told)
    assert notes_kept(desk) == []


def test_one_bad_file_does_not_hold_back_the_good_one(desk: Desk) -> None:
    make_account(desk)
    desk.files["larkfield.vtt"] = VISIT.text.encode()
    desk.files["deck.key"] = b"PK"
    desk.files["empty.md"] = b"  \n"
    posts = desk.says("UMIA", "", files=[file("larkfield.vtt"), file("deck.key"), file("empty.md")])
    assert "accept_sure" in str(posts[0].blocks)
    assert "*deck.key*: I read" in read(posts[-1])
    assert "*empty.md*: there is no text" in read(posts[-1])
    assert len(notes_kept(desk)) == 1


def test_a_binary_under_a_text_name_is_refused_in_words(desk: Desk) -> None:
    make_account(desk)
    desk.files["larkfield.txt"] = bytes(range(32)) * 50
    [told] = desk.says("UMIA", "", files=[file("larkfield.txt")])
    assert "This is not text but another kind of file" in read(told)


def test_a_channel_shared_with_another_company_hears_nothing_about_accounts(desk: Desk) -> None:
    from integrations.slack.handlers.dispatch import handle
    from integrations.slack.intents import Place, Said, Speaker

    make_account(desk)
    place = Place("T1", "C9", "1.1", is_direct=False, is_shared=True)
    desk.channels["C9"] = frozenset({"UMIA"})
    said = Said("said", place, Speaker("T1", "UMIA"), "What is the title of Dana?", "1.1")
    [told] = handle(desk._context("UMIA", "C9", None, "1.1"), said)
    assert told.how == "private"
    assert "shared with another company" in told.text


# Commands


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("help", "What you can say to me"),
        ("aide", "What you can say to me"),
        ("map", "Nobody is on this map yet"),
        ("map larkfield", "Nobody is on this map yet"),
        ("Larkfield", "Nobody is on this map yet"),
        ("ask", "What would you like to know?"),
        ("review", "Nothing waits for a review"),
        ("revew", "Did you mean `/carto review`?"),
        ("frobnicate", "I don't know the command *frobnicate*"),
        ("", "What you can say to me"),
    ],
)
def test_commands_are_understood_and_unknown_words_suggest(
    desk: Desk, words: str, expected: str
) -> None:
    make_account(desk)
    [told] = desk.types("UMIA", words)
    assert expected in read(told)


def test_review_brings_the_oldest_waiting_card_as_a_direct_message(desk: Desk) -> None:
    make_account(desk)
    desk.says("UMIA", VISIT.text)
    desk.channels["C1"] = frozenset({"UMIA"})
    card, told = desk.types("UMIA", "review", channel="C1")
    assert (card.how, card.channel) == ("new", "UMIA")
    assert "accept_sure" in str(card.blocks)
    assert told.how == "private"


def test_a_command_said_in_a_message_works_too(desk: Desk) -> None:
    make_account(desk)
    [told] = desk.says("UMIA", "map Larkfield")
    assert "Larkfield" in read(told)
    assert list_accounts(desk.base)[0].waiting == 0
