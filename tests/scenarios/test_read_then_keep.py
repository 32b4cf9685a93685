"""A note is read first and kept afterwards; what happens in between counts."""

from assistant.bootstrap import Workspace
from assistant.forget import forget_person
from assistant.take_note import keep_note, read_note_in
from tests.scenarios.scripted import (
    ACCOUNT,
    at_desk,
    note,
    note_in,
    said,
    somebody,
    take,
)

FIRST = note(
    "2026-03-02",
    "Met Claire Duval, buyer, and Paul Roy.",
    somebody("Claire Duval", title="buyer"),
    somebody("Paul Roy"),
)
SECOND = note(
    "2026-03-09",
    "Claire Duval, buyer, called. Omar Haddad, CFO, pays. The press stops every night.",
    somebody("Claire Duval", title="buyer"),
    somebody("Omar Haddad", title="CFO"),
    pains=[said("The press stops every night")],
)


def test_reading_writes_nothing(ws: Workspace) -> None:
    desk = at_desk(ws, FIRST)
    read_in = read_note_in(desk, note_in(FIRST))
    with ws.store.read() as conn:
        assert conn.exec_driver_sql("SELECT COUNT(*) FROM sources").scalar_one() == 0
    taken = keep_note(desk, read_in)
    assert taken.status == "stored"
    assert taken.proposal is not None
    assert taken.model_failure is None


def test_the_same_note_read_twice_is_kept_once(ws: Workspace) -> None:
    desk = at_desk(ws, FIRST)
    one, same = (read_note_in(desk, note_in(FIRST)) for _ in range(2))
    assert keep_note(desk, one).status == "stored"
    assert keep_note(desk, same).status == "unchanged"
    assert keep_note(desk, read_note_in(desk, note_in(FIRST))).status == "unchanged"


def test_somebody_forgotten_after_the_reading_is_not_kept(ws: Workspace) -> None:
    take(ws, FIRST, "all")
    desk = at_desk(ws, SECOND)
    read_in = read_note_in(desk, note_in(SECOND))
    assert "Claire Duval" in read_in.decoded.text
    forget_person(ws, ACCOUNT, "Claire Duval")
    taken = keep_note(desk, read_in)
    assert "Duval" not in taken.source.text
    assert taken.proposal is not None
    assert "Omar Haddad" in str(taken.proposal.lines)
    assert "Duval" not in str(taken.proposal.lines)
    with ws.store.read() as conn:
        raw = conn.exec_driver_sql("SELECT raw FROM source_bodies").all()
    assert not any(b"Duval" in row[0] for row in raw)
