"""A model that does its work: what it asks next depends on what it was told, and so does what it says."""

import json
from typing import Any

from tests.model_servers.loopback import LoopbackModel, Reply, ToolCall

Call = tuple[str, dict[str, Any]]


class Honest(LoopbackModel):
    """Finds the account, asks who decides, explains the first name it gets, and answers with it."""

    def __init__(self) -> None:
        self.calls: list[Call] = []
        super().__init__(self._answer, models=("honest",))

    def _answer(self, body: dict[str, Any]) -> Reply:
        told = [_result(one["content"]) for one in body["messages"] if one["role"] == "tool"]
        account = next(iter(told[0].get("choices", ())), None) if told else None
        match len(told):
            case 0:
                return self._call("find_account", {"words": "Tarbet Shipyard"})
            case 1:
                return self._call("list_people", {"account": account, "power": "decides"})
            case 2:
                return self._call("open_promises", {"account": account})
            case 3:
                people = [name for one in told[1]["evidence"] for name in one.get("people", ())]
                return self._call(
                    "explain_fact", {"account": account, "about": "power", "person": people[0]}
                )
        first = told[1]["evidence"][0]
        said = {"text": first["says"], "evidence": [first["id"]], "kind": "fact"}
        return Reply(tool_calls=(ToolCall("Reply", {"claims": [said], "missing": []}),))

    def _call(self, name: str, given: dict[str, Any]) -> Reply:
        self.calls.append((name, given))
        return Reply(tool_calls=(ToolCall(name, given),))


def _result(content: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(content[content.index("{") : content.rindex("}") + 1])
    return found
