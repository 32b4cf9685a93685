"""What makes a colleague look up, as a sentence with the words of now and of then."""

from rich.text import Text

from integrations.cli.dates import day_words
from integrations.cli.harmless import in_one_line
from integrations.cli.present.style import QUIET, WARNING, quoted
from integrations.cli.present.values import Names, attribute_words, value_words
from knowledge.domain.proposals import Remark, RemarkKind
from knowledge.domain.quotes import Quote
from knowledge.domain.registry import REGISTRY
from knowledge.language.catalogue import phrase


def remark_text(remark: Remark, lang: str, names: Names) -> Text:
    """The remark, then each quote with its date."""
    text = Text(f"! {_sentence(remark, lang, names)}", style=WARNING)
    for when, day, quote in (
        ("then", remark.before_on, remark.before_quote),
        ("now", remark.on, remark.quote),
    ):
        if quote is not None:
            text.append(f"\n    {_said(lang, when, day, quote)}", style=QUIET)
    return text


def _sentence(remark: Remark, lang: str, names: Names) -> str:
    # A power only one person can have was somebody else's: what is before is then a name.
    sole = remark.kind == RemarkKind.CONTRADICTION and REGISTRY[remark.attribute].sole
    return phrase(
        lang,
        "cli.remark.sole" if sole else f"cli.remark.{remark.kind.value}",
        name=in_one_line(remark.name),
        attribute=attribute_words(lang, remark.attribute),
        value=_value(remark, remark.value, lang, names),
        before=_value(remark, remark.before, lang, names),
        on=day_words(remark.on, lang) if remark.on else "",
    )


def _value(remark: Remark, value: object, lang: str, names: Names) -> str:
    # An overdue remark holds a day, and one about a sole power may hold a name, not a value.
    if remark.kind == RemarkKind.OVERDUE:
        return in_one_line(str(value))
    return value_words(lang, remark.attribute, value, names)


def _said(lang: str, when: str, day: object, quote: Quote) -> str:
    from datetime import date

    shown = day_words(day, lang) if isinstance(day, date) else ""
    return phrase(lang, f"cli.remark.{when}", day=shown, quote=quoted(lang, quote.text))
