"""Which account a question is about, when it names none and several are visible.

One account's affairs are never told for another's: a single account answers only when what the
question names, or all the words it looks for, stand in that account alone. Else it is asked back;
"which accounts mention X" is answered account by account.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant.answers.answer import Answer
from assistant.answers.citations import Citation
from assistant.answers.composing import clarify, from_quotes, joined, unknown
from assistant.answers.one_account import Asking, Draft, draft_for
from assistant.answers.quoting import Found, weigh
from assistant.answers.sought import Sought, sought_in
from knowledge.domain.names import words_of
from knowledge.index.words import terms_of
from knowledge.language.catalogue import phrase
from knowledge.language.one_line import in_a_line
from knowledge.reading.tokens import fold
from knowledge.store.accounts import Account
from tools.search_notes import Searched, read_sources, search_notes

_CHOICES = 8
_PASSAGES = 10
_MENTIONED = 0.6
_ACCOUNT = r"(?:accounts?|comptes?|clients?|customers?)"
_WHICH = re.compile(
    rf"\b(?:which|what|quels?|lesquels|dans quels|chez quels)\b(?: \w+){{0,3}} {_ACCOUNT}\b|\bwhere\b.{{0,30}}\b{_ACCOUNT}\b"
)
_MENTION = re.compile(
    r"\b(?:mention\w*|talk\w* about|speak\w* (?:of|about)|refer\w* to|cite\w*|citent|parl\w+ d\w*|evoqu\w+|nomm\w+|"
    r"contain\w*|includ\w*|contien\w+|say\w* something about)\b"
)
_FRAME = re.compile(rf"\b(?:{_ACCOUNT}|mes|my|our|nos)\b")


def asks_which_accounts(question: str) -> bool:
    """Whether the accounts themselves are what is asked for."""
    return _WHICH.search(fold(question)) is not None


def over_accounts(asking: Asking, drafts: Sequence[Draft]) -> Answer:
    """One account's answer when the question can be about no other, else which account is meant."""
    if all(draft.answer is None for draft in drafts):
        return _nowhere(asking, drafts)
    bearing = _bearing(asking, drafts)
    if len(bearing) == 1:
        only = bearing[0]
        return only.answer if only.answer is not None else nothing_in(asking, only)
    answering = sorted(
        (one for one in bearing or drafts if one.answer is not None), key=lambda one: -one.score
    )
    if len(answering) < 2:
        answering = sorted(bearing or drafts, key=lambda one: -one.score)
    names = [one.account.name for one in answering]
    return clarify(asking.question, asking.lang, "no_account", names[:_CHOICES])


def nothing_in(asking: Asking, draft: Draft) -> Answer:
    """That one account does not say, and what was searched there."""
    return unknown(
        asking.question, asking.lang, draft.account.name, [draft.searched], draft.waiting,
        draft.nearest, asking.as_of, draft.nothing,
    )  # fmt: skip


def _nowhere(asking: Asking, drafts: Sequence[Draft]) -> Answer:
    waiting = sum(draft.waiting for draft in drafts)
    every = [draft.searched for draft in drafts]
    return unknown(asking.question, asking.lang, None, every, waiting, None, asking.as_of)


def _bearing(asking: Asking, drafts: Sequence[Draft]) -> list[Draft]:
    """The accounts that have what the question names; with nothing named, that have any of its words.

    Empty when the question names nothing and is one the map of any account might answer.
    """
    entities = _entities(asking.question)
    if entities or any(draft.people for draft in drafts):
        return [one for one in drafts if one.people or _has(entities, one.searched)]
    if any(draft.asks_any for draft in drafts):
        return []
    return [draft for draft in drafts if draft.seen]


def _has(entities: frozenset[str], searched: Searched) -> bool:
    return any(searched.statistics.holds(word) for word in entities)


def _entities(question: str) -> frozenset[str]:
    """The stems of what a question names: capitals inside the sentence, long numbers, addresses."""
    found = set()
    for term in terms_of(question):
        is_name = term.kind == "word" and term.capital and term.start > 0
        is_number = term.kind == "number" and len(term.stem) > 2
        if is_name or is_number or term.kind in ("mail", "url"):
            found.add(term.stem)
    return frozenset(found)


def list_accounts(asking: Asking, accounts: Sequence[Account]) -> Answer:
    """Every account with what it has on what is asked, or those that mention it."""
    if not _MENTION.search(fold(asking.question)):
        plain = replace(asking, question=_without_frame(asking.question))
        listed = _answered_by(plain, asking, accounts)
        if listed is not None:
            return listed
    return _that_mention(asking, accounts)


def _answered_by(plain: Asking, asking: Asking, accounts: Sequence[Account]) -> Answer | None:
    """What the map of each account says to the question."""
    answers: list[Answer] = []
    cited: tuple[Citation, ...] = ()
    for account in accounts:
        draft = draft_for(plain, account, cited)
        if draft.answer is None or not draft.from_map or not draft.answer.citations:
            continue
        cited = draft.answer.citations
        header = phrase(asking.lang, "answers.per_account.account", account=in_a_line(account.name))
        answers.append(_under(header, draft.answer))
    return joined(asking.question, answers) if answers else None


def _that_mention(asking: Asking, accounts: Sequence[Account]) -> Answer:
    """Every account whose words hold what is asked about, each with its best quote."""
    answers: list[Answer] = []
    cited: tuple[Citation, ...] = ()
    searched: list[Searched] = []
    plain = _without_frame(asking.question)
    for account in accounts:
        found = search_notes(
            asking.conn, account.id, asking.ws.audience, plain, _PASSAGES, asking.as_of
        )
        searched.append(found)
        best = _mention(asking, account, plain, found)
        if best is None:
            continue
        place = (best, best.unit.start, best.unit.end)
        made = from_quotes(asking.question, asking.lang, None, [place], cited)
        cited = made.citations
        header = phrase(asking.lang, "answers.per_account.account", account=in_a_line(account.name))
        answers.append(_under(header, made))
    if answers:
        return joined(asking.question, answers)
    return unknown(asking.question, asking.lang, None, searched, 0, None, asking.as_of)


def _under(header: str, made: Answer) -> Answer:
    return Answer(
        made.question,
        None,
        f"{header} {made.answer}",
        made.kind,
        made.citations,
        remark=made.remark,
    )


def _mention(asking: Asking, account: Account, plain: str, found: Searched) -> Found | None:
    """The sentence that holds everything sought, the latest among equals."""
    sought: list[Sought] = sought_in(plain, found.statistics, words_of(account.name))
    if not sought:
        return None
    spans: dict[str, list[tuple[int, int]]] = {}
    for one in found.found:
        place = (one.passage.start, one.passage.end)
        spans.setdefault(one.passage.source_id, []).append(place)
    sources = read_sources(asking.conn, set(spans), asking.ws.audience)
    weighed = [
        one for key, source in sources.items() for one in weigh(sought, "any", source, spans[key])
    ]
    weighed = [one for one in weighed if one.covered >= _MENTIONED and _literally(one, sought)]
    return max(weighed, key=lambda one: (round(one.covered, 1), one.source.dated_on), default=None)


def _literally(found: Found, sought: Sequence[Sought]) -> bool:
    """Whether every name sought stands in the words themselves: the like of it is no mention."""
    words = {term.stem for term in terms_of(found.source.text[found.unit.start : found.unit.end])}
    return all(set(item.stems) & words for item in sought if item.is_name or item.is_unseen)


def _without_frame(question: str) -> str:
    """``question`` without the words that ask for accounts, a space for each letter."""
    folded = "".join((fold(char) or " ")[:1] for char in question)
    kept = list(question)
    for rule in (_MENTION, _FRAME):
        for match in rule.finditer(folded):
            kept[match.start() : match.end()] = " " * (match.end() - match.start())
    return "".join(kept)
