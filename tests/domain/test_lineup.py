"""The lines that were shown beside the lines of today: the same ones keep their ids."""

from dataclasses import replace
from typing import Any

import pytest

from knowledge.domain.facts import Fact
from knowledge.domain.lineup import line_up, refresh, still_means
from knowledge.domain.proposals import Line, LineKind, LineState, Verdict
from knowledge.domain.reading import Reading
from knowledge.domain.review import Choice
from tests.domain.build import (
    CLAIRE,
    PAUL,
    closure,
    fact,
    in_state,
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

CLAIRE_IS = person_facts(CLAIRE, "Claire Duval", "03-01")
NOTE = "Claire Duval, DSI, tranche"
FOUND = reading(NOTE, person("Claire Duval", title="DSI", powers=[("decides", "tranche")]))


def shown(*facts: Fact | list[Fact], found: Reading = FOUND) -> tuple[Line, ...]:
    """The lines as they were shown against a map."""
    return lines_of(found, map_of(*facts))


def today(*facts: Fact | list[Fact], found: Reading = FOUND) -> tuple[Line, ...]:
    """The lines of the same note today, with other ids, and with a line for everybody known."""
    return lines_of(found, map_of(*facts), new_id=numbered(9000), known_people_too=True)


def test_nothing_moved_when_the_map_stands_where_it_stood() -> None:
    proposal = proposal_of(shown())
    assert refresh(proposal, today()) == (proposal, ())


def test_the_lines_of_today_take_the_ids_of_those_that_were_shown() -> None:
    then = shown()
    lined_up = line_up(then, today())
    assert [lined_up.today[line.number] for line in then] == list(then)


def test_a_line_that_moved_shows_what_it_would_do_now() -> None:
    title = fact(CLAIRE, "person.title", "DAF", "03-10")
    proposal, moved = refresh(proposal_of(shown(CLAIRE_IS)), today(CLAIRE_IS, title))
    line = proposal.lines[0]
    assert moved == (1,)
    assert (line.kind, line.before, line.state) == (
        LineKind.CONTRADICTED,
        "DAF",
        LineState.PENDING,
    )


def test_a_line_with_nothing_left_to_say_is_overtaken_and_keeps_what_it_showed() -> None:
    before = proposal_of(shown(CLAIRE_IS))
    proposal, moved = refresh(before, ())
    assert moved == (1, 2)
    assert {line.state for line in proposal.lines} == {LineState.OVERTAKEN}
    assert [line.says for line in proposal.lines] == [line.says for line in before.lines]


def test_an_overtaken_line_comes_back_when_the_map_does() -> None:
    overtaken, _ = refresh(proposal_of(shown(CLAIRE_IS)), ())
    again, _ = refresh(overtaken, today(CLAIRE_IS))
    assert {line.state for line in again.lines} == {LineState.PENDING}


def test_a_decided_line_never_moves() -> None:
    lines = [in_state(line, LineState.ACCEPTED) for line in shown(CLAIRE_IS)]
    proposal = proposal_of(lines)
    assert refresh(proposal, ()) == (proposal, ())


def test_a_newcomer_found_on_the_map_by_full_name_is_that_person() -> None:
    lined_up = line_up(shown(), today(CLAIRE_IS))
    provisional = shown()[0].says.subject_id
    assert lined_up.became == {provisional: CLAIRE}
    assert all(still_means(line, lined_up.today[line.number], lined_up.became) for line in shown())


def test_a_newcomer_found_on_the_map_by_a_first_name_alone_is_asked_about_again() -> None:
    found = reading("Claire tranche", person("Claire", powers=[("decides", "tranche")]))
    then = shown(found=found)
    lined_up = line_up(then, today(CLAIRE_IS, found=found))
    assert not still_means(then[0], lined_up.today[1], lined_up.became)


def test_a_line_confirmed_meanwhile_still_means_what_it_said() -> None:
    title = fact(CLAIRE, "person.title", "DSI", "03-10")
    lined_up = line_up(shown(CLAIRE_IS), today(CLAIRE_IS, title))
    assert lined_up.today[1].kind == LineKind.CONFIRMED
    assert still_means(shown(CLAIRE_IS)[0], lined_up.today[1], lined_up.became)


@pytest.mark.parametrize(
    "moved",
    [{"before": "DG"}, {"before_name": "Paul Martin"}, {"kind": LineKind.CHANGED}],
    ids=lambda moved: next(iter(moved)),
)
def test_a_line_that_would_replace_something_else_means_something_else(
    moved: dict[str, Any],
) -> None:
    line = shown(CLAIRE_IS)[0]
    assert not still_means(line, replace(line, **moved), {})


def test_a_line_about_somebody_else_means_something_else() -> None:
    line = shown(CLAIRE_IS)[0]
    about_paul = replace(line, says=replace(line.says, subject_id=PAUL))
    assert not still_means(line, about_paul, {})


def test_two_people_named_in_the_same_words_keep_their_own_lines() -> None:
    both = reading(
        "Claire Duval et Paul Martin décident",
        person("Claire Duval", powers=[("recommends", "décident")]),
        person("Paul Martin", powers=[("recommends", "décident")]),
    )
    then = shown(found=both)
    lined_up = line_up(then, today(person_facts(PAUL, "Paul Martin"), found=both))
    assert {line.subject_name: lined_up.today[line.number].subject_name for line in then} == {
        "Claire Duval": "Claire Duval",
        "Paul Martin": "Paul Martin",
    }


def test_a_relation_to_a_newcomer_lines_up_under_the_id_that_was_shown() -> None:
    relation = {"from": "Paul Martin", "to": "Claire Duval", "kind": "works_with", "quote": "suit"}
    found = reading(
        "Paul Martin suit Claire Duval",
        person("Claire Duval"), person("Paul Martin"), relations=(relation,),
    )  # fmt: skip
    then = shown(found=found)
    proposal, moved = refresh(proposal_of(then), today(found=found))
    assert moved == ()
    reviewed = review_lines(then, Choice(3, Verdict.ACCEPT), fresh=today(found=found))
    claire = then[0].says.subject_id
    assert proposal.lines[2].says.value["to"] == {"id": claire}
    assert reviewed.facts[-1].value["to"] == {"id": claire}


def test_a_line_that_only_the_map_of_now_gives_comes_last() -> None:
    words = "le devis est parti"
    promised = promise("envoyer le devis", "03-10")
    found = reading(f"{NOTE}, {words}", person("Claire Duval", title="DSI"))
    fresh = lines_of(
        found,
        map_of(CLAIRE_IS, promised),
        closures=[closure(f"{NOTE}, {words}", promised, words)],
        new_id=numbered(9000),
    )
    proposal, moved = refresh(proposal_of(shown(CLAIRE_IS, found=found)), fresh)
    assert [(line.number, line.kind) for line in proposal.lines] == [
        (1, LineKind.ADDED),
        (2, LineKind.CLOSED),
    ]
    assert moved == (2,)
