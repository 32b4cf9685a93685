"""Finding what a person means by a name: an account, somebody on its map, an open item."""

from collections.abc import Iterable

from assistant.bootstrap import Workspace
from knowledge.domain.account_map import AccountMap, PersonView
from knowledge.domain.fold import Held
from knowledge.domain.item_keys import key_of_words
from knowledge.domain.likeness import likeness
from knowledge.domain.matching import Known, Unclear, match_name
from knowledge.domain.names import fold
from knowledge.domain.registry import REGISTRY
from knowledge.errors import AmbiguousPerson, UnknownItem, UnknownPerson
from knowledge.store import accounts, ledger
from knowledge.store.engine import Connection

# How much of an item's wording somebody has to type for it to be meant.
MEANT = 0.6


def find_map(ws: Workspace, conn: Connection, account: str) -> tuple[accounts.Account, AccountMap]:
    """The account of this name with its map of now; raises ``UnknownAccount`` with similar names."""
    found = accounts.get_account(conn, ws.workspace_id, account, ws.audience)
    return found, ledger.load_map(conn, found.id, ws.audience)


def find_person(name: str, account_name: str, account_map: AccountMap) -> PersonView:
    """The one person of the map a typed name means; raises ``UnknownPerson`` or ``AmbiguousPerson``."""
    by_id = account_map.person(name)
    if by_id is not None:
        return by_id
    match match_name(name, account_map.people):
        case Known(person):
            return person
        case Unclear(people):
            raise AmbiguousPerson(name, account_name, tuple(person.name for person in people))
        case _:
            raise UnknownPerson(name, account_name, _near(name, account_map))


def _near(name: str, account_map: AccountMap) -> tuple[str, ...]:
    import difflib

    names = {fold(person.name): person.name for person in account_map.people}
    return tuple(names[near] for near in difflib.get_close_matches(fold(name), names, n=3))


def short_id(held: Held) -> str:
    """The few letters by which a person names an open item on the command line."""
    fact = held.fact
    return key_of_words(fact.account_id, fact.attribute, fact.item)[:6]


def closable_items(account_map: AccountMap) -> Iterable[Held]:
    """Everything of the account that can be closed, open or not."""
    for attribute in REGISTRY.values():
        if attribute.closable:
            yield from account_map.many(attribute.name, closed=True)


def find_item(words: str, account_map: AccountMap) -> Held | None:
    """The item somebody means by its short id or by words of it; ``None`` when none or several fit."""
    items = list(closable_items(account_map))
    by_id = [held for held in items if short_id(held) == words.strip().lower()]
    if len(by_id) == 1:
        return by_id[0]
    ranked = sorted(
        ((likeness(words, held.fact.value["text"]), held) for held in items),
        key=lambda pair: -pair[0],
    )
    if not ranked or ranked[0][0] < MEANT:
        return None
    if len(ranked) > 1 and ranked[1][0] == ranked[0][0]:
        return None
    return ranked[0][1]


def require_item(words: str, maps: Iterable[AccountMap]) -> Held:
    """The one item over several maps; raises ``UnknownItem`` when none or several fit."""
    found = [held for held in (find_item(words, one) for one in maps) if held is not None]
    if len(found) != 1:
        raise UnknownItem(words[:80])
    return found[0]
