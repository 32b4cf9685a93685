"""Lines as they are shown: what a reviewer agrees to is part of their hash."""

from dataclasses import replace

import pytest

from knowledge.domain.codes import Band
from knowledge.domain.proposals import Candidate, Line, LineKind, LineState
from knowledge.domain.quotes import Quote
from tests.domain.build import lines_of, map_of, person, proposal_of, reading

NOTE = "Vu Claire Duval."


def line() -> Line:
    (only,) = lines_of(reading(NOTE, person("Claire Duval")), map_of())
    return only


@pytest.mark.parametrize(
    "moved",
    [
        {"kind": LineKind.UNCLEAR},
        {"subject_name": "Claire Roy"},
        {"before": "Claire"},
        {"before_name": "Paul"},
        {"quote": Quote("src_new", 3, 9, "Claire")},
        {"also": ()},
        {"candidates": (Candidate("per_1", "Claire Roy", None),)},
        {"says": replace(line().says, value="Claire Roy")},
    ],
    ids=lambda moved: next(iter(moved)),
)
def test_what_a_reviewer_sees_changes_the_hash(moved: dict[str, object]) -> None:
    shown = line()
    assert replace(shown, **moved).shown_hash() != shown.shown_hash()  # type: ignore[arg-type]


def test_where_a_line_stands_and_what_it_is_called_does_not() -> None:
    shown = line()
    decided = replace(shown, id="lin_9", number=7, state=LineState.ACCEPTED, band=Band.SURE)
    assert decided.shown_hash() == shown.shown_hash()


def test_pending_are_the_lines_nobody_decided() -> None:
    first, second = line(), replace(line(), id="lin_9", state=LineState.REJECTED)
    assert proposal_of([first, second]).pending == (first,)


def test_a_proposal_that_only_confirms_is_no_news() -> None:
    confirmed = replace(line(), kind=LineKind.CONFIRMED)
    assert not proposal_of([confirmed]).is_news
    assert proposal_of([confirmed, line()]).is_news
