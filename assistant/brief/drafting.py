"""Putting facts into entries: every factual line of the page gets its numbers here or is left out."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from assistant.answers.citations import Numbered, cite_fact
from assistant.brief.page import Entry, EntryKind, Section
from knowledge.domain.facts import Basis, Fact
from knowledge.language.catalogue import Lang, phrase
from knowledge.store.sources import ListedSource
from tools.held.claim import Claim, Scope
from tools.held.holdings import Holdings
from tools.held.wording import claim_sentence, typed_words


@dataclass
class Drafting:
    """What a page is written from, and the numbers given so far."""

    lang: Lang
    holdings: Holdings
    sources: Mapping[str, ListedSource]
    numbered: Numbered = field(default_factory=Numbered)

    @property
    def facts(self) -> Scope:
        """Claims about what was accepted."""
        return Scope(self.holdings.known, "fact", (), self.holdings.day)

    @property
    def waiting(self) -> Scope:
        """Claims about what nobody has decided."""
        return Scope(self.holdings.waiting_map, "to_confirm", (), self.holdings.day)

    def say(self, key: str, **facts: object) -> str:
        """A sentence of the brief's catalogue."""
        return phrase(self.lang, f"brief.{key}", **facts)

    def numbers(self, facts: Iterable[Fact], *, waiting: bool = False) -> tuple[int, ...]:
        """The numbers of the words these facts rest on; those that may not be shown are left out."""
        cited = (cite_fact(fact, self.sources, self._typed, waiting=waiting) for fact in facts)
        return tuple(dict.fromkeys(self.numbered.number(one) for one in cited if one is not None))

    def _typed(self, fact: Fact) -> str:
        return typed_words(self.lang, fact, self.holdings)

    def claim(self, claim: Claim, suffix: str = "") -> Entry | None:
        """A claim as an entry, or ``None`` when it has no words to show."""
        waiting = claim.kind == "to_confirm"
        replaced = (claim.before,) if claim.before else ()
        numbers = self.numbers((claim.fact, *claim.rivals[-1:], *replaced), waiting=waiting)
        if not numbers:
            return None
        day = self.holdings.day
        text = claim_sentence(self.lang, claim, self.holdings, day, marked=False) + suffix
        return Entry(text, _kind_of(claim), numbers)

    def claims(self, claims: Iterable[Claim], most: int) -> tuple[Entry, ...]:
        """At most so many claims as entries."""
        entries = [entry for entry in map(self.claim, claims) if entry is not None]
        return tuple(entries[:most])

    def section(self, key: str, entries: Iterable[Entry], **facts: object) -> Section:
        """A section under the title of its key."""
        return Section(key, self.say(f"title.{key}", **facts), tuple(entries))


def _kind_of(claim: Claim) -> EntryKind:
    if claim.kind == "to_confirm":
        return "to_confirm"
    return "inference" if claim.fact.basis == Basis.ASSUMED else "fact"
