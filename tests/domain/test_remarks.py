"""What makes a colleague look up: a contradiction, an overdue promise of ours, somebody never met."""

import pytest

from knowledge.domain.proposals import Remark, RemarkKind
from knowledge.domain.quotes import Quote
from knowledge.domain.reading import Person
from knowledge.domain.remarks import overdue_promises, quote_of, remark_on, unmet_influencers
from tests.domain.build import (
    ACCOUNT,
    CLAIRE,
    PAUL,
    close,
    closure,
    fact,
    known,
    label,
    lines_of,
    map_of,
    on,
    person,
    person_facts,
    promise,
    reading,
)

CLAIRE_IS = person_facts(CLAIRE, "Claire Duval", "03-01")
PAUL_IS = person_facts(PAUL, "Paul Martin", "03-01")
LISTENED_TO = "tout le monde demande à Claire Duval"


def silent() -> Person:
    return person("Claire Duval", silent_influencer=label(LISTENED_TO))


def told(remarks: tuple[Remark, ...]) -> list[tuple[str, str]]:
    return [(remark.kind.value, remark.name) for remark in remarks]


def test_a_contradiction_is_told_with_the_words_of_now_and_of_then() -> None:
    then = fact(CLAIRE, "person.title", "DAF", "03-02", quote="Claire, DAF")
    held = map_of(CLAIRE_IS, then)
    lines = lines_of(reading("Claire Duval, DSI", person("Claire Duval", title="DSI")), held)
    (remark,) = remark_on(lines, held, on("03-14"))
    assert (remark.kind, remark.name) == (RemarkKind.CONTRADICTION, "Claire Duval")
    assert (remark.before, remark.value) == ("DAF", "DSI")
    assert (remark.before_on, remark.on) == (on("03-02"), on("03-14"))
    assert remark.before_quote == Quote("src_a", 0, 11, "Claire, DAF")
    assert remark.quote is not None
    assert (remark.quote.text, remark.line_number) == ("DSI", 1)


def test_role_and_power_of_one_statement_are_one_surprise() -> None:
    held = map_of(
        CLAIRE_IS,
        PAUL_IS,
        fact(PAUL, "person.power", "decides", "03-02"),
        fact(PAUL, "person.role", "decision_maker", "03-02"),
    )
    decider = person(
        "Claire Duval", roles=[("decision_maker", "tranche")], powers=[("decides", "tranche")]
    )
    lines = lines_of(reading("Claire Duval tranche", decider), held)
    (remark,) = remark_on(lines, held, on("03-14"))
    assert (remark.name, remark.before) == ("Claire Duval", "Paul Martin")


def test_a_change_is_no_contradiction() -> None:
    held = map_of(CLAIRE_IS, fact(CLAIRE, "person.stance", "supporter", "03-02"))
    found = reading("Claire Duval est contre", person("Claire Duval", stance=("opposed", "contre")))
    assert remark_on(lines_of(found, held), held, on("03-14")) == ()


@pytest.mark.parametrize(("today", "late"), [("03-12", False), ("03-13", True)])
def test_a_promise_of_ours_is_overdue_the_day_after_it_was_due(today: str, late: bool) -> None:
    held = map_of(promise("envoyer le devis", due="03-12"))
    expected = [("overdue", "envoyer le devis")] if late else []
    assert told(remark_on((), held, on(today))) == expected


def test_a_promise_of_theirs_without_a_day_or_kept_is_no_remark() -> None:
    kept = promise("organiser la visite", due="03-05")
    held = map_of(
        promise("valider le plan", side="customer", due="03-05"),
        promise("envoyer le devis"),
        kept,
        events=[close(kept, "03-04")],
    )
    assert remark_on((), held, on("03-14")) == ()
    assert [one.fact.value["text"] for one in overdue_promises(held, on("03-14"), "customer")] == [
        "valider le plan"
    ]


def test_a_promise_that_this_very_note_says_is_kept_is_no_remark() -> None:
    late = promise("envoyer le devis", due="03-05")
    words = "le devis est parti"
    held = map_of(late)
    lines = lines_of(reading(words), held, closures=[closure(words, late, words)])
    assert remark_on(lines, held, on("03-14")) == ()


def test_the_promise_that_is_longest_overdue_comes_first() -> None:
    held = map_of(promise("le second", due="03-09"), promise("le premier", due="03-05"))
    assert [remark.name for remark in remark_on((), held, on("03-14"))] == [
        "le premier",
        "le second",
    ]


def test_somebody_deferred_to_and_never_met_is_told() -> None:
    lines = lines_of(reading(LISTENED_TO, silent()), map_of())
    assert told(remark_on(lines, map_of(), on("03-14"))) == [("unmet", "Claire Duval")]


def test_somebody_the_map_says_is_deferred_to_is_told_even_when_the_note_says_something_else() -> (
    None
):
    held = map_of(CLAIRE_IS, fact(CLAIRE, "person.silent_influencer", value=True))
    assert told(remark_on((), held, on("03-14"))) == [("unmet", "Claire Duval")]
    found = reading("Claire Duval est contre", person("Claire Duval", stance=("opposed", "contre")))
    assert told(remark_on(lines_of(found, held), held, on("03-14"))) == [("unmet", "Claire Duval")]


def test_somebody_met_before_is_not_told() -> None:
    met = fact(ACCOUNT, "account.touchpoint", {"participants": [CLAIRE]}, "03-02", item="m")
    held = map_of(CLAIRE_IS, met)
    lines = lines_of(reading(LISTENED_TO, silent()), held)
    assert remark_on(lines, held, on("03-14")) == ()
    influencer = fact(CLAIRE, "person.silent_influencer", value=True)
    assert unmet_influencers(map_of(CLAIRE_IS, met, influencer)) == []


def test_somebody_met_in_this_very_note_is_not_told() -> None:
    held = map_of(CLAIRE_IS)
    found = reading(LISTENED_TO, silent(), attendance=("Claire Duval",))
    assert remark_on(lines_of(found, held), held, on("03-14")) == ()


def test_there_are_three_remarks_at_most_and_no_kind_hides_another() -> None:
    held = map_of(
        CLAIRE_IS,
        fact(CLAIRE, "person.title", "DAF", "03-02"),
        fact(CLAIRE, "person.department", "achats", "03-02"),
        promise("le premier", due="03-05"),
        promise("le second", due="03-06"),
    )
    found = reading(
        f"Claire Duval, DSI ; {LISTENED_TO}",
        silent().model_copy(update={"title": "DSI", "department": "DSI"}),
    )
    remarks = remark_on(lines_of(found, held), held, on("03-14"))
    assert [remark.kind.value for remark in remarks] == ["contradiction", "overdue", "unmet"]


def test_what_a_person_typed_has_no_quote() -> None:
    assert quote_of(known(CLAIRE, "person.title", "DAF")) is None
    assert quote_of(fact(CLAIRE, "person.title", "DAF", quote="DAF")) == Quote("src_a", 0, 3, "DAF")
