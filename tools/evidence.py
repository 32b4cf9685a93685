"""Evidence: what a tool shows of an account, numbered, so that every claim can name what it rests on."""

from dataclasses import dataclass, replace
from typing import Any, Literal

from knowledge.language.one_line import in_a_line

EvidenceKind = Literal["fact", "to_confirm", "passage", "page", "absence"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """One thing shown to a model, and where its words stand.

    ``id`` is ``e1``, ``e2``… in the order of first use in a turn, and empty until a book has taken it
    in. ``says`` is one plain sentence in the asker's language, empty for a passage, whose words are
    ``quote``. ``date`` is ISO: of the source, else of the day it was said, or the day looked at for an
    absence. ``source`` is the published id of the source, ``person:<member>`` for what a person typed
    and empty for an absence; ``author`` is then the member's id. ``source_id`` is ours and shown to
    nobody. ``start`` and ``end`` are code points of the source's text, half-open. ``account`` is a
    name, ``people`` are the names of those it is about.
    """

    kind: EvidenceKind
    says: str
    date: str
    account: str
    quote: str | None = None
    source: str = ""
    source_kind: str = ""
    author: str | None = None
    url: str | None = None
    fact_id: str | None = None
    source_id: str | None = None
    start: int | None = None
    end: int | None = None
    people: tuple[str, ...] = ()
    id: str = ""

    def to_json_object(self) -> dict[str, Any]:
        """What a model sees of it: no id of the store, and no empty field."""
        shown = {
            "id": self.id,
            "kind": self.kind,
            "says": self.says,
            "quote": in_a_line(self.quote) if self.quote else None,
            "date": self.date,
            "source": self.source_kind,
            "author": in_a_line(self.author) if self.author and self.source_id else None,
            "url": self.url,
            "account": in_a_line(self.account),
            "people": [in_a_line(name) for name in self.people],
        }
        return {key: value for key, value in shown.items() if value}


class EvidenceBook:
    """All the evidence of one turn: the same thing keeps its id however often it is found."""

    def __init__(self) -> None:
        self._by_content: dict[Evidence, Evidence] = {}
        self._by_id: dict[str, Evidence] = {}

    def add(self, found: Evidence) -> Evidence:
        """``found`` with its id: a new one, or the one under which the very same was added before."""
        content = replace(found, id="")
        known = self._by_content.get(content)
        if known is None:
            known = replace(content, id=f"e{len(self._by_content) + 1}")
            self._by_content[content] = known
            self._by_id[known.id] = known
        return known

    def numbered(self, found: Evidence) -> Evidence:
        """``found`` with the id ``add`` would give it now; nothing is added."""
        content = replace(found, id="")
        return self._by_content.get(content) or replace(content, id=f"e{len(self._by_content) + 1}")

    def get(self, evidence_id: str) -> Evidence | None:
        """The evidence with this id, or ``None``."""
        return self._by_id.get(evidence_id)

    def all(self) -> tuple[Evidence, ...]:
        """Everything shown in this turn, in order."""
        return tuple(self._by_id.values())
