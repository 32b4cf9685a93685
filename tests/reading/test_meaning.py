"""What words say of people and of the account, English and French side by side."""

import pytest

from tests.reading.notes import person, powers, read, roles, stance


@pytest.mark.parametrize(
    ("text", "name", "power"),
    [
        ("Met Malcolm Frisk. The decision sits with Malcolm.", "Malcolm Frisk", "decides"),
        ("Malcolm Frisk, COO, has the final say.", "Malcolm Frisk", "decides"),
        ("Vu Didier Lantier. C'est Didier qui tranche.", "Didier Lantier", "decides"),
        ("La décision appartient au maire, Bastien Rouvière.", "Bastien Rouvière", "decides"),
        ("Ingeborg Dahl holds the purse strings.", "Ingeborg Dahl", "funds"),
        ("Mme Belkacem tient le budget.", "Mme Belkacem", "funds"),
        ("Maryvonne Lescop signe les contrats.", "Maryvonne Lescop", "signs"),
        ("Dieter Vogel only signs the contracts.", "Dieter Vogel", "signs"),
        ("Met Padraig Nolan. He can stop the whole thing.", "Padraig Nolan", "vetoes"),
        ("Rien ne sort sans l'aval de Ivo Radulescu.", "Ivo Radulescu", "vetoes"),
        ("Yusuf Adeyemi recommends us to the board.", "Yusuf Adeyemi", "recommends"),
        ("Paola Ricci recommande notre offre.", "Paola Ricci", "recommends"),
    ],
)
def test_powers_go_to_the_person_the_words_give_them_to(text: str, name: str, power: str) -> None:
    assert power in powers(read(text), name)


def test_who_only_signs_or_pays_decides_nothing() -> None:
    reading = read("Maryvonne Lescop signe les contrats. Ingeborg Dahl pays, she doesn't pick.")
    assert roles(reading, "Maryvonne Lescop") == set()
    assert roles(reading, "Ingeborg Dahl") == set()


def test_a_veto_weighs_without_deciding() -> None:
    reading = read("Bertrand Le Goff, RSSI, peut tout bloquer.")
    assert roles(reading, "Bertrand Le Goff") == {"technical_expert"}


@pytest.mark.parametrize(
    ("text", "name", "role"),
    [
        ("Abdel Ziani aura l'écran devant lui, il utilise l'outil tous les jours.", "Abdel Ziani",
         "end_user"),
        ("Femi Okonkwo uses it every day.", "Femi Okonkwo", "end_user"),
        ("You go via Grace Tilley, who guards his diary.", "Grace Tilley", "gatekeeper"),
        ("Il faut passer par sa secrétaire, Josette Lamy.", "Josette Lamy", "gatekeeper"),
        ("Rashid Malik ran the POC.", "Rashid Malik", "technical_expert"),
        ("Wei Zhang a mené les tests de validation.", "Wei Zhang", "technical_expert"),
    ],
)  # fmt: skip
def test_roles_rest_on_behaviour(text: str, name: str, role: str) -> None:
    assert role in roles(read(text), name)


@pytest.mark.parametrize(
    ("text", "name", "value"),
    [
        ("Karim Boutaleb a présenté notre démo à toute son équipe.", "Karim Boutaleb", "champion"),
        ("Nkechi Ozoemena is selling us internally.", "Nkechi Ozoemena", "champion"),
        ("Pia Lindqvist loves the demo.", "Pia Lindqvist", "supporter"),
        ("Agnès Tourneur est très enthousiaste.", "Agnès Tourneur", "supporter"),
        ("Rowan Tait has no opinion on the tool.", "Rowan Tait", "neutral"),
        ("Rowan Tait reste neutre.", "Rowan Tait", "neutral"),
        ("Stefan Lutz remains sceptical about the cloud.", "Stefan Lutz", "reserved"),
        ("Éliane Jaffré, compta, réticente.", "Éliane Jaffré", "reserved"),
        ("Dougie McPhail is against the project.", "Dougie McPhail", "opposed"),
        ("M. Quintard est franchement contre.", "M. Quintard", "opposed"),
    ],
)
def test_stances_need_words(text: str, name: str, value: str) -> None:
    assert stance(read(text), name) == value


def test_first_person_words_belong_to_the_speaker() -> None:
    reading = read(
        "00:01 Emrys Pugh: I decide.\n00:02 Mélissa Guérin: Moi je paie.\n00:03 Tom Abara: Ok."
    )
    assert powers(reading, "Emrys Pugh") == {"decides"}
    assert powers(reading, "Mélissa Guérin") == {"funds"}


def test_a_quiet_voice_that_is_heard_is_a_silent_influencer() -> None:
    reading = read("Didier Lantier décide de tout. Il écoute beaucoup sa fille Solène, jamais vue.")
    solene = person(reading, "Solène")
    assert solene.silent_influencer is not None
    assert [(r.from_, r.to, str(r.kind)) for r in reading.relations] == [
        ("Solène", "Didier Lantier", "influences")
    ]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Colm Hegarty and Parveen Chaudhry can't stand each other.", "conflicts_with"),
        ("Paola Ricci et Wei Zhang ne s'entendent pas.", "conflicts_with"),
        ("Ruth Abernathy reports to Gwendolyn Price.", "reports_to"),
        ("Karim Boutaleb est rattaché à Hélène Vasseur.", "reports_to"),
        ("Antonia Weiss takes over from Jürgen Pfaff.", "replaces"),
        ("Gérard Pons est remplacé par Aïcha Belkacem.", "replaces"),
    ],
)
def test_relations_join_two_people(text: str, kind: str) -> None:
    assert kind in [str(r.kind) for r in read(text).relations]


@pytest.mark.parametrize(
    ("text", "severity"),
    [
        ("We lose forty minutes per handover hunting for notes.", "high"),
        ("On ressaisit chaque bon à la main, 40 litiges en février.", "high"),
        ("Every pallet is typed in twice.", "medium"),
        ("On recopie tout à la main, rien de grave.", "low"),
    ],
)
def test_pains_are_graded_by_what_they_cost(text: str, severity: str) -> None:
    assert [str(p.severity) for p in read(text).pains] == [severity]


@pytest.mark.parametrize(
    "text", ["Votre contrat est trop long.", "Your contract is too long for us."]
)
def test_a_reason_not_to_buy_is_an_objection_and_no_pain(text: str) -> None:
    reading = read(text)
    assert len(reading.objections) == 1
    assert not reading.pains


@pytest.mark.parametrize(
    ("text", "kind", "status"),
    [
        ("Lars Nygaard left the company in June.", "left", "left"),
        ("Seb Rowntree has handed in his notice, last day is 6 April.", "leaving", "leaving"),
        ("Tendai Mukasa joins as Head of Digital on 3 August.", "joined", "joining"),
        ("Gérard Pons a quitté la mairie en février.", "left", "left"),
        ("Clémence Abgottspon arrive le 1er juillet.", "joined", "joining"),
        ("Fiorella Quaranta a été nommée directrice des opérations.", "promoted", "active"),
    ],
)
def test_changes_set_the_status_they_imply(text: str, kind: str, status: str) -> None:
    reading = read(text)
    assert kind in [str(c.kind) for c in reading.changes]
    assert [str(p.status) for p in reading.people] == [status]
