"""Accounts: found by id, name or alias, made once, and never hinted at to those who may not see them."""

from dataclasses import dataclass
from datetime import datetime
from difflib import get_close_matches

from sqlalchemy import Connection, or_, select, union
from sqlalchemy.exc import IntegrityError

from knowledge.errors import AccountExists, AmbiguousAccount, NotAllowed, UnknownAccount
from knowledge.store.access import OWNER, Audience, grant, visible
from knowledge.store.names import fold_name, refuse_unstorable
from knowledge.store.tables import AnyRow, account_aliases, accounts

_NEAR_COUNT, _NEAR_ENOUGH = 3, 0.6


@dataclass(frozen=True, slots=True)
class Account:
    """A customer or prospect; ``map_version`` grows with every change of its ledger."""

    id: str
    workspace_id: str
    name: str
    created_at: datetime
    map_version: int = 0
    aliases: tuple[str, ...] = ()


def find_account(
    conn: Connection, workspace_id: str, name: str, audience: Audience
) -> Account | None:
    """The account with this id, name or alias, whatever its case, accents and spaces.

    An id or a name goes before an alias. ``None`` when there is none that everybody in the audience
    may see. Raises ``AmbiguousAccount`` when an alias belongs to several of them.
    """
    folded = fold_name(name)
    aliased = select(account_aliases.c.account_id).where(
        account_aliases.c.workspace_id == workspace_id, account_aliases.c.folded_alias == folded
    )
    rows = conn.execute(
        select(accounts)
        .where(
            accounts.c.workspace_id == workspace_id,
            or_(
                accounts.c.id == name, accounts.c.folded_name == folded, accounts.c.id.in_(aliased)
            ),
            visible(audience, accounts),
        )
        .order_by(accounts.c.folded_name)
    ).all()
    exact = [row for row in rows if row.id == name] or [
        row for row in rows if row.folded_name == folded
    ]
    found = exact or rows
    if len(found) > 1:
        raise AmbiguousAccount(name, tuple(row.name for row in found))
    return _account(conn, found[0]) if found else None


def get_account(conn: Connection, workspace_id: str, name: str, audience: Audience) -> Account:
    """``find_account``, raising ``UnknownAccount`` with similar visible names when there is none."""
    found = find_account(conn, workspace_id, name, audience)
    if found is None:
        raise UnknownAccount(name, near_names(conn, workspace_id, name, audience))
    return found


def list_accounts(conn: Connection, workspace_id: str, audience: Audience) -> list[Account]:
    """The accounts everybody in the audience may see, by name; aliases are left out."""
    rows = conn.execute(
        select(accounts)
        .where(accounts.c.workspace_id == workspace_id, visible(audience, accounts))
        .order_by(accounts.c.folded_name)
    )
    return [_plain_account(row) for row in rows]


def create_account(conn: Connection, account: Account, owner: str) -> Account:
    """Make the account, with ``owner`` as its owner, and its aliases.

    Raises ``AccountExists`` when the owner can see one of that name, else ``NotAllowed``; never
    tells more.
    """
    refuse_unstorable(account.id, account.name)
    values = {
        "workspace_id": account.workspace_id,
        "id": account.id,
        "name": account.name,
        "folded_name": fold_name(account.name),
        "created_at": account.created_at.isoformat(),
    }
    try:
        conn.execute(accounts.insert().values(values))
    except IntegrityError:
        if find_account(conn, account.workspace_id, account.name, frozenset({owner})):
            raise AccountExists(account.name) from None
        raise NotAllowed from None
    grant(conn, account.workspace_id, account.id, owner, OWNER)
    for alias in account.aliases:
        add_alias(conn, account.workspace_id, account.id, alias)
    return account


def add_alias(conn: Connection, workspace_id: str, account_id: str, alias: str) -> None:
    """Let the account be found by ``alias`` too; adding it twice changes nothing."""
    refuse_unstorable(alias)
    key = {
        "workspace_id": workspace_id,
        "account_id": account_id,
        "folded_alias": fold_name(alias),
    }
    if conn.execute(select(account_aliases).filter_by(**key)).first() is None:
        conn.execute(account_aliases.insert().values(key | {"alias": alias}))


def near_names(
    conn: Connection, workspace_id: str, name: str, audience: Audience
) -> tuple[str, ...]:
    """At most three visible accounts whose name or alias looks like ``name``, the nearest first."""
    seen = visible(audience, accounts)
    of_workspace = accounts.c.workspace_id == workspace_id
    named = select(accounts.c.folded_name, accounts.c.name).where(of_workspace, seen)
    aliased = (
        select(account_aliases.c.folded_alias, accounts.c.name)
        .join_from(
            accounts,
            account_aliases,
            (account_aliases.c.workspace_id == accounts.c.workspace_id)
            & (account_aliases.c.account_id == accounts.c.id),
        )
        .where(of_workspace, seen)
    )
    names = {folded: shown for folded, shown in conn.execute(union(named, aliased))}
    near = get_close_matches(fold_name(name), names, _NEAR_COUNT, _NEAR_ENOUGH)
    return tuple(dict.fromkeys(names[folded] for folded in near))


def _account(conn: Connection, row: AnyRow) -> Account:
    aliases = conn.execute(
        select(account_aliases.c.alias)
        .where(
            account_aliases.c.workspace_id == row.workspace_id,
            account_aliases.c.account_id == row.id,
        )
        .order_by(account_aliases.c.folded_alias)
    ).scalars()
    return _plain_account(row, tuple(aliases))


def _plain_account(row: AnyRow, aliases: tuple[str, ...] = ()) -> Account:
    created = datetime.fromisoformat(row.created_at)
    return Account(row.id, row.workspace_id, row.name, created, row.map_version, aliases)
