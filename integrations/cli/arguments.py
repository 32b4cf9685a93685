"""What each command takes. Names and shapes stand here; every help text is in `help/<lang>.json`."""

import argparse
from collections.abc import Callable
from typing import Any

from integrations.cli.help_texts import Texts


class Arguments:
    """Adds arguments to a parser, with the help text the catalogue holds under their name."""

    def __init__(self, parser: argparse.ArgumentParser, own: dict[str, str], texts: Texts) -> None:
        self._parser = parser
        self._own = own
        self._shared = texts.common
        self._metavars = texts.metavars

    def word(self, name: str, **shape: Any) -> None:
        """A word that stands by its place."""
        metavar = self._metavars.get(name, name.upper())
        self._parser.add_argument(name, metavar=metavar, help=self._help(name), **shape)

    def flag(self, name: str) -> None:
        """An option without a value."""
        self._parser.add_argument(name, action="store_true", help=self._help(name))

    def option(self, name: str, metavar: str | None = None, **shape: Any) -> None:
        """An option with a value; ``metavar`` is a key of the catalogue, or none for a choice."""
        if metavar is not None:
            shape["metavar"] = self._metavars.get(metavar, metavar.upper())
        self._parser.add_argument(name, help=self._help(name), **shape)

    def _help(self, name: str) -> str:
        found = self._own[name] if name in self._own else self._shared[name]
        return found.replace("%", "%%")


def _note(add: Arguments) -> None:
    add.word("file")
    add.option("--account", "account", required=True)
    add.option("--date", "date")
    add.option("--author", "name")
    add.option("--kind", choices=("note", "transcript", "email", "document", "web_page", "article"))
    add.option("--id", "id")
    add.option("--url", "url")
    add.flag("--create")
    add.flag("--revise")
    add.flag("--full")


def _review(add: Arguments) -> None:
    add.word("proposal", nargs="?")
    add.option("--account", "account")
    add.option("--accept", "lines")
    add.option("--reject", "lines")
    add.option("--edit", "edit", action="append", default=[])
    add.flag("--undo")
    add.flag("--list")
    add.flag("--full")


def _import(add: Arguments) -> None:
    add.word("file")
    add.option("--accept", choices=("all", "sure", "none"), default="none")
    add.flag("--revise")


def _done(add: Arguments) -> None:
    add.word("item")
    add.option("--account", "account")
    add.option("--outcome", choices=("kept", "solved", "dropped"))
    add.flag("--reopen")


def _ask(add: Arguments) -> None:
    add.word("question", nargs="?")
    add.option("--account", "account")
    add.option("--as-of", "date")
    add.option("--thread", "name")
    add.option("--engine", choices=("auto", "model", "embedded"), default="auto")
    add.option("--jsonl", "lines_in")


def _search(add: Arguments) -> None:
    add.word("question", nargs="?")
    add.option("--account", "account")
    add.option("--top", "number", type=_at_least_one, default=10)
    add.option("--jsonl", "lines_in")


def _brief(add: Arguments) -> None:
    add.word("account")
    add.option("--as-of", "date")


def _map(add: Arguments) -> None:
    add.word("account")
    add.option("--as-of", "date")
    add.option("--valid-on", "date")
    add.flag("--full")
    add.option("--format", choices=("text", "json"), default="text")


def _history(add: Arguments) -> None:
    add.word("account")
    add.option("--person", "name")


def _people(add: Arguments) -> None:
    add.word("account")
    add.option("--as-of", "date")


def _merge(add: Arguments) -> None:
    add.word("account")
    add.word("from_name")
    add.word("into_name")


def _split(add: Arguments) -> None:
    add.word("account")
    add.word("name")
    add.word("new_name")


def _team(add: Arguments) -> None:
    add.option("--us", "name")
    add.option("--add", "name", action="append", default=[])
    add.option("--remove", "name", action="append", default=[])
    add.option("--add-domain", "domain", action="append", default=[])


def _export_person(add: Arguments) -> None:
    add.word("account")
    add.word("name")
    add.option("--out", "file")


def _forget_person(add: Arguments) -> None:
    add.word("account")
    add.word("name")
    add.flag("--yes")


def _forget_source(add: Arguments) -> None:
    add.word("source")
    add.flag("--yes")


def _slack(add: Arguments) -> None:
    add.flag("--check")
    add.flag("--manifest")
    add.flag("--reasons")


def _config_model(add: Arguments) -> None:
    add.option("--at", "place")
    add.option("--model", "name")
    add.option(
        "--use", choices=("all", "reading", "answering", "writing", "embedding"), default="all"
    )
    add.flag("--ask-key")
    add.option("--key-from", "variable")
    add.option("--structured", choices=("json_schema", "tool", "prompt"))
    add.flag("--no-tools")
    add.option("--daily-tokens", "number", type=_at_least_one)
    add.flag("--allow-http")
    add.flag("--off")
    add.flag("--on")
    add.flag("--check")
    add.flag("--yes")


def _trace(add: Arguments) -> None:
    add.option("--last", "number", type=_at_least_one, default=20)


def _reread(add: Arguments) -> None:
    add.flag("--list")


def _demo(add: Arguments) -> None:
    add.option("--home", "folder")


def _backup(add: Arguments) -> None:
    add.word("file")
    add.flag("--replace")


def _restore(add: Arguments) -> None:
    add.word("file")
    add.flag("--replace")


def _read(add: Arguments) -> None:
    add.word("file", nargs="?")
    add.option("--account", "account")
    add.option("--us", "name")
    add.option("--our-person", "name", action="append", default=[])
    add.option("--date", "date")
    add.option("--author", "name")
    add.option("--reader", choices=("auto", "embedded"), default="auto")
    add.option("--jsonl", "lines_in")
    add.option("--out", "file")


def _eval(add: Arguments) -> None:
    add.option("--labelled", "file", action="append", default=[])
    add.option("--reader", choices=("embedded", "model"), default="embedded")
    add.flag("--questions")
    add.option("--engine", choices=("embedded", "model", "auto"), default="embedded")
    add.option("--accept", choices=("all", "sure", "none"), default="all")
    add.flag("--errors")


def _nothing(add: Arguments) -> None:
    """The command takes only what every command takes."""


def _at_least_one(typed: str) -> int:
    """The one function that refuses a value: the words of argparse for that are about numbers."""
    number = int(typed)
    if number < 1:
        raise ValueError
    return number


ARGUMENTS: dict[str, Callable[[Arguments], None]] = {
    "note": _note,
    "review": _review,
    "import": _import,
    "done": _done,
    "ask": _ask,
    "brief": _brief,
    "map": _map,
    "history": _history,
    "search": _search,
    "accounts": _nothing,
    "people": _people,
    "people merge": _merge,
    "people split": _split,
    "team": _team,
    "export person": _export_person,
    "forget person": _forget_person,
    "forget source": _forget_source,
    "slack": _slack,
    "demo": _demo,
    "config model": _config_model,
    "trace": _trace,
    "reread": _reread,
    "doctor": _nothing,
    "backup": _backup,
    "restore": _restore,
    "read": _read,
    "eval": _eval,
}
