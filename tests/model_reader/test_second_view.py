"""The second view: agreement makes a label surer, contradiction sends its line to a person."""

from dataclasses import replace
from typing import Any

import pytest

from assistant.model_reader.second_view import BOTH, DIFFERING, weigh
from assistant.model_reader.wording import reason_in_words
from knowledge.domain.account_map import AccountMap
from knowledge.domain.codes import (
    Band,
    PersonStatus,
    Power,
    RelationKind,
    Role,
    Side,
    Stance,
)
from knowledge.domain.compare import compare
from knowledge.domain.grounding import ground
from knowledge.domain.line_making import Comparing
from knowledge.domain.reading import (
    Label,
    NextStep,
    Person,
    PowerLabel,
    Reading,
    Relation,
    RoleLabel,
    StanceLabel,
)
from knowledge.domain.two_views import readers_differ, views_of
from tests.model_reader.replies import ACME, TODAY, label, one, person, read, reply, step

TEXT = (
    "Nadia Ferrat, plant manager, met us with Paul Astier. She is not sure about us. "
    "The choice is hers. We send the plan."
)


def at(quote: str, **more: Any) -> dict[str, Any]:
    start = TEXT.index(quote)
    return {"quote": quote, "start": start, "end": start + len(quote), "confidence": 0.8} | more


def customer(name: str, **more: Any) -> Person:
    given: dict[str, Any] = {"side": Side.CUSTOMER, "mention": Label(**at(name))}
    return Person(name=name, **(given | more))


def reading(*people: Person, **more: Any) -> Reading:
    return Reading(account="Acme", date=TODAY, people=people, **more)


def weighed(model: Reading, rules: Reading) -> Reading:
    return weigh(model, rules, TEXT, ACME)


def stance(value: Stance, quote: str = "not sure about us") -> StanceLabel:
    return StanceLabel(value=value, **at(quote))


def role(quote: str = "choice is hers") -> RoleLabel:
    return RoleLabel(role=Role.DECISION_MAKER, **at(quote))


def test_what_both_found_in_the_same_words_is_sure() -> None:
    mine = reading(customer("Nadia Ferrat", roles=(role(),)))
    (nadia,) = weighed(mine, reading(customer("Nadia Ferrat", roles=(role("The choice"),)))).people
    assert nadia.roles[0].confidence == BOTH
    assert nadia.mention is not None
    assert nadia.mention.confidence == BOTH


def test_what_the_rules_are_silent_about_stands_alone() -> None:
    mine = reading(customer("Nadia Ferrat", roles=(role(),)))
    (nadia,) = weighed(mine, reading()).people
    assert nadia.roles[0].confidence == 0.8


def test_the_same_value_in_other_words_far_away_is_not_yet_sure() -> None:
    mine = reading(customer("Nadia Ferrat", roles=(role(),)))
    far = reading(customer("Nadia Ferrat", roles=(role("Nadia Ferrat, plant manager"),)))
    assert weighed(mine, far).people[0].roles[0].confidence == 0.8


def views(found: Label | None) -> tuple[str, str, str]:
    assert found is not None
    assert found.confidence == DIFFERING
    held = views_of(found.reason or "")
    assert held is not None
    return held.about, held.model, held.rules


def test_another_stance_gives_both_views() -> None:
    mine = reading(customer("Nadia Ferrat", stance=stance(Stance.NEUTRAL)))
    rules = reading(customer("Nadia Ferrat", stance=stance(Stance.RESERVED)))
    assert views(weighed(mine, rules).people[0].stance) == ("stance", "neutral", "reserved")


def test_another_side_gives_both_views() -> None:
    mine = reading(customer("Paul Astier"))
    rules = reading(customer("Paul Astier", side=Side.THIRD_PARTY))
    assert views(weighed(mine, rules).people[0].mention) == ("side", "customer", "third_party")


def test_another_status_gives_both_views() -> None:
    words = Label(**at("met us with Paul Astier"))
    mine = reading(customer("Paul Astier", status=PersonStatus.LEFT, status_label=words))
    rules = reading(customer("Paul Astier", status=PersonStatus.LEAVING, status_label=words))
    assert views(weighed(mine, rules).people[0].status_label) == ("status", "left", "leaving")


def title(words: str = "plant manager") -> dict[str, Any]:
    return {"title": words, "title_quote": words, "title_label": Label(**at("plant manager"))}


def test_another_title_gives_both_views() -> None:
    mine = reading(customer("Nadia Ferrat", **title()))
    rules = reading(customer("Nadia Ferrat", **title("head of sales")))
    found = weighed(mine, rules).people[0].title_label
    assert views(found) == ("title", "plant manager", "head of sales")


def test_a_title_the_rules_give_to_somebody_else_gives_both_views() -> None:
    mine = reading(customer("Nadia Ferrat", **title()), customer("Paul Astier"))
    rules = reading(customer("Nadia Ferrat"), customer("Paul Astier", **title()))
    found = weighed(mine, rules).people[0].title_label
    assert views(found) == ("title_holder", "Nadia Ferrat", "Paul Astier")


@pytest.mark.parametrize("field", ["roles", "powers"])
def test_a_sole_power_of_another_person_gives_both_views(field: str) -> None:
    held = role() if field == "roles" else PowerLabel(power=Power.DECIDES, **at("choice is hers"))
    mine = reading(customer("Nadia Ferrat", **{field: (held,)}), customer("Paul Astier"))
    rules = reading(customer("Nadia Ferrat"), customer("Paul Astier", **{field: (held,)}))
    (found,) = getattr(weighed(mine, rules).people[0], field)
    assert views(found) == ("holder", "Nadia Ferrat", "Paul Astier")


def test_a_relation_the_other_way_round_gives_both_views() -> None:
    words = at("met us with Paul Astier")
    kind = RelationKind.REPORTS_TO
    there = Relation(from_="Nadia Ferrat", to="Paul Astier", kind=kind, **words)
    back = Relation(from_="Paul Astier", to="Nadia Ferrat", kind=kind, **words)
    people = (customer("Nadia Ferrat"), customer("Paul Astier"))
    found = weighed(
        reading(*people, relations=(there,)), reading(*people, relations=(back,))
    ).relations[0]
    assert views(found) == ("relation", "Nadia Ferrat", "Paul Astier")


def test_a_promise_of_the_other_side_gives_both_views() -> None:
    mine = reading(next_steps=(NextStep(side=Side.US, **at("We send the plan")),))
    rules = reading(next_steps=(NextStep(side=Side.CUSTOMER, **at("We send the plan")),))
    assert views(weighed(mine, rules).next_steps[0]) == ("step_side", "us", "customer")


@pytest.mark.parametrize(
    ("text", "code", "quote", "why"),
    [
        (
            "Nadia Ferrat does not hold the budget for it.",
            "funds",
            "hold the budget for it",
            "negation",
        ),
        ("Nadia Ferrat n'a jamais le dernier mot.", "decides", "le dernier mot", "negation"),
        ("Rumour has it that Nadia Ferrat picks the tool.", "decides", "picks the tool", "hearsay"),
    ],
)
def test_a_quote_that_leaves_out_the_denial_before_it_is_in_doubt(
    text: str, code: str, quote: str, why: str
) -> None:
    says = reply(people=[person("Nadia Ferrat")], labels=[label("Nadia Ferrat", code, quote)])
    (power,) = one(read(text, says).reading, "Nadia Ferrat").powers
    assert views(power) == ("belief", "stated", why)


def test_what_only_the_rules_found_is_left_out() -> None:
    rules = reading(customer("Nadia Ferrat", roles=(role(),)), customer("Paul Astier"))
    found = weighed(reading(customer("Nadia Ferrat")), rules)
    assert [(one.name, one.roles) for one in found.people] == [("Nadia Ferrat", ())]


def test_addresses_and_numbers_of_the_rules_are_kept() -> None:
    rules = reading(customer("Nadia Ferrat", email="n@acme.example", phone="+33 1 55 00 11 22"))
    (nadia,) = weighed(reading(customer("Nadia Ferrat")), rules).people
    assert (nadia.email, nadia.phone) == ("n@acme.example", "+33 1 55 00 11 22")


def test_a_line_the_readers_differ_about_is_decided_by_a_person() -> None:
    text = "Nadia Ferrat hates the project and wants it stopped. She pays for it."
    says = reply(
        people=[person("Nadia Ferrat")],
        labels=[label("Nadia Ferrat", "champion", "Nadia Ferrat hates the project")],
        next_steps=[step("wants it stopped", None, "us", None)],
    )
    found = read(text, says)
    rules_view = one(found.reading, "Nadia Ferrat").stance
    assert rules_view is not None
    ids = iter(range(100))
    comparing = Comparing("src_1", TODAY, lambda kind: f"{kind}_{next(ids)}", decide_lines=0)
    lines = compare(found.reading, AccountMap("acc_1", {}, {}), comparing)
    by_attribute = {line.says.attribute: line for line in lines}
    differs = replace(by_attribute["person.stance"], id="")
    if not readers_differ(differs.reason):
        pytest.fail(f"the rules no longer read a stance here: {differs.reason}")
    assert differs.band == Band.DECIDE
    assert differs.confidence == DIFFERING
    words = reason_in_words(differs.reason, "fr")
    assert words is not None
    assert words.startswith("le modèle lit")


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_every_kind_of_difference_is_said_in_both_languages(lang: str) -> None:
    from typing import get_args

    from knowledge.domain.two_views import About, TwoViews

    for about in get_args(About):
        words = reason_in_words(TwoViews(about, "us", "negation").as_reason(), lang)
        assert words is not None
        assert "{" not in words
    assert reason_in_words("model", lang)
    assert reason_in_words("model and rules", lang)
    assert reason_in_words("champion: a cue", lang) is None


def test_a_code_is_said_in_words() -> None:
    reason = "readers_differ|about=stance|model=supporter|rules=opposed"
    assert reason_in_words(reason, "en") == "the model reads supporter, the rules read opposed"


def test_grounding_keeps_what_was_weighed() -> None:
    mine = reading(customer("Nadia Ferrat", stance=stance(Stance.NEUTRAL)))
    rules = reading(customer("Nadia Ferrat", stance=stance(Stance.RESERVED)))
    found = ground(weighed(mine, rules), TEXT)
    assert views(found.reading.people[0].stance)[0] == "stance"
