"""Who said so: the words of an answer in the passage they stand in, for the asker alone."""

from assistant.answers.citations import Citation, cite_source
from assistant.bootstrap import Workspace
from integrations.slack.blocks.answer import passages_blocks
from integrations.slack.blocks.elements import unpacked
from integrations.slack.blocks.notices import notice
from integrations.slack.blocks.words import told
from integrations.slack.handlers.context import Context
from integrations.slack.handlers.replies import Replies
from knowledge.domain.sources import Source
from knowledge.store import sources

_MOST, _AROUND = 4, 280


def who_said(context: Context, replies: Replies, value: str) -> None:
    """Show the passages to whoever pressed, as far as they may see them."""
    found = []
    cited = unpacked(value).get("s")
    for item in cited if isinstance(cited, list) else []:
        passage = _passage(context.private_ws, item)
        if passage is not None:
            found.append(passage)
    if not found:
        replies.tell(notice(told(context.lang, "who_said.gone")))
        return
    text = told(context.lang, "who_said.text")
    replies.whisper(text, passages_blocks(found[:_MOST], context.lang))


def _passage(ws: Workspace, item: object) -> tuple[Citation, str, str, str] | None:
    if not isinstance(item, list) or len(item) != 3:
        return None
    source_id, start, end = item
    if not isinstance(start, int) or not isinstance(end, int):
        return None
    source = _source(ws, str(source_id))
    if source is None or not 0 <= start < end <= len(source.text):
        return None
    quote = source.text[start:end]
    citation = cite_source(source, start, end, quote)
    before = _tail(source.text[max(0, start - _AROUND) : start], cut=start > _AROUND)
    after = _head(source.text[end : end + _AROUND], cut=end + _AROUND < len(source.text))
    return citation, before, quote, after


def _source(ws: Workspace, published_id: str) -> Source | None:
    with ws.store.read() as conn:
        found = sources.find_by_external_id(conn, ws.workspace_id, published_id, ws.audience)
        return found or sources.get_source(conn, published_id, ws.audience)


def _tail(text: str, *, cut: bool) -> str:
    """The words before a quote, beginning with a whole one."""
    return f"… {text.partition(' ')[2]}" if cut and " " in text else text


def _head(text: str, *, cut: bool) -> str:
    """The words after a quote, ending with a whole one."""
    return f"{text.rpartition(' ')[0]} …" if cut and " " in text else text
