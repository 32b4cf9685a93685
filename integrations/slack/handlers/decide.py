"""Deciding lines: by one tap, one by one, or in the review view; and taking a review back.

A button stands for the lines exactly as they were shown. When they have changed, nothing is done and
the card is shown anew.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from assistant.review_proposal import ReviewOutcome, review, undo
from assistant.reviewing import accept_choices
from integrations.slack.blocks.elements import unpacked
from integrations.slack.blocks.mrkdwn import NAME, said
from integrations.slack.blocks.notices import explained, notice
from integrations.slack.blocks.proposal_card import split
from integrations.slack.blocks.review_modal import STAMP
from integrations.slack.blocks.stamps import stamp_of
from integrations.slack.blocks.words import moment_words, told
from integrations.slack.handlers.cards import (
    card_of,
    name_of,
    proposal_as_shown,
    who_decided,
    who_decided_line,
)
from integrations.slack.handlers.context import Context
from integrations.slack.handlers.replies import Replies
from knowledge.domain.proposals import Line, LineState, Proposal, Verdict
from knowledge.domain.review import Choice, RefusedLine
from knowledge.errors import NotAllowed, NothingToUndo, UndoRefused, UnknownProposal
from knowledge.store import accounts

_OPEN = (LineState.PENDING, LineState.OVERTAKEN)


@dataclass(frozen=True, slots=True)
class _Meant:
    """The lines a button stands for now, and what is to be done with each."""

    lines: tuple[Line, ...]
    choices: tuple[Choice, ...]


Meaning = Callable[[Proposal, dict[str, Any]], _Meant]


def accept_sure(proposal: Proposal, _: dict[str, Any]) -> _Meant:
    """Every sure line."""
    lines = split(proposal).sure
    return _Meant(lines, tuple(Choice(line.number, Verdict.ACCEPT) for line in lines))


def accept_all(proposal: Proposal, _: dict[str, Any]) -> _Meant:
    """Every line that waits, save those that ask who is meant."""
    lines = proposal.pending
    numbers = [line.number for line in lines]
    return _Meant(lines, accept_choices(proposal, numbers))


def reject_all(proposal: Proposal, _: dict[str, Any]) -> _Meant:
    """Every line that waits."""
    lines = proposal.pending
    return _Meant(lines, tuple(Choice(line.number, Verdict.REJECT) for line in lines))


def accept_line(proposal: Proposal, carried: dict[str, Any]) -> _Meant:
    """One line."""
    return _one(proposal, carried, Verdict.ACCEPT)


def reject_line(proposal: Proposal, carried: dict[str, Any]) -> _Meant:
    """One line."""
    return _one(proposal, carried, Verdict.REJECT)


def choose_person(proposal: Proposal, carried: dict[str, Any]) -> _Meant:
    """One line that asked who is meant, and the person it was."""
    return _one(proposal, carried, Verdict.ACCEPT, str(carried.get("w", "")))


MEANINGS: dict[str, Meaning] = {
    "accept_sure": accept_sure,
    "accept_all": accept_all,
    "reject_all": reject_all,
    "accept_line": accept_line,
    "reject_line": reject_line,
    "choose_person": choose_person,
}


def decide(context: Context, replies: Replies, action: str, value: str) -> None:
    """Carry out a button of the card, then show the card as it stands."""
    carried = unpacked(value)
    proposal_id = str(carried.get("p", ""))
    proposal = proposal_as_shown(context.ws, proposal_id)
    if proposal is None:
        replies.tell(notice(told(context.lang, "done.gone")))
        return
    meant = MEANINGS[action](proposal, carried)
    if not meant.lines or stamp_of(meant.lines) != carried.get("h"):
        _explain_change(context, replies, proposal, carried)
        renew(context, replies, proposal_id)
        return
    _review(context, replies, proposal, meant.choices)


def decide_in_view(
    context: Context, replies: Replies, carried: str, values: dict[str, str]
) -> None:
    """Carry out a review view that was sent."""
    parts = unpacked(carried)
    proposal = proposal_as_shown(context.ws, str(parts.get("p", "")))
    if proposal is None:
        replies.tell(notice(told(context.lang, "done.gone")))
        return
    stamps = parts.get("l")
    choices, changed = _choices(proposal, stamps if isinstance(stamps, dict) else {}, values)
    sentences = [_line_sentence(context, number, "done.changed_line") for number in changed]
    if not choices:
        nothing = told(context.lang, "done.nothing_chosen")
        replies.tell(notice("\n".join(sentences) if sentences else nothing))
        renew(context, replies, proposal.id)
        return
    _review(context, replies, proposal, choices, sentences)


def undo_review(context: Context, replies: Replies, value: str) -> None:
    """Take the review of the card back, if it is still the latest one that stands."""
    carried, lang = unpacked(value), context.lang
    proposal_id, review_id = str(carried.get("p", "")), carried.get("r")
    reviews = who_decided(context.ws, proposal_id)
    standing = [one for one in reviews if one.undone_at is None]
    this = next((one for one in reviews if one.review_id == review_id), None)
    if this is not None and this.undone_at is not None:
        at = moment_words(lang, this.undone_at, context.ws.settings.timezone)
        facts = {"who": said(this.undone_by or "?", NAME), "at": at}
        if this.undone_by != _own_name(context):
            replies.tell(notice(told(lang, "done.undo_already", **facts)))
    elif standing and standing[-1].review_id != review_id:
        replies.tell(notice(told(lang, "done.undo_later")))
    else:
        _undo(context, replies, proposal_id)
    renew(context, replies, proposal_id)


def renew(context: Context, replies: Replies, proposal_id: str) -> None:
    """Show the card as it stands now, in place of the one that was pressed."""
    thread = context.conversation.recall(replies.place.channel, replies.thread_ts)
    try:
        card = card_of(context.ws, proposal_id, context.lang, thread.not_known)
    except UnknownProposal:
        return
    replies.renew(context.message, card.text, card.blocks)


def not_allowed(context: Context, replies: Replies, account_id: str) -> None:
    """The kind sentence for somebody who reads along."""
    with context.ws.store.read() as conn:
        found = accounts.find_account(
            conn, context.ws.workspace_id, account_id, context.private_ws.audience
        )
    if found is None:
        replies.tell(notice(told(context.lang, "done.not_allowed_nameless")))
    else:
        account = said(found.name, NAME)
        replies.tell(notice(told(context.lang, "done.not_allowed", account=account)))


def _undo(context: Context, replies: Replies, proposal_id: str) -> None:
    lang = context.lang
    try:
        undo(context.ws, proposal_id)
    except NotAllowed:
        replies.tell(notice(told(lang, "done.not_allowed_nameless")))
    except (NothingToUndo, UnknownProposal):
        replies.tell(notice(told(lang, "done.undo_nothing")))
    except UndoRefused as refused:
        sentence, hint = explained(lang, refused.code, refused.facts)
        replies.tell(notice(" ".join(part for part in (sentence, hint) if part)))


def _one(
    proposal: Proposal, carried: dict[str, Any], verdict: Verdict, typed: str | None = None
) -> _Meant:
    number = carried.get("n")
    lines = tuple(line for line in proposal.lines if line.number == number and line.state in _OPEN)
    return _Meant(lines, tuple(Choice(line.number, verdict, typed) for line in lines))


def _review(
    context: Context,
    replies: Replies,
    proposal: Proposal,
    choices: Sequence[Choice],
    sentences: Sequence[str] = (),
) -> None:
    try:
        outcome = review(context.ws, proposal.id, choices)
    except NotAllowed:
        not_allowed(context, replies, proposal.account_id)
        return
    told_so = [*sentences, *_refusals(context, outcome)]
    if told_so:
        replies.tell(notice("\n".join(told_so)))
    renew(context, replies, proposal.id)


def _refusals(context: Context, outcome: ReviewOutcome) -> list[str]:
    return [_refusal(context, one) for one in outcome.refused]


def _refusal(context: Context, refused: RefusedLine) -> str:
    facts = {**refused.facts, "number": refused.number}
    sentence, hint = explained(context.lang, f"refused_line.{refused.code}", facts)
    words = [sentence or _line_sentence(context, refused.number, "done.nothing_changed")]
    return " ".join([*words, hint] if hint else words)


def _line_sentence(context: Context, number: int, key: str) -> str:
    sentence = told(context.lang, key)
    return told(context.lang, "done.line", number=number, sentence=sentence)


def _explain_change(
    context: Context, replies: Replies, proposal: Proposal, carried: dict[str, Any]
) -> None:
    """Why a button did nothing: somebody was faster, or the lines read differently now.

    Nothing is said to the person who decided it themselves: the button came twice.
    """
    lang = context.lang
    by = _decided_by(context, proposal, carried)
    if by is None:
        key = "done.out_of_date" if proposal.pending else "done.already_unknown"
        replies.tell(notice(told(lang, key)))
        return
    member, at = by
    if member == context.ws.member:
        return
    with context.ws.store.read() as conn:
        who = said(name_of(context.ws, conn, member), NAME)
    when = moment_words(lang, at, context.ws.settings.timezone)
    replies.tell(notice(told(lang, "done.already", who=who, at=when)))


def _decided_by(context: Context, proposal: Proposal, carried: dict[str, Any]) -> Any:
    """Who decided the line of the button; for a button of many lines, the first whose stamp is gone."""
    number = carried.get("n")
    decided = [line for line in proposal.lines if line.state not in _OPEN]
    if number is not None:
        decided = [line for line in decided if line.number == number]
    for line in reversed(decided):
        found = who_decided_line(context.ws, proposal.id, line.id)
        if found is not None:
            return found
    return None


def _choices(
    proposal: Proposal, stamps: dict[str, Any], values: dict[str, str]
) -> tuple[list[Choice], list[int]]:
    """What the view asks for, and the lines that changed since it was opened."""
    choices: list[Choice] = []
    changed: list[int] = []
    for line in proposal.lines:
        choice = _choice(line, values) if str(line.number) in stamps else None
        if choice is None:
            continue
        if line.state in _OPEN and stamp_of([line])[:STAMP] != stamps[str(line.number)]:
            changed.append(line.number)
        else:
            choices.append(choice)
    return choices, changed


def _choice(line: Line, values: dict[str, str]) -> Choice | None:
    """One line's verdict; a value typed for it is an edit, unless the line is rejected."""
    number = line.number
    who = values.get(f"who-{number}", "")
    if who and who not in ("later", "reject"):
        return Choice(number, Verdict.ACCEPT, who)
    verdict = values.get(f"verdict-{number}", "") or who
    edited = values.get(f"edit-{number}", "").strip()
    if verdict == "reject":
        return Choice(number, Verdict.REJECT)
    if edited:
        return Choice(number, Verdict.EDIT, edited)
    return Choice(number, Verdict.ACCEPT) if verdict == "accept" else None


def _own_name(context: Context) -> str:
    with context.ws.store.read() as conn:
        return name_of(context.ws, conn, context.ws.member)
