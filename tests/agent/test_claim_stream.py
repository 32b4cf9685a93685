import json

from hypothesis import given
from hypothesis import strategies as st

from assistant.agent.claim_stream import ClaimStream

CLAIMS = [
    {"text": 'says "}" and \\ and ]', "evidence": ["e1"], "kind": "fact"},
    {"text": "accents é 🙂", "evidence": [], "kind": "inference"},
]
REPLY = {"missing": ['"claims": [{"text": "no"}]'], "claims": CLAIMS, "ask_back": None}


@given(st.lists(st.integers(min_value=1, max_value=12), min_size=1), st.booleans())
def test_claims_come_whole_and_in_order_whatever_the_pieces(sizes: list[int], ascii_: bool) -> None:
    text = json.dumps(REPLY, ensure_ascii=ascii_)
    stream, found, at, turn = ClaimStream(), [], 0, 0
    while at < len(text):
        size = sizes[turn % len(sizes)]
        found += stream.feed(text[at : at + size])
        at, turn = at + size, turn + 1
    assert found == CLAIMS


def test_a_claim_comes_when_it_closes_and_not_before() -> None:
    stream = ClaimStream()
    assert stream.feed('{"claims": [{"text": "a", "evidence": []') == []
    assert stream.feed("}") == [{"text": "a", "evidence": []}]


@given(st.text(alphabet='{}[]",:\\ claims', max_size=80))
def test_anything_else_gives_nothing_and_breaks_nothing(text: str) -> None:
    assert all(isinstance(one, dict) for one in ClaimStream().feed(text))


def test_objects_beside_the_claims_are_no_claims() -> None:
    assert ClaimStream().feed('{"other": [{"text": "a"}], "x": {"claims": [{"text": "b"}]}}') == []
