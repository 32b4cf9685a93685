"""What the builders show: remarks first, sure lines ticked, honest unknowns."""

import io
from datetime import date

import pytest
from rich.console import RenderableType

from integrations.cli.output import Output
from integrations.cli.present.account_map import map_view
from integrations.cli.present.answer import answer_view
from integrations.cli.present.proposal import how_to_decide, proposal_card, reason_words
from integrations.cli.present.values import value_words
from tests.cli.samples import answered, cited, fact, open_sample, shown_sample

TODAY = date(2026, 3, 20)
NAMES = {"per_1": "Anaïs Brun", "per_2": "Paul Roy"}


def printed(view: RenderableType, lang: str = "en") -> str:
    screen = io.StringIO()
    Output(lang, stdout=screen).show(view)
    return screen.getvalue()


def test_a_card_begins_with_its_remarks_and_both_quotes() -> None:
    card = printed(proposal_card(open_sample(), "en"))
    remark, sure, decide = (
        card.index(part) for part in ("Anaïs Brun. An earlier", "Sure: 2", "To decide: 2")
    )
    assert remark < sure < decide
    assert "1 February 2026: “Jean decides”" in card
    assert "14 March 2026: “the choice is hers”" in card


def test_a_card_ticks_what_is_sure_and_shows_old_and_new() -> None:
    card = printed(proposal_card(open_sample(), "en"))
    assert "[x] 2 Anaïs Brun, title: CFO" in card
    assert "[ ] 3 Anaïs Brun, stance: reserved → champion" in card
    assert "role in the decision, decision maker: Jean Petit → Anaïs Brun" in card
    assert "why: praises us" in card


def test_a_card_folds_the_rest_to_a_count() -> None:
    folded, full = (
        printed(proposal_card(open_sample(), "en", full=full)) for full in (False, True)
    )
    assert "The rest: 1 line  folded" in folded
    assert "Jean Petit, CIO" not in folded
    assert "who is it? Jean Petit, CIO; Anaïs Brun; or somebody new" in full


@pytest.mark.parametrize(
    ("reason", "words"),
    [
        ("named", "the text names them"),
        ("promise:future", "words of a promise"),
        ("neutral: (has|have) no view", "words that usually mean this"),
        ("praises us", "praises us"),
        ("", ""),
    ],
)
def test_a_pattern_is_never_shown_as_a_reason(reason: str, words: str) -> None:
    assert reason_words(reason, "en") == words


def test_a_card_is_in_french_for_the_french() -> None:
    card = printed(proposal_card(open_sample(), "fr"), "fr")
    assert "Sûr : 2 lignes" in card
    assert "Anaïs Brun, position : réservé → champion" in card
    assert "« Anaïs Brun signs everything »" in card


def test_a_card_with_nothing_to_decide_says_so() -> None:
    assert "Nothing in this text changes the map." in printed(
        proposal_card(open_sample(lines=(), remarks=()), "en")
    )
    assert how_to_decide(open_sample(lines=()), "en") == ""
    assert "carto review prp_1 --accept sure" in how_to_decide(open_sample(), "en")


def test_a_map_marks_what_is_assumed_and_what_is_unknown() -> None:
    shown = printed(map_view(shown_sample(), "en", TODAY))
    assert "Manage closely" in shown
    assert "influence: high, assumed because they decide" in " ".join(shown.split())
    nobody = printed(map_view(shown_sample(facts=(fact(1, "person.name", "Zoé"),)), "en", TODAY))
    assert "To be determined" in nobody
    assert "influence and interest unknown" in nobody


def test_a_map_shows_overdue_promises_and_contradictions() -> None:
    shown = printed(map_view(shown_sample(), "en", TODAY))
    assert "overdue" in shown
    assert "Contradictions" in shown
    assert "120,000 EUR a year" in shown
    assert "90,000 EUR a year" in shown


def test_an_assumed_role_is_marked() -> None:
    facts = (
        fact(1, "person.name", "Zoé"),
        fact(2, "person.role", "end_user", item="end_user", basis="assumed"),
    )
    assert "end user (assumed)" in printed(map_view(shown_sample(facts=facts), "en", TODAY))


@pytest.mark.parametrize(("lang", "words"), [("en", "Paste a note"), ("fr", "Collez une note")])
def test_an_empty_map_invites_to_paste_a_note(lang: str, words: str) -> None:
    assert words in printed(map_view(shown_sample(facts=()), lang, TODAY), lang)


def test_an_answer_is_followed_by_numbered_quotes() -> None:
    answer = answered("Anaïs decides. [1]", cited("the choice is hers", "Fergus"))
    shown = printed(answer_view(answer, "en"))
    assert shown.startswith("Anaïs decides. [1]\n")
    assert "[1] “the choice is hers”  14 March 2026, note, Fergus, note-1" in shown


def test_an_answer_that_is_not_a_fact_says_so() -> None:
    assert "to confirm" in printed(answer_view(answered("Maybe.", kind="to_confirm"), "en"))


@pytest.mark.parametrize(
    ("attribute", "value", "lang", "words"),
    [
        ("person.stance", "opposed", "fr", "opposé"),
        ("person.interest", "high", "fr", "fort"),
        ("person.influence", "high", "fr", "forte"),
        ("person.silent_influencer", True, "en", "yes"),
        ("account.renewal_on", "2026-03-01", "fr", "1er mars 2026"),
        ("person.relation", {"kind": "reports_to", "to": {"id": "per_2"}}, "en", "reports to Paul Roy"),
        (
            "account.pain",
            {"text": "slow", "owner": {"name": "Zoé"}, "severity": "high"},
            "en",
            "slow (Zoé, severe)",
        ),
        (
            "account.promise",
            {"text": "a quote", "who": None, "side": "us", "due": "2026-03-14"},
            "fr",
            "a quote (chez nous, pour le 14 mars 2026)",
        ),
        ("account.budget", {"amount": "1500.5", "currency": "EUR", "period": "once"}, "fr", "1 500,5 EUR"),
        ("account.touchpoint", {"channel": None, "participants": ["per_1", "per_9"]}, "en", "Anaïs Brun, ?"),
        ("account.offer", {"offer": "X", "unit": None, "state": "owned"}, "en", "X (has it)"),
        ("person.title", None, "en", "nothing"),
        ("person.of_tomorrow", {"a": 1}, "en", "{'a': 1}"),
    ],
)  # fmt: skip
def test_a_value_is_put_into_words(attribute: str, value: object, lang: str, words: str) -> None:
    assert value_words(lang, attribute, value, NAMES) == words
