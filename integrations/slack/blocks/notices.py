"""Sentences of one line or two: what happened, what was not changed, what to do next."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from integrations.slack.blocks.elements import Block, quiet, section
from integrations.slack.blocks.mrkdwn import said
from integrations.slack.blocks.words import told
from knowledge.language.catalogue import has_phrase, phrase

_FACT = 200


@dataclass(frozen=True, slots=True)
class Notice:
    """A message without buttons: its text and its blocks."""

    text: str
    blocks: tuple[Block, ...]


def notice(words: str, *more: str) -> Notice:
    """Words of ours, with data already safe; ``more`` stands small below."""
    return Notice(words, (section(words), *(quiet(one) for one in more if one)))


def problem(lang: str, code: str, facts: Mapping[str, Any], reference: str) -> Notice:
    """What could not be done, by the code of its error, and the reference to ask about it."""
    sentence, hint = explained(lang, code, facts)
    if sentence is None:
        return unexpected(lang, reference)
    words = f"{sentence} {hint}" if hint else sentence
    return notice(words, told(lang, "reference", reference=said(reference)))


def unexpected(lang: str, reference: str) -> Notice:
    """Something that is our fault: nothing of it is shown but a reference."""
    return notice(told(lang, "unexpected"), told(lang, "reference", reference=said(reference)))


def explained(lang: str, code: str, facts: Mapping[str, Any]) -> tuple[str | None, str | None]:
    """The sentence of an error, and what to do about it; where Slack knows a better one, that."""
    shown = _in_words(lang, facts)
    sentence = _find(lang, f"slack.error.{code}", shown) or _find(lang, f"errors.{code}", shown)
    sentence = sentence or _find(lang, f"answers.errors.{code}", shown)
    hint = _find(lang, f"slack.hint.{code}", shown) or _find(lang, f"errors.hint.{code}", shown)
    return sentence, hint


def _in_words(lang: str, facts: Mapping[str, Any]) -> dict[str, Any]:
    """The facts made safe, with the codes among them as words; none of them names a path."""
    words = {key: said(str(fact), _FACT) for key, fact in facts.items()}
    if "reasons" in facts:
        reasons = str(facts["reasons"]).split("; ")
        words["reasons"] = ", ".join(_labelled(lang, "undo_reason", one) for one in reasons)
    if "expected" in facts:
        words["expected"] = said(_labelled(lang, "expected", str(facts["expected"])), _FACT)
    return words


def _labelled(lang: str, heading: str, code: str) -> str:
    key = f"errors.{heading}.{code}"
    try:
        return phrase(lang, key) if has_phrase(lang, key) else code
    except KeyError:
        return code


def _find(lang: str, key: str, facts: Mapping[str, Any]) -> str | None:
    """The phrase under ``key`` or its variant for the reason; ``None`` when a fact is missing."""
    if not has_phrase(lang, key):
        return None
    variants = (facts.get("reason"), "near" if facts.get("near") else None, "other")
    found = (f"{key}.{variant}" for variant in variants if variant)
    chosen = next((candidate for candidate in found if has_phrase(lang, candidate)), key)
    try:
        return phrase(lang, chosen, **facts)
    except KeyError:
        return None
