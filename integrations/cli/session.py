"""What a command works with: the settings, and the workspace while it is open."""

import re
import tomllib
from argparse import Namespace
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from integrations.cli.errors import BadSettings, FileUnreadable, field_words
from integrations.cli.output import Output

if TYPE_CHECKING:
    from pydantic import ValidationError

    from assistant.bootstrap import Workspace
    from assistant.settings import Settings


# How pydantic-settings names a variable whose value is not the JSON it has to be.
_NAMED_FIELD = re.compile(r'field "(\w+)"')
_TABLES = {"Limits": "limits.", "ModelSettings": "model.", "EmbeddingSettings": "embedding."}
_AT_LINE = re.compile(r"at line (\d+)")


def settings_for(args: Namespace, out: Output, *, warn: bool = True) -> "Settings":
    """The settings in force, with what was typed on the command line above the rest.

    Keys of ``config.toml`` that nothing reads are told, unless ``warn`` is false. Raises BadSettings
    with every problem at once, or FileUnreadable.
    """
    from pydantic import ValidationError
    from pydantic_settings import SettingsError

    from assistant.settings import load_settings
    from integrations.cli.log import configure

    try:
        settings = load_settings(**({"lang": args.lang} if args.lang else {}))
    except ValidationError as error:
        raise BadSettings("; ".join(settings_problems(error, out.lang))) from None
    except tomllib.TOMLDecodeError as error:
        line = _AT_LINE.search(str(error))
        problem = out.words("settings.not_toml", line=line[1] if line else "?")
        raise BadSettings(problem) from None
    except UnicodeDecodeError:
        raise BadSettings(out.words("settings.not_utf8")) from None
    except SettingsError as error:
        field = _NAMED_FIELD.search(str(error))
        name = field[1] if field else "CARTO_"
        raise BadSettings(field_words(out.lang, name, "json")) from None
    except OSError as error:
        raise FileUnreadable.because(str(error.filename), error) from None
    configure(settings.home)
    if warn:
        _tell_unknown(out)
    # Where nothing is set, the language of the system is spoken in what is printed line by line too.
    return settings if settings.lang else settings.model_copy(update={"lang": out.lang})


def settings_problems(error: "ValidationError", lang: str) -> Iterator[str]:
    """What is wrong with each setting, by its name; never its value."""
    from assistant.given_fields import field_faults

    # Some tables are read apart from the other settings, and know nothing of where they stand.
    table = _TABLES.get(error.title, "")
    for fault in field_faults(error):
        yield field_words(lang, f"{table}{fault.field}", fault.expected, fault.choices)


def _tell_unknown(out: Output) -> None:
    from assistant.settings import unknown_in_config

    unknown = unknown_in_config()
    if unknown:
        named = [f"{one.name} ({one.near}?)" if one.near else one.name for one in unknown]
        out.tell(out.words("settings.unknown", n=len(unknown), names=", ".join(named)))


@contextmanager
def workspace_for(args: Namespace, out: Output) -> "Iterator[Workspace]":
    """The workspace, open for the length of the block."""
    from assistant.bootstrap import open_workspace

    with open_workspace(settings_for(args, out)) as workspace:
        yield workspace
