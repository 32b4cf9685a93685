"""A question answered by a model, over real HTTP and through the real agent."""

import json
from dataclasses import replace
from datetime import UTC, datetime

import pytest

from assistant.agent.turn import MOST_MODEL_CALLS
from assistant.answer_by_rules import answer
from assistant.answering import answer_question_best
from assistant.bootstrap import Workspace
from knowledge.domain.proposals import Proposal
from knowledge.errors import UnknownAccount
from knowledge.store.conversations import Turn
from knowledge.store.proposals import list_proposals, load_proposal
from knowledge.store.sources import get_source
from tests.agent.turns import DECIDERS, GOOD, QUESTION, ask, calls, reply, tool_results, with_model
from tests.answers.scene import TODAY
from tests.model_servers.loopback import Reply, ToolCall
from tools.catalogue import TOOLS
from tools.result import ToolResult


def test_a_tool_is_called_and_a_claim_is_kept_with_its_quote(ws: Workspace) -> None:
    made, server = ask(ws, [DECIDERS, GOOD])
    assert made.answer == "Alasdair Moncur decides. [1]"
    assert (made.kind, made.engine, made.account) == ("fact", "model:loopback", "Tarbet Shipyard")
    assert [c.quote for c in made.citations] == ["the software is his to choose"]
    assert made.tools == ("list_people",)
    assert len(server.requests) == 2


def test_it_tells_the_same_facts_as_the_embedded_engine(ws: Workspace) -> None:
    made, _ = ask(ws, [DECIDERS, GOOD])
    embedded = answer(ws, QUESTION)
    assert {c.fact_id for c in made.citations} == {c.fact_id for c in embedded.citations}


def test_the_published_form_has_the_same_keys(ws: Workspace) -> None:
    made, _ = ask(ws, [DECIDERS, GOOD])
    assert set(made.to_json_object()) == set(answer(ws, QUESTION).to_json_object())


def test_what_a_model_reads_names_no_id_of_ours_and_stands_in_a_block(ws: Workspace) -> None:
    _, server = ask(ws, [DECIDERS, GOOD])
    (shown,) = tool_results(server)
    assert "fct_" not in shown
    assert "src_" not in shown
    assert "untrusted-" in shown.splitlines()[1]


def test_who_reads_is_no_argument_of_any_tool(ws: Workspace) -> None:
    _, server = ask(ws, [DECIDERS, GOOD])
    offered = json.dumps([t["function"]["parameters"] for t in server.requests[0]["tools"]])
    assert not any(word in offered for word in ("audience", "member", "workspace", "runtime"))


def test_the_question_stands_in_a_block(ws: Workspace) -> None:
    _, server = ask(ws, [DECIDERS, GOOD])
    said = server.requests[0]["messages"][-1]["content"]
    assert f'kind="message">\n{QUESTION}\n</untrusted-' in said


def test_an_invented_id_is_left_out_and_told(ws: Workspace) -> None:
    made, _ = ask(
        ws, [DECIDERS, reply(("Alasdair Moncur decides.", ["e1"]), ("Isobel pays.", ["e77"]))]
    )
    assert made.answer.splitlines() == [
        "Alasdair Moncur decides. [1]",
        "Left out: 1 statement that the sources do not carry.",
    ]
    assert made.dropped == 1


@pytest.mark.parametrize(
    "invented",
    ["Bruce Wayne decides.", "Alasdair Moncur decides on 3 July 2027.", "41 people decide.",
     "Alasdair Moncur signs.", "Alasdair Moncur does not decide."],
)  # fmt: skip
def test_what_the_evidence_does_not_say_is_not_shown(ws: Workspace, invented: str) -> None:
    made, _ = ask(ws, [DECIDERS, reply(("Alasdair Moncur decides.", ["e1"]), (invented, ["e1"]))])
    assert invented not in made.answer
    assert made.dropped == 1


def test_with_nothing_left_the_embedded_answer_is_given_and_said_so(ws: Workspace) -> None:
    made, _ = ask(ws, [DECIDERS, reply(("Bruce Wayne decides.", ["e1"]))])
    assert made.engine == "embedded"
    assert made.answer == answer(ws, QUESTION).answer
    assert made.remark.startswith("The model's reply could not be confirmed")
    assert "Bruce" not in made.answer + made.remark


def test_an_unknown_tool_is_answered_with_a_code(ws: Workspace) -> None:
    made, server = ask(ws, [calls(("drop_tables", {"x": 1})), DECIDERS, GOOD])
    assert "unknown_tool" in tool_results(server)[0]
    assert made.answer == "Alasdair Moncur decides. [1]"


def test_wrong_arguments_are_told_by_place_without_values(ws: Workspace) -> None:
    wrong = calls(("list_people", {"account": "Tarbet Shipyard", "power": "zebra-9"}))
    made, server = ask(ws, [wrong, DECIDERS, GOOD])
    assert "bad_argument: power" in tool_results(server)[0]
    assert "zebra-9" not in tool_results(server)[0]
    assert made.engine == "model:loopback"


def test_broken_arguments_get_one_more_chance(ws: Workspace) -> None:
    broken = Reply(tool_calls=(ToolCall("list_people", '{"account": "Tar'),))
    made, server = ask(ws, [broken, DECIDERS, GOOD])
    assert made.answer == "Alasdair Moncur decides. [1]"
    assert len(server.requests) == 3


def test_a_reply_of_the_wrong_shape_gets_one_more_chance(ws: Workspace) -> None:
    wrong = calls(("Reply", {"claims": "Zoltan-Quibble decides"}))
    made, server = ask(ws, [DECIDERS, wrong, GOOD])
    assert made.answer == "Alasdair Moncur decides. [1]"
    told = server.requests[-1]["messages"][-1]["content"]
    assert "claims: list_type" in told
    assert "Zoltan" not in told


def test_after_that_the_embedded_engine_answers(ws: Workspace) -> None:
    wrong = calls(("Reply", {"claims": 7}))
    made, server = ask(ws, [DECIDERS, wrong])
    assert made.engine == "embedded"
    assert "cannot be read" in made.remark
    assert len(server.requests) == 3


def test_plain_text_gets_one_more_chance_and_is_never_shown(ws: Workspace) -> None:
    made, _ = ask(ws, [DECIDERS, "Bruce Wayne decides, trust me.", GOOD])
    assert made.answer == "Alasdair Moncur decides. [1]"
    made, _ = ask(ws, [DECIDERS, "Bruce Wayne decides, trust me."])
    assert made.engine == "embedded"
    assert "Bruce" not in made.answer


def test_a_reply_written_as_json_text_is_a_reply(ws: Workspace) -> None:
    text = '```json\n{"claims": [{"text": "Alasdair Moncur decides.", "evidence": ["e1"]}]}\n```'
    made, server = ask(ws, [DECIDERS, text])
    assert made.answer == "Alasdair Moncur decides. [1]"
    assert len(server.requests) == 2


def test_an_endless_tool_loop_ends(ws: Workspace) -> None:
    made, server = ask(ws, [DECIDERS])
    assert made.engine == "embedded"
    assert len(server.requests) <= MOST_MODEL_CALLS
    assert [t["function"]["name"] for t in server.requests[-1]["tools"]] == ["Reply"]


def test_too_many_tools_at_once_are_answered_with_a_code(ws: Workspace) -> None:
    many = calls(*[("find_account", {})] * 40)
    made, server = ask(ws, [DECIDERS, many, GOOD])
    assert sum("no_more_calls" in one for one in tool_results(server)) == 25
    assert made.answer == "Alasdair Moncur decides. [1]"


def test_evidence_has_the_same_ids_whatever_runs_at_once(ws: Workspace) -> None:
    both = calls(
        ("list_people", {"account": "Tarbet Shipyard", "power": "decides"}),
        ("list_people", {"account": "Banque Duhautoy", "power": "decides"}),
        ("open_promises", {"account": "Tarbet Shipyard"}),
    )
    runs = {tuple(tool_results(ask(ws, [both, GOOD])[1])) for _ in range(5)}
    assert len(runs) == 1


def test_a_french_question_on_english_notes_gets_a_french_frame(ws: Workspace) -> None:
    made, _ = ask(
        ws,
        [DECIDERS, reply(("Alasdair Moncur décide.", ["e1"]), ("Bruce Wayne décide.", ["e1"]))],
        "qui décide chez Tarbet Shipyard ?",
    )
    assert made.answer.splitlines() == [
        "Alasdair Moncur décide. [1]",
        "Laissée de côté : 1 affirmation que les sources ne portent pas.",
    ]


def test_a_model_that_answers_in_the_other_language_is_checked_all_the_same(ws: Workspace) -> None:
    made, _ = ask(ws, [DECIDERS, reply(("Alasdair Moncur décide.", ["e1"]))])
    assert made.answer == "Alasdair Moncur décide. [1]"
    assert made.lang == "en"


def test_what_is_missing_is_said(ws: Workspace) -> None:
    made, _ = ask(ws, [DECIDERS, reply(("Alasdair Moncur decides.", ["e1"]), missing=["who signs"])],
                  "who decides and who signs at Tarbet Shipyard?")  # fmt: skip
    assert made.answer.splitlines()[1] == "The notes do not say: who signs"


def test_what_was_asked_and_is_missing_makes_the_answer_unknown_with_what_is_near(
    ws: Workspace,
) -> None:
    near = reply(("Alasdair Moncur decides.", ["e1"]), missing=["why Alasdair Moncur left"])
    made, _ = ask(ws, [DECIDERS, near], "why did Alasdair Moncur leave?")
    assert made.kind == "unknown"
    first, second = made.answer.splitlines()
    assert "why Alasdair Moncur left" in first
    assert second == "Alasdair Moncur decides. [1]"
    assert made.citations


def test_what_is_missing_names_nothing_of_its_own(ws: Workspace) -> None:
    made, _ = ask(
        ws,
        [DECIDERS, reply(("Alasdair Moncur decides.", ["e1"]),
                         missing=["why Bruce Wayne was fired", "see https://evil.example", "the 99 k€"])],
    )  # fmt: skip
    assert made.answer == "Alasdair Moncur decides. [1]"


def test_unknown_says_what_was_searched(ws: Workspace) -> None:
    made, _ = ask(ws, [calls(("search_notes", {"account": "Tarbet Shipyard", "words": "parking"})),
                       reply(missing=["the parking"])], "what about the parking at Tarbet Shipyard?")  # fmt: skip
    assert made.kind == "unknown"
    assert "Searched" in made.answer
    assert made.engine == "model:loopback"


def test_a_question_back_offers_visible_names_in_our_words(ws: Workspace) -> None:
    back = reply(ask_back="Did you mean Tarbet Shipyard or Banque Duhautoy? Visit evil.example")
    made, _ = ask(ws, [calls(("find_account", {})), back], "who decides?")
    assert made.kind == "clarify"
    assert made.answer == "Which one do you mean?"
    assert set(made.choices) == {"Tarbet Shipyard", "Banque Duhautoy"}


def test_earlier_turns_are_messages_and_their_evidence_is_gone(ws: Workspace) -> None:
    earlier = Turn("who pays?", "Isobel Strachan holds the budget. [1]", datetime.now(UTC))
    made, server = ask(ws, [reply(("Isobel Strachan holds the budget.", ["e1"]))], "and who decides at Tarbet Shipyard?",
                       history=[earlier])  # fmt: skip
    roles = [one["role"] for one in server.requests[0]["messages"]]
    assert roles == ["system", "user", "assistant", "user"]
    told = server.requests[0]["messages"][2]["content"]
    assert "\nIsobel Strachan holds the budget.\n" in told
    assert 'kind="earlier_answer"' in told
    assert made.engine == "embedded"


def test_history_is_bounded(ws: Workspace) -> None:
    long = [Turn(f"question {n}", "x" * 900, datetime.now(UTC)) for n in range(20)]
    _, server = ask(ws, [DECIDERS, GOOD], history=long)
    said = [one for one in server.requests[0]["messages"] if one["role"] != "system"]
    assert len(said) == 2 * 6 + 1


def test_a_settled_account_is_the_only_one_a_tool_opens(ws: Workspace) -> None:
    other = calls(("list_people", {"account": "Banque Duhautoy", "power": "decides"}))
    _, server = ask(ws, [other, DECIDERS, GOOD], "who decides?", account="Tarbet Shipyard")
    assert "other_account" in tool_results(server)[0]
    assert "Armand" not in tool_results(server)[0]


def test_an_account_that_is_not_visible_is_refused_before_any_model_is_asked(ws: Workspace) -> None:
    with pytest.raises(UnknownAccount):
        ask(ws, [GOOD], account="Nowhere Ltd")


def test_the_brief_is_a_tool(ws: Workspace) -> None:
    _, server = ask(ws, [calls(("write_brief", {"account": "Tarbet Shipyard"})), GOOD])
    assert '"kind":"fact"' in tool_results(server)[0]
    assert "Alasdair Moncur (md)" in tool_results(server)[0]


def test_a_proposed_change_waits_and_changes_nothing(ws: Workspace) -> None:
    before = answer(ws, "who signs at Tarbet Shipyard?")
    question = "please note for Tarbet Shipyard: Isobel Strachan signs the order"
    change = calls(("propose_change", {
        "account": "Tarbet Shipyard", "kind": "power", "person": "Isobel Strachan", "value": "signs",
        "quote": "Isobel Strachan signs the order"}))  # fmt: skip
    made, server = ask(ws, [change, reply(("Isobel Strachan signs.", ["e1"]))], question)
    assert "waits_for_review" in tool_results(server)[0]
    assert made.kind == "to_confirm"
    assert made.answer == "To confirm: Isobel Strachan signs. [1]"
    assert before.kind == "unknown"


def test_two_changes_of_one_message_wait_together(ws: Workspace) -> None:
    question = "please note for Tarbet Shipyard: Isobel Strachan signs the order. Alasdair Moncur can veto it."
    said = {"account": "Tarbet Shipyard", "kind": "power"}
    first = {
        **said,
        "person": "Isobel Strachan",
        "value": "signs",
        "quote": "Isobel Strachan signs the order",
    }
    second = {
        **said,
        "person": "Alasdair Moncur",
        "value": "vetoes",
        "quote": "Alasdair Moncur can veto it",
    }
    change = calls(("propose_change", first), ("propose_change", second))
    claims = reply(("Isobel Strachan signs.", ["e1"]), ("Alasdair Moncur can veto.", ["e2"]))
    made, server = ask(ws, [change, claims], question)
    assert [one.count("waits_for_review") for one in tool_results(server)] == [1, 1]
    assert made.answer.count("To confirm:") == 2
    (waiting,) = waiting_proposals(ws, "Alasdair Moncur can veto it")
    assert {line.says.value for line in waiting.pending} >= {"signs", "vetoes"}


def test_a_model_that_fails_after_proposing_leaves_word_that_a_change_waits(ws: Workspace) -> None:
    question = "please note for Tarbet Shipyard: Isobel Strachan signs the order."
    change = calls(("propose_change", {
        "account": "Tarbet Shipyard", "kind": "power", "person": "Isobel Strachan", "value": "signs",
        "quote": "Isobel Strachan signs the order"}))  # fmt: skip
    made, _ = ask(ws, [change, Reply(status=500)], question)
    assert (
        made.answer
        == "What you asked to record waits for a review; nothing on the map has changed."
    )
    assert made.citations == ()


def waiting_proposals(ws: Workspace, text: str) -> list[Proposal]:
    """The proposals that wait on sources with these words."""
    found = []
    with ws.store.read() as conn:
        for listed in list_proposals(conn, ws.workspace_id, ws.audience):
            source = get_source(conn, listed.source_id, ws.audience)
            stored = load_proposal(conn, listed.id, ws.audience)
            if stored is not None and source is not None and text in source.text:
                found.append(stored.proposal)
    return found


def test_words_of_a_note_cannot_be_proposed(ws: Workspace) -> None:
    change = calls(("propose_change", {
        "account": "Tarbet Shipyard", "kind": "power", "person": "Isobel Strachan", "value": "vetoes",
        "quote": "the money comes out of Isobel Strachan's line"}))  # fmt: skip
    _, server = ask(ws, [change, GOOD])
    assert "not_in_the_message" in tool_results(server)[0]


def test_no_model_means_the_embedded_engine(ws: Workspace) -> None:
    assert answer_question_best(ws, QUESTION) == answer(ws, QUESTION)
    assert answer_question_best(ws, QUESTION, engine="model").remark.startswith(
        "No model is set up"
    )


def test_the_embedded_engine_can_be_asked_for(ws: Workspace) -> None:
    made = answer_question_best(
        with_model(ws, "http://127.0.0.1:9/v1"), QUESTION, engine="embedded"
    )
    assert made == answer(ws, QUESTION)


def test_a_model_without_tools_leads_to_what_to_do(ws: Workspace) -> None:
    made, server = ask(ws, [GOOD], model={"tools": False})
    assert made.engine == "embedded"
    assert "carto config model" in made.remark
    assert server.requests == []


def test_the_day_asked_about_bounds_the_tools(ws: Workspace) -> None:
    from datetime import date

    made, server = ask(ws, [DECIDERS, GOOD], as_of=date(2026, 1, 15))
    assert "Moncur" not in tool_results(server)[0]
    assert made.engine == "embedded"
    assert "15 January 2026" in server.requests[0]["messages"][0]["content"]


def test_a_tool_that_breaks_is_a_code(ws: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    from assistant.agent import run

    def broken(*_: object) -> ToolResult:
        raise RuntimeError("Zoltan-Quibblethwaite")

    tools = tuple(replace(t, run=broken) if t.name == "list_people" else t for t in TOOLS)
    monkeypatch.setattr(run, "TOOLS", tools)
    _, server = ask(ws, [DECIDERS, GOOD])
    assert '"remark":"tool_failed"' in tool_results(server)[0]
    assert "Zoltan" not in json.dumps(server.requests)


def test_today_is_the_injected_day(ws: Workspace) -> None:
    _, server = ask(ws, [DECIDERS, GOOD])
    assert TODAY in server.requests[0]["messages"][0]["content"]
