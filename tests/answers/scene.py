"""A workspace with notes on the page, read by a reader that is told what each note says."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path

from assistant.bootstrap import Workspace, open_workspace
from assistant.settings import Limits, Settings
from assistant.take_note import Accept, NoteIn, take_note
from knowledge.domain.reading import Reading, ReadingContext

TODAY = "2026-06-30"

SHIPYARD_1 = """visit 2 March

- Alasdair Moncur (md) told us the software is his to choose
- the money comes out of Isobel Strachan's line, she pays
- fitters cut pipe from the wrong drawing, 41 spools scrapped since January
- Judith sends the two reference yards by 9 March
- Wullie Drever, foreman plater: never met, Moncur always asks him first
"""
SHIPYARD_2 = """call 5 May

Rhoda Inkster: I won't pay for seats nobody sits on all winter.
Rhoda Inkster: the tender board meets on 2 June and the archive holds 900 drawings.
Judith: noted, thank you.
"""
BANK = """rendez-vous du 10 avril

- Maryvonne Lescop signe les contrats, le choix revient à M. Armand
- 11 % des dossiers partent chez le voisin
- enveloppe de 175 000 € votée pour 2026
"""


def _quote(text: str, words: str) -> str:
    assert words in text
    return words


def _person(name: str, **more: object) -> dict[str, object]:
    return {"name": name, "side": "customer", **more}


READINGS: dict[str, dict[str, object]] = {
    SHIPYARD_1: {
        "people": [
            _person(
                "Alasdair Moncur", title="md", title_quote="Alasdair Moncur (md)",
                roles=[{"role": "decision_maker", "quote": _quote(SHIPYARD_1, "the software is his to choose")}],
                powers=[{"power": "decides", "quote": "the software is his to choose"}],
            ),
            _person(
                "Isobel Strachan",
                powers=[{"power": "funds", "quote": _quote(SHIPYARD_1, "the money comes out of Isobel Strachan's line")}],
            ),
            _person(
                "Wullie Drever", title="foreman plater", title_quote="Wullie Drever, foreman plater",
                silent_influencer={"quote": _quote(SHIPYARD_1, "Moncur always asks him first")},
            ),
        ],
        "relations": [
            {"from": "Wullie Drever", "to": "Alasdair Moncur", "kind": "influences",
             "quote": "Moncur always asks him first"}
        ],
        "pains": [{"quote": _quote(SHIPYARD_1, "fitters cut pipe from the wrong drawing"), "severity": "high"}],
        "next_steps": [
            {"quote": _quote(SHIPYARD_1, "Judith sends the two reference yards by 9 March"),
             "who": "Judith", "side": "us", "due": "2026-03-09"}
        ],
    },
    SHIPYARD_2: {
        "people": [
            _person("Rhoda Inkster", stance={"value": "reserved", "quote": _quote(SHIPYARD_2, "I won't pay for seats nobody sits on")}),
        ],
        "objections": [{"quote": "I won't pay for seats nobody sits on all winter", "owner": "Rhoda Inkster"}],
        "attendance": ["Rhoda Inkster"],
    },
    BANK: {
        "people": [
            _person("Maryvonne Lescop", powers=[{"power": "signs", "quote": _quote(BANK, "Maryvonne Lescop signe les contrats")}]),
            _person("M. Armand", powers=[{"power": "decides", "quote": _quote(BANK, "le choix revient à M. Armand")}]),
        ],
        "budget": [{"amount": 175000, "currency": "EUR", "quote": _quote(BANK, "enveloppe de 175 000 € votée pour 2026")}],
    },
}  # fmt: skip


class ToldReader:
    """Reads what ``READINGS`` says of a text, and nothing of any other."""

    name = "told"
    version = "1"

    def __init__(self, readings: Mapping[str, dict[str, object]] = READINGS) -> None:
        self._readings = readings

    def read(self, text: str, context: ReadingContext) -> Reading:
        """The reading that belongs to the text."""
        told = self._readings.get(text, {})
        return Reading.model_validate({"account": context.account, **told})


NOTES = (
    ("y1", "Tarbet Shipyard", "2026-03-02", SHIPYARD_1),
    ("y2", "Tarbet Shipyard", "2026-05-05", SHIPYARD_2),
    ("b1", "Banque Duhautoy", "2026-04-10", BANK),
)


@contextmanager
def furnished(
    home: Path,
    accept: Accept,
    notes: tuple[tuple[str, str, str, str], ...] = NOTES,
    readings: Mapping[str, dict[str, object]] = READINGS,
) -> Iterator[Workspace]:
    """An open workspace holding ``notes``."""
    settings = Settings(home=home, today=TODAY, our_people=("Judith",), limits=Limits())
    with open_workspace(settings) as bare:
        ws = replace(bare, new_reader=lambda: ToldReader(readings))
        for external_id, account, day, text in notes:
            note = NoteIn(
                text.encode(),
                account,
                dated_on=date.fromisoformat(day),
                external_id=external_id,
                create_account=True,
            )
            take_note(ws, note, accept)
        yield ws
