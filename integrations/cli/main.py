"""The entry point of `carto`: find the command, parse its arguments, run it, return its exit code.

It must stay quick to start: only `sys`, `os` and small modules of ours are imported here; argparse
and the module of a command are imported once it is known which command is meant.
"""

import os
import sys

from integrations.cli import front_page, help_texts, language
from integrations.cli.harmless import visible
from integrations.cli.table import COMMANDS, find_command
from integrations.cli.usage import UsageError

DONE, OUR_FAULT, ASKED_WRONGLY, INTERRUPTED = 0, 1, 2, 130


def main(argv: list[str] | None = None) -> int:
    """Run one command line and return its exit code: 0 done, 1 our fault, 2 asked wrongly."""
    arguments = sys.argv[1:] if argv is None else argv
    _prepare_streams()
    # Help has to speak before the settings, which are slow to import, can be read.
    lang = language.probe(arguments, os.environ)  # noqa: TID251 - the one probe outside settings
    texts = help_texts.load(lang)
    try:
        return _flushed(_run(arguments, texts))
    except UsageError as error:
        print(visible(str(error)), file=sys.stderr)
        return ASKED_WRONGLY
    except KeyboardInterrupt:
        print(texts.messages["interrupted"], file=sys.stderr)
        return INTERRUPTED
    except BrokenPipeError:
        # Whoever read our output has had enough (`carto map A | head`); nothing is wrong.
        _let_go_of_stdout()
        return DONE
    except OSError as error:
        # Help could not be written, or the last of the output could not leave: a full disk.
        _let_go_of_stdout()
        print(texts.messages["not_written"].format(why=error.strerror), file=sys.stderr)
        return OUR_FAULT


def _flushed(code: int) -> int:
    """The exit code, once all output has left; an error stays one when nobody reads the rest."""
    try:
        sys.stdout.flush()
    except BrokenPipeError:
        _let_go_of_stdout()
    return code


def _prepare_streams() -> None:
    """Give a program started with closed streams some, and never fail on a letter."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, mode, encoding="utf-8"))  # noqa: PTH123, SIM115 - until exit
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="backslashreplace")


def _run(arguments: list[str], texts: help_texts.Texts) -> int:
    leading, command, rest = _split(arguments)
    if "--version" in leading:
        return _print_version()
    if command is None:
        unknown = [word for word in leading if word not in ("-h", "--help", "--json")]
        if unknown and not unknown[0].startswith("--lang"):
            raise UsageError(texts.messages["unknown_option"].format(option=unknown[0]))
        print(front_page.render(texts))
        return DONE
    found = find_command(command, rest)
    if found is None:
        raise UsageError(_unknown(command, rest, texts))
    name, rest = found
    return _run_command(name, [*leading, *rest], texts)


def _run_command(name: str, rest: list[str], texts: help_texts.Texts) -> int:
    from integrations.cli.parser import parse

    args = parse(name, rest, texts)
    if isinstance(args, int):
        return args
    from integrations.cli.guard import guarded

    return guarded(name, COMMANDS[name].target, args, texts.lang)


def _split(arguments: list[str]) -> tuple[list[str], str | None, list[str]]:
    """The options before the command, the command, and what follows it."""
    at = 0
    while at < len(arguments) and arguments[at].startswith("-"):
        at += 2 if arguments[at] == "--lang" else 1
    command = arguments[at] if at < len(arguments) else None
    return arguments[:at], command, arguments[at + 1 :]


def _unknown(command: str, rest: list[str], texts: help_texts.Texts) -> str:
    from difflib import get_close_matches

    messages = texts.messages
    kinds = sorted(name for name in COMMANDS if name.split()[0] == command)
    if kinds:
        return messages["which_kind"].format(command=command, kinds=", ".join(kinds))
    asked = " ".join([command, *rest[:1]])
    near = get_close_matches(command, COMMANDS, n=3) or get_close_matches(asked, COMMANDS, n=1)
    sentence = messages["unknown_command"].format(command=command)
    if near:
        sentence += " " + messages["did_you_mean"].format(near=", ".join(near))
    return f"{sentence} {messages['see_help'].format(command='carto')}"


def _print_version() -> int:
    from importlib.metadata import PackageNotFoundError, version

    try:
        print(f"carto {version('cartographe')}")
    except PackageNotFoundError:
        print("carto (not installed)")
    return DONE


def _let_go_of_stdout() -> None:
    """Point stdout at nothing, so that the flush at exit does not fail a second time."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())
    os.close(nowhere)


if __name__ == "__main__":
    sys.exit(main())
