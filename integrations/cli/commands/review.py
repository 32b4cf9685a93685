"""`carto review`: show a proposal, decide its lines, take a review back."""

from argparse import Namespace
from collections.abc import Sequence
from typing import Any

from assistant.bootstrap import Workspace
from assistant.review_proposal import (
    OpenProposal,
    ReviewOutcome,
    open_proposal,
    review,
    undo,
    waiting,
)
from integrations.cli.choices import choices_from
from integrations.cli.errors import error_object
from integrations.cli.output import Output
from integrations.cli.present.as_json import outcome_object, plain, proposal_object
from integrations.cli.session import workspace_for
from knowledge.domain.review import Choice
from knowledge.errors import UnknownProposal


def run(args: Namespace, out: Output) -> int:
    """List, undo, decide as told, or show the card and ask."""
    with workspace_for(args, out) as workspace:
        if args.list:
            return _list(workspace, args.account, out)
        if args.undo:
            return _present_outcome(undo(workspace, args.proposal), out)
        try:
            card = open_proposal(workspace, args.proposal, args.account)
        except UnknownProposal:
            if args.proposal is not None:
                raise
            return _say_nothing_waits(out)
        if args.accept or args.reject or args.edit:
            choices = choices_from(card.proposal, args.accept, args.reject, args.edit)
            return _decide(workspace, card, choices, out)
        return _show_or_ask(workspace, card, out, full=args.full)


def _list(workspace: Workspace, account: str | None, out: Output) -> int:
    found = waiting(workspace, account)
    if out.wants_json:
        out.json([plain(one) for one in found])
        return 0
    from integrations.cli.present.tables import waiting_table

    out.show(waiting_table(found, out.lang))
    return 0


def _say_nothing_waits(out: Output) -> int:
    if out.wants_json:
        out.json({"proposal": None, "pending": 0, "lines": []})
    else:
        out.say(out.words("waiting.none"))
    return 0


def _show_or_ask(workspace: Workspace, card: OpenProposal, out: Output, *, full: bool) -> int:
    if out.wants_json:
        out.json(proposal_object(card, out.lang))
        return 0
    from integrations.cli.present.proposal import how_to_decide, proposal_card

    out.show(proposal_card(card, out.lang, full=full))
    if not out.may_ask or not card.proposal.pending:
        how = how_to_decide(card, out.lang)
        if how:
            out.tell(how)
        return 0
    from integrations.cli.interactive import ask_choices

    choices = ask_choices(card, out)
    return _decide(workspace, card, choices, out) if choices else 0


def _decide(
    workspace: Workspace, card: OpenProposal, choices: Sequence[Choice], out: Output
) -> int:
    return _present_outcome(review(workspace, card.proposal.id, choices), out)


def _present_outcome(outcome: ReviewOutcome, out: Output) -> int:
    refused = [_refusal(one.number, one.code, one.facts, out) for one in outcome.refused]
    if out.wants_json:
        out.json(outcome_object(outcome, refused))
    else:
        for kind in ("accepted", "edited", "rejected", "undone"):
            lines = getattr(outcome, kind)
            if lines:
                out.say(out.words(f"review.{kind}", n=len(lines)))
        if outcome.proposal.pending:
            words = out.words("review.pending", n=len(outcome.proposal.pending))
            out.say(words)
    for one in refused:
        out.tell(one["message"])
    return 1 if refused else 0


def _refusal(number: int, code: str, facts: Any, out: Output) -> dict[str, Any]:
    error = error_object(out.lang, f"refused_line.{code}", {**facts, "number": number})
    return {"number": number, "code": code, "message": error["message"]}
