"""Find the accounts a question is about, among those everybody who will read the answer may see."""

from collections.abc import Sequence
from difflib import SequenceMatcher

from knowledge.domain.names import fold
from knowledge.index.concepts import concepts_of
from knowledge.index.stems import stem
from knowledge.index.stop_words import EVERY_STOP_WORD
from knowledge.reading.tokens import tokenize
from knowledge.store.access import Audience
from knowledge.store.accounts import Account, find_account, list_accounts
from knowledge.store.engine import Connection

_NEAR = 0.84
_SHORTEST_NEAR = 5


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
            account = find_account(conn, workspace_id, token.text, audience)
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
