"""Asked back: which account, and whether a text is a note or a question."""

from collections.abc import Sequence

from integrations.slack.blocks.elements import (
    Block,
    actions,
    button,
    modal,
    packed,
    quiet,
    section,
    typed,
)
from integrations.slack.blocks.mrkdwn import NAME, plain, said
from integrations.slack.blocks.words import told

MOST_ACCOUNTS = 8


def which_account(
    lang: str,
    accounts: Sequence[tuple[str, str]],
    *,
    suggestion: str | None = None,
    unknown: str | None = None,
) -> tuple[Block, ...]:
    """Buttons for (id, name) of accounts, to create the one the text names, or to type another.

    ``unknown`` is a name that was asked for and is not known; nothing says whether it exists.
    """
    blocks: list[Block] = []
    if unknown:
        blocks.append(section(told(lang, "which.unknown", name=said(unknown, NAME))))
    blocks.append(section(told(lang, "which.account" if accounts else "which.no_accounts")))
    buttons = [
        button(name, f"pick_account:{at}", packed(a=account_id))
        for at, (account_id, name) in enumerate(accounts[:MOST_ACCOUNTS], start=1)
    ]
    if suggestion:
        create = told(lang, "which.create", name=plain(suggestion, 50))
        buttons.append(button(create, "create_account", packed(n=suggestion[:NAME])))
    buttons.append(button(told(lang, "which.another"), "new_account", packed()))
    blocks.append(actions(buttons, "which"))
    blocks.append(quiet(told(lang, "which.kept")))
    return tuple(blocks)


def note_or_question(lang: str) -> tuple[Block, ...]:
    """Buttons for what a text is meant to be."""
    note = button(told(lang, "unclear.note"), "is_note", packed(), "primary")
    question = button(told(lang, "unclear.question"), "is_question", packed())
    return (section(told(lang, "unclear.asked")), actions([note, question], "unclear"))


def new_account_modal(lang: str) -> Block:
    """The name of an account, known or new."""
    field = typed(
        "name",
        told(lang, "which.name"),
        optional=False,
        hint=told(lang, "which.name_hint"),
    )
    title, submit, close = (told(lang, f"modal.{key}") for key in ("account", "go_on", "close"))
    return modal(title, "new_account", [field], submit=submit, close=close)
