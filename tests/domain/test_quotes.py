"""Finding the words a fact rests on: exactly, or with marks and white space folded, or not at all."""

import unicodedata
from typing import Literal

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from knowledge.domain.quotes import Absent, Ambiguous, Located, Span, locate_quote

NOTE = "Claire Duval décide seule. Paul attend le budget.\nClaire Duval part en mai."

LETTERS = "abcdé çœàßñ-–'’\"«»\u00a0\t\n.,;:12"
texts = st.text(LETTERS + "xyzABC", min_size=1, max_size=60)
# Other ways of writing the same: what a word processor or a model does to a quote.
REWRITTEN = {
    "'": "’", "’": "'", '"': "“", "«": '"', "»": "”", "-": "\u2011", "–": "-",
    "\u00a0": " ", "\t": "  ", "\n": " ", " ": "\u202f\n",
}  # fmt: skip


def folded(text: str) -> str:
    """The reference: one form per mark, composed letters, single spaces."""
    marks = str.maketrans("’‘“”«»–—\u2010", '\'\'""""---')
    return " ".join(unicodedata.normalize("NFKC", text).translate(marks).split())


def place_of(text: str, quote: str) -> Span:
    found = locate_quote(text, quote)
    assert isinstance(found, Located), found
    return found.span


def test_it_finds_words_that_stand_in_the_text_letter_for_letter() -> None:
    assert locate_quote(NOTE, "Paul attend le budget") == Located(Span(27, 48), "exact")


def test_it_counts_code_points_and_not_bytes() -> None:
    text = "👍 d'accord, dit Zoé"
    assert place_of(text, "Zoé") == Span(16, 19)
    assert Span(16, 19).text_in(text) == "Zoé"


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        ("le budget\n  est voté", "le budget est voté"),
        ("le budget\u00a0: voté", "le budget : voté"),
        ("c’est voté", "c'est voté"),
        ("it's “signed off”", 'it’s "signed off"'),
        ("il a dit «voté»", 'il a dit "voté"'),
        ("go-live — in May", "go\u2011live - in May"),
        ("le budget vote\u0301", "le budget voté"),
        ("le budget voté", "le budget vote\u0301"),
        ("signed oﬀ in May", "signed off in May"),
    ],
)
def test_it_finds_words_that_differ_by_white_space_marks_or_unicode_form(
    text: str, quote: str
) -> None:
    found = locate_quote(text, quote)
    assert isinstance(found, Located)
    assert found.grade == "normalised"
    assert folded(found.span.text_in(text)) == folded(quote)


def test_it_takes_the_accent_along_with_the_letter() -> None:
    text = "tout est vote\u0301 !"
    assert place_of(text, "est\u00a0voté").text_in(text) == "est vote\u0301"


def test_it_does_not_cut_an_accent_from_its_letter() -> None:
    text = "on passe le marche\u0301"
    assert locate_quote(text, "le marche") == Absent()


def test_it_does_not_take_a_part_of_one_letter() -> None:
    assert locate_quote("the oﬃce  is closed", "the  of") == Absent()


def test_it_says_in_which_places_words_stand_twice() -> None:
    found = locate_quote(NOTE, "Claire Duval")
    assert found == Ambiguous((Span(0, 12), Span(50, 62)), "exact")


def test_it_says_in_which_places_folded_words_stand_twice() -> None:
    found = locate_quote("l’achat, puis l’achat", "l'achat")
    assert found == Ambiguous((Span(0, 7), Span(14, 21)), "normalised")


def test_it_prefers_the_exact_place_to_a_folded_one() -> None:
    found = locate_quote("l’achat, puis l'achat", "l'achat")
    assert found == Located(Span(14, 21), "exact")


@pytest.mark.parametrize(
    "quote",
    [
        "Claire Duval décide avec Paul",
        "claire duval décide seule",
        "Claire Duval decide seule",
        "Claire décide seule",
        "",
        "  \n ",
    ],
)
def test_it_does_not_find_words_that_nobody_wrote(quote: str) -> None:
    assert locate_quote(NOTE, quote) == Absent()


def test_it_leaves_out_the_white_space_around_a_quote() -> None:
    assert place_of(NOTE, "  Paul attend ").text_in(NOTE) == "Paul attend"


@given(texts, texts, texts)
def test_it_finds_a_planted_quote_at_its_offsets(before: str, quote: str, after: str) -> None:
    wanted = quote.strip()
    text = before + wanted + after
    assume(wanted and text.count(wanted) == 1)
    assert locate_quote(text, quote) == Located(
        Span(len(before), len(before) + len(wanted)), "exact"
    )


@given(texts, texts, texts, st.sampled_from(["NFC", "NFD"]))
def test_it_finds_a_planted_quote_however_it_was_rewritten(
    before: str, quote: str, after: str, form: Literal["NFC", "NFD"]
) -> None:
    planted = unicodedata.normalize(form, quote.strip())
    rewritten = "".join(REWRITTEN.get(char, char) for char in quote).strip()
    text = f"{before}|{planted}|{after}"
    assume(folded(planted) and folded(text).count(folded(planted)) == 1)
    span = place_of(text, rewritten)
    assert (span.start, span.end) == (len(before) + 1, len(before) + 1 + len(planted))
    assert folded(span.text_in(text)) == folded(rewritten)


@st.composite
def texts_and_quotes(draw: st.DrawFn) -> tuple[str, str]:
    """A text and a piece of it, as it stands or a little wrong."""
    text = draw(texts)
    start = draw(st.integers(0, len(text)))
    piece = text[start : start + draw(st.integers(1, 12))]
    spoilt = [piece, piece.upper(), piece.swapcase(), piece + "x"]
    return text, draw(st.sampled_from(spoilt) | texts)


@given(texts_and_quotes())
def test_what_it_locates_always_folds_to_the_quote(pair: tuple[str, str]) -> None:
    text, quote = pair
    found = locate_quote(text, quote)
    spans: tuple[Span, ...] = ()
    match found:
        case Located(span):
            spans = (span,)
        case Ambiguous(places):
            spans = places
    assert all(folded(span.text_in(text)) == folded(quote) for span in spans)
    assert bool(spans) == bool(folded(quote) and folded(quote) in folded(text))


@pytest.mark.parametrize(
    ("one", "other", "overlap"),
    [
        (Span(0, 4), Span(3, 6), True),
        (Span(0, 4), Span(4, 6), False),
        (Span(2, 3), Span(0, 9), True),
    ],
)
def test_spans_overlap_when_they_share_a_code_point(one: Span, other: Span, overlap: bool) -> None:
    assert one.overlaps(other) is overlap
    assert other.overlaps(one) is overlap
