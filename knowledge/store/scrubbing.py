"""Taking one person out of a JSON value: references go, names in the words around them are blanked.

Pure. What was only about the person disappears; what others said stays, with the name overwritten.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from knowledge.domain import codes, facts, proposals
from knowledge.domain.registry import REGISTRY
from knowledge.store.blanking import Blanker

# Keys under which a name stands for a person rather than for words about one.
_WHO = ("name", "from", "to", "person")
_OPTIONAL_WHO = ("owner", "who", "person", "author")
_REFERENCES = ("person_id", "subject_id")


def _codes() -> Iterator[str]:
    yield from REGISTRY
    for module in (codes, facts, proposals):
        for enum in vars(module).values():
            if isinstance(enum, type) and issubclass(enum, StrEnum):
                yield from (item.value for item in enum)
    for entry in REGISTRY.values():
        yield from entry.value.codes
        for _, part in entry.value.fields:
            yield from part.codes


# Texts that are codes of ours, whoever may be called so: Champion is a surname, and a stance.
CODES = frozenset(_codes())


@dataclass(frozen=True)
class Scrubber:
    """Takes the person with these ids and names out of JSON values.

    ``texts`` are the blanked texts of sources by id; quotes that point into them are cut from them
    anew, so that a quote always equals its span.
    """

    ids: frozenset[str]
    blanker: Blanker
    texts: Mapping[str, str]

    def value(self, node: Any) -> Any:
        """``node`` without the person; ``None`` where it was nothing but the person."""
        if isinstance(node, str):
            return node if node in CODES else self.blanker.text(node)
        if isinstance(node, list):
            return [self.value(item) for item in node if not self._is_about(item)]
        if not isinstance(node, dict):
            return node
        if len(node) == 1 and self._is_about(node):
            return None
        scrubbed = {key: self._field(key, item) for key, item in node.items()}
        return self._with_exact_quote(scrubbed)

    def quote(self, source_id: str | None, start: int | None, end: int | None, words: str) -> str:
        """The words of a quote as they stand in its source now."""
        text = self.texts.get(source_id or "")
        if text is None or start is None or end is None:
            return self.blanker.text(words)
        return text[start:end]

    def _field(self, key: str, item: Any) -> Any:
        if key in _OPTIONAL_WHO and isinstance(item, str) and self.blanker.is_all_name(item):
            return None
        return self.value(item)

    def _is_about(self, item: Any) -> bool:
        """Whether an item is the person, or a statement about them alone."""
        if isinstance(item, str):
            return item in self.ids or (item not in CODES and self.blanker.is_all_name(item))
        if not isinstance(item, dict):
            return False
        if any(item.get(key) in self.ids for key in ("id", *_REFERENCES)):
            return True
        return any(
            isinstance(name := item.get(key), str) and self.blanker.is_all_name(name)
            for key in _WHO
        )

    def _with_exact_quote(self, fields: dict[str, Any]) -> dict[str, Any]:
        words = next((key for key in ("quote", "text") if isinstance(fields.get(key), str)), None)
        if words and fields.get("source_id") in self.texts:
            fields[words] = self.quote(
                fields["source_id"], fields.get("start"), fields.get("end"), fields[words]
            )
        return fields
