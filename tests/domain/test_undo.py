"""Taking back a review, unless later facts rest on it; then with the reasons."""

from dataclasses import replace

import pytest

from knowledge.domain.facts import Event, Fact
from knowledge.domain.proposals import Line
from knowledge.domain.undo import taken_back, what_rests_on
from tests.domain.build import (
    CLAIRE,
    PAUL,
    close,
    fact,
    lines_of,
    map_of,
    merge,
    person,
    person_facts,
    promise,
    reading,
    split,
    undo,
)

# The first review added Claire and a promise.
MINE = [
    one._replace(review_id="rev_1") for one in person_facts(CLAIRE, "Claire Duval", title="DAF")
]
PROMISED = promise("envoyer le devis")._replace(review_id="rev_1")


def later(one: Fact) -> Fact:
    return one._replace(review_id="rev_2")


def reasons(
    *others: Fact, events: tuple[Event, ...] = (), accepted: tuple[Line, ...] = ()
) -> list[str]:
    facts = [*MINE, PROMISED, *others]
    return [rest.what for rest in what_rests_on("rev_1", facts, events, accepted)]


def title_lines() -> tuple[Line, ...]:
    """A later note that contradicts the title of the first review."""
    found = reading("Claire Duval, DSI", person("Claire Duval", title="DSI"))
    return lines_of(found, map_of(MINE))


def test_a_review_nothing_rests_on_can_be_undone() -> None:
    elsewhere = later(fact(PAUL, "person.title", "DSI"))
    assert reasons(elsewhere) == []


@pytest.mark.parametrize(
    "one",
    [
        fact(CLAIRE, "person.stance", "opposed"),
        fact(PAUL, "person.relation", {"kind": "reports_to", "to": {"id": CLAIRE}}),
    ],
    ids=["about the person", "naming the person"],
)
def test_a_later_fact_about_a_person_it_added_refuses_the_undo(one: Fact) -> None:
    assert reasons(later(one)) == ["person"]


def test_a_later_fact_about_a_person_two_reviews_added_refuses_nothing() -> None:
    named_too = later(fact(CLAIRE, "person.name", "Claire Duval"))
    assert reasons(named_too, later(fact(CLAIRE, "person.stance", "opposed"))) == []


def test_an_accepted_line_that_replaced_or_contradicted_it_refuses_the_undo() -> None:
    (line,) = title_lines()
    assert line.before_fact_id in {one.id for one in MINE}
    assert reasons(accepted=(line,)) == ["value"]
    assert reasons(accepted=(replace(line, before_fact_id="fct_other"),)) == []


@pytest.mark.parametrize(
    "event", [merge(PAUL, CLAIRE), merge(CLAIRE, PAUL), split(CLAIRE, PAUL, MINE[0])]
)
def test_a_later_merge_or_split_of_a_person_it_added_refuses_the_undo(event: Event) -> None:
    assert reasons(events=(event,)) == ["merge"]


def test_a_merge_that_was_undone_refuses_nothing() -> None:
    merged = merge(PAUL, CLAIRE)
    assert reasons(events=(merged, undo(merged))) == []


def test_a_later_closing_of_what_it_promised_refuses_the_undo() -> None:
    closing = close(PROMISED, "03-09")
    assert reasons(events=(closing,)) == ["closing"]
    assert reasons(events=(closing, undo(closing))) == []
    assert reasons(later(promise("envoyer le devis")), events=(closing,)) == []


def test_later_facts_that_were_taken_back_refuse_nothing() -> None:
    stance = later(fact(CLAIRE, "person.stance", "opposed"))
    assert reasons(stance, events=(undo(stance),)) == []


def test_an_undone_undo_takes_nothing_back() -> None:
    title = fact(CLAIRE, "person.title", "DAF")
    first = undo(title)
    second = undo(first)
    assert title.id in taken_back([first])
    assert title.id not in taken_back([first, second])
    assert title.id in taken_back([first, second, undo(second)])
