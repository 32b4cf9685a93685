"""Ids are ours: a prefix that says what the thing is, then text that sorts by time."""

import re
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from knowledge.domain.identifiers import new_id

AT = datetime(2026, 3, 14, 9, 0, tzinfo=UTC)


def test_an_id_says_what_it_names_and_has_26_characters_after_that() -> None:
    assert re.fullmatch(r"per_[0-9A-HJKMNP-TV-Z]{26}", new_id("per", AT))


def test_two_ids_of_one_instant_differ() -> None:
    assert new_id("fct", AT) != new_id("fct", AT)


@given(
    st.integers(min_value=1, max_value=10**10),
    st.integers(min_value=0, max_value=2**80 - 1),
    st.integers(min_value=0, max_value=2**80 - 1),
)
def test_ids_sort_by_the_time_they_were_made(later_ms: int, one: int, other: int) -> None:
    later = AT + timedelta(milliseconds=later_ms)
    assert new_id("evt", AT, one) < new_id("evt", later, other)
