"""One question put to one account: what it means there, what is held, which words answer.

Family and people -> claims of the map and of what waits, or passages, whichever answers more. A
question of several parts is answered part by part, each by whatever source answers it.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from assistant.answers.answer import Answer
from assistant.answers.asked_language import language_of
from assistant.answers.citations import Citation
from assistant.answers.composing import clarify, from_claims, from_quotes, holds, joined
from assistant.answers.covering import leads_to
from assistant.answers.dates_asked import period_in, without_days
from assistant.answers.expected import Expected, expected_of
from assistant.answers.families import Asked, family_of
from assistant.answers.gaps import gaps_answer
from assistant.answers.parts import Part, parts_of
from assistant.answers.quoting import ENOUGH, Found, weigh, words_to_quote
from assistant.answers.side_asked import side_of
from assistant.answers.sought import Sought, sought_in
from assistant.answers.structured import Weighed, claims_for, scopes_of, weigh_claims
from assistant.bootstrap import Workspace
from knowledge.domain.names import words_of
from knowledge.domain.sources import Source
from knowledge.index.words import terms_of
from knowledge.language.catalogue import Lang, phrase
from knowledge.language.one_line import in_a_line
from knowledge.language.value_words import day_words
from knowledge.store.accounts import Account
from knowledge.store.engine import Connection
from tools.held.changes import recent_since
from tools.held.holdings import Holdings, build_holdings
from tools.held.naming import NamedPeople, people_named
from tools.read_account import ReadAccount, read_account
from tools.search_notes import Searched, read_sources, search_notes

_PASSAGES = 30
# Passages win over claims only when they answer clearly more of the question.
_CLEARLY_BETTER = 0.2
_SECOND_QUOTE = 0.93
# What the part before named counts for less in a part that leans on it.
_LEANT_ON = 0.6
# What a person or the account is or has, and was or had on a past day.
_STATES = frozenset(
    "decides funds signs vetoes recommends users experts gatekeepers influencers silent supporters "
    "opponents stance who_is people reports_to related listens_to access".split()
)
# Families whose days say when, and are not themselves looked for.
_BY_DAYS = frozenset(("changes", "promises_late", "gaps", "departures", "arrivals"))


@dataclass(frozen=True, slots=True)
class Draft:
    """What one account answers, how well, and what was searched there.

    ``people`` counts those the question names there, ``seen`` are the sought words its notes hold,
    ``nothing`` is a sentence of its own for when nothing answers. ``asks_any`` is true of what can be
    asked of every account alike, such as who decides.
    """

    account: Account
    answer: Answer | None
    score: float
    searched: Searched
    waiting: int
    nearest: Source | None
    people: int
    seen: frozenset[str] = frozenset()
    from_map: bool = False
    nothing: str = ""
    asks_any: bool = False


@dataclass(frozen=True, slots=True)
class Asking:
    """A question as asked of every account alike; ``lang`` frames the answer."""

    ws: Workspace
    conn: Connection
    question: str
    lang: Lang
    as_of: date | None


def draft_for(asking: Asking, account: Account, cited: Sequence[Citation] = ()) -> Draft:
    """What ``account`` answers; ``cited`` are citations that stand before its own."""
    ledger = read_account(asking.conn, asking.ws.workspace_id, account.id, asking.ws.audience)
    whole = _One(asking, account, ledger, asking.question)
    parts = parts_of(asking.question)
    if len(parts) < 2 or (whole.asked and whole.asked.also) or whole.people.unclear:
        return whole.draft(cited)
    return _in_parts(asking, account, ledger, whole.draft(), parts)


def _in_parts(
    asking: Asking, account: Account, ledger: ReadAccount, whole: Draft, parts: Sequence[Part]
) -> Draft:
    """The answers to the parts together, or to the whole when that says more."""
    drafts: list[Draft] = []
    cited: tuple[Citation, ...] = ()
    before: _One | None = None
    for part in parts:
        one = _One(asking, account, ledger, part.question, before, leans=part.leans)
        draft = one.draft(cited)
        if draft.answer is not None and draft.answer.kind != "clarify":
            cited = draft.answer.citations or cited
        drafts.append(draft)
        before = one
    answers = [one.answer for one in drafts if one.answer and one.answer.kind != "clarify"]
    if not answers or (len(answers) < 2 and whole.answer is not None):
        return whole
    missing = [
        phrase(asking.lang, "answers.unknown.part", part=in_a_line(part.question))
        for part, one in zip(parts, drafts, strict=True)
        if one.answer is None or one.answer.kind == "clarify"
    ]
    made = joined(asking.question, answers, "\n".join(missing))
    score = max(one.score for one in drafts)
    return replace(whole, answer=made, score=score, from_map=any(d.from_map for d in drafts))


class _One:
    """One thing asked of one account, step by step."""

    def __init__(
        self,
        asking: Asking,
        account: Account,
        ledger: ReadAccount,
        question: str,
        before: "_One | None" = None,
        *,
        leans: bool = False,
    ) -> None:
        self.asking, self.account, self.ledger, self.question = asking, account, ledger, question
        ws, self.lang = asking.ws, asking.lang
        today = ws.clock.today()
        self.as_of = asking.as_of
        self.period = period_in(question, self.as_of or today)
        if self.period is not None and self.period.is_belief:
            self.as_of = min(d for d in (self.as_of, self.period.last, today) if d is not None)
        self.holdings = self._held(None)
        self.people = self._people()
        self.expected: Expected = expected_of(question)
        names = bool(self.people.people) or names_anybody(question, account.name)
        plain = without_days(question) if self._is_belief else question
        self.asked = family_of(plain, self.expected, names=names)
        self.not_after = self._past_day(today)
        if self.not_after is not None:
            self.holdings = self._held(self.not_after)
        self.searched = search_notes(
            asking.conn, account.id, ws.audience, question, _PASSAGES, self.as_of
        )
        self.sought = self._sought()
        if before is not None and (leans or not self.sought):
            self._lean_on(before)

    @property
    def _is_belief(self) -> bool:
        return self.period is not None and self.period.is_belief

    def _held(self, valid_on: date | None) -> Holdings:
        today = self.asking.ws.clock.today()
        ledger = self.ledger
        return build_holdings(
            self.account.id, self.account.name, ledger.facts, ledger.events, ledger.waiting, today,
            self.as_of, valid_on,
        )  # fmt: skip

    def _people(self) -> NamedPeople:
        on_map = {person.id for person in self.holdings.known.people}
        own = words_of(self.account.name)
        return people_named(self.question, self.holdings.people, own, on_map)

    def _past_day(self, today: date) -> date | None:
        """The last day of a past state that is asked about: who decided in May?"""
        period = self.period
        if period is None or period.is_since or self.asked is None:
            return None
        past = period.last < (self.as_of or today)
        return period.last if past and self.asked.family in _STATES else None

    def _sought(self) -> list[Sought]:
        leave_out = {term.stem for term in terms_of(self.account.name)}
        if len(words_of(self.account.name)) == 1:
            leave_out |= set(words_of(self.account.name))
        by_days = self.asked is not None and self.asked.family in _BY_DAYS
        days_only_say_when = self._is_belief or self.not_after is not None or by_days
        dated = self.period is not None and days_only_say_when
        question = without_days(self.question) if dated else self.question
        return sought_in(question, self.searched.statistics, leave_out)

    def _lean_on(self, before: "_One") -> None:
        """Take up what the part before named and was about."""
        leant = [
            replace(item, weight=item.weight * _LEANT_ON)
            for item in before.sought
            if not item.is_act or not self.sought
        ]
        self.sought = [*self.sought, *leant]
        if not self.people.people:
            self.people = before.people
        asking, text = self.asking, f"{self.question} {before.question}"
        self.searched = search_notes(
            asking.conn, self.account.id, asking.ws.audience, text, _PASSAGES, self.as_of
        )

    # Claims and quotes

    def draft(self, cited: Sequence[Citation] = ()) -> Draft:
        """Claims or quotes, whichever answers more; or nothing."""
        waiting = sum(len(proposal.pending) for proposal in self.ledger.waiting)
        if self.people.unclear:
            return Draft(self.account, self._which_person(), 0.0, self.searched, waiting, None, 1)
        quotes = self._quotes()
        best_quote = quotes[0].score if quotes else 0.0
        claims = self._claims(self.asked) if self.asked else []
        made: Answer | None = None
        score, from_map = 0.0, False
        if claims and claims[0].score >= min(1.0, best_quote - _CLEARLY_BETTER):
            listed = self.searched.sources
            made = from_claims(self.question, self.lang, claims, self.holdings, listed, cited)
            made = made if made is not None and self._stands(made, cited) else None
            score, from_map = claims[0].score, made is not None
        if made is None and self.asked and self.asked.family == "gaps":
            made, score = gaps_answer(self.question, self.lang, self.holdings), ENOUGH
            from_map = True
        if made is None and best_quote >= ENOUGH:
            made, score = self._from_quotes(quotes, cited), best_quote
        return Draft(
            self.account, made, score, self.searched, waiting, quotes[0].source if quotes else None,
            len(self.people.people), self._seen(), from_map, self._nothing(),
            self.asked is not None or self.expected == "person",
        )  # fmt: skip

    def _seen(self) -> frozenset[str]:
        holds_word = self.searched.statistics.holds
        return frozenset(word for item in self.sought for word in item.stems if holds_word(word))

    def _nothing(self) -> str:
        """For what changed: that nothing was recorded in those days."""
        if self.asked is None or self.asked.family != "changes":
            return ""
        first, last = self._days()
        if first is None:
            return ""
        said = {"day": day_words(self.lang, first), "first": day_words(self.lang, first)}
        if last is None:
            return phrase(self.lang, "answers.unknown.since", **said)
        return phrase(self.lang, "answers.unknown.between", last=day_words(self.lang, last), **said)

    def _which_person(self) -> Answer:
        choices = [
            f"{one.name} ({one.title})" if one.title else one.name for one in self.people.unclear
        ]
        asked = clarify(self.question, self.lang, "person", choices, name=self.people.name or "")
        return replace(asked, account=self.account.name)

    def _days(self) -> tuple[date | None, date | None]:
        """Between which days something happened, as far as the question says."""
        period = self.period
        if period is not None and not period.is_belief:
            return period.first, None if period.is_since else period.last
        if self.asked is not None and self.asked.family == "changes":
            said = [source.dated_on for source in self.searched.sources.values()]
            return recent_since(self.holdings.day, said), None
        return None, None

    def _claims(self, asked: Asked) -> list[Weighed]:
        days = (None, None) if self.not_after else self._days()
        scopes = scopes_of(self.holdings, self.people.people, days, side_of(self.question))
        claims = claims_for(asked, scopes, self.holdings)
        ids = {
            fact.source_id
            for claim in claims
            for fact in (claim.fact, *claim.agreeing)
            if fact.source_id
        }
        sources = read_sources(self.asking.conn, ids, self.asking.ws.audience)
        return weigh_claims(claims, asked, self.sought, self.people.people, sources)

    def _quotes(self) -> list[Found]:
        if self._only_the_map():
            return []
        asked_in = language_of(self.question, self.lang)
        names = self._known_names()
        weighed = [
            one
            for source, spans in self._found(self.searched).values()
            for one in weigh(self.sought, self.expected, source, spans, names, asked_in)
        ]
        weighed.sort(key=lambda one: (-one.score, -one.source.dated_on.toordinal(), one.unit.start))
        return weighed

    def _only_the_map(self) -> bool:
        """Whether nothing is sought beyond what changed: no passage says that by itself."""
        asked = self.asked
        return (
            asked is not None
            and asked.family == "changes"
            and all(
                item.concepts & asked.granted or set(item.stems) & asked.words
                for item in self.sought
            )
        )

    def _found(self, searched: Searched) -> dict[str, tuple[Source, list[tuple[int, int]]]]:
        """The sources found, of the days that may answer, each with its best passages."""
        spans: dict[str, list[tuple[int, int]]] = {}
        for found in searched.found:
            place = (found.passage.start, found.passage.end)
            spans.setdefault(found.passage.source_id, []).append(place)
        sources = read_sources(self.asking.conn, set(spans), self.asking.ws.audience)
        return {
            key: (source, spans[key])
            for key, source in sources.items()
            if self._may_answer(source.dated_on)
        }

    def _may_answer(self, day: date) -> bool:
        if self.not_after is not None:
            return day <= self.not_after
        if self.asked is not None and self.asked.family == "changes":
            first, last = self._days()
            return (first is None or first <= day) and (last is None or day <= last)
        return True

    def _known_names(self) -> frozenset[str]:
        return frozenset(
            term.stem for person in self.holdings.people for term in terms_of(person.name)
        )

    def _from_quotes(self, quotes: Sequence[Found], cited: Sequence[Citation]) -> Answer | None:
        enough = max(ENOUGH, quotes[0].score * _SECOND_QUOTE)
        names = self._known_names()
        chosen = [quotes[0]]
        chosen += [one for one in quotes[1:2] if one.score >= enough and _apart(one, quotes[0])]
        picked = [(one, *words_to_quote(one, self.sought, self.expected, names)) for one in chosen]
        second = leads_to(quotes[0], self.expected, self._search, names)
        if second is not None and all(_apart(second, one) for one in chosen):
            picked = [picked[0], (second, second.unit.start, second.unit.end)]
        made = from_quotes(self.question, self.lang, self.account.name, picked, cited)
        return made if self._stands(made, cited) else None

    def _search(self, words: str) -> dict[str, tuple[Source, list[tuple[int, int]]]]:
        asking = self.asking
        found = search_notes(
            asking.conn, self.account.id, asking.ws.audience, words, _PASSAGES, self.as_of
        )
        return self._found(found)

    def _stands(self, made: Answer, before: Sequence[Citation]) -> bool:
        """Whether its own words stand where it says; those ``before`` it were held already."""
        made = replace(made, citations=made.citations[len(before) :])
        cited = {citation.source_id for citation in made.citations}
        listed = self.searched.sources
        ids = {key for key, one in listed.items() if (one.external_id or key) in cited}
        sources = read_sources(self.asking.conn, ids, self.asking.ws.audience)
        texts = {source.external_id or source.id: source.text for source in sources.values()}
        return holds(made, texts)


def _apart(one: Found, other: Found) -> bool:
    """Whether two finds do not overlap."""
    same = one.source.id == other.source.id
    return not same or one.unit.end <= other.unit.start or other.unit.end <= one.unit.start


def names_anybody(question: str, account_name: str) -> bool:
    """Whether the question has a word written like a name that is not the account's."""
    own = set(words_of(account_name))
    return any(
        term.capital
        and term.start > 0
        and not set(words_of(question[term.start : term.end])) <= own
        for term in terms_of(question)
        if term.kind == "word"
    )
