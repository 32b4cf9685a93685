"""What a site's robots.txt allows, by RFC 9309: the longest matching rule wins, wildcards count.

Pure. The standard library's parser takes the first matching rule and knows no wildcards, which would
read pages a site has closed.
"""

from dataclasses import dataclass
from urllib.parse import quote, unquote

AGENT = "Cartographe"
MOST_BYTES = 512_000


@dataclass(frozen=True, slots=True)
class Rule:
    """One line: whether it allows, and the pattern of paths it speaks of."""

    allows: bool
    pattern: str


def rules_for(text: str, agent: str = AGENT) -> tuple[Rule, ...]:
    """The rules for ``agent``: those of its own groups, else those for everybody."""
    own: list[Rule] = []
    every: list[Rule] = []
    has_own, listening, in_agents = False, (False, False), False
    for line in text.lstrip("\ufeff").splitlines():
        key, colon, value = line.split("#", 1)[0].partition(":")
        key, value = key.strip().lower(), value.strip()
        if not colon:
            continue
        if key == "user-agent":
            before = listening if in_agents else (False, False)
            named, everybody = value.lower() == agent.lower(), value == "*"
            listening, in_agents = (before[0] or named, before[1] or everybody), True
            has_own = has_own or named
        elif key in ("allow", "disallow"):
            in_agents = False
            rule = Rule(key == "allow", _normal(value))
            own += [rule] if listening[0] and value else []
            every += [rule] if listening[1] and value else []
    return tuple(own if has_own else every)


def allows(rules: tuple[Rule, ...], path: str) -> bool:
    """Whether ``path`` (with its query) may be fetched; ``allow`` wins over an equal ``disallow``."""
    if path == "/robots.txt":
        return True
    asked = _normal(path)
    matching = [rule for rule in rules if _matches(rule.pattern, asked)]
    best = max(matching, key=lambda rule: (len(rule.pattern), rule.allows), default=None)
    return best is None or best.allows


def _normal(path: str) -> str:
    """One spelling for paths that differ in percent signs only."""
    return quote(unquote(path), safe="/*$?=&;:@!+,'()~[]|")


def _matches(pattern: str, path: str) -> bool:
    """Whether the pattern, in which ``*`` is anything and a last ``$`` the end, fits the path."""
    is_whole = pattern.endswith("$")
    first, *rest = pattern.removesuffix("$").split("*")
    if not path.startswith(first):
        return False
    at = len(first)
    if not rest:
        return at == len(path) or not is_whole
    for piece in rest[:-1]:
        found = path.find(piece, at)
        if found < 0:
            return False
        at = found + len(piece)
    if is_whole:
        return path.endswith(rest[-1]) and len(path) - len(rest[-1]) >= at
    return path.find(rest[-1], at) >= 0
