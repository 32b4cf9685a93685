"""The review view: one line per change, old to new, with its quote; accept, edit, reject or leave."""

from assistant.review_proposal import OpenProposal
from integrations.slack.blocks.elements import (
    Block,
    divider,
    modal,
    option,
    packed,
    quiet,
    radios,
    section,
    typed,
)
from integrations.slack.blocks.mrkdwn import NAME, plain, quoted, said, visible
from integrations.slack.blocks.selects import select
from integrations.slack.blocks.stamps import stamp_of
from integrations.slack.blocks.words import (
    Names,
    attribute_words,
    candidate_words,
    code_labels,
    code_words,
    day_words,
    line_words,
    told,
    value_words,
)
from knowledge.domain.codes import Band
from knowledge.domain.proposals import Line, LineKind
from knowledge.domain.registry import REGISTRY

# Six blocks a line at most, of the hundred a view may hold.
PER_PAGE = 15
STAMP = 8
_MOST_CANDIDATES = 7
# As much of a line as is shown everywhere.
_SHOWN_WHOLE = 180
# What can be typed anew; the others are accepted or rejected as they stand.
_EDITABLE = ("text", "code", "flag", "date", "money", "record")


def review_modal(opened: OpenProposal, lang: str, first: int = 1) -> Block:
    """The view of the waiting lines from number ``first`` on, as many as fit."""
    names = opened.names or {}
    waiting = opened.proposal.pending
    page = [line for line in waiting if line.number >= first][:PER_PAGE]
    close = told(lang, "modal.close")
    if not page:
        nothing = [section(told(lang, "card.all_decided"))]
        return modal(told(lang, "review.title"), "review", nothing, close=close)
    intro = told(lang, "review.intro", account=said(opened.account_name, NAME))
    blocks = [section(intro)]
    if len(page) < len(waiting):
        facts = {"first": page[0].number, "last": page[-1].number, "all": len(waiting)}
        blocks.append(quiet(told(lang, "review.page", **facts)))
    for line in page:
        blocks += [divider(), *_line(line, lang, names)]
    carried = packed(
        p=opened.proposal.id,
        l={str(line.number): stamp_of([line])[:STAMP] for line in page},
    )
    submit = told(lang, "review.submit")
    title = told(lang, "review.title")
    return modal(title, "review", blocks, carried=carried, submit=submit, close=close)


def _line(line: Line, lang: str, names: Names) -> list[Block]:
    kind = code_words(lang, "line", line.kind.value)
    blocks = [section(f"*{line.number}.* {said(line_words(lang, line, names))} _({said(kind)})_")]
    if line.quote:
        blocks.append(quiet(proof_words(line, lang, names)))
    blocks.append(_who(line, lang) if line.candidates else _verdict(line, lang))
    if not line.candidates and line.kind in (
        LineKind.ADDED,
        LineKind.CHANGED,
        LineKind.CONTRADICTED,
    ):
        blocks += _edit(line, lang, names)
    return blocks


def _verdict(line: Line, lang: str) -> Block:
    options = [option(told(lang, f"review.{key}"), key) for key in ("accept", "reject", "later")]
    chosen = 0 if line.band == Band.SURE else 2
    return radios(f"verdict-{line.number}", told(lang, "review.verdict"), options, chosen)


def _who(line: Line, lang: str) -> Block:
    options = [
        option(candidate_words(one.name, one.title), one.person_id)
        for one in line.candidates[:_MOST_CANDIDATES]
    ]
    options += [option(told(lang, f"review.{key}"), key) for key in ("new", "reject", "later")]
    label = told(lang, "line.who", name=line.subject_name)
    return radios(f"who-{line.number}", label, options, len(options) - 1)


def _edit(line: Line, lang: str, names: Names) -> list[Block]:
    attribute = line.says.attribute
    entry = REGISTRY.get(attribute)
    if entry is None or entry.value.kind not in _EDITABLE:
        return []
    return [value_input(f"edit-{line.number}", lang, attribute, line.says.value, names)]


def proof_words(line: Line, lang: str, names: Names) -> str:
    """The words a line rests on and their day; what is its own quote is not said twice."""
    words = line.quote.text if line.quote else ""
    day = day_words(lang, line.learnt_on)
    if visible(words) in visible(line_words(lang, line, names))[:_SHOWN_WHOLE]:
        return f"({day})"
    return told(lang, "quote", quote=quoted(lang, words), day=day)


def value_input(name: str, lang: str, attribute: str, value: object, names: Names) -> Block:
    """A field for another value of an attribute: a menu where only some values fit."""
    label = told(lang, "review.instead", what=attribute_words(lang, attribute))
    choices = code_labels(lang, attribute)
    if choices:
        return select(name, label, choices, told(lang, "review.choose"))
    return typed(name, label, placeholder=plain(value_words(lang, attribute, value, names)))
