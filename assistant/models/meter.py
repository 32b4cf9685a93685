"""The meter: around every model call the day's cap before, the guard at it, and a record after."""

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from assistant.models.call_log import CallLedger, ModelCall
from assistant.models.choice import ModelChoice
from assistant.models.failure import FailureKind, ModelFailure
from assistant.models.guard import check_message, failure_of
from assistant.models.untraced import untraced
from knowledge.domain.clock import Clock
from prompts.rendered import Stamp

if TYPE_CHECKING:
    from langchain_core.messages import AIMessage

_log = logging.getLogger(__name__)

# Where a server tells no tokens. English and French need 3 to 5 characters a token.
CHARS_PER_TOKEN = 4
# After so many outages in a row an endpoint is left alone for a while, so that nobody waits for nothing:
# one call then tries whether it is back.
_OUTAGES, _LEFT_ALONE = 3, timedelta(seconds=30)
_OUTAGE: tuple[FailureKind, ...] = ("unreachable", "timeout", "server_error")
# The server had read the request when these happened: it is counted even if no tokens were told.
_READ_BY_SERVER = frozenset(
    {"ok", "timeout", "refused", "filtered", "cut_short", "garbled", "empty", "too_big", "no_tools"}
)


@dataclass(frozen=True, slots=True)
class _Ended:
    """How a call ended; ``usage`` is tokens in and out where they were told."""

    message: "AIMessage | None" = None
    failure: ModelFailure | None = None
    usage: tuple[int, int] | None = None


class Meter:
    """Counts and records the calls of one choice of model, for one workspace.

    ``insists`` asks an endpoint that is left alone too: somebody wants to know whether it is back.
    A refused call raises ModelFailure and is recorded too. Safe to use from several threads, as far as
    its ledger is; the cap may then be passed by the calls already under way.
    """

    def __init__(
        self,
        choice: ModelChoice,
        ledger: CallLedger,
        clock: Clock,
        workspace_id: str,
        *,
        insists: bool = False,
    ) -> None:
        self._choice = choice
        self._ledger = ledger
        self._clock = clock
        self._workspace_id = workspace_id
        self._insists = insists

    def call(
        self,
        stamp: Stamp,
        run: "Callable[[], AIMessage]",
        *,
        sent_chars: int = 0,
        check: "Callable[[AIMessage], None] | None" = None,
    ) -> "AIMessage":
        """The reply of ``run``, whole; or ModelFailure, with nothing of the library's error in it.

        Args:
            stamp: The prompt that is sent.
            run: Makes the call; may stream, as long as it returns the joined message.
            sent_chars: How much is sent, for requests that cannot fit and servers that do not count.
            check: What the reply must fulfil besides; raises ModelFailure.
        """
        left_alone = self._left_alone()
        if left_alone is not None:
            # Nothing was asked, so there is nothing to record.
            raise left_alone
        started = time.monotonic()
        failure = self._refused_before(sent_chars)
        ended = _Ended(failure=failure) if failure else self._guarded(run, check)
        ms = round((time.monotonic() - started) * 1_000)
        self._record(stamp, ended, sent_chars, ms)
        if ended.failure is not None:
            # Raised here, where no error of a library is being handled: none is attached to it.
            raise ended.failure
        if ended.message is None:
            raise AssertionError
        return ended.message

    def _left_alone(self) -> ModelFailure | None:
        """The last outage again, while the endpoint is left alone after several."""
        choice = self._choice
        if self._insists:
            return None
        latest = self._ledger.latest(self._clock.today(), choice.host, _OUTAGES)
        down = [kind for call in latest for kind in _OUTAGE if call.outcome == kind]
        if len(down) < _OUTAGES:
            return None
        since = self._clock.now() - datetime.fromisoformat(latest[-1].at)
        return ModelFailure(down[-1], choice.name, choice.host) if since < _LEFT_ALONE else None

    def _refused_before(self, sent_chars: int) -> ModelFailure | None:
        """What need not be sent: servers of one's own cut what is too long, and say nothing."""
        choice = self._choice
        spent = self._ledger.tokens_on(self._clock.today())
        if spent >= choice.daily_tokens:
            return ModelFailure("cap_reached", choice.name, choice.host)
        if sent_chars // CHARS_PER_TOKEN > choice.context_tokens - choice.reply_tokens:
            return ModelFailure("too_long", choice.name, choice.host)
        return None

    def _guarded(
        self, run: "Callable[[], AIMessage]", check: "Callable[[AIMessage], None] | None"
    ) -> "_Ended":
        choice = self._choice
        message: AIMessage | None = None
        try:
            with untraced():
                message = run()
            check_message(message, choice.name, choice.host)
            if check is not None:
                check(message)
        except Exception as error:  # noqa: BLE001 - the one place where a library's errors end
            failure = failure_of(error, choice.name, choice.host)
            failure.__cause__ = failure.__context__ = failure.__traceback__ = None
            return _Ended(message, failure, _usage_in(error))
        return _Ended(message, None, _usage_of(message))

    def _record(
        self,
        stamp: Stamp,
        ended: "_Ended",
        sent_chars: int,
        ms: int,
    ) -> None:
        outcome = ended.failure.kind if ended.failure else "ok"
        taken, said, estimated = _tokens_of(ended, sent_chars, outcome)
        choice = self._choice
        call = ModelCall(
            at=self._clock.now().isoformat(),
            day=self._clock.today().isoformat(),
            use=choice.use,
            prompt=stamp.name,
            prompt_version=stamp.version,
            prompt_sha256=stamp.sha256,
            model=choice.name,
            host=choice.host,
            input_tokens=taken,
            output_tokens=said,
            ms=ms,
            outcome=outcome,
            workspace_id=self._workspace_id,
            lang=stamp.lang,
            estimated=estimated,
        )
        try:
            self._ledger.record(call)
        except OSError as error:
            # An answer that is here is not thrown away because its record cannot be written.
            _log.error("model_call_not_recorded error=%s", type(error).__name__)


def _tokens_of(ended: "_Ended", sent_chars: int, outcome: str) -> tuple[int, int, bool]:
    """Tokens in and out, and whether they are estimated."""
    message = ended.message
    usage = ended.usage or (_usage_of(message) if message is not None else None)
    if usage is not None and any(usage):
        return (*usage, False)
    if outcome not in _READ_BY_SERVER:
        return 0, 0, False
    said_chars = 0
    if message is not None:
        said_chars = len(message.text) + sum(len(str(call["args"])) for call in message.tool_calls)
    return -(-sent_chars // CHARS_PER_TOKEN), -(-said_chars // CHARS_PER_TOKEN), True


def _usage_of(message: "AIMessage") -> tuple[int, int] | None:
    usage = message.usage_metadata
    return (usage["input_tokens"], usage["output_tokens"]) if usage else None


def _usage_in(error: Exception) -> tuple[int, int] | None:
    """The tokens of a reply that the client refused to hand over, since it ended at a limit."""
    usage = getattr(getattr(error, "completion", None), "usage", None)
    return (usage.prompt_tokens, usage.completion_tokens) if usage else None
