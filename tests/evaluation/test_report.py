"""What a report says beside the scores: traps, quotes, bands, intervals, mistakes."""

from typing import Any

import pytest

from knowledge.evaluation.report import JUDGED_FROM, Aside, Mistake
from knowledge.evaluation.scoring import score
from tests.evaluation.build import gold, person, reading, scored

TEXT = "Claire Duval, finance: I only sign, ask Amir. Amir may leave, says the porter."
SIGN = {"quote": "I only sign"}


@pytest.mark.parametrize(
    ("field", "value", "said", "unsaid"),
    [
        ("role", "decision_maker", {"roles": [{"role": "decision_maker", **SIGN}]},
         {"roles": [{"role": "influencer", **SIGN}]}),
        ("power", "decides", {"powers": [{"power": "decides", **SIGN}]},
         {"powers": [{"power": "signs", **SIGN}]}),
        ("stance", "opposed", {"stance": {"value": "opposed", **SIGN}},
         {"stance": {"value": "reserved", **SIGN}}),
        ("status", "leaving", {"status": "leaving"}, {"status": "absent"}),
        ("side", "us", {"side": "us"}, {"side": "customer"}),
        ("title", "Présidente", {"title": "presidente"}, {"title": "adjointe"}),
    ],
)  # fmt: skip
def test_what_must_not_be_read_is_counted_when_it_was(
    field: str, value: str, said: dict[str, Any], unsaid: dict[str, Any]
) -> None:
    trap = {"person": "Claire", "field": field, "value": value, "why": "negation"}
    note = gold(TEXT, people=[person("Claire Duval", "Claire")], must_not=[trap])
    for labels, violated in ((said, 1), (unsaid, 0)):
        found = reading(people=[person("claire duval", **labels)])
        totals = scored(note, found).totals_of()
        assert (totals.must_not, totals.violated) == (1, violated)


def test_a_trap_about_somebody_else_is_not_sprung() -> None:
    trap = {"person": "Claire", "field": "status", "value": "leaving", "why": "hearsay"}
    note = gold(TEXT, must_not=[trap])
    found = reading(people=[person("Amir", status="leaving"), person("Claire")])
    assert scored(note, found).totals_of().violated == 0


def test_a_quote_that_is_not_in_the_text_is_counted() -> None:
    found = reading(
        people=[person("Claire", title="CFO", title_quote="finance: I only")],
        pains=[{"quote": "I only sign"}, {"quote": "i only sign"}],
    )
    totals = scored(gold(TEXT), found).totals_of()
    assert (totals.quotes, totals.quotes_absent) == (3, 1)


def test_a_note_without_a_reading_is_counted_as_unread_and_labels_not_shown_are_added_up() -> None:
    notes = [gold(TEXT, "en", "a", people=[person("Claire")]), gold(TEXT, "en", "b")]
    report = score(notes, {"b": reading()}, aside={"b": Aside(ungrounded=2, taken_back=1)})
    totals = report.totals_of()
    assert (totals.notes, totals.unread, totals.ungrounded, totals.taken_back) == (2, 1, 2, 1)
    assert report.score_of("people").labels == 1
    assert scored(gold(TEXT), reading()).totals_of().ungrounded is None


def test_sure_labels_are_right_or_not_and_decisions_are_counted() -> None:
    note = gold(TEXT, pains=[{"quote": "I only sign"}], goals=[{"quote": "ask Amir"}])
    found = reading(
        pains=[{"quote": "I only sign", "band": "sure"}],
        goals=[
            {"quote": "says the porter", "band": "sure"},
            {"quote": "ask Amir", "band": "decide"},
        ],
    )
    report = scored(note, found)
    share = report.share_of("sure")
    assert (share.of, share.right) == (2, 1)
    assert report.totals_of().decide_per_note == 1.0


def test_without_bands_sure_is_what_review_would_tick_and_nothing_is_said_of_decisions() -> None:
    note = gold(TEXT, pains=[{"quote": "I only sign"}])
    found = reading(
        pains=[{"quote": "I only sign", "confidence": 0.95}],
        goals=[{"quote": "ask Amir", "confidence": 0.6}],
    )
    report = scored(note, found)
    assert report.share_of("sure").of == 1
    assert report.totals_of().decide_per_note is None


def test_languages_are_reported_apart_and_together() -> None:
    notes = [
        gold(TEXT, "en", "a", people=[person("Claire")]),
        gold(TEXT, "fr", "b", people=[person("Claire")]),
        gold(TEXT, "mixed", "c", people=[person("Claire")]),
    ]
    report = score(notes, {"a": reading(people=[person("Claire")])}, {"a": 0.2, "b": 0.4})
    assert [one.lang for one in report.totals] == ["en", "fr", "mixed", "all"]
    assert [one.right for one in report.scores if one.kind == "people"] == [1, 0, 0, 1]
    assert report.totals_of("en").cpu_s_per_note == 0.2
    assert report.totals_of("mixed").cpu_s_per_note is None


def test_intervals_come_from_a_fixed_seed_and_hold_the_figure() -> None:
    notes = [gold(TEXT, "en", str(at), people=[person("Claire")]) for at in range(20)]
    readings = {str(at): reading(people=[person("Claire")]) for at in range(12)}
    one, again = (score(notes, readings).score_of("people").recall for _ in range(2))
    assert one == again
    assert one is not None
    assert one.low < one.value < one.high
    assert (one.value, one.low > 0.3, one.high < 0.9) == (0.6, True, True)


@pytest.mark.parametrize(("labels", "judged"), [(JUDGED_FROM - 1, False), (JUDGED_FROM, True)])
def test_few_labels_are_shown_and_not_judged(labels: int, judged: bool) -> None:
    notes = [gold(TEXT, "en", str(at), people=[person("Claire")]) for at in range(labels)]
    assert score(notes, {}).score_of("people").judged is judged


def test_no_notes_give_a_report_without_figures() -> None:
    report = score([], {})
    assert report.score_of("people").f1 is None
    assert report.totals_of().notes == 0


def test_mistakes_say_what_was_missed_added_and_different() -> None:
    note = gold(TEXT, people=[person("Claire")], pains=[{"quote": "I only sign"}])
    found = reading(people=[person("Claire", side="us")], goals=[{"quote": "ask Amir"}])
    assert scored(note, found).mistakes == (
        Mistake("pains", "missed", "n1", "en", quote="I only sign"),
        Mistake("goals", "extra", "n1", "en", quote="ask Amir"),
        Mistake("sides", "differs", "n1", "en", "customer", "us", "Claire"),
    )
