"""The product itself with a scripted model and notes on the map, against the stub of Slack."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from assistant.settings import ModelSettings
from integrations.slack.intents import Place, Pressed, Said, Speaker
from integrations.slack.service import Service, our_handlers
from tests.answers.scene import TODAY, furnished
from tests.model_servers.loopback import LoopbackModel, Reply, ToolCall
from tests.slack.running import running, settle
from tests.slack.stub import TEAM, StubSlack

QUESTION = "Who decides at Tarbet Shipyard?"


def calls(*named: tuple[str, dict[str, Any]], **how: Any) -> Reply:
    """A message of the model that calls tools."""
    return Reply(tool_calls=tuple(ToolCall(name, given) for name, given in named), **how)


def claims(*said: tuple[str, Sequence[str]], **how: Any) -> Reply:
    """The model's last message: claims as (text, evidence)."""
    given = [{"text": text, "evidence": list(ids), "kind": "fact"} for text, ids in said]
    return calls(("Reply", {"claims": given, "missing": []}), **how)


DECIDERS = calls(("list_people", {"account": "Tarbet Shipyard", "power": "decides"}))
KEPT, INVENTED = "Alasdair Moncur decides.", "Bruce Wayne decides."
MIXED = claims((KEPT, ["e1"]), (INVENTED, ["e1"]), ("Alasdair Moncur (md) decides.", ["e1"]))
OUT = Reply(status=503)


def model_at(server: LoopbackModel, **more: Any) -> ModelSettings:
    """A model's settings with short limits and no retries."""
    fields: dict[str, Any] = {"timeout_s": 5.0, "total_s": 10.0, "retries": 0, **more}
    return ModelSettings(base_url=server.base_url, name="loopback", **fields)


def furnish(home: Path) -> None:
    """Put the notes of ``tests/answers/scene.py`` on the map."""
    with furnished(home, "all"):
        pass


@contextmanager
def modelled(
    stub: StubSlack, home: Path, server: LoopbackModel | None, **more: Any
) -> Iterator[Service]:
    """The service at work with the product's handlers and this model."""
    if server is not None:
        more = {"model": model_at(server), **more}
    with running(stub, home, our_handlers(), today=TODAY, **more) as service:
        yield service


def said(text: str, ts: str = "11.1", channel: str = "DUALICE", **more: Any) -> Said:
    """Alice says it, in her direct conversation unless a channel is given."""
    place = Place(TEAM, channel, more.pop("thread", ts), is_direct=channel.startswith("D"))
    return Said("said", place, Speaker(TEAM, more.pop("user", "UALICE")), text, ts, **more)


def pressed(action: str, value: str, channel: str, thread: str) -> Pressed:
    """Alice presses a button."""
    place = Place(TEAM, channel, thread, is_direct=channel.startswith("D"))
    return Pressed("pressed", place, Speaker(TEAM, "UALICE"), action, value, thread, "99.9")


def put(service: Service, *intents: Said | Pressed) -> None:
    """Let them come in, and wait until all is carried out and sent."""
    settle(service)
    for number, intent in enumerate(intents):
        ts = intent.ts if isinstance(intent, Said) else intent.action_ts
        service.inbox.receive(f"Ev{ts}-{number}", intent)
        settle(service)


def words(blocks: Any) -> str:
    """Everything a person reads of the blocks."""
    if isinstance(blocks, dict):
        own = [blocks["text"]] if isinstance(blocks.get("text"), str) else []
        return "\n".join([*own, *(words(one) for one in blocks.values())]).strip()
    if isinstance(blocks, list | tuple):
        return "\n".join(filter(None, (words(one) for one in blocks)))
    return ""
