"""How much attention each line gets: sure, at most three to decide, the rest folded away."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.domain.bands import SURE, sort_into_bands
from knowledge.domain.codes import Band
from knowledge.domain.proposals import Line, LineKind, Statement
from knowledge.domain.two_views import TwoViews
from tests.domain.build import on


def line(
    attribute: str = "account.pain",
    value: Any = "x",
    kind: LineKind = LineKind.ADDED,
    confidence: float = 0.5,
) -> Line:
    says = Statement("per_claire", attribute, "", value)
    day = on("03-14")
    return Line("", 0, kind, "Claire Duval", says, None, day, day, confidence, Band.REST)


def bands(*lines: Line, most: int = 3) -> list[Band]:
    numbered = [replace(line, id=f"lin_{at}") for at, line in enumerate(lines)]
    return [line.band for line in sort_into_bands(numbered, most)]


@pytest.mark.parametrize("kind", [LineKind.ADDED, LineKind.CHANGED, LineKind.CONFIRMED])
def test_what_the_reader_is_sure_of_is_accepted_together(kind: LineKind) -> None:
    assert bands(line(kind=kind, confidence=SURE)) == [Band.SURE]
    assert bands(line(kind=kind, confidence=SURE - 0.01)) != [Band.SURE]


@pytest.mark.parametrize("kind", [LineKind.CONTRADICTED, LineKind.UNCLEAR, LineKind.CLOSED])
def test_what_takes_something_away_is_never_sure(kind: LineKind) -> None:
    assert bands(line(kind=kind, confidence=1.0)) == [Band.DECIDE]


def test_at_most_three_ask_to_be_decided() -> None:
    assert bands(*[line("person.power", "decides")] * 5).count(Band.DECIDE) == 3


def test_the_three_are_those_that_matter_most() -> None:
    found = bands(
        line("person.interest", "high"),
        line("person.power", "vetoes"),
        line("account.promise", {"text": "x"}),
        line("person.stance", "opposed", LineKind.CONTRADICTED),
        line("person.power", "decides", LineKind.CHANGED),
    )
    assert found == [Band.REST, Band.DECIDE, Band.REST, Band.DECIDE, Band.DECIDE]


def test_what_matters_little_asks_nothing_even_when_there_is_room() -> None:
    assert bands(line("person.responsibility", {"text": "x"})) == [Band.REST]


def test_a_confirmation_asks_less_than_news() -> None:
    news, again = line("person.role", "end_user"), line("person.role", "end_user")
    assert bands(replace(again, kind=LineKind.CONFIRMED), news, most=1) == [Band.REST, Band.DECIDE]


def test_where_two_readers_differ_a_person_decides_however_sure_and_however_many() -> None:
    reason = TwoViews("stance", "supporter", "opposed").as_reason()
    differing = [replace(line("person.topic", confidence=0.99), reason=reason)] * 4
    found = bands(line("person.power", "decides"), *differing)
    assert found == [Band.REST, *[Band.DECIDE] * 4]


def test_lines_readers_differ_about_take_their_place_from_the_others() -> None:
    reason = TwoViews("holder", "Nadia", "Paul").as_reason()
    differing = replace(line("person.interest", "high"), reason=reason)
    asked = bands(differing, *[line("person.power", "decides")] * 3)
    assert asked == [Band.DECIDE, Band.DECIDE, Band.DECIDE, Band.REST]


kinds = st.sampled_from(list(LineKind))
lines = st.builds(
    line,
    st.sampled_from(["person.power", "person.stance", "account.pain", "person.topic"]),
    st.sampled_from(["decides", "x", None]),
    kinds,
    st.floats(0, 1),
)


@given(st.lists(lines, max_size=12), st.integers(0, 4))
def test_every_line_keeps_its_place_and_has_one_band(given_lines: list[Line], most: int) -> None:
    numbered = [replace(one, id=f"lin_{at}") for at, one in enumerate(given_lines)]
    found = sort_into_bands(numbered, most)
    assert [one.id for one in found] == [one.id for one in numbered]
    assert [one.number for one in found] == list(range(1, len(numbered) + 1))
    assert sum(one.band == Band.DECIDE for one in found) <= most
    assert all(one.confidence >= SURE for one in found if one.band == Band.SURE)
