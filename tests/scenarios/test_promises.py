"""A promise: due, overdue, kept, and whose word it is."""

from dataclasses import replace
from datetime import date

import pytest

from assistant.bootstrap import Workspace
from assistant.close_item import close_item
from assistant.finding import short_id
from assistant.review_proposal import undo
from assistant.show_map import list_accounts
from knowledge.domain.clock import FixedClock
from knowledge.domain.proposals import LineKind, RemarkKind
from knowledge.domain.remarks import overdue_promises
from knowledge.errors import UndoRefused, UnknownItem
from tests.scenarios.scripted import (
    ACCOUNT,
    accept,
    note,
    promise,
    proposal_of,
    said,
    somebody,
    take,
    the_line,
    the_map,
)

OURS = note(
    "2026-03-02",
    "J'ai promis le devis de la ligne 2 pour le 12.",
    next_steps=[promise("le devis de la ligne 2 pour le 12", "2026-03-12")],
)
SENT = note("2026-05-04", "Le devis de la ligne 2 est envoyé.\nPaul Roy l'a reçu.")
NOT_SENT = note("2026-05-04", "Le devis de la ligne 2 n'est toujours pas envoyé.")
TODAY = date(2026, 6, 30)


def open_promises(ws: Workspace, as_of: date | None = None) -> list[str]:
    return [held.fact.value["text"] for held in the_map(ws, as_of=as_of).many("account.promise")]


def overdue(ws: Workspace) -> int:
    (account,) = list_accounts(ws)
    return account.overdue


def test_a_promise_whose_day_has_passed_is_overdue(ws: Workspace) -> None:
    take(ws, OURS, "all")
    assert overdue(ws) == 1


def test_a_promise_is_not_overdue_on_its_day(ws: Workspace) -> None:
    take(ws, OURS, "all")
    assert overdue_promises(the_map(ws), date(2026, 3, 12)) == []


def test_a_promise_of_the_customer_is_not_counted_as_ours(ws: Workspace) -> None:
    theirs = note(
        "2026-03-02",
        "Ils envoient les plans le 12.",
        next_steps=[promise("Ils envoient les plans le 12", "2026-03-12", "customer")],
    )
    take(ws, theirs, "all")
    assert overdue(ws) == 0
    assert len(overdue_promises(the_map(ws), TODAY, "customer")) == 1


def test_the_words_of_a_later_note_propose_to_close_a_promise(ws: Workspace) -> None:
    take(ws, OURS, "all")
    line = the_line(proposal_of(take(ws, SENT)), "account.promise")
    assert line.kind == LineKind.CLOSED
    assert line.quote
    assert line.quote.text == "Le devis de la ligne 2 est envoyé"


def test_words_that_close_a_promise_change_nothing_until_somebody_says_yes(ws: Workspace) -> None:
    take(ws, OURS, "all")
    proposal = proposal_of(take(ws, SENT, "sure"))
    assert overdue(ws) == 1
    accept(ws, proposal)
    assert overdue(ws) == 0


def test_words_that_say_it_is_not_done_close_nothing(ws: Workspace) -> None:
    take(ws, OURS, "all")
    assert proposal_of(take(ws, NOT_SENT)).lines == ()


def test_as_of_the_day_before_it_was_kept_the_promise_is_still_open(ws: Workspace) -> None:
    take(ws, OURS, "all")
    take(ws, SENT, "all")
    assert open_promises(ws) == []
    assert open_promises(ws, as_of=date(2026, 5, 3)) == ["le devis de la ligne 2 pour le 12"]
    assert open_promises(ws, as_of=date(2026, 5, 4)) == []


def test_undoing_the_closing_opens_the_promise_again(ws: Workspace) -> None:
    take(ws, OURS, "all")
    closing = proposal_of(take(ws, SENT, "all"))
    undo(ws, closing.id)
    assert overdue(ws) == 1


def test_a_promise_that_a_later_note_closed_cannot_be_undone_under_it(ws: Workspace) -> None:
    promised = proposal_of(take(ws, OURS, "all"))
    take(ws, SENT, "all")
    with pytest.raises(UndoRefused) as refusal:
        undo(ws, promised.id)
    assert refusal.value.facts["reasons"] == "closing; value"


@pytest.mark.parametrize("words", ["le devis de la ligne 2", "DEVIS LIGNE 2", "short id"])
def test_a_person_closes_a_promise_by_its_words_or_its_short_name(
    ws: Workspace, words: str
) -> None:
    take(ws, OURS, "all")
    (held,) = the_map(ws).many("account.promise")
    closed = close_item(ws, short_id(held) if words == "short id" else words)
    assert (closed.account_name, closed.outcome, closed.already) == (ACCOUNT, "kept", False)
    assert open_promises(ws) == []


def test_closing_what_is_closed_says_so_and_changes_nothing(ws: Workspace) -> None:
    take(ws, OURS, "all")
    close_item(ws, "le devis de la ligne 2")
    assert close_item(ws, "le devis de la ligne 2").already


def test_a_promise_closed_by_hand_was_open_the_day_before(ws: Workspace) -> None:
    take(ws, OURS, "all")
    close_item(ws, "le devis de la ligne 2")
    assert len(open_promises(ws, as_of=date(2026, 6, 29))) == 1
    assert open_promises(ws, as_of=TODAY) == []


def test_a_promise_can_be_opened_again(ws: Workspace) -> None:
    take(ws, OURS, "all")
    close_item(ws, "le devis de la ligne 2")
    reopened = close_item(ws, "le devis de la ligne 2", reopen=True)
    assert (reopened.outcome, reopened.already) == (None, False)
    assert overdue(ws) == 1


def test_reopened_on_a_later_day_it_stays_closed_in_between(ws: Workspace) -> None:
    take(ws, OURS, "all")
    close_item(ws, "le devis de la ligne 2")
    july = replace(ws, clock=FixedClock(ws.clock.now().replace(month=7, day=10)))
    close_item(july, "le devis de la ligne 2", reopen=True)
    assert open_promises(ws, as_of=date(2026, 7, 9)) == []
    assert len(open_promises(ws, as_of=date(2026, 7, 10))) == 1


def test_a_promise_made_again_after_it_was_kept_is_open_again(ws: Workspace) -> None:
    take(ws, OURS, "all")
    take(ws, SENT, "all")
    anew = note(
        "2026-06-01",
        "Promis encore : le devis de la ligne 2 pour le 12.",
        next_steps=[promise("le devis de la ligne 2 pour le 12", "2026-06-12")],
    )
    take(ws, anew, "all")
    assert overdue(ws) == 1


def test_a_pain_is_closed_as_solved(ws: Workspace) -> None:
    leak = note("2026-03-02", "The press leaks oil.", pains=[said("The press leaks oil")])
    take(ws, leak, "all")
    assert close_item(ws, "press leaks oil", ACCOUNT).outcome == "solved"
    assert the_map(ws).many("account.pain") == ()


def test_words_that_fit_no_item_or_two_are_refused(ws: Workspace) -> None:
    two = note(
        "2026-03-02",
        "Send the plan of hall one. Send the plan of hall two.",
        next_steps=[promise("Send the plan of hall one"), promise("Send the plan of hall two")],
    )
    take(ws, two, "all")
    for words in ("the plan of hall", "the annual report", ""):
        with pytest.raises(UnknownItem):
            close_item(ws, words)


def test_the_promise_that_a_note_closes_is_not_remarked_as_overdue(ws: Workspace) -> None:
    take(ws, OURS, "all")
    chat = note("2026-05-03", "Vu Paul Roy.", somebody("Paul Roy"))
    overdue_now = [RemarkKind.OVERDUE]
    assert [one.kind for one in proposal_of(take(ws, chat)).remarks] == overdue_now
    assert proposal_of(take(ws, SENT)).remarks == ()
