"""The correction of a fact: what is held, the words it rests on, and what is so instead."""

from collections.abc import Mapping, Sequence

from integrations.slack.blocks.elements import (
    Block,
    modal,
    option,
    packed,
    quiet,
    radios,
    section,
    typed,
)
from integrations.slack.blocks.mrkdwn import NAME, quoted, said
from integrations.slack.blocks.review_modal import value_input
from integrations.slack.blocks.words import attribute_words, day_words, told, value_words
from knowledge.domain.facts import Fact
from knowledge.domain.registry import REGISTRY
from knowledge.language.records import pair

MOST_FACTS = 6


def correction_modal(
    account: str,
    facts: Sequence[Fact],
    names: Mapping[str, str],
    lang: str,
) -> Block:
    """The view for the facts of an answer; with one fact its own kind of value is asked for."""
    shown = facts[:MOST_FACTS]
    title, submit, close = (told(lang, f"modal.{key}") for key in ("correct", "save", "close"))
    if not shown:
        nothing = [section(told(lang, "correct.gone"))]
        return modal(title, "correct", nothing, close=close)
    blocks: list[Block] = [section(told(lang, "correct.intro", account=said(account, NAME)))]
    for number, fact in enumerate(shown, start=1):
        blocks += _fact(number, fact, names, lang)
    if len(shown) > 1:
        options = [
            option(f"{number}. {fact_words(fact, names, lang)}", fact.id)
            for number, fact in enumerate(shown, start=1)
        ]
        blocks.append(radios("which", told(lang, "correct.which"), options, 0))
    one = shown[0]
    same = len({fact.attribute for fact in shown}) == 1
    if same and REGISTRY[one.attribute].value.kind not in ("person", "people"):
        blocks.append(value_input("instead", lang, one.attribute, one.value, names))
    else:
        blocks.append(typed("instead", told(lang, "correct.instead")))
    blocks.append(quiet(told(lang, "correct.empty_means")))
    carried = packed(a=one.account_id, f=[fact.id for fact in shown])
    return modal(title, "correct", blocks, carried=carried, submit=submit, close=close)


def fact_words(fact: Fact, names: Mapping[str, str], lang: str) -> str:
    """A fact in one line, not yet safe for Slack."""
    about = attribute_words(lang, fact.attribute)
    if fact.subject_id in names:
        about = f"{names[fact.subject_id]}, {about}"
    return pair(lang, about, value_words(lang, fact.attribute, fact.value, names))


def _fact(number: int, fact: Fact, names: Mapping[str, str], lang: str) -> list[Block]:
    words = f"*{number}.* {said(fact_words(fact, names, lang))}"
    day = day_words(lang, fact.valid_on)
    if fact.quote is None:
        return [
            section(words),
            quiet(told(lang, "answer.typed_by", author=said(fact.member), day=day)),
        ]
    quote = quoted(lang, fact.quote)
    return [section(words), quiet(told(lang, "quote", quote=quote, day=day))]
