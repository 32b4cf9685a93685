"""Runs a command and turns whatever goes wrong into words and an exit code.

This is the edge where the one broad catch of the command line stands: the unexpected gets a short
reference for the person, and its traceback goes to the log file, without any text of a note.
"""

import errno
import os
from argparse import Namespace
from collections.abc import Callable
from importlib import import_module

from integrations.cli.errors import error_object, explain
from integrations.cli.output import Output
from knowledge.errors import CartoError

OUR_FAULT = 1

Run = Callable[[Namespace, Output], int]


def guarded(command: str, target: str, args: Namespace, lang: str) -> int:
    """Import and run ``target`` (``module:function``) and return the exit code."""
    out = Output(lang, wants_json=args.json)
    try:
        return _load(target)(args, out)
    except CartoError as error:
        return report(error, out, command)
    except (KeyboardInterrupt, BrokenPipeError):
        raise
    except OSError as error:
        if error.errno == errno.ENOSPC:
            raise  # our output could not be written; the store says so in its own words
        return _report_unexpected(command, error, out)
    except Exception as error:  # noqa: BLE001 - the one edge; the traceback goes to the log
        return _report_unexpected(command, error, out)


def report(error: CartoError, out: Output, command: str = "") -> int:
    """Say what ``error`` means, to a person and, if asked for, as JSON."""
    if out.wants_json:
        out.json({"error": error_object(out.lang, error.code, error.facts, command)})
    explained = explain(out.lang, error.code, error.facts, command)
    out.tell(explained.sentence)
    if explained.hint:
        out.tell(explained.hint)
    return error.exit_code


def _load(target: str) -> Run:
    module, _, function = target.partition(":")
    run: Run = getattr(import_module(module), function)
    return run


def _report_unexpected(command: str, error: Exception, out: Output) -> int:
    from integrations.cli.log import write_unexpected

    reference = os.urandom(4).hex()
    path = write_unexpected(reference, command, error)
    message = out.words("unexpected", reference=reference)
    if out.wants_json:
        out.json({"error": {"code": "unexpected", "message": message, "reference": reference}})
    out.tell(message)
    out.tell(out.words("unexpected_log", path=path) if path else out.words("unexpected_no_log"))
    return OUR_FAULT
