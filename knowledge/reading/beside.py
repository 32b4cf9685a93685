"""Words and shapes found beside a name: articles, verbs of being, pieces of an apposition."""

import re
from collections.abc import Iterator, Sequence

from knowledge.reading.analysis import Scene
from knowledge.reading.lexicon import words_of
from knowledge.reading.people import Mention
from knowledge.reading.titles import Title, is_department, is_head
from knowledge.reading.tokens import Token, fold
from knowledge.reading.vocabulary import is_rare, is_word

ARTICLES = frozenset(
    "au aux du the a an our their your his her its le la l' les un une notre leur votre son sa mon ma new nouveau nouvelle".split()
)
PLACES = frozenset("in from at of du de des d' aux au a chez with for".split())
FORMER = frozenset("ex former ancien ancienne previously formerly ex-".split())
BE = frozenset("is 's = : - – — est was c' now est-ce also".split())
NAMED = frozenset(
    "moved moves up steps nomme nommee promu promue named appointed promoted devient becomes became made comme as passe confirme confirmee".split()
)
TOWARDS = frozenset(
    "has been a ete to just the vient d' etre toujours still head up moved moves steps".split()
)
# Heads that label a field of a form rather than name a post when they stand before a colon.
FIELDS = frozenset(
    "owner lead contact chair partner sponsor agent redacteur redactrice editeur producer commercial".split()
)
FREE_MAIL = frozenset(
    "gmail outlook hotmail yahoo orange free wanadoo laposte sfr icloud proton protonmail live aol".split()
)


NOT_PLACES = frozenset(
    "who qui now maintenant and et very not pas ne n' jamais never absent absente excuse excusee".split()
)
DISOWNED = re.compile(
    r"\b(?:not (?:a|an|one of) (?:\S+ ){0,2}(?:man|woman|theirs|them|employee|insider)|"
    r"not on (?:the|their) (?:staff|payroll)|does not work for (?:them|the)|"
    r"n' est pas (?:de la|de chez|du|salariee?|un salarie) ?(?:maison|banque|boite|groupe|societe|clinique|entreprise|hopital|"
    r"coop|eux|usine|mairie|reseau)?|pas de la maison)\b"
)
OUTSIDERS = frozenset(
    """consultant consultante consultants contractor subcontractor surveyor journalist supplier vendor reseller
    integrator distributor competitor recruiter headhunter freelancer prestataire sous-traitant sous-traitante
    integrateur integratrice fournisseur fournisseuse revendeur revendeuse distributeur concurrent concurrente
    journaliste recruteur recruteuse intervenant intervenante partenaire partner's partenaires""".split()
)


def to_end_of_piece(tokens: Sequence[Token], last: int, limit: int) -> int:
    """An apposition's title runs to its end when nothing but plain words follow."""
    end = last
    while end < min(limit, len(tokens)) and end - last < 5:
        token = tokens[end]
        if token.kind != "word" or token.norm in words_of("human_verbs") or token.norm in NO_TITLE:
            break
        end += 1
    if end == last:
        return last
    closed = end >= len(tokens) or tokens[end].text in (",", ")", ".", ";", ":", "-", "–", "|")
    return end if closed else last


NO_TITLE = frozenset(
    """who qui that que qu' and et mais but i he she it we they je il elle on nous vous ils elles from chez at with avec is
    est his her their sa son ses my our now depuis since pour for to not ne n' no pas very tres also aussi en said""".split()
)


def is_described(tokens: Sequence[Token], at: int) -> bool:
    """Whether a determiner stands a word or two before: "their old consultant, Hamish"."""
    return any(t.norm in ARTICLES for t in tokens[max(0, at - 2) : at])


def ours(before: Sequence[str]) -> bool:
    """Whether the words before a name call them a colleague of ours."""
    tail = list(before[-2:])
    return len(tail) == 2 and tail[0] in ("my", "our", "mon", "ma", "notre") and tail[1] in (
        "colleague", "teammate", "collegue", "coequipier", "coequipiere", "avant-vente", "se", "presales",
    )  # fmt: skip


def name_words(name: str | None) -> frozenset[str]:
    """The telling words of an organisation's name, folded."""
    words = re.findall(r"[\w']+", fold(name or ""))
    common = {
        "the",
        "and",
        "de",
        "la",
        "le",
        "les",
        "des",
        "du",
        "et",
        "of",
        "group",
        "groupe",
        "reseau",
        "banque",
        "bank",
        "hotels",
        "network",
        "networks",
    }
    kept = frozenset(w for w in words if w not in common and len(w) > 1)
    return kept or frozenset(words)


def is_brand(token: Token) -> bool:
    """Whether a word may be the name of an organisation."""
    if token.kind != "word" or is_department(token.norm) or is_head(token):
        return False
    if token.norm in words_of("not_names"):
        return False
    if token.norm in words_of("organisation_words"):
        return token.is_capital
    return (token.is_capital and not (is_word(token.norm) and len(token.norm) < 4)) or is_rare(
        token
    )


def may_qualify(tokens: Sequence[Token], at: int, limit: int) -> bool:
    """Whether a word may open the name of a department: "OT security"."""
    token = tokens[at]
    return (
        at + 1 < limit and is_department(tokens[at + 1].norm)
        and token.norm not in words_of("human_verbs") and token.norm not in words_of("negators")
        and (len(token.norm) <= 3 or is_word(token.norm)) and token.norm not in ("and", "et", "the", "is", "has", "on", "to", "his", "her", "a")
    )  # fmt: skip


def pieces(tokens: Sequence[Token], at: int, limit: int) -> Iterator[tuple[int, int]]:
    """The apposition after a name: up to two pieces between commas."""
    first = at
    count = 0
    for index in range(at, min(limit, at + 14)):
        mark = tokens[index].text
        if mark in (",", ".", ";", ":", "(", ")", "-", "–", "—"):
            if index > first:
                yield first, index
            count += 1
            first = index + 1
            if mark != "," or count == 2:
                return
    if first < min(limit, at + 8) and limit == len(tokens):
        yield first, limit


def split_marks(tokens: Sequence[Token]) -> Iterator[Sequence[Token]]:
    """The pieces of a bracket, cut at commas and slashes."""
    first = 0
    for index, token in enumerate(tokens):
        if token.text in (",", ";", "/", "|"):
            yield tokens[first:index]
            first = index + 1
    yield tokens[first:]


_FEMININE = frozenset(
    """assistante adjointe cheffe presidente gerante avocate infirmiere patronne doyenne comptable-cheffe ingenieure
    chargee conseillere ouvriere technicienne intendante sagefemme informaticienne attachee deleguee""".split()
)


def is_feminine(title: str) -> bool:
    """Whether a title is in the feminine: "directrice", "cheffe"."""
    words = fold(title).split()
    return any(w in _FEMININE or w.endswith(("trice", "euse")) for w in words[:3])


def apposed_title(scene: Scene, at: int, limit: int) -> Title | None:
    """The title an apposition holds that begins at token ``at``."""
    tokens = scene.sentence.tokens
    while at < limit and tokens[at].norm in ARTICLES:
        at += 1
    for title in scene.titles:
        if at <= title.first < min(limit, at + 4):
            between = tokens[at : title.first]
            plain = all(
                t.kind == "word" and t.norm not in words_of("human_verbs") and t.norm not in PLACES
                for t in between
            )
            if between and not plain:
                continue
            if any(t.norm in ("who", "qui", "said", "and", "et") for t in between):
                continue
            verbal = any(t.norm.endswith("ing") or t.norm in ("as", "comme") for t in between)
            first = at if plain and not verbal else title.first
            return Title(first, to_end_of_piece(tokens, title.last, limit), title.head)
        if title.first < at <= title.head:
            return Title(at, to_end_of_piece(tokens, title.last, limit), title.head)
    return None


def title_before(scene: Scene, mention: Mention) -> Title | None:
    """The title that stands before a name."""
    tokens = scene.sentence.tokens
    for title in scene.titles:
        gap = tokens[title.last : mention.first]
        marks = [t.norm for t in gap]
        before = tokens[title.first - 1].norm if title.first else ""
        articled = before in ARTICLES
        if (
            not marks
            and title.last <= mention.first
            and (
                articled
                or title.first == 0
                or tokens[title.first - 1].kind == "mark"
                or before in ("with", "met", "avec", "par", "by", "et", "and")
            )
        ):
            return title
        if marks == [","] and (articled or is_described(tokens, title.first)):
            return title
        if (
            marks
            in (["="], [":"], ["is"], ["est"], [",", "c'", "est"], ["c'", "est"], ["-"], ["'s"])
            and (articled or title.first <= 1 or marks[0] in "=:")
            and not (marks == [":"] and tokens[title.head].norm in FIELDS)
        ):
            return title
    return None


def without_account(tokens: Sequence[Token], title: Title, account: frozenset[str]) -> Title:
    """``CEO of Halvorsen``: the account is no part of the title."""
    for at in range(title.head + 1, title.last - 1):
        rest = tokens[at + 1 : title.last]
        if tokens[at].norm in ("of", "de", "d'", "at", "chez") and (
            rest[0].is_capital and any(t.norm in account for t in rest)
        ):
            return Title(title.first, at, title.head)
    return title
