"""The attribute registry: everything the map can hold about an account or a person.

Adding an attribute is adding one entry here; the store, the review, the map and the exports read
the registry and need no other change. The list covers seeds A and B of the domain reference
(account mapping, stakeholder mapping). Ages after which a fact is stale follow the same reference,
section 2.4: roles 180 days, sentiment 60, organisation 365.
"""

from dataclasses import dataclass
from typing import Literal

from knowledge.domain.codes import (
    ChangeKind,
    Coverage,
    GroupKind,
    Level,
    PersonStatus,
    Power,
    RelationKind,
    Role,
    Severity,
    Side,
    Stance,
)
from knowledge.domain.values import ValueType, code, day, flag, money, people, person, record, text

Subject = Literal["account", "person"]
Difference = Literal["change", "contradiction"]
Sensitivity = Literal["business", "personal", "judgement"]
Audience = Literal["shareable", "internal"]

ROLE_DAYS, SENTIMENT_DAYS, ORGANISATION_DAYS = 180, 60, 365


@dataclass(frozen=True, slots=True)
class Attribute:
    """One thing the map can hold.

    ``many`` allows several values at once, told apart by an item key. ``difference`` says what a
    different value means when the words do not say that something changed. ``stale_after_days`` is
    ``None`` for what does not age. ``audience`` is who may ever read it: only ``shareable`` facts
    may appear in a message to the customer. ``closable`` items end by being done, kept or solved.
    ``sole`` codes can be held by one person of an account only; two holders contradict each other.
    """

    name: str
    subject: Subject
    value: ValueType
    label_en: str
    label_fr: str
    many: bool = False
    difference: Difference = "change"
    stale_after_days: int | None = None
    sensitivity: Sensitivity = "business"
    audience: Audience = "internal"
    closable: bool = False
    sole: tuple[str, ...] = ()

    def label(self, lang: str) -> str:
        """The name people read, in ``fr`` or ``en``."""
        return self.label_fr if lang == "fr" else self.label_en


_OWNED = record(text=text(), owner=person(optional=True))
_PAIN = record(text=text(), owner=person(optional=True), severity=code(Severity, optional=True))
_PROMISE = record(
    text=text(),
    who=person(optional=True),
    side=code(("customer", "us")),
    due=day(optional=True),
)
_OFFER = record(
    offer=text(),
    unit=text(optional=True),
    state=code(("owned", "open", "competitor", "not_applicable", "unknown")),
)

_ENTRIES = (
    # The account: what it is, and where we stand with it.
    Attribute("account.sector", "account", text(), "sector", "secteur", stale_after_days=None),
    Attribute("account.size", "account", text(), "size", "taille", stale_after_days=365),
    Attribute(
        "account.relationship",
        "account",
        code(("customer", "prospect", "former")),
        "customer or prospect",
        "client ou prospect",
        stale_after_days=ORGANISATION_DAYS,
    ),
    Attribute(
        "account.relationship_status",
        "account",
        text(),
        "state of the relationship",
        "état de la relation",
        stale_after_days=SENTIMENT_DAYS,
    ),
    Attribute(
        "account.stage",
        "account",
        code(("awareness", "consideration", "decision", "purchase", "loyalty")),
        "buying stage",
        "étape d'achat",
        stale_after_days=SENTIMENT_DAYS,
    ),
    Attribute("account.renewal_on", "account", day(), "renewal date", "date de renouvellement"),
    Attribute("account.offer", "account", _OFFER, "offer", "offre", many=True),
    Attribute(
        "account.goal",
        "account",
        _OWNED,
        "goal",
        "objectif",
        many=True,
        stale_after_days=ORGANISATION_DAYS,
        audience="shareable",
        closable=True,
    ),
    Attribute(
        "account.criterion",
        "account",
        record(text=text(), kind=text(optional=True)),
        "criterion",
        "critère",
        many=True,
    ),
    Attribute(
        "account.market_trend",
        "account",
        record(text=text()),
        "market trend",
        "tendance du marché",
        many=True,
        stale_after_days=ORGANISATION_DAYS,
        audience="shareable",
    ),
    Attribute(
        "account.competitor",
        "account",
        record(name=text()),
        "competitor",
        "concurrent",
        many=True,
        stale_after_days=ORGANISATION_DAYS,
    ),
    Attribute(
        "account.budget",
        "account",
        money(),
        "budget",
        "budget",
        difference="contradiction",
        stale_after_days=ROLE_DAYS,
    ),
    Attribute(
        "account.group",
        "account",
        record(name=text(), kind=code(GroupKind)),
        "committee or department",
        "comité ou service",
        many=True,
        stale_after_days=ORGANISATION_DAYS,
    ),
    Attribute(
        "account.dependency",
        "account",
        record(upstream=text(), downstream=text(), note=text(optional=True)),
        "dependency between departments",
        "dépendance entre services",
        many=True,
        stale_after_days=ORGANISATION_DAYS,
    ),
    Attribute(
        "account.connection",
        "account",
        record(ours=person(), theirs=person(), kind=text(optional=True)),
        "connection of our people",
        "relation de notre équipe",
        many=True,
    ),
    Attribute(
        "account.touchpoint",
        "account",
        record(channel=text(optional=True), participants=people()),
        "contact",
        "contact",
        many=True,
    ),
    # What hurts, what holds back, what was promised, what changed.
    Attribute(
        "account.pain",
        "account",
        _PAIN,
        "pain point",
        "point de douleur",
        many=True,
        stale_after_days=ROLE_DAYS,
        audience="shareable",
        closable=True,
    ),
    Attribute(
        "account.objection",
        "account",
        _OWNED,
        "objection",
        "objection",
        many=True,
        stale_after_days=ROLE_DAYS,
        closable=True,
    ),
    Attribute(
        "account.promise",
        "account",
        _PROMISE,
        "next step",
        "prochaine étape",
        many=True,
        audience="shareable",
        closable=True,
    ),
    Attribute(
        "account.change",
        "account",
        record(text=text(), kind=code(ChangeKind), person=person(optional=True)),
        "change",
        "changement",
        many=True,
    ),
    # A person: who they are.
    Attribute(
        "person.name",
        "person",
        text(),
        "name",
        "nom",
        sensitivity="personal",
        audience="shareable",
    ),
    Attribute(
        "person.alias",
        "person",
        text(),
        "also called",
        "aussi appelé",
        many=True,
        sensitivity="personal",
    ),
    Attribute(
        "person.kind",
        "person",
        code(("person", "position")),
        "person or position",
        "personne ou poste",
    ),
    Attribute("person.side", "person", code(Side), "side", "camp", difference="contradiction"),
    Attribute(
        "person.organisation",
        "person",
        text(),
        "organisation",
        "organisation",
        difference="contradiction",
        stale_after_days=ORGANISATION_DAYS,
        sensitivity="personal",
    ),
    Attribute(
        "person.title",
        "person",
        text(),
        "title",
        "fonction",
        difference="contradiction",
        stale_after_days=ORGANISATION_DAYS,
        sensitivity="personal",
        audience="shareable",
    ),
    Attribute(
        "person.department",
        "person",
        text(),
        "department",
        "service",
        difference="contradiction",
        stale_after_days=ORGANISATION_DAYS,
        sensitivity="personal",
        audience="shareable",
    ),
    Attribute("person.email", "person", text(), "e-mail", "e-mail", sensitivity="personal"),
    Attribute("person.phone", "person", text(), "phone", "téléphone", sensitivity="personal"),
    Attribute(
        "person.preferred_channel",
        "person",
        text(),
        "preferred channel",
        "canal préféré",
        stale_after_days=ORGANISATION_DAYS,
        sensitivity="personal",
    ),
    Attribute(
        "person.status",
        "person",
        code(PersonStatus),
        "status",
        "situation",
        stale_after_days=ORGANISATION_DAYS,
        sensitivity="personal",
    ),
    Attribute(
        "person.external",
        "person",
        flag(),
        "external influencer",
        "influenceur externe",
    ),
    Attribute(
        "person.member_of",
        "person",
        text(),
        "member of",
        "membre de",
        many=True,
        stale_after_days=ORGANISATION_DAYS,
    ),
    Attribute(
        "person.responsibility",
        "person",
        record(text=text()),
        "responsibility",
        "responsabilité",
        many=True,
        stale_after_days=ORGANISATION_DAYS,
        sensitivity="personal",
    ),
    # A person: what they are in the decision, and how they stand.
    Attribute(
        "person.role",
        "person",
        code(Role),
        "role in the decision",
        "rôle dans la décision",
        many=True,
        stale_after_days=ROLE_DAYS,
        sensitivity="judgement",
        sole=("decision_maker",),
    ),
    Attribute(
        "person.power",
        "person",
        code(Power),
        "power over the decision",
        "pouvoir sur la décision",
        many=True,
        stale_after_days=ROLE_DAYS,
        sensitivity="judgement",
        sole=("decides",),
    ),
    Attribute(
        "person.silent_influencer",
        "person",
        flag(),
        "silent influencer",
        "influenceur silencieux",
        stale_after_days=ROLE_DAYS,
        sensitivity="judgement",
    ),
    Attribute(
        "person.stance",
        "person",
        code(Stance),
        "stance",
        "position",
        stale_after_days=SENTIMENT_DAYS,
        sensitivity="judgement",
    ),
    Attribute(
        "person.influence",
        "person",
        code(Level),
        "influence",
        "influence",
        stale_after_days=ROLE_DAYS,
        sensitivity="judgement",
    ),
    Attribute(
        "person.interest",
        "person",
        code(Level),
        "interest",
        "intérêt",
        stale_after_days=SENTIMENT_DAYS,
        sensitivity="judgement",
    ),
    Attribute(
        "person.coverage",
        "person",
        code(Coverage),
        "coverage",
        "couverture",
        stale_after_days=SENTIMENT_DAYS,
        sensitivity="judgement",
    ),
    Attribute(
        "person.motivation",
        "person",
        record(text=text()),
        "motivation",
        "motivation",
        many=True,
        stale_after_days=ROLE_DAYS,
        sensitivity="judgement",
    ),
    Attribute(
        "person.topic",
        "person",
        record(text=text()),
        "interested in",
        "centre d'intérêt professionnel",
        many=True,
        stale_after_days=ROLE_DAYS,
        sensitivity="personal",
    ),
    Attribute(
        "person.relation",
        "person",
        record(kind=code(RelationKind), to=person()),
        "relation",
        "relation",
        many=True,
        stale_after_days=ORGANISATION_DAYS,
    ),
)

REGISTRY: dict[str, Attribute] = {entry.name: entry for entry in _ENTRIES}
