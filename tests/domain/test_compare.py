"""A reading beside the map: added, changed, contradicted, confirmed, closed, or a question."""

from typing import Any

import pytest

from knowledge.domain.account_map import AccountMap
from knowledge.domain.codes import ChangeKind, Level, Power, Side
from knowledge.domain.item_keys import key_of_words
from knowledge.domain.proposals import Line, LineKind
from knowledge.domain.reading import ChangeLabel, Label, LevelLabel, PowerLabel
from tests.domain.build import (
    ACCOUNT,
    CLAIRE,
    PAUL,
    attributes,
    by_attribute,
    close,
    closure,
    fact,
    label,
    lines_of,
    map_of,
    person,
    person_facts,
    promise,
    reading,
)

CLAIRE_IS = person_facts(CLAIRE, "Claire Duval", "03-01")
PAUL_IS = person_facts(PAUL, "Paul Martin", "03-01")


def quotes(lines: tuple[Line, ...]) -> list[str]:
    return [line.quote.text for line in lines if line.quote]


def claire_says(text: str, held: AccountMap, day: str = "03-14", **said: Any) -> tuple[Line, ...]:
    """The lines of a note in which Claire is shown in one way."""
    return lines_of(reading(text, person("Claire Duval", **said)), held, day)


# Added


def test_somebody_new_is_added_with_what_the_same_words_show() -> None:
    text = "Vu Claire Duval (Claire), du service achats, claire@fonderie.fr."
    newcomer = person(
        "Claire Duval", aliases=("Claire",), department="achats", email="claire@fonderie.fr"
    )
    (line,) = lines_of(reading(text, newcomer), map_of())
    assert (line.kind, line.says.attribute, line.says.value) == (
        LineKind.ADDED,
        "person.name",
        "Claire Duval",
    )
    assert {(also.attribute, also.value) for also in line.also} == {
        ("person.side", "customer"),
        ("person.department", "achats"),
        ("person.email", "claire@fonderie.fr"),
        ("person.alias", "Claire"),
    }


def test_what_is_said_of_somebody_new_stands_on_their_line() -> None:
    name, role = claire_says(
        "Claire Duval tranche.", map_of(), roles=[("decision_maker", "Claire Duval tranche")]
    )
    assert role.needs == (name.id,)
    assert role.says.subject_id == name.says.subject_id


def test_a_role_and_the_power_that_is_its_substance_are_one_decision() -> None:
    _, role = claire_says(
        "Claire Duval tranche.",
        map_of(),
        roles=[("decision_maker", "Claire Duval tranche")],
        powers=[("decides", "Claire Duval tranche")],
    )
    assert (role.says.attribute, role.says.value) == ("person.role", "decision_maker")
    assert [(also.attribute, also.value) for also in role.also] == [("person.power", "decides")]


def test_a_power_that_other_words_give_is_a_decision_of_its_own() -> None:
    lines = claire_says(
        "Claire Duval tranche, et peut tout bloquer.",
        map_of(),
        roles=[("decision_maker", "Claire Duval tranche")],
        powers=[("vetoes", "peut tout bloquer")],
    )
    assert [line.says.attribute for line in lines] == [
        "person.name",
        "person.role",
        "person.power",
    ]


def test_a_promotion_said_in_the_note_makes_another_title_a_change() -> None:
    held = map_of(CLAIRE_IS, fact(CLAIRE, "person.title", "DAF", "03-01"))
    text = "Claire Duval, directrice générale. Claire Duval est promue."
    promoted = ChangeLabel(
        kind=ChangeKind.PROMOTED, person="Claire Duval", quote="Claire Duval est promue"
    )
    note = reading(text, person("Claire Duval", title="directrice générale"), changes=(promoted,))
    (title,) = [line for line in lines_of(note, held) if line.says.attribute == "person.title"]
    assert (title.kind, title.before) == (LineKind.CHANGED, "DAF")


@pytest.mark.parametrize("position", ["le trésorier", "the treasurer", "l'acheteur"])
def test_a_function_without_a_name_is_added_as_a_position(position: str) -> None:
    (line,) = lines_of(reading(f"Et {position} peut tout refuser", person(position)), map_of())
    assert ("person.kind", "position") in {(also.attribute, also.value) for also in line.also}


def test_a_position_that_gets_a_holder_takes_their_name() -> None:
    held = map_of(person_facts(PAUL, "le trésorier", "03-01", kind="position"))
    (line,) = [
        line
        for line in lines_of(
            reading("Éva Roy, trésorier", person("Éva Roy", title="trésorier")), held
        )
        if line.says.attribute == "person.name"
    ]
    assert (line.kind, line.says.subject_id) == (LineKind.CHANGED, PAUL)
    assert (line.before, line.says.value) == ("le trésorier", "Éva Roy")


def test_every_line_rests_on_its_words_and_on_the_day_of_the_note() -> None:
    (line,) = claire_says("Vu Claire Duval.", map_of(), day="03-14")
    assert line.quote is not None
    assert (line.quote.start, line.quote.end, line.quote.text) == (3, 15, "Claire Duval")
    assert (line.valid_on.isoformat(), line.learnt_on.isoformat()) == ("2026-03-14", "2026-03-14")


def test_lines_are_numbered_from_one_in_reading_order() -> None:
    lines = claire_says(
        "Claire Duval tranche, elle paie.",
        map_of(),
        roles=[("decision_maker", "tranche")],
        powers=[("funds", "elle paie")],
    )
    assert [line.number for line in lines] == [1, 2, 3]


def test_of_two_labels_on_the_same_thing_the_first_words_win() -> None:
    lines = claire_says(
        "Claire Duval tranche. Oui, elle décide.",
        map_of(CLAIRE_IS),
        powers=[("decides", "tranche"), ("decides", "elle décide")],
    )
    assert quotes(lines) == ["tranche"]


def test_what_the_map_knows_already_of_a_person_gives_no_line() -> None:
    assert claire_says("Vu Claire Duval.", map_of(CLAIRE_IS)) == ()


def test_a_review_may_ask_for_people_who_are_known_too() -> None:
    found = reading("Vu Claire Duval.", person("Claire Duval"))
    (line,) = lines_of(found, map_of(CLAIRE_IS), known_people_too=True)
    assert (line.kind, line.says.subject_id) == (LineKind.CONFIRMED, CLAIRE)


# Changed, contradicted, confirmed


def test_another_stance_is_a_change_from_old_to_new() -> None:
    held = map_of(CLAIRE_IS, fact(CLAIRE, "person.stance", "supporter", "03-02", id="fct_then"))
    (line,) = claire_says("Claire Duval est contre.", held, stance=("opposed", "est contre"))
    assert (line.kind, line.before, line.says.value) == (LineKind.CHANGED, "supporter", "opposed")
    assert line.before_fact_id == "fct_then"


def test_another_title_contradicts() -> None:
    held = map_of(CLAIRE_IS, fact(CLAIRE, "person.title", "DAF", "03-02"))
    (line,) = claire_says("Claire Duval, DSI.", held, title="DSI")
    assert (line.kind, line.before, line.says.value) == (LineKind.CONTRADICTED, "DAF", "DSI")


@pytest.mark.parametrize("words", ["désormais DSI", "DSI now"])
def test_another_title_with_words_of_change_is_a_change(words: str) -> None:
    held = map_of(CLAIRE_IS, fact(CLAIRE, "person.title", "DAF", "03-02"))
    (line,) = claire_says(
        f"Claire Duval, {words}.", held, title="DSI", title_label=Label(quote=words, changed=True)
    )
    assert (line.kind, line.changed) == (LineKind.CHANGED, True)


@pytest.mark.parametrize(
    ("held", "said"),
    [("DAF", "daf"), ("Directrice financière", "directrice"), ("Head of IT", "head of it")],
)
def test_the_same_title_is_confirmed_in_the_words_the_map_holds(held: str, said: str) -> None:
    on_map = map_of(CLAIRE_IS, fact(CLAIRE, "person.title", held, "03-02"))
    (line,) = claire_says(f"Claire Duval, {said}.", on_map, title=said)
    assert (line.kind, line.says.value) == (LineKind.CONFIRMED, held)


def test_a_second_decider_contradicts_the_first_by_name() -> None:
    held = map_of(CLAIRE_IS, PAUL_IS, fact(PAUL, "person.power", "decides", "03-02"))
    (line,) = claire_says("Claire Duval tranche.", held, powers=[("decides", "tranche")])
    assert (line.kind, line.before_name) == (LineKind.CONTRADICTED, "Paul Martin")


def test_a_decider_who_takes_over_is_a_change() -> None:
    held = map_of(CLAIRE_IS, PAUL_IS, fact(PAUL, "person.power", "decides", "03-02"))
    takes_over = PowerLabel(power=Power.DECIDES, quote="tranche désormais", changed=True)
    text = "Claire Duval tranche désormais."
    claire = person("Claire Duval").model_copy(update={"powers": (takes_over,)})
    (line,) = lines_of(reading(text, claire), held)
    assert (line.kind, line.before_name) == (LineKind.CHANGED, "Paul Martin")


def test_a_second_influencer_contradicts_nobody() -> None:
    held = map_of(CLAIRE_IS, PAUL_IS, fact(PAUL, "person.role", "influencer", "03-02"))
    (line,) = claire_says("On écoute Claire Duval.", held, roles=[("influencer", "On écoute")])
    assert (line.kind, line.before) == (LineKind.ADDED, None)


def test_a_role_she_has_already_is_confirmed() -> None:
    held = map_of(CLAIRE_IS, fact(CLAIRE, "person.role", "influencer", "03-02"))
    (line,) = claire_says("On écoute Claire Duval.", held, roles=[("influencer", "On écoute")])
    assert line.kind == LineKind.CONFIRMED


@pytest.mark.parametrize("attribute", ["influence", "interest"])
def test_a_level_is_added_where_the_map_only_assumed_it(attribute: str) -> None:
    held = map_of(CLAIRE_IS, fact(CLAIRE, "person.power", "decides", "03-02"))
    level: dict[str, Any] = {attribute: LevelLabel(value=Level.HIGH, quote="pèse lourd")}
    (line,) = claire_says("Claire Duval pèse lourd.", held, **level)
    assert (line.kind, line.says.attribute) == (LineKind.ADDED, f"person.{attribute}")


def test_somebody_announced_who_takes_part_has_arrived() -> None:
    held = map_of(person_facts(CLAIRE, "Claire Duval", "03-01", status="joining"))
    found = reading("Présente : Claire Duval", person("Claire Duval"), attendance=("Claire Duval",))
    line = by_attribute(lines_of(found, held), "person.status")
    assert (line.kind, line.before, line.says.value) == (LineKind.CHANGED, "joining", "active")


def test_a_departure_rests_on_the_words_of_the_change() -> None:
    text = "Claire Duval part en mai."
    change = {"quote": "part en mai", "kind": "leaving", "person": "Claire Duval"}
    found = reading(text, person("Claire Duval", status="leaving"), changes=(change,))
    line = by_attribute(lines_of(found, map_of(CLAIRE_IS)), "person.status")
    assert line.quote is not None
    assert (line.says.value, line.quote.text) == ("leaving", "part en mai")


# Unclear


def test_a_name_that_fits_two_people_asks_who_is_meant() -> None:
    held = map_of(CLAIRE_IS, person_facts(PAUL, "Claire Roy", "03-01", title="DSI"))
    line, role = lines_of(
        reading("Claire teste.", person("Claire", roles=[("end_user", "Claire teste")])), held
    )
    assert line.kind == LineKind.UNCLEAR
    assert [(one.person_id, one.name, one.title) for one in line.candidates] == [
        (CLAIRE, "Claire Duval", None),
        (PAUL, "Claire Roy", "DSI"),
    ]
    assert role.needs == (line.id,)


# Older notes


@pytest.mark.parametrize(
    ("held", "said"),
    [
        (fact(CLAIRE, "person.stance", "opposed", "03-10"), {"stance": ("supporter", "est pour")}),
        (fact(CLAIRE, "person.title", "DSI", "03-10"), {"title": "pour"}),
    ],
)
def test_an_older_note_completes_the_history_and_changes_nothing(held: Any, said: Any) -> None:
    (line,) = claire_says("Claire Duval est pour.", map_of(CLAIRE_IS, held), "03-04", **said)
    assert (line.kind, line.before, line.before_fact_id) == (LineKind.ADDED, None, None)
    assert line.reason == "older"


def test_an_older_decider_contradicts_nobody_who_came_later() -> None:
    held = map_of(CLAIRE_IS, PAUL_IS, fact(PAUL, "person.power", "decides", "03-10"))
    (line,) = claire_says("Claire Duval tranche.", held, "03-04", powers=[("decides", "tranche")])
    assert line.kind == LineKind.ADDED


def test_an_older_budget_changes_nothing() -> None:
    value = {"amount": "120000", "currency": "EUR", "period": "unknown"}
    held = map_of(fact(ACCOUNT, "account.budget", value, "03-10"))
    budget = {"quote": "90 k€ votés", "amount": 90000, "currency": "EUR"}
    (line,) = lines_of(reading("90 k€ votés", budget=(budget,)), held, "03-04")
    assert (line.kind, line.before) == (LineKind.ADDED, None)


def test_an_older_note_does_not_move_the_date_of_a_promise_back() -> None:
    held = map_of(promise("envoyer le devis détaillé", "03-10", due="03-20"))
    step = {"quote": "envoyer le devis détaillé", "side": "us", "due": "2026-03-12"}
    (line,) = lines_of(reading(f"- {step['quote']}", next_steps=(step,)), held, "03-04")
    assert (line.kind, line.before) == (LineKind.ADDED, None)


# Items of the account


def test_a_pain_in_other_words_is_confirmed_under_the_same_item() -> None:
    value = {"text": "les factures sont saisies deux fois", "severity": "high"}
    then = fact(ACCOUNT, "account.pain", value, "03-02")
    text = "on saisit les factures deux fois"
    (line,) = lines_of(reading(text, pains=({"quote": text},)), map_of(then))
    assert (line.kind, line.says.item, line.says.value) == (LineKind.CONFIRMED, then.item, value)


def test_a_pain_that_was_closed_and_comes_back_is_added() -> None:
    text = "on saisit les factures deux fois"
    item = key_of_words("account.pain", text)
    then = fact(ACCOUNT, "account.pain", {"text": text, "severity": "high"}, "03-02", item=item)
    held = map_of(then, events=[close(then, "03-05")])
    (line,) = lines_of(reading(text, pains=({"quote": text},)), held)
    assert line.kind == LineKind.ADDED


def test_a_promise_with_another_date_is_changed() -> None:
    held = map_of(promise("envoyer le devis détaillé", "03-02", due="03-12"))
    step = {"quote": "envoyer le devis détaillé", "side": "us", "due": "2026-03-20"}
    (line,) = lines_of(reading(f"- {step['quote']}", next_steps=(step,)), held)
    assert line.kind == LineKind.CHANGED
    assert (line.before["due"], line.says.value["due"]) == ("2026-03-12", "2026-03-20")


def test_the_same_words_from_the_other_side_are_another_promise() -> None:
    held = map_of(promise("envoyer le devis détaillé", "03-02", side="us"))
    step = {"quote": "envoyer le devis détaillé", "side": "customer"}
    (line,) = lines_of(reading(step["quote"], next_steps=(step,)), held)
    assert line.kind == LineKind.ADDED


@pytest.mark.parametrize(
    ("amount", "kind"),
    [("120000.00", LineKind.CONFIRMED), ("90000", LineKind.CONTRADICTED)],
)
def test_a_budget_is_confirmed_by_its_amount_and_contradicted_by_another(
    amount: str, kind: LineKind
) -> None:
    value = {"amount": "120000", "currency": "EUR", "period": "unknown"}
    held = map_of(fact(ACCOUNT, "account.budget", value, "03-02"))
    budget = {"quote": "le budget", "amount": amount, "currency": "EUR"}
    (line,) = lines_of(reading("le budget", budget=(budget,)), held)
    assert line.kind == kind


def test_a_competitor_named_again_is_confirmed_whatever_the_capitals() -> None:
    held = map_of(fact(ACCOUNT, "account.competitor", {"name": "Nordika"}, item="nordika"))
    (line,) = lines_of(
        reading("vu NORDIKA", competitors=({"name": "NORDIKA", "quote": "vu NORDIKA"},)), held
    )
    assert (line.kind, line.says.value) == (LineKind.CONFIRMED, {"name": "Nordika"})


def test_a_pain_of_somebody_new_stands_on_their_line() -> None:
    text = "Claire Duval : tout est saisi deux fois"
    pain = {"quote": "tout est saisi deux fois", "owner": "Claire Duval"}
    name, line = lines_of(reading(text, person("Claire Duval"), pains=(pain,)), map_of())
    assert line.needs == (name.id,)
    assert line.says.value["owner"] == {"id": name.says.subject_id}


def test_a_relation_stands_on_both_people() -> None:
    relation = {"from": "Claire Duval", "to": "Paul Martin", "kind": "influences", "quote": "suit"}
    text = "Paul Martin suit Claire Duval"
    found = reading(text, person("Claire Duval"), person("Paul Martin"), relations=(relation,))
    claire, paul, line = lines_of(found, map_of())
    assert line.needs == (claire.id, paul.id)
    assert line.says.value == {"kind": "influences", "to": {"id": paul.says.subject_id}}


# Closed


@pytest.mark.parametrize("words", ["le devis est parti", "the quote has gone out"])
def test_words_that_an_item_is_done_close_it(words: str) -> None:
    promised = promise("envoyer le devis", "03-02")
    (line,) = lines_of(reading(words), map_of(promised), closures=[closure(words, promised, words)])
    assert (line.kind, line.before, line.before_fact_id) == (
        LineKind.CLOSED,
        promised.value,
        promised.id,
    )


def test_what_is_closed_already_is_not_closed_again() -> None:
    promised = promise("envoyer le devis", "03-02")
    words = "le devis est parti"
    held = map_of(promised, events=[close(promised, "03-05")])
    assert lines_of(reading(words), held, closures=[closure(words, promised, words)]) == ()


# Our own people, and those who asked to be forgotten


def test_our_own_people_are_never_proposed() -> None:
    ours = person("Hugo Lambert", Side.US, title="commercial")
    found = reading(
        "Hugo Lambert, commercial", ours, attendance=("Hugo Lambert",),
        relations=({"from": "Hugo Lambert", "to": "Claire Duval", "kind": "works_with",
                    "quote": "commercial"},),
    )  # fmt: skip
    assert lines_of(found, map_of(CLAIRE_IS)) == ()


def test_a_promise_of_ours_names_our_colleague_and_not_the_customers_namesake() -> None:
    step = {"quote": "Paul Martin envoie le devis", "side": "us", "who": "Paul Martin"}
    text = str(step["quote"])
    found = reading(text, person("Paul Martin", Side.US), next_steps=(step,))
    (line,) = lines_of(found, map_of(PAUL_IS))
    assert line.says.value["who"] == {"name": "Paul Martin"}


def test_a_relation_of_our_colleague_is_not_put_on_the_customers_namesake() -> None:
    relation = {"from": "Paul Martin", "to": "Claire Duval", "kind": "works_with", "quote": "avec"}
    text = "Paul Martin avec Claire Duval"
    found = reading(
        text, person("Paul Martin", Side.US), person("Claire Duval"), relations=(relation,)
    )
    assert lines_of(found, map_of(CLAIRE_IS, PAUL_IS)) == ()


def test_third_parties_get_no_roles() -> None:
    partner = person(
        "Nadia Roy", Side.THIRD_PARTY, organisation="Intégra", roles=[("influencer", "nous vante")]
    )
    (line,) = lines_of(reading("Nadia Roy (Intégra) nous vante", partner), map_of())
    assert line.says.attribute == "person.name"
    assert ("person.organisation", "Intégra") in {(one.attribute, one.value) for one in line.also}


def test_somebody_forgotten_is_never_proposed_nor_quoted() -> None:
    text = "Claire Duval et Paul Martin sont venus. Claire Duval part, elle envoie le plan."
    found = reading(
        text,
        person("Claire Duval", roles=[("end_user", "sont venus")]),
        person("Paul Martin"),
        attendance=("Claire Duval", "Paul Martin"),
        changes=({"quote": "Claire Duval part", "kind": "leaving", "person": "Claire Duval"},),
        motivations=({"quote": "sont venus", "owner": "Claire Duval"},),
        next_steps=({"quote": "elle envoie le plan", "side": "customer", "who": "Claire Duval"},),
    )
    lines = lines_of(found, map_of(), is_forgotten=lambda name: name == "Claire Duval")
    assert attributes(lines) == ["person.name", "account.promise", "account.touchpoint"]
    assert "Claire" not in "".join(quotes(lines))
    assert "Claire" not in "".join(str((line.says, line.also)) for line in lines)


def test_a_contact_lists_those_of_the_customer_who_took_part() -> None:
    found = reading(
        "Présents : Claire Duval, Hugo Lambert",
        person("Claire Duval"),
        person("Hugo Lambert", Side.US),
        attendance=("Hugo Lambert", "Claire Duval"),
    )
    line = by_attribute(lines_of(found, map_of(CLAIRE_IS)), "account.touchpoint")
    assert line.says.value["participants"] == [CLAIRE]


def test_a_label_without_a_place_gives_no_line() -> None:
    found = reading("Claire Duval", person("Claire Duval"))
    (claire,) = found.people
    lost = claire.model_copy(update={"mention": label("Claire Duval")})
    assert lines_of(found.model_copy(update={"people": (lost,)}), map_of()) == ()
