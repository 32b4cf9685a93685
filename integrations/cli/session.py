"""What a command works with: the settings, and the workspace while it is open."""

import tomllib
from argparse import Namespace
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from integrations.cli.errors import BadSettings

if TYPE_CHECKING:
    from assistant.bootstrap import Workspace
    from assistant.settings import Settings


def settings_for(args: Namespace) -> "Settings":
    """The settings in force, with what was typed on the command line above the rest.

    Raises BadSettings with every problem at once.
    """
    from pydantic import ValidationError
    from pydantic_settings import SettingsError

    from assistant.settings import load_settings
    from integrations.cli.log import configure

    try:
        settings = load_settings(**({"lang": args.lang} if args.lang else {}))
    except ValidationError as error:
        found = error.errors(include_input=False, include_url=False, include_context=False)
        problems = (f"{'.'.join(map(str, fault['loc']))}: {fault['msg']}" for fault in found)
        raise BadSettings("; ".join(problems)) from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, SettingsError, OSError) as error:
        problem = f"config.toml: {type(error).__name__}"
        raise BadSettings(problem) from None
    configure(settings.home)
    return settings


@contextmanager
def workspace_for(args: Namespace) -> "Iterator[Workspace]":
    """The workspace, open for the length of the block."""
    from assistant.bootstrap import open_workspace

    with open_workspace(settings_for(args)) as workspace:
        yield workspace
