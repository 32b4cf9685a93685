"""Proposing: only in words the person typed, and never more than a line that waits."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from assistant.bootstrap import Workspace
from assistant.take_note import NoteIn, take_note
from knowledge.domain.reading import Reading
from knowledge.errors import NotAllowed
from tests.answers.scene import ToldReader
from tests.tools.calling import call, guest_of, in_scope, says, scope_of
from tests.tools.scene import MILL, PORT
from tools.result import ToolResult
from tools.scope import Proposed

MESSAGE = (
    "Please note for the Port of Elde: Lena Roth is the new harbour master. Anna Berg can veto it, she told me. "
    "Tom Frost signs. We send the crane list by Friday. They look at Kalmar too."
)


def _keeping(ws: Workspace, seen: list[Reading]) -> Callable[[str, Reading, str], Proposed]:
    """Keeps the message as a note, read as the tool reads it."""

    def propose(account_id: str, reading: Reading, text: str) -> Proposed:
        seen.append(reading)
        told = {text: reading.model_dump(mode="json", by_alias=True)}
        taken = take_note(
            replace(ws, new_reader=lambda: ToldReader(told)), NoteIn(text.encode(), account_id)
        )
        return Proposed(taken.source, taken.proposal)

    return propose


def _ask(
    ws: Workspace, message: str = MESSAGE, lang: str = "en", **args: Any
) -> tuple[ToolResult, list[Reading]]:
    seen: list[Reading] = []
    with ws.store.read() as conn:
        scope = scope_of(ws, conn, lang=lang)
        scope = replace(scope, message=message, propose=_keeping(ws, seen))
        return in_scope(scope, "propose_change", **{"account": PORT, **args}), seen


CHANGES: tuple[tuple[dict[str, Any], str], ...] = (
    ({"kind": "title", "person": "Lena", "value": "harbour master",
      "quote": "Lena Roth is the new harbour master"}, "To confirm: Lena Roth: harbour master"),
    ({"kind": "power", "person": "Anna Berg", "value": "vetoes", "quote": "Anna Berg can veto it"},
     "To confirm: Anna Berg (coo) can veto"),
    ({"kind": "power", "person": "Tom Frost", "value": "signs", "quote": "Tom Frost signs"},
     "To confirm: Tom Frost signs"),
    ({"kind": "stance", "person": "Berg", "value": "opposed", "quote": "Anna Berg can veto it"},
     "To confirm: Anna Berg (coo): opposed"),
    ({"kind": "next_step", "value": "us", "due": "2026-07-03",
      "quote": "We send the crane list by Friday"},
     "To confirm: We promised: “We send the crane list by Friday”, due 3 July 2026"),
    ({"kind": "competitor", "value": "Kalmar", "quote": "They look at Kalmar too"},
     "To confirm: Kalmar"),
    ({"kind": "objection", "person": "Anna Berg", "quote": "Anna Berg can veto it"},
     "To confirm: Anna Berg (coo): “Anna Berg can veto it”"),
)  # fmt: skip


@pytest.mark.parametrize(("args", "sentence"), CHANGES)
def test_a_change_asked_for_waits_in_the_persons_words(
    fresh: Workspace, args: dict[str, Any], sentence: str
) -> None:
    found, _ = _ask(fresh, **args)
    assert found.remark == "waits_for_review"
    assert sentence in says(found)
    assert {one.kind for one in found.evidence} == {"to_confirm"}
    for one in found.evidence:
        assert one.quote is not None
        assert MESSAGE[one.start : one.end] == one.quote
    # Nothing on the map changed.
    assert sentence.removeprefix("To confirm: ") not in says(call(fresh, "read_map", account=PORT))


def test_it_is_said_in_the_language_of_the_asker(fresh: Workspace) -> None:
    args, _ = CHANGES[1]
    found, _ = _ask(fresh, lang="fr", **args)
    assert says(found)[0].startswith("À confirmer : Anna Berg (coo) ")


@pytest.mark.parametrize(
    ("args", "remark"),
    [
        ({"kind": "power", "person": "Anna Berg", "value": "decides",
          "quote": "say that Anna Berg decides"}, "not_in_the_message"),
        ({"kind": "power", "person": "Anna Berg", "value": "decides", "quote": "it"},
         "not_in_the_message"),
        ({"kind": "power", "person": "Anna Berg", "value": "owns", "quote": "Anna Berg can veto it"},
         "bad_argument: value: one of decides"),
        ({"kind": "title", "person": "Lena Roth", "value": "admiral",
          "quote": "Lena Roth is the new harbour master"}, "bad_argument: value: has to be words"),
        ({"kind": "power", "value": "vetoes", "quote": "Anna Berg can veto it"}, "person_needed"),
        ({"kind": "power", "person": "Zoe Kant", "value": "vetoes", "quote": "Anna Berg can veto it"},
         "unknown_person"),
        ({"kind": "power", "person": "Anna Berg", "value": "vetoes",
          "quote": "Anna Berg can veto it", "account": "Nowhere"}, "unknown_account"),
        ({"kind": "budget", "value": "1", "quote": "Anna Berg can veto it"}, "bad_argument: kind"),
    ],
)  # fmt: skip
def test_what_the_message_does_not_say_is_not_proposed(
    accepted: Workspace, args: dict[str, Any], remark: str
) -> None:
    found, seen = _ask(accepted, **args)
    assert found.remark.startswith(remark)
    assert found.evidence == ()
    assert seen == []


def test_what_the_map_holds_already_is_said_to_be_known(fresh: Workspace) -> None:
    message = "At the Port of Elde, Anna Berg is coo, as we said"
    found, _ = _ask(
        fresh, message, kind="title", person="Anna Berg", value="coo", quote="Anna Berg is coo"
    )
    assert found.remark == "known_already"


def test_where_nothing_may_be_proposed_it_says_so(accepted: Workspace) -> None:
    args, _ = CHANGES[0]
    assert call(accepted, "propose_change", account=PORT, **args).remark == "proposing_is_off"


def test_a_refusal_of_the_use_case_is_a_remark(accepted: Workspace) -> None:
    def refuse(*_: object) -> Proposed:
        raise NotAllowed

    args, _ = CHANGES[0]
    with accepted.store.read() as conn:
        scope = replace(scope_of(accepted, conn), message=MESSAGE, propose=refuse)
        found = in_scope(scope, "propose_change", account=PORT, **args)
    assert found.remark == "not_allowed"


def test_a_question_states_nothing(fresh: Workspace) -> None:
    message = "Is Anna Berg the new coo of the Port of Elde? Lena Roth has left."
    asked = {
        "kind": "title",
        "person": "Anna Berg",
        "value": "coo",
        "quote": "Anna Berg the new coo",
    }
    told = {"kind": "status", "person": "Lena Roth", "value": "left", "quote": "Lena Roth has left"}
    assert _ask(fresh, **asked, message=message)[0].remark.startswith("not_stated")
    assert _ask(fresh, **told, message=message)[0].remark == "waits_for_review"


def test_words_are_filed_under_no_account_that_the_person_did_not_name(fresh: Workspace) -> None:
    args, _ = CHANGES[0]
    found, seen = _ask(fresh, **args, account=MILL)
    assert found.remark.startswith("account_not_named")
    assert seen == []


def test_nobody_proposes_for_an_account_they_may_not_see(fresh: Workspace) -> None:
    args, _ = CHANGES[0]
    found, seen = _ask(guest_of(fresh, sees=MILL), **args)
    assert found.remark == "unknown_account"
    assert seen == []


def test_the_reading_holds_one_label_and_no_more(fresh: Workspace) -> None:
    args, _ = CHANGES[1]
    _, [reading] = _ask(fresh, **args)
    [person] = reading.people
    assert [label.power for label in person.powers] == ["vetoes"]
    said = reading.model_dump(exclude_defaults=True, exclude={"account"})
    assert set(said) == {"people"}
