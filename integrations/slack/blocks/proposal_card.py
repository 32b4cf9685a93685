"""The card of a proposal: remarks first, what is sure under one button, three to decide, the rest folded."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from assistant.model_reader.wording import reason_in_words
from assistant.review_proposal import OpenProposal
from integrations.slack.blocks.elements import (
    Block,
    actions,
    button,
    confirm,
    divider,
    header,
    packed,
    quiet,
    section,
    sections,
)
from integrations.slack.blocks.mrkdwn import NAME, said, visible
from integrations.slack.blocks.remarks import remark_section
from integrations.slack.blocks.review_modal import PER_PAGE, proof_words
from integrations.slack.blocks.stamps import stamp_of
from integrations.slack.blocks.words import (
    Names,
    candidate_words,
    code_words,
    day_words,
    decision_words,
    line_words,
    moment_words,
    told,
)
from knowledge.domain.codes import Band
from knowledge.domain.proposals import Decision, Line, Proposal, Verdict
from knowledge.domain.two_views import readers_differ

MOST_TO_DECIDE = 3
_MOST_SURE_SHOWN = 15
_MOST_CANDIDATES = 5
_LINE = 220
_MOST_DECIDED = 8
_MARKS = {Verdict.ACCEPT: "✓", Verdict.EDIT: "✎", Verdict.REJECT: "✗"}


@dataclass(frozen=True, slots=True)
class Decided:
    """One review of the proposal: who decided which lines, when, and whether it was taken back."""

    review_id: str
    who: str
    at: datetime
    decisions: tuple[Decision, ...] = ()
    undone_by: str | None = None
    undone_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Hole:
    """Something that matters and nobody has said: the weight of a person in the decision."""

    person_id: str
    name: str


@dataclass(frozen=True, slots=True)
class Split:
    """The waiting lines of a proposal as the card shows them."""

    sure: tuple[Line, ...]
    decide: tuple[Line, ...]
    rest: tuple[Line, ...]


def split(proposal: Proposal) -> Split:
    """Sure, to decide (three at most), and the rest."""
    waiting = proposal.pending
    sure = tuple(line for line in waiting if line.band == Band.SURE)
    asked = [line for line in waiting if line.band == Band.DECIDE]
    # Where two readers differ comes first; the view of all lines holds what has no place here.
    asked.sort(key=lambda line: not readers_differ(line.reason))
    decide = tuple(asked[:MOST_TO_DECIDE])
    shown = {line.number for line in (*sure, *decide)}
    return Split(sure, decide, tuple(line for line in waiting if line.number not in shown))


def card_text(opened: OpenProposal, lang: str) -> str:
    """What notifications and screen readers get of the card."""
    parts = split(opened.proposal)
    account = said(opened.account_name, NAME)
    if not opened.proposal.pending:
        key = "card.text_done" if opened.proposal.lines else "card.text_no_news"
        return told(lang, key, account=account)
    sure = told(lang, "card.text_sure", n=len(parts.sure))
    counts = {"decide": len(parts.decide), "rest": len(parts.rest)}
    return told(lang, "card.text", account=account, sure=sure, **counts)


def proposal_card(
    opened: OpenProposal,
    lang: str,
    timezone: str,
    decided: Sequence[Decided] = (),
    hole: Hole | None = None,
) -> tuple[Block, ...]:
    """The whole card, as it stands now."""
    proposal, names = opened.proposal, opened.names or {}
    parts = split(proposal)
    blocks: list[Block] = [header(_title(opened, lang))]
    blocks += [remark_section(remark, lang, names) for remark in proposal.remarks[:3]]
    if opened.moved:
        blocks.append(quiet(told(lang, "card.moved")))
    blocks += _sure(proposal, parts.sure, lang, names)
    blocks += _decide(proposal, parts.decide, lang, names)
    if parts.rest:
        blocks.append(section(told(lang, "card.rest", n=len(parts.rest))))
    if proposal.pending:
        blocks += [divider(), _foot(proposal, lang)]
    elif not decided:
        blocks.append(section(told(lang, "card.no_news")))
    blocks += _decisions(proposal, decided, lang, timezone, names)
    if hole:
        blocks += hole_question(proposal, hole, lang)
    if proposal.set_aside:
        blocks.append(quiet(told(lang, "card.set_aside", n=proposal.set_aside)))
    return tuple(blocks)


def hole_question(proposal: Proposal, hole: Hole, lang: str) -> list[Block]:
    """The one-tap question; every answer is as good as the others, "I don't know" too."""
    key = {"p": proposal.id, "a": proposal.account_id, "s": hole.person_id}
    buttons = [
        button(told(lang, f"hole.{level}"), f"level:{level}", packed(**key, v=level))
        for level in ("high", "low", "unknown")
    ]
    asked = told(lang, "hole.question", name=said(hole.name, NAME))
    return [section(asked), actions(buttons, "hole")]


def decided_words(decided: Decided, lang: str, timezone: str) -> str:
    """Who decided what, when; and who took it back."""
    verdicts = [decision.verdict for decision in decided.decisions]
    counts = [
        told(lang, f"decided.{verdict.value}", n=verdicts.count(verdict))
        for verdict in Verdict
        if verdict in verdicts
    ]
    who, at = said(decided.who, NAME), moment_words(lang, decided.at, timezone)
    words = told(lang, "decided.by", who=who, at=at, what=", ".join(counts))
    if decided.undone_at is None:
        return words
    undone_at = moment_words(lang, decided.undone_at, timezone)
    by = said(decided.undone_by or "?", NAME)
    return f"~{words}~\n{told(lang, 'decided.undone', who=by, at=undone_at)}"


def _title(opened: OpenProposal, lang: str) -> str:
    source = opened.source
    facts = {
        "account": visible(opened.account_name)[:NAME],
        "kind": code_words(lang, "source", source.kind.value),
        "day": day_words(lang, source.dated_on),
    }
    return told(lang, "card.title", **facts)


def _sure(proposal: Proposal, lines: Sequence[Line], lang: str, names: Names) -> list[Block]:
    if not lines:
        return []
    listed = [f"*{told(lang, 'card.sure', n=len(lines))}*"]
    listed += [
        f"☑ {said(line_words(lang, line, names), _LINE)}" for line in lines[:_MOST_SURE_SHOWN]
    ]
    if len(lines) > _MOST_SURE_SHOWN:
        listed.append(told(lang, "card.more", n=len(lines) - _MOST_SURE_SHOWN))
    value = packed(p=proposal.id, h=stamp_of(lines))
    accept = button(told(lang, "card.accept_sure", n=len(lines)), "accept_sure", value, "primary")
    return [*sections(listed), actions([accept], "sure")]


def _decide(proposal: Proposal, lines: Sequence[Line], lang: str, names: Names) -> list[Block]:
    if not lines:
        return []
    blocks = [section(f"*{told(lang, 'card.decide', n=len(lines))}*")]
    for line in lines:
        words = [said(line_words(lang, line, names), _LINE)]
        kind = code_words(lang, "line", line.kind.value)
        if not line.candidates:
            words[0] += f" _({said(kind)})_"
        if line.quote:
            proof = proof_words(line, lang, names)
            # A day alone needs no line of its own.
            words = [f"{words[0]} {proof}"] if proof.startswith("(") else [*words, proof]
        views = reason_in_words(line.reason, lang) if readers_differ(line.reason) else None
        if views:
            words.append(f"_{said(views, _LINE)}_")
        buttons = _line_buttons(proposal, line, lang)
        blocks += [section("\n".join(words)), actions(buttons, f"line-{line.number}")]
    return blocks


def _line_buttons(proposal: Proposal, line: Line, lang: str) -> list[Block]:
    value = {"p": proposal.id, "n": line.number, "h": stamp_of([line])}
    number = line.number
    reject = button(told(lang, "line.reject"), f"reject_line:{number}", packed(**value))
    if not line.candidates:
        accept = button(told(lang, "line.accept"), f"accept_line:{number}", packed(**value))
        return [accept, reject]
    who = [
        button(
            told(lang, "line.it_is", name=candidate_words(one.name, one.title)),
            f"choose_person:{number}-{at}",
            packed(**value, w=one.person_id),
        )
        for at, one in enumerate(line.candidates[:_MOST_CANDIDATES], start=1)
    ]
    somebody_new = told(lang, "line.somebody_new")
    new = button(somebody_new, f"choose_person:{number}-new", packed(**value, w="new"))
    return [*who, new, reject]


def _foot(proposal: Proposal, lang: str) -> Block:
    waiting = proposal.pending
    value = packed(p=proposal.id, h=stamp_of(waiting))
    asking = sum(1 for line in waiting if line.candidates)
    accept_words = told(lang, "confirm.accept_all", n=len(waiting) - asking)
    if asking:
        accept_words += " " + told(lang, "confirm.asking", n=asking)
    no = told(lang, "confirm.no")
    all_yes = confirm(
        told(lang, "confirm.accept_title"), accept_words, told(lang, "confirm.accept"), no
    )
    reject_words = told(lang, "confirm.reject_all", n=len(waiting))
    all_no = confirm(
        told(lang, "confirm.reject_title"), reject_words, told(lang, "confirm.reject"), no
    )
    buttons = [
        button(told(lang, "card.accept_all"), "accept_all", value, confirm=all_yes),
        *_review_buttons(proposal, lang),
        button(told(lang, "card.reject_all"), "reject_all", value, "danger", all_no),
    ]
    return actions(buttons, "all")


def _review_buttons(proposal: Proposal, lang: str) -> list[Block]:
    """One button, or one per page where the lines do not fit into one view."""
    numbers = [line.number for line in proposal.pending]
    pages = [numbers[at : at + PER_PAGE] for at in range(0, len(numbers), PER_PAGE)][:8]
    if len(pages) == 1:
        value = packed(p=proposal.id)
        return [button(told(lang, "card.review"), "open_review:1", value)]
    return [
        button(
            told(lang, "card.review_some", first=page[0], last=page[-1]),
            f"open_review:{at}",
            packed(p=proposal.id, f=page[0]),
        )
        for at, page in enumerate(pages, start=1)
    ]


def _decisions(
    proposal: Proposal, decided: Sequence[Decided], lang: str, timezone: str, names: Names
) -> list[Block]:
    """Who decided what, oldest first; the latest that stands can be undone."""
    shown = list(decided)[-6:]
    standing = [one for one in shown if one.undone_at is None]
    blocks: list[Block] = []
    for one in shown:
        undo = None
        if standing and one is standing[-1]:
            value = packed(p=proposal.id, r=one.review_id)
            undo = button(told(lang, "card.undo"), "undo", value)
        blocks.append(section(decided_words(one, lang, timezone), undo))
        if one.undone_at is None:
            blocks += _decided_lines(proposal, one, lang, names)
    if decided and not proposal.pending and standing:
        blocks.append(quiet(told(lang, "card.done")))
    return blocks


def _decided_lines(proposal: Proposal, decided: Decided, lang: str, names: Names) -> list[Block]:
    """What was decided, line by line, as far as it fits."""
    lines = {line.id: line for line in proposal.lines}
    known = [one for one in decided.decisions if one.line_id in lines]
    known.sort(key=lambda one: lines[one.line_id].number)
    words = [
        f"{_MARKS[one.verdict]} {said(decision_words(lang, lines[one.line_id], one, names), 160)}"
        for one in known[:_MOST_DECIDED]
    ]
    if len(known) > _MOST_DECIDED:
        words.append(told(lang, "card.more", n=len(known) - _MOST_DECIDED))
    return [quiet("\n".join(words))] if words else []
