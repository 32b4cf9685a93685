"""The fold: facts and events of one account in, what holds at a moment out.

Nothing here depends on the order in which facts arrive. What supersedes what is decided by
(``valid_on``, ``learnt_on``) alone; two different values of one day are a contradiction, ordered by
content so that every reader sees the same one last.

Undo, retraction, merge and split correct mistakes about the past, so they apply whatever the date
asked for. Closing and reopening happened in the world: both clocks bound them, like facts.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from itertools import groupby
from typing import NamedTuple

from knowledge.domain.facts import Basis, Confidence, Event, EventKind, Fact
from knowledge.domain.names import fold as fold_words
from knowledge.domain.registry import REGISTRY


class Held(NamedTuple):
    """What the account holds under one key: the value now, and everything behind it.

    ``agreeing`` are the other facts that say the same; ``earlier`` were superseded; ``rivals``
    contradict the value and nobody has settled it. ``closed`` is the event that ended the item.
    """

    fact: Fact
    agreeing: tuple[Fact, ...]
    earlier: tuple[Fact, ...]
    rivals: tuple[Fact, ...]
    closed: Event | None

    @property
    def behind(self) -> tuple[Fact, ...]:
        """Every fact under the key: what was superseded stays readable."""
        return (self.fact, *self.agreeing, *self.earlier, *self.rivals)

    @property
    def confidence(self) -> Confidence:
        """How well the value is supported: the best of its facts, or several independent ones."""
        facts = (self.fact, *self.agreeing)
        if any(fact.basis == Basis.KNOWN for fact in facts):
            return Confidence.KNOWN
        sources = {fact.source_id for fact in facts if fact.basis == Basis.STATED}
        if len(sources) > 1:
            return Confidence.CORROBORATED
        return Confidence.STATED_ONCE if sources else Confidence.ASSUMED


Key = tuple[str, str, str]
Ledger = dict[Key, Held]


class Folded(NamedTuple):
    """The values of an account by (subject, attribute, item), and who became whom."""

    held: Ledger
    same_as: dict[str, str]


def fold(
    facts: Iterable[Fact],
    events: Sequence[Event] = (),
    as_of: date | None = None,
    valid_on: date | None = None,
) -> Folded:
    """What holds, by facts believed ``as_of`` a day and, if asked, true in the world ``valid_on``.

    Raises nothing: facts of unknown attributes are kept out, since a later version may know them.
    """
    identities = _Identities(events) if events else None
    latest = _earliest(as_of, valid_on)
    by_key: dict[Key, list[Fact]] = {}
    for fact in facts:
        if latest is not None and fact.valid_on > latest:
            continue
        if as_of is not None and fact.learnt_on > as_of:
            continue
        if identities is None:
            key = (fact.subject_id, fact.attribute, fact.item)
        elif fact.id in identities.taken_back:
            continue
        else:
            resolved = identities.key_of(fact)
            if resolved is None:
                continue
            key = resolved
        if key in by_key:
            by_key[key].append(fact)
        else:
            by_key[key] = [fact]
    closings = _closings(identities, as_of, latest) if identities else {}
    held = {
        key: _settle(group, closings.get(key))
        for key, group in by_key.items()
        if key[1] in REGISTRY
    }
    return Folded(held, identities.same_as() if identities else {})


def _earliest(*days: date | None) -> date | None:
    given = [day for day in days if day is not None]
    return min(given) if given else None


def _settle(facts: list[Fact], closed: Event | None) -> Held:
    """Walk the facts of one key through time and say what holds at the end."""
    if len(facts) == 1:
        return Held(facts[0], (), (), (), _if_still_closed(closed, facts[0]))
    facts.sort(key=_moment)
    current = facts[0]
    agreeing: list[Fact] = []
    earlier: list[Fact] = []
    rivals: list[Fact] = []
    for fact in facts[1:]:
        if fact.value_json == current.value_json:
            agreeing.append(current)
        else:
            rivals += [*agreeing, current]
            agreeing = []
        # What the newest words do not contradict they supersede, or settle.
        earlier += [rival for rival in rivals if not _contradicts(rival, fact)]
        rivals = [rival for rival in rivals if _contradicts(rival, fact)]
        current = fact
    same = [fact for fact in rivals if fact.value_json == current.value_json]
    rivals = [fact for fact in rivals if fact.value_json != current.value_json]
    still = _if_still_closed(closed, current)
    return Held(current, (*agreeing, *same), tuple(earlier), tuple(rivals), still)


def _if_still_closed(closed: Event | None, current: Fact) -> Event | None:
    """A closing ends what was said up to it; what is said again afterwards is open again."""
    if closed is None:
        return None
    said, ended = (current.valid_on, current.learnt_on), (closed.valid_on, closed.learnt_on)
    return None if said > ended else closed


def _moment(fact: Fact) -> tuple[date, date, bool, str, str, str, str]:
    """Time first; on one day a person's own word stands last, then content decides, then the id.

    What is said comes before the hash, which holds ids: another store orders the same words alike.
    """
    known, words = fact.basis == Basis.KNOWN, fact.quote or ""
    return (
        fact.valid_on,
        fact.learnt_on,
        known,
        fact.value_json,
        words,
        fact.content_hash(),
        fact.id,
    )


def _contradicts(before: Fact, after: Fact) -> bool:
    """Whether ``after``, which says something else, contradicts rather than supersedes."""
    if after.basis == Basis.KNOWN:
        return (
            before.basis == Basis.KNOWN
            and before.valid_on == after.valid_on
            and (before.learnt_on == after.learnt_on)
        )
    if before.valid_on == after.valid_on and before.learnt_on == after.learnt_on:
        return True
    if after.changed or before.ends or after.ends:
        return False
    if before.valid_on == after.valid_on:
        return True
    return REGISTRY[after.attribute].difference == "contradiction"


class _Identities:
    """Which facts were taken back, and which person each fact is about."""

    def __init__(self, events: Sequence[Event]) -> None:
        self.taken_back: set[str] = set()
        undone: set[str] = set()
        for event in sorted(events, key=lambda event: event.id, reverse=True):
            # Newest first, so that an undone undo takes nothing back.
            if event.id in undone:
                continue
            if event.kind in (EventKind.UNDO, EventKind.RETRACT):
                self.taken_back.update(event.payload.get("facts", ()))
                undone.update(event.payload.get("events", ()))
        self.live = [
            event for event in sorted(events, key=lambda event: event.id) if event.id not in undone
        ]
        self._into: dict[str, str] = {}
        self._moved: dict[str, str] = {}
        for event in self.live:
            if event.kind == EventKind.MERGE:
                self._merge(event.payload["from"], event.payload["into"])
            elif event.kind == EventKind.SPLIT:
                self._moved.update(dict.fromkeys(event.payload["facts"], event.payload["into"]))

    def key_of(self, fact: Fact) -> Key | None:
        """The key of ``fact`` after merges and splits; ``None`` when it says nothing any more.

        The name of somebody merged into another becomes a further name of that person, so that a
        short form learnt later never replaces the full name. A relation follows the person it leads
        to, and one between two entries of one person is none.
        """
        before = self._moved.get(fact.id, fact.subject_id)
        subject = self.resolve(before)
        if fact.attribute == "person.name" and subject != before:
            return (subject, "person.alias", fold_words(str(fact.value)))
        if fact.attribute == "person.relation":
            kind, _, target = fact.item.partition(":")
            leads_to = self.resolve(target)
            return None if leads_to == subject else (subject, fact.attribute, f"{kind}:{leads_to}")
        return (subject, fact.attribute, fact.item)

    def resolve(self, subject_id: str) -> str:
        """Who ``subject_id`` is today."""
        while subject_id in self._into:
            subject_id = self._into[subject_id]
        return subject_id

    def same_as(self) -> dict[str, str]:
        """Every merged id with the id it became."""
        return {merged: self.resolve(merged) for merged in self._into}

    def _merge(self, merged: str, into: str) -> None:
        root, target = self.resolve(merged), self.resolve(into)
        if root != target:
            self._into[root] = target


def _closings(identities: _Identities, as_of: date | None, latest: date | None) -> dict[Key, Event]:
    """The closing in force per key; a reopening takes it away again."""
    in_time = [
        event
        for event in identities.live
        if event.kind in (EventKind.CLOSE, EventKind.REOPEN)
        and (latest is None or event.valid_on <= latest)
        and (as_of is None or event.learnt_on <= as_of)
    ]
    in_time.sort(key=lambda event: (event.valid_on, event.learnt_on, event.id))
    closed: dict[Key, Event] = {}
    for key, group in groupby(in_time, key=lambda event: _closing_key(event, identities)):
        for event in group:
            if event.kind == EventKind.CLOSE:
                closed[key] = event
            else:
                closed.pop(key, None)
    return closed


def _closing_key(event: Event, identities: _Identities) -> Key:
    payload = event.payload
    return (identities.resolve(payload["subject"]), payload["attribute"], payload["item"])
