"""Proposals and reviews: nothing lost on the way to JSON and back, one decision per line and round."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from knowledge.domain.codes import Band
from knowledge.domain.proposals import (
    Candidate,
    Decision,
    Line,
    LineKind,
    LineState,
    Remark,
    RemarkKind,
    Statement,
    Verdict,
)  # fmt: skip
from knowledge.domain.quotes import Quote
from knowledge.domain.sources import Source
from knowledge.errors import AlreadyDecided, NothingToUndo, UnknownAccount, UnknownProposal
from knowledge.store import proposals, reviews
from knowledge.store.engine import Store
from knowledge.store.line_json import (
    line_from_json,
    line_to_json,
    remarks_from_json,
    remarks_to_json,
)  # fmt: skip
from knowledge.store.tables import decisions
from tests.store.building import ME, NOW, WS, add, line_of, proposal_of, remark_of, save, source_of

texts = st.text(max_size=20)
values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | texts,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=3),
    max_leaves=5,
)
days = st.dates(date(1, 1, 1))
quotes = st.none() | st.builds(Quote, texts, st.integers(0), st.integers(0), texts)
statements = st.builds(Statement, texts, texts, texts, values)
lines = st.builds(
    Line,
    id=texts, number=st.integers(1), kind=st.sampled_from(LineKind), subject_name=texts,
    says=statements, quote=quotes, valid_on=days, learnt_on=days,
    confidence=st.floats(0, 1), band=st.sampled_from(Band), basis=texts, reason=texts,
    changed=st.booleans(), before=values, before_fact_id=st.none() | texts,
    before_name=st.none() | texts, also=st.lists(statements, max_size=2).map(tuple),
    needs=st.lists(texts, max_size=2).map(tuple),
    candidates=st.lists(st.builds(Candidate, texts, texts, st.none() | texts), max_size=2).map(tuple),
    state=st.sampled_from(LineState),
)  # fmt: skip
remarks = st.builds(
    Remark, st.sampled_from(RemarkKind), texts, texts, values, values, st.none() | days,
    st.none() | days, quotes, quotes, st.none() | st.integers(1),
)  # fmt: skip


@given(lines)
def test_a_line_comes_back_as_it_went(line: Line) -> None:
    back = line_from_json(line_to_json(line), line.number, line.state)
    assert back == line
    assert back.shown_hash() == line.shown_hash()


@given(st.lists(remarks, max_size=3).map(tuple))
def test_remarks_come_back_as_they_went(made: tuple[Remark, ...]) -> None:
    assert remarks_from_json(remarks_to_json(made)) == made


@pytest.fixture
def source(store: Store) -> Source:
    with store.write() as conn:
        return add(conn, "Dana decides")


def two_lines(source: Source) -> tuple[Line, Line]:
    first = line_of("lin_1", 1, Statement("per_1", "person.name", "", "Dana"), "Dana", source)
    second = line_of("lin_2", 2, Statement("per_1", "person.power", "decides", "decides"),
                     "decides", source, needs=("lin_1",))  # fmt: skip
    return first, second


def decide(line_id: str, review: str, verdict: Verdict = Verdict.ACCEPT) -> Decision:
    return Decision(line_id, verdict, "me", NOW, review)


def record(store: Store, review: str, *line_ids: str) -> None:
    with store.write() as conn:
        states = dict.fromkeys(line_ids, LineState.ACCEPTED)
        made = [decide(line_id, review) for line_id in line_ids]
        reviews.record_review(conn, review, "prp_1", made, states)


def test_a_proposal_comes_back_as_it_went(store: Store, source: Source) -> None:
    made = proposal_of(source, *two_lines(source), remarks=(remark_of(),), set_aside=3)
    save(store, made, {"account": "Acme"})
    with store.read() as conn:
        stored = proposals.load_proposal(conn, "prp_1", ME)
    assert stored is not None
    assert stored.proposal == made
    assert stored.reading == {"account": "Acme"}
    assert stored.rounds == {"lin_1": 1, "lin_2": 1}
    assert stored.shown_hashes["lin_1"] == made.lines[0].shown_hash()


def test_a_proposal_for_an_account_that_is_not_there_is_refused(store: Store) -> None:
    with pytest.raises(UnknownAccount):
        save(store, proposal_of(source_of("x", account="acc_none")))


def test_proposals_are_listed_while_a_line_waits(store: Store, source: Source) -> None:
    save(store, proposal_of(source, *two_lines(source)))
    record(store, "rev_1", "lin_1")
    with store.read() as conn:
        listed = proposals.list_proposals(conn, WS, ME, account_id="acc_acme")
    assert [(one.id, one.lines, one.pending) for one in listed] == [("prp_1", 2, 1)]
    record(store, "rev_2", "lin_2")
    with store.read() as conn:
        assert proposals.list_proposals(conn, WS, ME) == []
        assert len(proposals.list_proposals(conn, WS, ME, pending_only=False)) == 1


def test_a_second_decision_of_a_line_is_refused_whole(store: Store, source: Source) -> None:
    save(store, proposal_of(source, *two_lines(source)))
    record(store, "rev_1", "lin_1")
    with pytest.raises(AlreadyDecided):
        record(store, "rev_2", "lin_2", "lin_1")
    with store.read() as conn:
        assert [review.id for review in reviews.list_reviews(conn, "prp_1", ME)] == ["rev_1"]
        stored = proposals.load_proposal(conn, "prp_1", ME)
    assert stored is not None
    assert [line.id for line in stored.proposal.pending] == ["lin_2"]


def test_the_unique_key_alone_keeps_a_line_from_two_decisions(store: Store, source: Source) -> None:
    save(store, proposal_of(source, *two_lines(source)))
    record(store, "rev_1", "lin_1")
    with store.read() as conn:
        row = dict(conn.execute(select(decisions)).one()._mapping)
    with pytest.raises(IntegrityError), store.write() as conn:
        conn.execute(decisions.insert(), row | {"review_id": "rev_2"})


def test_a_decision_of_a_line_of_another_proposal_is_refused(store: Store, source: Source) -> None:
    save(store, proposal_of(source, *two_lines(source)))
    with pytest.raises(UnknownProposal):
        record(store, "rev_1", "lin_9")


def test_an_undone_review_leaves_its_decisions_and_opens_a_new_round(
    store: Store, source: Source
) -> None:
    save(store, proposal_of(source, *two_lines(source)))
    record(store, "rev_1", "lin_1", "lin_2")
    with store.write() as conn:
        assert reviews.undo_review(conn, "rev_1", NOW) == ("lin_1", "lin_2")
    record(store, "rev_2", "lin_2")
    with store.read() as conn:
        stored = proposals.load_proposal(conn, "prp_1", ME)
        assert len(reviews.list_decisions(conn, "rev_1", ME)) == 2
        latest = reviews.latest_review(conn, "prp_1", ME)
        assert reviews.latest_review_by(conn, WS, "me", ME) == latest
    assert stored is not None
    assert stored.rounds == {"lin_1": 2, "lin_2": 2}
    assert [line.state for line in stored.proposal.lines] == ["pending", "accepted"]
    assert latest is not None
    assert latest.id == "rev_2"


def test_a_review_is_undone_once(store: Store, source: Source) -> None:
    save(store, proposal_of(source, *two_lines(source)))
    record(store, "rev_1", "lin_1")
    with store.write() as conn:
        reviews.undo_review(conn, "rev_1", NOW)
    for id_ in ("rev_1", "rev_none"):
        with store.write() as conn, pytest.raises(NothingToUndo):
            reviews.undo_review(conn, id_, NOW)


def test_lines_compared_anew_keep_their_round_and_decided_ones_stay(
    store: Store, source: Source
) -> None:
    first, second = two_lines(source)
    third = replace(second, id="lin_3", number=3)
    save(store, proposal_of(source, first, second, third))
    record(store, "rev_1", "lin_1", "lin_2")
    with store.write() as conn:
        reviews.undo_review(conn, "rev_1", NOW)
    record(store, "rev_2", "lin_1")
    fresh = replace(third, id="lin_4", number=4, reason="new")
    with store.write() as conn:
        proposals.replace_pending_lines(conn, "prp_1", [fresh], 7)
    with store.read() as conn:
        stored = proposals.load_proposal(conn, "prp_1", ME)
    assert stored is not None
    assert stored.map_version == 7
    assert [(line.id, line.state) for line in stored.proposal.lines] == [
        ("lin_1", "accepted"), ("lin_2", "overtaken"), ("lin_4", "pending"),
    ]  # fmt: skip
    assert stored.rounds == {"lin_1": 2, "lin_2": 2, "lin_4": 1}


@given(edited=values.filter(lambda value: value is not None), note=st.none() | texts)
def test_what_a_reviewer_typed_comes_back_as_it_was(
    tmp_path_factory: pytest.TempPathFactory, edited: object, note: str | None
) -> None:
    if note is not None and "\x00" in note:
        return
    from tests.store.building import new_store

    store = new_store(tmp_path_factory.mktemp("typed") / "h")
    with store.write() as conn:
        source = add(conn, "Dana decides")
    save(store, proposal_of(source, *two_lines(source)))
    made = Decision("lin_1", Verdict.EDIT, "me", NOW, "rev_1", edited, None, note)
    with store.write() as conn:
        reviews.record_review(conn, "rev_1", "prp_1", [made], {"lin_1": LineState.EDITED})
    with store.read() as conn:
        assert reviews.list_decisions(conn, "rev_1", ME) == [made]
    store.close()
