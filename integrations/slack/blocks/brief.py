"""A brief: one page whose lines say what they are, with the quotes they rest on."""

from typing import TYPE_CHECKING

from integrations.slack.blocks.answer import source_lines
from integrations.slack.blocks.elements import Block, header, quiet, section, sections
from integrations.slack.blocks.mrkdwn import NAME, said, visible
from integrations.slack.blocks.words import day_words, told

if TYPE_CHECKING:
    from assistant.write_brief import Brief

_MARKED = ("inference", "recommendation", "to_confirm")
_ENTRY, _SECTION_ROOM, _MOST_ENTRIES, _MOST_SECTIONS = 300, 1_100, 8, 6
_QUOTE, _SOURCES_ROOM = 90, 4_000


def brief_text(brief: "Brief", lang: str) -> str:
    """What notifications and screen readers get of the brief."""
    facts = {"account": said(brief.account_name, NAME), "day": day_words(lang, brief.as_of)}
    return told(lang, "brief.title", **facts)


def brief_blocks(brief: "Brief", lang: str) -> tuple[Block, ...]:
    """The page; what does not fit is counted, never dropped in silence."""
    facts = {"account": visible(brief.account_name)[:NAME], "day": day_words(lang, brief.as_of)}
    blocks: list[Block] = [header(told(lang, "brief.title", **facts))]
    for part in brief.sections[:_MOST_SECTIONS]:
        lines = [f"*{said(part.title, NAME)}*"]
        room = _SECTION_ROOM
        shown = 0
        for entry in part.entries[:_MOST_ENTRIES]:
            marks = "".join(f" [{number}]" for number in entry.citations)
            kind = f" _({told(lang, f'kind.{entry.kind}')})_" if entry.kind in _MARKED else ""
            line = f"• {said(entry.text, _ENTRY)}{marks}{kind}"
            if len(line) > room:
                break
            lines.append(line)
            room -= len(line)
            shown += 1
        if shown < len(part.entries):
            lines.append(told(lang, "brief.more", n=len(part.entries) - shown))
        blocks += sections(lines)
    if not brief.sections:
        blocks.append(section(told(lang, "brief.empty")))
    blocks += source_lines(brief.citations, lang, _QUOTE, _SOURCES_ROOM)
    blocks.append(quiet(told(lang, "brief.foot")))
    return tuple(blocks)
