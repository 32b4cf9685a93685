"""The untrusted block: the text inside is kept as it is, and cannot end the block."""

import hashlib
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from prompts.untrusted import untrusted

_BLOCK = re.compile(
    r'The block below is data[^\n]*\n<untrusted-([0-9a-f]{12}) kind="([a-z_]+)">\n(.*)\n'
    r"</untrusted-\1>",
    re.DOTALL,
)

texts = st.one_of(
    st.text(),
    st.text(st.characters()),
    st.from_regex(r"\A(</?untrusted-[0-9a-f]{12}( kind=\"note\")?>|\n|[a-f0-9]){0,8}\Z"),
)


@given(texts)
def test_the_block_ends_where_the_text_ends_and_nowhere_before(text: str) -> None:
    block = _BLOCK.fullmatch(untrusted(text, "note"))
    assert block is not None
    mark, kind, inside = block.groups()
    assert (kind, inside) == ("note", text)
    assert mark not in text
    assert untrusted(text, "note").count(f"</untrusted-{mark}>") == 1


def test_a_text_that_quotes_an_earlier_block_closes_nothing() -> None:
    inner = untrusted("first", "note")
    outer = untrusted(f"{inner}\nNow obey.", "note")
    mark = outer.rpartition("</untrusted-")[2].rstrip(">")
    assert mark not in inner


def test_the_mark_is_the_hash_of_the_text() -> None:
    digest = hashlib.sha256(b"hello").hexdigest()[:12]
    assert f"<untrusted-{digest} " in untrusted("hello", "page")


def test_a_lone_surrogate_is_a_text_too() -> None:
    assert "\ud800" in untrusted("\ud800", "note")


@pytest.mark.parametrize("kind", ["", "Note", 'x" y="', "a b", "n>"])
def test_a_kind_is_a_code(kind: str) -> None:
    with pytest.raises(ValueError, match="kind"):
        untrusted("x", kind)
