"""What the map must not hold of a person is set aside before anything is proposed."""

import pytest

from knowledge.domain.codes import PersonStatus, Severity, Side
from knowledge.domain.grounding import ground
from knowledge.domain.reading import Label, Pain, Person, Reading
from knowledge.reading.private_matters import is_private, keep_private_matters_out


@pytest.mark.parametrize(
    "words",
    [
        "Dana Ruiz has cancer",
        "off on sick leave since May",
        "she is the union rep",
        "sa dépression nous coûte deux heures par jour",
        "en arrêt maladie jusqu'au 3",
        "il est délégué syndical",
        "elle attend son divorce",
        "mis en examen l'an dernier",
    ],
)
def test_health_family_union_and_crime_are_private(words: str) -> None:
    assert is_private(words)


@pytest.mark.parametrize(
    "words",
    [
        "three ferries on the slip",
        "nurses hunt for pumps at Marrowby Hospitals",
        "le syndic de copropriété a validé",
        "l'union des deux sites",
        "Mme Roy gère les achats",
    ],
)
def test_business_is_not(words: str) -> None:
    assert not is_private(words)


def reading_of(**parts: object) -> Reading:
    return Reading.model_validate({"account": "Acme", **parts})


def test_a_pain_that_is_somebody_s_illness_is_set_aside_and_its_words_are_not_kept() -> None:
    text = "Dana says his depression costs us two hours a day."
    quote = "his depression costs us two hours a day"
    reading = reading_of(pains=[Pain(quote=quote, severity=Severity.HIGH)])
    kept = keep_private_matters_out(ground(reading, text))
    assert kept.reading.pains == ()
    assert [(one.kind, one.quote) for one in kept.set_aside] == [("PrivateMatter", "")]


def test_an_absence_keeps_its_words_up_to_the_reason() -> None:
    text = "Excusée : Perrine Vauclin (congé maternité)"
    person = Person(
        name="Perrine Vauclin",
        side=Side.CUSTOMER,
        status=PersonStatus.ABSENT,
        status_label=Label(quote=text, start=0, end=len(text)),
    )
    kept = keep_private_matters_out(ground(reading_of(people=[person]), text))
    (perrine,) = kept.reading.people
    assert perrine.status_label
    assert perrine.status_label.quote == "Excusée : Perrine Vauclin"
    assert (
        text[perrine.status_label.start : perrine.status_label.end] == "Excusée : Perrine Vauclin"
    )
