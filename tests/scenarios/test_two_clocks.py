"""What we believed on a day, who it was on a day, and how it came to be what it is."""

from datetime import date

import pytest

from assistant.bootstrap import Workspace
from assistant.review_proposal import undo
from assistant.show_map import HistoryEntry, history
from tests.scenarios.scripted import (
    ACCOUNT,
    Note,
    import_all,
    names,
    note,
    proposal_of,
    somebody,
    take,
    the_map,
    the_person,
    what_holds,
)

JANUARY = note(
    "2026-01-12",
    "Claire Duval est acheteuse. C'est elle qui décide.",
    somebody("Claire Duval", title="acheteuse", powers={"decides": "C'est elle qui décide"}),
)
MAY = note(
    "2026-05-04",
    "Nadia Keller décide désormais. Claire Duval, désormais DAF, la suit.",
    somebody("Nadia Keller", powers={"decides": "Nadia Keller décide désormais"}, changed=True),
    somebody("Claire Duval", title="DAF", changed=True),
)


def titles(ws: Workspace, as_of: date | None = None) -> str | None:
    return the_person(the_map(ws, as_of=as_of), "Claire Duval").title


def deciders(
    ws: Workspace, *, as_of: date | None = None, valid_on: date | None = None
) -> list[str]:
    account_map = the_map(ws, as_of=as_of, valid_on=valid_on)
    holders = account_map.holders("person.power", "decides")
    found = [account_map.person(held.fact.subject_id) for held in holders]
    return [person.name for person in found if person]


def told(ws: Workspace, attribute: str) -> list[HistoryEntry]:
    return [one for one in history(ws, ACCOUNT, "Claire Duval") if one.attribute == attribute]


def test_the_map_as_of_a_day_shows_what_was_believed_then(ws: Workspace) -> None:
    take(ws, JANUARY, "all")
    take(ws, MAY, "all")
    assert (titles(ws, as_of=date(2026, 3, 1)), deciders(ws, as_of=date(2026, 3, 1))) == (
        "acheteuse",
        ["Claire Duval"],
    )
    assert (titles(ws), deciders(ws)) == ("DAF", ["Nadia Keller"])


def test_before_the_first_note_nothing_was_believed(ws: Workspace) -> None:
    take(ws, JANUARY, "all")
    assert the_map(ws, as_of=date(2026, 1, 11)).held == {}
    assert names(the_map(ws, as_of=date(2026, 1, 12))) == ["Claire Duval"]


@pytest.mark.parametrize("notes", [(JANUARY, MAY), (MAY, JANUARY)])
def test_history_imported_late_or_backwards_shows_the_same_map_of_march(
    ws: Workspace, notes: tuple[Note, ...]
) -> None:
    import_all(ws, notes, "all")
    assert deciders(ws, as_of=date(2026, 3, 1)) == ["Claire Duval"]
    assert deciders(ws) == ["Nadia Keller"]


def test_valid_on_a_day_shows_who_it_was_by_all_we_know_now(ws: Workspace) -> None:
    take(ws, JANUARY, "all")
    take(ws, MAY, "all")
    assert deciders(ws, valid_on=date(2026, 5, 3)) == ["Claire Duval"]
    assert deciders(ws, valid_on=date(2026, 5, 4)) == ["Nadia Keller"]


def test_a_mistake_that_was_undone_is_in_no_map_of_any_day(ws: Workspace) -> None:
    take(ws, JANUARY, "all")
    undo(ws, proposal_of(take(ws, MAY, "all")).id)
    assert names(the_map(ws, as_of=date(2026, 5, 10))) == ["Claire Duval"]


def test_history_tells_old_to_new_with_the_words_of_each(ws: Workspace) -> None:
    take(ws, JANUARY, "all")
    take(ws, MAY, "all")
    assert [
        (str(one.on), one.before, one.after, one.quote, one.state)
        for one in told(ws, "person.title")
    ] == [
        ("2026-01-12", None, "acheteuse", "acheteuse", "superseded"),
        ("2026-05-04", "acheteuse", "DAF", "DAF", "held"),
    ]


def test_history_names_the_note_by_the_id_it_came_with_and_who_accepted_it(ws: Workspace) -> None:
    take(ws, JANUARY, "all")
    (entry,) = told(ws, "person.title")
    assert (entry.source_id, entry.member) == ("n-2026-01-12", "local")


def test_history_shows_what_was_undone_as_undone(ws: Workspace) -> None:
    take(ws, JANUARY, "all")
    undo(ws, proposal_of(take(ws, MAY, "all")).id)
    assert [one.state for one in told(ws, "person.title")] == ["held", "undone"]


def test_history_shows_two_values_that_nobody_settled_as_contradicted(ws: Workspace) -> None:
    take(ws, JANUARY, "all")
    doubt = note(
        "2026-04-01", "Claire Duval est juriste.", somebody("Claire Duval", title="juriste")
    )
    take(ws, doubt, "all")
    assert [one.state for one in told(ws, "person.title")] == ["contradicted", "held"]


def test_a_power_that_passed_to_somebody_else_is_superseded_in_history(ws: Workspace) -> None:
    take(ws, JANUARY, "all")
    take(ws, MAY, "all")
    assert [one.state for one in told(ws, "person.power")] == ["superseded"]


def test_the_map_of_a_day_to_come_is_the_map_of_today(ws: Workspace) -> None:
    take(ws, JANUARY, "all")
    assert what_holds(the_map(ws, as_of=date(2030, 1, 1))) == what_holds(the_map(ws))


def test_a_short_name_of_a_later_note_gives_way_to_the_full_name_of_an_older_one(
    ws: Workspace,
) -> None:
    later = note("2026-06-01", "Claire est d'accord.", somebody("Claire"))
    take(ws, later, "all")
    take(ws, JANUARY, "all")
    assert names(the_map(ws)) == ["Claire Duval"]
