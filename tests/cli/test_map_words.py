"""The words behind the rows of a map, and a history with the names of people."""

import io
import json
from datetime import date
from pathlib import Path

import pytest

from integrations.cli.output import Output
from integrations.cli.present.account_map import map_view
from tests.cli.conftest import Carto
from tests.cli.samples import fact, shown_sample

TODAY = date(2026, 3, 20)
FACTS = (
    fact(1, "person.name", "Zoé", quote="Zoé"),
    fact(2, "person.title", "CFO", quote="Zoé, our new CFO"),
    fact(3, "person.role", "decision_maker", item="decision_maker", quote="she has the last word"),
    fact(4, "person.power", "decides", item="decides", quote="the choice is hers"),
    fact(5, "person.stance", "champion", quote="pushes for us", valid_on=date(2026, 3, 2)),
    fact(6, "person.interest", "high", quote=None, source_id=None),
)


def printed(lang: str, *, full: bool) -> str:
    screen = io.StringIO()
    view = map_view(shown_sample(facts=FACTS), lang, TODAY, full=full)
    Output(lang, stdout=screen).show(view)
    return screen.getvalue()


@pytest.mark.parametrize(
    ("lang", "rows"),
    [
        (
            "en",
            (
                "title: CFO  “Zoé, our new CFO” (14 March 2026)",
                "role in the decision: decision maker  “she has the last word” (14 March 2026)",
                "power over the decision: decides  “the choice is hers” (14 March 2026)",
                "stance: champion  “pushes for us” (2 March 2026)",
                "typed by local (14 March 2026)",
            ),
        ),
        (
            "fr",
            (
                "CFO  « Zoé, our new CFO » (14 mars 2026)",
                "« she has the last word » (14 mars 2026)",
                "« the choice is hers » (14 mars 2026)",
                "« pushes for us » (2 mars 2026)",
                "saisi par local (14 mars 2026)",
            ),
        ),
    ],
)
def test_a_full_map_has_the_words_and_the_day_of_every_row(
    lang: str, rows: tuple[str, ...]
) -> None:
    shown = printed(lang, full=True)
    assert [row for row in rows if row not in shown] == []


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_a_map_stays_short_and_says_how_to_see_the_words(lang: str) -> None:
    short = printed(lang, full=False)
    assert "she has the last word" not in short
    assert "--full" in short
    assert "--full" not in printed(lang, full=True)


@pytest.mark.parametrize(("lang", "words"), [("en", "reports to"), ("fr", "rend compte à")])
def test_history_names_the_people_inside_what_is_held(
    carto: Carto, tmp_path: Path, lang: str, words: str
) -> None:
    note = tmp_path / "note.txt"
    note.write_text(
        "Met Claire Duval, CFO, and Owen Pike, plant manager. Owen Pike reports to Claire Duval.",
        encoding="utf-8",
    )
    carto("note", str(note), "--account", "L", "--create", "--date", "2026-03-14")
    carto("review", "--accept", "all")
    told = carto("history", "L", "--lang", lang).out
    assert f"{words} Claire Duval" in told
    assert "?" not in told
    entries = json.loads(carto("history", "L", "--json").out)
    (relation,) = [one for one in entries if one["attribute"] == "person.relation"]
    assert relation["names"] == {relation["after"]["to"]["id"]: "Claire Duval"}
