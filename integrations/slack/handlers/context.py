"""What a handler is given: the workspace as the speaker sees it, and the few doors it may use.

The transport makes one context per intent. Nothing here knows Slack's client; handlers never send.
"""

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any, Literal, Protocol

from assistant.agent.events import OnEvent
from assistant.agent.history import EarlierTurn
from assistant.answers.answer import Answer
from assistant.bootstrap import Workspace
from integrations.slack.handlers.conversations import Conversations
from integrations.slack.intents import Place
from knowledge.language.catalogue import Lang
from knowledge.store.engine import Store

if TYPE_CHECKING:
    from assistant.write_brief import Brief

Engine = Literal["auto", "embedded"]
FaultReason = Literal["no_permission", "too_large", "unsupported", "empty", "gone", "failed"]


@dataclass(frozen=True, slots=True)
class FileFault:
    """Why a file that came with a message could not be fetched.

    ``no_permission``: Slack answered with its login page, the app lacks ``files:read``. ``too_large``:
    over the limit, not fetched. ``gone``: deleted or not shared with us. ``failed``: Slack did not
    answer. ``unsupported`` and ``empty`` are told by what came.
    """

    reason: FaultReason


@dataclass(frozen=True, slots=True)
class MessageAt:
    """A message of ours that can be replaced, and the thread it stands in."""

    channel: str
    ts: str
    thread_ts: str | None = None


class Answering(Protocol):
    """How questions are answered: ``assistant.answering.answer_question_best``."""

    def __call__(
        self,
        ws: Workspace,
        question: str,
        account: str | None = None,
        as_of: date | None = None,
        lang: Lang | None = None,
        history: Sequence[EarlierTurn] = (),
        on_event: OnEvent | None = None,
        engine: Engine = "auto",
    ) -> Answer:
        """The answer, as far as everybody in the workspace's audience may see.

        ``engine`` ``embedded`` asks no model, whatever is set up.
        """
        ...


class Telling(Protocol):
    """Shows in a thread what a model does, while it does it; what it shows the answer takes over."""

    def __call__(
        self, place: Place, thread_ts: str, begun: str, *, streams: bool
    ) -> AbstractContextManager[OnEvent]:
        """Show ``begun`` (a key of ``slack.live``), then what is heard; sentences when it ``streams``."""
        ...


class Briefing(Protocol):
    """How briefs are written: ``assistant.write_brief.write_brief``."""

    def __call__(
        self, ws: Workspace, account: str, as_of: date | None = None, lang: Lang | None = None
    ) -> "Brief":
        """The page about one account."""
        ...


def answer_from_notes(
    ws: Workspace,
    question: str,
    account: str | None = None,
    as_of: date | None = None,
    lang: Lang | None = None,
    history: Sequence[EarlierTurn] = (),
    on_event: OnEvent | None = None,
    engine: Engine = "auto",
) -> Answer:
    """The use-case, imported when the first question comes: it brings the whole reader along."""
    from assistant.answering import answer_question_best

    return answer_question_best(ws, question, account, as_of, lang, history, on_event, engine)


def brief_from_map(
    ws: Workspace, account: str, as_of: date | None = None, lang: Lang | None = None
) -> "Brief":
    """The use-case, imported when the first brief is asked for."""
    from assistant.write_brief import write_brief

    return write_brief(ws, account, as_of, lang)


def _nobody() -> Sequence[str]:
    return ()


@dataclass(frozen=True, slots=True)
class Context:
    """What one intent is carried out with.

    ``ws`` acts as the speaker, and everybody who reads the place is its audience; ``private_ws`` is the
    speaker alone. ``linked_account`` is the account of the channel, by id or name. ``lang`` is the
    speaker's language. ``new_reference`` makes a short id that the log and a person can both name.
    ``fetch_file`` gets the bytes of one of the message's files. ``message`` is the message a button was
    pressed in. ``workspace_people`` are the names of the Slack workspace's full members, fetched when
    asked for; ``workspace_name`` is what the workspace calls itself. ``model_store`` keeps at once what a
    model's tools leave behind, since a model may be asked again after it; ``telling`` shows what a model
    does, where that can be shown.
    """

    ws: Workspace
    private_ws: Workspace
    conversation: Conversations
    lang: Lang
    new_reference: Callable[[], str]
    fetch_file: Callable[[dict[str, str]], bytes | FileFault]
    linked_account: str | None = None
    message: MessageAt | None = None
    workspace_people: Callable[[], Sequence[str]] = _nobody
    workspace_name: str | None = None
    answer: Answering = answer_from_notes
    write_brief: Briefing = brief_from_map
    model_store: Store | None = None
    telling: Telling | None = None

    def at_once(self, ws: Workspace) -> Workspace:
        """The workspace for a model's turn, in which nothing may wait to be kept with the intent.

        A pending proposal or a page that a turn leaves behind is found there when it runs again.
        """
        return replace(ws, store=self.model_store) if self.model_store is not None else ws


View = dict[str, Any]
