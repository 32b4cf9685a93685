"""The help catalogue: `help/<lang>.json`, kept apart from the other language data to start fast."""

import json
from os.path import dirname, join


class CommandTexts:
    """What help says of one command: a line, a paragraph, each argument, examples."""

    def __init__(
        self,
        line: str,
        text: str = "",
        args: dict[str, str] | None = None,
        examples: tuple[str, ...] = (),
    ) -> None:
        self.line = line
        self.text = text or line
        self.args = args or {}
        self.examples = examples


class Texts:
    """Every help text in one language. ``words`` translates argparse's own words."""

    def __init__(
        self,
        lang: str,
        page: dict[str, str],
        groups: dict[str, str],
        messages: dict[str, str],
        metavars: dict[str, str],
        common: dict[str, str],
        words: dict[str, str],
        commands: dict[str, CommandTexts],
    ) -> None:
        self.lang = lang
        self.page = page
        self.groups = groups
        self.messages = messages
        self.metavars = metavars
        self.common = common
        self.words = words
        self.commands = commands


def load(lang: str) -> Texts:
    """The catalogue in ``lang``."""
    # By path, because importlib.resources costs more than the whole of `carto --help`.
    with open(join(dirname(__file__), "help", f"{lang}.json"), encoding="utf-8") as file:
        read = json.load(file)
    read["commands"] = {name: CommandTexts(**texts) for name, texts in read["commands"].items()}
    return Texts(lang, **read)
