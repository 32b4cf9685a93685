"""Evidence on the page, as tools would give it."""

from datetime import date
from typing import Any

from assistant.agent.checking import Question
from tools.evidence import Evidence, EvidenceBook

TODAY = date(2026, 6, 30)


def book_of(**entries: dict[str, Any]) -> tuple[EvidenceBook, dict[str, str]]:
    """A book, and the id each entry got in it."""
    book = EvidenceBook()
    ids = {}
    for name, given in entries.items():
        made = {"kind": "passage", "says": "", "date": "2026-03-12", "account": "Ambrelac",
                "source": f"n-{name}", "source_kind": "note", **given}  # fmt: skip
        ids[name] = book.add(Evidence(**made)).id
    return book, ids


def asked(text: str = "what do the notes say?", account: str | None = "Ambrelac") -> Question:
    """A question put on the day of the tests."""
    return Question(text, TODAY, account)
