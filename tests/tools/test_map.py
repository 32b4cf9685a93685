"""Reading the map: what is held in plain sentences, what waits apart from it, what is missing."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from assistant.bootstrap import Workspace
from assistant.state_fact import state_fact
from assistant.take_note import NoteIn, take_note
from tests.answers.scene import ToldReader
from tests.tools.calling import call, says
from tests.tools.scene import MILL, PORT


def test_the_whole_map_begins_with_what_contradicts_and_who_weighs_most(
    accepted: Workspace,
) -> None:
    found = says(call(accepted, "read_map", account=PORT))
    assert found[0].startswith(("Lena Roth, power", "Ivo Maas, power"))
    assert "but also" in found[0]
    told = "\n".join(found)
    assert "Anna Berg: coo" in told
    assert "Nadia Cole promised: “Nadia Cole promised the tide tables by 1 July”" in told
    assert "“the berth system loses 14 % of the slots” (severe)" in told


def test_a_part_of_the_map_is_that_part_alone(accepted: Workspace) -> None:
    found = call(accepted, "read_map", account=MILL, part="budget")
    assert says(found) == ["Budget: 90,000 EUR"]
    assert says(call(accepted, "read_map", "fr", account=MILL, part="budget")) == [
        "Budget : 90\u202f000 EUR"
    ]
    assert [one.quote for one in found.evidence] == ["budget de 90 000 € pour la turbine"]


def test_a_part_that_holds_nothing_says_so(accepted: Workspace) -> None:
    found = call(accepted, "read_map", "fr", account=MILL, part="goals")
    assert [one.kind for one in found.evidence] == ["absence"]
    assert says(found) == ["Rien de tel n'est connu de Moulin Garance."]


def test_one_person_is_told_whole(accepted: Workspace) -> None:
    found = call(accepted, "read_map", account=PORT, person="Berg")
    told = "\n".join(says(found))
    assert "Anna Berg (coo) holds the budget" in told
    assert "Anna Berg (coo): champion" in told
    assert "Contact on 2 March 2026 with Anna Berg" in told
    assert "Ivo" not in told


def test_somebody_who_left_is_told_without_the_powers_they_had(accepted: Workspace) -> None:
    assert says(call(accepted, "read_map", account=PORT, person="Piet Vos")) == [
        "Piet Vos has left"
    ]


@pytest.mark.parametrize("tool", ["read_map", "timeline", "explain_fact"])
def test_an_unknown_person_is_a_remark_with_names_near(accepted: Workspace, tool: str) -> None:
    needed = {"about": "title"} if tool == "explain_fact" else {}
    found = call(accepted, tool, account=PORT, person="Nadja Koler", **needed)
    assert found.remark == "unknown_person"
    assert set(found.choices) <= {"Nadia Cole", "Anna Berg"}
    assert found.evidence == ()


def test_what_waits_is_to_confirm_and_says_so(undecided: Workspace) -> None:
    found = call(undecided, "read_map", account=PORT)
    assert {one.kind for one in found.evidence} == {"to_confirm"}
    assert all(one.says.startswith("To confirm: ") for one in found.evidence)
    assert all(one.fact_id is None for one in found.evidence)
    assert found.counts["facts"] == 0


def test_facts_stand_before_what_waits(fresh: Workspace) -> None:
    note = NoteIn(b"- Lena Roth signs\n", PORT, dated_on=date(2026, 6, 20))
    reading: dict[str, object] = {"people": [{"name": "Lena Roth", "side": "customer",
                           "powers": [{"power": "signs", "quote": "Lena Roth signs"}]}]}  # fmt: skip
    ws = replace(fresh, new_reader=lambda: ToldReader({"- Lena Roth signs\n": reading}))
    take_note(ws, note)
    kinds = [one.kind for one in call(ws, "read_map", account=PORT).evidence]
    assert set(kinds) == {"fact", "to_confirm"}
    assert kinds == sorted(kinds, key=("fact", "to_confirm").index)


def test_what_a_person_typed_rests_on_that_person(fresh: Workspace) -> None:
    state_fact(fresh, PORT, "Lena Roth", "person.stance", "opposed")
    [found] = call(fresh, "list_people", account=PORT, stance="opposed").evidence
    assert found.says == "Lena Roth: opposed"
    assert (found.source, found.source_kind) == ("person:local", "person")
    assert (found.quote, found.source_id, found.start) == ("opposed", None, None)


# People


@pytest.mark.parametrize(
    ("asked", "names"),
    [
        ({"power": "funds"}, {"Anna Berg"}),
        ({"power": "decides"}, {"Ivo Maas", "Lena Roth"}),
        ({"role": "decision_maker"}, {"Ivo Maas", "Lena Roth"}),
        ({"stance": "champion"}, {"Anna Berg"}),
        ({"status": "left"}, {"Piet Vos"}),
        ({"power": "funds", "stance": "champion"}, {"Anna Berg"}),
        ({"power": "decides", "stance": "champion"}, set()),
        ({"power": "vetoes"}, set()),
        ({"status": "active"}, {"Anna Berg", "Ivo Maas", "Lena Roth", "Nadia Cole"}),
        ({"quadrant": "manage_closely"}, {"Anna Berg"}),
        ({"side": "us"}, set()),
        ({}, {"Anna Berg", "Ivo Maas", "Lena Roth", "Nadia Cole", "Piet Vos"}),
    ],
)  # fmt: skip
def test_people_are_listed_by_everything_asked_of_them(
    accepted: Workspace, undecided: Workspace, asked: dict[str, Any], names: set[str]
) -> None:
    found = call(accepted, "list_people", account=PORT, **asked)
    assert {name for one in found.evidence for name in one.people} == names
    assert found.counts["people"] == len(names)
    if "quadrant" not in asked:
        waiting = call(undecided, "list_people", account=PORT, **asked)
        assert {name for one in waiting.evidence for name in one.people} == names
        assert "fact" not in {one.kind for one in waiting.evidence}


def test_a_place_in_the_matrix_says_what_it_is_assumed_from(accepted: Workspace) -> None:
    english = says(call(accepted, "list_people", account=PORT, quadrant="manage_closely"))
    french = says(call(accepted, "list_people", "fr", account=PORT, quadrant="manage_closely"))
    assert (
        "Anna Berg (coo): Manage closely (influence: high, because they hold the budget, "
        "interest: high, because they champion us)"
    ) in english
    assert any("Gérer de près (influence : fort" in one for one in french)


def test_nobody_is_an_absence_and_no_guess(accepted: Workspace) -> None:
    found = call(accepted, "list_people", "fr", account=PORT, power="vetoes")
    assert [one.kind for one in found.evidence] == ["absence"]
    assert says(found) == ["Personne de connu chez Port of Elde ne correspond."]


# Promises


@pytest.mark.parametrize(
    ("asked", "words"),
    [
        ({}, ["berth plan", "tide tables"]),
        ({"side": "ours"}, ["berth plan"]),
        ({"side": "theirs"}, ["tide tables"]),
        ({"overdue": True}, ["berth plan"]),
        ({"overdue": "true", "side": "theirs"}, ["overdue"]),
        ({"person": "Nadia"}, ["tide tables"]),
    ],
)
def test_open_promises_the_soonest_due_first(
    accepted: Workspace, asked: dict[str, Any], words: list[str]
) -> None:
    found = says(call(accepted, "open_promises", account=PORT, **asked))
    assert len(found) == len(words)
    assert all(word in said for word, said in zip(words, found, strict=True))


def test_no_overdue_promise_is_said_with_the_day(accepted: Workspace) -> None:
    assert says(call(accepted, "open_promises", account=MILL, overdue=True)) == [
        "No such promise is overdue on 30 June 2026."
    ]


# Gaps


def test_gaps_are_absences_and_what_waits_may_fill_them(
    accepted: Workspace, undecided: Workspace
) -> None:
    known = call(accepted, "coverage_gaps", account=PORT)
    assert {one.kind for one in known.evidence} == {"absence"}
    assert "Nobody is known to sign." in says(known)
    assert "How Lena Roth stands towards us is not known." in says(known)
    waiting = call(undecided, "coverage_gaps", account=PORT)
    assert "Nobody is known to hold the budget." in says(waiting)
    assert "To confirm: Anna Berg (coo) holds the budget" in says(waiting)


def test_gaps_are_said_in_french(accepted: Workspace) -> None:
    assert "On ne sait pas qui décide." in says(call(accepted, "coverage_gaps", "fr", account=MILL))


# What an overview leaves out


def test_how_to_reach_somebody_is_shown_of_the_person_asked_about_alone(fresh: Workspace) -> None:
    state_fact(fresh, PORT, "Lena Roth", "person.phone", "+31 6 1234")
    assert not any("1234" in one for one in says(call(fresh, "read_map", account=PORT)))
    assert "Lena Roth: +31 6 1234" in says(
        call(fresh, "read_map", account=PORT, person="Lena Roth")
    )


def test_somebody_of_whom_more_is_known_is_not_also_told_by_name(accepted: Workspace) -> None:
    told = says(call(accepted, "read_map", account=PORT, part="people"))
    assert [one for one in told if "named in the notes" in one] == [
        "Nadia Cole is named in the notes"
    ]


def test_what_waits_about_one_person_fills_no_gap_of_another(fresh: Workspace) -> None:
    text = "- Anna Berg is neutral now\n- Lena Roth is reserved\n"
    reading: dict[str, object] = {
        "people": [
            {"name": name, "side": "customer", "stance": {"value": value, "quote": quote}}
            for name, value, quote in (
                ("Anna Berg", "neutral", "Anna Berg is neutral now"),
                ("Lena Roth", "reserved", "Lena Roth is reserved"),
            )
        ]
    }
    ws = replace(fresh, new_reader=lambda: ToldReader({text: reading}))
    take_note(ws, NoteIn(text.encode(), PORT, dated_on=date(2026, 6, 20)))
    found = call(ws, "coverage_gaps", account=PORT)
    waiting = [one.says for one in found.evidence if one.kind == "to_confirm"]
    assert waiting == ["To confirm: Lena Roth: reserved"]
