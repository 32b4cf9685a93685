"""From claims or quotes to an answer in which every sentence carries the number of its words."""

from collections.abc import Mapping, Sequence
from datetime import date

from assistant.answers.answer import Answer, AnswerKind
from assistant.answers.citations import Citation, Numbered, cite_fact, cite_source
from assistant.answers.quoting import Found
from assistant.answers.structured import Weighed
from knowledge.domain.facts import Basis, Fact
from knowledge.domain.registry import REGISTRY
from knowledge.domain.sources import Source
from knowledge.domain.values import canonical
from knowledge.language.catalogue import phrase
from knowledge.language.one_line import in_a_line
from knowledge.language.value_words import day_words, marked
from knowledge.store.sources import ListedSource
from tools.held.claim import Claim
from tools.held.holdings import Holdings
from tools.held.wording import claim_sentence, typed_words
from tools.search_notes import Searched

# How many more words are cited for what several notes say.
_AGREEING = 2


def from_claims(
    question: str,
    lang: str,
    weighed: Sequence[Weighed],
    holdings: Holdings,
    sources: Mapping[str, ListedSource],
    already: Sequence[Citation] = (),
) -> Answer | None:
    """The answer made of claims, or ``None`` when none of them can be shown with its words.

    ``already`` are citations of sentences that stand before it and keep their numbers.
    """
    numbered = Numbered(list(already))
    sentences: list[str] = []
    shown: list[Claim] = []
    number_of: dict[str, int] = {}

    def typed(fact: Fact) -> str:
        return typed_words(lang, fact, holdings)

    for one in weighed:
        claim = one.claim
        citation = cite_fact(claim.fact, sources, typed, waiting=claim.kind == "to_confirm")
        if citation is None:
            continue
        sentence = claim_sentence(lang, claim, holdings, holdings.day)
        number_of[claim.fact.id] = numbered.number(citation)
        sentences.append(_dated(lang, sentence, number_of[claim.fact.id], citation))
        replaced = (claim.before,) if claim.before else ()
        for other in (*claim.agreeing[-_AGREEING:], *claim.rivals[-1:], *replaced):
            beside = cite_fact(other, sources, typed, waiting=claim.kind == "to_confirm")
            if beside is not None and beside not in numbered.items:
                sentences[-1] += f" [{numbered.number(beside)}]"
        shown.append(claim)
    if not shown:
        return None
    rivals = contradicting(shown)
    if rivals:
        sentences.append(_cannot_both(lang, rivals, number_of, holdings))
    kind: AnswerKind = "fact"
    if all(claim.kind == "to_confirm" for claim in shown):
        kind = "to_confirm"
    elif all(claim.fact.basis == Basis.ASSUMED for claim in shown if claim.kind == "fact"):
        kind = "inference"
    text = "\n".join(sentences)
    return Answer(question, holdings.account_name, text, kind, tuple(numbered.items))


def contradicting(claims: Sequence[Claim]) -> list[Claim]:
    """Claims that give several people what only one person of an account can have.

    Not when a person who knows says so of each, and not when newer words pass it on.
    """
    sole = {entry.name: [canonical(code) for code in entry.sole] for entry in REGISTRY.values()}
    holders: dict[str, Claim] = {}
    for claim in claims:
        fact = claim.fact
        if claim.person and not fact.ends and fact.value_json in sole.get(fact.attribute, ()):
            holders.setdefault(claim.person.id, claim)
    found = sorted(holders.values(), key=lambda claim: claim.fact.valid_on, reverse=True)
    settled = all(claim.fact.basis == Basis.KNOWN for claim in found)
    return [] if len(found) < 2 or settled or found[0].fact.changed else found


def _cannot_both(
    lang: str, rivals: Sequence[Claim], number_of: Mapping[str, int], holdings: Holdings
) -> str:
    names = [
        f"{in_a_line(holdings.name_of(claim.fact.subject_id) or '?')} [{number_of[claim.fact.id]}]"
        for claim in rivals
        if claim.fact.id in number_of
    ]
    return phrase(lang, "answers.contradict", names=listed(lang, names))


def from_quotes(
    question: str,
    lang: str,
    account_name: str | None,
    quotes: Sequence[tuple[Found, int, int]],
    already: Sequence[Citation] = (),
) -> Answer:
    """The answer made of words quoted from sources as they stand, which nobody put on the map."""
    numbered = Numbered(list(already))
    sentences = []
    for found, start, end in quotes:
        words = found.source.text[start:end]
        citation = cite_source(found.source, start, end, words)
        number = numbered.number(citation)
        facts = {
            "words": marked(lang, words),
            "number": number,
            "day": day_words(lang, found.source.dated_on),
        }
        said_by = found.unit.voice
        if said_by:
            facts["author"] = in_a_line(said_by)
        key = "by" if said_by else "one"
        sentences.append(phrase(lang, f"answers.passage.{key}", **facts))
    text = "\n".join(sentences)
    remark = phrase(lang, "answers.remark.passage")
    return Answer(question, account_name, text, "to_confirm", tuple(numbered.items), remark=remark)


def joined(question: str, answers: Sequence[Answer], missing: str = "") -> Answer:
    """One answer from those to the parts of a question, numbered through; the weakest kind counts.

    ``missing`` is the sentence for the parts nothing answers.
    """
    first, last = answers[0], answers[-1]
    kinds = {one.kind for one in answers}
    kind: AnswerKind = kinds.pop() if len(kinds) == 1 else "to_confirm"
    lines = list(dict.fromkeys(line for one in answers for line in one.answer.split("\n")))
    text = "\n".join([*lines, *([missing] if missing else [])])
    remark = first.remark if all(one.remark for one in answers) else ""
    return Answer(question, first.account, text, kind, last.citations, remark=remark)


def unknown(
    question: str,
    lang: str,
    account_name: str | None,
    searched: Sequence[Searched],
    waiting: int,
    nearest: Source | None,
    as_of: date | None,
    nothing: str = "",
) -> Answer:
    """The honest answer: not in the notes, what was searched, and where the nearest words are.

    ``nothing`` is the first sentence where the question asks for one of its own.
    """
    notes = sum(one.notes for one in searched)
    pages = sum(one.pages for one in searched)
    if not notes and not pages:
        key = "empty" if account_name else "no_accounts"
        text = phrase(lang, f"answers.unknown.{key}", account=account_name or "")
        return Answer(question, account_name, text, "unknown")
    if nothing:
        parts = [nothing]
    elif as_of is not None:
        parts = [phrase(lang, "answers.unknown.day", day=day_words(lang, as_of))]
    else:
        parts = [phrase(lang, "answers.unknown.nothing")]
    parts.append(
        phrase(lang, "answers.unknown.scope", searched=_counts(lang, notes, pages, waiting))
    )
    if nearest is not None:
        kind = phrase(lang, f"codes.source.{nearest.kind}")
        day = day_words(lang, nearest.dated_on)
        parts.append(phrase(lang, "answers.unknown.near", kind=kind, day=day))
    return Answer(question, account_name, " ".join(parts), "unknown")


def clarify(question: str, lang: str, key: str, choices: Sequence[str], **facts: str) -> Answer:
    """A question back, with what may have been meant."""
    asked = phrase(lang, f"answers.clarify.{key}", **facts)
    shown = tuple(in_a_line(choice) for choice in choices)
    return Answer(question, None, asked, "clarify", choices=shown)


def _counts(lang: str, notes: int, pages: int, waiting: int) -> str:
    counts = [("note", notes), ("page", pages), ("waiting", waiting)]
    return listed(lang, [phrase(lang, f"answers.searched.{key}", n=n) for key, n in counts if n])


def listed(lang: str, said: Sequence[str]) -> str:
    """``a, b and c``."""
    if len(said) < 2:
        return "".join(said)
    return phrase(lang, "answers.searched.and", one=", ".join(said[:-1]), other=said[-1])


def _dated(lang: str, sentence: str, number: int, citation: Citation) -> str:
    day = day_words(lang, date.fromisoformat(citation.date))
    return phrase(lang, "answers.sentence.dated", sentence=sentence, number=number, day=day)


def holds(answer: Answer, texts: Mapping[str, str]) -> bool:
    """Whether every citation's words stand where it says; ``texts`` are by published source id."""
    return all(
        citation.start is None
        or citation.end is None
        or texts.get(citation.source_id, "")[citation.start : citation.end] == citation.quote
        for citation in answer.citations
    )
