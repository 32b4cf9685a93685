"""Notes, transcripts and mail threads that give orders: kept, read, answered from, and obeyed by nobody."""

from pathlib import Path

import pytest

from tests.injection.cases import Carrier
from tests.injection.ranges import NIGHTLY, PARTS, assert_harmless, seed_of_the_day, shoot

PASTED: tuple[Carrier, ...] = ("note", "transcript", "email")

pytestmark = pytest.mark.needs_shared


@pytest.mark.timeout(600)
@pytest.mark.parametrize("part", range(PARTS))
@pytest.mark.parametrize("carrier", PASTED)
def test_a_pasted_text_causes_nothing_but_lines_that_wait(
    carrier: Carrier, part: int, tmp_path: Path
) -> None:
    outcomes = shoot(tmp_path, carrier, part)
    assert_harmless(outcomes)
    # It is read by the model, which believes it: what it claims to have found waits for a person.
    assert all(one.reached for one in outcomes)
    assert sum(one.from_text for one in outcomes) > len(outcomes)


@pytest.mark.nightly
@pytest.mark.parametrize("part", range(PARTS))
@pytest.mark.parametrize("carrier", PASTED)
def test_nor_do_other_cases_every_night(carrier: Carrier, part: int, tmp_path: Path) -> None:
    assert_harmless(shoot(tmp_path, carrier, part, NIGHTLY, seed_of_the_day()))
