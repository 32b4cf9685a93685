"""The commands: where each is written, and under which heading the first help page lists it.

Targets are text, imported only when the command runs.
"""

from collections import namedtuple

Command = namedtuple("Command", "target group")

_IN = "integrations.cli.commands"

COMMANDS: dict[str, Command] = {
    "note": Command(f"{_IN}.note:run", "write"),
    "review": Command(f"{_IN}.review:run", "write"),
    "import": Command(f"{_IN}.import_file:run", "write"),
    "done": Command(f"{_IN}.done:run", "write"),
    "ask": Command(f"{_IN}.ask:run", "ask"),
    "brief": Command(f"{_IN}.brief:run", "ask"),
    "map": Command(f"{_IN}.show_map:run", "ask"),
    "history": Command(f"{_IN}.history:run", "ask"),
    "search": Command(f"{_IN}.search:run", "ask"),
    "accounts": Command(f"{_IN}.accounts:run", "ask"),
    "people": Command(f"{_IN}.people:list_people", "people"),
    "people merge": Command(f"{_IN}.people:merge", "people"),
    "people split": Command(f"{_IN}.people:split", "people"),
    "team": Command(f"{_IN}.team:run", "people"),
    "export person": Command(f"{_IN}.export:person", "people"),
    "forget person": Command(f"{_IN}.forget:person", "people"),
    "forget source": Command(f"{_IN}.forget:source", "people"),
    "slack": Command(f"{_IN}.slack:run", "keep"),
    "demo": Command(f"{_IN}.demo:run", "keep"),
    "config model": Command(f"{_IN}.config:model", "keep"),
    "trace": Command(f"{_IN}.trace:run", "keep"),
    "reread": Command(f"{_IN}.reread:run", "keep"),
    "doctor": Command(f"{_IN}.doctor:run", "keep"),
    "backup": Command(f"{_IN}.backup:save", "keep"),
    "restore": Command(f"{_IN}.backup:restore", "keep"),
    "read": Command(f"{_IN}.read:run", "keep"),
    "eval": Command(f"{_IN}.evaluate:run", "keep"),
}
GROUPS = ("write", "ask", "people", "keep")


def find_command(first: str, rest: list[str]) -> tuple[str, list[str]] | None:
    """The command that the words name, of one word or of two, and the words that are left."""
    if rest and f"{first} {rest[0]}" in COMMANDS:
        return f"{first} {rest[0]}", rest[1:]
    return (first, rest) if first in COMMANDS else None
