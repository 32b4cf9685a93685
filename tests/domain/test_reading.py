"""The contract of a reading: the published form of the annotation guide, nothing more."""

from datetime import date
from decimal import Decimal

import pytest
from pydantic import ValidationError

from knowledge.domain.codes import Side
from knowledge.domain.reading import Budget, Label, Owned, Person, Reading, Relation


def test_the_published_form_has_no_inner_fields() -> None:
    found = Reading(
        account="Fonderie Arnaud",
        date=date(2026, 3, 14),
        people=(
            Person(
                name="Claire Duval",
                side=Side.CUSTOMER,
                silent_influencer=Label(quote="on l'écoute", start=3, end=14, reason="rule"),
                mention=Label(quote="Claire Duval"),
            ),
        ),
    )
    published = found.to_json_object()
    (claire,) = published["people"]
    assert published["date"] == "2026-03-14"
    assert claire["silent_influencer"] == {"quote": "on l'écoute"}
    assert claire["status"] == "active"
    assert not {"mention", "title_label", "status_label"} & set(claire)


def test_the_published_form_keeps_what_it_knows_of_confidence() -> None:
    found = Reading(account="A", goals=(Owned(quote="deux sites", confidence=0.5),))
    assert found.to_json_object()["goals"] == [
        {"quote": "deux sites", "confidence": 0.5, "owner": None}
    ]


def test_a_relation_leads_from_one_to_another_in_json() -> None:
    relation = {"from": "Claire", "to": "Paul", "kind": "influences", "quote": "il la consulte"}
    found = Reading(account="A", relations=(Relation.model_validate(relation),))
    assert found.to_json_object()["relations"] == [relation]


@pytest.mark.parametrize(
    ("amount", "number"), [(Decimal("120000"), 120000), (Decimal("99.5"), 99.5)]
)
def test_an_amount_is_published_as_a_plain_number(amount: Decimal, number: float) -> None:
    found = Reading(account="A", budget=(Budget(quote="q", amount=amount, currency="EUR"),))
    (budget,) = found.to_json_object()["budget"]
    assert budget["amount"] == number
    assert type(budget["amount"]) is type(number)


def test_a_stored_reading_comes_back_whole() -> None:
    found = Reading(
        account="A",
        people=(Person(name="Zoé", side=Side.US, mention=Label(quote="Zoé", start=0, end=3)),),
        relations=(
            Relation.model_validate({"from": "a", "to": "b", "kind": "replaces", "quote": "q"}),
        ),
        budget=(Budget(quote="q", amount=Decimal("99.50"), currency="EUR"),),
    )
    assert Reading.model_validate_json(found.model_dump_json()) == found


@pytest.mark.parametrize(
    "given",
    [
        {"account": "A", "mood": "good"},
        {"account": "A", "people": [{"name": "Claire"}]},
        {"account": "A", "people": [{"name": "Claire", "side": "enemy"}]},
        {"account": "A", "goals": [{"quote": "q", "confidence": 1.5}]},
        {"account": "A", "goals": [{}]},
    ],
)
def test_a_reading_with_unknown_or_missing_parts_is_refused(given: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        Reading.model_validate(given)
