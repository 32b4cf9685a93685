"""Everything held on one person, for that person to read."""

from typing import Any

from assistant.bootstrap import Workspace
from assistant.finding import find_map, find_person
from knowledge.store import export


def export_person(ws: Workspace, account: str, name: str) -> dict[str, Any]:
    """A JSON-ready copy of all that concerns the person."""
    with ws.store.read() as conn:
        found, account_map = find_map(ws, conn, account)
        person = find_person(name, found.name, account_map)
        return export.export_person(conn, found.id, person.id, ws.audience)
