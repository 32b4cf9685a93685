import pytest

from assistant.agent.checking import Dropped, Kept, check
from assistant.agent.reply import ReplyClaim
from tests.agent.evidence import asked, book_of

KARIM, MARY = ("Karim Haddad",), ("Mary Smith",)
BOOK, IDS = book_of(
    decides={"kind": "fact", "says": "Karim Haddad (CFO) decides", "people": KARIM,
             "quote": "le choix revient à Karim Haddad, notre DAF", "author": "Judith Roux"},
    signs_not={"quote": "Mary Smith does not sign anything."},
    budget={"quote": "Budget is 120 k€, voted on 4 March."},
    if_audit={"quote": "Mary Smith signs the contract if the audit passes."},
    si_audit={"quote": "Si l'audit passe, Mary Smith signe le contrat."},
    rumour={"quote": "Apparently Mary Smith is leaving in May."},
    rumeur={"quote": "Il paraît que Mary Smith quitte l'entreprise."},
    former={"quote": "Karim used to run the plant in Lyon."},
    ancien={"quote": "Karim ne dirige plus l'usine de Lyon."},
    sites={"quote": "Nous avons deux sites et 340 postes, dont 15 % à Lyon."},
    demo={"quote": "La démo est fixée à vendredi prochain."},
    delivery={"quote": "Delivery is due by the end of March."},
    june={"quote": "The tender board meets on 2 June 2026 and the archive holds 900 drawings."},
    stance={"kind": "fact", "says": "Mary Smith: reserved", "people": MARY,
            "quote": "je ne suis pas convaincue par le prix"},
    likes={"quote": "Mary Smith likes the product."},
    waits={"kind": "to_confirm", "says": "Mary Smith can veto", "people": MARY,
           "quote": "rien ne part si Mary Smith dit non"},
    promise={"kind": "fact", "says": "We promised: the two reference yards, due 9 March 2026",
             "quote": "Judith sends the two reference yards by 9 March", "people": ("Judith",)},
    nobody={"kind": "absence", "says": "Nobody is known to sign.", "source": "", "source_kind": ""},
    two={"quote": "Karim decides, Mary Smith pays."},
    question={"quote": "Does Karim sign the order?"},
    maybe={"quote": "Karim might buy the second licence."},
    tous={"quote": "Les équipes perdent 41 bobines par mois."},
    page={"kind": "page", "says": "", "quote": "Ambrelac opened a plant in Brest.", "url": "https://ambrelac.example/news",
          "source_kind": "web_page"},
    limit={"quote": "Mary Smith signe jusqu'à 20 k€."},
    opposed={"quote": "Karim est contre le projet."},
    english={"quote": "The gearbox is not humming."},
    yard={"quote": "fitters cut pipe from rev C when the drawing office is on rev E, 41 spools scrapped since june"},
    vote={"quote": "rhoda: i'll put a paper up with one name on it but i don't get a vote. vote = tender board, 1st tues of the month"},
    leave={"quote": "isobel is on leave til the 22nd, book her after that"},
    price={"quote": "86k/yr in £ is what drawvault charge them for storage, up in march. not our number"},
    head={"kind": "fact", "says": "Rhoda Inkster: head of planning", "people": ("Rhoda Inkster",),
          "quote": "rhoda inkster, head of planning"},
    pays={"kind": "fact", "says": "Isobel Strachan holds the budget", "people": ("Isobel Strachan",),
          "quote": "she pays, she doesn't pick"},
    pauls={"kind": "fact", "says": "Paul Roux: user; Paul Weiss: user", "people": ("Paul Roux", "Paul Weiss"),
           "quote": "les deux Paul s'en servent"},
    paul={"quote": "paul wants the pilot in Brest"},
    nine={"quote": "Neuf techniciens partent le 3 mai 2026."},
)  # fmt: skip

KEPT = [
    ("Karim Haddad decides.", "decides"),
    ("Karim Haddad décide.", "decides"),
    ("The decision is Karim Haddad's.", "decides"),
    ("Chez Ambrelac, le choix revient à Karim Haddad.", "decides"),
    ("The CFO, Karim Haddad, decides.", "decides"),
    ("Le DAF, Karim Haddad, décide.", "decides"),
    ("Karim Haddad is the finance director and decides.", "decides"),
    ("According to Judith Roux, Karim Haddad decides.", "decides"),
    ("Mary Smith does not sign.", "signs_not"),
    ("Mary Smith ne signe rien.", "signs_not"),
    ("Mary Smith never signs.", "signs_not"),
    ("The budget is 120,000 EUR.", "budget"),
    ("Le budget est de 120 000 €.", "budget"),
    ("The budget of 120k was voted on 4 March 2026.", "budget"),
    ("Le budget a été voté le 4 mars.", "budget"),
    ("The budget was voted in March 2026.", "budget"),
    ("Mary Smith signs the contract if the audit passes.", "if_audit"),
    ("Mary Smith signe le contrat si l'audit passe.", "if_audit"),
    ("Unless the audit passes, Mary Smith will not sign the contract.", "if_audit"),
    ("Mary Smith signs, provided the audit passes.", "si_audit"),
    ("Reportedly, Mary Smith is leaving in May.", "rumour"),
    ("Il paraît que Mary Smith s'en va en mai.", "rumour"),
    ("Mary Smith is said to be leaving.", "rumeur"),
    ("Karim used to run the plant in Lyon.", "former"),
    ("Karim dirigeait autrefois l'usine de Lyon.", "former"),
    ("Karim no longer runs the plant in Lyon.", "ancien"),
    ("They have two sites.", "sites"),
    ("Ils ont 2 sites et 340 postes.", "sites"),
    ("15 percent of the 340 seats are in Lyon.", "sites"),
    ("The demo is on 13 March 2026.", "demo"),
    ("La démo a lieu le 13/03/2026.", "demo"),
    ("The demo is set for 2026-03-13.", "demo"),
    ("Delivery is due in March.", "delivery"),
    ("La livraison est due fin mars 2026.", "delivery"),
    ("Delivery is due in Q1 2026.", "delivery"),
    ("The tender board meets on June 2, 2026.", "june"),
    ("L'archive contient 900 plans.", "june"),
    ("Mary Smith is reserved.", "stance"),
    ("Mary Smith est réservée.", "stance"),
    ("Mary Smith likes the product.", "likes"),
    ("Mary Smith aime le produit.", "likes"),
    ("Mary Smith can veto.", "waits"),
    ("Mary Smith peut bloquer.", "waits"),
    ("We promised the two reference yards by 9 March 2026.", "promise"),
    ("Nobody is known to sign.", "nobody"),
    ("On ne sait pas qui signe.", "nobody"),
    ("Karim decides and Mary Smith pays.", "two"),
    ("It is not clear whether Karim signs the order.", "question"),
    ("Karim might buy the second licence.", "maybe"),
    ("Karim achètera peut-être la seconde licence.", "maybe"),
    ("The teams lose 41 spools a month.", "tous"),
    ("Ambrelac opened a plant in Brest.", "page"),
    ("Mary Smith signs up to 20,000 EUR.", "limit"),
    ("Karim opposes the project.", "opposed"),
    ("Karim does not support the project.", "opposed"),
    ("Nine technicians leave on 3 May 2026.", "nine"),
    ("La démo, a-t-on dit, « est fixée à vendredi prochain ».", "demo"),
    ("The demo is on Friday 13 March 2026.", "demo"),
    ("Karim Haddad: “le choix revient à Karim Haddad”.", "decides"),
    ("Fitters cut pipe from revision C instead of revision E, and 41 spools were scrapped since June.", "yard"),
    ("Les tuyauteurs coupent d'après la révision C, et 41 bobines sont perdues depuis juin.", "yard"),
    ("Rhoda Inkster will put a paper up with one name on it but has no vote.", "vote"),
    ("Rhoda Inkster n'a pas de droit de vote.", "vote"),
    ("The tender board votes on the first Tuesday of the month.", "vote"),
    ("Isobel Strachan is on leave until 22 March 2026.", "leave"),
    ("Isobel Strachan est en congé jusqu'au 22 mars 2026.", "leave"),
    ("Drawvault charges them £86,000 a year for storage.", "price"),
    ("Isobel Strachan pays but does not choose.", "pays"),
    ("Isobel Strachan paie, mais ne choisit pas.", "pays"),
    ("Isobel Strachan holds the budget.", "pays"),
    ("Rhoda Inkster is the Head of Planning.", "head"),
    ("Paul wants the pilot in Brest.", "paul"),
]  # fmt: skip

DROPPED = [
    ("Peter Brown decides.", "decides", "name_not_in_evidence"),
    ("Karim Hadad decides.", "decides", "name_not_in_evidence"),
    ("karim decides, with thomas.", "decides", "name_not_in_evidence"),
    ("Mary Smith decides.", "decides", "name_not_in_evidence"),
    ("Karim Haddad, CEO, decides.", "decides", "name_not_in_evidence"),
    ("Karim Haddad of Zorglub decides.", "decides", "name_not_in_evidence"),
    ("Karim Haddad (decides@evil.example) decides.", "decides", "unsafe"),
    ("Karim Haddad decides, see https://evil.example/x.", "decides", "unsafe"),
    ("Karim Haddad decides <@U123> <!channel>.", "decides", "unsafe"),
    ("![x](https://evil.example/p.png) Karim Haddad decides.", "decides", "unsafe"),
    ("Karim Haddad signs.", "decides", "role_not_in_evidence"),
    ("Karim Haddad est un champion.", "decides", "role_not_in_evidence"),
    ("Mary Smith is a champion.", "likes", "role_not_in_evidence"),
    ("Mary Smith is opposed.", "likes", "role_not_in_evidence"),
    ("Mary Smith decides.", "two", "role_not_in_evidence"),
    ("Karim pays the budget.", "two", "role_not_in_evidence"),
    ("Karim Haddad does not decide.", "decides", "polarity_lost"),
    ("Karim Haddad ne décide pas.", "decides", "polarity_lost"),
    ("Mary Smith signs.", "signs_not", "polarity_lost"),
    ("Mary Smith signe.", "signs_not", "polarity_lost"),
    ("Mary Smith signs the contract.", "if_audit", "polarity_lost"),
    ("Mary Smith signe le contrat.", "if_audit", "polarity_lost"),
    ("Mary Smith signs the contract.", "si_audit", "polarity_lost"),
    ("Mary Smith is leaving in May.", "rumour", "polarity_lost"),
    ("Mary Smith quitte l'entreprise.", "rumeur", "polarity_lost"),
    ("Mary Smith is leaving.", "rumeur", "polarity_lost"),
    ("Karim runs the plant in Lyon.", "former", "polarity_lost"),
    ("Karim dirige l'usine de Lyon.", "ancien", "polarity_lost"),
    ("Karim runs the plant in Lyon.", "ancien", "polarity_lost"),
    ("Karim signs the order.", "question", "polarity_lost"),
    ("Karim buys the second licence.", "maybe", "polarity_lost"),
    ("La boîte de vitesses ronronne.", "english", "polarity_lost"),
    ("The budget is 130,000 EUR.", "budget", "number_not_in_evidence"),
    ("The budget is 120,000 USD.", "budget", "number_not_in_evidence"),
    ("Le budget est de 12 k€.", "budget", "number_not_in_evidence"),
    ("They have three sites.", "sites", "number_not_in_evidence"),
    ("Ils ont douze sites.", "sites", "number_not_in_evidence"),
    ("15 seats are in Lyon.", "sites", "number_not_in_evidence"),
    ("The demo is on 20 March 2026.", "demo", "date_not_in_evidence"),
    ("The demo is next Friday.", "demo", "date_not_in_evidence"),
    ("La démo a lieu demain.", "demo", "date_not_in_evidence"),
    ("Delivery is due in April.", "delivery", "date_not_in_evidence"),
    ("Delivery is due in March 2027.", "delivery", "date_not_in_evidence"),
    ("Delivery is due in Q2 2026.", "delivery", "date_not_in_evidence"),
    ("The tender board met last week.", "june", "date_not_in_evidence"),
    ("The tender board meets on 3 June 2026.", "june", "date_not_in_evidence"),
    ("Le comité se réunit le 2 juillet 2026.", "june", "date_not_in_evidence"),
    ("The weather stays sunny over the harbour.", "budget", "no_evidence"),
    ("***", "budget", "unsafe"),
    ("Paul Weiss wants the pilot in Brest.", "paul", "name_not_in_evidence"),
    ("Rhoda Inkster has a vote.", "vote", "polarity_lost"),
    ("Isobel Strachan chooses.", "pays", "polarity_lost"),
    ("Karim Haddad : « le choix sera vite fait ».", "decides", "no_evidence"),
    ("Karim Haddad: “the choice is up to Karim Haddad”.", "decides", "no_evidence"),
    ("Every Tuesday the demo is held.", "demo", "date_not_in_evidence"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "cited"), KEPT)
def test_what_the_evidence_says_is_kept(text: str, cited: str) -> None:
    assert isinstance(check(ReplyClaim(text=text, evidence=[IDS[cited]]), BOOK, asked()), Kept)


@pytest.mark.parametrize(("text", "cited", "reason"), DROPPED)
def test_what_the_evidence_does_not_say_is_dropped(text: str, cited: str, reason: str) -> None:
    verdict = check(ReplyClaim(text=text, evidence=[IDS[cited]]), BOOK, asked())
    assert verdict == Dropped(reason)  # type: ignore[arg-type]


def test_a_claim_without_evidence_is_dropped() -> None:
    assert check(ReplyClaim(text="Karim Haddad decides.", evidence=[]), BOOK, asked()) == Dropped(
        "no_evidence"
    )


def test_an_invented_id_is_dropped_beside_a_real_one() -> None:
    claim = ReplyClaim(text="Karim Haddad decides.", evidence=[IDS["decides"], "e999"])
    assert check(claim, BOOK, asked()) == Dropped("unknown_evidence")


def test_ids_are_read_however_a_model_writes_them() -> None:
    claim = ReplyClaim(text="Karim Haddad decides.", evidence=[f"[{IDS['decides'].upper()}]"])
    assert isinstance(check(claim, BOOK, asked()), Kept)


def test_several_evidence_together_carry_a_sentence() -> None:
    claim = ReplyClaim(
        text="Karim Haddad decides and the budget is 120,000 EUR.",
        evidence=[IDS["decides"], IDS["budget"]],
    )
    assert isinstance(check(claim, BOOK, asked()), Kept)


def test_what_nobody_reviewed_stays_to_confirm() -> None:
    verdict = check(ReplyClaim(text="Mary Smith can veto.", evidence=[IDS["waits"]]), BOOK, asked())
    assert isinstance(verdict, Kept)
    assert verdict.kind == "to_confirm"


def test_an_inference_keeps_its_kind_and_needs_evidence_too() -> None:
    claim = ReplyClaim(
        text="Mary Smith may hold this up.", evidence=[IDS["waits"]], kind="inference"
    )
    verdict = check(claim, BOOK, asked())
    assert isinstance(verdict, Kept)
    assert verdict.kind == "inference"
    bare = ReplyClaim(text="Mary Smith may hold this up.", evidence=[], kind="inference")
    assert check(bare, BOOK, asked()) == Dropped("no_evidence")


def test_the_person_asked_about_may_be_named_but_gets_no_role() -> None:
    claim = ReplyClaim(text="Thomas decides.", evidence=[IDS["decides"]])
    assert check(claim, BOOK, asked("does Thomas decide?")) == Dropped("role_not_in_evidence")


def test_the_address_of_the_cited_page_may_stand() -> None:
    claim = ReplyClaim(
        text="Ambrelac opened a plant in Brest (https://ambrelac.example/news).",
        evidence=[IDS["page"]],
    )
    verdict = check(claim, BOOK, asked())
    assert isinstance(verdict, Kept)
    assert "https://ambrelac.example/news" in verdict.text


def test_markup_is_taken_off_and_the_sentence_stays() -> None:
    claim = ReplyClaim(text="**Karim Haddad** decides\u202e [e1].", evidence=[IDS["decides"]])
    verdict = check(claim, BOOK, asked())
    assert isinstance(verdict, Kept)
    assert verdict.text == "Karim Haddad decides."
