"""A model made of recorded replies, over real HTTP; what it cannot answer it writes down.

    python -m tests.model_servers.replay --replies FOLDER --unanswered FOLDER --port N
    python -m tests.model_servers.replay collect --unanswered FOLDER --model NAME --date D --out FILE.jsonl

A request without a reply is refused with 400 `not_recorded`: the adapter takes that for a wrong request
and gives up at once, where 404, 429 or 5xx would be an unknown model or a reason to try again. A reply that
cannot be served is refused likewise, and stderr says which it is and what is wrong with it.
"""

import argparse
import sys
import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from assistant.recorded.replies import (
    RecordedReplies,
    RecordedReply,
    request_key,
    request_parts,
    write_files,
    write_lines,
)
from assistant.recorded.wire import call_id, finish, not_recorded, usage
from tests.model_servers.loopback import LoopbackModel, Reply, ToolCall
from tests.model_servers.unanswered import Answered, Spoilt, Unanswered

NOT_RECORDED = 400


class ReplayServer(LoopbackModel):
    """Serves recorded replies and those put beside unanswered requests; counts what it did."""

    def __init__(
        self,
        replies: RecordedReplies,
        unanswered: Path,
        *,
        say: Callable[[str], None] | None = None,
        listen_on: int = 0,
    ) -> None:
        self.served = 0
        self.waiting: set[str] = set()
        self._replies = replies
        self._unanswered = Unanswered(unanswered)
        self._say = say or (lambda _: None)
        self._writing = threading.Lock()
        models = tuple(model for model, _ in replies.recorded_with()) or ("recorded",)
        super().__init__(self._answer, models=models, listen_on=listen_on)

    def _answer(self, body: dict[str, Any]) -> Reply:
        recorded = self._replies.reply_for(body)
        if recorded is None:
            with self._writing:
                given = self._unanswered.reply_to(body)
                if given is None:
                    return self._refuse(body)
            if isinstance(given, Spoilt):
                self._say(f"{given.key}/reply.json cannot be served: {given.problem}")
                return _refusal(given.key)
            recorded = recorded_reply(given, "answered", date.min)
        self.served += 1
        self.waiting.discard(recorded.key)
        return _reply(recorded, body)

    def _refuse(self, body: dict[str, Any]) -> Reply:
        place = self._unanswered.keep(body)
        if place.name not in self.waiting:
            self.waiting.add(place.name)
            self._say(f"not recorded, written down: {place}/request.md")
        return _refusal(place.name)


def _refusal(key: str) -> Reply:
    return Reply(status=NOT_RECORDED, error=not_recorded(key)["error"])


def _reply(recorded: RecordedReply, body: dict[str, Any]) -> Reply:
    calls = tuple(
        ToolCall(call.name, dict(call.arguments), call_id(recorded.key, number))
        for number, call in enumerate(recorded.reply.tool_calls, start=1)
    )
    tokens = usage(recorded, body)
    return Reply(
        content=recorded.reply.text,
        tool_calls=calls,
        finish_reason=finish(recorded),
        usage=(tokens["prompt_tokens"], tokens["completion_tokens"]),
    )


def recorded_reply(given: Answered, model: str, on: date) -> RecordedReply:
    """A reply written by hand, in the form in which replies are kept."""
    return RecordedReply(
        key=request_key(given.body),
        model=model,
        recorded_on=on,
        request=request_parts(given.body),
        reply=given.message,
        finish_reason=given.finish_reason,
    )


@dataclass(frozen=True, slots=True)
class Collected:
    """What became of a folder of requests."""

    new: int
    kept: int
    waiting: tuple[str, ...]
    spoilt: tuple[Spoilt, ...]


def collect(unanswered: Path, model: str, on: date, out: Path, *, fresh: bool = False) -> Collected:
    """Turn the answered requests of a folder into lines of ``out``, keeping those it has.

    A request answered again takes the place of its earlier line; ``fresh`` keeps no earlier line.
    """
    before = _lines_of(out) if not fresh and out.exists() else {}
    found: dict[str, RecordedReply] = {}
    waiting: list[str] = []
    spoilt: list[Spoilt] = []
    for key, one in Unanswered(unanswered).all():
        match one:
            case Answered():
                found[key] = recorded_reply(one, model, on)
            case Spoilt():
                spoilt.append(one)
            case None:
                waiting.append(key)
    changed = {key for key, reply in found.items() if _same_words(before.get(key), reply) is None}
    merged = before | {key: found[key] for key in changed}
    write_lines(merged.values(), out)
    return Collected(len(changed), len(merged) - len(changed), tuple(waiting), tuple(spoilt))


def _same_words(before: RecordedReply | None, now: RecordedReply) -> RecordedReply | None:
    """The earlier line where it says the same, so that it keeps its model and its day."""
    return before if before is not None and before.reply == now.reply else None


def _lines_of(file: Path) -> dict[str, RecordedReply]:
    lines = file.read_text(encoding="utf-8").splitlines()
    return {reply.key: reply for reply in RecordedReplies.from_lines(lines, file.name)}


def main(words: list[str]) -> int:
    """Serve, or collect what was answered."""
    parser = argparse.ArgumentParser(prog="python -m tests.model_servers.replay")
    does = words[0] if words and words[0] in ("collect", "unpack") else "serve"
    options = _OPTIONS[does]
    for name, kind in options.items():
        parser.add_argument(name, type=kind, required=name not in ("--replies", "--port"))
    if does == "collect":
        parser.add_argument("--fresh", action="store_true", help="keep no earlier line of --out")
    args = parser.parse_args(words if does == "serve" else words[1:])
    return {"serve": _serve, "collect": _collect, "unpack": _unpack}[does](args)


_OPTIONS: dict[str, dict[str, Callable[[str], object]]] = {
    "serve": {"--replies": Path, "--unanswered": Path, "--port": int},
    "collect": {"--unanswered": Path, "--model": str, "--date": date.fromisoformat, "--out": Path},
    "unpack": {"--file": Path, "--out": Path},
}


def _serve(args: argparse.Namespace) -> int:
    replies = RecordedReplies(args.replies)
    server = ReplayServer(replies, args.unanswered, say=_tell, listen_on=args.port or 0)
    with server:
        _tell(f"{len(replies)} recorded replies; CARTO_MODEL_BASE_URL={server.base_url}")
        try:
            threading.Event().wait()
        except KeyboardInterrupt:
            _tell(f"served {server.served}; {len(server.waiting)} wait for a reply")
    return 0


def _collect(args: argparse.Namespace) -> int:
    done = collect(args.unanswered, args.model, args.date, args.out, fresh=args.fresh)
    for one in done.spoilt:
        _tell(f"{one.key}/reply.json left out: {one.problem}")
    for key in done.waiting:
        _tell(f"{key} waits for a reply")
    _tell(f"{args.out}: {done.new} new, {done.kept} as before")
    return 1 if done.spoilt or done.waiting else 0


def _unpack(args: argparse.Namespace) -> int:
    """The other way round: lines into one file a reply."""
    write_files(_lines_of(args.file).values(), args.out)
    return 0


def _tell(said: str) -> None:
    print(said, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
