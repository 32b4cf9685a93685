"""One argparse parser per command, speaking both languages and refusing in whole sentences.

argparse takes its own words from the names `_` and `ngettext` of its module; both are replaced by
a look-up in the help catalogue, because its other way, `.mo` files chosen by the environment, would
not follow `--lang`. A test compares the catalogue with the words of the running argparse.
"""

import argparse
import os
from typing import TYPE_CHECKING, Any, NoReturn

from integrations.cli.arguments import ARGUMENTS, Arguments
from integrations.cli.help_texts import Texts
from integrations.cli.usage import UsageError

if TYPE_CHECKING:
    from typing_extensions import override
else:  # typing has it from Python 3.12 on, and typing_extensions is slow to import

    def override(method: Any) -> Any:
        """Say that a method replaces one of its base."""
        return method


_WIDEST, _HELP_COLUMN = 100, 30


def parse(name: str, words: list[str], texts: Texts) -> argparse.Namespace | int:
    """The arguments of command ``name``, or the exit code when only help was asked for.

    Raises UsageError, with a sentence, when the words do not fit the command.
    """
    _speak(texts.words)
    parser = parser_for(name, texts)
    try:
        return parser.parse_args(words)
    except SystemExit as finished:  # after --help
        return finished.code if isinstance(finished.code, int) else 0


def parser_for(name: str, texts: Texts) -> "CommandParser":
    """The parser of one command, with its help filled in from the catalogue."""
    own = texts.commands[name]
    parser = CommandParser(texts, f"carto {name}")
    parser.description = own.text
    if own.examples:
        title = texts.messages["examples"]
        parser.epilog = "\n".join([title, *(f"  {example}" for example in own.examples)])
    ARGUMENTS[name](Arguments(parser, own.args, texts))
    common = Arguments(parser, texts.common, texts)
    common.flag("--json")
    common.option("--lang", choices=("en", "fr"))
    parser.add_argument("-h", "--help", action="help", help=texts.common["--help"])
    return parser


class CommandParser(argparse.ArgumentParser):
    """An argparse parser whose errors are sentences; abbreviations are refused, to stay stable."""

    def __init__(self, texts: Texts, prog: str) -> None:
        super().__init__(prog=prog, formatter_class=_formatter, add_help=False, allow_abbrev=False)
        self._messages = texts.messages
        self._typed: list[str] = []

    @override
    def parse_known_args(self, args: Any = None, namespace: Any = None) -> Any:
        """As argparse does, and keeps what was typed to find the option that was meant."""
        self._typed = list(args or ())
        return super().parse_known_args(args, namespace)

    @override
    def error(self, message: str) -> NoReturn:
        """Raise the sentence instead of printing and leaving."""
        see = self._messages["see_help"].format(command=self.prog)
        raise UsageError(" ".join(part for part in (message, self._near_options(), see) if part))

    def _near_options(self) -> str:
        from difflib import get_close_matches

        known = [option for action in self._actions for option in action.option_strings]
        typed = [word.partition("=")[0] for word in self._typed if word.startswith("--")]
        near = [
            match
            for word in typed
            if word not in known
            for match in get_close_matches(word, known, n=1)
        ]
        return self._messages["did_you_mean"].format(near=", ".join(near)) if near else ""


def _formatter(prog: str) -> argparse.HelpFormatter:
    # The width is given, because argparse imports shutil, with every archive format, to ask for it.
    try:
        columns = os.get_terminal_size().columns
    except OSError:
        columns = _WIDEST
    return argparse.RawDescriptionHelpFormatter(
        prog, max_help_position=_HELP_COLUMN, width=min(columns, _WIDEST)
    )


def _speak(words: dict[str, str]) -> None:
    def one(message: str) -> str:
        return words.get(message, message)

    def one_or_many(single: str, many: str, count: int) -> str:
        return one(single if count == 1 else many)

    vars(argparse).update(_=one, ngettext=one_or_many)
