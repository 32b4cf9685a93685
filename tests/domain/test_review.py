"""Deciding lines: what a decision makes of them, and what is refused."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.domain.codes import Band
from knowledge.domain.facts import Event, Fact
from knowledge.domain.fold import Held
from knowledge.domain.proposals import Line, LineKind, LineState, Verdict
from knowledge.domain.review import Choice, RefusedLine, Reviewed, select_lines
from knowledge.domain.values import ValueFault
from tests.domain.build import (
    ACCOUNT,
    CLAIRE,
    NADIA,
    by_attribute,
    closure,
    event,
    fact,
    lines_of,
    map_of,
    numbered,
    person,
    person_facts,
    promise,
    proposal_of,
    reading,
    review_lines,
)

ACCEPT, EDIT, REJECT = Verdict.ACCEPT, Verdict.EDIT, Verdict.REJECT
CLAIRE_IS = person_facts(CLAIRE, "Claire Duval", "03-01")
CLAIRE_ROY_IS = person_facts(NADIA, "Claire Roy", "03-01")
NOTE = "Claire Duval, DAF, tranche. Paul Martin suit Claire Duval."


def newcomers() -> tuple[Line, ...]:
    """1 Claire, 2 Paul, 3 her title, 4 her power, 5 Paul's relation to her."""
    claire = person("Claire Duval", title="DAF", powers=[("decides", "tranche")])
    relation = {"from": "Paul Martin", "to": "Claire Duval", "kind": "works_with", "quote": "suit"}
    found = reading(NOTE, claire, person("Paul Martin"), relations=(relation,))
    return lines_of(found, map_of())


def accept(*numbers: int) -> list[Choice]:
    return [Choice(number, ACCEPT) for number in numbers]


def states(reviewed: Reviewed) -> dict[int, str]:
    return {line.number: line.state.value for line in reviewed.lines}


def said(reviewed: Reviewed) -> list[tuple[str, Any]]:
    return [(fact.attribute, fact.value) for fact in reviewed.facts]


def refusals(reviewed: Reviewed) -> list[tuple[int, str]]:
    return [(refused.number, refused.code) for refused in reviewed.refused]


# Accepting


def test_an_accepted_line_becomes_a_fact_with_its_words_and_its_reviewer() -> None:
    lines = newcomers()
    reviewed = review_lines(lines, *accept(1))
    name, side = reviewed.facts
    quote = lines[0].quote
    assert quote is not None
    assert (name.attribute, name.value) == ("person.name", "Claire Duval")
    assert (name.source_id, name.start, name.end, name.quote) == (
        "src_new", quote.start, quote.end, "Claire Duval",
    )  # fmt: skip
    assert (name.member, name.review_id, name.line_id) == ("mem_hugo", "rev_1", lines[0].id)
    assert (side.attribute, side.value) == ("person.side", "customer")


def test_what_nobody_decided_stays_out_of_the_ledger() -> None:
    reviewed = review_lines(newcomers(), *accept(1))
    assert {fact.subject_id for fact in reviewed.facts} == {newcomers()[0].says.subject_id}
    assert states(reviewed) == {
        1: "accepted",
        2: "pending",
        3: "pending",
        4: "pending",
        5: "pending",
    }


def test_a_line_is_accepted_with_what_it_stands_on() -> None:
    reviewed = review_lines(newcomers(), *accept(4))
    assert states(reviewed)[1] == "accepted"
    assert [decision.line_id for decision in reviewed.decisions] == [
        newcomers()[0].id,
        newcomers()[3].id,
    ]


def test_a_relation_is_accepted_with_both_people() -> None:
    assert states(review_lines(newcomers(), *accept(5))) == {
        1: "accepted", 2: "accepted", 3: "pending", 4: "pending", 5: "accepted",
    }  # fmt: skip


@pytest.mark.parametrize("order", [(1, 4), (4, 1)])
def test_accepting_both_in_any_order_is_no_second_decision(order: tuple[int, int]) -> None:
    reviewed = review_lines(newcomers(), *accept(*order))
    assert reviewed.refused == ()
    assert len(reviewed.decisions) == 2


@pytest.mark.parametrize("basis", ["assumed", "stated_once"])
def test_accepting_never_raises_the_confidence(basis: str) -> None:
    line = replace(newcomers()[0], basis=basis)
    assert {fact.basis for fact in review_lines([line], *accept(1)).facts} == {basis}


def test_accepting_the_same_source_twice_corroborates_nothing() -> None:
    found = reading("Claire Duval, DAF", person("Claire Duval", title="DAF"))
    first = review_lines(lines_of(found, map_of(CLAIRE_IS)), *accept(1)).facts
    again = lines_of(found, map_of(CLAIRE_IS, list(first)))
    assert [line.kind for line in again] == [LineKind.CONFIRMED]
    second = review_lines(again, *accept(1)).facts
    assert held(CLAIRE_IS, first, second).confidence == "stated_once"


def test_accepting_another_source_corroborates() -> None:
    found = reading("Claire Duval, DAF", person("Claire Duval", title="DAF"))
    first = review_lines(lines_of(found, map_of(CLAIRE_IS)), *accept(1)).facts
    other = lines_of(found, map_of(CLAIRE_IS, list(first)), source="src_other")
    second = review_lines(other, *accept(1)).facts
    assert held(CLAIRE_IS, first, second).confidence == "corroborated"


def held(*facts: Any) -> Held:
    claire = map_of(*(list(some) for some in facts)).person(CLAIRE)
    assert claire is not None
    title = claire.one("person.title")
    assert title is not None
    return title


def test_an_accepted_closing_is_an_event_and_no_fact() -> None:
    promised = promise("envoyer le devis")
    words = "le devis est parti"
    lines = lines_of(reading(words), map_of(promised), closures=[closure(words, promised, words)])
    reviewed = review_lines(lines, *accept(1))
    (closing,) = reviewed.events
    assert reviewed.facts == ()
    assert (closing.kind, closing.payload["item"]) == ("close", promised.item)
    assert (closing.payload["outcome"], closing.payload["quote"]) == ("kept", words)
    assert map_of(promised, events=[closing]).many("account.promise") == ()


def test_what_is_typed_over_a_closing_is_not_dropped_in_silence() -> None:
    promised = promise("envoyer le devis")
    words = "le devis est parti"
    lines = lines_of(reading(words), map_of(promised), closures=[closure(words, promised, words)])
    reviewed = review_lines(lines, Choice(1, EDIT, "envoyer le plan"))
    assert refusals(reviewed) == [(1, "bad_value")] or "plan" in str(reviewed.facts)


def test_one_alias_is_held_once_however_it_was_learnt() -> None:
    chosen = review_lines(unclear(), Choice(1, ACCEPT, CLAIRE)).facts
    found = reading("Claire Duval, Claire", person("Claire Duval", aliases=("Claire",)))
    added = review_lines(lines_of(found, map_of()), *accept(1)).facts
    items = {one.item for one in (*chosen, *added) if one.attribute == "person.alias"}
    assert len(items) == 1


# Rejecting


def test_a_rejected_line_leaves_nothing_in_the_ledger() -> None:
    reviewed = review_lines(newcomers(), Choice(3, REJECT))
    assert (reviewed.facts, reviewed.events) == ((), ())
    assert states(reviewed)[3] == "rejected"


def test_rejecting_a_person_rejects_everything_that_stands_on_them() -> None:
    assert states(review_lines(newcomers(), Choice(1, REJECT))) == {
        1: "rejected", 2: "pending", 3: "rejected", 4: "rejected", 5: "rejected",
    }  # fmt: skip


def test_rejecting_a_person_leaves_what_was_accepted_before() -> None:
    lines = review_lines(newcomers(), *accept(4)).lines
    reviewed = review_lines(lines, Choice(2, REJECT))
    assert states(reviewed) == {
        1: "accepted", 2: "rejected", 3: "pending", 4: "accepted", 5: "rejected",
    }  # fmt: skip


def test_a_line_that_fell_with_its_person_cannot_be_accepted_in_the_same_breath() -> None:
    reviewed = review_lines(newcomers(), Choice(1, REJECT), Choice(4, ACCEPT))
    assert reviewed.facts == ()
    assert refusals(reviewed) == [(4, "already_decided")]


def test_nothing_can_stand_on_a_rejected_person() -> None:
    lines = list(newcomers())
    lines[0] = review_lines(lines, Choice(1, REJECT)).lines[0]
    reviewed = review_lines(lines, *accept(4))
    assert reviewed.refused == (RefusedLine(4, "needs", {"line": "1"}),)
    assert reviewed.facts == ()


# Editing


def test_an_edit_holds_what_was_typed_and_keeps_what_was_suggested() -> None:
    reviewed = review_lines(newcomers(), *accept(1), Choice(3, EDIT, "  Directrice financière "))
    assert said(reviewed)[-1] == ("person.title", "Directrice financière")
    assert states(reviewed)[3] == "edited"
    edited = by_attribute(reviewed.lines, "person.title")
    assert edited.says.value == "DAF"
    assert reviewed.decisions[-1].edited == "Directrice financière"


def test_what_a_person_typed_is_known_and_keeps_the_quote_it_was_suggested_by() -> None:
    reviewed = review_lines(newcomers(), Choice(3, EDIT, "DG"))
    assert (reviewed.facts[-1].basis, reviewed.facts[-1].quote) == ("known", "DAF")


def test_an_edited_code_is_held_under_its_own_item() -> None:
    reviewed = review_lines(newcomers(), Choice(4, EDIT, "Recommends"))
    assert (reviewed.facts[-1].value, reviewed.facts[-1].item) == ("recommends", "recommends")


@pytest.mark.parametrize(("number", "typed"), [(4, "rules"), (3, "  "), (4, "")])
def test_a_value_that_does_not_fit_is_refused_and_the_line_still_waits(
    number: int, typed: str
) -> None:
    reviewed = review_lines(newcomers(), *accept(1), Choice(number, EDIT, typed))
    (refused,) = reviewed.refused
    assert (refused.number, refused.code) == (number, "bad_value")
    assert states(reviewed)[number] == "pending"


PAIN = {"quote": "tout est saisi deux fois", "severity": "high", "owner": "Claire Duval"}


@pytest.mark.parametrize(
    ("typed", "text", "severity"),
    [
        ("double saisie", "double saisie", "high"),
        ('{"severity": "low"}', "tout est saisi deux fois", "low"),
    ],
)
def test_editing_one_part_keeps_the_others(typed: str, text: str, severity: str) -> None:
    found = reading(
        "Claire Duval : tout est saisi deux fois", person("Claire Duval"), pains=(PAIN,)
    )
    (line,) = lines_of(found, map_of(CLAIRE_IS))
    reviewed = review_lines([line], Choice(1, EDIT, typed))
    assert reviewed.facts[0].value == {"text": text, "severity": severity, "owner": {"id": CLAIRE}}


def test_a_promise_can_be_given_another_date_alone() -> None:
    step = {"quote": "envoyer le devis", "side": "us", "due": "2026-03-20"}
    lines = lines_of(reading("envoyer le devis", next_steps=(step,)), map_of())
    reviewed = review_lines(lines, Choice(1, EDIT, '{"due": "2026-03-27"}'))
    assert reviewed.facts[0].value == {
        "text": "envoyer le devis", "side": "us", "due": "2026-03-27",
    }  # fmt: skip


# Who is meant


def unclear() -> tuple[Line, ...]:
    """1 which Claire, 2 her role; the map knows two."""
    found = reading("Claire teste", person("Claire", roles=[("end_user", "Claire teste")]))
    return lines_of(found, map_of(CLAIRE_IS, CLAIRE_ROY_IS))


@pytest.mark.parametrize("typed", [None, "", "Claire", "Claire Petit"])
def test_an_unclear_line_needs_a_choice(typed: str | None) -> None:
    reviewed = review_lines(unclear(), Choice(1, ACCEPT, typed))
    (refused,) = reviewed.refused
    assert (refused.code, refused.facts["candidates"]) == (
        "choose_person",
        "Claire Duval, Claire Roy",
    )
    assert reviewed.facts == ()


@pytest.mark.parametrize("typed", ["Claire Duval", "claire duval", CLAIRE])
def test_the_chosen_person_gets_the_name_and_what_stands_on_it(typed: str) -> None:
    reviewed = review_lines(unclear(), Choice(1, ACCEPT, typed), Choice(2, ACCEPT))
    assert [(one.subject_id, one.attribute, one.value) for one in reviewed.facts] == [
        (CLAIRE, "person.alias", "Claire"),
        (CLAIRE, "person.role", "end_user"),
    ]
    assert reviewed.decisions[0].chosen == CLAIRE


@pytest.mark.parametrize("typed", ["new", "nouveau", "Nouvelle"])
def test_somebody_new_can_be_chosen(typed: str) -> None:
    reviewed = review_lines(unclear(), Choice(1, ACCEPT, typed))
    assert said(reviewed) == [("person.name", "Claire"), ("person.side", "customer")]
    assert reviewed.facts[0].subject_id not in (CLAIRE, NADIA)


def test_a_line_about_somebody_unclear_waits_until_they_are_chosen() -> None:
    reviewed = review_lines(unclear(), *accept(2))
    assert reviewed.refused == (RefusedLine(2, "needs", {"line": "1"}),)
    assert states(reviewed) == {1: "pending", 2: "pending"}


def test_a_refused_line_takes_nothing_else_along() -> None:
    relation = {"from": "Paul Martin", "to": "Claire", "kind": "works_with", "quote": "suit"}
    found = reading(
        "Paul Martin suit Claire", person("Paul Martin"), person("Claire"), relations=(relation,)
    )
    lines = lines_of(found, map_of(CLAIRE_IS, CLAIRE_ROY_IS))
    reviewed = review_lines(lines, *accept(3))
    assert refusals(reviewed) == [(3, "needs")]
    assert (reviewed.facts, reviewed.decisions) == ((), ())


def test_a_choice_made_in_an_earlier_review_still_counts() -> None:
    lines = review_lines(unclear(), Choice(1, ACCEPT, CLAIRE)).lines
    provisional = lines[0].says.subject_id
    reviewed = review_lines(lines, *accept(2), chosen_before={provisional: CLAIRE})
    assert reviewed.facts[0].subject_id == CLAIRE


# One decision per line


@pytest.mark.parametrize("first", [ACCEPT, REJECT])
@pytest.mark.parametrize("second", [ACCEPT, REJECT, EDIT])
def test_a_line_cannot_be_decided_twice(first: Verdict, second: Verdict) -> None:
    lines = review_lines(newcomers(), Choice(1, first)).lines
    reviewed = review_lines(lines, Choice(1, second, "Claire Roy"))
    (refused,) = reviewed.refused
    assert (refused.code, refused.facts["state"]) == ("already_decided", lines[0].state.value)
    assert (reviewed.facts, reviewed.decisions) == ((), ())


@pytest.mark.parametrize("second", [REJECT, EDIT])
def test_a_line_cannot_be_decided_in_two_ways_in_one_breath(second: Verdict) -> None:
    reviewed = review_lines(newcomers(), Choice(1, ACCEPT), Choice(1, second, "Claire Roy"))
    assert refusals(reviewed) == [(1, "already_decided")]
    assert said(reviewed)[0] == ("person.name", "Claire Duval")


def test_a_number_that_is_not_there_is_refused_and_the_others_are_carried_out() -> None:
    reviewed = review_lines(newcomers(), *accept(9, 1))
    assert refusals(reviewed) == [(9, "no_such_line")]
    assert states(reviewed)[1] == "accepted"


# Overtaken


def title_line(day: str, *moved: Fact) -> tuple[Line, ...]:
    found = reading("Claire Duval, DSI", person("Claire Duval", title="DSI"))
    return lines_of(found, map_of(CLAIRE_IS, list(moved)), day, new_id=numbered(9000))


def test_a_line_that_the_map_has_overtaken_is_refused_with_what_is_held_now() -> None:
    shown = title_line("03-14")
    now = title_line("03-14", fact(CLAIRE, "person.title", "DAF", "03-10"))
    reviewed = review_lines(shown, *accept(1), fresh=now)
    assert reviewed.refused == (RefusedLine(1, "overtaken", {"now": '"DAF"'}),)
    assert (reviewed.facts, states(reviewed)) == ((), {1: "overtaken"})


def test_a_line_with_nothing_left_to_say_is_refused() -> None:
    assert refusals(review_lines(title_line("03-14"), *accept(1), fresh=[])) == [(1, "overtaken")]


def test_a_line_that_means_the_same_as_when_it_was_shown_is_accepted() -> None:
    elsewhere = fact(ACCOUNT, "account.sector", "fonderie", "03-10")
    reviewed = review_lines(title_line("03-14"), *accept(1), fresh=title_line("03-14", elsewhere))
    assert said(reviewed) == [("person.title", "DSI")]


def test_what_somebody_else_accepted_meanwhile_may_be_accepted_again() -> None:
    meanwhile = fact(CLAIRE, "person.title", "DSI", "03-12")
    reviewed = review_lines(title_line("03-14"), *accept(1), fresh=title_line("03-14", meanwhile))
    assert reviewed.refused == ()


def test_an_overtaken_line_can_still_be_rejected() -> None:
    shown = review_lines(title_line("03-14"), *accept(1), fresh=[]).lines
    assert states(review_lines(shown, Choice(1, REJECT), fresh=[])) == {1: "rejected"}


def test_a_newcomer_whom_another_note_added_meanwhile_is_the_same_person() -> None:
    """Two notes name Claire; both were shown before either was accepted."""
    found = reading(NOTE, person("Claire Duval", powers=[("decides", "tranche")]))
    shown = lines_of(found, map_of())
    fresh = lines_of(found, map_of(CLAIRE_IS), new_id=numbered(9000), known_people_too=True)
    reviewed = review_lines(shown, *accept(1, 2), fresh=fresh)
    assert reviewed.refused == ()
    assert {one.subject_id for one in reviewed.facts} == {CLAIRE}


# Selecting


@pytest.mark.parametrize(
    ("words", "numbers"),
    [
        ("all", (1, 2, 3, 4, 5)),
        ("tout", (1, 2, 3, 4, 5)),
        ("none", ()),
        ("2", (2,)),
        ("1, 3-5", (1, 3, 4, 5)),
        ("3 1 3", (3, 1)),
        ("9", (9,)),
    ],
)
def test_lines_are_selected_by_word_or_by_number(words: str, numbers: tuple[int, ...]) -> None:
    assert select_lines(proposal_of(newcomers()), words) == numbers


def test_words_select_only_what_still_waits() -> None:
    lines = review_lines(newcomers(), Choice(2, REJECT)).lines
    assert select_lines(proposal_of(lines), "all") == (1, 3, 4)


@pytest.mark.parametrize(
    ("words", "band"),
    [("sure", Band.SURE), ("sûr", Band.SURE), ("rest", Band.REST), ("reste", Band.REST)],
)
def test_a_band_can_be_selected_in_both_languages(words: str, band: Band) -> None:
    proposal = proposal_of(newcomers())
    wanted = tuple(line.number for line in proposal.lines if line.band == band)
    assert select_lines(proposal, words) == wanted


@pytest.mark.parametrize("words", ["everything", "1..3", "-1", ""])
def test_what_selects_nothing_known_is_a_fault(words: str) -> None:
    assert isinstance(select_lines(proposal_of(newcomers()), words), ValueFault)


# Properties: any reading, any map of before, any choices

PEOPLE = ["Claire Duval", "Claire Roy", "Paul Martin", "Claire"]
TEXT = f"{', '.join(PEOPLE)} : DAF, DSI, tranche, paie, est pour, est contre, suit."
people_found = st.lists(st.sampled_from(PEOPLE), max_size=3, unique=True).flatmap(
    lambda names: st.tuples(
        *(
            st.builds(
                lambda name, title, powers, stance: person(
                    name, title=title, powers=powers, stance=stance
                ),
                st.just(name),
                st.sampled_from([None, "DAF", "DSI"]),
                st.lists(st.sampled_from([("decides", "tranche"), ("funds", "paie")]), max_size=2),
                st.sampled_from([None, ("supporter", "est pour"), ("opposed", "est contre")]),
            )
            for name in names
        )
    )
)
choices = st.lists(
    st.builds(
        Choice,
        st.integers(1, 9),
        st.sampled_from(list(Verdict)),
        st.sampled_from([None, "DG", "decides", CLAIRE, "new"]),
    ),
    max_size=9,
)
HELD = [
    *person_facts(CLAIRE, "Claire Duval", "03-01", title="DAF", stance="opposed"),
    *person_facts(NADIA, "Claire Roy", "03-01"),
    fact(NADIA, "person.power", "decides", "03-01"),
]


@given(people_found, choices, st.booleans())
def test_whatever_is_decided_undoing_it_restores_the_map_exactly(
    found: tuple[Any, ...], made: list[Choice], on_a_full_map: bool
) -> None:
    before = map_of(HELD if on_a_full_map else [])
    lines = lines_of(reading(TEXT, *found), before)
    reviewed = review_lines(lines, *made)
    payload = {
        "facts": [one.id for one in reviewed.facts],
        "events": [one.id for one in reviewed.events],
    }
    taken: Event = event("undo", payload, id="evt_99999")
    facts = [*(HELD if on_a_full_map else []), *reviewed.facts]
    assert map_of(facts, events=[*reviewed.events, taken]) == before


@given(people_found, choices)
def test_whatever_is_decided_every_line_ends_in_one_state(
    found: tuple[Any, ...], made: list[Choice]
) -> None:
    lines = lines_of(reading(TEXT, *found), map_of(HELD))
    reviewed = review_lines(lines, *made)
    decided = [decision.line_id for decision in reviewed.decisions]
    assert len(decided) == len(set(decided))
    accepted = {
        line.id for line in reviewed.lines if line.state in (LineState.ACCEPTED, LineState.EDITED)
    }
    assert {one.line_id for one in reviewed.facts} == accepted
    for line in reviewed.lines:
        if line.id in accepted:
            assert set(line.needs) <= accepted
        assert (line.id in decided) == (line.state not in (LineState.PENDING, LineState.OVERTAKEN))


@given(people_found, choices, st.sampled_from(["assumed", "stated_once"]))
def test_whatever_is_decided_no_confidence_is_raised_but_by_typing(
    found: tuple[Any, ...], made: list[Choice], basis: str
) -> None:
    lines = lines_of(reading(TEXT, *found), map_of(HELD))
    lines = tuple(replace(line, basis=basis) for line in lines)
    reviewed = review_lines(lines, *made)
    typed = {one.line_id for one in reviewed.decisions if one.verdict == EDIT}
    assert all(one.basis == basis for one in reviewed.facts if one.line_id not in typed)
