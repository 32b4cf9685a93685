"""The first page of help: what Cartographe is, then every command in one line each."""

from integrations.cli.help_texts import Texts
from integrations.cli.table import COMMANDS, GROUPS


def render(texts: Texts) -> str:
    """The page in the language of ``texts``, at most 100 columns wide."""
    lines = [texts.page["about"], "", texts.page["usage"]]
    for group in GROUPS:
        lines += ["", texts.groups[group]]
        for name, command in COMMANDS.items():
            if command.group == group:
                lines.append(f"  {name:<14} {texts.commands[name].line}")
    return "\n".join([*lines, "", texts.page["more"]])
