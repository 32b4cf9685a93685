"""The page before a meeting."""

from datetime import date
from pathlib import Path

import pytest

from assistant.bootstrap import Workspace
from assistant.write_brief import Brief, write_brief
from knowledge.language.catalogue import Lang
from tests.answers.scene import furnished


def _section(brief: Brief, key: str) -> list[str]:
    return [e.text for section in brief.sections if section.key == key for e in section.entries]


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_every_factual_line_cites(reviewed: Workspace, waiting: Workspace, lang: Lang) -> None:
    for ws in (reviewed, waiting):
        brief = write_brief(ws, "Tarbet Shipyard", lang=lang)
        for section in brief.sections:
            for entry in section.entries:
                assert entry.citations or entry.kind not in ("fact", "to_confirm")
                assert all(1 <= number <= len(brief.citations) for number in entry.citations)


def test_what_must_not_be_missed_comes_first_and_is_at_most_three(reviewed: Workspace) -> None:
    brief = write_brief(reviewed, "Tarbet Shipyard")
    highlights = _section(brief, "highlights")
    assert brief.sections[0].key == "highlights"
    assert 1 <= len(highlights) <= 3
    assert any("reference yards" in line for line in highlights)
    assert any("Wullie Drever" in line for line in highlights)


def test_people_stand_with_role_stance_and_place(reviewed: Workspace) -> None:
    people = _section(write_brief(reviewed, "Tarbet Shipyard"), "people")
    assert people[0].startswith("Alasdair Moncur (md): decides")
    assert any("reserved" in line and "last seen 5 May 2026" in line for line in people)


def test_undecided_findings_are_set_apart(waiting: Workspace) -> None:
    brief = write_brief(waiting, "Tarbet Shipyard")
    kinds = {e.kind for section in brief.sections for e in section.entries}
    assert "fact" not in kinds
    assert any("decides" in line for line in _section(brief, "to_confirm"))


def test_gaps_become_questions(reviewed: Workspace) -> None:
    brief = write_brief(reviewed, "Banque Duhautoy", lang="fr")
    assert any("budget" in line for line in _section(brief, "questions"))


def test_as_of_a_day_leaves_out_what_came_later(reviewed: Workspace) -> None:
    brief = write_brief(reviewed, "Tarbet Shipyard", as_of=date(2026, 4, 1))
    assert not any("Rhoda" in line for line in _section(brief, "people"))


def test_nothing_known_says_so_and_asks(tmp_path: Path) -> None:
    with furnished(tmp_path, "none", (("e1", "Empty", "2026-06-01", "hello\n"),)) as ws:
        brief = write_brief(ws, "Empty", as_of=date(2026, 5, 1), lang="en")
    assert [section.key for section in brief.sections] == ["first_meeting"]
    assert all(entry.citations == () for entry in brief.sections[0].entries)
    assert sum(entry.kind == "question" for entry in brief.sections[0].entries) >= 5


def test_the_published_shape(reviewed: Workspace) -> None:
    made = write_brief(reviewed, "Tarbet Shipyard").to_json_object()
    assert list(made) == ["account", "as_of", "lang", "sections", "citations"]
