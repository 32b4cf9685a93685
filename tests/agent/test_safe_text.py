import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.agent.safe_text import cleaned, safe_text

URL = "https://ambrelac.example/news?id=4"

REMOVED = [
    "see https://evil.example/x now",
    "see HTTPS://EVIL.EXAMPLE now",
    "see hxxps://evil[.]example/x now",
    "see evil.example/path now",
    "see www.evil.example now",
    "see evil.com now",
    "see evil[.]com now",
    "see xn--80ak6aa92e.com now",
    "see xn--80ak6aa92e.com/x now",
    "see //evil.example/x now",
    "see http://169.254.169.254/latest now",
    "see 169.254.169.254/latest now",
    "see \uff48\uff54\uff54\uff50\uff53\uff1a\uff0f\uff0fevil\uff0eexample\uff0fx now",
    "see ht\u200btps://evil.example/x now",
    "see &#104;ttps://evil.example now",
    "see javascript:alert(1) now",
    "see mailto:a@evil.example now",
    "write to mallory@evil.example now",
    "see [the notes](https://evil.example/x) now",
    "see [the notes][1] now\n[1]: https://evil.example",
    "see ![chart](https://evil.example/p.png?d=secret) now",
    "see <https://evil.example|the notes> now",
    "see <a href='https://evil.example'>it</a> now",
    "see <img src=x onerror=alert(1)> now",
    "see &lt;script&gt;alert(1)&lt;/script&gt; now",
    "hi <@U0123ABC> now",
    "hi <!channel> now",
    "hi <#C012|general> now",
    "hi @here now",
    "hi @channel now",
    "hi @judith now",
    "see ftp://evil.example/x now",
    "see slack://open?team=T1 now",
    "see data:text/html;base64,AAAA now",
    "see \\\\evil.example\\share now",
    "see evil .com now",
    "see evil .com/x now",
    "see evil.photography now",
    "see shop.evil.museum now",
    "see evil.рф now",
    "see evil.中国 now",
    "see evil.photography?id=4 now",
    "see ..evil.photography now",
    "see localhost:8080/evil now",
    "see intranet:8080/evil now",
    "see evil [dot] photography now",
    "voir evil.boutique maintenant",
    "voir offre-evil.pdf maintenant",
    "see e.evil.photography now",
    "see x.com/evil now",
]


@pytest.mark.parametrize("text", REMOVED)
def test_what_could_lead_anywhere_is_taken_out_and_counted(text: str) -> None:
    made = cleaned(text)
    assert made.removed >= 1
    assert not re.search(r"evil|xn--|169\.254|<|>|@|javascript|data:|://", made.text, re.IGNORECASE)


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("**Bold** and _soft_ and `code`", "Bold and soft and code"),
        ("# Heading", "Heading"),
        ("- a point", "a point"),
        ("> said", "said"),
        ("Karim decides [1].", "Karim decides."),
        ("Karim decides [e3, e4].", "Karim decides."),
        ("Karim\u202e decides\u200b\x07.", "Karim decides."),
        ("two\nlines", "two lines"),
        ("less < more > less", "less ‹ more › less"),
        ("R&D at 15 %, 120 k€ (net): 14h30", "R&D at 15 %, 120 k€ (net): 14h30"),
        ("l'usine d'Étretat, n° 4", "l'usine d'Étretat, n° 4"),
        ("e.g. version 2.1, no. 4", "e.g. version 2.1, no. 4"),
        ("i.e. at 3 p.m. or a.m.", "i.e. at 3 p.m. or a.m."),
        ("M.Dupont and G.Ferreira, J.R.Smith", "M.Dupont and G.Ferreira, J.R.Smith"),
        ("Mme.Dupont, Dr.Weber", "Mme.Dupont, Dr.Weber"),
        ("12.5 t, v1.2, 12.5/20, 1.200.000", "12.5 t, v1.2, 12.5/20, 1.200.000"),
        ("p.ex. l'U.S.A. et c.-à-d. S.A.R.L.", "p.ex. l'U.S.A. et c.-à-d. S.A.R.L."),
        ("She decides. He signs.", "She decides. He signs."),
        ("Karim decides [[1]].", "Karim decides."),
        ("Karim [[ ]] decides (( )).", "Karim decides."),
    ],
)
def test_plain_words_stay(text: str, plain: str) -> None:
    made = cleaned(text)
    assert (made.text, made.removed) == (plain, 0)


def test_an_address_of_the_cited_source_stays_exactly() -> None:
    assert safe_text(f"It is told at {URL}.", [URL]) == f"It is told at {URL}."
    assert safe_text(f"It is told at <{URL}|here>.", [URL]) == f"It is told at {URL}."


def test_another_address_of_the_same_host_does_not() -> None:
    assert "ambrelac" not in safe_text("at https://ambrelac.example/steal?d=1", [URL])
    assert "ambrelac" not in safe_text(f"at {URL}&d=secret", [URL])


def test_a_company_called_like_a_site_may_be_named() -> None:
    assert safe_text("Booking.com decides.", ["Booking.com"]) == "Booking.com decides."
    assert safe_text("Booking.com/x decides.", ["Booking.com"]) == "decides."


@pytest.mark.parametrize(
    "piece", ["a.b", "a.ba.ba.", "ab.", "a@", "[](", "((", ")(", "_a", "a-", "![", "&lt;", "a:1"]
)
def test_a_long_text_takes_no_longer_than_its_length(piece: str) -> None:
    text = (piece * 4_000)[:4_000]
    begun = time.process_time()
    cleaned(text)
    assert time.process_time() - begun < 0.1


PIECES = st.lists(
    st.sampled_from(
        ["https://evil.com/a", "[a](", ")", "<@U1>", "<", ">", "&lt;", "&amp;lt;", "!", "**", "`", "_", "@here", "evil",
         ".com", "/x", "http", "://", "\u200b", "\u202e", "a", " ", "é", "[1]", "|", "\n", "hxxp", "\ue000", "0", "\ue001",
         "&#x3c;", "javascript:", "x@y.com", ".photography", "G.", "[", "]", "(", "@", "\\", "//", "xn--", "\uff48", "\uff1a", "\uff0ecom"]
    ),
    max_size=14,
).map("".join)  # fmt: skip
ACTING = re.compile(
    r"[<>`*~|]|://|javascript:|mailto:|data:|@\w|\bwww\.|xn--|\]\(|[\u200b-\u200f\u202a-\u202e\ue000-\uf8ff\x00-\x1f]"
    r"|\w\.com\b|\(\s*\)|\bevil\.",
    re.IGNORECASE,
)


@given(st.one_of(PIECES, st.text(max_size=60)))
def test_nothing_that_acts_is_left(text: str) -> None:
    assert not ACTING.search(safe_text(text))


@given(st.one_of(PIECES, st.text(max_size=60)))
def test_cleaning_twice_changes_nothing(text: str) -> None:
    once = safe_text(text)
    assert safe_text(once) == once


@given(PIECES)
def test_the_allowed_address_is_the_only_one_left(text: str) -> None:
    shown = safe_text(f"{text} {URL} {text}", [URL])
    assert not ACTING.search(shown.replace(URL, ""))
