"""A revision takes the place of the note of its own id; the same words under another id do nothing."""

from dataclasses import replace

from assistant.bootstrap import Workspace
from assistant.show_map import history
from knowledge.store import sources
from tests.scenarios.scripted import (
    ACCOUNT,
    Note,
    import_all,
    note,
    promise,
    somebody,
    the_map,
)

OLD = replace(
    note("2026-03-02", "Claire Duval est acheteuse.", somebody("Claire Duval", title="acheteuse")),
    id="x1",
)
NEW = replace(
    note("2026-03-02", "Claire Duval est la DAF.", somebody("Claire Duval", title="DAF")), id="x1"
)
COPY = replace(OLD, id="x5")


def statuses(ws: Workspace, *notes: Note) -> list[str]:
    return [one.status for one in import_all(ws, notes, revise=True)]


def text_of(ws: Workspace, external_id: str) -> str | None:
    with ws.store.read() as conn:
        found = sources.find_by_external_id(conn, ws.workspace_id, external_id, ws.audience)
    return found.text if found else None


def test_a_copy_of_revised_words_moves_nothing_back(ws: Workspace) -> None:
    assert statuses(ws, OLD, COPY) == ["stored", "unchanged"]
    assert statuses(ws, NEW, COPY) == ["revised", "unchanged"]
    assert statuses(ws, NEW, COPY) == ["unchanged", "unchanged"]
    assert (text_of(ws, "x1"), text_of(ws, "x5")) == (NEW.text, None)


def test_words_of_before_come_back_under_their_own_id(ws: Workspace) -> None:
    assert statuses(ws, OLD, NEW, OLD) == ["stored", "revised", "revised"]
    assert text_of(ws, "x1") == OLD.text


def test_a_known_id_never_takes_the_words_another_id_holds(ws: Workspace) -> None:
    other = replace(note("2026-03-03", "Rien de neuf."), id="x5")
    assert statuses(ws, OLD, other, COPY) == ["stored", "stored", "unchanged"]
    assert (text_of(ws, "x1"), text_of(ws, "x5")) == (OLD.text, other.text)


def test_history_names_people_as_the_map_calls_them_now(ws: Workspace) -> None:
    from assistant.people import merge_people

    first = note(
        "2026-03-02", "Owen Pike rapporte à Nadia. Owen Pike envoie les plans vendredi.",
        somebody("Owen Pike"), somebody("Nadia"),
        relations=[{"from": "Owen Pike", "to": "Nadia", "kind": "reports_to",
                    "quote": "Owen Pike rapporte à Nadia"}],
        next_steps=[promise("Owen Pike envoie les plans vendredi", side="customer",
                            who="Owen Pike")],
    )  # fmt: skip
    second = note("2026-03-09", "Vu Mme Keller.", somebody("Keller"))
    import_all(ws, [first, second], "all")
    merge_people(ws, ACCOUNT, "Nadia", "Keller")
    told = {one.attribute: one for one in history(ws, ACCOUNT)}
    assert set(told["person.relation"].names.values()) == {"Keller"}
    assert set(told["account.promise"].names.values()) == {"Owen Pike"}
    assert {person.name for person in the_map(ws).people} == {"Owen Pike", "Keller"}
