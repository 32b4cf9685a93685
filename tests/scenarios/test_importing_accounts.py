"""A spreadsheet of accounts and contacts: what it adds, what it leaves alone, what it cannot use."""

import pytest

from assistant.bootstrap import Workspace
from assistant.forget import forget_person
from assistant.import_accounts import ImportedAccounts, import_accounts
from assistant.show_map import list_accounts
from knowledge.domain.facts import Confidence
from knowledge.errors import MissingColumn, TextRefused
from tests.scenarios.scripted import (
    ACCOUNT,
    names,
    note,
    plain,
    somebody,
    take,
    the_map,
    the_person,
)

ENGLISH = """Account,Sector,Contact name,Job title,Email,Shoe size
Verrières du Nord,glass,Claire Duval,buyer,claire@verrieres.example,38
Borealis,energy,Owen Pike,plant manager,owen@borealis.example,44
"""
FRENCH = """Société;Secteur d'activité;Nom;Prénom;Fonction;Adresse e-mail;Pointure
Verrières du Nord;verre;Duval;Claire;acheteuse;claire@verrieres.example;38
Boréalis;énergie;Pike;Owen;directeur d'usine;owen@borealis.example;44
"""


def imported(ws: Workspace, text: str) -> ImportedAccounts:
    return import_accounts(ws, text.encode("utf-8"))


def counts(found: ImportedAccounts) -> tuple[int, int, int, int]:
    return (found.accounts_added, found.contacts_added, found.values_added, found.unchanged)


def faults(found: ImportedAccounts) -> list[tuple[int, str]]:
    return [(fault.line, fault.code) for fault in found.faults]


@pytest.mark.parametrize(
    ("text", "title", "sector"),
    [
        (ENGLISH, "buyer", "glass"),
        (FRENCH, "acheteuse", "verre"),
        (ENGLISH.replace(",", "\t"), "buyer", "glass"),
        (FRENCH.upper().replace("CLAIRE@", "claire@"), "ACHETEUSE", "VERRE"),
        ("\ufeff" + FRENCH, "acheteuse", "verre"),
        (ENGLISH.replace("\n", "\r\n"), "buyer", "glass"),
        (ENGLISH.replace("\n", "\r"), "buyer", "glass"),
    ],
    ids=["english", "french", "tabs", "capitals", "marked-utf-8", "windows-lines", "old-mac-lines"],
)
def test_headers_in_both_languages_and_the_usual_separators_are_understood(
    ws: Workspace, text: str, title: str, sector: str
) -> None:
    found = imported(ws, text)
    assert (counts(found), faults(found)) == ((2, 2, 6, 0), [])
    account_map = the_map(ws, ACCOUNT)
    (claire,) = account_map.people
    assert claire.name.casefold() == "claire duval"
    assert claire.title == title
    held = account_map.one("account.sector")
    assert held
    assert held.fact.value == sector


def test_a_file_in_windows_letters_is_read_right(ws: Workspace) -> None:
    import_accounts(ws, FRENCH.encode("cp1252"))
    assert [one.name for one in list_accounts(ws)] == ["Boréalis", ACCOUNT]


def test_columns_that_mean_nothing_to_us_are_ignored(ws: Workspace) -> None:
    imported(ws, ENGLISH)
    assert "38" not in str(plain(the_map(ws)))


def test_the_same_file_twice_changes_nothing(ws: Workspace) -> None:
    imported(ws, FRENCH)
    before = plain(the_map(ws))
    assert counts(imported(ws, FRENCH)) == (0, 0, 0, 2)
    assert plain(the_map(ws)) == before


def test_what_the_map_knows_is_never_overwritten_but_reported(ws: Workspace) -> None:
    met = note("2026-03-02", "Claire Duval est DAF.", somebody("Claire Duval", title="DAF"))
    take(ws, met, "all")
    found = imported(ws, FRENCH)
    assert [(fault.line, fault.code, fault.facts["column"]) for fault in found.faults] == [
        (2, "differs", "Fonction")
    ]
    assert the_person(the_map(ws), "Claire Duval").title == "DAF"


def test_what_the_map_does_not_know_is_filled_in(ws: Workspace) -> None:
    take(ws, note("2026-03-02", "Vu Claire Duval.", somebody("Claire Duval")), "all")
    found = imported(ws, FRENCH)
    assert (found.contacts_added, faults(found)) == (1, [])
    claire = the_person(the_map(ws), "Claire Duval")
    assert claire.value("person.email") == "claire@verrieres.example"


def test_a_cell_is_an_entry_of_whoever_imports_it_and_no_more_than_stated(ws: Workspace) -> None:
    imported(ws, FRENCH)
    held = the_person(the_map(ws), "Claire Duval").one("person.title")
    assert held
    assert (held.fact.member, held.fact.source_id) == ("local", None)
    assert held.confidence != Confidence.KNOWN


def test_a_later_note_may_correct_what_a_spreadsheet_said(ws: Workspace) -> None:
    imported(ws, FRENCH)
    later = note(
        "2026-07-01", "Claire Duval, désormais DAF.",
        somebody("Claire Duval", title="DAF", changed=True),
    )  # fmt: skip
    take(ws, later, "all")
    assert the_person(the_map(ws), "Claire Duval").title == "DAF"


@pytest.mark.parametrize(
    "cell", ["=1+1", "+33 1 23 45", "-2", "@SUM(A1)", '=HYPERLINK("x")', "\uff1d1"]
)
def test_a_cell_that_looks_like_a_formula_is_kept_as_the_text_it_is(
    ws: Workspace, cell: str
) -> None:
    quoted = '"' + cell.replace('"', '""') + '"'
    imported(ws, f"Account,Contact,Title\nBorealis,Owen Pike,{quoted}\n")
    assert the_person(the_map(ws, "Borealis"), "Owen Pike").title == cell


def test_without_a_column_for_the_account_the_file_is_refused_with_its_headers(
    ws: Workspace,
) -> None:
    with pytest.raises(MissingColumn) as refusal:
        imported(ws, "Nom,Fonction\nClaire Duval,acheteuse\n")
    assert refusal.value.facts["found"] == "Nom, Fonction"
    assert list_accounts(ws) == ()


def test_bad_rows_say_why_and_the_others_are_taken(ws: Workspace) -> None:
    found = imported(
        ws,
        "Account,Name,Title,Renewal\n"
        ",Claire Duval,buyer,\n"
        "Borealis,,buyer,\n"
        "Borealis,Owen Pike,manager,next spring\n"
        "\n"
        "Borealis,Ana Vidal,lawyer,2026-12-31\n",
    )
    assert faults(found) == [(2, "no_account"), (3, "no_name"), (4, "bad_value")]
    assert names(the_map(ws, "Borealis")) == ["Ana Vidal", "Owen Pike"]


def test_a_surname_that_fits_two_people_is_asked_about_and_left_out(ws: Workspace) -> None:
    two = note(
        "2026-03-02",
        "Claire Duval et Paul Duval.",
        somebody("Claire Duval"),
        somebody("Paul Duval"),
    )
    take(ws, two, "all")
    found = imported(ws, f"Compte;Nom\n{ACCOUNT};Duval\n")
    assert faults(found) == [(2, "unclear_person")]


def test_a_forgotten_person_does_not_come_back_with_a_spreadsheet(ws: Workspace) -> None:
    imported(ws, FRENCH)
    forget_person(ws, ACCOUNT, "Claire Duval")
    assert faults(imported(ws, FRENCH)) == [(2, "forgotten_person")]
    assert names(the_map(ws)) == []


def test_a_row_that_is_too_short_or_too_long_is_taken_for_what_it_has(ws: Workspace) -> None:
    found = imported(ws, "Account,Name,Title\nBorealis\nBorealis,Owen Pike,manager,x,y\n")
    assert faults(found) == []
    assert the_person(the_map(ws, "Borealis"), "Owen Pike").title == "manager"


@pytest.mark.parametrize(
    ("raw", "reason"),
    [
        (b"", "empty"),
        (b"\x89PNG\r\n\x1a\n" + bytes(64), "binary"),
        (b"Account,Name\n" + b"x" * 99 + bytes(1), "nul"),
    ],
)
def test_what_is_no_text_is_refused_whole(ws: Workspace, raw: bytes, reason: str) -> None:
    with pytest.raises(TextRefused) as refusal:
        import_accounts(ws, raw)
    assert refusal.value.facts["reason"] == reason


def test_a_cell_as_long_as_a_book_does_not_stop_the_file(ws: Workspace) -> None:
    found = imported(
        ws, f"Account,Name,Title\nBorealis,Owen Pike,{'x' * 200_000}\nBorealis,Ana,boss\n"
    )
    assert names(the_map(ws, "Borealis"))[0] == "Ana"
    assert found.contacts_added >= 1


def test_a_quote_that_is_never_closed_takes_nothing_half(ws: Workspace) -> None:
    imported(ws, 'Account,Name,Title\nBorealis,Owen Pike,"boss\nBorealis,Ana Vidal,lawyer\n')
    owen = the_person(the_map(ws, "Borealis"), "Owen Pike")
    assert owen.title == "boss\nBorealis,Ana Vidal,lawyer"
