"""Whether the app could run: tokens, scopes, connection, events; each with what to do about it.

Opens no connection: with two of them Slack would hand every other message to the one that only checks.
"""

from collections.abc import Iterator

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError, SlackClientError

from assistant.check_health import Check
from assistant.settings import Settings, clock_for
from integrations.slack.app import web_client
from integrations.slack.manifest import SCOPES
from integrations.slack.worker import AnotherWorker, only_worker
from knowledge.errors import CartoError
from knowledge.store import slack_directory, slack_inbox, slack_outbox
from knowledge.store.engine import Store, open_store


def check_slack(settings: Settings) -> tuple[Check, ...]:
    """Look at the settings, at Slack, and at what came in; changes nothing and never raises."""
    return (*_tokens(settings), *_slack(settings), *_events(settings))


def _tokens(settings: Settings) -> Iterator[Check]:
    for name, token, start in (
        ("slack_bot_token", settings.slack_bot_token, "xoxb-"),
        ("slack_app_token", settings.slack_app_token, "xapp-"),
    ):
        value = token.get_secret_value().strip() if token else ""
        detail = f"{start}…" if value.startswith(start) else ("?" if value else "-")
        is_right = value.startswith(start)
        yield Check(name, is_right, detail, None if is_right else name)


def _slack(settings: Settings) -> Iterator[Check]:
    bot, app = settings.slack_bot_token, settings.slack_app_token
    if bot is not None:
        yield from _bot(web_client(bot.get_secret_value().strip(), settings.slack_api_url))
    if app is not None:
        client = web_client(app.get_secret_value().strip(), settings.slack_api_url)
        found = _asked(client, "apps.connections.open")
        is_open = not isinstance(found, str)
        detail = "Socket Mode" if is_open else str(found)
        yield Check("slack_connection", is_open, detail, None if is_open else "slack_connection")


def _bot(client: WebClient) -> Iterator[Check]:
    found = _asked(client, "auth.test")
    if isinstance(found, str):
        yield Check("slack_team", ok=False, detail=found, hint="slack_team")
        return
    data, headers = found
    yield Check("slack_team", ok=True, detail=f"{data.get('team')} ({data.get('team_id')})")
    told = headers.get("x-oauth-scopes")
    if told is None:
        yield Check("slack_scopes", ok=True, detail="?")
        return
    given = {scope.strip() for scope in told.split(",")}
    missing = [scope for scope in SCOPES if scope not in given]
    detail = ", ".join(missing) if missing else str(len(SCOPES))
    yield Check("slack_scopes", not missing, detail, "slack_scopes" if missing else None)


def _asked(client: WebClient, method: str) -> tuple[dict[str, str], dict[str, str]] | str:
    """What Slack answers with its headers in small letters, or its word for refusing."""
    if not (client.token or "").isascii():
        # It cannot even be sent: the guide's "xoxb-…" was left as it is.
        return "invalid_auth"
    try:
        answer = client.api_call(method)
    except SlackApiError as error:
        return str(error.response.get("error") or "unknown")
    except (SlackClientError, OSError):
        return "unreachable"
    data = answer.data if isinstance(answer.data, dict) else {}
    return data, {name.lower(): str(value) for name, value in answer.headers.items()}


def _events(settings: Settings) -> Iterator[Check]:
    """What came in and what goes out, from the store; and whether somebody works on it."""
    try:
        store = open_store(settings.home, clock_for(settings), create=False)
    except CartoError as error:
        if error.code == "store_missing":
            yield Check("slack_events", ok=True, detail="0", hint="slack_events")
        return
    try:
        yield from _traffic(store)
    finally:
        store.close()
    try:
        with only_worker(settings.home):
            yield Check("slack_worker", ok=True, detail="-", hint="slack_worker")
    except AnotherWorker:
        yield Check("slack_worker", ok=True, detail="carto slack")


def _traffic(store: Store) -> Iterator[Check]:
    with store.read() as conn:
        workspaces = slack_directory.bound_workspaces(conn)
        received = [slack_inbox.counts(conn, one) for one in workspaces]
        sent = [slack_outbox.counts(conn, one) for one in workspaces]
    came, failed = (sum(sum(one.values()) for one in received), _sum(received, "failed"))
    yield Check("slack_events", ok=True, detail=str(came), hint=None if came else "slack_events")
    yield Check(
        "slack_failed", ok=True, detail=str(failed), hint="slack_failed" if failed else None
    )
    lost, waiting = _sum(sent, "undeliverable"), _sum(sent, "waiting") + _sum(sent, "sending")
    hint = "slack_undeliverable" if lost else None
    yield Check(
        "slack_posts", ok=True, detail=f"{_sum(sent, 'sent')} / {waiting} / {lost}", hint=hint
    )


def _sum(counted: list[dict[str, int]], state: str) -> int:
    return sum(one.get(state, 0) for one in counted)
