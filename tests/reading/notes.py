"""One way to read a note in a test, and to ask the reading short questions."""

import datetime as dt

from knowledge.domain.reading import Person, Reading, ReadingContext
from knowledge.reading.embedded import EmbeddedReader
from knowledge.reading.tokens import fold

CONTEXT = ReadingContext(
    account="Halvorsen Foods", us="Tessera", our_people=("Priya Raman", "Tom Abara"),
    date=dt.date(2026, 3, 3), author="Priya Raman",
)  # fmt: skip


def read(text: str, context: ReadingContext = CONTEXT) -> Reading:
    """The reading of ``text`` on Tuesday 3 March 2026, at the account Halvorsen Foods."""
    return EmbeddedReader().read(text, context)


def person(reading: Reading, name: str) -> Person:
    """The one person of that name or alias; case and accents do not count."""
    wanted = fold(name)
    found = [p for p in reading.people if wanted in (fold(p.name), *map(fold, p.aliases))]
    assert len(found) == 1, f"{name!r} in {[p.name for p in reading.people]}"
    return found[0]


def names(reading: Reading) -> set[str]:
    """Everybody's name, folded."""
    return {fold(p.name) for p in reading.people}


def roles(reading: Reading, name: str) -> set[str]:
    """The codes of somebody's roles."""
    return {str(label.role) for label in person(reading, name).roles}


def powers(reading: Reading, name: str) -> set[str]:
    """The codes of somebody's powers."""
    return {str(label.power) for label in person(reading, name).powers}


def stance(reading: Reading, name: str) -> str | None:
    """The code of somebody's stance."""
    label = person(reading, name).stance
    return str(label.value) if label else None
