"""What a healthy model says in these tests, to a note and to a question in either language."""

from typing import Any

from tests.agent.turns import DECIDERS, calls, reply
from tests.model_reader.replies import label, person
from tests.model_reader.replies import reply as reading_reply
from tests.model_servers.loopback import Reply

CANARY = "Quibblethwaite"
NOTE = f"Met Paula Weir of {CANARY}. Paula Weir told us she wants it before summer. They lose 41 spools."
NOTE_FR = f"Paula Weir ({CANARY}) nous a dit « she wants it before summer ». Elle est DSI et elle nous soutient."
QUESTION = "who decides at Tarbet Shipyard?"
QUESTION_FR = "qui décide chez Tarbet Shipyard ?"
# Words that stand in the notes, in the questions and in the embedded answers, and nowhere else.
PRIVATE = (
    CANARY,
    "Paula",
    "Weir",
    "summer",
    "spools",
    "who decides",
    "qui décide",
    "Moncur",
    "Tarbet",
)

READ = reading_reply(
    people=[person("Paula Weir")],
    labels=[label("Paula Weir", "supporter", "she wants it before summer")],
)
ANSWER = {"en": "Alasdair Moncur decides.", "fr": "Alasdair Moncur décide."}


def well(body: dict[str, Any]) -> Reply:
    """Read the note, or look for who decides and say it."""
    if not is_question(body):
        return Reply(READ)
    if body["messages"][-1]["role"] != "tool":
        return DECIDERS
    lang = "fr" if QUESTION_FR in str(body["messages"]) else "en"
    return reply((ANSWER[lang], ["e1"]))


def in_english(body: dict[str, Any]) -> Reply:
    """The same, whatever language was asked in."""
    made = well(body)
    called_back = is_question(body) and made.tool_calls[0].name == "Reply"
    return reply((ANSWER["en"], ["e1"])) if called_back else made


def is_question(body: dict[str, Any]) -> bool:
    """Whether the request is a turn of an answer, and not a note to read."""
    return any(tool["function"]["name"] == "Reply" for tool in body.get("tools") or ())


def looks_again(body: dict[str, Any]) -> Reply:
    """Ask for the same look-up for ever."""
    return DECIDERS if is_question(body) else calls(("list_people", {"account": "Acme"}))
