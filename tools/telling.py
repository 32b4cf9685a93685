"""Telling what is held: claims, facts and passages made into evidence, in the asker's language.

Everything here goes by dates, names and words and never by ids, so that the same notes give the same
evidence in any store.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from knowledge.domain.account_map import AccountMap
from knowledge.domain.facts import Basis, Fact
from knowledge.domain.sources import Source
from knowledge.language.catalogue import phrase
from knowledge.language.value_words import day_words
from tools.evidence import Evidence, EvidenceKind
from tools.held.claim import Claim, Kind, Scope
from tools.held.holdings import Holdings
from tools.held.plain_facts import claim_of
from tools.held.standing import StandingWords, words_behind, words_in
from tools.held.wording import claim_sentence, typed_words
from tools.opening import Opened
from tools.scope import ToolScope

PAGES = ("web_page", "article")
# How much of a result facts may take when something waits too.
_FACTS_BESIDE_WAITING = 0.75


@dataclass(frozen=True)
class Telling:
    """Makes evidence of one account; ``holdings`` are those of the day spoken of."""

    scope: ToolScope
    opened: Opened
    holdings: Holdings

    @property
    def known(self) -> Scope:
        """Claims about what was accepted."""
        return Scope(self.holdings.known, "fact", (), self.holdings.day)

    @property
    def scopes(self) -> tuple[Scope, Scope]:
        """Claims about what was accepted, and about what nobody has decided."""
        waiting = replace(
            self.known,
            account_map=self.holdings.waiting_map,
            kind="to_confirm",
            beside=self.holdings.known,
            closing=self.holdings.closing,
        )
        return self.known, waiting

    def may_tell(self, claim: Claim) -> bool:
        """Whether a claim is more than a name lent to the map of what waits."""
        waits = claim.fact.id in self.holdings.waiting_ids or claim.note == "closed"
        return claim.kind == "fact" or waits

    def claims(self, claims: Iterable[Claim]) -> list[Evidence]:
        """Claims as evidence, each followed by what contradicts it and what it replaced."""
        found: list[Evidence] = []
        for given in claims:
            if not self.may_tell(given):
                continue
            claim = in_content_order(given, self.holdings)
            told = self.claim(claim)
            if told is None:
                continue
            beside = (*claim.rivals[-1:], *((claim.before,) if claim.before else ()))
            told_beside = (self.fact(fact, self._kind(fact, claim)) for fact in beside)
            found += [told, *filter(None, told_beside)]
        return found

    def claim(self, claim: Claim, says: str | None = None) -> Evidence | None:
        """One claim, or ``None`` when it has no words to show; ``says`` replaces its sentence."""
        waiting = claim.kind == "to_confirm"
        stands = words_behind(claim.fact, self.opened.sources, self._typed, waiting=waiting)
        if stands is None:
            return None
        if says is None:
            says = self.sentence(claim)
        fact_id = None if waiting else claim.fact.id
        return self._at(claim.kind, says, stands, fact_id, self._people(claim))

    def fact(self, fact: Fact, kind: Kind, key: str = "", **facts: str) -> Evidence | None:
        """A fact by itself; ``key`` names the sentence of the catalogue that stands around its own."""
        claim = claim_of(fact, kind, self.map_of(kind))
        sentence = self.sentence(claim)
        if key:
            sentence = phrase(self.scope.lang, f"tools.sentence.{key}", sentence=sentence, **facts)
        return self.claim(claim, sentence)

    def worded(self, evidence: Evidence, key: str) -> Evidence:
        """The same evidence with its sentence inside another of the catalogue."""
        says = phrase(self.scope.lang, f"tools.sentence.{key}", sentence=evidence.says)
        return replace(evidence, says=says)

    def sentence(self, claim: Claim) -> str:
        """A claim in one plain sentence."""
        return claim_sentence(self.scope.lang, claim, self.holdings, self.holdings.day)

    def absence(self, says: str, people: tuple[str, ...] = ()) -> Evidence:
        """Something the map lacks on the day looked at."""
        day = self.holdings.day.isoformat()
        account = self.opened.account.name
        return Evidence(kind="absence", says=says, date=day, account=account, people=people)

    def none(self, key: str, **facts: str) -> Evidence:
        """An absence in the words of a sentence of the catalogue."""
        account = self.opened.account.name
        return self.absence(phrase(self.scope.lang, f"tools.none.{key}", account=account, **facts))

    def passage(
        self, source: Source, start: int, end: int, voices: tuple[str, ...] = ()
    ) -> Evidence:
        """Words of a source as they stand there."""
        kind: EvidenceKind = "page" if source.kind in PAGES else "passage"
        stands = words_in(source, start, end, source.text[start:end])
        return self._at(kind, "", stands, None, voices)

    def day(self, day: date) -> str:
        """A day as people write it."""
        return day_words(self.scope.lang, day)

    def map_of(self, kind: Kind) -> AccountMap:
        """The map a claim of this kind is read from."""
        return self.holdings.known if kind == "fact" else self.holdings.waiting

    def _kind(self, fact: Fact, claim: Claim) -> Kind:
        """What stands beside a waiting line may be a fact: what the line would replace."""
        return claim.kind if fact.id in self.holdings.waiting_ids else "fact"

    def _typed(self, fact: Fact) -> str:
        return typed_words(self.scope.lang, fact, self.holdings)

    def _people(self, claim: Claim) -> tuple[str, ...]:
        value = claim.fact.value
        record = value if isinstance(value, dict) else {}
        who = record.get("who") or record.get("owner") or record.get("person") or {}
        parts = record.get("participants") or ()
        named = [
            claim.person.name if claim.person else None,
            claim.other,
            who.get("name") if isinstance(who, dict) else None,
            *sorted(filter(None, (self.holdings.name_of(one) for one in parts))),
            *(self.holdings.name_of(rival.subject_id) for rival in claim.rivals[-1:]),
        ]
        return tuple(dict.fromkeys(name for name in named if name))

    def _at(
        self,
        kind: EvidenceKind,
        says: str,
        stands: StandingWords,
        fact_id: str | None,
        people: tuple[str, ...],
    ) -> Evidence:
        return Evidence(
            kind=kind,
            says=says,
            quote=stands.quote,
            date=stands.day.isoformat(),
            source=stands.source,
            source_kind=stands.kind,
            author=stands.author,
            url=stands.url,
            fact_id=fact_id,
            source_id=stands.source_id,
            start=stands.start,
            end=stands.end,
            account=self.opened.account.name,
            people=people,
        )


def in_content_order(claim: Claim, holdings: Holdings) -> Claim:
    """The same claim with what is of one moment in the order of its words, whatever the ids."""
    same = [one for one in claim.agreeing if _moment(one) == _moment(claim.fact)]
    first = max((claim.fact, *same), key=_words)
    if first.id != claim.fact.id:
        rest = tuple(one for one in (*claim.agreeing, claim.fact) if one.id != first.id)
        claim = replace(claim, fact=first, agreeing=rest)
    rivals = tuple(sorted(claim.rivals, key=lambda one: (_moment(one), _words(one))))
    claim = replace(claim, rivals=rivals)
    last = rivals[-1] if rivals else None
    if last is None or _moment(last) != _moment(claim.fact) or _words(last) < _words(claim.fact):
        return claim
    account_map = holdings.known if claim.kind == "fact" else holdings.waiting
    others = (*(one for one in rivals if one.id != last.id), *claim.agreeing, claim.fact)
    person = account_map.person(last.subject_id)
    return replace(claim, fact=last, agreeing=(), rivals=others, person=person)


def _moment(fact: Fact) -> tuple[str, str, bool]:
    return (fact.valid_on.isoformat(), fact.learnt_on.isoformat(), fact.basis == Basis.KNOWN)


def _words(fact: Fact) -> tuple[str, int, str]:
    return (fact.quote or "", fact.start or 0, fact.value_json)


def by_day(evidence: Evidence) -> tuple[str, str, str, int]:
    """Sorts evidence by day, then by what it says."""
    return (evidence.date, evidence.says, evidence.quote or "", evidence.start or 0)


def latest_first(found: Iterable[Evidence]) -> list[Evidence]:
    """Evidence by day, the latest first; of one day in the order of what it says."""
    by_words = sorted(found, key=by_day)
    return sorted(by_words, key=lambda one: one.date, reverse=True)


def facts_then_waiting(scope: ToolScope, found: Sequence[Evidence]) -> list[Evidence]:
    """Facts before what waits, so that what waits still has room when there are many facts."""
    facts = [one for one in found if one.kind != "to_confirm"]
    waiting = [one for one in found if one.kind == "to_confirm"]
    room = int(scope.max_evidence * _FACTS_BESIDE_WAITING) if waiting else len(facts)
    return [*facts[:room], *waiting, *facts[room:]]


def kinds_counted(found: Iterable[Evidence]) -> dict[str, int]:
    """How many facts and how many waiting lines there are."""
    kinds = [one.kind for one in dict.fromkeys(found)]
    return {"facts": kinds.count("fact"), "to_confirm": kinds.count("to_confirm")}
