"""What people type for a code: its label in either language stands for it."""

from integrations.cli.present.values import code_words
from knowledge.domain.registry import REGISTRY
from knowledge.language.catalogue import LANGUAGES
from knowledge.language.records import HEADINGS


def code_typed(attribute: str, typed: str) -> str:
    """The code whose label was typed; anything else as it was typed."""
    wanted = typed.strip().casefold()
    for code in codes_of(attribute):
        heading = HEADINGS.get(attribute, attribute)
        if wanted in (code_words(lang, heading, code).casefold() for lang in LANGUAGES):
            return code
    return typed


def labels_of(attribute: str, lang: str) -> tuple[str, ...]:
    """The labels an attribute allows, or none when it takes free words."""
    heading = HEADINGS.get(attribute, attribute)
    return tuple(code_words(lang, heading, code) for code in codes_of(attribute))


def codes_of(attribute: str) -> tuple[str, ...]:
    """The codes an attribute allows, or none when it takes free words."""
    entry = REGISTRY.get(attribute)
    return entry.value.codes if entry and entry.value.kind == "code" else ()
