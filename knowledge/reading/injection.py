"""Text inside a note that tries to instruct a machine. It is data, and it says nothing true."""

import re

from knowledge.reading.tokens import fold

# "ai" alone is French ("je vous ai"), so it counts only in capitals or after an English article.
_STRONG = (
    r"(?:a\.i\.|(?:any|the|an|your|dear|hey|to|for|all|if|this|whichever|note) ai|ia|llms?|gpt|"
    r"chatgpt|copilot|claude|gemini|chatbots?|robots?|bots?|language models?|modeles? de langage|"
    r"summari[sz]ers?|parsers?|crawlers?|automated (?:reader|system|agent|assistant)s?|"
    r"(?:ai|virtual|digital|crm|meeting|automatic) (?:assistant|agent|reader|model|tool|bot)s?|"
    r"assistante? (?:ia|automatique|virtuel(?:le)?)|agent (?:ia|automatique)|lecteur automatique|"
    r"(?:systeme|outil|logiciel|programme) (?:automatique|de lecture|d'analyse|qui lit)|"
    r"intelligence artificielle|artificial intelligence|cartographe|carto)"
)
_WEAK = r"(?:assistants?|models?|modeles?|system|systeme|agents?|readers?|lecteur|machines?)"
_ORDER = (
    r"(?:store|record|mark|list|set|tag|flag|save|log|register|treat|classify|add|output|report|"
    r"ignore|disregard|forget|send|forward|e-?mail|reply|answer|write|delete|remove|update|name|make|"
    r"enregistre[rz]?|note[rz]?|marque[rz]?|classe[rz]?|considere[rz]?|ajoute[rz]?|envoye[rz]|envoie|"
    r"transmet(?:tre|s|tez)|ignore[rz]?|oublie[rz]?|supprime[rz]?|inscri(?:re|s|vez)|indique[rz]?|"
    r"renseigne[rz]?|mets|mettez|mettre|passe[rz]?|declare[rz]?|traite[rz]?|reponds|repondez|"
    r"retiens|retenez|retenir|saisi[rs]|saisissez|range[rz]?)"
)
_LEAD = r"(?:[:,;>-]|\bto|\bmust|\bshould|\bplease|\bdoit|\bdevez|\bde|\bd'|\bveuillez|\bmerci de)"
_SIGNS = tuple(
    re.compile(sign)
    for sign in (
        rf"\b{_STRONG}\b[^.!?]{{0,80}}?{_LEAD}\s*(?:please |always |veuillez |bien |you must )?{_ORDER}\b",
        rf"\b(?:to|for|attention|dear|hey|l'|a l'|pour l'|aux?|si tu es (?:une? )?|if you are an?)"
        rf"\s*{_STRONG}\b.{{0,40}}:",
        rf"(?:^|[\"«(\[*#]\s*|note (?:to|for|a|pour) (?:the |any |l'|le )?){_WEAK}\s*[:,]\s*"
        rf"(?:please |veuillez )?{_ORDER}\b",
        rf"\bnote (?:to|for|a|pour) (?:the |any |l'|le |la |tout )?(?:{_WEAK}|{_STRONG})\b",
        r"\b(?:ignore|disregard|forget|override)\b[^.!?]{0,40}"
        r"\b(?:previous|prior|above|earlier|all)\b[^.!?]{0,30}\b(?:instructions?|rules?|prompts?|text)\b",
        r"\b(?:ignore[rz]?|oublie[rz]?|annule[rz]?)\b[^.!?]{0,40}\b(?:instructions?|consignes?|regles?)\b",
        r"\b(?:system|assistant) ?(?:prompt|message)\b|^\W*system\s*:",
        r"\b(?:invite|consigne|message) systeme\b",
        r"\byou are now an?\b|\btu es (?:desormais|maintenant) une? (?:assistant|ia|agent)",
        r"<\|?(?:im_start|system|endoftext)|\[/?inst\]|<!--",
        r"\bdo not (?:tell|inform|mention (?:this|it) to) the (?:user|reader)\b",
    )
)


def is_instruction(body: str) -> bool:
    """Whether a line or sentence speaks to a machine that might read it."""
    plain = fold(body[:4000])
    if "AI" in body:
        plain = re.sub(r"\bai\b", "the ai", plain)
    return any(sign.search(plain) for sign in _SIGNS)
