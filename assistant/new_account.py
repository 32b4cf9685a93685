"""Making an account, wherever it is first named."""

from assistant.bootstrap import Workspace
from knowledge.errors import BadValue
from knowledge.store import accounts
from knowledge.store.engine import Connection


def make_account(ws: Workspace, conn: Connection, name: str) -> accounts.Account:
    """A new account of this name, owned by the acting member; raises ``BadValue`` for a long name."""
    longest = ws.settings.limits.name_chars
    tidy = " ".join(name.split())
    if len(tidy) > longest:
        expected, found = f"a name of at most {longest} characters", f"{len(tidy)} characters"
        raise BadValue(expected, found)
    new = accounts.Account(ws.store.new_id("acc"), ws.workspace_id, tidy, ws.clock.now())
    return accounts.create_account(conn, new, ws.member)
