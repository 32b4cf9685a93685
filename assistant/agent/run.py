"""One turn of the agent: the model asks our tools and replies in claims; what it claims is checked.

The only way out of a turn is its answer; the only thing it can leave behind is a change that waits for
a review. LangChain is imported when a turn runs.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any

from assistant.agent.brief_tool import brief_tool
from assistant.agent.checking import Question
from assistant.agent.composing import Composed, answer_of, asked_back, honest_missing
from assistant.agent.effects import Effects, addresses_typed
from assistant.agent.events import DropReason, OnEvent
from assistant.agent.hearing import Hearing
from assistant.agent.history import EarlierTurn, messages_of
from assistant.agent.reply import Reply
from assistant.agent.toolbox import Toolbox, schemas
from assistant.answers.answer import Answer
from assistant.answers.composing import unknown
from assistant.bootstrap import Workspace
from assistant.models.call_log import CallLedger
from assistant.models.choice import ModelChoice
from assistant.models.failure import FailureKind, ModelFailure
from assistant.models.meter import Meter
from knowledge.language.catalogue import Lang, phrase
from knowledge.language.value_words import day_words
from knowledge.store.accounts import Account, list_accounts
from knowledge.store.members import load_roster
from prompts.loader import load_prompt
from prompts.rendered import Rendered
from tools.catalogue import TOOLS
from tools.evidence import EvidenceBook
from tools.find_account import find_accounts
from tools.scope import ToolScope
from tools.search_notes import search_notes

if TYPE_CHECKING:
    from assistant.agent.turn import Turn

# Evidence is JSON in two languages: fewer characters a token than plain English.
_CHARS_PER_TOKEN = 3
# What the tools' descriptions and shapes take, about.
_SCHEMA_CHARS = 14_000
_STEPS = 60


@dataclass(frozen=True, slots=True)
class AgentAnswer:
    """What came of a turn.

    ``answer`` is ``None`` when nothing of the reply may be shown. ``dropped`` are the codes of claims
    left out, ``source_ids`` our ids of the sources the answer cites. ``cut`` is the failure that ended
    the reply after something had been said.
    """

    answer: Answer | None
    dropped: tuple[DropReason, ...]
    tools: tuple[str, ...]
    source_ids: tuple[str, ...] = ()
    cut: FailureKind | None = None


def run_agent(
    ws: Workspace,
    question: str,
    *,
    choice: ModelChoice,
    account: Account | None,
    as_of: date | None,
    lang: Lang,
    history: Sequence[EarlierTurn] = (),
    on_event: OnEvent | None = None,
    http_client: object | None = None,
    ledger: CallLedger | None = None,
) -> AgentAnswer:
    """Answer ``question`` with the model of ``choice``.

    ``account`` is set when the person settled it. With ``on_event`` the reply is streamed and each
    sentence told once checked. Raises ``ModelFailure`` when the model gave nothing that can be used.
    """
    if not choice.tools:
        failure = ModelFailure("no_tools", choice.name, choice.host)
        raise failure
    prepared = _Prepared(ws, question, choice, account, as_of, lang, on_event)
    turn = prepared.turn(ledger or ws.calls)
    messages = [*messages_of(history), prepared.rendered.messages[-1]]
    turn.sent_chars = _SCHEMA_CHARS + len(prepared.rendered.messages[0].text)
    turn.toolbox.room_chars -= turn.sent_chars + sum(len(one.text) for one in messages)
    cut: FailureKind | None = None
    reply: Reply | None = None
    try:
        said = [(one.role, one.text) for one in messages]
        reply = _replied(turn, prepared.rendered.messages[0].text, said, http_client)
    except ModelFailure as failure:
        if not turn.hearing.composed.lines and not prepared.effects.proposed:
            raise
        cut = failure.kind
    return prepared.finish(turn, reply, cut)


def _replied(
    turn: "Turn", system: str, messages: Sequence[tuple[str, str]], http_client: object | None
) -> Reply:
    from langchain.agents import create_agent
    from langchain.agents.structured_output import ToolStrategy

    from assistant.agent.turn import Listening, MeteredCalls
    from assistant.models.chat import chat_model
    from assistant.models.untraced import untraced

    final: ToolStrategy[Any] = ToolStrategy(
        Reply, tool_message_content="received", handle_errors=turn.not_shaped
    )
    agent = create_agent(
        chat_model(turn.choice, http_client),
        tools=schemas(turn.toolbox.tools),
        system_prompt=system,
        middleware=[MeteredCalls(turn)],
        response_format=final,
    )
    turn.streams = turn.hearing.on_event is not None
    # One tool at a time, in the order asked for: the same evidence gets the same ids every time.
    config: Any = {"recursion_limit": _STEPS, "max_concurrency": 1}
    if turn.streams:
        config["callbacks"] = [Listening(turn)]
    with untraced():
        given: Any = {"messages": list(messages)}
        state = agent.invoke(given, config=config)
    reply = state.get("structured_response")
    if not isinstance(reply, Reply):
        raise turn.garbled()
    for claim in reply.claims:
        turn.hearing.claim(claim)
    return reply


class _Prepared:
    """A question with everything a turn needs, and what is made of its outcome."""

    def __init__(
        self,
        ws: Workspace,
        question: str,
        choice: ModelChoice,
        account: Account | None,
        as_of: date | None,
        lang: Lang,
        on_event: OnEvent | None,
    ) -> None:
        self.ws, self.question, self.choice = ws, question, choice
        self.account, self.as_of, self.lang, self.on_event = account, as_of, lang, on_event
        self.today = ws.clock.today()
        self.book = EvidenceBook()
        self.effects = Effects(ws)
        self.about = account or self._only_account()

    def _only_account(self) -> Account | None:
        """The one account the question names, or the only one there is: a hint, not a limit."""
        with self.ws.store.read() as conn:
            named, every = find_accounts(
                conn, self.ws.workspace_id, self.ws.audience, self.question
            )
        chosen = named or every
        return chosen[0] if len(chosen) == 1 else None

    @property
    def rendered(self) -> Rendered:
        """The prompt filled in."""
        as_of = ""
        if self.as_of is not None and self.as_of != self.today:
            as_of = phrase(self.lang, "agent.as_of", day=day_words(self.lang, self.as_of))
        return load_prompt("answer", self.lang).render(
            today=f"{day_words(self.lang, self.today)} ({self.today.isoformat()})",
            as_of=as_of,
            account=self.about.name if self.about else "-",
            question=self.question,
        )

    def turn(self, ledger: CallLedger) -> "Turn":
        """A fresh turn."""
        from assistant.agent.turn import Turn

        ws, choice = self.ws, self.choice
        about = self.about.name if self.about else None
        with ws.store.read() as conn:
            us = ws.settings.us or load_roster(conn, ws.workspace_id).company
            scope = ToolScope(
                conn=conn,
                workspace_id=ws.workspace_id,
                audience=ws.audience,
                today=self.today,
                as_of=self.as_of,
                lang=self.lang,
                book=self.book,
                account=self.account.id if self.account else None,
                allowed_urls=addresses_typed(self.question),
                message=self.question,
                propose=self.effects.propose,
                read_url=self.effects.read_url,
            )
        room = (choice.context_tokens - choice.reply_tokens) * _CHARS_PER_TOKEN
        toolbox = Toolbox((*TOOLS, brief_tool(ws)), scope, ws.store.read, room, self.on_event)
        asked = Question(self.question, self.today, about, us)
        hearing = Hearing(self.book, asked, Composed(self.lang), self.on_event)
        meter = Meter(choice, ledger, ws.clock, ws.workspace_id)
        return Turn(choice, self.rendered.stamp, meter, toolbox, hearing)

    def finish(self, turn: "Turn", reply: Reply | None, cut: FailureKind | None) -> AgentAnswer:
        """The answer of a turn that ended, whole or cut."""
        hearing = turn.hearing
        tools = tuple(dict.fromkeys(turn.toolbox.called))
        made = AgentAnswer(
            None, tuple(hearing.dropped), tools, tuple(hearing.composed.source_ids), cut
        )
        engine = f"model:{self.choice.name}"
        missing = honest_missing(
            reply.missing if reply else (), self.question, self.book.all(), self.today
        )
        if hearing.composed.lines:
            answer = answer_of(
                self.question,
                self.account.name if self.account else None,
                hearing.composed,
                dropped=len(hearing.dropped),
                missing=missing,
                engine=engine,
                tools=tools,
                remark=phrase(self.lang, "agent.cut") if cut else "",
            )
            return replace(made, answer=answer)
        if self.effects.proposed:
            return replace(made, answer=self._waits(engine, tools))
        if reply is None or hearing.dropped:
            return made
        if reply.ask_back:
            names = self._names(turn)
            back = asked_back(self.question, self.lang, reply.ask_back, names, engine, tools)
            return replace(made, answer=back)
        return replace(made, answer=self._unknown(engine, tools)) if reply.missing else made

    def _waits(self, engine: str, tools: tuple[str, ...]) -> Answer:
        """That a change waits, when the model said nothing that can be shown after proposing it."""
        text = phrase(self.lang, "agent.waits")
        name = self.about.name if self.about else None
        return Answer(
            self.question, name, text, "to_confirm", engine=engine, lang=self.lang, tools=tools
        )

    def _names(self, turn: "Turn") -> list[str]:
        """Every visible account and person this turn has shown."""
        shown = [name for one in self.book.all() for name in (one.account, *one.people)]
        return list(dict.fromkeys([*turn.toolbox.names, *shown]))

    def _unknown(self, engine: str, tools: tuple[str, ...]) -> Answer:
        """That the notes do not say, and what was searched."""
        ws = self.ws
        with ws.store.read() as conn:
            every = list_accounts(conn, ws.workspace_id, ws.audience)
            accounts = [self.about] if self.about else every
            searched = [
                search_notes(conn, one.id, ws.audience, self.question, 1, self.as_of)
                for one in accounts
            ]
        name = self.about.name if self.about else None
        said = unknown(self.question, self.lang, name, searched, 0, None, self.as_of)
        return replace(said, engine=engine, lang=self.lang, tools=tools)
