"""Everything the map can hold is one entry, with both labels, a value type and a sensible age."""

import pytest

from knowledge.domain.registry import REGISTRY, Attribute
from knowledge.domain.values import ValueType

# What the two source documents ask for (domain reference, section 1), and the entry that holds it.
ASKED = {
    "sector": "account.sector",
    "size": "account.size",
    "customer, prospect or former": "account.relationship",
    "state of the relationship": "account.relationship_status",
    "stage": "account.stage",
    "renewal date": "account.renewal_on",
    "offers owned and open": "account.offer",
    "goals": "account.goal",
    "criteria": "account.criterion",
    "market trends": "account.market_trend",
    "competitors": "account.competitor",
    "budget": "account.budget",
    "departments and committees": "account.group",
    "dependencies of departments": "account.dependency",
    "members of a committee": "person.member_of",
    "connections of our people": "account.connection",
    "pains": "account.pain",
    "objections": "account.objection",
    "promises both ways": "account.promise",
    "changes": "account.change",
    "title": "person.title",
    "responsibilities": "person.responsibility",
    "interests": "person.topic",
    "motivations": "person.motivation",
    "roles": "person.role",
    "powers": "person.power",
    "stance": "person.stance",
    "influence": "person.influence",
    "interest in the purchase": "person.interest",
    "silent influencers": "person.silent_influencer",
    "coverage": "person.coverage",
    "preferred channel": "person.preferred_channel",
    "status": "person.status",
    "relations": "person.relation",
    "external influencers": "person.external",
}
every_entry = pytest.mark.parametrize("entry", REGISTRY.values(), ids=REGISTRY.keys())


@pytest.mark.parametrize(("asked", "name"), ASKED.items(), ids=ASKED.keys())
def test_it_holds_what_account_and_stakeholder_mapping_ask_for(asked: str, name: str) -> None:
    assert name in REGISTRY, asked
    assert REGISTRY[name].subject == name.split(".", maxsplit=1)[0]


@every_entry
def test_every_entry_has_a_label_in_both_languages(entry: Attribute) -> None:
    assert entry.label("en").strip()
    assert entry.label("fr").strip()
    assert (entry.label("en"), entry.label("fr")) == (entry.label_en, entry.label_fr)


@pytest.mark.parametrize("subject", ["account", "person"])
@pytest.mark.parametrize("lang", ["en", "fr"])
def test_no_two_entries_of_a_subject_are_called_the_same(subject: str, lang: str) -> None:
    labels = [entry.label(lang) for entry in REGISTRY.values() if entry.subject == subject]
    assert len(labels) == len(set(labels))


@every_entry
def test_every_entry_stands_under_its_own_name(entry: Attribute) -> None:
    assert REGISTRY[entry.name] is entry
    assert entry.name.startswith(f"{entry.subject}.")


def parts(kind: ValueType) -> list[ValueType]:
    return [kind, *(inner for _, part in kind.fields for inner in parts(part))]


@every_entry
def test_every_entry_has_a_value_type_that_refuses_nonsense(entry: Attribute) -> None:
    assert entry.value.check(object()) is not None
    for part in parts(entry.value):
        assert (part.kind == "code") == bool(part.codes)
        assert (part.kind == "record") == bool(part.fields)


@every_entry
def test_every_entry_goes_stale_after_a_sensible_time_or_never(entry: Attribute) -> None:
    assert entry.stale_after_days in (None, 60, 180, 365)


@pytest.mark.parametrize(
    ("name", "days"),
    [
        ("person.stance", 60),
        ("account.relationship_status", 60),
        ("person.role", 180),
        ("person.power", 180),
        ("person.title", 365),
        ("person.relation", 365),
        ("person.name", None),
    ],
)
def test_sentiment_ages_faster_than_roles_and_roles_faster_than_organisation(
    name: str, days: int | None
) -> None:
    assert REGISTRY[name].stale_after_days == days


@every_entry
def test_a_judgement_of_a_person_never_leaves_the_house(entry: Attribute) -> None:
    if entry.sensitivity == "judgement":
        assert entry.audience == "internal"


def test_only_items_of_which_there_are_many_can_be_closed() -> None:
    closable = {name for name, entry in REGISTRY.items() if entry.closable}
    assert closable == {"account.goal", "account.pain", "account.objection", "account.promise"}
    assert all(REGISTRY[name].many for name in closable)


def test_one_person_alone_decides() -> None:
    assert REGISTRY["person.power"].sole == ("decides",)
    assert REGISTRY["person.role"].sole == ("decision_maker",)
    assert all(set(entry.sole) <= set(entry.value.codes) for entry in REGISTRY.values())


def test_a_title_is_contradicted_where_a_stance_changes() -> None:
    assert REGISTRY["person.title"].difference == "contradiction"
    assert REGISTRY["person.stance"].difference == "change"


def test_promises_go_both_ways() -> None:
    side = dict(REGISTRY["account.promise"].value.fields)["side"]
    assert side.codes == ("customer", "us")


def test_an_offer_can_be_owned_open_or_a_competitors() -> None:
    state = dict(REGISTRY["account.offer"].value.fields)["state"]
    assert {"owned", "open", "competitor", "unknown"} <= set(state.codes)
