"""The commands, on a store of their own, from the command line to what is printed."""

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Carto

CSV = (
    "Account,Name,Title,Email\n"
    "Ambrelac,Mireille Castagnède,Head of supply chain,mireille@ambrelac.example\n"
    "Ambrelac,Ousmane Diakhaté,,\n"
    ",Nobody,,\n"
)


@pytest.fixture
def contacts(tmp_path: Path) -> Path:
    path = tmp_path / "contacts.csv"
    path.write_text(CSV, encoding="utf-8")
    return path


@pytest.fixture
def filled(carto: Carto, contacts: Path) -> Carto:
    """A command line whose store holds one account with two people."""
    assert carto("import", str(contacts)).code == 1
    return carto


def test_contacts_are_imported_and_bad_rows_named(carto: Carto, contacts: Path) -> None:
    ran = carto("import", str(contacts), "--json")
    assert ran.code == 1
    imported = json.loads(ran.out)
    assert (imported["accounts_added"], imported["contacts_added"]) == (1, 2)
    assert [fault["code"] for fault in imported["faults"]] == ["no_account"]
    assert "Line 4: the account is missing." in ran.err


def test_an_empty_store_invites(carto: Carto) -> None:
    ran = carto("accounts", "--lang", "fr")
    assert ran.code == 0
    assert "carto demo" in ran.out


def test_accounts_people_and_map_show_what_was_imported(filled: Carto) -> None:
    assert "Ambrelac" in filled("accounts").out
    assert "Mireille Castagnède" in filled("people", "Ambrelac").out
    shown = filled("map", "ambrelac")
    assert shown.code == 0
    assert "Head of supply chain" in shown.out
    assert shown.err == ""


def test_the_map_as_json_holds_every_person_with_proof(filled: Carto) -> None:
    as_json = filled("map", "Ambrelac", "--format", "json")
    assert as_json.out == filled("map", "Ambrelac", "--json").out
    people = json.loads(as_json.out)["people"]
    assert [person["name"] for person in people] == ["Mireille Castagnède", "Ousmane Diakhaté"]
    assert people[0]["title"]["value"] == "Head of supply chain"
    assert people[0]["title"]["source_id"].startswith("person:")
    assert people[0]["quadrant"] == "to_determine"


def test_a_near_account_name_is_suggested(filled: Carto) -> None:
    ran = filled("map", "Ambrelc")
    assert (ran.code, ran.out) == (2, "")
    assert "Did you mean Ambrelac?" in ran.err


def test_the_past_is_asked_for_by_day(filled: Carto) -> None:
    people = json.loads(filled("people", "Ambrelac", "--as-of", "yesterday", "--json").out)
    assert people == []


def test_history_tells_who_typed_what(filled: Carto) -> None:
    entries = json.loads(filled("history", "Ambrelac", "--person", "Mireille", "--json").out)
    assert {entry["attribute"] for entry in entries} >= {"person.name", "person.title"}
    assert "Mireille Castagnède, title" in filled("history", "Ambrelac").out


def test_two_people_become_one(filled: Carto) -> None:
    words = ("people", "merge", "Ambrelac", "Ousmane", "Mireille")
    assert json.loads(filled(*words, "--json").out)["into_name"] == "Mireille Castagnède"
    assert len(json.loads(filled("people", "Ambrelac", "--json").out)) == 1


def test_the_team_is_set_and_shown(carto: Carto) -> None:
    ran = carto(
        "team", "--us", "Halvenne", "--add", "Solène Kerdraon", "--add-domain", "@x.example"
    )
    assert "Halvenne" in ran.out
    team = json.loads(carto("team", "--json").out)
    assert team == {"us": "Halvenne", "people": ["Solène Kerdraon"], "domains": ["x.example"]}
    assert carto("team", "--remove", "Nobody").code == 2


def test_nothing_waits_at_first(carto: Carto) -> None:
    assert carto("review", "--list", "--json").out.strip() == "[]"
    ran = carto("review")
    assert (ran.code, ran.out) == (0, "Nothing waits for a review.\n")


def test_an_unknown_item_cannot_be_closed(filled: Carto) -> None:
    ran = filled("done", "a promise nobody made")
    assert ran.code == 2
    assert "a promise nobody made" in ran.err


def test_a_person_is_exported_then_forgotten(filled: Carto, tmp_path: Path) -> None:
    path = tmp_path / "person.json"
    assert filled("export", "person", "Ambrelac", "Mireille", "--out", str(path)).code == 0
    assert "mireille@ambrelac.example" in path.read_text(encoding="utf-8")
    assert filled("forget", "person", "Ambrelac", "Mireille").code == 2
    ran = filled("forget", "person", "Ambrelac", "Mireille", "--yes")
    assert ran.code == 0
    assert "Erased:" in ran.out
    assert "Mireille" not in filled("map", "Ambrelac").out


def test_a_backup_comes_back(filled: Carto, tmp_path: Path) -> None:
    path = tmp_path / "all.backup"
    assert filled("backup", str(path)).code == 0
    assert filled("forget", "person", "Ambrelac", "Ousmane", "--yes").code == 0
    refused = filled("restore", str(path))
    assert refused.code != 0
    assert "--replace" in refused.err
    assert filled("restore", str(path), "--replace").code == 0
    assert "Ambrelac" in filled("accounts").out


def test_the_doctor_finds_everything_in_order(filled: Carto) -> None:
    ran = filled("doctor", "--json")
    assert ran.code == 0
    assert all(check["ok"] for check in json.loads(ran.out))
    assert "ok" in filled("doctor", "--lang", "fr").out


def test_lines_that_fail_are_acknowledged_as_failed(carto: Carto, tmp_path: Path) -> None:
    path = tmp_path / "notes.jsonl"
    path.write_bytes(b'not json\n{"id": "n1"}\n{"id": "n2", "text": "\xff"}\n')
    ran = carto("import", str(path))
    assert ran.code == 1
    lines = [json.loads(line) for line in ran.out.splitlines()]
    assert [line["status"] for line in lines] == ["failed"] * 3
    assert [line["id"] for line in lines] == [None, "n1", "n2"]
    assert all(line["error"]["message"] for line in lines)
    assert "3 failed" in ran.err
