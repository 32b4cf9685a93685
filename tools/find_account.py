"""Find the accounts a question is about, among those everybody who will read the answer may see."""

from collections.abc import Sequence
from difflib import SequenceMatcher

from pydantic import Field

from knowledge.domain.names import fold
from knowledge.errors import AmbiguousAccount
from knowledge.index.concepts import concepts_of
from knowledge.index.stems import stem
from knowledge.index.stop_words import EVERY_STOP_WORD
from knowledge.reading.tokens import tokenize
from knowledge.store import accounts
from knowledge.store.access import Audience
from knowledge.store.accounts import Account, list_accounts
from knowledge.store.engine import Connection
from tools.arguments import Arguments, Words
from tools.result import ToolResult, refused
from tools.scope import ToolScope

_NEAR = 0.84
_SHORTEST_NEAR = 5


class FindAccount(Arguments):
    """Arguments of the tool."""

    words: Words | None = Field(
        default=None,
        description="The account's name or the words that name it, as the person wrote them. "
        "Leave it out to list the accounts.",
    )


def find_account(scope: ToolScope, args: FindAccount) -> ToolResult:
    """The names of the accounts that ``words`` name, or of all there are."""
    every = list_accounts(scope.conn, scope.workspace_id, scope.audience)
    if scope.account is not None:
        every = [account for account in every if account.id == scope.account]
    named = every if args.words is None else _named_among(scope, args.words, every)
    if isinstance(named, ToolResult):
        return named
    if not named:
        near = accounts.near_names(scope.conn, scope.workspace_id, args.words or "", scope.audience)
        return refused("unknown_account", choices=[] if scope.account else near)
    return ToolResult(
        choices=refused("", choices=[account.name for account in named]).choices,
        counts={"accounts": len(named)},
    )


def _named_among(
    scope: ToolScope, words: str, every: Sequence[Account]
) -> list[Account] | ToolResult:
    try:
        named, _ = find_accounts(scope.conn, scope.workspace_id, scope.audience, words)
        whole = accounts.find_account(scope.conn, scope.workspace_id, words, scope.audience)
    except AmbiguousAccount as error:
        return refused("ambiguous_account", choices=str(error.facts["matches"]).split(", "))
    opened = {account.id for account in every}
    found = [whole] if whole is not None else named
    return [account for account in found if account.id in opened]


def find_accounts(
    conn: Connection, workspace_id: str, audience: Audience, question: str
) -> tuple[list[Account], list[Account]]:
    """The accounts ``question`` names (by name, telling word, alias or near spelling), and all of them."""
    every = list_accounts(conn, workspace_id, audience)
    by_name = {account.name: account for account in every}
    named = [by_name[name] for name in accounts_named(question, list(by_name))]
    if not named:
        named = _by_alias(conn, workspace_id, audience, question)
    return named, every


def _by_alias(
    conn: Connection, workspace_id: str, audience: Audience, question: str
) -> list[Account]:
    found: dict[str, Account] = {}
    for token in tokenize(question):
        if token.kind == "word" and token.is_capital and token.norm not in EVERY_STOP_WORD:
            account = accounts.find_account(conn, workspace_id, token.text, audience)
            if account is not None:
                found[account.id] = account
    return list(found.values())


def accounts_named(question: str, names: Sequence[str]) -> list[str]:
    """Which of the account ``names`` the question names: in full, by a telling word, or nearly."""
    asked = f" {fold(question)} "
    whole = [name for name in names if f" {fold(name)} " in asked]
    whole = [n for n in whole if not any(n != other and fold(n) in fold(other) for other in whole)]
    # What is left of the question may name another account by a part of its name.
    for name in whole:
        asked = asked.replace(f" {fold(name)} ", " ")
    words = asked.split()
    telling = {name: _telling_words(name) for name in names if name not in whole}
    exact = [name for name in telling if any(word in words for word in telling[name])]
    if whole or exact:
        return [name for name in names if name in whole or name in exact]
    capitals = [fold(token.text) for token in tokenize(question) if token.is_capital]
    return [
        name
        for name in telling
        if any(is_near(word, capital) for word in telling[name] for capital in capitals)
    ]


def _telling_words(name: str) -> list[str]:
    """The words of an account's name that are nobody else's: no "group", "bank" or "hospitals"."""
    words = fold(name).split()
    telling = [
        word
        for word in words
        if len(word) >= 4 and word not in EVERY_STOP_WORD and not concepts_of(stem(word))
    ]
    return telling or ([words[0]] if len(words) == 1 else [])


def is_near(known: str, typed: str) -> bool:
    """Whether two words of a name differ by a slip of the hand."""
    if len(known) < _SHORTEST_NEAR or len(typed) < _SHORTEST_NEAR or known[0] != typed[0]:
        return False
    return SequenceMatcher(None, known, typed).ratio() >= _NEAR
