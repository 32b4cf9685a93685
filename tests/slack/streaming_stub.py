"""The stub of Slack with what messages under way need: a status, streams, deletions."""

from typing import Any

from typing_extensions import override

from tests.slack.stub import BOT, StubSlack

Asked = dict[str, Any]


class StreamingSlack(StubSlack):
    """A Slack that can show an answer while it is made; ``streams`` are those messages by their ts."""

    def __init__(self) -> None:
        super().__init__()
        self.streams: dict[str, dict[str, Any]] = {}
        self.statuses: list[str] = []
        self.deleted: list[str] = []

    def standing(self) -> list[str]:
        """The texts of every message that stands there now, in order."""
        texts = {one["ts"]: one["text"] for one in (*self.streams.values(), *self.messages)}
        texts |= {one["ts"]: one["text"] for one in self.updates}
        return [texts[ts] for ts in sorted(texts) if ts not in self.deleted]

    @override
    def answer(self, method: str, asked: Asked) -> dict[str, Any]:
        if method == "assistant.threads.setStatus":
            with self._lock:
                self.statuses.append(asked["status"])
                return {"ok": True}
        return super().answer(method, asked)

    def _chat_startStream(self, asked: Asked) -> dict[str, Any]:  # noqa: N802 - as Slack spells it
        if not asked.get("recipient_user_id") and not asked["channel"].startswith("D"):
            return {"ok": False, "error": "missing_recipient_user_id"}
        ts = self._ts()
        text = asked.get("markdown_text") or ""
        self.streams[ts] = {**asked, "ts": ts, "user": BOT, "text": text, "open": True}
        return {"ok": True, "channel": asked["channel"], "ts": ts}

    def _chat_appendStream(self, asked: Asked) -> dict[str, Any]:  # noqa: N802 - as Slack spells it
        stream = self.streams.get(asked["ts"])
        if stream is None or not stream["open"]:
            return {"ok": False, "error": "message_not_in_streaming_state"}
        stream["text"] += asked["markdown_text"]
        return {"ok": True}

    def _chat_stopStream(self, asked: Asked) -> dict[str, Any]:  # noqa: N802 - as Slack spells it
        stream = self.streams.get(asked["ts"])
        if stream is None or not stream["open"]:
            return {"ok": False, "error": "message_not_in_streaming_state"}
        stream["open"] = False
        return {"ok": True}

    def _chat_delete(self, asked: Asked) -> dict[str, Any]:
        self.deleted.append(asked["ts"])
        return {"ok": True}
