"""The part of CSS that can hide words: declarations of a page's own rules and of style attributes.

Read are rules whose selector is a tag, classes and an id without anything around them. Not read are
style sheets elsewhere, rules for some screens only, and selectors that speak of several elements.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

Declarations = dict[str, str]

_COMMENT = re.compile(r"/\*.*?(?:\*/|\Z)", re.S)
_ESCAPE = re.compile(r"\\(?:([0-9a-fA-F]{1,6})\s?|(.))", re.S)
_SIMPLE = re.compile(r"(\*|[a-z][a-z0-9-]*)?((?:[.#][\w-]+)*)\Z", re.I)
_PART = re.compile(r"([.#])([\w-]+)")
_BRACE = re.compile(r"[{}]")
_ON_EVERY_SCREEN = re.compile(r"@(?:media\s+(?:all|screen)|layer\b.*|supports\b.*)\Z", re.I | re.S)
_IMPORTANT = re.compile(r"\s*!\s*important\Z")
_MOST_RULES = 20_000
_INLINE = (1_000_000, 0, 0)

Weight = tuple[int, int, int]


@dataclass(frozen=True, slots=True)
class StyleRule:
    """The declarations for elements of a tag (``*`` any) with all these classes and this id."""

    tag: str
    classes: frozenset[str]
    ids: frozenset[str]
    weight: Weight
    declared: Declarations


class StyleSheet:
    """A page's own rules, found by the rarest thing their selector names."""

    def __init__(self, rules: Iterable[StyleRule] = ()) -> None:
        self._by_key: dict[str, list[StyleRule]] = defaultdict(list)
        for rule in rules:
            key = next(
                iter(
                    [f"#{name}" for name in sorted(rule.ids)]
                    + [f".{name}" for name in sorted(rule.classes)]
                ),
                rule.tag,
            )
            self._by_key[key].append(rule)

    def declared(self, tag: str, classes: list[str], element_id: str, inline: str) -> Declarations:
        """What holds for one element, the strongest rule winning for each property."""
        keys = ["*", tag, f"#{element_id}", *(f".{name}" for name in classes)]
        theirs = frozenset(classes)
        fitting = [
            (rule.weight, rule.declared)
            for key in dict.fromkeys(keys)
            for rule in self._by_key.get(key, ())
            if rule.tag in ("*", tag) and rule.classes <= theirs and rule.ids <= {element_id}
        ]
        if inline:
            fitting.append((_INLINE, declarations(inline)))
        fitting.sort(key=lambda pair: pair[0])
        holds: Declarations = {}
        for is_important in (False, True):
            for _, declared in fitting:
                for name, value in declared.items():
                    if bool(_IMPORTANT.search(value)) is is_important:
                        holds[name] = _IMPORTANT.sub("", value)
        return holds


def declarations(text: str) -> Declarations:
    """The declarations of a block or a style attribute, in lower case, comments and escapes undone."""
    found: Declarations = {}
    for declaration in _ESCAPE.sub(_unescaped, _COMMENT.sub("", text)).lower().split(";"):
        name, colon, value = declaration.partition(":")
        if colon and value.strip():
            found[name.strip()] = value.strip()
    return found


def read_style_rules(sheets: Iterable[str]) -> StyleSheet:
    """The rules of the ``<style>`` elements of a page, in order."""
    rules: list[StyleRule] = []
    for sheet in sheets:
        for selectors, block in _blocks(_COMMENT.sub("", sheet)):
            declared = declarations(block)
            for selector in selectors.split(","):
                if declared and len(rules) < _MOST_RULES:
                    rules.extend(_rule(selector.strip(), declared, len(rules)))
    return StyleSheet(rules)


def _rule(selector: str, declared: Declarations, place: int) -> Iterator[StyleRule]:
    match = _SIMPLE.match(selector) if selector else None
    if match is None:
        return
    parts = _PART.findall(match.group(2))
    ids = frozenset(name for mark, name in parts if mark == "#")
    classes = frozenset(name for mark, name in parts if mark == ".")
    tag = (match.group(1) or "*").lower()
    weight = (len(ids), len(classes), place + (_MOST_RULES if tag != "*" else 0))
    yield StyleRule(tag, classes, ids, weight, declared)


def _blocks(sheet: str) -> Iterator[tuple[str, str]]:
    """Selectors and what stands in their braces, of rules that hold on every screen."""
    at = 0
    while (brace := sheet.find("{", at)) >= 0:
        selectors = re.split(r"[};]", sheet[at:brace])[-1].strip()
        if _ON_EVERY_SCREEN.match(selectors):
            at = brace + 1
            continue
        end = _end_of_block(sheet, brace)
        if not selectors.startswith("@"):
            yield selectors, sheet[brace + 1 : end]
        at = end + 1


def _end_of_block(sheet: str, brace: int) -> int:
    """Where the block opened at ``brace`` closes, with the blocks inside it."""
    depth = 0
    for mark in _BRACE.finditer(sheet, brace):
        depth += 1 if mark.group() == "{" else -1
        if depth == 0:
            return mark.start()
    return len(sheet)


def _unescaped(match: re.Match[str]) -> str:
    code = int(match.group(1), 16) if match.group(1) else None
    if code is None:
        return str(match.group(2))
    return chr(code) if code < 0x110000 else ""
