"""Answering as well as can be: by the model that is set up, else by the embedded engine, always saying which.

Whatever a model does, the person gets an answer: what fails is told in one line beside the answer the
embedded engine gives.
"""

import logging
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any, Literal

from assistant.agent.events import OnEvent
from assistant.agent.history import EarlierTurn
from assistant.answer_by_rules import answer
from assistant.answers.answer import Answer
from assistant.answers.asked_language import language_of
from assistant.answers.asking import (
    AskedLine,
    error_message,
    id_of_line,
    refuse_future,
    refuse_unusable,
)
from assistant.bootstrap import Workspace
from assistant.models.choice import ModelChoice
from assistant.models.failure import ModelFailure
from knowledge.errors import CartoError
from knowledge.language.catalogue import Lang, phrase
from knowledge.store import conversations, suppression
from knowledge.store.accounts import Account, get_account

_log = logging.getLogger(__name__)

Engine = Literal["auto", "model", "embedded"]
_RECALLED = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class _Asked:
    """A question that may be asked, with what is settled about it."""

    ws: Workspace
    question: str
    account: str | None
    as_of: date | None
    lang: Lang | None

    @property
    def spoken(self) -> Lang:
        """The language the answer is framed in."""
        return self.lang or language_of(self.question, self.ws.settings.lang or "en")

    def embedded(self, remark: str = "") -> Answer:
        """The embedded engine's answer, with why it is that one."""
        made = answer(self.ws, self.question, self.account, self.as_of, self.lang)
        said = " ".join(one for one in (remark, made.remark) if one)
        return replace(made, remark=said, without_model=remark)

    def settled(self) -> Account | None:
        """The account that was given; the embedded engine's errors come before any model is asked."""
        refuse_unusable(self.question, self.ws.settings.limits.question_chars)
        refuse_future(self.as_of, self.ws.clock.today())
        if self.account is None:
            return None
        with self.ws.store.read() as conn:
            return get_account(conn, self.ws.workspace_id, self.account, self.ws.audience)


def answer_question_best(
    ws: Workspace,
    question: str,
    account: str | None = None,
    as_of: date | None = None,
    lang: Lang | None = None,
    history: Sequence[EarlierTurn] = (),
    on_event: OnEvent | None = None,
    engine: Engine = "auto",
    http_client: object | None = None,
) -> Answer:
    """The best answer there is to ``question``, as far as everybody in the audience may see.

    ``engine`` ``embedded`` asks no model; ``model`` says so when none is set up. With ``on_event`` the
    model's sentences are told as they pass the check. Raises what ``answer`` raises.
    """
    asked = _Asked(ws, question, account, as_of, lang)
    choice = ws.settings.model.for_use("answering") if engine != "embedded" else None
    if choice is None:
        missing = phrase(asked.spoken, "agent.no_model") if engine == "model" else ""
        return asked.embedded(missing)
    settled = asked.settled()
    if not choice.tools:
        return asked.embedded(phrase(asked.spoken, "agent.no_tools"))
    return _by_model(asked, choice, settled, history, on_event, http_client or ws.http_client)


def _by_model(
    asked: _Asked,
    choice: ModelChoice,
    settled: Account | None,
    history: Sequence[EarlierTurn],
    on_event: OnEvent | None,
    http_client: object | None,
) -> Answer:
    from assistant.agent.run import run_agent

    lang = asked.spoken
    try:
        made = run_agent(
            asked.ws,
            asked.question,
            choice=choice,
            account=settled,
            as_of=asked.as_of,
            lang=lang,
            history=history,
            on_event=on_event,
            http_client=http_client,
        )
    except ModelFailure as failure:
        return asked.embedded(_failed(lang, failure))
    except Exception as error:  # noqa: BLE001 - the one boundary around the agent's libraries
        # The class alone: messages of libraries quote what they choked on.
        _log.warning("agent_failed error=%s", type(error).__name__)
        return asked.embedded(_failed(lang, None))
    if made.answer is None:
        return replace(
            asked.embedded(phrase(lang, "agent.nothing_left")), dropped=len(made.dropped)
        )
    return made.answer


def _failed(lang: Lang, failure: ModelFailure | None) -> str:
    """One line: what failed, and that this is the answer without the model."""
    if failure is None:
        why = phrase(lang, "agent.fallback.unknown")
    else:
        why = phrase(lang, f"models.failure.{failure.kind}", model=failure.model, host=failure.host)
    return phrase(lang, "agent.fallback.failed", why=why)


def answer_in_thread(
    ws: Workspace,
    thread: str,
    question: str,
    account: str | None = None,
    as_of: date | None = None,
    lang: Lang | None = None,
    on_event: OnEvent | None = None,
    engine: Engine = "auto",
) -> Answer:
    """The same within a conversation, which is recalled before and kept after.

    ``thread`` must name who reads it: its turns were made for those readers.
    """
    now = ws.clock.now()
    with ws.store.read() as conn:
        turns = conversations.recall(conn, ws.workspace_id, thread, now - _RECALLED)
    made = answer_question_best(ws, question, account, as_of, lang, turns, on_event, engine)
    with ws.store.write() as conn:
        account_id, source_ids = _cited(ws, conn, made)
        # Somebody may have been forgotten while the model answered, or be asked about all the same.
        asked, told = (
            suppression.blank_suppressed(conn, ws.store, ws.workspace_id, words)
            for words in (question, made.answer)
        )
        conversations.add_turn(
            conn, ws.workspace_id, thread, asked, told, now, account_id, source_ids
        )
        conversations.prune(conn, ws.workspace_id, now)
    return made


def _cited(ws: Workspace, conn: Any, made: Answer) -> tuple[str | None, tuple[str, ...]]:
    """Our ids of the account and the sources behind an answer, so that forgetting reaches it."""
    published = {one.source_id for one in made.citations}
    cited = conversations.sources_cited(conn, ws.workspace_id, published)
    accounts = {account_id for _, account_id in cited}
    if made.account is not None:
        accounts = {get_account(conn, ws.workspace_id, made.account, ws.audience).id}
    account_id = accounts.pop() if len(accounts) == 1 else None
    return account_id, tuple(source_id for source_id, _ in cited)


def answer_lines_best(
    ws: Workspace,
    lines: Iterable[str],
    engine: Engine = "auto",
    on_answer: Callable[[Answer], None] | None = None,
) -> Iterator[dict[str, Any]]:
    """One object per line with the line's id, one after the other; a line that fails says why.

    ``on_answer`` is told of every answer: its published form does not say why no model gave it.
    """
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            asked = AskedLine.from_json(line, number)
            made = answer_question_best(ws, asked.q, asked.account, asked.as_of, engine=engine)
        except CartoError as error:
            message = error_message(ws.settings.lang or "en", error)
            yield {"id": id_of_line(line), "error": {"code": error.code, "message": message}}
            continue
        if on_answer is not None:
            on_answer(made)
        yield {"id": asked.id, **made.to_json_object()}
