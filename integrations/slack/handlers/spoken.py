"""What was typed, out of what Slack makes of it: mentions, links and entities become text again."""

import re

_MARK = re.compile(r"<(?P<what>[^<>|]*)(?:\|(?P<label>[^<>]*))?>")
_ENTITIES = (("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&"))


def as_typed(text: str) -> str:
    """The text as its writer saw it; a link keeps its address, a mention its name."""
    plain = _MARK.sub(_shown, text)
    for entity, char in _ENTITIES:
        plain = plain.replace(entity, char)
    return plain.strip()


def _shown(mark: re.Match[str]) -> str:
    what, label = mark["what"], mark["label"]
    if what.startswith(("@", "#", "!")):
        return f"{what[0] if what[0] != '!' else '@'}{label.lstrip('@#')}" if label else ""
    if what.startswith(("mailto:", "tel:")):
        return label or what.partition(":")[2]
    if "://" in what:
        return what if not label or label in what else f"{label} ({what})"
    return mark[0]
