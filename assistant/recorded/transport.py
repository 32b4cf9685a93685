"""Recorded replies in the place of a model: an HTTP transport that never opens a connection.

Imported late: it brings the HTTP library of the model client.
"""

import json
from collections.abc import Iterator, Mapping
from itertools import count
from typing import Any

import httpx2
from typing_extensions import override

from assistant.recorded.replies import RecordedReplies, RecordedReply, request_key
from assistant.recorded.wire import completion, events, not_recorded

# Read by the model client as a wrong request: it gives up at once, where 404, 429 and 503 would be
# taken for an unknown model or for a reason to try again.
NOT_RECORDED_STATUS = 400


class RecordedTransport(httpx2.BaseTransport):
    """Answers chat completions from recorded replies, streamed or not.

    ``missed`` lists the keys of the requests that had no reply, ``served`` the replies given, in order.
    """

    def __init__(self, replies: RecordedReplies) -> None:
        self.missed: list[str] = []
        self.served: list[RecordedReply] = []
        self._replies = replies
        self._serials = count(1)

    @override
    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        path = request.url.path
        if request.method == "GET" and path.endswith("/models"):
            return httpx2.Response(200, json=models_object(self._replies))
        if request.method != "POST" or not path.endswith("/chat/completions"):
            said = {"error": {"message": "Only chat completions are recorded.", "code": "unknown"}}
            return httpx2.Response(404, json=said)
        return self._reply(json.loads(request.read()))

    def _reply(self, body: Mapping[str, Any]) -> httpx2.Response:
        recorded = self._replies.reply_for(body)
        if recorded is None:
            key = request_key(body)
            self.missed.append(key)
            return httpx2.Response(NOT_RECORDED_STATUS, json=not_recorded(key))
        self.served.append(recorded)
        serial = next(self._serials)
        if not body.get("stream"):
            return httpx2.Response(200, json=completion(recorded, body, serial))
        kind = {"content-type": "text/event-stream"}
        return httpx2.Response(200, headers=kind, stream=_Events(events(recorded, body, serial)))


class _Events(httpx2.SyncByteStream):
    """The events of one reply, one at a time, as a connection would bring them."""

    def __init__(self, parts: Iterator[bytes]) -> None:
        self._parts = parts

    @override
    def __iter__(self) -> Iterator[bytes]:
        return self._parts


def models_object(replies: RecordedReplies) -> dict[str, Any]:
    """The models whose replies there are, in the words of the API."""
    named = [{"id": model, "object": "model"} for model, _ in replies.recorded_with()]
    return {"object": "list", "data": named}


def recorded_client(replies: RecordedReplies) -> httpx2.Client:
    """A client for the model adapter that speaks to the recording and to nothing else."""
    return httpx2.Client(transport=RecordedTransport(replies))
