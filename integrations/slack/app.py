"""The Bolt app: deliveries come in, are checked, and reach the listeners before they are acknowledged."""

import logging

from slack_bolt import App
from slack_bolt.middleware import Middleware
from slack_bolt.request import BoltRequest
from slack_bolt.response import BoltResponse
from slack_sdk import WebClient
from slack_sdk.signature import SignatureVerifier
from typing_extensions import override

from integrations.slack.listeners import actions, commands, events, submissions
from integrations.slack.listeners.deliveries import Deliveries

# What Bolt and Slack's client say themselves.
theirs = logging.getLogger("integrations.slack.connection")

TIMEOUT_S = 15


def keep_quiet_about_content() -> None:
    """Let Slack's libraries log what happened and nothing of what it was about.

    Their sentences put that behind a colon or in brackets: addresses, payloads, texts of exceptions.
    """
    theirs.addFilter(_only_the_sentence)


def _only_the_sentence(record: logging.LogRecord) -> bool:
    record.msg = str(record.msg).partition(":")[0].partition("(")[0].strip()
    record.args = None
    return True


def web_client(token: str, api_url: str, timeout_s: int = TIMEOUT_S) -> WebClient:
    """A client that repeats nothing by itself: the sender knows better what may be sent again."""
    return WebClient(
        token=token, base_url=api_url, timeout=timeout_s, retry_handlers=[], logger=theirs
    )


def build_app(deliveries: Deliveries, signing_secret: str | None) -> App:
    """The app with every listener.

    ``process_before_response`` makes the acknowledgement wait for the listener, which commits first.
    """
    app = App(
        name="cartographe",
        client=deliveries.client,
        signing_secret=signing_secret or "",
        process_before_response=True,
        request_verification_enabled=False,
        before_authorize=SignedRequests(signing_secret),
        token_verification_enabled=False,
        ssl_check_enabled=False,
        logger=theirs,
    )
    for kind in (events, actions, submissions, commands):
        kind.register(app, deliveries)
    return app


class SignedRequests(Middleware):
    """Lets in what Socket Mode delivers, and over HTTP only what Slack signed within five minutes.

    In the place of Bolt's own check, which fails on a timestamp that is no number and logs bodies.
    """

    def __init__(self, signing_secret: str | None) -> None:
        self._verifier = SignatureVerifier(signing_secret) if signing_secret else None

    @override
    def process(self, *, req: BoltRequest, resp: BoltResponse, next) -> BoltResponse | None:  # type: ignore[no-untyped-def]  # noqa: ANN001
        if req.mode == "socket_mode" or self._is_signed(req):
            answer: BoltResponse | None = next()
            return answer
        return BoltResponse(status=401, body={"error": "invalid request"})

    def _is_signed(self, req: BoltRequest) -> bool:
        timestamp = req.headers.get("x-slack-request-timestamp", [""])[0]
        signature = req.headers.get("x-slack-signature", [""])[0]
        if self._verifier is None or not (timestamp.isascii() and timestamp.isdigit()):
            return False
        if not signature.isascii() or len(timestamp) > len("10000000000"):
            return False
        return self._verifier.is_valid(req.raw_body, timestamp, signature)
