"""Searching the notes: the passages that fit a question best, in one account or in all of them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from assistant.answers.asking import AskedLine, error_message, id_of_line, refuse_unusable
from assistant.bootstrap import Workspace
from knowledge.errors import CartoError
from knowledge.store import accounts
from knowledge.store.engine import Connection
from tools.search_notes import read_sources, search_notes


@dataclass(frozen=True, slots=True)
class Hit:
    """One passage: its words and their place in the source; ``date`` is ISO."""

    source_id: str
    kind: str
    date: str
    passage: str
    start: int
    end: int
    score: float

    def to_json_object(self) -> dict[str, Any]:
        """The published form (design, section 6)."""
        return {
            "source_id": self.source_id,
            "kind": self.kind,
            "date": self.date,
            "passage": self.passage,
            "start": self.start,
            "end": self.end,
            "score": round(self.score, 4),
        }


def search(
    ws: Workspace, question: str, account: str | None = None, top: int = 10
) -> tuple[Hit, ...]:
    """The ``top`` passages, best first.

    Without an account every visible one is scanned, which costs time in proportion to all notes;
    ranks of different accounts then meet by score, each counted by its own account's statistics.
    Raises ``UnknownAccount``, ``EmptyQuestion`` or ``QuestionTooLong``.
    """
    refuse_unusable(question, ws.settings.limits.question_chars)
    with ws.store.read() as conn:
        if account is not None:
            chosen = [accounts.get_account(conn, ws.workspace_id, account, ws.audience)]
        else:
            chosen = accounts.list_accounts(conn, ws.workspace_id, ws.audience)
        hits = [hit for one in chosen for hit in _hits(ws, conn, one.id, question, top)]
    hits.sort(key=lambda hit: (-hit.score, hit.source_id, hit.start))
    return tuple(hits[:top])


def _hits(ws: Workspace, conn: Connection, account_id: str, question: str, top: int) -> list[Hit]:
    searched = search_notes(conn, account_id, ws.audience, question, top)
    texts = read_sources(conn, {found.passage.source_id for found in searched.found}, ws.audience)
    hits = []
    for found in searched.found:
        source = texts[found.passage.source_id]
        start, end = found.passage.start, found.passage.end
        hits.append(
            Hit(
                source_id=source.external_id or source.id,
                kind=str(source.kind),
                date=source.dated_on.isoformat(),
                passage=source.text[start:end],
                start=start,
                end=end,
                score=found.score,
            )
        )
    return hits


def search_lines(ws: Workspace, lines: Iterable[str], top: int = 10) -> Iterator[dict[str, Any]]:
    """One object per line with the line's id; a line that cannot be searched says why."""
    lang = ws.settings.lang or "en"
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            asked = AskedLine.from_json(line, number)
            hits = search(ws, asked.q, asked.account, top)
        except CartoError as error:
            yield {
                "id": id_of_line(line),
                "error": {"code": error.code, "message": error_message(lang, error)},
            }
            continue
        yield {"id": asked.id, "results": [hit.to_json_object() for hit in hits]}
