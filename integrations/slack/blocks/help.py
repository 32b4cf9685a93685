"""What can be said to us, in one message."""

from integrations.slack.blocks.elements import Block, header, quiet, section
from integrations.slack.blocks.mrkdwn import NAME, said
from integrations.slack.blocks.words import told


def help_blocks(lang: str, unknown: str | None = None) -> tuple[Block, ...]:
    """The commands and what else works; ``unknown`` is a word that was typed and is none of them."""
    blocks: list[Block] = []
    if unknown:
        blocks.append(section(told(lang, "help.unknown", word=said(unknown, NAME))))
    blocks += [
        header(told(lang, "help.title")),
        section(told(lang, "help.say")),
        section(told(lang, "help.commands")),
        quiet(told(lang, "help.privacy")),
    ]
    return tuple(blocks)
