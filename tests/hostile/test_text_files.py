"""Files that call themselves text: kept byte for byte, or refused whole with the listed reason."""

from pathlib import Path

import pytest

from assistant.bootstrap import Workspace
from assistant.take_note import NoteIn, take_note
from knowledge.errors import TextRefused
from knowledge.store import sources
from tests.hostile.rows import row_counts
from tests.scenarios.scripted import at_desk

# By file: the encoding it is read in.
KEPT = {
    "bom8.txt": "utf-8-sig",
    # Neither UTF-8 nor marked: read as Windows-1252, which may show the wrong letters but loses none.
    "cp1251.txt": "cp1252",
    "cp1252.txt": "cp1252",
    "crlf_mixed.txt": "cp1252",
    "gb18030.txt": "cp1252",
    "koi8.txt": "cp1252",
    "latin1.txt": "cp1252",
    "overlong.txt": "cp1252",
    "surrogate_utf8.txt": "cp1252",
    "md_deep_quote.md": "utf-8",
    "md_html.md": "utf-8",
    "md_links_redos.md": "utf-8",
    "md_table_wide.md": "utf-8",
    "mojibake.txt": "utf-8",
    "one_line_1MB.txt": "utf-8",
    # The header and the objects of a PDF without its streams are text.
    "pdf_renamed.txt": "utf-8",
    "utf16le.txt": "utf-16",
    "utf32.txt": "utf-32",
    "yaml_frontmatter.md": "utf-8",
}
# By file: the reason it is refused for.
REFUSED = {
    "empty.txt": "empty",
    "exe_renamed.txt": "binary",
    "invalid_utf8.txt": "encoding",
    "md_deep_list.md": "too_large",
    "nul.txt": "binary",
    "only_nul.txt": "binary",
    "png_renamed.txt": "binary",
    "random.bin.txt": "binary",
    "sjis.txt": "encoding",
    "utf16be_nobom.txt": "binary",
}


def test_every_file_of_the_corpus_is_listed_here(shared_corpora: Path) -> None:
    found = {path.name for path in (shared_corpora / "txt").iterdir()}
    assert found == KEPT.keys() | REFUSED.keys()


@pytest.mark.parametrize("name", KEPT)
def test_a_text_is_kept_byte_for_byte(ws: Workspace, shared_corpora: Path, name: str) -> None:
    raw = (shared_corpora / "txt" / name).read_bytes()
    taken = take_note(at_desk(ws), NoteIn(raw, "Borealis", create_account=True))
    with ws.store.read() as conn:
        kept = sources.get_raw(conn, taken.source.id, ws.audience)
    assert (kept, taken.source.encoding) == (raw, KEPT[name])
    assert taken.source.text == raw.decode(KEPT[name])


@pytest.mark.parametrize("name", KEPT)
def test_no_reader_fails_on_it_and_every_finding_stands_in_it(
    ws: Workspace, shared_corpora: Path, name: str
) -> None:
    raw = (shared_corpora / "txt" / name).read_bytes()
    # With the real reader: it must get through all of them.
    taken = take_note(ws, NoteIn(raw, "Borealis", create_account=True))
    assert taken.proposal
    assert "failed" not in taken.proposal.reader
    text = taken.source.text
    quotes = [line.quote for line in taken.proposal.lines if line.quote]
    assert all(text[quote.start : quote.end] == quote.text for quote in quotes)


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_no_text_is_refused_whole_and_leaves_nothing(
    ws: Workspace, shared_corpora: Path, name: str
) -> None:
    raw, before = (shared_corpora / "txt" / name).read_bytes(), row_counts(ws)
    with pytest.raises(TextRefused) as refusal:
        take_note(ws, NoteIn(raw, "Borealis", create_account=True))
    assert refusal.value.facts["reason"] == REFUSED[name]
    assert row_counts(ws) == before
