"""Names and quotes that would act on a terminal are shown instead, everywhere they are printed."""

import io
import json
import unicodedata
from collections.abc import Callable
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.console import RenderableType

from integrations.cli.harmless import in_one_line, visible
from integrations.cli.output import Output, harmless_json
from integrations.cli.present.account_map import map_view
from integrations.cli.present.answer import answer_view
from integrations.cli.present.proposal import proposal_card
from knowledge.language.catalogue import LANGUAGES
from tests.cli.samples import HOSTILE, answered, cited, open_sample, shown_sample

VIEWS: dict[str, Callable[[str], RenderableType]] = {
    "card": lambda lang: proposal_card(open_sample(HOSTILE), lang, full=True),
    "map": lambda lang: map_view(shown_sample(HOSTILE), lang, date(2026, 3, 20)),
    "empty map": lambda lang: map_view(shown_sample(HOSTILE, ()), lang, date(2026, 3, 20)),
    "answer": lambda lang: answer_view(
        answered(HOSTILE, cited(HOSTILE, HOSTILE, HOSTILE), choices=(HOSTILE,)), lang
    ),
}


def acts(text: str) -> list[str]:
    """The characters of printed text that a terminal could obey or that hide from a reader."""
    allowed = "\n\u200c\u200d"
    return [
        char
        for char in text
        if char not in allowed and unicodedata.category(char) in ("Cc", "Cf", "Zl", "Zp", "Cs")
    ]


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("view", VIEWS)
def test_a_hostile_name_is_printed_harmlessly(view: str, lang: str) -> None:
    screen = io.StringIO()
    Output(lang, stdout=screen).show(VIEWS[view](lang))
    printed = screen.getvalue()
    assert "Ann" in printed
    assert acts(printed) == []
    # Rich markup and links are words like any other.
    assert "[bold" in printed


@given(st.text())
def test_no_text_acts_on_a_terminal(text: str) -> None:
    assert set(acts(visible(text))) <= {"\t"}
    assert acts(in_one_line(text)) == []
    assert "\n" not in in_one_line(text)


def test_ordinary_text_of_both_languages_is_left_alone() -> None:
    text = "Anaïs\u00a0: « ça\u202fdécide\u00a0! » — naïveté, 120\u202f000 €, 👩\u200d💼"
    assert visible(text) == text


def test_a_soft_hyphen_goes_without_a_trace() -> None:
    assert visible("déci\u00addeur") == "décideur"


@given(st.text())
def test_json_stays_the_same_value_and_harmless(text: str) -> None:
    written = harmless_json(json.dumps({"q": text}, ensure_ascii=False))
    assert json.loads(written) == {"q": text}
    assert not any(0x7F <= ord(char) <= 0x9F or char in "\u202e\u2066\x1b" for char in written)


def test_messages_are_harmless_too() -> None:
    screen = io.StringIO()
    Output("en", stderr=screen).tell(HOSTILE)
    assert acts(screen.getvalue()) == []
