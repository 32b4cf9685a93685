"""Where the labels of codes stand in the language data, by attribute."""

from knowledge.domain.registry import REGISTRY
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


def labels_of_codes(listed: str, lang: str) -> str | None:
    """The labels for the codes of an attribute as a refusal lists them; ``None`` for other words."""
    for attribute, heading in HEADINGS.items():
        name, _, part = attribute.partition("/")
        kind = REGISTRY[name].value
        codes = (dict(kind.fields)[part] if part else kind).codes
        if codes and listed == ", ".join(codes):
            return ", ".join(phrase(lang, f"codes.{heading}.{code}") for code in codes)
    return None
