"""The brief as every surface gets it: sections of entries, and numbered citations."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Literal

from assistant.answers.citations import Citation
from knowledge.language.catalogue import Lang

EntryKind = Literal["fact", "inference", "recommendation", "to_confirm", "question"]


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the page; ``citations`` are numbers from 1."""

    text: str
    kind: EntryKind
    citations: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Section:
    """Entries under one title; ``key`` is the same in every language."""

    key: str
    title: str
    entries: tuple[Entry, ...]


def with_used_only(
    sections: Sequence[Section], citations: Sequence[Citation]
) -> tuple[tuple[Section, ...], tuple[Citation, ...]]:
    """The same page with the citations it uses, numbered in the order in which it uses them."""
    order: dict[int, int] = {}
    for section in sections:
        for entry in section.entries:
            for number in entry.citations:
                order.setdefault(number, len(order) + 1)
    renumbered = tuple(
        replace(
            section,
            entries=tuple(
                replace(entry, citations=tuple(order[number] for number in entry.citations))
                for entry in section.entries
            ),
        )
        for section in sections
    )
    return renumbered, tuple(citations[number - 1] for number in order)


@dataclass(frozen=True, slots=True)
class Brief:
    """One page about one account as of a day."""

    account_name: str
    as_of: date
    lang: Lang
    sections: tuple[Section, ...]
    citations: tuple[Citation, ...]

    def to_json_object(self) -> dict[str, Any]:
        """The published form."""
        return {
            "account": self.account_name,
            "as_of": self.as_of.isoformat(),
            "lang": self.lang,
            "sections": [
                {
                    "key": section.key,
                    "title": section.title,
                    "entries": [
                        {
                            "text": entry.text,
                            "kind": entry.kind,
                            "citations": list(entry.citations),
                        }
                        for entry in section.entries
                    ],
                }
                for section in self.sections
            ],
            "citations": [citation.to_json_object() for citation in self.citations],
        }
