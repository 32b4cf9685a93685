"""The stored codes of every enumeration, as the annotation guide names them.

Codes are English and never shown as they stand: labels for people live in ``knowledge/language``.
"""

from enum import StrEnum


class Side(StrEnum):
    """Whose person this is."""

    CUSTOMER = "customer"
    US = "us"
    THIRD_PARTY = "third_party"


class PersonStatus(StrEnum):
    """Where a person stands in their organisation, as far as the purchase is concerned."""

    ACTIVE = "active"
    LEFT = "left"
    LEAVING = "leaving"
    JOINING = "joining"
    ABSENT = "absent"


class Role(StrEnum):
    """What a person is in the decision. Several may hold at once."""

    DECISION_MAKER = "decision_maker"
    INFLUENCER = "influencer"
    END_USER = "end_user"
    GATEKEEPER = "gatekeeper"
    TECHNICAL_EXPERT = "technical_expert"


class Power(StrEnum):
    """What a person can do to the decision; signing is not deciding."""

    DECIDES = "decides"
    FUNDS = "funds"
    SIGNS = "signs"
    VETOES = "vetoes"
    RECOMMENDS = "recommends"


class Stance(StrEnum):
    """How a person stands towards us."""

    CHAMPION = "champion"
    SUPPORTER = "supporter"
    NEUTRAL = "neutral"
    RESERVED = "reserved"
    OPPOSED = "opposed"


class Level(StrEnum):
    """Influence or interest. Not stated means unknown, which is the absence of a level."""

    HIGH = "high"
    LOW = "low"


class GroupKind(StrEnum):
    """What a group is."""

    COMMITTEE = "committee"
    DEPARTMENT = "department"
    TEAM = "team"


class RelationKind(StrEnum):
    """How one person stands to another; read from the first to the second."""

    REPORTS_TO = "reports_to"
    INFLUENCES = "influences"
    WORKS_WITH = "works_with"
    CONFLICTS_WITH = "conflicts_with"
    ASSISTANT_OF = "assistant_of"
    REPLACES = "replaces"


class Severity(StrEnum):
    """How much a pain hurts, by what the note says of it."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"


class ChangeKind(StrEnum):
    """What changed about a person or an organisation."""

    JOINED = "joined"
    LEFT = "left"
    LEAVING = "leaving"
    PROMOTED = "promoted"
    MOVED = "moved"
    REORG = "reorg"
    MOOD = "mood"


class Band(StrEnum):
    """How much of a reviewer's attention a finding asks for."""

    SURE = "sure"
    DECIDE = "decide"
    REST = "rest"


class Coverage(StrEnum):
    """How well we cover a person."""

    NONE = "none"
    BRIEF = "brief"
    REGULAR = "regular"
    DEEP = "deep"


class SourceKind(StrEnum):
    """What a source is."""

    NOTE = "note"
    TRANSCRIPT = "transcript"
    EMAIL = "email"
    DOCUMENT = "document"
    WEB_PAGE = "web_page"
    ARTICLE = "article"
