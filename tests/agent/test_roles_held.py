"""A role stays with the person it was said of, also where nothing told who is who."""

import pytest

from assistant.agent.checking import Dropped, Kept, check
from assistant.agent.reply import ReplyClaim
from tests.agent.evidence import asked, book_of

YARD = "Anna Berg (cfo) was there, she pays for it - Ivo Maas decides on the cranes"
QUAI = "Anna Berg (daf) était là, c'est elle qui paie - Ivo Maas décide pour les grues"
STANCES = "Anna Karlsen is for the project, Bo Weber is against it"
AVIS = "Anna Karlsen est pour le projet, Bo Weber est contre"

KEPT = [
    (YARD, "Anna Berg pays for it."),
    (YARD, "Anna Berg paie."),
    (YARD, "Ivo Maas decides on the cranes."),
    (YARD, "Anna Berg pays for it and Ivo Maas decides on the cranes."),
    (YARD.lower(), "Anna Berg pays for it."),
    (YARD.lower(), "Ivo Maas decides on the cranes."),
    (QUAI, "Anna Berg paie."),
    (QUAI, "Ivo Maas décide pour les grues."),
    (QUAI, "Ivo Maas decides on the cranes."),
    ("Bo Weber est notre champion. Anna Karlsen était là.", "Bo Weber is our champion."),
    ("Anna Karlsen came too. Bo Weber signs the orders", "Bo Weber signe les commandes."),
    ("Bo Weber decides, not Anna Karlsen", "Bo Weber decides, not Anna Karlsen."),
    ("Bo Weber decides, not Anna Karlsen", "Bo Weber décide, pas Anna Karlsen."),
    ("Bo Weber rather than Anna Karlsen decides", "Bo Weber decides rather than Anna Karlsen."),
    (STANCES, "Anna Karlsen is for the project."),
    (STANCES, "Anna Karlsen est pour le projet."),
    (STANCES, "Bo Weber is against the project."),
    (AVIS, "Bo Weber est contre le projet."),
    (AVIS, "Anna Karlsen is in favour of the project."),
    ("Anna Berg was there. Decides: Ivo Maas", "Ivo Maas decides."),
    ("Anna Berg and Ivo Maas decide", "Anna Berg decides."),
    ("Anna Berg et Ivo Maas décident", "Anna Berg et Ivo Maas décident."),
    ("Anna Berg était là, c'est elle qui tranche", "Anna Berg décide."),
    ("phil (depot foreman) dead against us", "Phil is against us."),
    ("qui fait quoi : directeur = m. lokossou", "M. Lokossou est le directeur."),
    ("K. Haddad decides, M. Lokossou pays", "Mr Lokossou pays."),
    ("Ivo Maas came. They work in three countries.", "Ivo Maas is in trois pays."),
]

DROPPED = [
    (YARD, "Anna Berg decides on the cranes."),
    (YARD, "Anna Berg décide pour les grues."),
    (YARD, "Ivo Maas pays for it."),
    (YARD, "Ivo Maas paie."),
    (YARD, "Anna Berg and Ivo Maas decide on the cranes."),
    (YARD, "Anna Berg decides with Ivo Maas on the cranes."),
    (YARD, "Anna Berg pays for it and decides on the cranes."),
    (YARD, "anna berg decides on the cranes."),
    (YARD.lower(), "Anna Berg decides on the cranes."),
    (YARD.lower(), "Ivo Maas pays for it."),
    (QUAI, "Anna Berg décide pour les grues."),
    (QUAI, "Ivo Maas paie."),
    ("Bo Weber est notre champion. Anna Karlsen était là.", "Anna Karlsen est notre champion."),
    ("Bo Weber est notre champion. Anna Karlsen était là.", "Anna Karlsen is our champion."),
    ("Anna Karlsen came too. Bo Weber signs the orders", "Anna Karlsen signs the orders."),
    ("Anna Karlsen came too. Bo Weber signs the orders", "Anna Karlsen signe les commandes."),
    ("Bo Weber decides, not Anna Karlsen", "Anna Karlsen decides, not Bo Weber."),
    ("Bo Weber decides, not Anna Karlsen", "Anna Karlsen décide, pas Bo Weber."),
    ("Bo Weber rather than Anna Karlsen decides", "Anna Karlsen decides rather than Bo Weber."),
    (STANCES, "Anna Karlsen is against the project."),
    (STANCES, "Anna Karlsen est contre le projet."),
    (STANCES, "Bo Weber is in favour of the project."),
    (STANCES, "Bo Weber est favorable au projet."),
    (AVIS, "Anna Karlsen est contre le projet."),
    (AVIS, "Bo Weber is for the project."),
    ("Anna Karlsen est favorable au projet.", "Anna Karlsen is opposed to the project."),
    ("Anna Berg was there, the board decides", "Anna Berg decides."),
    ("Anna Berg était là, on décide en mars", "Anna Berg décide."),
    ("Anna Berg was there. Decides: Ivo Maas", "Anna Berg decides."),
    ("anna weiss decides on the cranes. anna berg came", "Anna Berg decides on the cranes."),
    ("Ivo told Anna Berg: it's Jo Kant's call", "Anna Berg decides."),
    ("jordane and shabnam were in - shabnam decides, jordane pays", "Jordane decides."),
    ("jordane and shabnam were in - shabnam decides, jordane pays", "Shabnam pays."),
    ("BERG pays. MAAS decides", "Berg decides."),
]


@pytest.mark.parametrize(("quote", "text"), KEPT)
def test_a_passage_bears_out_the_role_of_whom_it_names(quote: str, text: str) -> None:
    book, ids = book_of(passage={"quote": quote})
    assert isinstance(check(ReplyClaim(text=text, evidence=[ids["passage"]]), book, asked()), Kept)


@pytest.mark.parametrize(("quote", "text"), DROPPED)
def test_a_passage_gives_nobody_the_role_of_another(quote: str, text: str) -> None:
    book, ids = book_of(passage={"quote": quote})
    claim = ReplyClaim(text=text, evidence=[ids["passage"]])
    assert isinstance(check(claim, book, asked()), Dropped)


@pytest.mark.parametrize(("quote", "text"), DROPPED)
def test_nor_when_other_evidence_tells_who_is_who(quote: str, text: str) -> None:
    people = ("Anna Berg", "Ivo Maas", "Anna Karlsen", "Bo Weber", "Jordane Roux", "Shabnam Ali")
    book, ids = book_of(passage={"quote": quote}, others={"says": "Met in May", "people": people})
    claim = ReplyClaim(text=text, evidence=[ids["passage"]])
    assert isinstance(check(claim, book, asked()), Dropped)


def test_the_quote_of_a_fact_about_one_person_says_nothing_of_her_that_it_says_of_another() -> None:
    book, ids = book_of(
        fact={"kind": "fact", "says": "Anna Berg: CFO", "quote": YARD, "people": ("Anna Berg",)}
    )
    for text in ("Anna Berg decides on the cranes.", "Anna Berg décide pour les grues."):
        claim = ReplyClaim(text=text, evidence=[ids["fact"]])
        assert check(claim, book, asked()) == Dropped("role_not_in_evidence")


@pytest.mark.parametrize("text", ["Anna Berg signs the orders.", "Anna Berg signe les commandes."])
def test_who_writes_of_herself_is_meant(text: str) -> None:
    mail = {"quote": "I sign the orders here.", "source_kind": "email"}
    book, ids = book_of(hers={**mail, "author": "Anna Berg"}, his={**mail, "author": "Ivo Maas"},
                        met={"quote": "Anna Berg came."})  # fmt: skip
    assert isinstance(check(ReplyClaim(text=text, evidence=[ids["hers"]]), book, asked()), Kept)
    claim = ReplyClaim(text=text, evidence=[ids["his"], ids["met"]])
    assert check(claim, book, asked()) == Dropped("role_not_in_evidence")
