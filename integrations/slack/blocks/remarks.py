"""What makes a colleague look up: one sentence, with the words of then and of now."""

from datetime import date

from integrations.slack.blocks.elements import Block, section
from integrations.slack.blocks.mrkdwn import NAME, quoted, said
from integrations.slack.blocks.words import Names, attribute_words, day_words, told, value_words
from knowledge.domain.proposals import Remark, RemarkKind
from knowledge.domain.quotes import Quote

_QUOTE = 320


def remark_section(remark: Remark, lang: str, names: Names) -> Block:
    """The remark, then each quote with its date, the earlier one first."""
    lines = [f"⚠️ *{_sentence(remark, lang, names)}*"]
    for day, quote in (
        (remark.before_on, remark.before_quote),
        (remark.on, remark.quote),
    ):
        if quote is not None:
            lines.append(_quote_line(lang, day, quote))
    return section("\n".join(lines))


def _sentence(remark: Remark, lang: str, names: Names) -> str:
    facts = {
        "name": said(remark.name, NAME),
        "attribute": attribute_words(lang, remark.attribute),
        "value": said(_value(remark, remark.value, lang, names)),
        "before": said(_value(remark, remark.before, lang, names)),
        "on": day_words(lang, remark.on) if remark.on else "",
    }
    return told(lang, f"remark.{remark.kind.value}", **facts)


def _value(remark: Remark, value: object, lang: str, names: Names) -> str:
    # An overdue remark holds a day, and one about a sole power may hold a name, not a value.
    if remark.kind == RemarkKind.OVERDUE:
        return str(value)
    return value_words(lang, remark.attribute, value, names)


def _quote_line(lang: str, day: date | None, quote: Quote) -> str:
    words = quoted(lang, quote.text, _QUOTE)
    return told(lang, "quote", quote=words, day=day_words(lang, day)) if day else words
