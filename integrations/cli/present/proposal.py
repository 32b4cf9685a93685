"""The card of a proposal: remarks first, then what is sure, what to decide, and the rest folded."""

from typing import TYPE_CHECKING

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from assistant.model_reader.wording import reason_in_words
from integrations.cli.dates import day_words
from integrations.cli.harmless import in_one_line
from integrations.cli.present.remarks import remark_text
from integrations.cli.present.style import BAD, GOOD, QUIET, WARNING, heading, plain, quiet, quoted
from integrations.cli.present.values import Names, attribute_words, code_words, value_words
from knowledge.domain.codes import Band
from knowledge.domain.proposals import Line, LineKind, LineState
from knowledge.language.catalogue import has_phrase, phrase
from knowledge.language.records import pair

if TYPE_CHECKING:
    from assistant.review_proposal import OpenProposal

# Three at most, and besides them the lines about which two readers of the source differ.
MOST_TO_DECIDE = 8
_KIND_STYLES = {
    LineKind.ADDED: GOOD,
    LineKind.CHANGED: WARNING,
    LineKind.CONTRADICTED: BAD,
    LineKind.CONFIRMED: QUIET,
    LineKind.CLOSED: QUIET,
    LineKind.UNCLEAR: WARNING,
}


def proposal_card(
    open_proposal: "OpenProposal", lang: str, *, full: bool = False
) -> RenderableType:
    """The whole card; ``full`` unfolds what is left for later and what was decided already."""
    proposal = open_proposal.proposal
    names = open_proposal.names or {}
    waiting = proposal.pending
    sure = [line for line in waiting if line.band == Band.SURE]
    decide = [line for line in waiting if line.band == Band.DECIDE][:MOST_TO_DECIDE]
    shown = {line.number for line in (*sure, *decide)}
    rest = [line for line in waiting if line.number not in shown]
    decided = [line for line in proposal.lines if line.state != LineState.PENDING]
    parts: list[RenderableType] = [_title(open_proposal, lang)]
    parts += [remark_text(remark, lang, names) for remark in proposal.remarks]
    if open_proposal.moved:
        numbers = ", ".join(map(str, open_proposal.moved))
        parts.append(Text(phrase(lang, "cli.card.moved", numbers=numbers), style=WARNING))
    parts += _band(lang, "sure", sure, names, unfolded=True)
    parts += _band(lang, "decide", decide, names, unfolded=True)
    parts += _band(lang, "rest", rest, names, unfolded=full)
    parts += _band(lang, "decided", decided, names, unfolded=full)
    if not waiting:
        parts.append(plain(phrase(lang, "cli.card.nothing" if decided else "cli.card.no_news")))
    if proposal.set_aside:
        parts.append(quiet(phrase(lang, "cli.card.set_aside", n=proposal.set_aside)))
    return Group(*parts)


def how_to_decide(open_proposal: "OpenProposal", lang: str) -> str:
    """The commands that decide the card, or nothing when nothing waits."""
    if not open_proposal.proposal.pending:
        return ""
    return phrase(lang, "cli.card.how", proposal=open_proposal.proposal.id)


def line_words(line: Line, lang: str, names: Names) -> str:
    """What a line would change, old to new, on one line."""
    attribute = attribute_words(lang, line.says.attribute)
    subject = in_one_line(line.subject_name)
    new = value_words(lang, line.says.attribute, line.says.value, names)
    if line.kind == LineKind.UNCLEAR:
        return f"{quoted(lang, line.subject_name)} {_candidates(line, lang)}"
    if line.says.attribute == "person.name":
        also = [
            value_words(lang, said.attribute, said.value, names)
            for said in line.also
            if said.attribute in ("person.title", "person.organisation", "person.side")
        ]
        return f"{new} ({', '.join(also)})" if also else new
    powers = [value_words(lang, said.attribute, said.value, names) for said in line.also]
    if powers:
        new = f"{new} ({', '.join(powers)})"
    if line.before_name:
        return pair(lang, f"{attribute}, {new}", f"{in_one_line(line.before_name)} → {subject}")
    old = "" if line.before is None else f"{_old(line, lang, names)} → "
    about = f"{subject}, {attribute}" if line.says.attribute.startswith("person.") else attribute
    return pair(lang, about, f"{old}{new}")


def reason_words(reason: str, lang: str) -> str:
    """Why a line is proposed: the rule in words; the pattern behind it is for programs."""
    if said := reason_in_words(reason, lang):
        return in_one_line(said)
    rule, colon, _ = reason.partition(":")
    if has_phrase(lang, f"cli.reason.{rule}"):
        return phrase(lang, f"cli.reason.{rule}")
    return phrase(lang, "cli.reason.cue") if colon else in_one_line(reason)


def line_table(
    lines: list[Line], lang: str, names: Names, *, with_reason: bool = False
) -> RenderableType:
    """Lines with their numbers, their words and how certain they are."""
    table = Table.grid(padding=(0, 1))
    table.add_column(no_wrap=True)
    table.add_column(justify="right", no_wrap=True)
    table.add_column(ratio=1)
    table.add_column(no_wrap=True)
    table.add_column(justify="right", no_wrap=True)
    for line in lines:
        table.add_row(
            Text(_box(line)),
            Text(str(line.number)),
            _body(line, lang, names, with_reason=with_reason),
            Text(code_words(lang, "line", line.kind.value), style=_KIND_STYLES[line.kind]),
            Text(f"{line.confidence:.0%}", style=QUIET),
        )
    return Padding(table, (0, 0, 0, 2))


def _title(open_proposal: "OpenProposal", lang: str) -> Text:
    source = open_proposal.source
    words = phrase(
        lang,
        "cli.card.title",
        account=in_one_line(open_proposal.account_name),
        kind=code_words(lang, "source", source.kind.value),
        day=day_words(source.dated_on, lang),
    )
    title = heading(words)
    if source.author:
        title.append(f", {in_one_line(source.author)}")
    return title.append(f"  {open_proposal.proposal.id}", style=QUIET)


def _band(
    lang: str, band: str, lines: list[Line], names: Names, *, unfolded: bool
) -> list[RenderableType]:
    if not lines:
        return []
    title = heading(phrase(lang, f"cli.card.{band}", n=len(lines)))
    if not unfolded:
        return [Text(), title.append(phrase(lang, "cli.card.folded"), style=QUIET)]
    with_reason = band in ("decide", "rest")
    return [Text(), title, line_table(lines, lang, names, with_reason=with_reason)]


def _box(line: Line) -> str:
    """Ticked when accepted, or when it would be with the sure ones; crossed when rejected."""
    if line.state in (LineState.ACCEPTED, LineState.EDITED):
        return "[x]"
    if line.state in (LineState.REJECTED, LineState.OVERTAKEN):
        return "[-]"
    return "[x]" if line.band == Band.SURE else "[ ]"


def _body(line: Line, lang: str, names: Names, *, with_reason: bool) -> Text:
    words = line_words(line, lang, names)
    body = Text(words)
    if line.state not in (LineState.PENDING, LineState.ACCEPTED):
        body.append(f" ({code_words(lang, 'state', line.state.value)})", style=QUIET)
    # A pain or a promise often is its own quote: it is not said twice.
    if line.quote and in_one_line(line.quote.text) not in words:
        body.append(f"\n{quoted(lang, line.quote.text)}", style=QUIET)
    if with_reason and line.reason:
        why = phrase(lang, "cli.card.why", reason=reason_words(line.reason, lang))
        body.append(f"\n{why}", style=QUIET)
    return body


def _old(line: Line, lang: str, names: Names) -> str:
    return value_words(lang, line.says.attribute, line.before, names)


def _candidates(line: Line, lang: str) -> str:
    named = [
        in_one_line(f"{one.name}, {one.title}" if one.title else one.name)
        for one in line.candidates
    ]
    return phrase(lang, "cli.card.who", names="; ".join(named))
