"""Influence and interest: stated, assumed with the reason, or unknown; unknown is never low."""

from itertools import product

import pytest

from knowledge.domain.account_map import PersonView
from knowledge.domain.codes import Level
from knowledge.domain.facts import Fact
from knowledge.domain.matrix import (
    ACTIVE_MEETINGS,
    QUADRANT_LABELS,
    UNKNOWN,
    AssessedLevel,
    quadrant,
    stated,
)
from tests.domain.build import ACCOUNT, CLAIRE, PAUL, fact, map_of, person_facts

HIGH, LOW = stated("high"), stated("low")


def claire(*facts: Fact) -> PersonView:
    """Claire as these facts show her."""
    others = person_facts(PAUL, "Paul Martin")
    found = map_of(person_facts(CLAIRE, "Claire Duval"), others, *facts).person(CLAIRE)
    assert found is not None
    return found


def test_nothing_said_is_unknown_and_not_low() -> None:
    found = claire()
    assert (found.influence, found.interest) == (UNKNOWN, UNKNOWN)
    assert found.quadrant == "to_determine"


@pytest.mark.parametrize(
    ("shown", "reason"),
    [
        (fact(CLAIRE, "person.power", "decides"), "decides"),
        (fact(CLAIRE, "person.role", "decision_maker"), "decides"),
        (fact(CLAIRE, "person.power", "vetoes"), "vetoes"),
        (fact(CLAIRE, "person.power", "funds"), "funds"),
        (fact(CLAIRE, "person.silent_influencer", value=True), "deferred_to"),
        (
            fact(CLAIRE, "person.relation", {"kind": "influences", "to": {"id": PAUL}}),
            "deferred_to",
        ),
    ],
)
def test_influence_is_assumed_from_power_and_deference_and_says_so(
    shown: Fact, reason: str
) -> None:
    assert claire(shown).influence == AssessedLevel(Level.HIGH, "assumed", reason)


@pytest.mark.parametrize(
    "shown",
    [
        fact(CLAIRE, "person.title", "Directrice générale"),
        fact(CLAIRE, "person.power", "signs"),
        fact(CLAIRE, "person.power", "recommends"),
        fact(CLAIRE, "person.role", "gatekeeper"),
        fact(CLAIRE, "person.silent_influencer", value=False),
    ],
)
def test_a_title_a_signature_or_a_role_gives_no_influence(shown: Fact) -> None:
    assert claire(shown).influence == UNKNOWN


def test_what_is_stated_goes_before_what_may_be_assumed() -> None:
    found = claire(fact(CLAIRE, "person.power", "decides"), fact(CLAIRE, "person.influence", "low"))
    assert found.influence == AssessedLevel(Level.LOW, "stated")


def test_a_champion_is_assumed_to_be_interested_and_a_supporter_is_not() -> None:
    assert claire(fact(CLAIRE, "person.stance", "champion")).interest == AssessedLevel(
        Level.HIGH, "assumed", "champion"
    )
    assert claire(fact(CLAIRE, "person.stance", "supporter")).interest == UNKNOWN


@pytest.mark.parametrize("meetings", [ACTIVE_MEETINGS - 1, ACTIVE_MEETINGS])
def test_somebody_who_keeps_coming_is_assumed_to_be_interested(meetings: int) -> None:
    contacts = [
        fact(ACCOUNT, "account.touchpoint", {"participants": [CLAIRE]}, f"03-0{at}", item=f"m{at}")
        for at in range(1, meetings + 1)
    ]
    active = AssessedLevel(Level.HIGH, "assumed", "active")
    assert claire(*contacts).interest == (active if meetings >= ACTIVE_MEETINGS else UNKNOWN)


@pytest.mark.parametrize(
    ("influence", "interest", "en", "fr"),
    [
        (HIGH, HIGH, "Manage closely", "Gérer de près"),
        (HIGH, LOW, "Keep satisfied", "Garder satisfait"),
        (LOW, HIGH, "Keep informed", "Tenir informé"),
        (LOW, LOW, "Monitor", "Surveiller"),
        (UNKNOWN, LOW, "To be determined", "À déterminer"),
    ],
)
def test_the_quadrants_bear_the_names_of_the_method(
    influence: AssessedLevel, interest: AssessedLevel, en: str, fr: str
) -> None:
    found = quadrant(influence, interest)
    assert (QUADRANT_LABELS["en"][found], QUADRANT_LABELS["fr"][found]) == (en, fr)


@pytest.mark.parametrize(("one", "other"), list(product([HIGH, LOW, UNKNOWN], repeat=2)))
def test_one_unknown_level_leaves_the_quadrant_open(
    one: AssessedLevel, other: AssessedLevel
) -> None:
    assert (quadrant(one, other) == "to_determine") == (UNKNOWN in (one, other))
