"""The map by person and by subject: names, powers that pass on, contradictions, what is stale."""

from datetime import timedelta

import pytest

from knowledge.domain.account_map import AccountMap
from knowledge.domain.codes import Side
from knowledge.domain.facts import Fact
from tests.domain.build import (
    ACCOUNT,
    CLAIRE,
    NADIA,
    PAUL,
    close,
    fact,
    known,
    map_of,
    merge,
    on,
    person_facts,
    promise,
)

CLAIRE_IS = person_facts(CLAIRE, "Claire Duval")
PAUL_IS = person_facts(PAUL, "Paul Martin")


def decides(who: str, day: str, *, changed: bool = False, source: str = "src_a") -> Fact:
    return fact(who, "person.power", "decides", day, changed=changed, source=source)


def deciders(account_map: AccountMap) -> list[str]:
    return [held.fact.subject_id for held in account_map.holders("person.power", "decides")]


def touchpoint(day: str, *participants: str) -> Fact:
    value = {"channel": None, "participants": list(participants)}
    return fact(ACCOUNT, "account.touchpoint", value, day, item=f"met-{day}")


# People


def test_people_stand_in_the_order_in_which_they_entered_the_map() -> None:
    first = person_facts(PAUL, "Paul", "03-01")
    second = person_facts(CLAIRE, "Claire Duval", "03-02")
    fuller = fact(PAUL, "person.name", "Paul Martin", "03-09")
    assert [one.name for one in map_of(second, first, fuller).people] == [
        "Paul Martin",
        "Claire Duval",
    ]


def test_a_person_goes_by_every_name_they_ever_had() -> None:
    found = map_of(
        person_facts(CLAIRE, "Claire Roy", "03-01"),
        fact(CLAIRE, "person.name", "Claire Duval", "03-05"),
        fact(CLAIRE, "person.alias", "Cloclo", item="cloclo"),
    ).person(CLAIRE)
    assert found is not None
    assert found.name == "Claire Duval"
    assert set(found.other_names) == {"Cloclo", "Claire Roy"}


def test_of_two_names_of_one_day_neither_is_lost() -> None:
    found = map_of(
        person_facts(CLAIRE, "Claire", "03-01"),
        fact(CLAIRE, "person.name", "Claire Duval", "03-01", source="src_b"),
    ).person(CLAIRE)
    assert found is not None
    assert {found.name, *found.other_names} == {"Claire", "Claire Duval"}


def test_a_merged_person_is_found_by_the_old_id() -> None:
    account_map = map_of(CLAIRE_IS, PAUL_IS, events=[merge(PAUL, CLAIRE)])
    found = account_map.person(PAUL)
    assert found is not None
    assert (found.id, found.other_names) == (CLAIRE, ("Paul Martin",))


def test_somebody_met_at_the_customers_is_theirs_unless_said_otherwise() -> None:
    account_map = map_of(
        fact(CLAIRE, "person.name", "Claire Duval"),
        person_facts(PAUL, "Paul Martin", side="us"),
        person_facts(NADIA, "Nadia Roy", side="third_party"),
    )
    assert [one.side for one in account_map.people] == [Side.US, Side.THIRD_PARTY, Side.CUSTOMER]
    assert [one.id for one in account_map.customers()] == [CLAIRE]


def test_somebody_whose_name_was_ended_is_no_longer_on_the_map() -> None:
    ended = known(CLAIRE, "person.name", None, "03-05")
    assert map_of(CLAIRE_IS, ended).people == ()


def test_what_was_ended_is_unknown() -> None:
    found = map_of(
        CLAIRE_IS,
        fact(CLAIRE, "person.title", "DAF"),
        known(CLAIRE, "person.title", None, "03-09"),
    ).person(CLAIRE)
    assert found is not None
    assert found.title is None


# Powers that only one person can have


def test_two_deciders_contradict_each_other() -> None:
    account_map = map_of(CLAIRE_IS, PAUL_IS, decides(CLAIRE, "03-02"), decides(PAUL, "03-09"))
    (found,) = account_map.contradictions
    assert found.attribute == "person.power"
    assert found.current.subject_id == PAUL
    assert [rival.subject_id for rival in found.rivals] == [CLAIRE]
    assert deciders(account_map) == [CLAIRE, PAUL]


@pytest.mark.parametrize(
    ("attribute", "code"), [("person.role", "influencer"), ("person.power", "signs")]
)
def test_what_several_can_be_contradicts_nothing(attribute: str, code: str) -> None:
    account_map = map_of(
        CLAIRE_IS, PAUL_IS, fact(CLAIRE, attribute, code), fact(PAUL, attribute, code, "03-09")
    )
    assert account_map.contradictions == ()


def test_the_power_passes_on_when_the_words_say_so() -> None:
    account_map = map_of(
        CLAIRE_IS, PAUL_IS, decides(CLAIRE, "03-02"), decides(PAUL, "03-09", changed=True)
    )
    assert deciders(account_map) == [PAUL]
    assert account_map.contradictions == ()
    former = account_map.person(CLAIRE)
    assert former is not None
    assert former.values("person.power") == ()


def test_the_power_stays_passed_on_when_a_later_note_confirms_the_new_holder() -> None:
    account_map = map_of(
        CLAIRE_IS,
        PAUL_IS,
        decides(CLAIRE, "03-02"),
        decides(PAUL, "03-09", changed=True),
        decides(PAUL, "03-16", source="src_b"),
    )
    assert deciders(account_map) == [PAUL]
    assert account_map.contradictions == ()


def test_a_note_that_gives_the_power_back_contradicts_again() -> None:
    account_map = map_of(
        CLAIRE_IS,
        PAUL_IS,
        decides(PAUL, "03-09", changed=True),
        decides(CLAIRE, "03-16", source="src_b"),
        decides(PAUL, "03-20", source="src_c"),
    )
    assert len(account_map.contradictions) == 1


def test_words_of_change_do_not_settle_the_tie_of_one_day() -> None:
    account_map = map_of(
        CLAIRE_IS,
        PAUL_IS,
        decides(CLAIRE, "03-09"),
        decides(PAUL, "03-09", changed=True, source="src_b"),
    )
    assert len(account_map.contradictions) == 1


def test_the_power_passes_on_when_a_person_who_knows_says_so() -> None:
    account_map = map_of(
        CLAIRE_IS,
        PAUL_IS,
        decides(CLAIRE, "03-02"),
        known(PAUL, "person.power", "decides", "03-09"),
    )
    assert deciders(account_map) == [PAUL]


def test_two_deciders_a_person_knows_of_are_both_right() -> None:
    account_map = map_of(
        CLAIRE_IS,
        PAUL_IS,
        known(CLAIRE, "person.power", "decides", "03-02"),
        known(PAUL, "person.power", "decides", "03-09"),
        decides(PAUL, "03-12", source="src_b"),
    )
    assert deciders(account_map) == [CLAIRE, PAUL]
    assert account_map.contradictions == ()


def test_the_power_does_not_pass_on_in_a_map_of_before() -> None:
    facts = [*CLAIRE_IS, *PAUL_IS, decides(CLAIRE, "03-02"), decides(PAUL, "03-09", changed=True)]
    assert deciders(map_of(facts, as_of=on("03-05"))) == [CLAIRE]


def test_somebody_who_left_decides_nothing_any_more() -> None:
    account_map = map_of(
        CLAIRE_IS,
        PAUL_IS,
        decides(CLAIRE, "03-02"),
        fact(CLAIRE, "person.status", "left", "03-05"),
        decides(PAUL, "03-09"),
    )
    assert deciders(account_map) == [PAUL]
    assert account_map.contradictions == ()


def test_a_third_party_holds_no_power_over_the_decision() -> None:
    partner = person_facts(NADIA, "Nadia Roy", side="third_party")
    assert deciders(map_of(partner, decides(NADIA, "03-02"))) == []


# Contradictions


def test_contradictions_stand_oldest_first() -> None:
    account_map = map_of(
        CLAIRE_IS,
        fact(CLAIRE, "person.title", "DAF", "03-02"),
        fact(CLAIRE, "person.title", "DSI", "03-12"),
        fact(CLAIRE, "person.department", "finance", "03-02"),
        fact(CLAIRE, "person.department", "systèmes", "03-09"),
    )
    assert [found.attribute for found in account_map.contradictions] == [
        "person.department",
        "person.title",
    ]


def test_an_ended_title_is_no_contradiction() -> None:
    account_map = map_of(
        CLAIRE_IS,
        fact(CLAIRE, "person.title", "DAF", "03-02"),
        fact(CLAIRE, "person.title", None, "03-09"),
    )
    assert account_map.contradictions == ()


# Items, contacts, relations


def test_closed_items_are_shown_only_when_asked_for() -> None:
    quote, visit = promise("envoyer le devis"), promise("organiser la visite")
    account_map = map_of(quote, visit, events=[close(quote, "03-09")])
    assert [held.fact for held in account_map.many("account.promise")] == [visit]
    assert len(account_map.many("account.promise", closed=True)) == 2


def test_a_contact_counts_for_those_who_took_part_even_after_a_merge() -> None:
    account_map = map_of(
        CLAIRE_IS,
        PAUL_IS,
        touchpoint("03-02", PAUL),
        touchpoint("03-09", CLAIRE),
        events=[merge(PAUL, CLAIRE)],
    )
    found = account_map.person(CLAIRE)
    assert found is not None
    assert account_map.meetings_of(CLAIRE) == {on("03-02"), on("03-09")}
    assert found.last_seen_on == on("03-09")


def test_somebody_never_met_was_last_seen_never() -> None:
    found = map_of(CLAIRE_IS).person(CLAIRE)
    assert found is not None
    assert found.last_seen_on is None


def test_who_influences_others_is_deferred_to() -> None:
    relation = {"kind": "influences", "to": {"id": PAUL}}
    reports = {"kind": "reports_to", "to": {"id": CLAIRE}}
    account_map = map_of(
        CLAIRE_IS,
        PAUL_IS,
        fact(CLAIRE, "person.relation", relation),
        fact(PAUL, "person.relation", reports),
    )
    assert account_map.deferred_to == {CLAIRE}


def test_a_relation_to_merged_people_is_one_relation_and_never_to_oneself() -> None:
    def works_with(who: str, whom: str) -> Fact:
        return fact(who, "person.relation", {"kind": "works_with", "to": {"id": whom}})

    account_map = map_of(
        CLAIRE_IS,
        PAUL_IS,
        person_facts(NADIA, "Nadia Roy"),
        works_with(NADIA, CLAIRE),
        works_with(NADIA, PAUL),
        works_with(PAUL, CLAIRE),
        events=[merge(PAUL, CLAIRE)],
    )
    assert len(account_map.relations_of(NADIA)) == 1
    assert account_map.relations_of(CLAIRE) == ()


# Stale


@pytest.mark.parametrize(
    ("attribute", "value", "days"),
    [("person.stance", "supporter", 60), ("person.role", "influencer", 180),
     ("person.title", "DAF", 365)],
)  # fmt: skip
def test_a_value_is_stale_once_it_is_older_than_its_attribute_allows(
    attribute: str, value: str, days: int
) -> None:
    last_fresh_day = on("01-01") + timedelta(days=days)
    account_map = map_of(fact(CLAIRE, attribute, value, "01-01"))
    assert account_map.stale(last_fresh_day) == ()
    (stale,) = account_map.stale(last_fresh_day + timedelta(days=1))
    assert stale.fact.value == value


def test_a_value_said_again_is_fresh_again() -> None:
    account_map = map_of(
        fact(CLAIRE, "person.stance", "supporter", "01-01"),
        fact(CLAIRE, "person.stance", "supporter", "03-01", source="src_b"),
    )
    assert account_map.stale(on("03-20")) == ()


def test_what_does_not_age_and_what_is_closed_or_ended_is_never_stale() -> None:
    goal = fact(ACCOUNT, "account.goal", {"text": "ouvrir deux sites"}, "01-01")
    account_map = map_of(
        person_facts(CLAIRE, "Claire Duval", "2020-01-01"),
        goal,
        known(CLAIRE, "person.title", None, "01-01"),
        events=[close(goal, "02-01")],
    )
    assert account_map.stale(on("2030-01-01")) == ()
