"""What our own code costs in one turn of the agent: `python -m tests.agent.overhead`.

CPU time of this process with the model played by a function in it, so that neither HTTP nor a server is
counted; beside it the same two model calls made bare through LangChain, which no code of ours could avoid.
"""

import json
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx2

from assistant.answering import answer_question_best
from assistant.models.chat import chat_model
from tests.agent.turns import DECIDERS, QUESTION, reply, with_model
from tests.answers.scene import furnished
from tests.model_servers.wire import Reply, document, events

_TURNS = 40
# Four claims: two kept, one with an invented name, one with an invented number.
FINAL = reply(
    ("Alasdair Moncur decides.", ["e1"]),
    ("The software is Alasdair Moncur's to choose.", ["e1"]),
    ("Bruce Wayne decides.", ["e1"]),
    ("Alasdair Moncur decides on 41 seats.", ["e1"]),
)


class _Played:
    """A transport that answers in turn, streamed when asked to."""

    def __init__(self) -> None:
        self.bodies: list[dict[str, Any]] = []

    def __call__(self, request: httpx2.Request) -> httpx2.Response:
        body = json.loads(request.content)
        self.bodies.append(body)
        said: Reply = FINAL if body["messages"][-1]["role"] == "tool" else DECIDERS
        if body.get("stream"):
            content = b"".join(events(said, "loopback", with_usage=True))
            return httpx2.Response(
                200, content=content, headers={"Content-Type": "text/event-stream"}
            )
        return httpx2.Response(200, json=document(said, "loopback"))


def _cpu_ms(work: Callable[[], object]) -> float:
    for _ in range(3):
        work()
    began = time.process_time()
    for _ in range(_TURNS):
        work()
    return (time.process_time() - began) / _TURNS * 1_000


def main() -> None:
    """Print milliseconds of CPU per turn."""
    played = _Played()
    client = httpx2.Client(transport=httpx2.MockTransport(played))
    with tempfile.TemporaryDirectory() as folder, furnished(Path(folder), "all") as bare:
        ws = with_model(bare, "http://127.0.0.1:9/v1")
        whole = _cpu_ms(lambda: answer_question_best(ws, QUESTION, http_client=client))
        streamed = _cpu_ms(
            lambda: answer_question_best(ws, QUESTION, on_event=lambda _: None, http_client=client)
        )
        first, second = played.bodies[0], played.bodies[1]
        choice = ws.settings.model.for_use("answering")
        assert choice is not None
        model = chat_model(choice, client)

        def two_calls() -> None:
            for body in (first, second):
                model.bind(tools=body["tools"]).invoke(body["messages"])

        library = _cpu_ms(two_calls)
    print(f"one tool call and four claims:   {whole:6.1f} ms CPU")
    print(f"the same, streamed:              {streamed:6.1f} ms CPU")
    print(f"its two model calls by LangChain:{library:6.1f} ms CPU")
    print(f"the rest (ours and the graph's): {whole - library:6.1f} ms CPU")


if __name__ == "__main__":
    main()
