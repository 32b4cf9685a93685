"""How codes and records are said, on every surface: where labels stand, and in which order parts go.

Parts are words already, made safe by the surface that shows them; nothing here escapes anything.
"""

from collections.abc import Callable

from knowledge.language.catalogue import phrase

# Under which heading of the language data the codes of a value have their labels.
HEADINGS = {
    "person.side": "side",
    "person.status": "status",
    "person.role": "role",
    "person.power": "power",
    "person.stance": "stance",
    "person.influence": "level",
    "person.interest": "interest_level",
    "person.coverage": "coverage",
    "person.kind": "person_kind",
    "person.relation/kind": "relation",
    "account.relationship": "relationship",
    "account.stage": "stage",
    "account.offer/state": "offer_state",
    "account.group/kind": "group",
    "account.pain/severity": "severity",
    "account.promise/side": "side",
    "account.change/kind": "change",
}


def pair(lang: str, what: str, words: str) -> str:
    """A label and what stands under it; French puts a space before the colon."""
    return f"{what} : {words}" if lang == "fr" else f"{what}: {words}"


def first_then_others(_: str, parts: dict[str, str]) -> str:
    """The first part, and the others in brackets."""
    first, *others = parts.values() if parts else [""]
    return f"{first} ({', '.join(others)})" if others else first


def _promise(lang: str, parts: dict[str, str]) -> str:
    about = [parts.get("who") or parts.get("side", "")]
    if "due" in parts:
        about.append(phrase(lang, "cli.due", day=parts["due"]))
    return f"{parts.get('text', '')} ({', '.join(part for part in about if part)})"


def _relation(_: str, parts: dict[str, str]) -> str:
    return f"{parts.get('kind', '')} {parts.get('to', '')}".strip()


def _change(lang: str, parts: dict[str, str]) -> str:
    who = f"{parts['person']} " if "person" in parts else ""
    return pair(lang, f"{who}{parts.get('kind', '')}", parts.get("text", ""))


def _touchpoint(_: str, parts: dict[str, str]) -> str:
    return ": ".join(part for part in (parts.get("channel"), parts.get("participants")) if part)


RECORDS: dict[str, Callable[[str, dict[str, str]], str]] = {
    "account.promise": _promise,
    "person.relation": _relation,
    "account.change": _change,
    "account.touchpoint": _touchpoint,
}
