"""From facts to what holds: each rule on a page of its own, then the properties of them all."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any, NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.domain.account_map import build_account_map
from knowledge.domain.facts import Event, Fact
from knowledge.domain.fold import Folded, Held, fold
from tests.domain.build import (
    ACCOUNT,
    CLAIRE,
    NADIA,
    PAUL,
    close,
    event,
    fact,
    known,
    map_of,
    merge,
    on,
    promise,
    reopen,
    split,
    undo,
)


def held_of(*facts: Fact, events: Sequence[Event] = (), **bounds: date) -> Held:
    """What is held when all facts are about one thing."""
    (held,) = fold(facts, events, **bounds).held.values()
    return held


def values(facts: Sequence[Fact]) -> list[Any]:
    return [fact.value for fact in facts]


# Change or contradiction


def test_a_different_stance_later_is_a_change() -> None:
    held = held_of(
        fact(CLAIRE, "person.stance", "supporter", "03-02"),
        fact(CLAIRE, "person.stance", "opposed", "03-09"),
    )
    assert (held.fact.value, values(held.earlier), held.rivals) == ("opposed", ["supporter"], ())


def test_a_different_title_later_is_a_contradiction() -> None:
    held = held_of(
        fact(CLAIRE, "person.title", "DAF", "03-02"),
        fact(CLAIRE, "person.title", "DSI", "03-09"),
    )
    assert (held.fact.value, held.earlier, values(held.rivals)) == ("DSI", (), ["DAF"])


@pytest.mark.parametrize("quote", ["désormais DSI", "she is CIO now"])
def test_words_of_change_make_it_a_change(quote: str) -> None:
    held = held_of(
        fact(CLAIRE, "person.title", "DAF", "03-02"),
        fact(CLAIRE, "person.title", "DSI", "03-09", changed=True, quote=quote),
    )
    assert (values(held.earlier), held.rivals) == (["DAF"], ())


def test_words_of_change_settle_it_even_when_they_come_with_a_confirmation() -> None:
    held = held_of(
        fact(CLAIRE, "person.title", "DAF", "03-02"),
        fact(CLAIRE, "person.title", "DSI", "03-05"),
        fact(CLAIRE, "person.title", "DSI", "03-09", changed=True),
    )
    assert (held.fact.value, values(held.earlier), held.rivals) == ("DSI", ["DAF"], ())


def test_the_same_value_again_supersedes_nothing() -> None:
    held = held_of(
        fact(CLAIRE, "person.title", "DAF", "03-02"),
        fact(CLAIRE, "person.title", "DAF", "03-09"),
    )
    assert held.fact.valid_on == on("03-09")
    assert (values(held.agreeing), held.earlier, held.rivals) == (["DAF"], (), ())


def test_a_value_that_comes_back_agrees_with_its_first_statement() -> None:
    held = held_of(
        fact(CLAIRE, "person.title", "DAF", "03-02", source="src_a"),
        fact(CLAIRE, "person.title", "DSI", "03-05", source="src_b"),
        fact(CLAIRE, "person.title", "DAF", "03-09", source="src_c"),
    )
    assert (values(held.agreeing), values(held.rivals)) == (["DAF"], ["DSI"])


# Ties


@pytest.mark.parametrize("changed", [True, False])
def test_two_values_of_one_day_contradict_each_other_whatever_the_words(changed: bool) -> None:
    held = held_of(
        fact(CLAIRE, "person.stance", "supporter", source="src_a"),
        fact(CLAIRE, "person.stance", "opposed", source="src_b", changed=changed),
    )
    assert len(held.rivals) == 1


def test_the_tie_of_a_day_falls_the_same_way_whoever_came_first() -> None:
    one = fact(CLAIRE, "person.stance", "supporter", source="src_a")
    other = fact(CLAIRE, "person.stance", "opposed", source="src_b")
    assert held_of(one, other) == held_of(other, one)
    renumbered = held_of(one._replace(id=other.id), other._replace(id=one.id))
    assert renumbered.fact.value == held_of(one, other).fact.value


def test_a_day_told_twice_is_a_contradiction_unless_the_later_words_speak_of_change() -> None:
    then = fact(CLAIRE, "person.stance", "supporter", "03-02", learnt="03-02")
    told_later = fact(CLAIRE, "person.stance", "opposed", "03-02", learnt="03-09")
    assert values(held_of(then, told_later).rivals) == ["supporter"]
    assert held_of(then, told_later._replace(changed=True)).rivals == ()


def test_a_later_word_settles_the_tie_of_an_earlier_day() -> None:
    tie = (
        fact(CLAIRE, "person.stance", "supporter", "03-02", source="src_a"),
        fact(CLAIRE, "person.stance", "opposed", "03-02", source="src_b"),
    )
    for settled in ("supporter", "opposed", "neutral"):
        held = held_of(*tie, fact(CLAIRE, "person.stance", settled, "03-09", source="src_c"))
        assert (held.fact.value, held.rivals) == (settled, ())


# A person's own word


def test_what_a_person_knows_settles_a_contradiction() -> None:
    disputed = (
        fact(CLAIRE, "person.title", "DAF", "03-02"),
        fact(CLAIRE, "person.title", "DSI", "03-05"),
    )
    for settled in ("DAF", "DSI", "DG"):
        held = held_of(*disputed, known(CLAIRE, "person.title", settled, "03-09"))
        assert (held.fact.value, held.rivals) == (settled, ())


def test_what_a_person_knows_stands_above_what_a_note_says_the_same_day() -> None:
    held = held_of(
        known(CLAIRE, "person.title", "DAF", "03-02"),
        fact(CLAIRE, "person.title", "DSI", "03-02"),
    )
    assert (held.fact.value, held.rivals) == ("DAF", ())


def test_two_people_who_know_otherwise_on_one_day_contradict_each_other() -> None:
    held = held_of(
        known(CLAIRE, "person.title", "DAF", "03-02"),
        known(CLAIRE, "person.title", "DSI", "03-02"),
    )
    assert len(held.rivals) == 1


def test_a_later_note_contradicts_even_what_a_person_knew() -> None:
    held = held_of(
        known(CLAIRE, "person.title", "DAF", "03-02"),
        fact(CLAIRE, "person.title", "DSI", "03-09"),
    )
    assert (held.fact.value, values(held.rivals)) == ("DSI", ["DAF"])


# Confidence


@pytest.mark.parametrize(
    ("facts", "confidence"),
    [
        ([fact(CLAIRE, "person.title", "DAF", basis="assumed")], "assumed"),
        ([fact(CLAIRE, "person.title", "DAF")], "stated_once"),
        ([fact(CLAIRE, "person.title", "DAF", day, source="src_a") for day in ("03-02", "03-09")],
         "stated_once"),
        ([fact(CLAIRE, "person.title", "DAF", source=source) for source in ("src_a", "src_b")],
         "corroborated"),
        ([fact(CLAIRE, "person.title", "DAF", source="src_a"),
          fact(CLAIRE, "person.title", "DAF", source="src_b", basis="assumed")], "stated_once"),
        ([fact(CLAIRE, "person.title", "DAF"), known(CLAIRE, "person.title", "DAF")], "known"),
    ],
)  # fmt: skip
def test_confidence_counts_independent_sources(facts: list[Fact], confidence: str) -> None:
    assert held_of(*facts).confidence == confidence


def test_a_source_that_says_otherwise_corroborates_nothing() -> None:
    held = held_of(
        fact(CLAIRE, "person.title", "DAF", "03-02", source="src_a"),
        fact(CLAIRE, "person.title", "DSI", "03-05", source="src_b"),
    )
    assert held.confidence == "stated_once"


def test_words_from_before_a_change_corroborate_nothing() -> None:
    held = held_of(
        fact(CLAIRE, "person.stance", "supporter", "03-02", source="src_a"),
        fact(CLAIRE, "person.stance", "opposed", "03-05", source="src_b"),
        fact(CLAIRE, "person.stance", "supporter", "03-09", source="src_c"),
    )
    assert (held.fact.value, held.confidence) == ("supporter", "stated_once")


# Ended items


def test_an_ended_item_stays_readable() -> None:
    held = held_of(
        fact(CLAIRE, "person.role", "influencer", "03-02"),
        fact(CLAIRE, "person.role", None, "03-09", item="influencer"),
    )
    assert held.fact.ends
    assert values(held.earlier) == ["influencer"]


def test_an_ending_contradicts_nothing_and_nothing_contradicts_an_ending() -> None:
    held = held_of(
        fact(CLAIRE, "person.title", "DAF", "03-02"),
        known(CLAIRE, "person.title", None, "03-05"),
        fact(CLAIRE, "person.title", "DSI", "03-09"),
    )
    assert (held.fact.value, held.rivals) == ("DSI", ())
    assert values(held.earlier) == ["DAF", None]


def test_items_of_one_attribute_live_side_by_side() -> None:
    folded = fold(
        [fact(CLAIRE, "person.role", "influencer"), fact(CLAIRE, "person.role", "end_user")]
    )
    assert {item for _, _, item in folded.held} == {"influencer", "end_user"}


def test_an_attribute_of_a_later_version_is_kept_out() -> None:
    assert fold([fact(CLAIRE, "person.horoscope", "lion")]).held == {}


# Closing and reopening


def test_a_closed_promise_is_closed_from_its_day_on() -> None:
    promised = promise("envoyer le devis", "03-02")
    closing = close(promised, "03-09")
    assert held_of(promised, events=[closing]).closed == closing
    assert held_of(promised, events=[closing], as_of=on("03-08")).closed is None
    assert held_of(promised, events=[closing], valid_on=on("03-08")).closed is None


def test_a_closing_learnt_later_was_not_believed_before() -> None:
    promised = promise("envoyer le devis", "03-02")
    closing = close(promised, "03-05", learnt="03-12")
    assert held_of(promised, events=[closing], as_of=on("03-08")).closed is None
    assert held_of(promised, events=[closing], valid_on=on("03-08")).closed == closing


def test_a_reopened_promise_is_open_and_can_be_closed_again() -> None:
    promised = promise("envoyer le devis", "03-02")
    events = [close(promised, "03-05"), reopen(promised, "03-07")]
    assert held_of(promised, events=events).closed is None
    assert held_of(promised, events=events, as_of=on("03-06")).closed == events[0]
    assert held_of(promised, events=[*events, close(promised, "03-09")]).closed is not None


def test_what_is_promised_again_after_its_closing_is_open_again() -> None:
    promised = promise("envoyer le devis", "03-02")
    again = promise("envoyer le devis", "03-20")
    assert held_of(promised, again, events=[close(promised, "03-09")]).closed is None
    assert held_of(promised, again, events=[close(promised, "03-20")]).closed is not None


def test_closing_one_item_leaves_the_others_open() -> None:
    quote, visit = promise("envoyer le devis"), promise("organiser la visite")
    folded = fold([quote, visit], [close(quote, "03-09")])
    closed = {key[2]: held.closed is not None for key, held in folded.held.items()}
    assert closed == {quote.item: True, visit.item: False}


# Undo, merge, split


def test_an_undone_fact_is_gone_at_every_date() -> None:
    wrong = fact(CLAIRE, "person.title", "DAF", "03-02")
    right = fact(CLAIRE, "person.title", "DSI", "03-01")
    taken = undo(wrong)
    assert values([held_of(wrong, right, events=[taken]).fact]) == ["DSI"]
    assert held_of(wrong, right, events=[taken], as_of=on("03-03")).fact == right


@pytest.mark.parametrize("kind", ["undo", "retract"])
def test_an_undone_undo_brings_the_fact_back(kind: str) -> None:
    title = fact(CLAIRE, "person.title", "DAF")
    first = undo(title, kind=kind)
    second = undo(first)
    assert fold([title], [first]).held == {}
    assert held_of(title, events=[first, second]).fact == title
    assert fold([title], [first, second, undo(second)]).held == {}


def test_an_undone_closing_leaves_the_item_open() -> None:
    promised = promise("envoyer le devis", "03-02")
    closing = close(promised, "03-09")
    assert held_of(promised, events=[closing, undo(closing)]).closed is None


def test_merged_people_are_one_person_with_two_names() -> None:
    folded = fold(
        [
            fact(CLAIRE, "person.name", "Claire Duval", "03-01"),
            fact(PAUL, "person.name", "Mme Duval", "03-05"),
            fact(PAUL, "person.title", "DAF", "03-05"),
        ],
        [merge(PAUL, CLAIRE)],
    )
    assert {subject for subject, _, _ in folded.held} == {CLAIRE}
    assert folded.held[CLAIRE, "person.name", ""].fact.value == "Claire Duval"
    assert folded.held[CLAIRE, "person.title", ""].fact.value == "DAF"
    assert folded.same_as == {PAUL: CLAIRE}


def test_merging_holds_at_every_date() -> None:
    title = fact(PAUL, "person.title", "DAF", "03-01")
    folded = fold([title], [merge(PAUL, CLAIRE, day="03-20")], as_of=on("03-02"))
    assert list(folded.held) == [(CLAIRE, "person.title", "")]


def test_merging_in_a_chain_or_in_a_circle_ends_with_one_person() -> None:
    chain = [merge(NADIA, PAUL), merge(PAUL, CLAIRE), merge(CLAIRE, NADIA)]
    assert fold([], chain).same_as == {NADIA: CLAIRE, PAUL: CLAIRE}


def test_an_undone_merge_leaves_two_people() -> None:
    titles = [fact(CLAIRE, "person.title", "DAF"), fact(PAUL, "person.title", "DSI")]
    merged = merge(PAUL, CLAIRE)
    assert fold(titles, [merged, undo(merged)]) == fold(titles)


def test_a_split_moves_the_facts_that_are_named_and_no_others() -> None:
    title, stance = fact(CLAIRE, "person.title", "DAF"), fact(CLAIRE, "person.stance", "opposed")
    folded = fold([title, stance], [split(CLAIRE, PAUL, stance)])
    assert set(folded.held) == {(CLAIRE, "person.title", ""), (PAUL, "person.stance", "")}


def test_facts_split_off_follow_their_new_person_when_that_one_is_merged() -> None:
    stance = fact(CLAIRE, "person.stance", "opposed")
    folded = fold([stance], [split(CLAIRE, PAUL, stance), merge(PAUL, NADIA)])
    assert set(folded.held) == {(NADIA, "person.stance", "")}


# As of a day, valid on a day


def test_as_of_a_day_knows_nothing_learnt_later() -> None:
    then = fact(CLAIRE, "person.title", "DAF", "03-01")
    told_later = fact(CLAIRE, "person.title", "DSI", "03-02", learnt="03-20", changed=True)
    assert held_of(then, told_later, as_of=on("03-10")).fact.value == "DAF"
    assert held_of(then, told_later, valid_on=on("03-10")).fact.value == "DSI"


def test_a_coming_change_does_not_hold_before_its_day() -> None:
    now = fact(CLAIRE, "person.status", "active", "03-01")
    announced = fact(CLAIRE, "person.status", "left", "06-01", learnt="03-05")
    assert held_of(now, announced, as_of=on("03-10")).fact.value == "active"
    assert held_of(now, announced, as_of=on("06-01")).fact.value == "left"


def test_both_bounds_together_keep_the_narrower_one() -> None:
    early = fact(CLAIRE, "person.stance", "neutral", "03-01")
    late = fact(CLAIRE, "person.stance", "opposed", "03-05")
    assert held_of(early, late, as_of=on("03-09"), valid_on=on("03-02")).fact == early
    assert held_of(early, late, as_of=on("03-02"), valid_on=on("03-09")).fact == early


# Properties: generated ledgers with merges, splits, undo, closings, same days, any order

DAYS = [on("03-01") + timedelta(days=at) for at in range(6)]
SAYS: list[tuple[str, str, list[Any]]] = [
    ("person.title", "", ["DAF", "DSI", "DG", None]),
    ("person.stance", "", ["supporter", "opposed", "neutral"]),
    ("person.name", "", ["Claire", "Claire Duval"]),
    ("person.role", "decision_maker", ["decision_maker", None]),
    ("person.power", "decides", ["decides"]),
    ("person.horoscope", "", ["lion"]),
]
PROMISES = ["devis", "visite"]


class Ledger(NamedTuple):
    """Facts and events of one account, in the order in which they were accepted."""

    facts: tuple[Fact, ...]
    events: tuple[Event, ...]


@st.composite
def some_fact(draw: st.DrawFn, number: int, days: Sequence[date] = DAYS) -> Fact:
    valid, learnt = draw(st.sampled_from(days)), draw(st.sampled_from(days))
    source = draw(st.sampled_from(["src_a", "src_b", None]))
    if draw(st.integers(0, 3)) == 0:
        words = draw(st.sampled_from(PROMISES))
        due = draw(st.sampled_from([None, "2026-04-01"]))
        value = {"text": words, "side": "us"} | ({"due": due} if due else {})
        subject, attribute, item = ACCOUNT, "account.promise", words
    else:
        subject = draw(st.sampled_from([CLAIRE, PAUL, NADIA]))
        attribute, item, options = draw(st.sampled_from(SAYS))
        value = draw(st.sampled_from(options))
    return fact(
        subject, attribute, value, valid.isoformat(), item=item, learnt=learnt.isoformat(),
        source=source, changed=draw(st.booleans()), id=f"fct_{number:03d}",
        basis=draw(st.sampled_from(["assumed", "stated_once"])) if source else "known",
    )  # fmt: skip


def some_facts(start: int = 0, days: Sequence[date] = DAYS) -> st.SearchStrategy[tuple[Fact, ...]]:
    spread = st.integers(0, 12).flatmap(
        lambda size: st.tuples(*(some_fact(start + at, days) for at in range(size)))
    )
    return spread | disputes(start, days)


@st.composite
def disputes(draw: st.DrawFn, start: int = 0, days: Sequence[date] = DAYS) -> tuple[Fact, ...]:
    """Many words about one thing in three days: changes, contradictions and ties."""
    attribute, item, options = draw(st.sampled_from(SAYS[:3]))
    said = draw(
        st.lists(
            st.tuples(
                st.sampled_from(options), st.sampled_from(days[:3]), st.booleans(),
                st.sampled_from(["src_a", "src_b", "src_c", None]),
            ),
            min_size=2, max_size=7,
        )
    )  # fmt: skip
    return tuple(
        fact(
            CLAIRE, attribute, value, day.isoformat(), item=item, source=source, changed=changed,
            basis="stated_once" if source else "known", id=f"fct_{start + at:03d}",
        )
        for at, (value, day, changed, source) in enumerate(said)
    )  # fmt: skip


@st.composite
def some_closing(draw: st.DrawFn, number: int, days: Sequence[date] = DAYS) -> Event:
    payload = {
        "subject": ACCOUNT,
        "attribute": "account.promise",
        "item": draw(st.sampled_from(PROMISES)),
    }
    kind = draw(st.sampled_from(["close", "reopen"]))
    day, learnt = draw(st.sampled_from(days)), draw(st.sampled_from(days))
    return event(kind, payload, day.isoformat(), learnt=learnt.isoformat(), id=f"evt_{number:03d}")


@st.composite
def ledgers(draw: st.DrawFn) -> Ledger:
    facts = draw(some_facts())
    ids = [one.id for one in facts]
    events: list[Event] = []
    subjects = [CLAIRE, PAUL, NADIA]
    for number in range(draw(st.integers(0, 5))):
        kind = draw(st.sampled_from(["merge", "split", "undo", "retract", "closing"]))
        some = draw(st.lists(st.sampled_from(ids), max_size=3)) if ids else []
        told = [one.id for one in events]
        payload: dict[str, Any]
        if kind == "closing":
            events.append(draw(some_closing(number)))
            continue
        if kind in ("undo", "retract"):
            back = draw(st.lists(st.sampled_from(told), max_size=2)) if told else []
            payload = {"facts": some, "events": back}
        else:
            one, other = draw(st.permutations(subjects))[:2]
            payload = {"from": one, "into": other}
            if kind == "split":
                payload = {"person": one, "into": other, "facts": some}
        events.append(event(kind, payload, id=f"evt_{number:03d}"))
    return Ledger(facts, tuple(events))


def contents(folded: Folded) -> dict[Any, Any]:
    """What is held without the ids of facts."""
    return {
        key: (
            held.fact.value_json,
            sorted((one.value_json, one.source_id or "") for one in held.agreeing),
            sorted((one.value_json, one.source_id or "") for one in held.rivals),
            sorted((one.value_json, one.source_id or "") for one in held.earlier),
            held.confidence,
        )
        for key, held in folded.held.items()
    }


@given(ledgers(), st.data())
def test_the_fold_does_not_depend_on_the_order_in_which_facts_arrive(
    ledger: Ledger, data: st.DataObject
) -> None:
    facts = data.draw(st.permutations(ledger.facts))
    events = data.draw(st.permutations(ledger.events))
    assert fold(facts, events) == fold(*ledger)
    shuffled = build_account_map(ACCOUNT, facts, events)
    in_order = build_account_map(ACCOUNT, *ledger)
    assert [one.id for one in shuffled.people] == [one.id for one in in_order.people]
    assert shuffled.contradictions == in_order.contradictions
    assert shuffled.passed_on == in_order.passed_on


@given(disputes() | some_facts(), st.data())
def test_what_holds_does_not_depend_on_the_order_in_which_facts_were_accepted(
    facts: tuple[Fact, ...], data: st.DataObject
) -> None:
    """Accepted in another order, the same statements have other ids and hold the same."""
    ids = data.draw(st.permutations([one.id for one in facts]))
    renumbered = [one._replace(id=id_) for one, id_ in zip(facts, ids, strict=True)]
    assert contents(fold(renumbered)) == contents(fold(facts))


@given(ledgers(), st.sampled_from(DAYS), st.data())
def test_as_of_a_day_never_sees_what_was_learnt_or_came_true_later(
    ledger: Ledger, day: date, data: st.DataObject
) -> None:
    later = [one for one in DAYS if one > day] or [day + timedelta(days=1)]
    unknown_then = data.draw(some_facts(start=500, days=later))
    learnt_later = [one._replace(valid_on=DAYS[0]) for one in unknown_then]
    coming = [one._replace(learnt_on=DAYS[0], id=f"{one.id}c") for one in unknown_then]
    closing = data.draw(some_closing(900, days=later))
    told_later = closing._replace(id="evt_901", valid_on=DAYS[0])
    promised = [fact(ACCOUNT, "account.promise", {"text": words, "side": "us"}, "03-01", item=words)
                for words in PROMISES]  # fmt: skip
    then = ([*ledger.facts, *promised], ledger.events)
    more = ([*then[0], *learnt_later, *coming], [*ledger.events, closing, told_later])
    assert fold(*more, as_of=day) == fold(*then, as_of=day)
    for held in fold(*more, as_of=day).held.values():
        assert all(one.valid_on <= day and one.learnt_on <= day for one in held.behind)


@given(ledgers(), st.sampled_from(DAYS), st.data())
def test_valid_on_a_day_never_sees_what_came_true_later(
    ledger: Ledger, day: date, data: st.DataObject
) -> None:
    coming = data.draw(some_facts(start=500, days=[day + timedelta(days=1)]))
    coming = tuple(one._replace(learnt_on=DAYS[0]) for one in coming)
    more = ([*ledger.facts, *coming], ledger.events)
    assert fold(*more, valid_on=day) == fold(*ledger, valid_on=day)


@given(ledgers(), some_facts(start=500), some_closing(950))
def test_accepting_and_then_undoing_restores_the_map_exactly(
    ledger: Ledger, accepted: tuple[Fact, ...], closing: Event
) -> None:
    taken = event(
        "undo", {"facts": [one.id for one in accepted], "events": [closing.id]}, id="evt_999"
    )
    after = ([*ledger.facts, *accepted], [*ledger.events, closing, taken])
    assert fold(*after) == fold(*ledger)


@given(ledgers(), st.data())
def test_undoing_any_event_gives_the_ledger_without_it(ledger: Ledger, data: st.DataObject) -> None:
    if not ledger.events:
        return
    back = data.draw(st.sampled_from(ledger.events))
    # What the event itself took back is not asked here: another undo may have taken it back too.
    taken = event("undo", {"facts": [], "events": [back.id]}, id="evt_999")
    without = [one for one in ledger.events if one.id != back.id]
    assert fold(ledger.facts, [*ledger.events, taken]) == fold(ledger.facts, without)


@given(ledgers())
def test_superseded_facts_stay_readable(ledger: Ledger) -> None:
    """Every fact that nobody took back stands exactly once behind what is held."""
    merges_and_undo = fold(*ledger)
    behind = [one.id for held in merges_and_undo.held.values() for one in held.behind]
    gone = gone_by_hand(ledger.events)
    kept = [
        one.id for one in ledger.facts if one.id not in gone and one.attribute != "person.horoscope"
    ]
    assert sorted(behind) == sorted(kept)


def gone_by_hand(events: Sequence[Event]) -> set[str]:
    """The facts taken back, by trying for each event whether a later live one takes it back."""

    def lives(at: int) -> bool:
        return not any(
            events[at].id in later.payload.get("events", ()) and lives(at + 1 + offset)
            for offset, later in enumerate(events[at + 1 :])
        )

    takers = [one for at, one in enumerate(events) if one.kind in ("undo", "retract") and lives(at)]
    return {fact_id for taker in takers for fact_id in taker.payload["facts"]}


@given(ledgers())
def test_what_is_held_is_never_older_than_what_it_superseded(ledger: Ledger) -> None:
    for held in fold(*ledger).held.values():
        last = (held.fact.valid_on, held.fact.learnt_on)
        assert all((one.valid_on, one.learnt_on) <= last for one in held.behind)
        assert all(one.value_json == held.fact.value_json for one in held.agreeing)
        assert all(one.value_json != held.fact.value_json for one in held.rivals)


@given(ledgers(), ledgers())
def test_adding_facts_of_one_account_changes_no_other(ledger: Ledger, other: Ledger) -> None:
    """The other account knows people of the same ids and the same events about them."""
    theirs = [one._replace(account_id="acc_other", id=f"{one.id}x") for one in other.facts]
    told = [one._replace(account_id="acc_other", id=f"{one.id}x") for one in other.events]
    alone = build_account_map(ACCOUNT, *ledger)
    together = build_account_map(ACCOUNT, [*theirs, *ledger.facts], [*told, *ledger.events])
    assert together == alone
    assert [one.name for one in together.people] == [one.name for one in alone.people]


def test_a_map_of_nothing_holds_nothing() -> None:
    assert map_of().held == {}
    assert map_of().people == ()
