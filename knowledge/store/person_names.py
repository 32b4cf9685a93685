"""Under which names the store knows a person: what has to be found when somebody is forgotten.

Pure: facts and events of an account in, names as folded words out.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from knowledge.domain.account_map import AccountMap, build_account_map
from knowledge.domain.facts import Event, Fact
from knowledge.domain.names import words_of
from knowledge.store.blanking import Words, name_parts
from knowledge.store.names import words_in

_NAMES = ("person.name", "person.alias")
_ADDRESSES = ("person.email", "person.phone")
_SHORTEST_COMPACT = 5
_SHARED_BOXES = frozenset(
    "accueil achats admin contact compta finance hello info sales support".split()
)


@dataclass(frozen=True, slots=True)
class PersonInLedger:
    """One person of an account: every id they ever had, and every fact about them."""

    account_id: str
    ids: frozenset[str]
    facts: tuple[Fact, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """Every name the ledger holds for them, the oldest first."""
        values = (fact.value for fact in self.facts if fact.attribute in _NAMES)
        return tuple(dict.fromkeys(str(value) for value in values if value))

    @property
    def addresses(self) -> tuple[str, ...]:
        """Every e-mail address and telephone number the ledger holds for them."""
        values = (fact.value for fact in self.facts if fact.attribute in _ADDRESSES)
        return tuple(dict.fromkeys(str(value) for value in values if value))


@dataclass(frozen=True, slots=True)
class NameForms:
    """How a person may be written.

    ``sure`` forms mean the person wherever they stand, ``local`` ones only in their own account;
    ``parts`` are single words, which mean them in texts about that account.
    """

    sure: frozenset[Words]
    local: frozenset[Words]
    parts: frozenset[str]


def person_in_ledger(
    account_id: str, person_id: str, facts: Sequence[Fact], events: Sequence[Event]
) -> PersonInLedger | None:
    """The person with an id of today or of before a merge, or ``None``; also when taken back."""
    account_map = build_account_map(account_id, facts, events)
    root = account_map.same_as.get(person_id, person_id)
    ids = {root, *(old for old, now in account_map.same_as.items() if now == root)}
    owner = _owners(account_map)
    about = tuple(fact for fact in facts if owner.get(fact.id, fact.subject_id) in ids)
    return PersonInLedger(account_id, frozenset(ids), about) if about else None


def forms_of(names: Iterable[str], addresses: Iterable[str] = ()) -> NameForms:
    """Every way to write these names: turned round, with an initial, run together as in addresses."""
    sure: set[Words] = set()
    local: set[Words] = set()
    parts: set[str] = set()
    for name in names:
        words = words_of(name)
        parts |= name_parts(words)
        if len(words) == 1:
            parts.add(words[0])
            local.add(words)
        elif words:
            turned = (words[-1], *words[:-1])
            sure |= {words, turned, *_run_together(words[0], words[-1])}
            local |= {(words[0][0], *words[1:]), (words[-1], words[0][0])}
    for address in addresses:
        # Of an e-mail address only what stands before the sign: the rest is the company's.
        words = tuple(word for word, _, _ in words_in(address.partition("@")[0]))
        if len("".join(words)) >= _SHORTEST_COMPACT and words[0] not in _SHARED_BOXES:
            sure.add(words)
    return NameForms(frozenset(sure), frozenset(local | sure), frozenset(parts))


def _run_together(first: str, last: str) -> list[Words]:
    forms = (first + last, last + first, first[0] + last, last + first[0])
    return [(form,) for form in forms if len(form) >= _SHORTEST_COMPACT]


def _owners(account_map: AccountMap) -> dict[str, str]:
    """Whom each fact is about today, after merges and splits, by fact id."""
    owners = {}
    for (subject, _, _), held in account_map.held.items():
        for fact in (held.fact, *held.agreeing, *held.earlier, *held.rivals):
            owners[fact.id] = subject
    return owners
