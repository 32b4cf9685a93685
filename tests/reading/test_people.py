"""Who is named, in every hand: capitals or none, labels, headers, lists, slips put right."""

import pytest

from tests.reading.notes import names, person, read


def test_names_in_lower_case_are_found_and_kept_as_typed() -> None:
    reading = read("met oonagh rasmussen, head of planning, then oonagh again at lunch")
    oonagh = person(reading, "oonagh rasmussen")
    assert (oonagh.name, oonagh.aliases, oonagh.title) == (
        "oonagh rasmussen", ("oonagh",), "head of planning",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("Met Bronagh Teixeira (Head of Supply Chain).", "Head of Supply Chain"),
        ("Spoke to Gwendolyn Price, the chief operating officer.", "chief operating officer"),
        ("Vu Hélène Vasseur, directrice des achats.", "directrice des achats"),
        ("La comptable, Madame Fournier, était là.", "comptable"),
        ("dpo = ivo radulescu, vu hier", "dpo"),
        ("Reçue par son chef de culture, Modibo Traoré.", "chef de culture"),
    ],
)
def test_a_title_beside_a_name_is_taken_as_written(text: str, title: str) -> None:
    assert title in [p.title for p in read(text).people]


@pytest.mark.parametrize(
    ("text", "kept", "dropped"),
    [
        ("vu monsieur kerguelen non kerdoncuff loïg kerdoncuff", "loig kerdoncuff", "kerguelen"),
        ("the scan is with ludo marchetti no machado ludo machado", "ludo machado", "marchetti"),
    ],
)
def test_a_name_put_right_on_the_spot_is_dropped(text: str, kept: str, dropped: str) -> None:
    found = names(read(text))
    assert kept in found
    assert not any(dropped in name for name in found)


def test_a_transcript_names_its_speakers_and_their_sides() -> None:
    reading = read(
        "[02:10] Priya Raman: Thanks all.\n"
        "[02:31] Emrys Pugh: I use it every day.\n"
        "[02:40] Sanna Lindholm (Drawvault): Our archive stays.\n"
    )
    sides = {p.name: str(p.side) for p in reading.people}
    assert sides == {
        "Priya Raman": "us", "Emrys Pugh": "customer", "Sanna Lindholm": "third_party",
    }  # fmt: skip
    assert set(reading.attendance) == {"Priya Raman", "Emrys Pugh", "Sanna Lindholm"}


def test_a_webvtt_voice_is_a_speaker() -> None:
    text = "WEBVTT\n\n00:00:01.000 --> 00:00:04.000\n<v Cyrille Guérin>C'est moi qui tranche.</v>\n"
    cyrille = person(read(text), "Cyrille Guérin")
    assert [str(p.power) for p in cyrille.powers] == ["decides"]


def test_a_mail_thread_gives_signature_telephone_and_speaker() -> None:
    reading = read(
        "From: Priya Raman\nTo: Tom Abara\nSubject: FW: planner\n\nTom, see below.\n\n"
        "-----Original Message-----\n"
        "From: Henrike Baumann <h.baumann@halvorsen.example>\nTo: Priya Raman\n\n"
        "I will share the interface description next Tuesday.\n\n"
        "Kind regards,\nHenrike Baumann\nTeam Lead Production Planning\nT +49 711 555 0199\n"
    )
    henrike = person(reading, "Henrike Baumann")
    assert henrike.title == "Team Lead Production Planning"
    assert henrike.email == "h.baumann@halvorsen.example"
    assert henrike.phone == "+49 711 555 0199"
    assert [(s.who, str(s.side)) for s in reading.next_steps] == [("Henrike Baumann", "customer")]


def test_an_attendance_list_tells_present_from_excused() -> None:
    reading = read(
        "Présents : Laurent Escande (directeur industriel), Wei Zhang / nous : Tom Abara\n"
        "Excusé : Thierry Malet (DSI), en congé\n"
    )
    assert set(reading.attendance) == {"Laurent Escande", "Wei Zhang", "Tom Abara"}
    assert person(reading, "Thierry Malet").status == "absent"
    assert person(reading, "Tom Abara").side == "us"


def test_a_function_without_a_name_is_a_person_only_with_a_power() -> None:
    assert "le tresorier" in names(read("Le trésorier peut tout refuser. Un stagiaire notait."))
    assert names(read("Un stagiaire prenait des notes.")) == set()


def test_committees_are_groups_and_decide_for_nobody() -> None:
    reading = read("Vu Odile Sarrazac. Le CODIR tranche en mai ; le comité d'entrepôt a validé.")
    assert {g.name for g in reading.groups} == {"CODIR", "comité d'entrepôt"}
    assert not any(p.roles for p in reading.people)


def test_ordinary_capitals_are_nobody() -> None:
    text = "Réunion Budget lundi à Lyon. Monday call about SAP and Teams. Prochaine étape: Devis."
    assert names(read(text)) == set()
