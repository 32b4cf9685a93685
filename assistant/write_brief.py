"""Writing a brief: one page before a meeting, every factual line with its words."""

from datetime import date

from assistant.answers.asking import refuse_future
from assistant.bootstrap import Workspace
from assistant.brief.drafting import Drafting
from assistant.brief.page import Brief, Entry, Section, with_used_only
from assistant.brief.sections import all_sections
from knowledge.language.catalogue import Lang
from knowledge.store.accounts import get_account
from knowledge.store.sources import list_sources
from tools.held.holdings import build_holdings
from tools.read_account import read_account

__all__ = ["Brief", "Entry", "Section", "write_brief"]


def write_brief(
    ws: Workspace, account: str, as_of: date | None = None, lang: Lang | None = None
) -> Brief:
    """The page about ``account`` as known and true ``as_of`` a day, today when none is given.

    Raises ``UnknownAccount``, ``AmbiguousAccount`` or ``FutureDay``.
    """
    today = ws.clock.today()
    refuse_future(as_of, today)
    spoken = lang or ws.settings.lang or "en"
    with ws.store.read() as conn:
        found = get_account(conn, ws.workspace_id, account, ws.audience)
        read = read_account(conn, ws.workspace_id, found.id, ws.audience)
        listed = list_sources(conn, found.id, ws.audience)
    sources = {one.id: one for one in listed if as_of is None or one.dated_on <= as_of}
    holdings = build_holdings(
        found.id, found.name, read.facts, read.events, read.waiting, today, as_of
    )
    drafting = Drafting(spoken, holdings, sources)
    sections, citations = with_used_only(all_sections(drafting), drafting.numbered.items)
    return Brief(found.name, as_of or today, spoken, sections, citations)
