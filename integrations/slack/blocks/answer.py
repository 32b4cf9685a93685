"""An answer with its numbered sources, what kind of statement it is, and what can be done about it."""

from collections.abc import Sequence
from dataclasses import dataclass

from assistant.answers.answer import Answer
from assistant.answers.citations import Citation
from integrations.slack.blocks.elements import (
    Block,
    actions,
    button,
    packed,
    paragraphs,
    quiet,
    section,
    sections,
)
from integrations.slack.blocks.mrkdwn import CUT, NAME, link, quoted, said
from integrations.slack.blocks.words import code_words, iso_words, told

_SENTENCE, _QUOTE, _REMARK = 900, 260, 400
_MOST_SENTENCES, _MOST_CHOICES = 12, 8
_MOST_CARRIED = 1_900
_ANSWER_ROOM, _SOURCES_ROOM = 6_500, 4_500
_MARKED = ("inference", "recommendation", "to_confirm")


@dataclass(frozen=True, slots=True)
class Asked:
    """The question an answer is for, so that a button can put it again. ``account`` is an id or a name."""

    question: str
    account: str | None = None


def answer_text(answer: Answer) -> str:
    """What notifications and screen readers get: the words of the answer."""
    lines = [said(line, _SENTENCE) for line in answer.answer.splitlines() if line.strip()]
    return "\n".join(lines[:4]).strip() or CUT


def answer_blocks(
    answer: Answer, lang: str, asked: Asked, *, may_correct: bool = True
) -> tuple[Block, ...]:
    """The words, what is to be said about them in small, the sources by number, then the buttons."""
    lines = [said(line, _SENTENCE) for line in answer.answer.splitlines() if line.strip()]
    blocks: list[Block] = []
    if answer.account:
        blocks.append(quiet(f"*{said(answer.account, NAME)}*"))
    blocks += _as_much_as_fits(lines, lang)
    if answer.kind in _MARKED and not answer.marks_each_sentence:
        blocks.append(quiet(f"_{told(lang, f'kind.{answer.kind}')}_"))
    if answer.remark:
        blocks.append(quiet(said(answer.remark, _REMARK)))
    if answer.kind == "clarify":
        return (*blocks, *_choices(answer.choices, asked))
    blocks += source_lines(answer.citations, lang)
    buttons = _buttons(answer, lang, may_correct=may_correct)
    if buttons:
        blocks.append(actions(buttons, "answer"))
    return tuple(blocks)


def source_lines(
    citations: Sequence[Citation], lang: str, quote: int = _QUOTE, room: int = _SOURCES_ROOM
) -> list[Block]:
    """The quotes by number: words, date, kind of source, author, and a link where it is a page.

    ``quote`` is how much of each quote is shown, ``room`` how much in all; the rest is counted.
    """
    shown: list[str] = []
    for number, one in enumerate(citations, start=1):
        line = _source(number, one, lang, quote)
        if len(line) > room:
            break
        shown.append(line)
        room -= len(line)
    left = len(citations) - len(shown)
    if left:
        shown.append(told(lang, "answer.more_sources", n=left))
    return [quiet(words) for words in paragraphs(shown)]


def tell_in_private(lang: str, asked: Asked) -> tuple[Block, ...]:
    """What the asker alone sees when more can be told to them alone."""
    value = packed(q=asked.question, a=asked.account)
    if len(value) > _MOST_CARRIED:
        return (section(told(lang, "private.more_by_dm")),)
    offer = button(told(lang, "private.button"), "tell_private", value, "primary")
    return (section(told(lang, "private.more")), actions([offer], "private"))


def passages_blocks(
    passages: Sequence[tuple[Citation, str, str, str]], lang: str
) -> tuple[Block, ...]:
    """Each citation in the words around it: before, the quote, after."""
    blocks: list[Block] = []
    for citation, before, words, after in passages:
        blocks.append(quiet(_about(citation, lang)))
        around = [
            said(before, 700),
            f"*{said(words, 900)}*" if words.strip() else "",
            said(after, 700),
        ]
        blocks.append(section(" ".join(part for part in around if part)))
    return tuple(blocks)


def _as_much_as_fits(lines: Sequence[str], lang: str) -> list[Block]:
    kept: list[str] = []
    room = _ANSWER_ROOM
    for line in lines[:_MOST_SENTENCES]:
        if len(line) > room:
            break
        kept.append(line)
        room -= len(line)
    if len(kept) < len(lines):
        kept.append(told(lang, "answer.cut", n=len(lines) - len(kept)))
    return sections(kept)


def _source(number: int, citation: Citation, lang: str, quote: int) -> str:
    return f"[{number}] {quoted(lang, citation.quote, quote)}  {_about(citation, lang)}"


def _about(citation: Citation, lang: str) -> str:
    if citation.kind == "person":
        author = said(citation.author or "", NAME)
        return told(lang, "answer.typed_by", author=author, day=iso_words(lang, citation.date))
    about = [
        said(iso_words(lang, citation.date)) if citation.date else "",
        said(code_words(lang, "source", citation.kind)),
        said(citation.author or "", NAME) if citation.author else "",
        (link(citation.url) or "") if citation.url else "",
    ]
    return ", ".join(part for part in about if part)


def _choices(choices: Sequence[str], asked: Asked) -> list[Block]:
    buttons = []
    for at, choice in enumerate(choices[:_MOST_CHOICES], start=1):
        value = packed(q=asked.question, a=asked.account, c=choice)
        if len(value) <= _MOST_CARRIED:
            buttons.append(button(choice, f"meant:{at}", value))
    return [actions(buttons, "meant")] if buttons else []


def _buttons(answer: Answer, lang: str, *, may_correct: bool) -> list[Block]:
    cited = [
        [one.source_id, one.start, one.end]
        for one in answer.citations
        if one.start is not None and one.end is not None
    ]
    facts = list(dict.fromkeys(one.fact_id for one in answer.citations if one.fact_id))
    buttons = [
        _carrying(told(lang, "answer.who_said"), "who_said", "s", cited, answer),
        _carrying(told(lang, "answer.wrong"), "correct", "f", facts if may_correct else [], answer),
    ]
    value = packed(a=answer.account)
    if answer.kind == "to_confirm" and answer.account and len(value) <= _MOST_CARRIED:
        buttons.append(button(told(lang, "answer.review"), "show_waiting", value))
    return [one for one in buttons if one is not None]


def _carrying(
    words: str, action: str, key: str, items: Sequence[object], answer: Answer
) -> Block | None:
    """A button with as many items as it can carry, the first ones first; none when none fits."""
    carried = list(items)
    while carried:
        value = packed(a=answer.account, **{key: carried})
        if len(value) <= _MOST_CARRIED:
            return button(words, action, value)
        carried.pop()
    return None
