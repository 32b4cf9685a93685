"""No quote, no fact: what the text does not say is set aside and counted."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.domain.codes import GroupKind
from knowledge.domain.grounding import AMBIGUOUS_CONFIDENCE, Grounded, SetAside, ground
from knowledge.domain.reading import Competitor, Group, Label, Owned, Person, Reading
from tests.domain.build import label, person

NOTE = (
    "Vu Claire Duval (DAF, claire@fonderie.fr, 06.12.34.56.78).\n"
    "Le choix lui revient. Elle craint la migration.\n"
    "Paul craint la migration aussi. Le CODIR regarde Nordika."
)


def grounded(*people: Person, **more: Any) -> Grounded:
    return ground(Reading(account="Fonderie Arnaud", people=people, **more), NOTE)


def the_goal(**given: Any) -> Label:
    """What becomes of one label."""
    (goal,) = grounded(goals=(Owned(**given),)).reading.goals
    return goal


def test_a_label_whose_words_stand_in_the_text_gets_their_place() -> None:
    found = the_goal(quote="Le choix lui revient")
    assert NOTE[found.start : found.end] == found.quote == "Le choix lui revient"


def test_an_invented_quote_is_set_aside_and_counted() -> None:
    found = grounded(goals=(Owned(quote="ouvrir deux sites"), Owned(quote="Le choix lui revient")))
    assert [goal.quote for goal in found.reading.goals] == ["Le choix lui revient"]
    assert found.set_aside == (SetAside("Owned", "ouvrir deux sites"),)


def test_right_offsets_are_kept_even_where_the_words_stand_twice() -> None:
    second = NOTE.rindex("craint la migration")
    place = (second, second + len("craint la migration"))
    found = the_goal(quote="craint la migration", start=place[0], end=place[1], confidence=0.9)
    assert (found.start, found.end, found.confidence) == (*place, 0.9)


@pytest.mark.parametrize(("start", "end"), [(0, 20), (500, 520), (-5, 3), (20, 0)])
def test_wrong_offsets_are_put_right(start: int, end: int) -> None:
    found = the_goal(quote="Le choix lui revient", start=start, end=end, confidence=0.9)
    assert NOTE[found.start : found.end] == "Le choix lui revient"
    assert found.confidence == 0.9


def test_offsets_counted_from_the_end_are_put_right() -> None:
    found = the_goal(quote="regarde Nordika.", start=-16, end=len(NOTE))
    assert (found.start, found.end) == (len(NOTE) - 16, len(NOTE))


def test_the_quote_becomes_exactly_what_the_text_says() -> None:
    assert the_goal(quote="Le  choix lui\u00a0revient").quote == "Le choix lui revient"


@pytest.mark.parametrize(("given", "kept"), [(0.95, 0.5), (None, 0.5), (0.2, 0.2), (0.0, 0.0)])
def test_words_that_stand_twice_lower_the_confidence(given: float | None, kept: float) -> None:
    assert AMBIGUOUS_CONFIDENCE == 0.5
    found = the_goal(quote="craint la migration", confidence=given)
    assert found.start == NOTE.index("craint la migration")
    assert found.confidence == kept


def test_a_person_stands_on_the_place_where_the_text_names_them() -> None:
    (claire,) = grounded(person("Claire Duval")).reading.people
    assert claire.mention == Label(quote="Claire Duval", start=3, end=15)


def test_a_person_is_found_by_another_form_of_their_name() -> None:
    (claire,) = grounded(person("Claire Marie Duval", aliases=("Claire Duval",))).reading.people
    assert claire.mention is not None
    assert claire.mention.quote == "Claire Duval"


def test_a_person_the_text_does_not_name_is_set_aside_with_all_their_labels() -> None:
    found = grounded(person("Karim Benali", roles=[("decision_maker", "Le choix lui revient")]))
    assert found.reading.people == ()
    assert found.set_aside == (SetAside("Person", "Karim Benali"),)


def test_invented_words_of_introduction_do_not_cost_a_person_who_is_named() -> None:
    found = grounded(person("Claire Duval", mention=label("Claire Duval, présidente")))
    assert [one.name for one in found.reading.people] == ["Claire Duval"]


def test_the_labels_of_a_person_are_held_against_the_text_one_by_one() -> None:
    found = grounded(
        person(
            "Claire Duval",
            roles=[("decision_maker", "Le choix lui revient"), ("end_user", "elle s'en sert")],
            powers=[("signs", "elle signe tout")],
            stance=("opposed", "elle est contre"),
            silent_influencer=label("on l'écoute"),
        )
    )
    (claire,) = found.reading.people
    assert [role.role for role in claire.roles] == ["decision_maker"]
    assert (claire.powers, claire.stance, claire.silent_influencer) == ((), None, None)
    assert len(found.set_aside) == 4


@pytest.mark.parametrize(
    ("given", "title"),
    [
        ({"title": "DAF"}, "DAF"),
        ({"title": "DAF", "title_quote": "Claire Duval (DAF"}, "DAF"),
        ({"title": "Présidente"}, None),
        ({"title": "DAF", "title_quote": "DAF depuis mai"}, None),
    ],
)
def test_a_title_needs_its_words_too(given: dict[str, Any], title: str | None) -> None:
    (claire,) = grounded(person("Claire Duval", **given)).reading.people
    assert claire.title == title
    assert (claire.title_label is None) == (title is None)


@pytest.mark.parametrize(
    ("detail", "said", "invented"),
    [
        ("email", "Claire@Fonderie.fr", "c.duval@fonderie.fr"),
        ("phone", "06 12 34 56 78", "06 12 34 56 79"),
        ("department", "le CODIR", "finance"),
    ],
)
def test_a_detail_the_text_does_not_hold_is_set_aside(
    detail: str, said: str, invented: str
) -> None:
    claire = person("Claire Duval")
    (kept,) = grounded(claire.model_copy(update={detail: said})).reading.people
    assert getattr(kept, detail) == said
    found = grounded(claire.model_copy(update={detail: invented}))
    assert getattr(found.reading.people[0], detail) is None
    assert found.set_aside == (SetAside(detail, invented),)


def test_an_alias_the_text_does_not_use_is_left_out() -> None:
    (claire,) = grounded(person("Claire Duval", aliases=("Claire", "Cloclo"))).reading.people
    assert claire.aliases == ("Claire",)


def test_a_competitor_or_a_group_needs_its_name_in_the_text() -> None:
    found = grounded(
        competitors=(
            Competitor(name="Nordika", quote="Le CODIR regarde Nordika"),
            Competitor(name="Sudika", quote="Le CODIR regarde Nordika"),
        ),
        groups=(Group(name="COMEX", kind=GroupKind.COMMITTEE, quote="Le CODIR regarde"),),
    )
    assert [one.name for one in found.reading.competitors] == ["Nordika"]
    assert found.reading.groups == ()
    assert set(found.set_aside) == {SetAside("Competitor", "Sudika"), SetAside("Group", "COMEX")}


quotes = st.one_of(
    st.text("Clairevut \n'é.", max_size=12),
    st.integers(0, len(NOTE)).flatmap(
        lambda start: st.integers(0, 30).map(lambda size: NOTE[start : start + size])
    ),
)
offsets = st.none() | st.integers(-3, len(NOTE) + 3)


@given(st.lists(st.builds(Owned, quote=quotes, start=offsets, end=offsets), max_size=4))
def test_every_label_that_is_kept_points_at_its_words_and_every_other_is_counted(
    labels: list[Owned],
) -> None:
    found = grounded(goals=tuple(labels))
    for goal in found.reading.goals:
        assert goal.start is not None
        assert goal.end is not None
        assert 0 <= goal.start < goal.end <= len(NOTE)
        assert NOTE[goal.start : goal.end] == goal.quote
    assert len(found.reading.goals) + len(found.set_aside) == len(labels)
