"""The wording of everyday notes, in families: each with a sentence that says it and one that does not."""

import datetime as dt

import pytest

from tests.reading.notes import names, person, powers, read, roles, stance

MET = "Met Ottoline Brack and Desmond Vale. "
VU = "Vu Ghislaine Morvan et Aubin Tessier. "


@pytest.mark.parametrize(
    "text",
    [
        MET + 'She laughed: "I decide nothing, except the biscuits."',
        MET + "Desmond ain't the one who decides.",
        MET + "Desmond hasn't got a vote.",
        MET + "Ottoline has no say in it.",
        MET + "Desmond doesn't get to pick the supplier.",
        VU + "Aubin décide de rien, il l'a répété.",
        VU + "Ghislaine sourit : « moi je décide rien, sauf la couleur du papier ».",
        VU + "Aubin tranche pas, il exécute.",
        VU + "C'est pas Aubin qui choisit.",
        VU + "Ghislaine a pas son mot à dire.",
        VU + "Ghislaine : « c'est pas moi qui signe ».",
    ],
)
def test_spoken_negation_gives_no_power(text: str) -> None:
    reading = read(text)
    assert not any(p.powers or p.roles for p in reading.people)


def test_quoted_words_belong_to_who_was_named_last_before_them() -> None:
    reading = read(VU + "Son assistante Ghislaine tient l'agenda, elle plaisante : « je décide ».")
    assert powers(reading, "Aubin Tessier") == set()


@pytest.mark.parametrize(
    ("text", "rival"),
    [
        ("Brackenware are giving them six months free.", "Brackenware"),
        ("Spoke to Desmond Vale. He invited Brackenware back for a second look.", "Brackenware"),
        ("They got a quote from Brackenware last week.", "Brackenware"),
        ("Desmond Vale is trialling Brackenware at the depot.", "Brackenware"),
        ("Brackenware is the incumbent there.", "Brackenware"),
        ("Desmond Vale would rather stick with Brackenware.", "Brackenware"),
        ("It is us versus Brackenware now.", "Brackenware"),
        ("Tévalor équipe déjà deux ateliers.", "Tévalor"),
        ("Aubin Tessier ne lâche pas Tévalor.", "Tévalor"),
        ("Aubin Tessier préfère Tévalor, c'est dit.", "Tévalor"),
        ("On est en balance avec Tévalor.", "Tévalor"),
        ("Ils ont fait revenir Tévalor pour une démonstration.", "Tévalor"),
        ("Le devis de Tévalor est arrivé hier.", "Tévalor"),
        ("Ils ont un contrat chez Tévalor jusqu'en juin.", "Tévalor"),
    ],
)
def test_a_rival_by_name_is_a_competitor_and_nobody(text: str, rival: str) -> None:
    reading = read(text)
    assert [c.name for c in reading.competitors] == [rival]
    assert rival.casefold() not in {p.name.casefold() for p in reading.people}


@pytest.mark.parametrize(
    "text",
    [
        "Vu les chefs d'atelier de Saint-Ermel et de Kervadoc, contents.",
        "En passant : rien de neuf. Plus tard : rien non plus.",
        "Met the foremen of Wexley and Thornaby, all fine.",
        "Aubin Tessier préfère Marion Le Dantec.",
    ],
)
def test_places_and_openers_are_neither_people_nor_rivals(text: str) -> None:
    reading = read(text)
    assert not reading.competitors
    assert names(reading) <= {"aubin tessier", "marion le dantec"}


def test_a_name_in_brackets_after_a_name_is_another_form_of_it() -> None:
    reading = read("bertie (albert swann) ran the test on line two. bertie was happy.")
    assert len(reading.people) == 1


@pytest.mark.parametrize(
    ("text", "name", "kind", "status"),
    [
        ("Desmond Vale's gone. Retired in May.", "Desmond Vale", "left", "left"),
        ("You'll have heard Desmond Vale's gone?", "Desmond Vale", "left", "left"),
        ("Desmond Vale has left us for a rival.", "Desmond Vale", "left", "left"),
        ("Desmond Vale isn't there any more.", "Desmond Vale", "left", "left"),
        ("Aubin Tessier nous a quittés en mai.", "Aubin Tessier", "left", "left"),
        ("Aubin Tessier n'est plus là.", "Aubin Tessier", "left", "left"),
        ("Aubin Tessier a pris sa retraite.", "Aubin Tessier", "left", "left"),
        ("Aubin Tessier est parti chez un confrère.", "Aubin Tessier", "left", "left"),
        ("Aubin Tessier est parti.", "Aubin Tessier", "left", "left"),
        ("Ghislaine Morvan part fin avril.", "Ghislaine Morvan", "leaving", "leaving"),
        ("Ottoline Brack is now the finance director.", "Ottoline Brack", "promoted", "active"),
        ("Ottoline Brack got promoted to plant manager.", "Ottoline Brack", "promoted", "active"),
        ("Ghislaine Morvan est nommée coordinatrice des quatre ateliers.", "Ghislaine Morvan",
         "promoted", "active"),
        ("Ghislaine Morvan vient d'être nommée responsable du dépôt.", "Ghislaine Morvan",
         "promoted", "active"),
        ("Ottoline Brack has moved across to procurement.", "Ottoline Brack", "moved", "active"),
    ],
)  # fmt: skip
def test_comings_and_goings_in_everyday_words(text: str, name: str, kind: str, status: str) -> None:
    reading = read(text)
    assert (kind, name) in [(str(c.kind), c.person) for c in reading.changes]
    assert str(person(reading, name).status) == status


@pytest.mark.parametrize(
    "text",
    [
        "Les échantillons sont partis lundi, Aubin Tessier les attend.",
        "Aubin Tessier est parti du principe que tout marche.",
        "Aubin Tessier ne part pas, contrairement au bruit.",
        "Desmond Vale left early for the dentist.",
        "Desmond Vale is not leaving.",
        "Has Desmond Vale gone?",
        "Desmond Vale has gone through the slides.",
        "Apparently Desmond Vale has left.",
        "Desmond Vale left us a sample.",
    ],
)
def test_what_merely_sounds_like_a_departure_is_none(text: str) -> None:
    reading = read(text)
    assert not reading.changes
    assert all(p.status == "active" for p in reading.people)


@pytest.mark.parametrize(
    ("text", "new", "old"),
    [
        ("Desmond Vale retired in May. Ottoline Brack took over from him.", "Ottoline Brack",
         "Desmond Vale"),
        ("Aubin Tessier nous a quittés en mai, Ghislaine Morvan le remplace.",
         "Ghislaine Morvan", "Aubin Tessier"),
        ("Desmond Vale has gone and Ottoline Brack has stepped into his shoes.",
         "Ottoline Brack", "Desmond Vale"),
    ],
)  # fmt: skip
def test_a_successor_replaces_who_went(text: str, new: str, old: str) -> None:
    reading = read(text)
    assert (new, old, "replaces") in [(r.from_, r.to, str(r.kind)) for r in reading.relations]
    kinds = {(str(c.kind), c.person) for c in reading.changes}
    assert kinds == {("left", old), ("joined", new)}
    assert str(person(reading, new).status) == "active"


@pytest.mark.parametrize(
    ("text", "name", "title"),
    [
        ("Ottoline Brack is now CEO of Halvorsen Foods.", "Ottoline Brack", "CEO"),
        ("Ghislaine Morvan est nommée coordinatrice qualité des quatre ateliers.",
         "Ghislaine Morvan", "coordinatrice qualité des quatre ateliers"),
        ("Ghislaine Morvan devient directrice commerciale et marketing.",
         "Ghislaine Morvan", "directrice commerciale et marketing"),
    ],
)  # fmt: skip
def test_a_new_title_is_marked_as_changed(text: str, name: str, title: str) -> None:
    found = person(read(text), name)
    assert found.title == title
    assert found.title_label is not None
    assert found.title_label.changed


def test_a_standing_title_is_not_marked_as_changed() -> None:
    found = person(read("Met Ottoline Brack, plant manager."), "Ottoline Brack")
    assert found.title_label is not None
    assert not found.title_label.changed


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Met Desmond Vale. It all depends what Ottoline Brack says.", "Ottoline Brack"),
        ("Desmond Vale won't move without asking Ottoline Brack.", "Ottoline Brack"),
        ("Desmond Vale agrees to nothing until he's talked to Ottoline Brack.", "Ottoline Brack"),
        ("Ottoline Brack isn't on any invite, but they all go quiet when she frowns. "
         "Depends what Ottoline thinks.", "Ottoline Brack"),
        ("Aubin Tessier bouge pas sans avoir consulté Ghislaine Morvan.", "Ghislaine Morvan"),
        ("Aubin Tessier ne s'engage sur rien tant qu'il n'en a pas parlé avec Ghislaine Morvan.",
         "Ghislaine Morvan"),
        ("Ça dépend de ce que dit Ghislaine Morvan, jamais croisée.", "Ghislaine Morvan"),
    ],
)  # fmt: skip
def test_deference_makes_an_influencer(text: str, name: str) -> None:
    found = person(read(text), name)
    assert "influencer" in {str(r.role) for r in found.roles}
    assert found.silent_influencer is not None


@pytest.mark.parametrize(
    "text",
    [
        "Desmond Vale left without saying hello to Ottoline Brack.",
        "Aubin Tessier est venu sans Ghislaine Morvan.",
        "Ça ne dépend pas de Ghislaine Morvan.",
        "Ottoline Brack was not there, never met her.",
    ],
)
def test_absence_or_company_is_no_influence(text: str) -> None:
    reading = read(text)
    assert not any(p.roles or p.silent_influencer for p in reading.people)


@pytest.mark.parametrize(
    ("text", "name", "value"),
    [
        ("Desmond Vale tried to get the pilot stopped on Monday.", "Desmond Vale", "opposed"),
        ("Desmond Vale wants the trial pulled.", "Desmond Vale", "opposed"),
        ("Aubin Tessier s'y oppose.", "Aubin Tessier", "opposed"),
        ("Aubin Tessier a demandé un report du projet.", "Aubin Tessier", "opposed"),
        ("Aubin Tessier ne veut pas en entendre parler.", "Aubin Tessier", "opposed"),
        ("Ottoline Brack took our leaflet round the other depots.", "Ottoline Brack", "champion"),
        ("Ottoline Brack passed our video on to her peers.", "Ottoline Brack", "champion"),
        ("Ottoline Brack is presenting it to the board next week, nobody asked her to.",
         "Ottoline Brack", "champion"),
        ("Ghislaine Morvan a défendu notre dossier en comité.", "Ghislaine Morvan", "champion"),
        ("Ghislaine Morvan a fait circuler notre vidéo.", "Ghislaine Morvan", "champion"),
        ("Desmond Vale isn't convinced yet about the batteries.", "Desmond Vale", "reserved"),
        ("Aubin Tessier demande à voir.", "Aubin Tessier", "reserved"),
        ("Aubin Tessier attend des preuves.", "Aubin Tessier", "reserved"),
        ("Le projet plaît à Ghislaine Morvan.", "Ghislaine Morvan", "supporter"),
        ("Vu Ghislaine Morvan. Le dossier lui plaît.", "Ghislaine Morvan", "supporter"),
        ("Ottoline Brack likes it.", "Ottoline Brack", "supporter"),
    ],
)  # fmt: skip
def test_stances_in_everyday_words(text: str, name: str, value: str) -> None:
    assert stance(read(text), name) == value


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Desmond Vale took our coats at reception.", "Desmond Vale"),
        ("Vu Ghislaine Morvan. Le dossier ne lui plaît pas des masses.", "Ghislaine Morvan"),
        ("Desmond Vale tried to stop smoking.", "Desmond Vale"),
        ("If it works Ottoline Brack will pass our deck on.", "Ottoline Brack"),
        ("Aubin Tessier ne s'y oppose pas.", "Aubin Tessier"),
    ],
)
def test_what_is_no_stance_gives_none(text: str, name: str) -> None:
    assert stance(read(text), name) is None


@pytest.mark.parametrize(
    ("text", "name", "role"),
    [
        ("Ottoline Brack will have the handset in her hands all shift.", "Ottoline Brack",
         "end_user"),
        ("Aubin Tessier et son équipe l'auront en main toute la journée.", "Aubin Tessier",
         "end_user"),
        ("Aubin Tessier s'en servira tous les matins.", "Aubin Tessier", "end_user"),
        ("Desmond Vale, procurement: all supplier contact has to come through him.",
         "Desmond Vale", "gatekeeper"),
        ("Desmond Vale wants every question to come through him.", "Desmond Vale", "gatekeeper"),
        ("Vu Ghislaine Morvan, l'assistante. Pas de créneau sans son accord.",
         "Ghislaine Morvan", "gatekeeper"),
        ("Ottoline Brack is running the test on line four.", "Ottoline Brack", "technical_expert"),
        ("Ghislaine Morvan va décortiquer l'architecture.", "Ghislaine Morvan",
         "technical_expert"),
    ],
)  # fmt: skip
def test_roles_in_everyday_words(text: str, name: str, role: str) -> None:
    assert role in roles(read(text), name)


@pytest.mark.parametrize(
    ("text", "name", "power"),
    [
        ("Ottoline Brack has put £90k in next year's plan for labels.", "Ottoline Brack", "funds"),
        ("Ghislaine Morvan a mis 60 k€ sur sa ligne pour ça.", "Ghislaine Morvan", "funds"),
        ("Vu Ghislaine Morvan. Elle paie, le reste l'indiffère.", "Ghislaine Morvan", "funds"),
        ('Met Ottoline Brack. "I listen to everyone and then I pick."', "Ottoline Brack",
         "decides"),
        ("Ghislaine Morvan a été claire : « ça se tranche dans mon bureau ».",
         "Ghislaine Morvan", "decides"),
        ("Entre les deux offres, c'est Aubin Tessier qui choisit.", "Aubin Tessier", "decides"),
    ],
)  # fmt: skip
def test_powers_in_everyday_words(text: str, name: str, power: str) -> None:
    assert power in powers(read(text), name)


@pytest.mark.parametrize(
    "text",
    [
        "Ottoline Brack listens to everyone on the radio.",
        "Ça ne se tranche pas dans le bureau de Ghislaine Morvan.",
        "Ottoline Brack put 90 labels in the box.",
        "Pas de café sans sucre, dit Ghislaine Morvan.",
    ],
)
def test_like_words_give_no_role_and_no_power(text: str) -> None:
    assert not any(p.roles or p.powers for p in read(text).people)


@pytest.mark.parametrize(
    ("text", "due"),
    [
        ("I'll send Desmond Vale the figures by Thursday the 26th.", dt.date(2026, 3, 26)),
        ("J'envoie les chiffres à Aubin Tessier jeudi 26.", dt.date(2026, 3, 26)),
        ("J'envoie les chiffres à Aubin Tessier jeudi.", dt.date(2026, 3, 5)),
    ],
)
def test_a_day_of_the_month_wins_over_its_weekday(text: str, due: dt.date) -> None:
    assert [s.due for s in read(text).next_steps] == [due]


@pytest.mark.parametrize(
    "text",
    [
        "They paid £80k renting forklifts they already have.",
        "The drivers burn half an hour a day looking for pallets.",
        "The night crew stood idle for two hours.",
        "Twelve scales are past their calibration date.",
        "Nobody can tell where the crates are.",
        "Deux heures de chaîne arrêtée hier.",
        "45 k€ de chariots rachetés en deux ans.",
        "Une heure d'inventaire à la main chaque soir.",
        "Les étiquettes se décollent au froid.",
        "Trois cents fûts jamais rentrés, 300 fûts introuvables.",
    ],
)
def test_lost_time_and_money_are_pains(text: str) -> None:
    assert len(read(text).pains) == 1


@pytest.mark.parametrize(
    "text",
    [
        "De notre côté les échantillons sont partis le 12 janvier.",
        "Desmond Vale fitted the whole lot by Monday.",
        "I waited forty minutes at reception.",
        "La démo de Tévalor s'est arrêtée deux fois.",
    ],
)
def test_our_own_doings_are_no_pain(text: str) -> None:
    assert not read(text).pains
