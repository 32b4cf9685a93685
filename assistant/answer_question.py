"""Answering a question: from the map when it holds the answer, else in words of the notes, else not.

Question -> which account, which people -> family -> claims of the map and of what waits -> else the
best passages -> every citation checked -> answer. Where two fit, a question back.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from assistant.answers.answer import Answer
from assistant.answers.asked_language import language_of
from assistant.answers.asking import (
    AskedLine,
    error_message,
    id_of_line,
    refuse_future,
    refuse_unusable,
)
from assistant.answers.composing import clarify, from_claims, from_quotes, holds, unknown
from assistant.answers.dates_asked import Period, period_in, without_days
from assistant.answers.expected import Expected, expected_of
from assistant.answers.families import Asked, family_of
from assistant.answers.gaps import gaps_answer
from assistant.answers.holdings import Holdings, build_holdings
from assistant.answers.naming import NamedPeople, people_named
from assistant.answers.quoting import ENOUGH, Found, weigh, words_to_quote
from assistant.answers.side_asked import side_of
from assistant.answers.sought import Sought, sought_in
from assistant.answers.structured import Weighed, claims_for, scopes_of, weigh_claims
from assistant.bootstrap import Workspace
from knowledge.domain.names import words_of
from knowledge.domain.sources import Source
from knowledge.errors import CartoError
from knowledge.index.words import terms_of
from knowledge.language.catalogue import Lang
from knowledge.store.accounts import Account, get_account
from knowledge.store.engine import Connection
from tools.find_account import find_accounts
from tools.read_account import read_account
from tools.search_notes import Searched, read_sources, search_notes

__all__ = ["Answer", "answer", "answer_lines"]

_PASSAGES = 30
# Passages win over claims only when they answer clearly more of the question.
_CLEARLY_BETTER = 0.2
_SECOND_QUOTE = 0.93
# Over several accounts, nothing short of a clear answer in one of them is given without asking.
_SURE_OF_ACCOUNT = 0.52
_AHEAD_OF_OTHERS = 0.1
_CHOICES = 8


@dataclass(frozen=True, slots=True)
class _Draft:
    """What one account answers, how well, and what was searched there."""

    answer: Answer | None
    score: float
    searched: Searched
    waiting: int
    nearest: Source | None
    names_somebody: bool
    seen: frozenset[str] = frozenset()


def answer(
    ws: Workspace,
    question: str,
    account: str | None = None,
    as_of: date | None = None,
    lang: Lang | None = None,
) -> Answer:
    """The answer to ``question``, as far as everybody in the audience may see.

    ``as_of`` bounds what was known and what was so. Raises ``UnknownAccount``, ``AmbiguousAccount``,
    ``EmptyQuestion``, ``QuestionTooLong`` or ``FutureDay``.
    """
    refuse_unusable(question, ws.settings.limits.question_chars)
    today = ws.clock.today()
    refuse_future(as_of, today)
    spoken = lang or language_of(question, ws.settings.lang or "en")
    with ws.store.read() as conn:
        if account is not None:
            chosen = [get_account(conn, ws.workspace_id, account, ws.audience)]
        else:
            named, every = find_accounts(conn, ws.workspace_id, ws.audience, question)
            if len(named) > 1:
                return clarify(question, spoken, "account", [one.name for one in named])
            chosen = named or every
        drafts = [_draft(ws, conn, one, question, as_of, spoken) for one in chosen]
    by_person = [at for at, draft in enumerate(drafts) if draft.names_somebody]
    if len(chosen) == 1 or len(by_person) == 1:
        at = by_person[0] if len(chosen) > 1 else 0
        return _settled(question, spoken, chosen[at].name, drafts[at], as_of)
    return _over_accounts(question, spoken, chosen, drafts, as_of)


def _settled(
    question: str, lang: str, account_name: str, draft: _Draft, as_of: date | None
) -> Answer:
    if draft.answer is not None:
        return draft.answer
    return unknown(
        question, lang, account_name, [draft.searched], draft.waiting, draft.nearest, as_of
    )


def _over_accounts(
    question: str,
    lang: str,
    chosen: Sequence[Account],
    drafts: Sequence[_Draft],
    as_of: date | None,
) -> Answer:
    """One account's answer when it is clearly the one meant, else which account is meant."""
    answered = sorted(
        (draft for draft in drafts if draft.answer is not None), key=lambda draft: -draft.score
    )
    if not answered:
        waiting = sum(draft.waiting for draft in drafts)
        every = [draft.searched for draft in drafts]
        return unknown(question, lang, None, every, waiting, None, as_of)
    best = answered[0]
    if best.answer is not None and _is_the_one(best, answered[1:]):
        return best.answer
    names = [
        one.name
        for one, draft in sorted(zip(chosen, drafts, strict=True), key=lambda pair: -pair[1].score)
        if draft.answer is not None
    ]
    return clarify(question, lang, "no_account", names[:_CHOICES])


def _is_the_one(best: _Draft, others: Sequence[_Draft]) -> bool:
    """Whether the question is plainly about this account: by a word only it has, or by far."""
    if best.score < _SURE_OF_ACCOUNT or not best.seen:
        return False
    elsewhere = frozenset().union(*(other.seen for other in others))
    far = all(best.score - other.score >= _AHEAD_OF_OTHERS for other in others)
    return bool(best.seen - elsewhere) or (far and bool(others))


def _draft(
    ws: Workspace,
    conn: Connection,
    account: Account,
    question: str,
    as_of: date | None,
    lang: Lang,
) -> _Draft:
    today = ws.clock.today()
    period = period_in(question, as_of or today)
    if period is not None and period.is_belief:
        as_of = min(day for day in (as_of, period.last, today) if day is not None)
    ledger = read_account(conn, ws.workspace_id, account.id, ws.audience)
    holdings = build_holdings(
        account.id, account.name, ledger.facts, ledger.events, ledger.waiting, today, as_of
    )
    people = people_named(question, holdings.people, words_of(account.name))
    searched = search_notes(conn, account.id, ws.audience, question, _PASSAGES, as_of)
    waiting = sum(len(proposal.pending) for proposal in ledger.waiting)
    if people.unclear:
        choices = [_choice(person.name, person.title) for person in people.unclear]
        asked_back = clarify(question, lang, "person", choices, name=people.name or "")
        asked_back = replace(asked_back, account=account.name)
        return _Draft(asked_back, 0.0, searched, waiting, None, names_somebody=True)
    steps = _Steps(
        ws,
        conn,
        account,
        question,
        lang,
        holdings,
        people,
        searched,
        period,
        language_of(question, lang),
    )
    return steps.draft(waiting)


def _choice(name: str, title: str | None) -> str:
    return f"{name} ({title})" if title else name


@dataclass
class _Steps:
    """One question put to one account, step by step."""

    ws: Workspace
    conn: Connection
    account: Account
    question: str
    lang: Lang
    holdings: Holdings
    people: NamedPeople
    searched: Searched
    period: Period | None
    asked_in: Lang

    def draft(self, waiting: int) -> _Draft:
        """Claims first, then quotes, whichever answers more; or nothing."""
        expected = expected_of(self.question)
        names = bool(self.people.people) or _names_anybody(self.question, self.account.name)
        asked = family_of(self.question, expected, names=names)
        sought = self._sought(asked)
        quotes = self._quotes(sought, expected)
        best_quote = quotes[0].score if quotes else 0.0
        claims = self._claims(asked, sought) if asked else []
        statistics = self.searched.statistics
        seen = frozenset(word for item in sought for word in item.stems if statistics.holds(word))
        made: Answer | None = None
        score = 0.0
        if claims and claims[0].score >= min(1.0, best_quote - _CLEARLY_BETTER):
            made, score = self._from_claims(claims), claims[0].score
        if made is None and asked and asked.family == "gaps":
            made, score = gaps_answer(self.question, self.lang, self.holdings), ENOUGH
        if made is None and best_quote >= ENOUGH:
            made, score = self._from_quotes(quotes, sought, expected), best_quote
        nearest = quotes[0].source if quotes else None
        known = bool(self.people.people)
        return _Draft(made, score, self.searched, waiting, nearest, known, seen)

    def _sought(self, asked: Asked | None) -> list[Sought]:
        leave_out = {term.stem for term in terms_of(self.account.name)}
        if self.account.name and len(words_of(self.account.name)) == 1:
            leave_out |= {word for word in words_of(self.account.name)}
        question = self.question
        told_apart = asked is not None and asked.family in ("changes", "promises_late", "gaps")
        if self.period is not None and (self.period.is_belief or told_apart):
            question = without_days(question)
        return sought_in(question, self.searched.statistics, leave_out)

    def _claims(self, asked: Asked, sought: Sequence[Sought]) -> list[Weighed]:
        since = self.period.first if self.period and not self.period.is_belief else None
        side = side_of(self.question)
        scopes = scopes_of(self.holdings, self.people.people, since, side)
        claims = claims_for(asked, scopes, self.holdings)
        ids = {
            fact.source_id
            for claim in claims
            for fact in (claim.fact, *claim.agreeing)
            if fact.source_id
        }
        sources = read_sources(self.conn, ids, self.ws.audience)
        return weigh_claims(claims, asked, sought, self.people.people, sources)

    def _quotes(self, sought: Sequence[Sought], expected: Expected) -> list[Found]:
        spans: dict[str, list[tuple[int, int]]] = {}
        for found in self.searched.found:
            place = (found.passage.start, found.passage.end)
            spans.setdefault(found.passage.source_id, []).append(place)
        sources = read_sources(self.conn, set(spans), self.ws.audience)
        weighed = [
            one
            for source_id, source in sources.items()
            for one in weigh(
                sought, expected, source, spans[source_id], self._known_names(), self.asked_in
            )
        ]
        weighed.sort(key=lambda one: (-one.score, -one.source.dated_on.toordinal(), one.unit.start))
        return weighed

    def _known_names(self) -> frozenset[str]:
        return frozenset(
            term.stem for person in self.holdings.people for term in terms_of(person.name)
        )

    def _from_claims(self, claims: Sequence[Weighed]) -> Answer | None:
        listed = self.searched.sources
        made = from_claims(self.question, self.lang, claims, self.holdings, listed)
        return made if made is not None and self._holds(made) else None

    def _from_quotes(
        self, quotes: Sequence[Found], sought: Sequence[Sought], expected: Expected
    ) -> Answer | None:
        enough = max(ENOUGH, quotes[0].score * _SECOND_QUOTE)
        names = self._known_names()
        picked = [
            (one, *words_to_quote(one, sought, expected, names))
            for one in quotes[:2]
            if one.score >= enough
        ]
        made = from_quotes(self.question, self.lang, self.account.name, picked)
        return made if self._holds(made) else None

    def _holds(self, made: Answer) -> bool:
        cited = {citation.source_id for citation in made.citations}
        listed = self.searched.sources
        ids = {key for key, one in listed.items() if (one.external_id or key) in cited}
        sources = read_sources(self.conn, ids, self.ws.audience)
        texts = {source.external_id or source.id: source.text for source in sources.values()}
        return holds(made, texts)


def _names_anybody(question: str, account_name: str) -> bool:
    """Whether the question has a word written like a name that is not the account's."""
    own = set(words_of(account_name))
    return any(
        term.capital
        and term.start > 0
        and not set(words_of(question[term.start : term.end])) <= own
        for term in terms_of(question)
        if term.kind == "word"
    )


def answer_lines(ws: Workspace, lines: Iterable[str]) -> Iterator[dict[str, Any]]:
    """One object per line with the line's id; a line that cannot be answered says why."""
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            asked = AskedLine.from_json(line, number)
            made = answer(ws, asked.q, asked.account, asked.as_of)
        except CartoError as error:
            message = error_message(ws.settings.lang or "en", error)
            yield {"id": id_of_line(line), "error": {"code": error.code, "message": message}}
            continue
        yield {"id": asked.id, **made.to_json_object()}
