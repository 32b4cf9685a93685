"""What a fact may say, what a person may type for it, and when two values are the same."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.domain.codes import Stance
from knowledge.domain.values import (
    ValueFault,
    ValueType,
    canonical,
    code,
    day,
    flag,
    money,
    people,
    person,
    record,
    text,
)

PAIN = record(
    text=text(), owner=person(optional=True), severity=code(("low", "high"), optional=True)
)
EUROS = {"amount": "120000", "currency": "EUR", "period": "once"}


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        (text(), "Directrice financière"),
        (text(optional=True), None),
        (code(Stance), "champion"),
        (flag(), False),
        (day(), "2026-02-28"),
        (money(), EUROS),
        (money(), {**EUROS, "amount": "0.5", "period": "month"}),
        (person(), {"id": "per_claire"}),
        (person(), {"name": "Claire Duval"}),
        (people(), []),
        (people(), ["per_claire", "per_paul"]),
        (PAIN, {"text": "on ressaisit tout"}),
        (PAIN, {"text": "on ressaisit tout", "owner": {"id": "per_paul"}, "severity": "high"}),
    ],
)
def test_it_lets_a_fitting_value_pass(kind: ValueType, value: Any) -> None:
    assert kind.check(value) is None


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        (text(), "  "),
        (text(), 12),
        (text(), None),
        (code(Stance), "enemy"),
        (code(Stance), ["champion"]),
        (flag(), "true"),
        (flag(), 1),
        (day(), "2026-02-30"),
        (day(), "14/03/2026"),
        (day(), "20260314"),
        (money(), {**EUROS, "amount": 120000}),
        (money(), {**EUROS, "amount": "NaN"}),
        (money(), {**EUROS, "amount": "beaucoup"}),
        (money(), {**EUROS, "currency": "euros"}),
        (money(), {**EUROS, "period": "weekly"}),
        (money(), {"amount": "1", "currency": "EUR"}),
        (person(), "Claire"),
        (person(), {"id": "per_claire", "name": "Claire"}),
        (person(), {"email": "claire@fonderie.fr"}),
        (people(), "per_claire"),
        (people(), [{"id": "per_claire"}]),
        (PAIN, {"owner": {"id": "per_paul"}}),
        (PAIN, {"text": "on ressaisit tout", "mood": "bad"}),
        (PAIN, {"text": "on ressaisit tout", "severity": "terrible"}),
    ],
)
def test_it_says_what_is_wrong_with_a_value_that_does_not_fit(kind: ValueType, value: Any) -> None:
    fault = kind.check(value)
    assert isinstance(fault, ValueFault)
    assert fault.expected


@pytest.mark.parametrize(
    ("kind", "typed", "value"),
    [
        (text(), "  DAF ", "DAF"),
        (code(("decision_maker",)), "Decision maker", "decision_maker"),
        (code(("third_party",)), "third-party", "third_party"),
        (flag(), "oui", True),
        (flag(), "No", False),
        (day(), "2026-03-14", "2026-03-14"),
        (person(), "Claire Duval", {"name": "Claire Duval"}),
        (person(), "per_claire", {"id": "per_claire"}),
        (people(), "per_claire, per_paul", ["per_claire", "per_paul"]),
        (PAIN, "on ressaisit tout", {"text": "on ressaisit tout"}),
        (PAIN, '{"text": "x", "severity": "low"}', {"text": "x", "severity": "low"}),
    ],
)
def test_it_reads_what_a_person_types(kind: ValueType, typed: str, value: Any) -> None:
    assert kind.parse(typed) == value


@pytest.mark.parametrize(
    ("typed", "amount", "currency"),
    [
        ("120000 EUR", "120000", "EUR"),
        ("120 000 €", "120000", "EUR"),
        ("120\u202f000,50 €", "120000.5", "EUR"),
        ("120,000 USD", "120000", "USD"),
        ("120.000 eur", "120000", "EUR"),
        ("1,234,567.80 GBP", "1234567.8", "GBP"),
        ("1.234,50 EUR", "1234.5", "EUR"),
        ("99.90 CHF", "99.9", "CHF"),
        ("120000.00 EUR", "120000", "EUR"),
        ("0 EUR", "0", "EUR"),
    ],
)
def test_it_reads_an_amount_however_either_language_writes_it(
    typed: str, amount: str, currency: str
) -> None:
    assert money().parse(typed) == {"amount": amount, "currency": currency, "period": "unknown"}


@pytest.mark.parametrize(
    ("kind", "typed"),
    [
        (text(), "   "),
        (code(Stance), "ennemi"),
        (flag(), "peut-être"),
        (day(), "demain"),
        (money(), "120000"),
        (money(), "120 k EUR"),
        (money(), "beaucoup d'argent"),
        (PAIN, '{"text": '),
        (PAIN, '{"mood": "bad"}'),
    ],
)
def test_it_refuses_what_it_cannot_read_instead_of_guessing(kind: ValueType, typed: str) -> None:
    assert isinstance(kind.parse(typed), ValueFault)


def test_what_is_typed_over_a_record_keeps_the_other_parts() -> None:
    held = {"text": "on ressaisit tout", "severity": "high", "owner": {"id": "per_paul"}}
    assert PAIN.amend(held, "double saisie") == {**held, "text": "double saisie"}
    assert PAIN.amend(held, '{"severity": "low"}') == {**held, "severity": "low"}


def test_what_is_typed_over_a_record_is_checked_like_any_value() -> None:
    held = {"text": "on ressaisit tout"}
    assert isinstance(PAIN.amend(held, '{"severity": "terrible"}'), ValueFault)
    assert isinstance(PAIN.amend(held, "  "), ValueFault)


def test_two_values_are_equal_when_only_the_order_of_their_parts_differs() -> None:
    assert canonical({"text": "x", "due": None}) == canonical({"due": None, "text": "x"})
    assert canonical(["per_a", "per_b"]) != canonical(["per_b", "per_a"])


def test_letters_are_stored_as_they_are() -> None:
    assert canonical({"text": "réservé"}) == '{"text":"réservé"}'


plain = st.recursive(
    st.none() | st.booleans() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3)
    ),
    max_leaves=8,
)


def reordered(value: Any) -> Any:
    """The same value with the parts of every record in the opposite order."""
    if isinstance(value, dict):
        return {key: reordered(part) for key, part in reversed(value.items())}
    return [reordered(part) for part in value] if isinstance(value, list) else value


@given(plain.flatmap(lambda one: st.tuples(st.just(one), plain | st.just(reordered(one)))))
def test_values_are_equal_exactly_when_their_canonical_texts_are(pair: tuple[Any, Any]) -> None:
    one, other = pair
    assert (canonical(one) == canonical(other)) == (one == other)
    assert json.loads(canonical(one)) == one


typable = st.sampled_from([text(), code(Stance), flag(), day(), money(), person(), people(), PAIN])


@given(typable, st.text(max_size=20) | st.sampled_from(["1,5 EUR", "oui", "2026-03-14", "{}", "x"]))
def test_whatever_is_typed_gives_a_value_that_fits_or_a_fault(kind: ValueType, typed: str) -> None:
    value = kind.parse(typed)
    assert isinstance(value, ValueFault) or kind.check(value) is None
