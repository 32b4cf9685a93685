"""What kind of thing a question asks for, and whether some words contain such a thing.

A sentence that names no amount does not answer "how much", however many words it shares with the
question. This is most of what keeps an answer honest.
"""

import re
from typing import Literal

from knowledge.reading.tokens import fold

Expected = Literal[
    "person", "time", "amount", "count", "reason", "duration", "contact", "yes_no", "any"
]

_AMOUNT_NOUN = (
    r"(?:budget|montant|somme|prix|cout|tarif|enveloppe|amount|price|cost|fee|sum|rate|"
    r"pourcentage|percentage|part|share|proportion|taux|remise|discount)"
)
_RULES: tuple[tuple[Expected, re.Pattern[str]], ...] = (
    (
        "contact",
        re.compile(
            r"\b(?:phone|telephone|mobile|portable|tel|e-?mail|mail|courriel)(?: number| address)?\b"
            r"(?! (?:sent|said|envoye|dit))|\bnumero de (?:tel|portable|mobile)|\bdirect line\b|\bligne directe\b|\bhow (?:do|can) (?:i|we) (?:call|email|phone)\b"
        ),
    ),
    ("duration", re.compile(r"\bhow long\b|\bcombien de temps\b|\bquelle duree\b")),
    ("count", re.compile(r"\bhow many\b|\bcombien d|\bquel(?:le)? nombre\b|\bwhat number of\b")),
    (
        "amount",
        re.compile(
            rf"\bhow (?:much|large|big)\b|\bcombien\b|\bquel(?:le)?s? (?:\w+ ){{0,2}}?{_AMOUNT_NOUN}s?\b"
            rf"|\bwhat(?:'s| is| was| are)? (?:the |their |our |his |her )?(?:\w+ ){{0,2}}?{_AMOUNT_NOUN}s?\b"
            r"|\bwhat (?:does|did|do|will|would) .{1,60} (?:cost|charge|quote|pay|spend)\b"
            r"|\b(?:que|combien) (?:coute|paie|facture|depense)"
            r"|\ba combien\b|\bat what price\b"
        ),
    ),
    (
        "time",
        re.compile(
            r"\bwhen\b|\bquand\b|\bwhat (?:date|day|time|month|week)\b|\bwhich (?:date|day|month|week)\b"
            r"|\bquel(?:le)? (?:jour|date|mois|semaine|heure|echeance)\b|\bby when\b|\bhow soon\b"
            r"|\bdepuis quand\b|\bjusqu'a quand\b|\bdeadline\b|\bdue date\b|\ba quelle date\b"
        ),
    ),
    ("reason", re.compile(r"\bwhy\b|\bpourquoi\b|\bfor what reason\b|\bpour quelle raison\b|\bhow come\b")),
    (
        "person",
        re.compile(
            r"\bwho(?:m|se|'s)?\b|\bqui\b|\bwhich (?:person|people|colleague|manager|director)\b"
            r"|\b(?:list|liste\w*|name|cite\w*|quel(?:le)?s sont|which|what are) .{0,25}\b(?:makers?|users?|decideurs?|decideuses?|"
            r"utilisat\w+|influenc\w+|experts?|gatekeepers?|supporters?|champions?|opponents?|opposants?|soutiens|allies|blockers?)\b"
            r"|\bquel(?:le)? (?:personne|directeur|directrice|responsable|interlocuteur)\b|\bwhos\b"
        ),
    ),
    (
        "yes_no",
        re.compile(
            r"^(?:is|are|was|were|will|would|does|do|did|has|have|can|could|should)\b"
            r"|^est-ce qu|^est ce qu|^(?:a|ont|est|sont|va|peut|doit|avons|ont)-"
            r"|^\w+(?: \w+){0,4} (?:a|est|sont|ont|va|peut|sera)-t?-?(?:il|elle|ils|elles|on)\b"
        ),
    ),
)  # fmt: skip

_NUMBER_WORDS = (
    r"one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|"
    r"twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundred|thousand|million|half|quarter|"
    r"dozen|twice|deux|trois|quatre|cinq|sept|huit|neuf|dix|onze|douze|treize|quatorze|quinze|"
    r"vingt|trente|quarante|cinquante|soixante|cent|cents|mille|millions?|moitie|tiers|quart|"
    r"douzaine|fois"
)
_HAS_NUMBER = re.compile(rf"\d|\b(?:{_NUMBER_WORDS})\b")
_HAS_DURATION = re.compile(
    rf"(?:\d|\b(?:{_NUMBER_WORDS}|an?|une?)\b)[^.]{{0,14}}?\s?\b(?:h|hrs?|hours?|mins?|mn|minutes?|days?|weeks?|wks?|months?|years?|"
    r"heures?|jours?|semaines?|mois|ans?|annees?|secondes?|seconds?)\b|\d\s?(?:h|mn|min)\b"
)
_HAS_CONTACT = re.compile(r"\S@\S+\.\w|(?:\+|\b0)\d[\d .()-]{6,}\d|\b\d{2,5}(?:[ .-]\d{2,4}){2,}")
_CURRENCY = re.compile(
    r"[€$£]|\b(?:k|m|eur|euros?|usd|gbp|chf|pounds?|dollars?|francs?|grand|ke|keur|hundred|"
    r"thousand|cents?|mille|millions?|per ?cent|pour cent|percent)\b|%|\d\s?k\b|\bk€"
)
_MONTHS = (
    r"january|february|march|april|june|july|august|september|october|november|december|"
    r"janvier|fevrier|mars|avril|juin|juillet|aout|septembre|octobre|novembre|decembre|"
    r"jan|feb|apr|jun|jul|aug|sept|oct|nov|dec|janv|fevr|avr|juil"
)
_HAS_TIME = re.compile(
    rf"\b(?:{_MONTHS})\b|\bmay\b \d|\d{{1,2}}(?:st|nd|rd|th)? (?:of )?may\b|\b(?:in|since|until|by|before|end of|early|mid|late) may\b"
    r"|\bmai\b|\b(?:mon|tues|wednes|thurs|fri|satur|sun)day\b|\b(?:tues?|weds?|thurs?|fri)\b"
    r"|\b(?:lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche)\b|\d{1,2}[/.]\d{1,2}\b|\d{4}-\d\d"
    r"|\b(?:19|20)\d\d\b|\bq[1-4]\b|\b[1-4]e trimestre\b|\bt[1-4]\b|\b(?:the )\d{1,2}(?:st|nd|rd|th)\b"
    r"|\ble (?:\d{1,2}|premier)\b|\bd'ici\b|\bby (?:the|end|mid)\b"
    r"|\b(?:next|last|this|coming) (?:week|month|year|quarter|spring|summer|autumn|winter|fall|season)\b"
    r"|\b(?:semaine|mois|an|annee|trimestre|ete|hiver|printemps|automne|saison) (?:prochaine?|dernier|derniere|passee?)\b"
    r"|\b(?:la|cette|en fin de|fin de) semaine\b|\bsem\.? ?\d|\bfin (?:de |du |d')?\w+"
    r"|\b(?:spring|summer|autumn|winter|easter|christmas|paques|noel|rentree|printemps|automne|hiver)\b"
    r"|\b(?:tomorrow|yesterday|today|tonight|demain|hier|aujourd'hui|apres-demain)\b"
    r"|\b(?:in|dans|il y a|for|pendant|every|tous les|toutes les) (?:\w+ )?(?:days?|weeks?|months?|years?|jours?|semaines?|mois|ans?)\b"
    r"|\bend of (?:the )?\w+|\b\d+ (?:days?|weeks?|months?|jours?|semaines?|mois)\b|\bmid-\w+|\bmi-\w+"
)  # fmt: skip
_HAS_DAY = re.compile(
    rf"\b(?:{_MONTHS})\b|\b\d{{1,2}}(?:st|nd|rd|th)? (?:of )?may\b|\bmay \d|\b\d{{1,2}}(?:er)? mai\b|\b(?:en|fin|debut|mi) mai\b"
    r"|\b\d{1,2}[/.]\d{1,2}\b|\d{4}-\d\d-\d\d|\b20\d\d\b"
)
_HAS_REASON = re.compile(
    r"\b(?:because|cos|coz|bc|since|due to|owing to|so that|the reason|thanks to|after|for fear|"
    r"parce|pcq|car|puisque|faute|grace|a cause|raison|afin|suite|vu que|comme|apres|craint|"
    r"fears?|afraid|worr\w+|otherwise|sinon|if|won't|trop|too|sans que|without)\b"
)
_HAS_NAME = re.compile(r"(?<![.!?]\s)(?<!^)\b[A-ZÀ-Þ][\w'’-]+")
_ROUND_SUM = re.compile(r"(?<![\d/.:-])(?!(?:19|20)\d\d\b)\d{3,}(?![\d/:-])")
# Words that say the very thing is not known: never an answer, though they share every word with one.
_NOT_KNOWN = re.compile(
    r"\b(?:sans explication|without (?:saying|explanation|a reason)|no (?:reason|idea|number|figure|date)|"
    r"pas de (?:chiffre|date|nom|raison|montant)|on ne sait pas|on n'en sait|(?:ne sais|sait) pas|"
    r"don't know|didn't (?:say|ask|get)|did not (?:say|ask)|i didnt ask|not (?:said|known|disclosed)|"
    r"unknown|inconnue?s?|aucune? (?:idee|date|chiffre|confirmation)|n'a pas (?:dit|precise)|"
    r"pas (?:demande|precise|designee?|connue?)|to be (?:confirmed|decided)|tbc|tbd|a confirmer)\b"
)


def expected_of(question: str) -> Expected:
    """What kind of thing ``question`` asks for."""
    folded = fold(question).strip(" ?!.«»\"'")
    for expected, rule in _RULES:
        if rule.search(folded):
            return expected
    return "any"


def contains(expected: Expected, words: str) -> bool:
    """Whether ``words`` hold a thing of the expected kind, as far as its form tells."""
    folded = fold(words)
    if expected == "time":
        return _HAS_TIME.search(folded) is not None
    if expected == "duration":
        return _HAS_DURATION.search(folded) is not None
    if expected == "contact":
        return _HAS_CONTACT.search(folded) is not None
    if expected in ("count", "amount"):
        return _HAS_NUMBER.search(folded) is not None
    if expected == "reason":
        return _HAS_REASON.search(folded) is not None
    return True


def holds_day(words: str) -> bool:
    """Whether ``words`` name a day or a month of the calendar, and not only "the end of it"."""
    return _HAS_DAY.search(fold(words)) is not None


def holds_money(words: str) -> bool:
    """Whether ``words`` hold a number written as money or as a share, or a round sum."""
    folded = fold(words)
    if _ROUND_SUM.search(folded):
        return True
    return _HAS_NUMBER.search(folded) is not None and _CURRENCY.search(folded) is not None


def says_unknown(words: str) -> bool:
    """Whether ``words`` say of something that it is not known."""
    return _NOT_KNOWN.search(fold(words)) is not None


def holds_capital_name(words: str) -> bool:
    """Whether ``words`` hold something written like a name."""
    return _HAS_NAME.search(words) is not None
