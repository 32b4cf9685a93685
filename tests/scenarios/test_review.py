"""Lines are decided one by one, once, as they were shown; and a review can be taken back."""

import pytest

from assistant.bootstrap import Workspace
from assistant.review_proposal import open_proposal, review, undo, waiting
from knowledge.domain.facts import Confidence
from knowledge.domain.proposals import LineKind, LineState, Verdict
from knowledge.domain.review import Choice
from knowledge.errors import NothingToUndo, UndoRefused, UnknownProposal
from knowledge.store import proposals, reviews
from tests.scenarios.scripted import (
    UNSURE,
    accept,
    choose,
    names,
    note,
    plain,
    promise,
    proposal_of,
    said,
    somebody,
    take,
    the_line,
    the_map,
    the_person,
)

MARCH = note(
    "2026-03-02",
    "Claire Duval est acheteuse. Elle nous soutient.",
    somebody("Claire Duval", title="acheteuse", stance=("supporter", "Elle nous soutient")),
)
APRIL = note(
    "2026-04-02",
    "Claire Duval, désormais directrice des achats, a convaincu son patron pour nous.",
    somebody(
        "Claire Duval",
        title="directrice des achats",
        stance=("champion", "a convaincu son patron pour nous"),
        changed=True,
    ),
)
TWO_DUVALS = note(
    "2026-02-02",
    "Claire Duval et Paul Duval étaient là.",
    somebody("Claire Duval"),
    somebody("Paul Duval"),
)
A_DUVAL = note(
    "2026-03-09",
    "Duval bloque le projet. Duval doit nous rappeler.",
    somebody("Duval", stance=("opposed", "Duval bloque le projet")),
    next_steps=[promise("Duval doit nous rappeler", side="customer", who="Duval")],
)


def test_accepting_then_undoing_restores_the_map_exactly(ws: Workspace) -> None:
    take(ws, MARCH, "all")
    before = plain(the_map(ws))
    proposal = proposal_of(take(ws, APRIL, "all"))
    assert plain(the_map(ws)) != before
    undo(ws, proposal.id)
    assert plain(the_map(ws)) == before


def test_lines_wait_again_after_an_undo_and_can_be_accepted_again(ws: Workspace) -> None:
    proposal = proposal_of(take(ws, MARCH))
    accept(ws, proposal)
    after = plain(the_map(ws))
    outcome = undo(ws, proposal.id)
    assert len(outcome.undone) == len(proposal.lines)
    accept(ws, open_proposal(ws, proposal.id).proposal)
    assert plain(the_map(ws)) == after


def test_undo_without_a_proposal_takes_back_the_latest_review_of_the_member(ws: Workspace) -> None:
    take(ws, MARCH, "all")
    before = plain(the_map(ws))
    take(ws, APRIL, "all")
    undo(ws)
    assert plain(the_map(ws)) == before


def test_undo_is_refused_with_a_reason_when_a_later_note_rests_on_it(ws: Workspace) -> None:
    first = proposal_of(take(ws, MARCH, "all"))
    take(ws, APRIL, "all")
    before = plain(the_map(ws))
    with pytest.raises(UndoRefused) as refusal:
        undo(ws, first.id)
    assert refusal.value.facts["reasons"] == "person; value"
    assert plain(the_map(ws)) == before


def test_undoing_the_later_review_first_lets_the_earlier_one_be_undone(ws: Workspace) -> None:
    first = proposal_of(take(ws, MARCH, "all"))
    second = proposal_of(take(ws, APRIL, "all"))
    undo(ws, second.id)
    undo(ws, first.id)
    assert plain(the_map(ws)) == {}


def test_a_review_can_be_undone_once(ws: Workspace) -> None:
    proposal = proposal_of(take(ws, MARCH, "all"))
    undo(ws, proposal.id)
    with pytest.raises(NothingToUndo):
        undo(ws, proposal.id)


def test_what_was_never_reviewed_cannot_be_undone(ws: Workspace) -> None:
    take(ws, MARCH)
    with pytest.raises(NothingToUndo):
        undo(ws)


def test_an_edit_keeps_both_the_suggestion_and_what_was_typed(ws: Workspace) -> None:
    proposal = proposal_of(take(ws, MARCH))
    line = the_line(proposal, "person.title")
    choose(ws, proposal, (line.number, "edit", "responsable des achats"))
    with ws.store.read() as conn:
        stored = proposals.load_proposal(conn, proposal.id, ws.audience)
        latest = reviews.latest_review(conn, proposal.id, ws.audience)
        assert stored
        assert latest
        decisions = reviews.list_decisions(conn, latest.id, ws.audience)
    kept = the_line(stored.proposal, "person.title")
    assert (kept.says.value, kept.state) == ("acheteuse", LineState.EDITED)
    assert [one.edited for one in decisions if one.line_id == line.id] == ["responsable des achats"]


def test_what_a_person_typed_is_known_and_still_points_at_the_words(ws: Workspace) -> None:
    proposal = proposal_of(take(ws, MARCH))
    line = the_line(proposal, "person.title")
    choose(ws, proposal, (line.number, "edit", "responsable des achats"))
    held = the_person(the_map(ws), "Claire Duval").one("person.title")
    assert held
    assert (held.fact.value, held.confidence) == ("responsable des achats", Confidence.KNOWN)
    assert held.fact.quote == "acheteuse"


def test_an_edit_that_does_not_fit_is_refused_and_leaves_the_line_waiting(ws: Workspace) -> None:
    proposal = proposal_of(take(ws, MARCH))
    line = the_line(proposal, "person.stance")
    outcome = choose(ws, proposal, (line.number, "edit", "enthusiastic"))
    assert [refused.code for refused in outcome.refused] == ["bad_value"]
    reopened = open_proposal(ws, proposal.id).proposal
    assert the_line(reopened, "person.stance").state == LineState.PENDING


def test_a_line_cannot_be_decided_twice(ws: Workspace) -> None:
    proposal = proposal_of(take(ws, MARCH))
    accept(ws, proposal)
    before = plain(the_map(ws))
    outcome = choose(ws, proposal, (1, "reject", None), (2, "accept", None))
    assert [(one.number, one.code) for one in outcome.refused] == [
        (1, "already_decided"),
        (2, "already_decided"),
    ]
    assert plain(the_map(ws)) == before


def test_a_line_that_is_not_there_is_refused_and_the_others_are_carried_out(ws: Workspace) -> None:
    proposal = proposal_of(take(ws, MARCH))
    outcome = choose(ws, proposal, (99, "accept", None), (1, "accept", None))
    assert [(one.number, one.code) for one in outcome.refused] == [(99, "no_such_line")]
    assert names(the_map(ws)) == ["Claire Duval"]


def test_a_line_overtaken_by_a_later_note_says_so_and_is_shown_anew(ws: Workspace) -> None:
    take(ws, MARCH, "all")
    waits = proposal_of(
        take(ws, note("2026-05-04", "Claire Duval est DAF.", somebody("Claire Duval", title="DAF")))
    )
    shown = the_line(waits, "person.title")
    assert (shown.kind, shown.before) == (LineKind.CONTRADICTED, "acheteuse")
    take(ws, APRIL, "all")

    outcome = choose(ws, waits, (shown.number, "accept", None))
    assert [(one.number, one.code) for one in outcome.refused] == [(shown.number, "overtaken")]
    assert the_person(the_map(ws), "Claire Duval").title == "directrice des achats"

    anew = the_line(open_proposal(ws, waits.id).proposal, "person.title")
    assert (anew.state, anew.before) == (LineState.PENDING, "directrice des achats")
    assert accept(ws, open_proposal(ws, waits.id).proposal, str(anew.number)).refused == ()
    assert the_person(the_map(ws), "Claire Duval").title == "DAF"


def test_an_opened_proposal_names_the_lines_that_moved_since_it_was_shown(ws: Workspace) -> None:
    take(ws, MARCH, "all")
    later = note("2026-05-04", "Claire Duval est DAF.", somebody("Claire Duval", title="DAF"))
    waits = proposal_of(take(ws, later))
    take(ws, APRIL, "all")
    assert open_proposal(ws, waits.id).moved == (the_line(waits, "person.title").number,)
    assert open_proposal(ws, waits.id).moved == ()


def test_two_people_of_one_surname_make_a_line_that_asks(ws: Workspace) -> None:
    take(ws, TWO_DUVALS, "all")
    line = the_line(proposal_of(take(ws, A_DUVAL)), "person.name")
    assert line.kind == LineKind.UNCLEAR
    assert [one.name for one in line.candidates] == ["Claire Duval", "Paul Duval"]


def test_accepting_all_leaves_the_question_to_a_person(ws: Workspace) -> None:
    take(ws, TWO_DUVALS, "all")
    taken = take(ws, A_DUVAL, "all")
    assert names(the_map(ws)) == ["Claire Duval", "Paul Duval"]
    assert the_line(proposal_of(taken), "person.name").state == LineState.PENDING


def test_an_unclear_name_without_a_choice_is_refused_with_the_candidates(ws: Workspace) -> None:
    take(ws, TWO_DUVALS, "all")
    proposal = proposal_of(take(ws, A_DUVAL))
    outcome = choose(ws, proposal, (the_line(proposal, "person.name").number, "accept", None))
    assert outcome.refused[0].code == "choose_person"
    assert outcome.refused[0].facts["candidates"] == "Claire Duval, Paul Duval"


def test_what_is_said_under_an_unclear_name_goes_to_the_chosen_person(ws: Workspace) -> None:
    take(ws, TWO_DUVALS, "all")
    proposal = proposal_of(take(ws, A_DUVAL))
    who = the_line(proposal, "person.name").number
    choose(ws, proposal, (who, "accept", "Paul Duval"))
    accept(ws, open_proposal(ws, proposal.id).proposal)
    account_map = the_map(ws)
    paul = the_person(account_map, "Paul Duval")
    assert names(account_map) == ["Claire Duval", "Paul Duval"]
    assert paul.value("person.stance") == "opposed"
    assert account_map.many("account.promise")[0].fact.value["who"] == {"id": paul.id}


def test_the_choice_and_what_depends_on_it_can_be_accepted_together(ws: Workspace) -> None:
    take(ws, TWO_DUVALS, "all")
    proposal = proposal_of(take(ws, A_DUVAL))
    who = the_line(proposal, "person.name").number
    stance = the_line(proposal, "person.stance").number
    outcome = choose(ws, proposal, (who, "accept", "Claire Duval"), (stance, "accept", None))
    assert outcome.refused == ()
    assert the_person(the_map(ws), "Claire Duval").value("person.stance") == "opposed"


def test_an_unclear_name_may_be_somebody_new(ws: Workspace) -> None:
    take(ws, TWO_DUVALS, "all")
    proposal = proposal_of(take(ws, A_DUVAL))
    choose(ws, proposal, (the_line(proposal, "person.name").number, "accept", "new"))
    assert names(the_map(ws)) == ["Claire Duval", "Duval", "Paul Duval"]


def test_what_hangs_on_an_open_question_is_refused_until_it_is_settled(ws: Workspace) -> None:
    take(ws, TWO_DUVALS, "all")
    proposal = proposal_of(take(ws, A_DUVAL))
    who, stance = the_line(proposal, "person.name"), the_line(proposal, "person.stance")
    outcome = choose(ws, proposal, (stance.number, "accept", None))
    assert [(one.code, one.facts["line"]) for one in outcome.refused] == [
        ("needs", str(who.number))
    ]


def test_rejecting_a_newcomer_rejects_what_hangs_on_them(ws: Workspace) -> None:
    visit = note(
        "2026-03-02",
        "Met Owen Pike, foreman. Owen Pike owes us the plans. The press leaks.",
        somebody("Owen Pike", title="foreman"),
        next_steps=[promise("Owen Pike owes us the plans", side="customer", who="Owen Pike")],
        pains=[said("The press leaks")],
    )
    proposal = proposal_of(take(ws, visit))
    outcome = choose(ws, proposal, (the_line(proposal, "person.name").number, "reject", None))
    assert sorted(line.says.attribute for line in outcome.rejected) == [
        "account.promise", "person.name", "person.title",
    ]  # fmt: skip
    assert [line.says.attribute for line in outcome.proposal.pending] == ["account.pain"]


def test_accepting_what_is_said_of_a_newcomer_accepts_the_newcomer(ws: Workspace) -> None:
    proposal = proposal_of(take(ws, MARCH))
    choose(ws, proposal, (the_line(proposal, "person.stance").number, "accept", None))
    claire = the_person(the_map(ws), "Claire Duval")
    assert (claire.value("person.stance"), claire.title) == ("supporter", None)


def test_what_is_not_decided_waits_with_its_band(ws: Workspace) -> None:
    visit = note(
        "2026-03-02",
        "Met Owen Pike. He decides. The press leaks a little.",
        somebody("Owen Pike", powers={"decides": "He decides"}, confidence=UNSURE),
        pains=[said("The press leaks a little", confidence=UNSURE)],
    )
    take(ws, visit)
    (waits,) = waiting(ws)
    assert (waits.pending, waits.sure, waits.decide, waits.rest) == (3, 1, 1, 1)


def test_accepting_never_raises_how_sure_a_value_is(ws: Workspace) -> None:
    take(ws, MARCH, "all")
    held = the_person(the_map(ws), "Claire Duval").one("person.stance")
    assert held
    assert held.confidence == Confidence.STATED_ONCE


def test_a_second_note_that_says_the_same_corroborates(ws: Workspace) -> None:
    take(ws, MARCH, "all")
    again = note(
        "2026-03-30",
        "Claire Duval était enthousiaste.",
        somebody("Claire Duval", stance=("supporter", "était enthousiaste")),
    )
    proposal = proposal_of(take(ws, again, "all"))
    assert the_line(proposal, "person.stance").kind == LineKind.CONFIRMED
    held = the_person(the_map(ws), "Claire Duval").one("person.stance")
    assert held
    assert held.confidence == Confidence.CORROBORATED


def test_a_proposal_that_does_not_exist_is_refused(ws: Workspace) -> None:
    with pytest.raises(UnknownProposal):
        review(ws, "prp_nowhere", [Choice(1, Verdict.ACCEPT)])
