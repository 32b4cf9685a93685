"""What makes a colleague look up: at most three things, the most embarrassing first."""

from assistant.bootstrap import Workspace
from assistant.review_proposal import open_proposal
from knowledge.domain.proposals import LineKind, RemarkKind
from tests.scenarios.scripted import (
    note,
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
    "Claire Duval décide seule. On leur doit le devis au 12 mars. Karim Roy pèse en coulisse.",
    somebody("Claire Duval", powers={"decides": "Claire Duval décide seule"}),
    somebody("Karim Roy", silent="Karim Roy pèse en coulisse"),
    next_steps=[promise("On leur doit le devis au 12 mars", "2026-03-12")],
)
OTHER_DECIDER = note(
    "2026-05-04",
    "Owen Pike told us the decision is his.",
    somebody("Owen Pike", powers={"decides": "the decision is his"}),
)
NEW_DECIDER = note(
    "2026-05-04",
    "Désormais Nadia Keller décide à la place de Claire.",
    somebody("Nadia Keller", powers={"decides": "Désormais Nadia Keller décide"}, changed=True),
)


def test_a_contradiction_with_an_earlier_note_comes_first_with_both_quotes(ws: Workspace) -> None:
    take(ws, MARCH, "all")
    first = proposal_of(take(ws, OTHER_DECIDER)).remarks[0]
    assert first.kind == RemarkKind.CONTRADICTION
    assert (first.name, first.before) == ("Owen Pike", "Claire Duval")
    assert first.quote
    assert first.before_quote
    assert first.quote.text == "the decision is his"
    assert first.before_quote.text == "Claire Duval décide seule"


def test_two_deciders_stand_under_contradictions_once_accepted(ws: Workspace) -> None:
    take(ws, MARCH, "all")
    take(ws, OTHER_DECIDER, "all")
    (found,) = the_map(ws).contradictions
    assert (found.attribute, found.current.value) == ("person.power", "decides")


def test_with_words_of_change_it_is_a_change_and_no_contradiction(ws: Workspace) -> None:
    take(ws, MARCH, "all")
    proposal = proposal_of(take(ws, NEW_DECIDER, "all"))
    line = the_line(proposal, "person.power")
    assert (line.kind, line.before_name) == (LineKind.CHANGED, "Claire Duval")
    assert RemarkKind.CONTRADICTION not in [one.kind for one in proposal.remarks]
    account_map = the_map(ws)
    assert account_map.contradictions == ()
    assert the_person(account_map, "Claire Duval").values("person.power") == ()


def test_a_silent_influencer_nobody_has_met_is_remarked(ws: Workspace) -> None:
    take(ws, MARCH, "all")
    unmet = [
        one for one in proposal_of(take(ws, OTHER_DECIDER)).remarks if one.kind == RemarkKind.UNMET
    ]
    assert [one.name for one in unmet] == ["Karim Roy"]


def test_once_met_the_silent_influencer_is_remarked_no_more(ws: Workspace) -> None:
    take(ws, MARCH, "all")
    met = note(
        "2026-04-01", "Déjeuner avec Karim Roy.", somebody("Karim Roy"), attendance=["Karim Roy"]
    )
    take(ws, met, "all")
    remarks = proposal_of(take(ws, OTHER_DECIDER)).remarks
    assert RemarkKind.UNMET not in [one.kind for one in remarks]


def test_an_overdue_promise_of_ours_is_remarked_with_its_day(ws: Workspace) -> None:
    take(ws, MARCH, "all")
    late = [
        one for one in proposal_of(take(ws, NEW_DECIDER)).remarks if one.kind == RemarkKind.OVERDUE
    ]
    assert [(one.name, str(one.on)) for one in late] == [
        ("On leur doit le devis au 12 mars", "2026-03-12")
    ]


def test_there_are_three_remarks_at_most_and_one_of_each_kind_before_a_second(
    ws: Workspace,
) -> None:
    take(ws, MARCH, "all")
    budget = note(
        "2026-03-03",
        "Claire Duval est acheteuse. Budget 80 000 €. On leur doit aussi les plans au 15 mars.",
        somebody("Claire Duval", title="acheteuse"),
        budget=[said("Budget 80 000 €", amount=80000, currency="EUR")],
        next_steps=[promise("On leur doit aussi les plans au 15 mars", "2026-03-15")],
    )
    take(ws, budget, "all")
    much = note(
        "2026-05-04",
        "Owen Pike decides. Claire Duval is the CFO. The budget is 60 000 €.",
        somebody("Owen Pike", powers={"decides": "Owen Pike decides"}),
        somebody("Claire Duval", title="CFO"),
        budget=[said("The budget is 60 000 €", amount=60000, currency="EUR")],
    )
    kinds = [one.kind for one in proposal_of(take(ws, much)).remarks]
    assert kinds == [RemarkKind.CONTRADICTION, RemarkKind.OVERDUE, RemarkKind.UNMET]


def test_a_first_note_has_nothing_to_remark_but_whom_nobody_has_met(ws: Workspace) -> None:
    assert [one.kind for one in proposal_of(take(ws, MARCH)).remarks] == [RemarkKind.UNMET]


def test_remarks_follow_the_map_when_a_proposal_is_opened_later(ws: Workspace) -> None:
    waits = proposal_of(take(ws, OTHER_DECIDER))
    assert waits.remarks == ()
    take(ws, MARCH, "all")
    assert open_proposal(ws, waits.id).proposal.remarks[0].kind == RemarkKind.CONTRADICTION
