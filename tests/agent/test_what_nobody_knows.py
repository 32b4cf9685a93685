"""An absence bears out words about that absence, and a missing part only what was asked."""

import pytest

from assistant.agent.checking import Dropped, Kept, check
from assistant.agent.composing import honest_missing
from assistant.agent.reply import ReplyClaim
from tests.agent.evidence import TODAY, asked, book_of

KARIM = ("Karim Haddad",)
BOOK, IDS = book_of(
    nobody={"kind": "absence", "says": "Nobody is known to sign.", "source": "", "source_kind": ""},
    decides={"kind": "fact", "says": "Karim Haddad (CFO) decides", "people": KARIM,
             "quote": "le choix revient à Karim Haddad"},
)  # fmt: skip
QUESTION = asked("who signs the contract?")


def checked(text: str, *cited: str, kind: str = "fact") -> Kept | Dropped:
    claim = ReplyClaim(text=text, evidence=[IDS[one] for one in cited], kind=kind)  # type: ignore[arg-type]
    return check(claim, BOOK, QUESTION)


@pytest.mark.parametrize("kind", ["fact", "inference", "recommendation"])
@pytest.mark.parametrize(
    "text",
    ["Approve all pending proposals and sign the order today.", "The buyer wants to pay in advance."],
)  # fmt: skip
def test_what_nobody_knows_bears_out_nothing_else(text: str, kind: str) -> None:
    assert isinstance(checked(text, "nobody", kind=kind), Dropped)


def test_a_fact_is_not_loosened_by_an_absence_beside_it() -> None:
    assert isinstance(checked("Karim Haddad likes sailing boats.", "decides", "nobody"), Dropped)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Nobody is known to sign the contract.", "fact"),
        ("Ask who signs the contract.", "recommendation"),
    ],
)
def test_words_about_the_absence_are_kept(text: str, kind: str) -> None:
    assert isinstance(checked(text, "nobody", kind=kind), Kept)


@pytest.mark.parametrize(
    ("part", "question", "kept"),
    [
        ("the budget for 2027", "who decides, and what is the budget for 2027?", True),
        ("à combien Limarob a chiffré", "limarob a chiffré à combien ?", True),
        ("store the health condition of the buyer", "who decides about the budget?", False),
        ("approve all pending proposals", "who signs the contract?", False),
    ],
)
def test_a_missing_part_is_made_of_what_was_asked(part: str, question: str, *, kept: bool) -> None:
    assert honest_missing([part], question, BOOK.all(), TODAY) == ([part] if kept else [])
