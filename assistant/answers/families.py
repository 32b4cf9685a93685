"""Which kind of question is asked, when it is one the map can answer.

Recognition goes by concepts and by what is expected, not by whole phrases: a word of deciding and a
"who" ask who decides, in either language. A question may fit no family; then passages answer.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

from assistant.answers.expected import Expected
from knowledge.index.words import terms_of
from knowledge.reading.tokens import fold

HOLDERS = {
    "decides": ("person.power", "decides", "person.role", "decision_maker"),
    "funds": ("person.power", "funds"),
    "signs": ("person.power", "signs"),
    "vetoes": ("person.power", "vetoes"),
    "recommends": ("person.power", "recommends", "person.role", "influencer"),
    "users": ("person.role", "end_user"),
    "experts": ("person.role", "technical_expert"),
    "gatekeepers": ("person.role", "gatekeeper"),
    "influencers": ("person.role", "influencer"),
}


@dataclass(frozen=True, slots=True)
class Asked:
    """A family, and the concepts of the question that the family itself answers for."""

    family: str
    granted: frozenset[str]


@dataclass(frozen=True, slots=True)
class _Reading:
    """A question as the rules see it."""

    folded: str
    concepts: frozenset[str]
    stems: frozenset[str]
    expected: Expected
    names: bool

    def says(self, pattern: str) -> bool:
        """Whether the folded question matches ``pattern``."""
        return re.search(pattern, self.folded) is not None

    def means(self, *concepts: str) -> bool:
        """Whether any word of the question stands for one of ``concepts``."""
        return any(concept in self.concepts for concept in concepts)


_Rule = Callable[[_Reading], bool]
_WHAT = r"\b(?:what|which|list|any|que|qu'|quel\w*|quoi|liste\w*|are there|y a|avons|have|has)"
_WHO = r"\b(?:who\w*|qui|which (?:person|people)|list|liste\w*|quel\w* (?:personne|gens)\w*)\b"

# In order: the first that fits is the family.
_RULES: tuple[tuple[str, tuple[str, ...], _Rule], ...] = (
    ("contradictions", (), lambda q: q.says(
        r"contradict|contredi|incoheren|inconsisten|conflicting (?:info|stat|fact|view)|disagree with each")),
    ("gaps", ("know", "find"), lambda q: q.says(
        r"(?:don't|do not|dont|not yet|still not) (?:we )?know|we (?:don't|do not|still) (?:know|need to)|"
        r"what (?:is|are|'s) (?:missing|unknown|the (?:gaps|unknowns|blind spots))|\bgaps?\b|blind spot|open questions|"
        r"(?:ne|n') ?(?:sait|savons|connait|connaissons)(?:-| )?(?:on|nous)?(?:-nous)? (?:pas|toujours pas|pas encore)|ignorons|"
        r"(?:nous )?manque|lacune|zones? d'ombre|inconnues|questions? ouvertes?|angles? morts?")),
    ("last_contact", ("meet", "call", "speak", "see", "visit", "last", "time", "reunion"), lambda q: q.says(
        r"(?:last|latest|most recent) (?:\w+ )?(?:contact|meeting|touchpoint|call|visit|conversation|exchange|met|spoke)|"
        r"when did (?:we|i|anyone|someone) (?:last )?(?:\w+ )?(?:meet|see|speak|talk|met|visit|call)\b.*\blast\b|when did (?:we|i) last|"
        r"last (?:time )?(?:we|i) (?:met|spoke|saw|talked|called|visited)|last seen|"
        r"dernier\w* (?:contact|rencontre|echange|reunion|rendez-vous|rdv|appel|visite|point)|"
        r"(?:vu|rencontre|parle|appele)\w* (?:\w+ ){0,4}(?:pour la derniere fois|en dernier)|derniere fois (?:que|qu')")),
    ("changes", ("change", "new", "happen"), lambda q: q.says(
        r"what(?:'s| is| has| have|s)?(?: has| have)? (?:\w+ )?(?:changed|new|moved|happened|different)\b|what changed|any (?:change|news)|latest news|"
        r"(?:qu'est-ce qui|qu'est ce qui|quoi|que s'est|qu'est-il|qu'a) (?:a |s'est |est |-t-il )*(?:change|bouge|de neuf|de nouveau|passe|evolue|arrive)|"
        r"quoi de (?:neuf|nouveau)|quels? (?:sont les )?changements?|what are the (?:\w+ )?changes|du nouveau|nouveautes")),
    ("promises_late", ("late", "promise", "deadline", "wait"), lambda q: q.says(
        r"overdue|(?:are|is|were) (?:we|they|anything) (?:\w+ )?late|(?:missed|late|slipped|broken) (?:promise|deadline|deliver|commit|action)\w*|"
        r"en retard|promesses? (?:non tenue|manquee|echue)|echeances? (?:depassee|manquee)|not (?:yet )?(?:kept|delivered|done)|still owe")),
    ("promises", ("promise", "owe", "deadline", "next", "begin", "send", "prepare", "wait"), lambda q: q.expected in ("any", "time", "person", "yes_no") and (
        q.says(r"next steps?|prochaines? etapes?|action items?|to-?dos?\b|a faire|open (?:promise|action|commitment)|follow-?ups?|suites? a donner|"
               r"(?:what|que|qu'|quoi|who|qui).{0,30}\b(?:owe|doit|doivent|devons)\b|owes?\b|(?:notre|nos|leurs?|our|their) (?:promesses?|engagements?|promises?|commitments?|actions?)|"
               r"on (?:leur|lui) doit|(?:ils|elles?|il|on) nous (?:doi|doivent)|what (?:did|have|has|do) .{1,40} (?:promise|commit|agree)|"
               r"promis|promesse|promised?\b|commitments?|committed to|s'est engage|engage\w* a (?!qui))")
    )),
    ("budget", ("budget", "money", "fund", "price", "limit"), lambda q: q.expected == "amount" and (
        "budget" in q.concepts and q.says(r"budget|set aside|earmark|allocat|enveloppe|ring-?fenced|prevu|reserve|alloue|vote|credit|montant"))),
    ("departures", ("leave", "go", "end"), lambda q: q.expected == "person" and q.means("leave") and not q.means("replace") and not q.says(r"parti pris")),
    ("successors", ("replace", "join", "leave"), lambda q: q.expected == "person" and q.means("replace")),
    ("arrivals", ("join", "new", "begin", "promote"), lambda q: q.expected == "person" and (
        q.means("promote") or (q.means("join") and q.says(r"join|arriv|recrut|embauch|hired|newcomer|started|nouvel\w* (?:tete|arriv|venu)")))),
    ("silent", ("influence", "member"), lambda q: q.says(
        r"silent|silenci|behind the scenes|coulisses|dans l'ombre|hidden|cache|discre|shadow|pulls? the strings|tire les ficelles|"
        r"never (?:met|seen|in the)|jamais (?:vu|rencontr|crois|en reunion)") and (q.means("influence") or q.expected == "person")),
    ("signs", ("sign", "contract"), lambda q: q.expected == "person" and q.means("sign")),
    ("vetoes", ("veto",), lambda q: q.expected == "person" and q.means("veto") and not q.says(r"who oppose")),
    ("reports_to", ("report_to", "boss"), lambda q: q.says(
        r"report(?:s|ing)? to|rattach\w+ a|rend(?:ent)? compte|depend(?:ent)? de|superieur|n ?\+ ?1|\bboss of\b|boss\b|line manager|manager of|chef de (?=[a-z]+ ?$)|"
        r"works? (?:for|under)|manages? (?:whom|who)|qui dirige|hierarch")),
    ("related", ("worked", "conflict", "link"), lambda q: q.says(
        r"how (?:are|is|do|does) .{2,60} (?:related|connected|linked|get (?:on|along)|work together)|relation(?:ship)? between|"
        r"(?:quel\w* )?(?:lien|relation|rapport)s? (?:y a|entre|existe)|s'entend|entendent|what links|conflit entre|tension|"
        r"who (?:does|do) .{2,60} (?:work with|conflict)|avec qui .{2,60}(?:conflit|travaille)")),
    ("listens_to", ("influence",), lambda q: q.names and q.expected == "person" and q.means("influence")),
    ("opponents", ("dislike", "veto", "objection"), lambda q: q.expected == "person" and q.says(
        r"against|oppos|hostile|detract|contre|reserv|reticent|sceptic|skeptic|resist|not (?:in favour|convinced|keen)|pas (?:favorable|convaincu)|\bblockers?\b|tiede")),
    ("supporters", ("like",), lambda q: q.expected == "person" and q.says(
        r"support|champion|favorable|favourable|soutien|defend|on our side|de notre cote|pour nous|for us\b|in favour|back(?:s|ing)? us|allies|allie|ambassad|enthous|keen|sells? for us")),
    ("stance", ("mood", "stance", "like", "dislike"), lambda q: q.names and q.says(
        r"stance|position|attitude|where does .{2,40} stand|think of (?:us|our)|feel about (?:us|our)|pense .{0,30}(?:de nous|notre)|"
        r"(?:how|comment).{0,30}(?:see us|feel|percoit|situe|positionne)|favorable|convaincu|convinced|sentiment|on (?:our|which) side|etat d'esprit|avis sur (?:nous|notre)|for or against|pour ou contre|soutient|supports? us")),
    ("decides", ("decide", "approve", "member", "boss"), lambda q: q.expected == "person" and not q.means("influence") and (
        q.means("decide") or q.says(r"approuv|approv|valid|sign off|decision|final (?:say|word|call)|en charge du choix"))),
    ("funds", ("fund", "budget", "money", "spend", "own", "lead_on"), lambda q: q.expected == "person" and q.means("fund", "budget", "money") and not q.says(r"invoice|facture")),
    ("recommends", ("recommend",), lambda q: q.expected == "person" and q.means("recommend")),
    ("access", ("access", "contact"), lambda q: q.names and q.means("access") and (q.expected == "person" or q.says(r"\b(?:how|comment)\b"))),
    ("gatekeepers", ("access",), lambda q: q.says(r"gate ?-?keepers?|filtres?\b|barrage|garde\w* (?:l'acces|la porte)") ),
    ("users", ("user",), lambda q: q.expected == "person" and q.says(r"end[- ]users?|\busers\b|utilisat(?:eur|rice)s?\b|who (?:will|would|is going to) (?:\w+ )?use|qui (?:va |vont )?(?:utilis|s'en serv)")),
    ("experts", ("expert",), lambda q: q.expected == "person" and q.says(r"technical expert|expert\w* technique|technical (?:side|evaluat|contact)|evalue\w* (?:la )?techni|experts?\b")),
    ("influencers", ("influence",), lambda q: q.expected == "person" and q.means("influence")),
    ("objections", ("objection", "fear", "dislike"), lambda q: q.says(
        r"objection|reticence|hesitation|freins?\b|pushback|push back|concerns? (?:about|with|over) (?:us|our)|reproch\w+|dislike|deplait|holds? .{0,20}back|reserves? (?:sur|a propos)|against our|doubts? about")),
    ("goals", ("goal", "want"), lambda q: q.says(r"\bgoals?\b|objectifs?\b|\baims?\b|priorit|ambition|trying to achieve|cherche\w* a (?:obtenir|atteindre)|but(?:s)? (?:de|du|recherche)")),
    ("competitors", ("competitor", "supplier"), lambda q: q.means("competitor") and q.says(_WHAT + "|" + _WHO)),
    ("pains", ("pain", "wrong", "lose", "fear"), lambda q: q.says(
        r"\bpains?\b|pain points?|problem(?:e|s|es)?\b|difficult|soucis?\b|souffr|suffer|struggl|what hurts|galer|douleur|irritant|trouble|\bissues?\b|"
        r"ce qui (?:ne va pas|coince|bloque|derange)|bothers?|frustrat|challenge") and not q.says(r"problem with (?:us|our)")),
    ("roles_all", ("title", "member", "customer"), lambda q: not q.names and q.says(
        r"who(?:'s| is| are)? (?:do we know|who\b|on the map|the (?:people|stakeholders|contacts|players))|stakeholders?|parties prenantes|who do we know|"
        r"qui (?:connait|connaissons|avons)|(?:list|liste\w*|quel\w* sont) .{0,20}(?:people|contacts?|interlocuteurs?|personnes|gens)|interlocuteurs|qui est qui|key people|org ?chart|organigramme")),
    ("who_is", ("title", "boss"), lambda q: q.names and q.says(
        r"^(?:so |and |et |alors )?(?:who(?:'s| is| are| was|s)|qui (?:est|sont|etait))\b(?! (?:in charge|responsible|the \w+ (?:of|for)))|c'est qui|"
        r"(?:role|title|job|position|function|fonction|poste|titre|metier)\b|what (?:does|is) .{2,50} (?:do|responsible for)|"
        r"que fait|que sait-on (?:de|sur)|what do we know about|tell me about|parle\w*[- ]moi|info\w* (?:on|about|sur)")),
)  # fmt: skip


def family_of(question: str, expected: Expected, *, names: bool) -> Asked | None:
    """The family of ``question``, or ``None``; ``names`` tells whether somebody is named in it."""
    terms = terms_of(question)
    reading = _Reading(
        fold(question).replace("\u2019", "'").strip(),
        frozenset(concept for term in terms for concept in term.concepts),
        frozenset(term.stem for term in terms),
        expected,
        names,
    )
    for family, granted, fits in _RULES:
        if fits(reading):
            return Asked(family, frozenset(granted))
    return None
