"""Opening an account a model named, and finding people in it, among what the audience may see alone."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches

from knowledge.domain.account_map import PersonView
from knowledge.domain.names import fold
from knowledge.errors import AmbiguousAccount
from knowledge.store import accounts
from knowledge.store.sources import list_sources
from tools.find_account import accounts_named, find_accounts, is_near
from tools.held.holdings import Holdings, build_holdings
from tools.held.naming import people_meant
from tools.held.standing import AnySource
from tools.read_account import ReadAccount, read_account
from tools.result import ToolResult, refused
from tools.scope import ToolScope


@dataclass(frozen=True)
class Opened:
    """An account with what is held of it on the day asked about, and the sources of until then."""

    account: accounts.Account
    ledger: ReadAccount
    holdings: Holdings
    sources: Mapping[str, AnySource]

    def held_on(self, day: date) -> Holdings:
        """What was held as of another day."""
        ledger, account = self.ledger, self.account
        return build_holdings(
            account.id, account.name, ledger.facts, ledger.events, ledger.waiting,
            self.holdings.today, day,
        )  # fmt: skip


def open_account(scope: ToolScope, name: str | None) -> Opened | ToolResult:
    """The account ``name`` means, opened, or why not.

    One that is not visible is one that does not exist. When the person settled the account no other
    opens, whatever a model asks for.
    """
    found = _settled(scope, name) if scope.account else _named(scope, name)
    if isinstance(found, ToolResult):
        return found
    read = read_account(scope.conn, scope.workspace_id, found.id, scope.audience)
    listed = list_sources(scope.conn, found.id, scope.audience)
    order = {source.id: (source.dated_on, source.external_id or "", source.sha256)
             for source in listed}  # fmt: skip
    # By content and never by ids, so that the same notes always give the same answer.
    waiting = sorted(read.waiting, key=lambda one: order.get(one.source_id, (date.min, "", "")))
    ledger = ReadAccount(read.facts, read.events, tuple(waiting))
    holdings = build_holdings(
        found.id, found.name, ledger.facts, ledger.events, waiting, scope.today, scope.as_of
    )
    known_then = {
        one.id: one for one in listed if scope.as_of is None or one.dated_on <= scope.as_of
    }
    return Opened(found, ledger, holdings, known_then)


def open_to_write(scope: ToolScope, name: str | None) -> Opened | ToolResult:
    """The same for a tool that leaves something behind: an account the person settled, or named themselves.

    Otherwise a note could have the person's words filed where other people read them.
    """
    opened = open_account(scope, name)
    if isinstance(opened, ToolResult) or scope.account is not None:
        return opened
    named, every = find_accounts(scope.conn, scope.workspace_id, scope.audience, scope.message)
    if len(every) == 1 or opened.account.id in {account.id for account in named}:
        return opened
    return refused("account_not_named", "ask the person which account", [opened.account.name])


def _settled(scope: ToolScope, name: str | None) -> accounts.Account | ToolResult:
    found = accounts.find_account(
        scope.conn, scope.workspace_id, scope.account or "", scope.audience
    )
    if found is None:
        return refused("unknown_account")
    theirs = {fold(form) for form in (found.name, found.id, *found.aliases)}
    if name and fold(name) not in theirs and not accounts_named(name, [found.name]):
        return refused("other_account", "this question is about", [found.name])
    return found


def _named(scope: ToolScope, name: str | None) -> accounts.Account | ToolResult:
    if not name:
        every = accounts.list_accounts(scope.conn, scope.workspace_id, scope.audience)
        if len(every) == 1:
            return every[0]
        return refused("account_needed", choices=[one.name for one in every])
    try:
        found = accounts.find_account(scope.conn, scope.workspace_id, name, scope.audience)
    except AmbiguousAccount as error:
        return refused("ambiguous_account", choices=str(error.facts["matches"]).split(", "))
    return found or _by_part_of_name(scope, name)


def _by_part_of_name(scope: ToolScope, name: str) -> accounts.Account | ToolResult:
    """The one account whose name holds every word of ``name``, or nearly so."""
    words = fold(name).split()
    every = accounts.list_accounts(scope.conn, scope.workspace_id, scope.audience)
    fitting = [one for one in every if words and _holds(fold(one.name).split(), words)]
    if len(fitting) == 1:
        return fitting[0]
    if fitting:
        return refused("ambiguous_account", choices=[one.name for one in fitting])
    near = accounts.near_names(scope.conn, scope.workspace_id, name, scope.audience)
    return refused("unknown_account", choices=near)


def _holds(known: list[str], typed: list[str]) -> bool:
    telling = any(len(word) >= 4 for word in typed)
    return telling and all(
        any(word == other or is_near(other, word) for other in known) for word in typed
    )


def find_people(opened: Opened, name: str | None) -> tuple[PersonView, ...] | ToolResult:
    """Whom ``name`` means in the account: the entries of one person, or nobody when none is given."""
    if not name:
        return ()
    holdings = opened.holdings
    on_map = {person.id for person in holdings.known.people}
    named = people_meant(name, holdings.people, on_map)
    if named.unclear:
        return refused("ambiguous_person", choices=sorted(_titled(one) for one in named.unclear))
    if named.people:
        return named.people
    names = {fold(person.name): person.name for person in holdings.people}
    near = get_close_matches(fold(name), sorted(names), n=3)
    return refused("unknown_person", choices=[names[one] for one in near])


def _titled(person: PersonView) -> str:
    return f"{person.name} ({person.title})" if person.title else person.name
