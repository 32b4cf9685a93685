"""Prompts are files, checked when they are loaded: nothing unknown, nothing missing, nothing unused.

A prompt ``prompts/<name>/<lang>.md`` opens with TOML between two lines ``+++`` (``name``, ``lang``,
``version``, ``variables``, ``description``, and optionally ``[untrusted]``), then holds the sections
``## system`` and ``## user``. A variable is written ``{{name}}``. Under ``[untrusted]`` a variable
names the kind of text it brings; such a value is always put into an untrusted block.

Examples stand in ``prompts/<name>/examples.<lang>.jsonl``, one object a line: ``variables`` fill in
the user section as a real request does, ``reply`` is the object a model should answer with.
"""

import hashlib
import json
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Any

from prompts.rendered import Message, Rendered, Stamp
from prompts.untrusted import untrusted

_NAME = re.compile(r"[a-z][a-z_]*")
_LANG = re.compile(r"[a-z]{2}")
_FRONT = re.compile(r"\+\+\+\n(.*?)\n\+\+\+\n(.*)", re.DOTALL)
_HEADING = re.compile(r"^## (.+)$", re.MULTILINE)
_VARIABLE = re.compile(r"\{\{(.*?)\}\}")
_REQUIRED: dict[str, type] = {
    "name": str, "lang": str, "version": int, "variables": list, "description": str,
}  # fmt: skip
_OPTIONAL: dict[str, type] = {"untrusted": dict}
_SECTIONS = ("system", "user")


class UnknownPrompt(ValueError):
    """No prompt has this name in this language."""

    def __init__(self, name: str, lang: str) -> None:
        super().__init__(f"no prompt {name!r} in {lang!r}")


class PromptFault(ValueError):
    """A prompt file or a rendering is not as declared; names the file and the field."""

    def __init__(self, file: str, field: str, problem: str) -> None:
        self.file, self.field, self.problem = file, field, problem
        super().__init__(f"{file}: {field}: {problem}")


@dataclass(frozen=True, slots=True)
class Example:
    """A request that stands for many, and the reply it should get."""

    variables: Mapping[str, str]
    reply: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Prompt:
    """A prompt as its files say it; ``render`` fills it in."""

    stamp: Stamp
    description: str
    variables: tuple[str, ...]
    untrusted: Mapping[str, str]
    system: str
    user: str
    examples: tuple[Example, ...] = ()

    def render(self, **variables: str) -> Rendered:
        """The messages for one request.

        Raises:
            PromptFault: a declared variable is missing, or one was given that is not declared.
        """
        messages = [Message("system", self._filled(self.system, variables))]
        for example in self.examples:
            messages.append(Message("user", self._filled(self.user, example.variables)))
            reply = json.dumps(example.reply, ensure_ascii=False, separators=(",", ":"))
            messages.append(Message("assistant", reply))
        messages.append(Message("user", self._filled(self.user, variables)))
        return Rendered(tuple(messages), self.stamp)

    def without_examples(self) -> "Prompt":
        """The same prompt for a model with little room."""
        return replace(self, examples=())

    def _filled(self, template: str, variables: Mapping[str, str]) -> str:
        """``template`` with its variables, all in one pass: what a value holds is never a variable."""
        _same(self._file, "variables", set(variables), set(self.variables), "given")

        def value(match: re.Match[str]) -> str:
            name = match[1]
            given = variables[name]
            return untrusted(given, self.untrusted[name]) if name in self.untrusted else given

        return _VARIABLE.sub(value, template)

    @property
    def _file(self) -> str:
        return f"{self.stamp.name}/{self.stamp.lang}.md"


def load_prompt(name: str, lang: str) -> Prompt:
    """The prompt ``name`` in ``lang``; its files are read once.

    Raises:
        UnknownPrompt: there is no such file.
        PromptFault: the file is not a prompt as this module describes it.
    """
    if not _NAME.fullmatch(name) or not _LANG.fullmatch(lang):
        raise UnknownPrompt(name, lang)
    return _load(name, lang)


@cache
def _load(name: str, lang: str) -> Prompt:
    return read_prompt(files("prompts").joinpath(name), name, lang)


def prompt_names() -> tuple[str, ...]:
    """The names of all prompts, in order."""
    folders = files("prompts").iterdir()
    return tuple(
        sorted(
            one.name
            for one in folders
            if one.is_dir() and any(_is_prompt(f) for f in one.iterdir())
        )
    )


def _is_prompt(file: Traversable) -> bool:
    return file.name.endswith(".md") and bool(_LANG.fullmatch(file.name.removesuffix(".md")))


def read_prompt(folder: Traversable, name: str, lang: str) -> Prompt:
    """The prompt of one folder, checked; ``load_prompt`` is the way to those that ship."""
    file = f"{name}/{lang}.md"
    try:
        raw = folder.joinpath(f"{lang}.md").read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        raise UnknownPrompt(name, lang) from None
    parts = _FRONT.fullmatch(raw.decode("utf-8").replace("\r\n", "\n"))
    if parts is None:
        raise PromptFault(file, "front matter", "does not stand between two lines +++")
    front = _front_matter(file, parts[1], name, lang)
    sections = _sections(file, parts[2])
    declared = set(front["variables"])
    used = {match[1] for text in sections.values() for match in _VARIABLE.finditer(text)}
    _same(file, "variables", used, declared, "used")
    kinds = front.get("untrusted", {})
    if strange := sorted(set(kinds) - declared):
        raise PromptFault(file, "untrusted", f"not declared: {', '.join(strange)}")
    examples, example_bytes = _examples(folder, f"{name}/examples.{lang}.jsonl", declared)
    sha256 = hashlib.sha256(raw + example_bytes).hexdigest()
    return Prompt(
        stamp=Stamp(name, lang, front["version"], sha256),
        description=front["description"],
        variables=tuple(front["variables"]),
        untrusted=kinds,
        system=sections["system"],
        user=sections["user"],
        examples=examples,
    )


def _front_matter(file: str, text: str, name: str, lang: str) -> dict[str, Any]:
    try:
        front = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise PromptFault(file, "front matter", str(error)) from None
    for field in front:
        if field not in _REQUIRED and field not in _OPTIONAL:
            raise PromptFault(file, field, "unknown field")
    for field, kind in (_REQUIRED | _OPTIONAL).items():
        if field not in front and field in _OPTIONAL:
            continue
        if type(front.get(field)) is not kind:
            raise PromptFault(file, field, f"missing, or not of type {kind.__name__}")
    for field, expected in (("name", name), ("lang", lang)):
        if front[field] != expected:
            raise PromptFault(file, field, f"says {front[field]!r}, the file says {expected!r}")
    strings = [*front["variables"], *front.get("untrusted", {}).values()]
    if not all(isinstance(one, str) and _NAME.fullmatch(one) for one in strings):
        raise PromptFault(file, "variables", "not names in small letters")
    return front


def _sections(file: str, body: str) -> dict[str, str]:
    headings = [*_HEADING.finditer(body)]
    if [heading[1].strip() for heading in headings] != list(_SECTIONS):
        raise PromptFault(file, "sections", f"not exactly ## {' and ## '.join(_SECTIONS)}")
    if body[: headings[0].start()].strip():
        raise PromptFault(file, "sections", "text before the first section")
    ends = [heading.start() for heading in headings[1:]] + [len(body)]
    found = {}
    for heading, end in zip(headings, ends, strict=True):
        found[heading[1].strip()] = body[heading.end() : end].strip()
    for section, text in found.items():
        if not text:
            raise PromptFault(file, section, "empty section")
    return found


def _examples(
    folder: Traversable, file: str, declared: set[str]
) -> tuple[tuple[Example, ...], bytes]:
    """The examples of one language, and the bytes they stand in; none when there is no file."""
    try:
        raw = folder.joinpath(file.rpartition("/")[2]).read_bytes()
    except FileNotFoundError:
        return (), b""
    found = []
    for number, line in enumerate(raw.decode("utf-8").splitlines(), start=1):
        place = f"line {number}"
        try:
            entry = json.loads(line)
        except ValueError:
            raise PromptFault(file, place, "not JSON") from None
        if not isinstance(entry, dict) or set(entry) != {"variables", "reply"}:
            raise PromptFault(file, place, "not an object of variables and reply")
        variables = entry["variables"]
        _same(file, f"{place}, variables", set(variables), declared, "given")
        if not all(isinstance(value, str) for value in variables.values()):
            raise PromptFault(file, f"{place}, variables", "not all text")
        found.append(Example(variables, entry["reply"]))
    return tuple(found), raw


def _same(file: str, field: str, found: set[str], declared: set[str], verb: str) -> None:
    if missing := sorted(declared - found):
        raise PromptFault(file, field, f"declared but not {verb}: {', '.join(missing)}")
    if strange := sorted(found - declared):
        raise PromptFault(file, field, f"{verb} but not declared: {', '.join(strange)}")
