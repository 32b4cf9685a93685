"""Where the labels of codes stand in the language data, by attribute."""

from knowledge.domain.registry import REGISTRY
from knowledge.language.catalogue import phrase
from knowledge.language.records import HEADINGS


def labels_of_codes(listed: str, lang: str) -> str | None:
    """The labels for the codes of an attribute as a refusal lists them; ``None`` for other words."""
    for attribute, heading in HEADINGS.items():
        name, _, part = attribute.partition("/")
        kind = REGISTRY[name].value
        codes = (dict(kind.fields)[part] if part else kind).codes
        if codes and listed == ", ".join(codes):
            return ", ".join(phrase(lang, f"codes.{heading}.{code}") for code in codes)
    return None
