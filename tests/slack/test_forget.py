"""Forgetting reaches what is on its way from and to Slack: no byte of a name or of a note stays."""

import json
from pathlib import Path

import pytest

from integrations.slack import intent_json, outbox
from integrations.slack.carried import Origin, wrap
from integrations.slack.handlers.conversations import HeldText, Thread
from integrations.slack.intents import Intent, Place, Pressed, Said, Speaker, Submitted, Typed
from integrations.slack.outbox import Letter
from integrations.slack.posts import Post
from integrations.slack.threads import StoredThreads
from knowledge.store import ledger, slack_inbox, slack_outbox
from knowledge.store.engine import Store
from knowledge.store.forget import forget_person, forget_source
from tests.store.building import NOW, WS, add, fact_of, new_store

FIRST, LAST = "Zorblaxa", "Quintavière"
NAME = f"{FIRST} {LAST}"
NOTE = f"Réunion avec {NAME} et Paul Martin au sujet du budget Kestrel."
PLACE = Place("T1", "D1", "1.1", is_direct=True)
MIA = Speaker("T1", "UMIA")
FILE = {"id": "F1", "name": "quintaviere.txt", "url_private": "https://x/zorblaxa-quintaviere.txt"}
INTENTS: dict[str, Intent] = {
    "said": Said("said", PLACE, MIA, f"Vu\n{NAME} hier, {FIRST} hésite.", "1.1", (FILE,)),
    "typed": Typed("typed", PLACE, MIA, f"ask Que veut {LAST} ?", "https://hooks.slack.com/x"),
    "pressed": Pressed(
        "pressed", PLACE, MIA, "meant:1", json.dumps({"q": f"Et\n{NAME} ?", "c": "Acme"}), "1", "2"
    ),
    "sent": Submitted(
        "submitted", MIA, "correct", wrap(Origin(PLACE, "5.5"), json.dumps({"n": NAME})),
        {"instead": f"adjoint de {NAME}"}, "V1", "h",
    ),
    "other": Said("said", PLACE, MIA, "Qui signe chez Acme ?", "9.9"),
}  # fmt: skip


def card(words: str, key: str, carried: str = "prp_1") -> Letter:
    """A post with words in its text, in a block, and in what a button carries."""
    block = {"type": "section", "text": {"type": "mrkdwn", "text": f"*{words}*"}}
    value = json.dumps({"p": carried, "q": words}, ensure_ascii=False)
    pressed = {"type": "button", "action_id": "accept", "value": value}
    return Letter(
        Post(key, "new", "D1", words, (block, {"type": "actions", "elements": [pressed]}))
    )


@pytest.fixture
def kept(tmp_path: Path) -> Store:
    """A note of Acme's on the map, and its people in every place Slack has."""
    store = new_store(tmp_path / "home")
    with store.write() as conn:
        source = add(conn, NOTE)
        ledger.append_facts(
            conn,
            [
                fact_of(source, "per_z", "person.name", NAME, NAME),
                fact_of(source, "per_p", "person.name", "Paul Martin", "Paul Martin"),
            ],
        )
        for id_, intent in INTENTS.items():
            text = intent_json.to_json(intent)
            slack_inbox.receive(conn, slack_inbox.Incoming(WS, id_, None, "D1", text, NOW))
        posts = [card(f"{NAME} : directrice", "waiting"), card(f"Demander à {FIRST}", "sending")]
        posts += [card("Paul Martin : acheteur", "other", "prp_2")]
        outbox.put(conn, WS, None, posts, NOW)
        [first] = slack_outbox.heads(conn, WS)
        slack_outbox.begin_sending(conn, first, NOW)
    threads = StoredThreads(store, WS)
    threads.remember("D1", "1.1", Thread("acc_acme", NAME))
    threads.remember("D1", "2.2", Thread(held=HeldText("UMIA", f"Vu {FIRST}.\n{NOTE}", "2.2")))
    threads.remember("D1", "3.3", Thread("acc_acme", "Paul Martin"))
    return store


def bytes_of(store: Store) -> str:
    """Every byte of the store's files, as text in lower case."""
    found = b"".join(path.read_bytes() for path in store.home.iterdir() if path.is_file())
    return found.decode("utf-8", "replace").lower()


def waiting(store: Store) -> dict[str, Letter]:
    with store.read() as conn:
        rows = conn.exec_driver_sql(
            "SELECT key, payload_json FROM slack_outbox WHERE payload_json IS NOT NULL"
        ).all()
    return {key: outbox.from_json(payload) for key, payload in rows}


def test_no_byte_of_a_forgotten_person_stays_in_what_waits(kept: Store) -> None:
    before = bytes_of(kept)
    assert "zorblaxa" in before
    receipt = forget_person(kept, "acc_acme", "per_z", "me")
    kept.close()
    after = bytes_of(kept)
    assert [word for word in ("zorblaxa", "quintavi") if word in after] == []
    assert receipt.messages == 8


def test_what_waited_is_still_carried_out_with_the_name_blanked(kept: Store) -> None:
    forget_person(kept, "acc_acme", "per_z", "me")
    with kept.read() as conn:
        rows = {row.id: row for row in slack_inbox.unfinished(conn, WS)}
    said = intent_json.from_json(rows["said"].intent_json or "")
    assert isinstance(said, Said)
    assert said.text == "Vu\n████████ ███████████ hier, ████████ hésite."
    assert (said.place, said.speaker, said.ts) == (PLACE, MIA, "1.1")
    assert intent_json.from_json(rows["other"].intent_json or "") == INTENTS["other"]
    pressed = intent_json.from_json(rows["pressed"].intent_json or "")
    assert isinstance(pressed, Pressed)
    assert json.loads(pressed.value) == {"q": "Et\n████████ ███████████ ?", "c": "Acme"}


def test_others_keep_their_threads_and_their_posts(kept: Store) -> None:
    forget_person(kept, "acc_acme", "per_z", "me")
    threads = StoredThreads(kept, WS)
    assert threads.recall("D1", "1.1") == Thread()
    assert threads.recall("D1", "3.3").person == "Paul Martin"
    assert waiting(kept)["other"] == card("Paul Martin : acheteur", "other", "prp_2")
    assert waiting(kept)["waiting"].post.text == "████████ ███████████ : directrice"


def test_a_forgotten_source_takes_its_words_and_its_cards_with_it(kept: Store) -> None:
    with kept.write() as conn:
        resting = [card("Une ligne", "fact", "src_1"), card("Budget : budget kestrel", "words")]
        outbox.put(conn, WS, None, resting, NOW)
        pasted = intent_json.to_json(Said("said", PLACE, MIA, NOTE, "7.7"))
        slack_inbox.receive(conn, slack_inbox.Incoming(WS, "pasted", None, "D1", pasted, NOW))
        quoted = card("« Paul Martin au sujet du budget Kestrel »", "quoted")
        outbox.put(conn, WS, None, [quoted], NOW)
    forget_source(kept, "src_1", "me")
    assert set(waiting(kept)) == {"waiting", "sending", "other", "words"}
    with kept.read() as conn:
        rows = {row.id: row.intent_json or "" for row in slack_inbox.unfinished(conn, WS)}
        assert slack_outbox.counts(conn, WS)["undeliverable"] == 2
    said = intent_json.from_json(rows["pasted"])
    assert isinstance(said, Said)
    assert said.text == "█"
    assert StoredThreads(kept, WS).recall("D1", "2.2") == Thread()
    kept.close()
    assert "sujet du budget" not in bytes_of(kept)
