"""Answering a question by rules, with no model: from the map when it holds the answer, else in words of the notes, else not.

Which account -> what it holds of the question (``answers.one_account``) -> the answer of the one
account meant, or a question back (``answers.which_account``).
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from typing import Any

from assistant.answers.answer import Answer
from assistant.answers.asked_language import language_of
from assistant.answers.asking import (
    AskedLine,
    error_message,
    id_of_line,
    refuse_future,
    refuse_unusable,
)
from assistant.answers.composing import clarify
from assistant.answers.one_account import Asking, Draft, draft_for
from assistant.answers.which_account import (
    asks_which_accounts,
    list_accounts,
    nothing_in,
    over_accounts,
)
from assistant.bootstrap import Workspace
from knowledge.errors import CartoError
from knowledge.language.catalogue import Lang
from knowledge.store.accounts import get_account
from tools.find_account import find_accounts

__all__ = ["Answer", "answer", "answer_lines"]


def answer(
    ws: Workspace,
    question: str,
    account: str | None = None,
    as_of: date | None = None,
    lang: Lang | None = None,
) -> Answer:
    """The answer to ``question``, as far as everybody in the audience may see.

    ``as_of`` bounds what was known and what was so. Raises ``UnknownAccount``, ``AmbiguousAccount``,
    ``EmptyQuestion``, ``QuestionTooLong`` or ``FutureDay``.
    """
    refuse_unusable(question, ws.settings.limits.question_chars)
    today = ws.clock.today()
    refuse_future(as_of, today)
    spoken = lang or language_of(question, ws.settings.lang or "en")
    with ws.store.read() as conn:
        asking = Asking(ws, conn, question, spoken, as_of)
        if account is not None:
            chosen = [get_account(conn, ws.workspace_id, account, ws.audience)]
        else:
            named, every = find_accounts(conn, ws.workspace_id, ws.audience, question)
            if asks_which_accounts(question):
                return replace(list_accounts(asking, named or every), lang=spoken)
            if len(named) > 1:
                names = [one.name for one in named]
                return replace(clarify(question, spoken, "account", names), lang=spoken)
            chosen = named or every
        drafts = [draft_for(asking, one) for one in chosen]
    settled = _settled(asking, drafts[0]) if len(drafts) == 1 else over_accounts(asking, drafts)
    return replace(settled, lang=spoken)


def _settled(asking: Asking, draft: Draft) -> Answer:
    return draft.answer if draft.answer is not None else nothing_in(asking, draft)


def answer_lines(ws: Workspace, lines: Iterable[str]) -> Iterator[dict[str, Any]]:
    """One object per line with the line's id; a line that cannot be answered says why."""
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            asked = AskedLine.from_json(line, number)
            made = answer(ws, asked.q, asked.account, asked.as_of)
        except CartoError as error:
            message = error_message(ws.settings.lang or "en", error)
            yield {"id": id_of_line(line), "error": {"code": error.code, "message": message}}
            continue
        yield {"id": asked.id, **made.to_json_object()}
