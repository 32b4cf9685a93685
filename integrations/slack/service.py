"""The whole app as one process: who we are in Slack, the worker, the sender, and the connection."""

import logging
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from datetime import timedelta

from slack_bolt import App
from slack_bolt.adapter.socket_mode import SocketModeHandler
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError, SlackClientError
from typing_extensions import override

from assistant.bootstrap import WORKSPACE_ID, Workspace, open_workspace
from assistant.models.call_log import FileLedger
from assistant.readers import model_reader, reader_for
from assistant.settings import Settings
from integrations.slack import audience, jobs
from integrations.slack.app import build_app, keep_quiet_about_content, theirs, web_client
from integrations.slack.audience import Audiences
from integrations.slack.files import Files
from integrations.slack.identity import Directory
from integrations.slack.inbox import Inbox
from integrations.slack.listeners.deliveries import Deliveries
from integrations.slack.live import TIMEOUT_S, Stage
from integrations.slack.rereading import Rereading
from integrations.slack.sender import PACE_S, Sender
from integrations.slack.work import Handle, MakeView, Work
from integrations.slack.worker import SIDE_BY_SIDE, SIDE_BY_SIDE_WITH_MODEL, Worker, only_worker
from knowledge.errors import CartoError
from knowledge.store import (
    conversations,
    members,
    slack_directory,
    slack_inbox,
    slack_streams,
    slack_threads,
)
from knowledge.store.slack_inbox import Incoming

log = logging.getLogger(__name__)

_KEPT = timedelta(days=30)
_STOP_S = 10.0
UNREACHABLE = "unreachable"


class SlackNotSet(CartoError):
    """A token is missing from the settings; ``setting`` is its name."""

    code = "slack_not_set"
    actor = "operator"

    def __init__(self, setting: str) -> None:
        super().__init__(setting=setting)


class SlackRefused(CartoError):
    """Slack does not let us in; ``why`` is Slack's word for it."""

    code = "slack_refused"
    actor = "operator"

    def __init__(self, why: str) -> None:
        super().__init__(why=why)


@dataclass(frozen=True, slots=True)
class Handlers:
    """What to do about intents, and which presses open a view."""

    handle: Handle
    make_view: MakeView
    opens_view: frozenset[str]


@dataclass(frozen=True, slots=True)
class Service:
    """Everything that runs, ready to be connected to Slack."""

    app: App
    work: Work
    worker: Worker
    sender: Sender
    inbox: Inbox
    rereading: Rereading | None = None

    def resume(self) -> int:
        """Offer every unfinished row again; returns how many there were."""
        with self.work.store.read() as conn:
            rows = slack_inbox.unfinished(conn, self.work.workspace_id)
        for row in rows:
            self.worker.offer(row)
        return len(rows)


@dataclass(frozen=True, slots=True)
class Tokens:
    """What opens Slack to us; never printed."""

    bot: str
    app: str
    signing_secret: str | None

    @override
    def __repr__(self) -> str:
        return "Tokens(…)"


@dataclass(frozen=True, slots=True)
class _Us:
    """Who we are in Slack: the team, and our own user there."""

    team: str
    bot_user: str


def tokens_of(settings: Settings) -> Tokens:
    """The tokens; raises ``SlackNotSet`` naming the first that is missing."""
    for name, value in (
        ("CARTO_SLACK_BOT_TOKEN", settings.slack_bot_token),
        ("CARTO_SLACK_APP_TOKEN", settings.slack_app_token),
    ):
        # A token is ASCII; the guide's "xoxb-…" is none.
        given = value.get_secret_value().strip() if value else ""
        if not given or not given.isascii():
            raise SlackNotSet(name)
    secret = settings.slack_signing_secret
    bot, app = settings.slack_bot_token, settings.slack_app_token
    return Tokens(
        bot.get_secret_value().strip() if bot else "",
        app.get_secret_value().strip() if app else "",
        secret.get_secret_value().strip() if secret else None,
    )


def our_handlers() -> Handlers:
    """The product's own."""
    from integrations.slack.handlers.dispatch import handle
    from integrations.slack.handlers.modals import OPENS_MODAL, modal_for

    return Handlers(handle, modal_for, OPENS_MODAL)


def run(settings: Settings, handlers: Handlers, on_ready: Callable[[str], None]) -> None:
    """Serve the team until the process is asked to stop; ``on_ready`` gets the team's name.

    Raises ``SlackNotSet``, ``SlackRefused``, ``AnotherWorker`` or what opening the store raises.
    """
    tokens = tokens_of(settings)
    with serving(settings, handlers, tokens) as service:
        connection = SocketModeHandler(
            service.app,
            tokens.app,
            logger=theirs,
            web_client=WebClient(token=tokens.app, base_url=settings.slack_api_url, logger=theirs),
        )
        stop = threading.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: stop.set())
        with _slack_answers():
            connection.connect()  # type: ignore[no-untyped-call]
        try:
            on_ready(service.work.workspace_name)
            stop.wait()
        finally:
            log.info("slack_stopping")
            connection.close()  # type: ignore[no-untyped-call]
    if not service.worker.wait_until_idle(0):
        _leave_what_runs()


def _leave_what_runs() -> None:
    """End now: Python would wait for the threads, and a model may take minutes to answer.

    Nothing of what they do is kept before it is whole; the next start takes it up, as after a kill.
    """
    log.info("slack_left_under_way")
    logging.shutdown()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(0)


@contextmanager
def serving(
    settings: Settings,
    handlers: Handlers,
    tokens: Tokens,
    pace_s: float = PACE_S,
    fault: Callable[[str], None] = lambda _: None,
) -> Iterator[Service]:
    """Open the store, recognise the team, take up what was left, and send; without the connection.

    ``fault`` is called at named points of every intent's way, for tests that kill the process there.
    """
    keep_quiet_about_content()
    client = web_client(tokens.bot, settings.slack_api_url)
    with _slack_answers():
        us = client.auth_test()
    with ExitStack() as stack:
        opened = stack.enter_context(open_workspace(settings))
        stack.enter_context(only_worker(settings.home))
        base = _bind(opened, us["team_id"], us.get("team") or "")
        us_there = _Us(us["team_id"], us["user_id"])
        service = _assemble(base, handlers, tokens, client, us_there, pace_s, fault)
        _prune(base)
        jobs.open_jobs(settings.home, service.work)
        stack.callback(jobs.close_jobs)
        service.sender.start()
        stack.callback(service.sender.stop, _STOP_S)
        if service.rereading is not None:
            service.rereading.start()
            stack.callback(service.rereading.stop, _STOP_S)
        stack.callback(service.worker.stop, _STOP_S)
        resumed = service.resume()
        log.info("slack_started resumed=%d", resumed)
        yield service


def _assemble(
    base: Workspace,
    handlers: Handlers,
    tokens: Tokens,
    client: WebClient,
    us: "_Us",
    pace_s: float,
    fault: Callable[[str], None],
) -> Service:
    store, lang = base.store, base.settings.lang or "en"
    directory = Directory(store, base.workspace_id, us.team, client)
    sender = Sender(store, base.workspace_id, client, lang, pace_s, fault)
    work = Work(
        base=base,
        directory=directory,
        audiences=Audiences(directory, client),
        files=Files(tokens.bot, base.settings.slack_api_url, base.settings.limits.file_bytes),
        handle=handlers.handle,
        make_view=handlers.make_view,
        opens_view=handlers.opens_view,
        workspace_name=_name_of(base),
        on_posts=sender.wake,
        stage=Stage(
            web_client(tokens.bot, base.settings.slack_api_url, TIMEOUT_S),
            store,
            base.workspace_id,
            fault,
        ),
        fault=fault,
    )
    worker = Worker(jobs.run_job, work.say_later, _side_by_side(base.settings))

    def received(incoming: Incoming) -> None:
        fault("received")
        worker.offer(incoming)

    inbox = Inbox(store, base.workspace_id, received)
    deliveries = Deliveries(inbox, client, us.bot_user, lang, work.view_for)
    app = build_app(deliveries, tokens.signing_secret)
    ledger = FileLedger(base.settings.home)
    reader = model_reader(base.settings, ledger, base.clock, base.workspace_id)
    rereading = Rereading(base, directory, reader, sender.wake) if reader is not None else None
    return Service(app, work, worker, sender, inbox, rereading)


def _side_by_side(settings: Settings) -> int:
    """How many conversations are worked on at once; whoever asks a model mostly waits for it."""
    asks = any(settings.model.for_use(use) is not None for use in ("reading", "answering"))
    return SIDE_BY_SIDE_WITH_MODEL if asks else SIDE_BY_SIDE


def _bind(opened: Workspace, team: str, name: str) -> Workspace:
    """The workspace of the team: the local one for the first team, one of its own for any other."""
    clock = opened.clock
    with opened.store.write() as conn:
        workspace_id = slack_directory.workspace_of(conn, team)
        if workspace_id is None:
            is_first = slack_directory.team_of(conn, WORKSPACE_ID) is None
            workspace_id = WORKSPACE_ID if is_first else opened.store.new_id("ws")
            if not is_first:
                made_at = clock.now().isoformat()
                members.save_workspace(conn, members.Workspace(workspace_id, name, made_at))
            slack_directory.bind_team(conn, workspace_id, team, name, clock.now())
        audience.make_everyone_known(conn, workspace_id)
    settings, ledger = opened.settings, FileLedger(opened.settings.home)
    return replace(
        opened,
        workspace_id=workspace_id,
        member="",
        new_reader=lambda: reader_for(settings, ledger, clock, workspace_id),
    )


def _name_of(base: Workspace) -> str:
    with base.store.read() as conn:
        return slack_directory.team_name(conn, base.workspace_id) or "Slack"


def _prune(base: Workspace) -> None:
    now = base.clock.now()
    with base.store.write() as conn:
        slack_inbox.prune(conn, base.workspace_id, now - _KEPT)
        slack_threads.prune(conn, base.workspace_id, now - timedelta(days=2))
        slack_streams.prune(conn, base.workspace_id, now - _KEPT)
        conversations.prune(conn, base.workspace_id, now)


@contextmanager
def _slack_answers() -> Iterator[None]:
    """Raise ``SlackRefused`` for what Slack, or the network before it, answers."""
    try:
        yield
    except SlackApiError as error:
        raise SlackRefused(str(error.response.get("error") or "unknown")) from None
    except (SlackClientError, OSError):
        raise SlackRefused(UNREACHABLE) from None
