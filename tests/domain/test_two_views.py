"""A reason that holds two views, and reasons that do not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.domain.two_views import TwoViews, readers_differ, views_of


def test_views_come_back_from_their_reason() -> None:
    views = TwoViews("stance", "supporter", "opposed")
    assert views.as_reason() == "readers_differ|about=stance|model=supporter|rules=opposed"
    assert views_of(views.as_reason()) == views
    assert readers_differ(views.as_reason())


@given(st.text(), st.text())
def test_whatever_a_name_holds_there_are_two_views(model: str, rules: str) -> None:
    found = views_of(TwoViews("holder", model, rules).as_reason())
    assert found is not None
    assert found.about == "holder"


@pytest.mark.parametrize(
    "reason", ["", "named", "champion: …", "model", "readers_differ", "readers_differ|about=stance"]
)
def test_other_reasons_hold_no_views(reason: str) -> None:
    assert views_of(reason) is None
