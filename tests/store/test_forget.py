"""Forgetting: what is derived goes, what others said stays, and no byte of the name is left."""

import sqlite3
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from knowledge.domain.proposals import Candidate, Decision, LineState, Statement, Verdict
from knowledge.domain.quotes import Quote
from knowledge.domain.sources import Source, decode, sha256_of
from knowledge.errors import UnknownPerson, UnknownSource
from knowledge.store import (
    accounts,
    export,
    ledger,
    members,
    proposals,
    reviews,
    sources,
    suppression,
)
from knowledge.store.connections import FILE_NAME
from knowledge.store.engine import Connection, Store, open_store
from knowledge.store.erasure import MARK as ERASURE_MARK
from knowledge.store.forget import Receipt, forget_person, forget_source
from knowledge.store.integrity import integrity_faults
from knowledge.store.schema import SAFETY_COPIES
from knowledge.store.tables import audit, passages
from tests.store.building import (
    CLOCK,
    DAY,
    ME,
    NOW,
    WS,
    add,
    append,
    event_of,
    fact_of,
    line_of,
    new_store,
    proposal_of,
    remark_of,
    save,
    source_of,
)

# Made-up names, so that a byte of them anywhere is a leak and no accident.
FIRST, LAST = "Zorblaxa", "Quintavière"
NAME = f"{FIRST} {LAST}"
NOTE = (
    f"Réunion avec {NAME} et Paul Martin.\n{LAST.upper()}, {FIRST} décide seule. Paul dit que "
    f"{FIRST} hésite.\nMme {LAST} : zorblaxa.quintaviere@acme.com, zquintaviere@acme.com\n"
)


def fill(store: Store) -> Source:
    """The name in every place the store has: twelve kinds of them."""
    start = NOTE.index(f"{FIRST} hésite")
    with store.write() as conn:
        source = add(
            conn,
            NOTE,
            author=NAME,
            url=f"https://acme.com/{FIRST}-quintaviere",
            external_id=f"n-{FIRST}",
        )
        conn.execute(
            passages.insert(),
            {"workspace_id": WS, "account_id": "acc_acme", "source_id": source.id, "start": 0,
             "end": 20, "terms": f"reunion {FIRST.lower()}"},
        )  # fmt: skip
        ledger.append_facts(
            conn,
            [
                fact_of(source, "per_z", "person.name", NAME, NAME),
                fact_of(source, "per_z", "person.alias", FIRST, item=f'"{FIRST}"'),
                fact_of(source, "per_z", "person.email", "zquintaviere@acme.com"),
                fact_of(source, "per_z", "person.power", "decides", "décide seule", item="decides"),
                fact_of(source, "per_p", "person.name", "Paul Martin", "Paul Martin"),
                fact_of(source, "per_p", "person.stance", "reserved", f"Paul dit que {FIRST} hésite"),
                fact_of(source, "per_p", "person.relation",
                        {"kind": "reports_to", "to": {"id": "per_z"}}, item="reports_to:per_z"),
                fact_of(source, "per_p", "person.relation",
                        {"kind": "works_with", "to": {"name": NAME}}, item=f"works_with:{NAME}"),
                fact_of(source, "acc_acme", "account.pain",
                        {"text": f"{FIRST} perd du temps", "owner": {"id": "per_z"},
                         "severity": "high"}, item="k1"),
                fact_of(source, "acc_acme", "account.touchpoint",
                        {"kind": "meeting", "participants": ["per_z", "per_p"]}, item="k2"),
            ],
        )  # fmt: skip
        ledger.append_events(
            conn,
            [
                event_of("merge", {"from": "per_z2", "into": "per_z"}, "evt_1"),
                event_of("close", {"subject": "acc_acme", "attribute": "account.pain",
                                   "item": "k1", "outcome": f"réglé par {NAME}", "source_id": "src_1",
                                   "quote": f"{FIRST} hésite", "start": start,
                                   "end": start + 15}, "evt_2"),
            ],
        )  # fmt: skip
    _propose(store, source)
    return source


def _propose(store: Store, source: Source) -> None:
    about = Statement("per_z", "person.stance", "", "supporter")
    other = Statement("per_p", "person.title", "", f"adjoint de {NAME}")
    start = NOTE.index(f"{FIRST} hésite")
    words = f"Paul dit que {FIRST} hésite"
    quote = Quote(source.id, start, start + len(FIRST), FIRST)
    lines = (
        line_of("lin_1", 1, about, "décide seule", source, subject_name=NAME),
        line_of("lin_2", 2, other, words, source, subject_name="Paul Martin", reason=f"cue {FIRST}",
                before=f"chez {LAST}", before_name=NAME, needs=("lin_1",),
                candidates=(Candidate("per_z", NAME, None), Candidate("per_p", "Paul", None))),
    )  # fmt: skip
    reading: dict[str, Any] = {
        "account": "Acme", "author": NAME, "attendance": [NAME, "Paul Martin"],
        "people": [{"name": NAME, "title": "DG"}, {"name": "Paul Martin", "title": None}],
        "pains": [{"quote": f"{FIRST} perd", "owner": NAME}],
        "relations": [{"from": "Paul Martin", "to": NAME, "kind": "reports_to", "quote": "x"}],
    }  # fmt: skip
    save(store, proposal_of(source, *lines, remarks=(remark_of(quote, name=NAME), remark_of(quote))),
         reading)  # fmt: skip
    with store.write() as conn:
        decision = Decision("lin_2", Verdict.EDIT, "me", NOW, "rev_1", {"text": NAME}, None, NAME)
        reviews.record_review(conn, "rev_1", "prp_1", [decision], {"lin_2": LineState.EDITED})


def traces(home: Path) -> list[str]:
    """Every file under ``home`` in which a part of the name is left, in any case or encoding."""
    left = []
    forms = [form for word in (FIRST, LAST, "Quintaviere") for form in
             (word, word.lower(), word.upper(), word.casefold())]  # fmt: skip
    for path in home.rglob("*"):
        if not path.is_file():
            continue
        data = path.read_bytes()
        for encoding in ("utf-8", "utf-16-le", "utf-16-be", "cp1252"):
            if any(form.encode(encoding) in data for form in forms):
                left.append(f"{path.name} {encoding}")
    return left


@pytest.fixture
def filled(store: Store) -> Store:
    fill(store)
    return store


def forget(store: Store) -> Receipt:
    return forget_person(store, "acc_acme", "per_z", "me")


def test_the_name_is_there_before(filled: Store) -> None:
    assert traces(filled.home)


def test_no_byte_of_a_forgotten_person_is_left_in_any_file(filled: Store) -> None:
    forget(filled)
    assert traces(filled.home) == []


def test_the_copy_kept_before_a_migration_goes_too(filled: Store) -> None:
    folder = filled.home / SAFETY_COPIES
    folder.mkdir()
    with sqlite3.connect(filled.path) as live, sqlite3.connect(folder / "old.db") as copy:
        live.backup(copy)
    live.close()
    copy.close()
    forget(filled)
    assert traces(filled.home) == []


def test_facts_of_others_stay_and_their_quotes_stand_in_the_blanked_text(filled: Store) -> None:
    forget(filled)
    with filled.read() as conn:
        facts, _ = ledger.load_ledger(conn, "acc_acme", ME)
        assert integrity_faults(conn) == ()
    kept = {(fact.subject_id, fact.attribute) for fact in facts}
    assert kept == {
        ("per_p", "person.name"), ("per_p", "person.stance"), ("acc_acme", "account.pain"),
        ("acc_acme", "account.touchpoint"),
    }  # fmt: skip


def test_values_of_others_lose_the_reference_and_keep_the_rest(filled: Store) -> None:
    forget(filled)
    with filled.read() as conn:
        facts, _ = ledger.load_ledger(conn, "acc_acme", ME)
    values = {fact.attribute: fact.value for fact in facts}
    assert values["account.pain"]["owner"] is None
    assert values["account.pain"]["text"] == "████████ perd du temps"
    assert values["account.touchpoint"]["participants"] == ["per_p"]


def test_offsets_stay_valid_and_the_bytes_decode_to_the_text(filled: Store) -> None:
    forget(filled)
    with filled.read() as conn:
        source = sources.get_source(conn, "src_1", ME)
        raw = sources.get_raw(conn, "src_1", ME)
    assert source is not None
    assert raw is not None
    assert len(source.text) == len(NOTE)
    assert decode(raw, 10**6).text == source.text  # type: ignore[union-attr]
    assert source.text.endswith("@acme.com\n")
    assert "Paul Martin" in source.text


def test_a_text_in_windows_1252_becomes_utf_8_when_it_is_blanked(store: Store) -> None:
    raw = f"{NAME} décide".encode("cp1252")
    source = source_of(f"{NAME} décide", encoding="cp1252", sha256=sha256_of(raw))
    with store.write() as conn:
        sources.add_source(conn, source, raw)
    append(store, fact_of(source, "per_z", "person.name", NAME, NAME))
    forget(store)
    with store.read() as conn:
        found = sources.get_source(conn, "src_1", ME)
        assert found is not None
        assert found.encoding == "utf-8"
        assert sources.get_raw(conn, "src_1", ME) == found.text.encode()


def test_lines_about_the_person_go_and_other_lines_can_still_be_decided(filled: Store) -> None:
    forget(filled)
    with filled.read() as conn:
        stored = proposals.load_proposal(conn, "prp_1", ME)
    assert stored is not None
    assert [line.id for line in stored.proposal.lines] == ["lin_2"]
    line = stored.proposal.lines[0]
    assert line.needs == ()
    assert [candidate.person_id for candidate in line.candidates] == ["per_p"]
    assert stored.shown_hashes["lin_2"] == line.shown_hash()
    assert stored.reading is not None
    assert [person["name"] for person in stored.reading["people"]] == ["Paul Martin"]


def test_the_same_bytes_again_are_unchanged_and_bring_nobody_back(filled: Store) -> None:
    forget(filled)
    with filled.write() as conn:
        again = sources.add_source(conn, source_of(NOTE, "src_9"), NOTE.encode())
    assert again.status == "unchanged"
    assert traces(filled.home) == []


def test_a_new_note_that_names_the_person_is_blanked_on_the_way_in(filled: Store) -> None:
    forget(filled)
    raw = f"Déjeuner avec {NAME}. {LAST} veut signer. Paul aussi."
    with filled.write() as conn:
        text = suppression.blank_suppressed(conn, filled, WS, raw)
        source = replace(source_of(raw, "src_2"), text=text)
        sources.add_source(conn, source, raw.encode())
    assert text == "Déjeuner avec ████████ ███████████. ███████████ veut signer. Paul aussi."
    assert traces(filled.home) == []


@pytest.mark.parametrize(
    "name", [NAME, NAME.upper(), f"{LAST} {FIRST}", f"Mme {NAME}", "zorblaxa quintaviere"]
)
def test_the_mark_knows_the_name_in_every_way_of_writing(filled: Store, name: str) -> None:
    forget(filled)
    with filled.read() as conn:
        assert suppression.is_suppressed(conn, filled, WS, name)
        assert not suppression.is_suppressed(conn, filled, WS, "Paul Martin")


def test_somebody_known_by_a_first_name_only_does_not_blank_others_of_that_name(
    store: Store,
) -> None:
    with store.write() as conn:
        source = add(conn, "Marie décide.")
        ledger.append_facts(conn, [fact_of(source, "per_m", "person.name", "Marie", "Marie")])
    forget_person(store, "acc_acme", "per_m", "me")
    with store.read() as conn:
        text = "Marie a signé. Marie Durand non. Hier Marie est venue, avec Anne Marie."
        blanked = suppression.blank_suppressed(conn, store, WS, text)
    assert blanked == "█████ a signé. Marie Durand non. Hier █████ est venue, avec Anne Marie."


def test_a_surname_that_is_also_a_code_takes_no_stance_away(store: Store) -> None:
    with store.write() as conn:
        source = add(conn, "Rose Champion et Luc Petit. Luc est un champion.")
        ledger.append_facts(
            conn,
            [
                fact_of(source, "per_r", "person.name", "Rose Champion", "Rose Champion"),
                fact_of(source, "per_l", "person.name", "Luc Petit", "Luc Petit"),
                fact_of(source, "per_l", "person.stance", "champion"),
            ],
        )
    forget_person(store, "acc_acme", "per_r", "me")
    with store.read() as conn:
        facts, _ = ledger.load_ledger(conn, "acc_acme", ME)
    assert [fact.value for fact in facts] == ["Luc Petit", "champion"]


def test_a_shared_surname_stays_with_those_who_keep_it(store: Store) -> None:
    with store.write() as conn:
        source = add(conn, "Anne Leroy et Marc Leroy. Leroy signe.")
        ledger.append_facts(
            conn,
            [
                fact_of(source, "per_a", "person.name", "Anne Leroy", "Anne Leroy"),
                fact_of(source, "per_m", "person.name", "Marc Leroy", "Marc Leroy"),
            ],
        )
    forget_person(store, "acc_acme", "per_a", "me")
    with store.read() as conn:
        text = sources.source_texts(conn, ["src_1"], ME)["src_1"]
    assert text.startswith("████ █████ et Marc Leroy.")


def test_a_namesake_in_another_account_is_forgotten_too(filled: Store) -> None:
    with filled.write() as conn:
        accounts.create_account(conn, accounts.Account("acc_b", WS, "Beta", NOW), "me")
        other = add(conn, f"Vu {NAME} chez Beta, {LAST} hésite.", "src_b", account="acc_b")
        ledger.append_facts(conn, [fact_of(other, "per_b", "person.name", NAME, NAME)])
    receipt = forget(filled)
    assert set(receipt.account_ids) == {"acc_acme", "acc_b"}
    assert traces(filled.home) == []


def test_a_merged_person_is_forgotten_under_every_id(filled: Store) -> None:
    append(filled, fact_of(None, "per_z2", "person.title", "Directrice"))
    forget(filled)
    with filled.read() as conn:
        facts, events = ledger.load_ledger(conn, "acc_acme", ME)
    assert not {"per_z", "per_z2"} & {fact.subject_id for fact in facts}
    assert [event.kind for event in events] == ["close"]


def test_the_map_version_moves_and_the_audit_tells_without_a_name(filled: Store) -> None:
    with filled.read() as conn:
        before = ledger.map_version(conn, "acc_acme", ME) or 0
    forget(filled)
    with filled.read() as conn:
        assert (ledger.map_version(conn, "acc_acme", ME) or 0) > before
        assert conn.execute(audit.select()).all()[-1].action == "person_forgotten"


def test_somebody_without_the_right_learns_nothing(filled: Store) -> None:
    with filled.write() as conn:
        members.save_member(conn, members.Member("guest", WS, "G", role="guest"))
    with pytest.raises(UnknownPerson):
        forget_person(filled, "acc_acme", "per_z", "guest")
    with pytest.raises(UnknownSource):
        forget_source(filled, "src_1", "guest")


def test_passages_are_made_anew_in_the_same_transaction(filled: Store) -> None:
    seen: list[str] = []

    def reindex(_: Connection, source: Source) -> None:
        seen.append(source.text)

    forget_person(filled, "acc_acme", "per_z", "me", reindex)
    assert len(seen) == 1
    assert FIRST not in seen[0]


def test_an_erasure_killed_before_the_rewrite_is_completed_at_the_next_opening(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = new_store(tmp_path / "h")
    fill(store)
    monkeypatch.setattr("knowledge.store.erasure.finish", lambda _: None)
    forget(store)
    assert (store.home / ERASURE_MARK).exists()
    monkeypatch.undo()
    store.close()
    open_store(tmp_path / "h", CLOCK).close()
    assert not (tmp_path / "h" / ERASURE_MARK).exists()
    assert traces(tmp_path / "h") == []


def test_a_forgotten_source_takes_everything_with_it(filled: Store) -> None:
    receipt = forget_source(filled, "src_1", "me")
    assert receipt.facts == 10
    with filled.read() as conn:
        assert ledger.load_ledger(conn, "acc_acme", ME)[0] == []
        assert proposals.load_proposal(conn, "prp_1", ME) is None
        assert reviews.list_reviews(conn, "prp_1", ME) == []
        assert integrity_faults(conn) == ()
    assert FILE_NAME not in "".join(traces(filled.home))


def test_a_forgotten_source_may_be_imported_again(filled: Store) -> None:
    forget_source(filled, "src_1", "me")
    with filled.write() as conn:
        again = sources.add_source(conn, source_of(NOTE, "src_2"), NOTE.encode())
    assert again.status == "stored"


def test_lines_that_compared_with_a_forgotten_source_no_longer_show_its_value(
    store: Store,
) -> None:
    with store.write() as conn:
        old = add(conn, "Titre: Grand Vizir", "src_old")
        new = add(conn, "Titre: Chef", "src_new")
    fact = fact_of(old, "per_1", "person.title", "Grand Vizir", "Grand Vizir")
    append(store, fact)
    line = line_of("lin_1", 1, Statement("per_1", "person.title", "", "Chef"), "Chef", new,
                   before="Grand Vizir", before_fact_id=fact.id)  # fmt: skip
    before = Quote("src_old", 7, 18, "Grand Vizir")
    save(store, proposal_of(new, line, remarks=(remark_of(before_quote=before),)))
    forget_source(store, "src_old", "me")
    with store.read() as conn:
        stored = proposals.load_proposal(conn, "prp_1", ME)
    assert stored is not None
    assert stored.proposal.lines[0].before is None
    assert stored.proposal.remarks == ()
    assert b"Vizir" not in store.path.read_bytes()


def test_an_export_lists_every_place_the_store_holds(filled: Store) -> None:
    with filled.read() as conn:
        held = export.export_person(conn, "acc_acme", "per_z", ME)
    assert {fact["attribute"] for fact in held["facts"]} == {
        "person.name", "person.alias", "person.email", "person.power",
    }  # fmt: skip
    assert len(held["named_in"]) == 5
    assert len(held["events"]) == 2
    assert held["sources"][0]["passages"]
    assert {line["line"] for line in held["proposals"]} == {"lin_1", "lin_2"}
    assert [review["note"] for review in held["reviews"]] == [NAME]


def test_an_export_of_somebody_invisible_is_an_export_of_nobody(filled: Store) -> None:
    with filled.read() as conn, pytest.raises(UnknownPerson):
        export.export_person(conn, "acc_acme", "per_z", frozenset({"me", "stranger"}))


def test_dates_of_the_fixture_are_what_the_tests_say() -> None:
    assert NOW.date() > DAY
