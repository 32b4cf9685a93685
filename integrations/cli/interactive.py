"""Reviewing on a terminal: the sure lines together, then one line at a time."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from integrations.cli.output import Output
from integrations.cli.present.proposal import line_table
from integrations.cli.typed_codes import code_typed, labels_of
from knowledge.domain.codes import Band
from knowledge.domain.proposals import Line, Verdict
from knowledge.domain.review import NEW_PERSON, Choice

if TYPE_CHECKING:
    from assistant.review_proposal import OpenProposal

# First letters in either language; an accepting person may just press Enter on the sure lines.
_YES = ("", "y", "yes", "o", "oui")
_ACCEPT = ("a", "accept", "accepter")
_EDIT = ("e", "edit", "c", "corriger")
_REJECT = ("r", "reject", "refuser")
_QUIT = ("q", "quit", "quitter")


class _Stop(Exception):
    """The person had enough; what was decided so far stands."""


def ask_choices(open_proposal: "OpenProposal", out: Output) -> tuple[Choice, ...]:
    """Ask until every waiting line has an answer or the person stops."""
    waiting = open_proposal.proposal.pending
    by_band = {band: [line for line in waiting if line.band == band] for band in Band}
    names = open_proposal.names or {}
    choices: list[Choice] = []
    try:
        sure = [line for line in by_band[Band.SURE] if not line.candidates]
        if sure and _agrees(out, "review.ask_sure", len(sure)):
            choices += [Choice(line.number, Verdict.ACCEPT) for line in sure]
            sure = []
        one_by_one = [*sure, *(line for line in by_band[Band.SURE] if line.candidates)]
        for line in [*one_by_one, *by_band[Band.DECIDE]]:
            out.show(line_table([line], out.lang, names, with_reason=True))
            choices += _ask_line(line, out)
        choices += _ask_rest(by_band[Band.REST], out)
    except (_Stop, EOFError):
        out.tell(out.words("review.stopped", n=len(choices)))
    return tuple(choices)


def _agrees(out: Output, key: str, count: int) -> bool:
    answer = out.ask(out.words(key, n=count)).strip().lower()
    if answer in _QUIT:
        raise _Stop
    return answer in _YES


def _ask_rest(lines: Sequence[Line], out: Output) -> list[Choice]:
    """The rest is looked at only when the person wants to."""
    if not lines:
        return []
    answer = out.ask(out.words("review.ask_rest", n=len(lines))).strip().lower()
    if answer in _QUIT:
        raise _Stop
    for words, verdict in ((_ACCEPT, Verdict.ACCEPT), (_REJECT, Verdict.REJECT)):
        if answer in words:
            return [Choice(line.number, verdict) for line in lines if not line.candidates]
    return []


def _ask_line(line: Line, out: Output) -> list[Choice]:
    """One answer for one line; none when it is skipped."""
    if line.candidates:
        return _ask_who(line, out)
    answer = out.ask(out.words("review.ask_line", number=line.number)).strip().lower()
    if answer in _QUIT:
        raise _Stop
    if answer in _ACCEPT:
        return [Choice(line.number, Verdict.ACCEPT)]
    if answer in _REJECT:
        return [Choice(line.number, Verdict.REJECT)]
    if answer in _EDIT:
        return _ask_value(line, out)
    return []


def _ask_value(line: Line, out: Output) -> list[Choice]:
    """The value to take instead; nothing typed leaves the line as it is."""
    labels = labels_of(line.says.attribute, out.lang)
    possible = f" ({', '.join(labels)})" if labels else ""
    typed = out.ask(out.words("review.ask_value", possible=possible)).strip()
    if not typed:
        return []
    return [Choice(line.number, Verdict.EDIT, code_typed(line.says.attribute, typed))]


def _ask_who(line: Line, out: Output) -> list[Choice]:
    """Which of the candidates is meant, or somebody new."""
    for at, candidate in enumerate(line.candidates, start=1):
        about = f", {candidate.title}" if candidate.title else ""
        out.tell(f"    {at}  {candidate.name}{about}")
    answer = out.ask(out.words("review.ask_who", number=line.number)).strip().lower()
    if answer in _QUIT:
        raise _Stop
    if answer in ("n", "new", "nouveau", "nouvelle"):
        return [Choice(line.number, Verdict.ACCEPT, NEW_PERSON)]
    if answer in _REJECT:
        return [Choice(line.number, Verdict.REJECT)]
    if answer.isascii() and answer.isdigit() and 0 < int(answer) <= len(line.candidates):
        person_id = line.candidates[int(answer) - 1].person_id
        return [Choice(line.number, Verdict.ACCEPT, person_id)]
    return []
