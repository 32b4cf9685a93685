"""Which account a text is about, and which name it gives to one we do not know yet."""

import re
from collections.abc import Sequence

from assistant.bootstrap import Workspace
from knowledge.store import accounts
from knowledge.store.accounts import Account
from tools.find_account import find_accounts

_NAME = (
    r"[A-ZÀ-ÖØ-Þ][\w&'’.-]*(?:[ -](?:(?:du|de|des|d'|of|and|et|&)[ ])?[A-ZÀ-ÖØ-Þ][\w&'’.-]*){0,3}"
)
_AT = re.compile(
    r"\b(?:with|at|for|chez|avec|pour|client|account|compte|customer)\s+(?P<name>" + _NAME + ")"
)
_LEADS = re.compile(r"^\W*(?P<name>" + _NAME + r")\s*(?:[,:(–—]|-\s)")
# A hurried first line: "ambrelac, jeudi 22/01".
_LEADS_SMALL = re.compile(r"^\W*(?P<name>[a-zà-öø-ÿ][\w&'’-]{2,30})\s*(?:[,:(–—]|-\s)")
_NO_NAMES = frozenset(
    "notes note meeting call visit met minutes transcript debrief recap today yesterday monday tuesday "
    "wednesday thursday friday hello hi dear subject from bonjour bonsoir salut réunion visite appel "
    "rdv point compte rendu lundi mardi mercredi jeudi vendredi hier aujourd'hui objet".split()
)
_MOST_LISTED = 40


def account_named(ws: Workspace, text: str) -> Account | None:
    """The one account the text names: by its first line, else by all of it."""
    head = next((line for line in text.splitlines() if line.strip()), "")
    with ws.store.read() as conn:
        for words in (head, text):
            named, _ = find_accounts(conn, ws.workspace_id, ws.audience, words)
            if len(named) == 1:
                return named[0]
    return None


def account_of(ws: Workspace, name: str | None) -> Account | None:
    """The account of this name or id; ``None`` when there is none everybody here may see."""
    if not name:
        return None
    with ws.store.read() as conn:
        return accounts.find_account(conn, ws.workspace_id, name, ws.audience)


def accounts_known(ws: Workspace) -> Sequence[Account]:
    """The accounts everybody here may see, the latest made first."""
    with ws.store.read() as conn:
        known = accounts.list_accounts(conn, ws.workspace_id, ws.audience)
    return sorted(known, key=lambda account: account.created_at, reverse=True)[:_MOST_LISTED]


def name_suggested(text: str) -> str | None:
    """The name a note seems to give to its account, for a button that creates it."""
    head = next((line for line in text.splitlines() if line.strip()), "")[:200]
    for pattern in (_AT, _LEADS, _LEADS_SMALL):
        found = pattern.search(head)
        name = found["name"].rstrip(".'’-") if found else ""
        if name and name.lower() not in _NO_NAMES:
            return name[0].upper() + name[1:]
    return None
