"""Two entries turn out to be one person, or one entry two."""

import pytest

from assistant.bootstrap import Workspace
from assistant.people import merge_people, split_person
from assistant.show_map import history
from knowledge.errors import AmbiguousPerson, SamePerson, UnknownPerson
from tests.scenarios.scripted import (
    ACCOUNT,
    names,
    note,
    promise,
    proposal_of,
    somebody,
    take,
    the_line,
    the_map,
    the_person,
    what_holds,
)

MAIDEN = note(
    "2026-01-12",
    "Vu Claire Martin, acheteuse. Claire Martin nous envoie les plans.",
    somebody("Claire Martin", title="acheteuse"),
    next_steps=[
        promise(
            "Claire Martin nous envoie les plans", "2026-01-30", "customer", who="Claire Martin"
        )
    ],
)
MARRIED = note(
    "2026-03-02",
    "Claire Duval nous défend en comité. Karim Roy l'écoute.",
    somebody("Claire Duval", stance=("champion", "nous défend en comité")),
    somebody("Karim Roy"),
    relations=[
        {
            "from": "Claire Duval",
            "to": "Karim Roy",
            "kind": "influences",
            "quote": "Karim Roy l'écoute",
        }
    ],
)


@pytest.fixture(autouse=True)
def _two_entries(ws: Workspace) -> None:
    take(ws, MAIDEN, "all")
    take(ws, MARRIED, "all")


def merged(ws: Workspace) -> None:
    merge_people(ws, ACCOUNT, "Claire Martin", "Claire Duval")


def test_the_name_of_the_merged_entry_becomes_an_alias(ws: Workspace) -> None:
    merged(ws)
    account_map = the_map(ws)
    assert names(account_map) == ["Claire Duval", "Karim Roy"]
    assert the_person(account_map, "Claire Duval").other_names == ("Claire Martin",)


def test_what_was_said_of_both_is_said_of_one(ws: Workspace) -> None:
    merged(ws)
    claire = the_person(the_map(ws), "Claire Duval")
    assert (claire.title, claire.value("person.stance")) == ("acheteuse", "champion")


def test_a_promise_follows_the_person_who_made_it(ws: Workspace) -> None:
    merged(ws)
    account_map = the_map(ws)
    (plans,) = account_map.many("account.promise")
    who = account_map.person(plans.fact.value["who"]["id"])
    assert who
    assert who.name == "Claire Duval"


def test_a_relation_follows_the_person_it_starts_from_or_leads_to(ws: Workspace) -> None:
    merge_people(ws, ACCOUNT, "Karim Roy", "Claire Martin")
    account_map = the_map(ws)
    (listens,) = account_map.relations_of(the_person(account_map, "Claire Duval").id)
    to = account_map.person(listens.fact.value["to"]["id"])
    assert to
    assert to.name == "Claire Martin"


def test_a_later_note_under_the_old_name_is_about_the_one_person(ws: Workspace) -> None:
    merged(ws)
    later = note(
        "2026-05-04",
        "Claire Martin est maintenant DAF.",
        somebody("Claire Martin", title="DAF", changed=True),
    )
    proposal = proposal_of(take(ws, later, "all"))
    assert the_line(proposal, "person.title").before == "acheteuse"
    assert names(the_map(ws)) == ["Claire Duval", "Karim Roy"]
    assert the_person(the_map(ws), "Claire Duval").title == "DAF"


def test_splitting_them_again_gives_each_what_was_said_under_their_name(ws: Workspace) -> None:
    before = what_holds(the_map(ws))
    merged(ws)
    split = split_person(ws, ACCOUNT, "Claire Duval", "Claire Martin")
    account_map = the_map(ws)
    assert split.facts == 3
    assert names(account_map) == ["Claire Duval", "Claire Martin", "Karim Roy"]
    assert the_person(account_map, "Claire Martin").title == "acheteuse"
    assert the_person(account_map, "Claire Duval").title is None
    assert what_holds(account_map).keys() == before.keys()


def test_after_a_split_a_promise_is_owed_by_whoever_made_it(ws: Workspace) -> None:
    merged(ws)
    split_person(ws, ACCOUNT, "Claire Duval", "Claire Martin")
    account_map = the_map(ws)
    (plans,) = account_map.many("account.promise")
    who = account_map.person(plans.fact.value["who"]["id"])
    assert who
    assert who.name == "Claire Martin"


def test_two_people_who_shared_a_name_in_one_entry_can_be_told_apart(ws: Workspace) -> None:
    visit = note(
        "2026-05-04",
        "Karim Roy décide.\nFarid Roy, son frère, préfère Glasko.",
        somebody("Karim Roy", aliases=("Farid Roy",), powers={"decides": "Karim Roy décide"},
                 stance=("opposed", "préfère Glasko")),
    )  # fmt: skip
    take(ws, visit, "all")
    split_person(ws, ACCOUNT, "Karim Roy", "Farid Roy")
    account_map = the_map(ws)
    assert the_person(account_map, "Farid Roy").value("person.stance") == "opposed"
    assert the_person(account_map, "Karim Roy").values("person.power") == ("decides",)
    assert the_person(account_map, "Karim Roy").value("person.stance") is None


def test_history_tells_the_story_of_both_entries_under_one_name(ws: Workspace) -> None:
    merged(ws)
    told = {entry.attribute for entry in history(ws, ACCOUNT, "Claire Duval")}
    assert {"person.title", "person.stance"} <= told


def test_two_names_of_one_person_cannot_be_merged_again(ws: Workspace) -> None:
    merged(ws)
    with pytest.raises(SamePerson):
        merged(ws)


def test_a_name_that_fits_two_people_is_refused(ws: Workspace) -> None:
    with pytest.raises(AmbiguousPerson):
        merge_people(ws, ACCOUNT, "Claire", "Karim Roy")


def test_somebody_nothing_was_ever_said_of_cannot_be_split_off(ws: Workspace) -> None:
    with pytest.raises(UnknownPerson):
        split_person(ws, ACCOUNT, "Karim Roy", "Odile Perrin")
