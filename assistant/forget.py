"""Forgetting: a source with all that came of it, or a person in every place that names them."""

from assistant.bootstrap import Workspace
from assistant.finding import find_map, find_person
from knowledge.errors import NotAllowed, UnknownSource
from knowledge.index.store_passages import index_source
from knowledge.store import access, sources
from knowledge.store import forget as erasing
from knowledge.store.forget import Receipt


def forget_source(ws: Workspace, source: str) -> Receipt:
    """Remove a source, by our id or the id it came with, and everything derived from it."""
    with ws.store.read() as conn:
        found = sources.get_source(conn, source, ws.audience) or sources.find_by_external_id(
            conn, ws.workspace_id, source, ws.audience
        )
        if found is None:
            raise UnknownSource(source)
        if not access.may_review(conn, ws.member, found.account_id):
            raise NotAllowed
    return erasing.forget_source(ws.store, found.id, ws.member)


def forget_person(ws: Workspace, account: str, name: str) -> Receipt:
    """Remove a person of an account everywhere, and keep them from coming back with the next note."""
    with ws.store.read() as conn:
        found, account_map = find_map(ws, conn, account)
        person = find_person(name, found.name, account_map)
        if not access.may_review(conn, ws.member, found.id):
            raise NotAllowed
    return erasing.forget_person(ws.store, found.id, person.id, ws.member, index_source)
