"""Long notes: overlapping pieces, cut where something ends, merged so that nothing is said twice."""

import itertools
import json
import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.model_reader.merging import merge
from assistant.model_reader.pieces import OVERLAP_CHARS, SMALLEST_CHARS, Piece, cut, halves
from assistant.models.failure import ModelFailure
from knowledge.domain.codes import Side
from knowledge.domain.grounding import ground
from knowledge.domain.reading import NextStep, Owned, Person, Reading
from tests.model_reader.replies import ACME, TODAY, label, person, reader_at, reply, step
from tests.model_servers.loopback import LoopbackModel
from tests.model_servers.wire import Reply

texts = st.text(alphabet="abé .\n!", max_size=400)


@given(texts, st.integers(1, 60))
def test_pieces_cover_the_text_in_order_and_none_is_too_long(text: str, most: int) -> None:
    pieces = cut(text, most)
    assert all(text[piece.start : piece.end] == piece.text for piece in pieces)
    assert all(len(piece.text) <= most for piece in pieces)
    assert (pieces[0].start, pieces[-1].end) == (0, len(text))
    for one, other in itertools.pairwise(pieces):
        assert one.start < other.start <= one.end < other.end


def test_a_piece_ends_with_a_paragraph_where_it_can() -> None:
    text = "one two.\n\nthree four. five\nsix seven eight nine ten"
    assert cut(text, 16)[0].text == "one two.\n\n"


def test_neighbours_share_some_words() -> None:
    text = "\n".join(f"line number {count} of a long note" for count in range(200))
    pieces = cut(text, 2_000)
    shared = [one.end - other.start for one, other in itertools.pairwise(pieces)]
    assert all(0 < chars <= OVERLAP_CHARS for chars in shared)


def test_halves_of_a_small_piece_are_none() -> None:
    assert halves(Piece("x" * SMALLEST_CHARS, 7)) == ()
    parts = halves(Piece("word " * 400, 7))
    assert parts[0].start == 7
    assert parts[-1].end == 7 + 2_000


PARAGRAPH = (
    "Paragraph {n}. Nadia said the press {n} stops every morning before the shift. "
    "We bring the part {n} along.\n\n"
)
LONG = "Nadia Ferrat met us.\n\n" + "".join(PARAGRAPH.format(n=n) for n in range(1, 600))


def note_in(body: dict[str, Any]) -> str:
    blocks = re.findall(r'kind="note">\n(.*?)\n</untrusted-', body["messages"][-1]["content"], re.S)
    return str(blocks[-1])


def reads_what_it_sees(body: dict[str, Any]) -> Reply:
    """A model that reads the piece it is given, and no more."""
    piece = note_in(body)
    pains = re.findall(r"the press \d+ stops every morning before the shift", piece)
    steps = re.findall(r"We bring the part \d+ along", piece)
    name = "Nadia Ferrat" if "Nadia Ferrat" in piece else "Nadia"
    return Reply(
        reply(
            people=[person(name)],
            labels=[label(name, "influencer", pains[0])] if pains else [],
            pains=[
                {"quote": one, "owner": name, "severity": "medium", "caveats": []} for one in pains
            ],
            next_steps=[step(one, None, "us", None) for one in steps],
        )
    )


def test_a_note_of_sixty_thousand_characters_is_read_whole_and_once() -> None:
    assert len(LONG) > 60_000
    with LoopbackModel(reads_what_it_sees) as server:
        found = ground(reader_at(server.base_url).read(LONG, ACME), LONG)
    assert len(server.requests) > 5
    assert [one.name for one in found.reading.people] == ["Nadia Ferrat"]
    assert len(found.reading.pains) == len(found.reading.next_steps) == 599
    assert len(found.reading.people[0].roles) == 1
    assert all(LONG[one.start : one.end] == one.quote for one in found.reading.pains)
    assert found.set_aside == ()


def test_later_pieces_are_told_who_was_found_before() -> None:
    with LoopbackModel(reads_what_it_sees) as server:
        reader_at(server.base_url).read(LONG[:20_000], ACME)
    second = server.requests[1]["messages"][-1]["content"]
    assert "part 2 of" in second
    assert 'kind="names">\nNadia Ferrat' in second


@pytest.mark.parametrize("sign", ["length", "status"])
def test_a_piece_the_model_cannot_take_is_cut_again(sign: str) -> None:
    def answer(body: dict[str, Any]) -> Reply:
        if len(note_in(body)) <= 2_000:
            return reads_what_it_sees(body)
        if sign == "length":
            return Reply('{"people": [', finish_reason="length")
        error = {"error": {"code": "context_length_exceeded", "message": "too many tokens"}}
        return Reply(status=400, raw=json.dumps(error).encode())

    text = LONG[:6_000]
    with LoopbackModel(answer) as server:
        found = ground(reader_at(server.base_url).read(text, ACME), text).reading
    assert len(found.pains) == text.count("before the shift")


def test_a_model_that_can_take_nothing_fails_in_the_end() -> None:
    with (
        LoopbackModel(lambda _: Reply("{", finish_reason="length")) as server,
        pytest.raises(ModelFailure) as raised,
    ):
        reader_at(server.base_url).read(LONG[:6_000], ACME)
    assert raised.value.kind == "cut_short"


def test_a_note_that_would_take_too_many_calls_is_not_begun() -> None:
    with LoopbackModel(reads_what_it_sees) as server, pytest.raises(ModelFailure) as raised:
        reader_at(server.base_url).read("word " * 100_000, ACME)
    assert (raised.value.kind, server.requests) == ("too_long", [])


def reading(*people: Person, **more: Any) -> Reading:
    return Reading(account="Acme", date=TODAY, people=people, **more)


def customer(name: str, *aliases: str, **more: Any) -> Person:
    return Person(name=name, aliases=aliases, side=Side.CUSTOMER, **more)


def test_a_person_of_two_pieces_is_one_by_name_or_alias() -> None:
    found = merge(
        [
            reading(customer("Nadia Ferrat", "Nadia")),
            reading(customer("N. Ferrat"), customer("nadia"), customer("Paul")),
        ]
    )
    assert [(one.name, one.aliases) for one in found.people] == [
        ("Nadia Ferrat", ("Nadia", "N. Ferrat", "nadia")),
        ("Paul", ()),
    ]


def test_a_first_name_two_people_bear_stays_apart() -> None:
    found = merge(
        [reading(customer("Nadia Ferrat"), customer("Nadia Huld")), reading(customer("Nadia"))]
    )
    assert [one.name for one in found.people] == ["Nadia Ferrat", "Nadia Huld", "Nadia"]


def test_people_of_one_piece_are_never_joined_by_likeness() -> None:
    found = merge([reading(customer("Nadia Ferrat"), customer("Nadia"))])
    assert len(found.people) == 2


def test_the_longer_words_win_where_a_cut_took_some() -> None:
    cut_off = Owned(quote="press stops", start=10, end=21)
    whole = Owned(quote="the press stops daily", start=6, end=27)
    apart = Owned(quote="press stops", start=90, end=101)
    found = merge([reading(goals=(cut_off,)), reading(goals=(whole, apart))])
    assert found.goals == (whole, apart)


def test_one_quote_may_say_two_things_within_a_piece() -> None:
    both: dict[str, Any] = {"quote": "she sends the form, I send the plan", "start": 0, "end": 35}
    hers = NextStep(side=Side.CUSTOMER, who="Nadia", **both)
    ours = NextStep(side=Side.US, **both)
    assert merge([reading(next_steps=(hers, ours, ours))]).next_steps == (hers, ours)
