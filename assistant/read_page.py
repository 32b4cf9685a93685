"""Reading a company page that a person named: fetch it, take its words, keep them as a source.

What is kept is what a person would read on the page, as text and as bytes: in the page's own code
stand words nobody sees, and names that forgetting somebody must reach. Nothing on the page is
followed, and nothing is proposed from it.
"""

import hashlib
import logging
from collections.abc import Callable

from assistant.bootstrap import Workspace
from knowledge.documents.page_fetch import fetch_page
from knowledge.documents.page_outcomes import Fetched, PageRead, PageRefused, PageText
from knowledge.documents.page_parse import read_fetched
from knowledge.domain.codes import SourceKind
from knowledge.domain.sources import Source, sha256_of
from knowledge.index.store_passages import index_source
from knowledge.store import accounts, audit, sources, suppression
from knowledge.store.engine import Connection

log = logging.getLogger(__name__)

Fetch = Callable[[str], Fetched | PageRefused]


def read_page(ws: Workspace, account: str, url: str, fetch: Fetch = fetch_page) -> PageRead:
    """Keep the page at ``url`` as a source of the account; ``account`` is a name or an id.

    The same page with the same words changes nothing; with other words the old source is marked as
    revised. Raises ``UnknownAccount`` or ``AmbiguousAccount``, before anything is asked for.
    """
    with ws.store.read() as conn:
        found = accounts.get_account(conn, ws.workspace_id, account, ws.audience)
    fetched = fetch(url)
    page = read_fetched(fetched) if isinstance(fetched, Fetched) else fetched
    if isinstance(page, PageRefused):
        log.info("page_refused reason=%s", page.reason)
        return PageRead(refused=page.reason, detail=page.detail)
    with ws.store.write() as conn:
        return _keep(ws, conn, found.id, url, page)


def _keep(ws: Workspace, conn: Connection, account_id: str, url: str, page: PageText) -> PageRead:
    text = _whole(page)
    raw = text.encode()
    source = Source(
        id=ws.store.new_id("src"),
        workspace_id=ws.workspace_id,
        account_id=account_id,
        kind=SourceKind.WEB_PAGE,
        text=suppression.blank_suppressed(conn, ws.store, ws.workspace_id, text),
        encoding="utf-8",
        sha256=sha256_of(raw),
        dated_on=ws.clock.today(),
        received_at=ws.clock.now(),
        external_id=page_id(account_id, url),
        url=url,
        fetched_on=ws.clock.today(),
    )
    added = sources.add_source(conn, source, raw, revise=True)
    if added.status != "unchanged":
        index_source(conn, added.source)
        ids = (added.source.id,)
        at = ws.clock.now()
        audit.record(
            conn,
            audit.AuditEntry(at, ws.workspace_id, ws.member, "page_kept", account_id, ids),
        )
    return PageRead(added.source, status=added.status, dropped_hidden=page.dropped_hidden)


def page_id(account_id: str, url: str) -> str:
    """The id under which a page is known again in its account, and in no other."""
    return f"page:{hashlib.sha256(f'{account_id} {url}'.encode()).hexdigest()[:16]}"


def _whole(page: PageText) -> str:
    """The title and the words under it, once."""
    if not page.title or page.text.startswith(page.title):
        return page.text
    return f"{page.title}\n\n{page.text}"
