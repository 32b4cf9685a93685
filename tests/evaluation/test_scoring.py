"""When a label of a reading counts as right."""

from typing import Any

import pytest

from knowledge.evaluation.kinds import KINDS
from knowledge.evaluation.scoring import score
from tests.evaluation.build import counts, gold, person, reading, scored

EN = "Claire Duval said the choice is mine. Amir sends us the plan by Friday. We re-type every order twice."
FR = "Claire Duval a dit que c'est elle qui tranche. Amir nous envoie le plan vendredi."
DECIDES = {"role": "decision_maker", "quote": "the choice is mine"}
TRANCHE = {"role": "decision_maker", "quote": "c'est elle qui tranche"}
EVERYTHING: dict[str, Any] = {
    "people": [
        person(
            "Claire Duval", "Claire",
            title="CFO", title_quote="Claire Duval, CFO", status="leaving",
            roles=[{"role": "decision_maker", "quote": "Claire decides"}],
            powers=[{"power": "decides", "quote": "Claire decides"}],
            stance={"value": "supporter", "quote": "likes it"},
            influence={"value": "high", "quote": "nobody contradicts her"},
            interest={"value": "low", "quote": "yawned twice"},
        ),
        person("Amir", silent_influencer={"quote": "never seen Amir"}),
    ],
    "groups": [{"name": "board", "kind": "committee", "quote": "the board met"}],
    "relations": [{"from": "Amir", "to": "Claire", "kind": "influences", "quote": "she asks Amir"}],
    "pains": [{"quote": "orders typed twice", "owner": "Claire", "severity": "high"}],
    "objections": [{"quote": "too dear", "owner": None}],
    "goals": [{"quote": "one list", "owner": None}],
    "competitors": [{"name": "Pingmoor", "quote": "Pingmoor came"}],
    "budget": [{"amount": 5000, "currency": "EUR", "quote": "5 k€ voted"}],
    "next_steps": [{"quote": "Amir calls", "who": "Amir", "side": "customer", "due": "2026-03-20"}],
    "changes": [{"kind": "leaving", "person": "Claire", "quote": "Claire leaves in May"}],
}  # fmt: skip
EVERYTHING_TEXT = (
    "Claire Duval, CFO. Claire decides, likes it, nobody contradicts her, yawned twice. never seen "
    "Amir, the board met, she asks Amir. orders typed twice. too dear. one list. Pingmoor came. "
    "5 k€ voted. Amir calls. Claire leaves in May."
)


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_a_perfect_reading_scores_one_everywhere(lang: str) -> None:
    report = scored(gold(EVERYTHING_TEXT, lang, **EVERYTHING), reading(**EVERYTHING))
    for kind in KINDS:
        one = report.score_of(kind.name, lang)
        assert one.labels > 0, kind.name
        assert one.f1 is not None, kind.name
        assert (one.f1.value, one.f1.low, one.f1.high) == (1.0, 1.0, 1.0), kind.name
    for share in ("sides", "step_owners", "step_sides", "step_dues"):
        value = report.share_of(share, lang).value
        assert value is not None
        assert value.value == 1.0
    assert report.mistakes == ()


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_an_empty_reading_recalls_nothing(lang: str) -> None:
    report = scored(gold(EVERYTHING_TEXT, lang, **EVERYTHING), reading())
    for kind in KINDS:
        one = report.score_of(kind.name, lang)
        assert one.recall is not None, kind.name
        assert (one.recall.value, one.precision) == (0.0, None), kind.name


def test_a_note_that_was_not_read_counts_as_read_empty() -> None:
    report = score([gold(EN, people=[person("Claire Duval")])], {})
    assert counts(report, "people") == (1, 0, 0)


# People


@pytest.mark.parametrize(
    ("in_gold", "found"),
    [
        (person("Claire Duval", "Claire"), person("Claire")),
        (person("Claire Duval"), person("Duval", "Claire Duval")),
        (person("Hélène Müller"), person("HELENE MULLER")),
        (person("Mme Bérénice Roux"), person("berenice roux")),
        (person("Dr Rasmus Eketorp"), person("Rasmus Eketorp")),
        (person("Jean-Marc Le Goff"), person("Jean Marc Le Goff")),
    ],
    ids=["alias", "their-alias", "accents-and-case", "civility", "doctor", "hyphen"],
)
def test_people_are_matched_by_name_or_alias(in_gold: Any, found: Any) -> None:
    report = scored(gold(EN, people=[in_gold]), reading(people=[found]))
    assert counts(report, "people") == (1, 1, 1)


def test_two_people_are_not_matched_by_half_a_name() -> None:
    report = scored(
        gold(EN, people=[person("Claire Duval")]), reading(people=[person("Claire Martin")])
    )
    assert counts(report, "people") == (1, 1, 0)


def test_the_full_name_goes_before_an_alias() -> None:
    two = [person("Claire Martin", "Claire"), person("Claire")]
    report = scored(
        gold(EN, people=two), reading(people=[person("Claire"), person("Claire Martin")])
    )
    assert counts(report, "people") == (2, 2, 2)


def test_somebody_listed_twice_is_one_person_too_many_and_nothing_else() -> None:
    note = gold(EN, people=[person("Claire Duval", "Claire", roles=[DECIDES])])
    found = reading(people=[person("Claire Duval"), person("Claire", roles=[DECIDES])])
    report = scored(note, found)
    assert counts(report, "people") == (1, 2, 1)
    assert counts(report, "roles") == (1, 1, 1)


def test_the_side_counts_for_people_who_were_found() -> None:
    note = gold(EN, people=[person("Claire Duval"), person("Amir"), person("Nobody Found")])
    found = reading(people=[person("Claire Duval"), person("Amir", side="us")])
    share = scored(note, found).share_of("sides")
    assert (share.of, share.right) == (2, 1)


def test_titles_are_compared_without_case_and_accents() -> None:
    note = gold(FR, "fr", people=[person("Claire", title="Directrice générale")])
    same = reading(people=[person("Claire", title="directrice generale")])
    other = reading(people=[person("Claire", title="directrice")])
    assert counts(scored(note, same), "titles") == (1, 1, 1)
    assert counts(scored(note, other), "titles") == (1, 1, 0)


def test_being_active_is_no_label() -> None:
    note = gold(EN, people=[person("Claire", status="left"), person("Amir")])
    report = scored(note, reading(people=[person("Claire"), person("Amir", status="left")]))
    assert counts(report, "statuses") == (1, 1, 0)


# What people are in the decision


@pytest.mark.parametrize(
    ("lang", "text", "role"), [("en", EN, DECIDES), ("fr", FR, TRANCHE)], ids=["en", "fr"]
)
def test_a_role_is_right_on_the_right_person_alone(lang: str, text: str, role: Any) -> None:
    both = [person("Claire Duval", roles=[role]), person("Amir")]
    swapped = [person("Claire Duval"), person("Amir", roles=[role])]
    note = gold(text, lang, people=both)
    assert counts(scored(note, reading(people=both)), "roles") == (1, 1, 1)
    assert counts(scored(note, reading(people=swapped)), "roles") == (1, 1, 0)


def test_a_role_said_twice_counts_once() -> None:
    twice = [DECIDES, {**DECIDES, "quote": "Claire Duval said"}]
    note = gold(EN, people=[person("Claire Duval", roles=twice)])
    report = scored(note, reading(people=[person("Claire Duval", roles=twice)]))
    assert counts(report, "roles") == (1, 1, 1)


@pytest.mark.parametrize(
    ("kind", "field", "right", "wrong"),
    [
        ("powers", "powers", [{"power": "signs"}], [{"power": "funds"}]),
        ("stances", "stance", {"value": "champion"}, {"value": "supporter"}),
        ("influence", "influence", {"value": "high"}, {"value": "low"}),
        ("interest", "interest", {"value": "high"}, {"value": "low"}),
    ],
)
def test_a_label_of_a_person_needs_the_same_value(
    kind: str, field: str, right: Any, wrong: Any
) -> None:
    def with_quote(value: Any) -> Any:
        if isinstance(value, list):
            return [with_quote(one) for one in value]
        return {**value, "quote": "the choice is mine"}

    note = gold(EN, people=[person("Claire", **{field: with_quote(right)})])
    for value, expected in ((right, 1), (wrong, 0)):
        found = reading(people=[person("Claire", **{field: with_quote(value)})])
        assert counts(scored(note, found), kind) == (1, 1, expected)


def test_a_silent_influencer_is_a_matter_of_who() -> None:
    silent = {"quote": "the choice is mine"}
    note = gold(EN, people=[person("Claire", silent_influencer=silent), person("Amir")])
    found = [person("Claire"), person("Amir", silent_influencer=silent)]
    assert counts(scored(note, reading(people=found)), "silent_influencers") == (1, 1, 0)


# Quotes


def pains(*quotes: str) -> list[dict[str, Any]]:
    return [{"quote": quote} for quote in quotes]


@pytest.mark.parametrize(
    ("quote", "right"),
    [
        ("We re-type every order twice", 1),
        ("re-type every order", 1),
        ("every order twice", 1),
        ("order twice", 0),
        ("And again tomorrow", 0),
    ],
)
def test_statements_meet_when_they_share_half_of_their_words(quote: str, right: int) -> None:
    """The gold has seven words; token F1 with two of them is 0.44."""
    text = "We re-type every order twice now. And every order twice. And again tomorrow."
    note = gold(text, pains=pains("We re-type every order twice now"))
    assert counts(scored(note, reading(pains=pains(quote))), "pains") == (1, 1, right)


@pytest.mark.parametrize("kind", ["pains", "objections", "goals"])
def test_the_same_words_in_another_sentence_are_another_statement(kind: str) -> None:
    text = "Nobody knows where the crates are. Paul: nobody knows where the crates go."
    labels: dict[str, Any] = {kind: pains("Nobody knows where the crates are")}
    note = gold(text, **labels)
    found = reading(**{kind: pains("nobody knows where the crates go")})
    assert counts(scored(note, found), kind) == (1, 1, 0)


def test_each_statement_answers_one_label_and_as_many_as_can_be_are_answered() -> None:
    text = "alpha beta gamma delta epsilon zeta"
    note = gold(text, pains=pains("alpha beta gamma delta", "gamma delta epsilon"))
    found = reading(pains=pains("beta gamma delta epsilon", "alpha beta"))
    assert counts(scored(note, found), "pains") == (2, 2, 2)
    once = reading(pains=pains("beta gamma delta epsilon"))
    assert counts(scored(note, once), "pains") == (2, 1, 1)


# Steps, changes, relations, names, money


def step(quote: str, **more: Any) -> dict[str, Any]:
    given = {"who": "Amir", "side": "customer", "due": "2026-03-20"}
    return {"quote": quote, **given, **more}


@pytest.mark.parametrize(
    ("change", "wrong"),
    [
        ({"who": None}, "step_owners"),
        ({"who": "Claire Duval"}, "step_owners"),
        ({"side": "us"}, "step_sides"),
        ({"due": "2026-03-21"}, "step_dues"),
        ({"due": None}, "step_dues"),
    ],
)
def test_a_step_is_found_by_its_words_and_then_its_details_count(
    change: dict[str, Any], wrong: str
) -> None:
    people = [person("Claire Duval"), person("Amir Haddad", "Amir")]
    note = gold(EN, people=people, next_steps=[step("Amir sends us the plan by Friday")])
    found = [step("Amir sends us the plan", **change)]
    report = scored(note, reading(people=people, next_steps=found))
    assert counts(report, "next_steps") == (1, 1, 1)
    for share in ("step_owners", "step_sides", "step_dues"):
        assert report.share_of(share).right == (share != wrong)


def test_who_does_a_step_may_be_named_by_any_form() -> None:
    note = gold(
        FR, "fr", people=[person("Amir Haddad", "Amir")],
        next_steps=[step("Amir nous envoie le plan vendredi", who="Amir Haddad")],
    )  # fmt: skip
    found = reading(
        people=[person("Amir")], next_steps=[step("Amir nous envoie le plan vendredi", who="AMIR")]
    )
    assert scored(note, found).share_of("step_owners", "fr").right == 1


def test_a_step_without_a_due_date_asks_for_none() -> None:
    note = gold(EN, next_steps=[step("Amir sends us the plan", due=None)])
    report = scored(note, reading(next_steps=[step("Amir sends us the plan")]))
    assert report.share_of("step_dues").of == 0


@pytest.mark.parametrize(
    ("kind", "who", "quote", "right"),
    [
        ("left", "Amir", "Amir sends us", 1),
        ("left", None, "Claire Duval said the choice", 1),
        ("leaving", "Amir", "Claire Duval said the choice", 0),
        ("left", None, "Amir sends us", 0),
    ],
    ids=["same-person", "same-words", "other-kind", "neither"],
)
def test_a_change_is_its_kind_with_its_words_or_its_person(
    kind: str, who: str | None, quote: str, right: int
) -> None:
    people = [person("Amir")]
    change = {"kind": "left", "person": "Amir", "quote": "Claire Duval said the choice"}
    note = gold(EN, people=people, changes=[change])
    found = reading(people=people, changes=[{"kind": kind, "person": who, "quote": quote}])
    assert counts(scored(note, found), "changes") == (1, 1, right)


@pytest.mark.parametrize(
    ("ends", "kind", "right"),
    [
        (("Claire", "Amir"), "reports_to", 1),
        (("Amir", "Claire"), "reports_to", 0),
        (("Amir", "Claire"), "works_with", 1),
        (("Claire", "Amir"), "influences", 0),
    ],
)
def test_a_relation_has_a_direction_where_its_kind_has_one(
    ends: tuple[str, str], kind: str, right: int
) -> None:
    people = [person("Claire Duval", "Claire"), person("Amir")]
    in_gold = "works_with" if kind == "works_with" else "reports_to"
    words = {"quote": "the choice is mine"}
    note = gold(
        EN, people=people,
        relations=[{"from": "Claire Duval", "to": "Amir", "kind": in_gold, **words}],
    )  # fmt: skip
    found = [{"from": ends[0], "to": ends[1], "kind": kind, **words}]
    report = scored(note, reading(people=people, relations=found))
    assert counts(report, "relations") == (1, 1, right)


def test_competitors_and_groups_are_names_and_a_group_is_also_what_it_is() -> None:
    words = {"quote": "the choice is mine"}
    note = gold(
        EN, competitors=[{"name": "Câbleo", **words}],
        groups=[{"name": "CODIR", "kind": "committee", **words}],
    )  # fmt: skip
    same = reading(
        competitors=[{"name": "cableo", **words}, {"name": "Câbleo", **words}],
        groups=[{"name": "le codir", "kind": "committee", **words}],
    )
    other = reading(groups=[{"name": "CODIR", "kind": "team", **words}])
    assert counts(scored(note, same), "competitors") == (1, 1, 1)
    assert counts(scored(note, same), "groups") == (1, 1, 1)
    assert counts(scored(note, other), "groups") == (1, 1, 0)


@pytest.mark.parametrize(
    ("amount", "currency", "right"),
    [(5000, "EUR", 1), (5000.0, "eur", 1), (5000, "GBP", 0), (5, "EUR", 0)],
)
def test_a_budget_is_amount_and_currency(amount: float, currency: str, right: int) -> None:
    words = {"quote": "the choice is mine"}
    note = gold(EN, budget=[{"amount": 5000, "currency": "EUR", **words}])
    found = reading(budget=[{"amount": amount, "currency": currency, **words}])
    assert counts(scored(note, found), "budget") == (1, 1, right)
