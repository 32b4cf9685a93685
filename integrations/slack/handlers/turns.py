"""Earlier questions and answers of a place, for follow-ups; kept apart by who reads them."""

from collections.abc import Sequence

from assistant.answers.answer import Answer
from assistant.bootstrap import Workspace
from integrations.slack.handlers.context import Context
from integrations.slack.handlers.replies import Replies
from knowledge.store import conversations, suppression
from knowledge.store.conversations import KEPT_FOR, Turn

_MOST_CHARS = 2_000


def thread_name(context: Context, replies: Replies, *, alone: bool) -> str:
    """The name the turns are kept under; what a member is told alone has one of its own."""
    place = replies.place
    name = f"slack:{place.channel}:{replies.thread_ts or ''}"
    return f"{name}:{context.ws.member}" if alone and not place.is_direct else name


def earlier_turns(ws: Workspace, thread: str) -> Sequence[Turn]:
    """What was said there, oldest first."""
    with ws.store.read() as conn:
        return conversations.recall(conn, ws.workspace_id, thread, ws.clock.now() - KEPT_FOR)


def keep_turn(
    ws: Workspace, thread: str, question: str, made: Answer, account_id: str | None
) -> None:
    """Keep the question with the words of its answer and what they rest on."""
    published = [one.source_id for one in made.citations]
    with ws.store.write() as conn:
        cited = conversations.sources_cited(conn, ws.workspace_id, published)
        asked, told = (
            suppression.blank_suppressed(conn, ws.store, ws.workspace_id, words)
            for words in (question, made.answer[:_MOST_CHARS])
        )
        conversations.add_turn(
            conn,
            ws.workspace_id,
            thread,
            asked,
            told,
            ws.clock.now(),
            account_id or next((account for _, account in cited), None),
            [source for source, _ in cited],
        )
