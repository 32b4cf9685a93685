"""What cannot be done is said in words, in both languages, with the way out that there is."""

import json
import sqlite3
from pathlib import Path

import pytest

from knowledge.language.catalogue import LANGUAGES
from tests.cli.conftest import Carto

CODES = (
    "not_a_backup",
    "missing",
    "not_a_database",
    "damaged",
    "store_missing",
    "store_unusable",
    "store_newer",
)


@pytest.fixture
def filled(carto: Carto, tmp_path: Path) -> Carto:
    """A command line whose store holds one account with one person."""
    path = tmp_path / "contacts.csv"
    path.write_text("Account,Name,Title\nAmbrelac,Mireille Castagnède,buyer\n", encoding="utf-8")
    assert carto("import", str(path)).code == 0
    return carto


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(
    "words", [("--add", ""), ("--add", " - "), ("--us", ""), ("--us", " "), ("--add-domain", "@")]
)
def test_a_blank_colleague_company_or_domain_is_refused(
    carto: Carto, words: tuple[str, str], lang: str
) -> None:
    ran = carto("team", "--add", "Solène Kerdraon", *words, "--lang", lang)
    assert (ran.code, ran.out) == (2, "")
    assert ("blank" if lang == "en" else "vide") in ran.err
    assert json.loads(carto("team", "--json").out)["people"] == []


@pytest.mark.parametrize(
    ("lang", "words"),
    [("en", "Nothing waits for a review."), ("fr", "Rien n'attend de relecture.")],
)
def test_nothing_to_review_is_no_error(carto: Carto, lang: str, words: str) -> None:
    ran = carto("review", "--lang", lang)
    assert (ran.code, ran.out.strip(), ran.err) == (0, words, "")
    assert json.loads(carto("review", "--json").out)["pending"] == 0
    assert carto("review", "prp_none", "--lang", lang).code == 2
    assert "“”" not in carto("review", "--undo").err


@pytest.mark.parametrize(("lang", "words"), [("en", "already"), ("fr", "déjà")])
def test_a_backup_never_takes_the_place_of_a_file_unasked(
    filled: Carto, tmp_path: Path, lang: str, words: str
) -> None:
    path = tmp_path / "kept.txt"
    path.write_text("mine")
    refused = filled("backup", str(path), "--lang", lang)
    assert refused.code == 2
    assert words in refused.err
    assert "--replace" in refused.err
    assert path.read_text() == "mine"
    assert filled("backup", str(path), "--replace").code == 0
    assert path.read_bytes().startswith(b"PK")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_where_no_backup_can_be_written_is_said(filled: Carto, tmp_path: Path, lang: str) -> None:
    for path in (tmp_path, tmp_path / "nowhere" / "all.backup"):
        ran = filled("backup", str(path), "--replace", "--lang", lang)
        assert ran.code == 2
        assert str(path) in ran.err
        assert ("dossier" if lang == "fr" else "folder") in ran.err


@pytest.mark.parametrize(
    ("lang", "missing", "other"),
    [
        ("en", "There is no file", "is not a backup"),
        ("fr", "Il n'y a pas de fichier", "n'est pas une sauvegarde"),
    ],
)
def test_a_backup_that_cannot_be_used_is_told_in_words(
    carto: Carto, tmp_path: Path, lang: str, missing: str, other: str
) -> None:
    note = tmp_path / "note.txt"
    note.write_text("Dear diary")
    none = carto("restore", str(tmp_path / "none.backup"), "--lang", lang)
    wrong = carto("restore", str(note), "--lang", lang)
    assert (none.code, wrong.code) == (2, 2)
    assert missing in none.err
    assert other in wrong.err
    assert not any(code in none.err + wrong.err for code in CODES)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_doctor_never_shows_a_code(carto: Carto, home: Path, lang: str) -> None:
    new = carto("doctor", "--lang", lang)
    assert new.code == 0
    assert ("nothing" if lang == "en" else "rien") in new.out
    home.mkdir(exist_ok=True)
    (home / "carto.db").write_bytes(b"Dear diary, " * 1000)
    ran = carto("doctor", "--lang", lang)
    assert ran.code == 1
    assert not any(code in new.out + ran.out for code in CODES)
    assert ("is not a database" if lang == "en" else "n'est pas une base") in " ".join(
        ran.out.split()
    )


@pytest.mark.parametrize(
    ("lang", "words"),
    [("en", "1 quote is not in its note"), ("fr", "1 citation n'est pas dans sa note")],
)
def test_the_doctor_counts_what_is_wrong_in_words(
    carto: Carto, home: Path, tmp_path: Path, lang: str, words: str
) -> None:
    text = tmp_path / "note.txt"
    text.write_text("Claire Duval is the CFO.", encoding="utf-8")
    carto("note", str(text), "--account", "L", "--create")
    carto("review", "--accept", "all")
    with sqlite3.connect(home / "carto.db") as conn:
        conn.execute("DELETE FROM facts WHERE attribute != 'person.title'")
        conn.execute("UPDATE source_bodies SET text = replace(text, 'CFO', 'DAF')")
    assert words in " ".join(carto("doctor", "--lang", lang).out.split())


@pytest.mark.parametrize("lang", LANGUAGES)
def test_making_an_account_is_advised_by_note_alone(
    filled: Carto, tmp_path: Path, lang: str
) -> None:
    text = tmp_path / "note.txt"
    text.write_text("Met Claire.")
    assert "--create" in filled("note", str(text), "--account", "Ambrelc", "--lang", lang).err
    for words in (
        ("map", "Ambrelc"),
        ("brief", "Ambrelc"),
        ("ask", "who decides?", "--account", "Ambrelc"),
        ("search", "offer", "--account", "Ambrelc"),
    ):
        ran = filled(*words, "--lang", lang)
        assert "Ambrelac" in ran.err
        assert "--create" not in ran.err


@pytest.mark.parametrize(("lang", "words"), [("en", "still ahead"), ("fr", "encore à venir")])
def test_what_was_known_on_a_day_to_come_is_refused_everywhere(
    filled: Carto, lang: str, words: str
) -> None:
    for command in (("map", "Ambrelac"), ("people", "Ambrelac"), ("brief", "Ambrelac"),
                    ("ask", "who decides?", "--account", "Ambrelac")):  # fmt: skip
        ran = filled(*command, "--as-of", "2999-01-01", "--lang", lang)
        assert (ran.code, ran.out) == (2, "")
        assert words in ran.err


@pytest.mark.parametrize(
    ("lang", "words"),
    [("en", "Nothing was said under “Maud Roy”"), ("fr", "Rien n'a été dit sous « Maud Roy »")],
)
def test_parting_with_a_name_nobody_said_tells_what_works(
    filled: Carto, lang: str, words: str
) -> None:
    ran = filled("people", "split", "Ambrelac", "Mireille", "Maud Roy", "--lang", lang)
    assert ran.code == 2
    assert words in ran.err
    unknown = filled("people", "split", "Ambrelac", "Nobody", "Maud Roy", "--lang", lang)
    assert "Maud Roy" not in unknown.err
    told = filled("people", "split", "--help", "--lang", lang).out
    assert "carto people split Ambrelac" in told
    assert "carto people merge" in filled("people", "merge", "--help", "--lang", lang).out


@pytest.mark.parametrize(
    ("lang", "words"), [("en", "not a whole number"), ("fr", "n'est pas un nombre entier")]
)
def test_a_number_that_is_none_is_refused_without_a_code(
    carto: Carto, lang: str, words: str
) -> None:
    ran = carto("search", "offer", "--top", "0", "--lang", lang)
    assert ran.code == 2
    assert words in ran.err
    assert "(number)" not in ran.err
