"""Bytes in, text out whole, or the reason why not: nothing is repaired silently."""

import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.domain.sources import Decoded, Refused, check_text, decode, sha256_of

MEGABYTE = 1_000_000
NOTE = "Réunion avec Zoé — budget : 120 k€, décision en mai."


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        (b"", "empty"),
        (b" \r\n\t ", "empty"),
        (codecs.BOM_UTF8, "empty"),
        (b"Claire\x00Duval decides alone, and Paul signs", "nul"),
        ("Claire\x00Duval".encode("utf-16"), "nul"),
        (b"\x7fELF\x02\x01\x01\x00\x00\x00\x00\x00\x00\x00", "binary"),
        (b"\x01\x02\x03\x04 not a note", "binary"),
        (b"na\xefve \x81 bytes", "encoding"),
        (codecs.BOM_UTF16_LE + b"a", "encoding"),
        (codecs.BOM_UTF8 + b"na\xefve", "encoding"),
    ],
)
def test_it_refuses_what_cannot_be_kept_whole_as_text(raw: bytes, reason: str) -> None:
    refused = decode(raw, MEGABYTE)
    assert isinstance(refused, Refused)
    assert refused.reason == reason


def test_it_refuses_what_is_larger_than_the_limit_and_says_by_how_much() -> None:
    assert decode(b"12345", 4) == Refused("too_large", "5 > 4")
    assert decode(b"1234", 4) == Decoded("1234", "utf-8")


def test_it_refuses_half_a_surrogate_pair_and_says_where() -> None:
    assert check_text(Decoded("Zoé \ud83d", "utf-8")) == Refused("surrogate", "character 4")


def test_it_never_repeats_the_content_in_a_refusal() -> None:
    refused = decode(b"secret\x00secret words of the customer", MEGABYTE)
    assert isinstance(refused, Refused)
    assert "secret" not in refused.detail


@pytest.mark.parametrize(
    ("raw", "encoding"),
    [
        (NOTE.encode(), "utf-8"),
        (codecs.BOM_UTF8 + NOTE.encode(), "utf-8-sig"),
        (NOTE.encode("cp1252"), "cp1252"),
        (codecs.BOM_UTF16_LE + NOTE.encode("utf-16-le"), "utf-16"),
        (codecs.BOM_UTF16_BE + NOTE.encode("utf-16-be"), "utf-16"),
        (codecs.BOM_UTF32_LE + NOTE.encode("utf-32-le"), "utf-32"),
        (codecs.BOM_UTF32_BE + NOTE.encode("utf-32-be"), "utf-32"),
    ],
)
def test_it_reads_the_encodings_that_office_software_writes(raw: bytes, encoding: str) -> None:
    assert decode(raw, MEGABYTE) == Decoded(NOTE, encoding)


def test_it_keeps_line_ends_tabs_and_odd_spaces_as_they_came() -> None:
    raw = "a\r\nb\tc\u00a0d\u200be\x0c".encode()
    assert decode(raw, MEGABYTE) == Decoded("a\r\nb\tc\u00a0d\u200be\x0c", "utf-8")


def again(raw: bytes, decoded: Decoded) -> bytes:
    """The text encoded the way it came, byte-order mark and all."""
    marks = {
        "utf-16": {codecs.BOM_UTF16_LE: "utf-16-le", codecs.BOM_UTF16_BE: "utf-16-be"},
        "utf-32": {codecs.BOM_UTF32_LE: "utf-32-le", codecs.BOM_UTF32_BE: "utf-32-be"},
    }
    for mark, encoding in marks.get(decoded.encoding, {}).items():
        if raw.startswith(mark):
            return mark + decoded.text.encode(encoding)
    return decoded.text.encode(decoded.encoding)


marked = st.sampled_from(
    [b"", codecs.BOM_UTF8, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE, codecs.BOM_UTF32_BE]
)
written = st.one_of(
    st.binary(max_size=80),
    st.text(max_size=60).map(str.encode),
    st.text("aé€ œ\r\n", max_size=60).map(lambda text: text.encode("cp1252")),
    st.text(max_size=40).map(lambda text: text.encode("utf-16-le")),
)


@given(marked, written)
def test_it_refuses_bytes_whole_or_gives_them_back_equal(mark: bytes, written: bytes) -> None:
    raw = mark + written
    decoded = decode(raw, 100)
    if isinstance(decoded, Decoded):
        assert again(raw, decoded) == raw
        assert check_text(decoded) == decoded


@given(
    st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=60)
    | st.text("aé \u00a0\u2028\ufeff🙂", max_size=12)
)
def test_it_keeps_every_utf8_text_without_control_characters(text: str) -> None:
    decoded = decode(text.encode(), MEGABYTE)
    told = text.removeprefix("\ufeff")
    assert decoded == (
        Decoded(told, "utf-8-sig" if told != text else "utf-8")
        if told.strip()
        else Refused("empty")
    )


def test_it_knows_the_same_content_by_its_hash() -> None:
    assert sha256_of(b"note") == sha256_of(b"note")
    assert sha256_of(b"note") != sha256_of(b"note ")
