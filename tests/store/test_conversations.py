"""Conversations: a few turns per thread, for a month, and nothing of somebody who is forgotten."""

from datetime import timedelta

from knowledge.store import conversations
from knowledge.store.conversations import TURNS_KEPT, Turn
from knowledge.store.engine import Store
from knowledge.store.export import export_person
from knowledge.store.forget import forget_person, forget_source
from tests.store.building import ME, NOW, WS, add, append, fact_of

LONG_AGO = NOW - timedelta(days=400)


def say(
    store: Store, thread: str, question: str, answer: str, *sources: str, days: int = 0
) -> None:
    with store.write() as conn:
        at = NOW + timedelta(days=days)
        conversations.add_turn(conn, WS, thread, question, answer, at, "acc_acme", sources)


def turns(store: Store, thread: str) -> list[Turn]:
    with store.read() as conn:
        return conversations.recall(conn, WS, thread, LONG_AGO)


def test_a_thread_is_recalled_in_order_and_apart_from_others(store: Store) -> None:
    say(store, "deal", "Who decides?", "Zoë Ruiz decides [1]")
    say(store, "deal", "Since when?", "Since March [1]", days=1)
    say(store, "other", "What now?", "The notes do not say.")
    assert [turn.question for turn in turns(store, "deal")] == ["Who decides?", "Since when?"]
    assert turns(store, "deal")[1] == Turn(
        "Since when?", "Since March [1]", NOW + timedelta(days=1)
    )


def test_only_the_turns_since_a_moment_are_recalled(store: Store) -> None:
    say(store, "deal", "Old?", "Old.")
    say(store, "deal", "New?", "New.", days=9)
    with store.read() as conn:
        recent = conversations.recall(conn, WS, "deal", NOW + timedelta(days=5))
    assert [turn.question for turn in recent] == ["New?"]


def test_a_thread_keeps_its_last_turns_only(store: Store) -> None:
    for number in range(TURNS_KEPT + 5):
        say(store, "deal", f"Question {number}?", "Answer.")
    say(store, "other", "Mine?", "Yours.")
    kept = [turn.question for turn in turns(store, "deal")]
    assert kept == [f"Question {number}?" for number in range(5, TURNS_KEPT + 5)]
    assert len(turns(store, "other")) == 1


def test_turns_older_than_a_month_are_pruned(store: Store) -> None:
    say(store, "deal", "Old?", "Old.")
    say(store, "deal", "New?", "New.", days=20)
    with store.write() as conn:
        conversations.prune(conn, WS, NOW + timedelta(days=31))
    assert [turn.question for turn in turns(store, "deal")] == ["New?"]


def know_zoe(store: Store) -> None:
    with store.write() as conn:
        source = add(conn, "Met Zoë Ruiz, CFO of Acme.")
    append(store, fact_of(source, "per_z", "person.name", "Zoë Ruiz", "Zoë Ruiz"))


def test_forgetting_a_person_forgets_the_threads_that_name_them(store: Store) -> None:
    know_zoe(store)
    say(store, "about her", "Who signs?", "Zoe RUIZ signs [1]")
    say(store, "about her", "Since when?", "Since March.")
    say(store, "asked", "What about Zoë Ruiz?", "The notes do not say.")
    say(store, "apart", "Who pays?", "Acme pays.")
    forget_person(store, "acc_acme", "per_z", "me")
    assert turns(store, "about her") == turns(store, "asked") == []
    assert len(turns(store, "apart")) == 1


def test_forgetting_a_source_forgets_the_threads_that_rest_on_it(store: Store) -> None:
    know_zoe(store)
    say(store, "resting", "Who signs?", "The CFO signs [1]", "src_1")
    say(store, "apart", "Who pays?", "Acme pays.", "src_2")
    forget_source(store, "src_1", "me")
    assert turns(store, "resting") == []
    assert len(turns(store, "apart")) == 1


def test_an_export_holds_the_turns_that_name_the_person(store: Store) -> None:
    know_zoe(store)
    say(store, "deal", "Who signs?", "Zoë Ruiz signs [1]")
    say(store, "deal", "Who pays?", "Acme pays.")
    with store.read() as conn:
        exported = export_person(conn, "acc_acme", "per_z", ME)
    assert [turn["question"] for turn in exported["conversations"]] == ["Who signs?"]
