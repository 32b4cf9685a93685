"""Who a name means: found when exactly one person fits, asked when two do."""

import pytest

from knowledge.domain.account_map import AccountMap
from knowledge.domain.codes import Side
from knowledge.domain.matching import Known, Match, Nobody, Unclear, match_name, match_person
from tests.domain.build import CLAIRE, NADIA, PAUL, fact, map_of, person, person_facts


def account(*names: str, **held: str) -> AccountMap:
    """A map of people with these names; ids are ``per_1``, ``per_2``…"""
    return map_of(
        *(person_facts(f"per_{at}", name, **held) for at, name in enumerate(names, start=1))
    )


def who(match: Match) -> tuple[list[str], str]:
    """The people of an answer, and by what they were found."""
    match match:
        case Known(person, how):
            return [person.name], how
        case Unclear(people):
            return [person.name for person in people], "unclear"
        case Nobody():
            return [], "nobody"


@pytest.mark.parametrize(
    ("name", "how"),
    [
        ("Zoé Lefèvre", "full_name"),
        ("ZOE LEFEVRE", "full_name"),
        ("Mme Zoé Lefèvre", "full_name"),
        ("Lefèvre", "part_of_name"),
        ("zoe", "part_of_name"),
        ("Z. Lefèvre", "part_of_name"),
        ("ZL", "part_of_name"),
        ("Zoé Anne Lefèvre", "fuller_name"),
    ],
)
def test_it_finds_the_one_person_who_fits(name: str, how: str) -> None:
    found = match_person(person(name), account("Zoé Lefèvre", "Paul Martin"))
    assert who(found) == (["Zoé Lefèvre"], how)


def test_it_finds_a_person_by_e_mail_whatever_the_name() -> None:
    known = account("Zoé Lefèvre", email="Zoe@Fonderie.fr")
    found = match_person(person("Mme L.", email="zoe@fonderie.fr"), known)
    assert who(found) == (["Zoé Lefèvre"], "email")


def test_a_shared_mailbox_names_nobody() -> None:
    known = account("Zoé Lefèvre", "Paul Martin", email="achats@fonderie.fr")
    found = match_person(person("Karim Benali", email="achats@fonderie.fr"), known)
    assert who(found) == ([], "nobody")


def test_a_first_name_that_two_people_have_is_unclear() -> None:
    found = match_person(person("Claire"), account("Claire Duval", "Claire Roy"))
    assert who(found) == (["Claire Duval", "Claire Roy"], "unclear")


def test_a_surname_that_two_people_have_is_unclear() -> None:
    found = match_person(person("M. Duval"), account("Claire Duval", "Paul Duval"))
    assert who(found) == (["Claire Duval", "Paul Duval"], "unclear")


def test_two_people_of_one_full_name_are_unclear() -> None:
    found = match_person(person("Claire Duval"), account("Claire Duval", "Claire Duval"))
    assert who(found) == (["Claire Duval", "Claire Duval"], "unclear")


def test_a_full_name_settles_what_a_first_name_would_leave_unclear() -> None:
    found = match_person(
        person("Claire Roy", aliases=("Claire",)), account("Claire Duval", "Claire Roy")
    )
    assert who(found) == (["Claire Roy"], "full_name")


def test_somebody_new_is_nobody_yet() -> None:
    assert match_person(person("Karim Benali"), account("Claire Duval")) == Nobody()


def test_people_who_share_a_surname_only_are_two_people() -> None:
    known = map_of(
        person_facts(CLAIRE, "Claire Duval"), fact(CLAIRE, "person.alias", "Duval", item="duval")
    )
    assert match_person(person("Paul Duval"), known) == Nobody()


def test_a_former_name_still_finds_the_person() -> None:
    known = map_of(
        person_facts(CLAIRE, "Claire Roy"), fact(CLAIRE, "person.name", "Claire Duval", "03-05")
    )
    assert who(match_person(person("Claire Roy"), known)) == (["Claire Duval"], "full_name")


def test_an_alias_of_the_note_finds_the_person() -> None:
    found = match_person(person("Robert Vance", aliases=("Bob Vance",)), account("Bob Vance"))
    assert who(found) == (["Bob Vance"], "full_name")


@pytest.mark.parametrize("aliases", [(), ("Claire",)])
def test_a_fuller_name_is_learnt_whether_or_not_the_note_uses_the_short_one_too(
    aliases: tuple[str, ...],
) -> None:
    found = match_person(person("Claire Duval", aliases=aliases), account("Claire"))
    assert who(found) == (["Claire"], "fuller_name")


def test_the_full_name_goes_before_a_short_alias() -> None:
    known = account("Claire Duval", "Claire")
    found = match_person(person("Claire Duval", aliases=("Claire",)), known)
    assert who(found) == (["Claire Duval"], "full_name")


def test_our_colleague_and_the_customers_namesake_are_two_people() -> None:
    known = account("Paul Martin")
    assert match_person(person("Paul Martin", Side.US), known) == Nobody()
    ours = account("Paul Martin", side="us")
    assert match_person(person("Paul Martin"), ours) == Nobody()


def test_a_third_party_may_turn_out_to_be_somebody_of_the_customer() -> None:
    found = match_person(person("Paul Martin", Side.THIRD_PARTY), account("Paul Martin"))
    assert who(found) == (["Paul Martin"], "full_name")


@pytest.mark.parametrize(
    ("position", "title"),
    [
        ("le trésorier", "Trésorier"),
        ("le trésorier", "le Trésorier"),
        ("the treasurer", "Treasurer"),
        ("l'acheteur", "acheteur"),
    ],
)
def test_a_position_gets_a_holder(position: str, title: str) -> None:
    known = account(position, kind="position")
    found = match_person(person("Éva Roy", title=title), known)
    assert who(found) == ([position], "position")


def test_a_person_with_a_title_is_not_a_position() -> None:
    known = account("Trésorier", kind="person")
    assert match_person(person("Éva Roy", title="Trésorier"), known) == Nobody()


def test_two_positions_of_one_title_get_nobody() -> None:
    known = account("le trésorier", "le trésorier", kind="position")
    assert match_person(person("Éva Roy", title="trésorier"), known) == Nobody()


def test_a_typed_name_is_found_in_the_same_way() -> None:
    people = map_of(
        person_facts(CLAIRE, "Claire Duval"),
        person_facts(PAUL, "Paul Duval"),
        person_facts(NADIA, "Nadia Roy"),
    ).people
    assert who(match_name("claire duval", people)) == (["Claire Duval"], "full_name")
    assert who(match_name("Roy", people)) == (["Nadia Roy"], "part_of_name")
    assert who(match_name("Duval", people)) == (["Claire Duval", "Paul Duval"], "unclear")
    assert who(match_name("Karim", people)) == ([], "nobody")
