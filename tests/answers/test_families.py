"""Kinds of question, in paraphrases of both languages; none of them is written in the rules as such."""

import re

import pytest

from assistant.answers.expected import expected_of
from assistant.answers.families import family_of

_ASKED = {
    "decides": ["Who gets the final say on this?", "Whose decision is it in the end?",
                "Qui prendra la décision finale ?", "Chez eux, qui tranche ?", "who picks the vendor"],
    "funds": ["Who is paying for this?", "Whose budget does it come from, who funds it?",
              "Qui finance le projet ?", "Qui paie au bout du compte ?"],
    "signs": ["Who puts their signature on the contract?", "Qui va signer le contrat ?"],
    "vetoes": ["Who could block the purchase?", "Qui a un droit de veto ?"],
    "recommends": ["Who recommends us to the board?", "Qui préconise la solution ?"],
    "who_is": ["Who is Rhoda Inkster?", "Qui est Maryvonne Lescop ?", "What is the job of Rhoda Inkster?",
               "Quelle est la fonction de Mme Lescop ?", "Tell me about Isobel"],
    "silent": ["Who pulls the strings here?", "Qui influence la décision en coulisses ?"],
    "supporters": ["Who is on our side?", "Qui nous soutient en interne ?"],
    "opponents": ["Who is against us?", "Qui est hostile au projet ?"],
    "stance": ["Where does Rhoda stand?", "Comment se positionne Mme Lescop ?"],
    "reports_to": ["Who does Rhoda report to?", "À qui Rhoda rend-elle compte ?"],
    "related": ["How are Rhoda and Isobel connected?", "Quel lien y a-t-il entre Rhoda et Isobel ?"],
    "pains": ["What are their main pain points?", "Quelles difficultés rencontrent-ils ?"],
    "objections": ["What objections did they raise?", "Quelles sont les réticences de Rhoda ?"],
    "goals": ["What are their goals this year?", "Quels sont leurs objectifs ?"],
    "promises": ["What did we promise them?", "Qu'avons-nous promis ?", "What are the next steps?",
                 "Que nous doivent-ils ?"],
    "promises_late": ["Is anything of ours overdue?", "Quelles promesses sont en retard ?"],
    "changes": ["What has changed since March?", "Quoi de neuf depuis avril ?"],
    "budget": ["How much budget is there?", "Quel est leur budget ?"],
    "competitors": ["Which competitors are in play?", "Quels concurrents sont présents ?"],
    "departures": ["Who has left the company?", "Qui a quitté l'entreprise ?"],
    "arrivals": ["Who joined recently?", "Qui vient d'arriver ?"],
    "successors": ["Who replaced Wendy?", "Qui a succédé à Bertrand ?"],
    "contradictions": ["Is anything in the notes contradictory?", "Y a-t-il des contradictions ?"],
    "gaps": ["What don't we know yet?", "Que nous manque-t-il ?"],
    "last_contact": ["When did we last speak to Isobel?", "De quand date notre dernier contact ?"],
    "users": ["Who are the end users?", "Quels sont les utilisateurs finaux ?"],
    "access": ["How do we get to Dr Bandini?", "Comment joindre M. Armand ?"],
}  # fmt: skip

_CASES = [(family, question) for family, asked in _ASKED.items() for question in asked]


def _family(question: str) -> str | None:
    names = re.search(r"(?<!^)\b[A-Z][a-zé]+", question) is not None
    found = family_of(question, expected_of(question), names=names)
    return found.family if found else None


@pytest.mark.parametrize(("family", "question"), _CASES)
def test_a_paraphrase_is_recognised(family: str, question: str) -> None:
    assert _family(question) == family


@pytest.mark.parametrize(
    "question",
    [
        "How many drawings are in the archive?", "Quand ouvre la plateforme ?",
        "What went wrong in the demo?", "Combien coûte la licence ?", "Where is the data hosted?",
        "Pourquoi le pilote a-t-il été arrêté ?",
    ],
)  # fmt: skip
def test_a_question_about_the_passages_is_of_no_family(question: str) -> None:
    assert _family(question) is None


def test_two_powers_may_be_asked_for_together() -> None:
    asked = family_of("Qui choisit et qui signe ?", "person", names=False)
    assert asked is not None
    assert {asked.family, *asked.also} == {"decides", "signs"}


def test_a_power_that_is_denied_is_not_asked_for() -> None:
    asked = family_of("Who pays, if not the one who doesn't choose?", "person", names=False)
    assert asked is not None
    assert asked.family == "funds"
