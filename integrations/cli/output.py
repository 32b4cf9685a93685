"""Where a command's words go: what was asked for on stdout, messages and questions on stderr.

With ``--json`` stdout holds JSON and nothing else. rich is imported only to print for people.
"""

import json
import re
import sys
from typing import TYPE_CHECKING, Any, TextIO

from integrations.cli.harmless import visible
from knowledge.language.catalogue import Lang, phrase

if TYPE_CHECKING:
    from rich.console import Console, RenderableType

# What JSON allows inside a string and a terminal would obey: kept, but written as an escape.
_ACTING = re.compile("[\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\ud800-\udfff]")
_WIDTH_OF_A_FILE = 100


class Output:
    """The two streams of one command, and how it speaks."""

    def __init__(
        self,
        lang: str,
        *,
        wants_json: bool = False,
        stdout: TextIO | None = None,
        stderr: TextIO | None = None,
    ) -> None:
        self.lang: Lang = "fr" if lang == "fr" else "en"
        self.wants_json = wants_json
        self.stdout = stdout or sys.stdout
        self.stderr = stderr or sys.stderr
        reconfigure = getattr(self.stdout, "reconfigure", None)
        if wants_json and reconfigure is not None:
            # JSON is UTF-8 whatever the terminal speaks.
            reconfigure(encoding="utf-8", errors="backslashreplace")

    def words(self, key: str, **facts: object) -> str:
        """A phrase of the command line's own catalogue."""
        return phrase(self.lang, f"cli.{key}", **facts)

    def json(self, value: Any) -> None:
        """Print ``value`` as indented JSON on stdout."""
        self._write_json(value, indent=2)

    def json_line(self, value: Any) -> None:
        """Print ``value`` as one line of JSON on stdout, at once."""
        self._write_json(value, indent=None)
        self.stdout.flush()

    def show(self, *renderables: "RenderableType") -> None:
        """Print for a person on stdout."""
        console = self.console()
        if self.stdout.isatty():
            console.print(*renderables, sep="\n")
            return
        # rich fills lines with spaces up to the width, which a file has no use for.
        with console.capture() as captured:
            console.print(*renderables, sep="\n")
        lines = captured.get().splitlines()
        self.stdout.write("".join(f"{line.rstrip()}\n" for line in lines))

    def say(self, text: str) -> None:
        """Print what a command did, for a person, on stdout."""
        print(visible(text), file=self.stdout)

    def tell(self, text: str) -> None:
        """Print a message for a person on stderr."""
        print(visible(text), file=self.stderr)
        self.stderr.flush()

    def ask(self, question: str) -> str:
        """Ask a person on stderr and read one line; raises EOFError when there is none."""
        print(visible(question), end=" ", file=self.stderr, flush=True)
        line = sys.stdin.readline()
        if not line:
            raise EOFError
        return line.rstrip("\n")

    def console(self, *, messages: bool = False) -> "Console":
        """A rich console on stdout or, for ``messages``, on stderr; markup is never interpreted."""
        from rich.console import Console

        stream = self.stderr if messages else self.stdout
        return Console(
            file=stream,
            width=None if stream.isatty() else _WIDTH_OF_A_FILE,
            markup=False,
            emoji=False,
            highlight=False,
            soft_wrap=False,
        )

    @property
    def may_ask(self) -> bool:
        """Whether a person is there to answer a question."""
        return sys.stdin.isatty() and self.stderr.isatty() and not self.wants_json

    def _write_json(self, value: Any, indent: int | None) -> None:
        text = json.dumps(value, ensure_ascii=False, indent=indent)
        self.stdout.write(harmless_json(text) + "\n")


def harmless_json(text: str) -> str:
    """JSON ``text`` with the characters a terminal would obey written as escapes."""
    return _ACTING.sub(lambda found: f"\\u{ord(found[0]):04x}", text)
