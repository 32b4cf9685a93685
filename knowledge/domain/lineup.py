"""Lining up: the lines a proposal showed, beside the lines the same source gives against today's map.

Two comparisons give different ids to newcomers and lines. Here the lines of today take the ids of
the lines that were shown, so that the rest of the review need not know about either.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from knowledge.domain.codes import Band
from knowledge.domain.names import same_name, words_of
from knowledge.domain.proposals import Line, LineKind, LineState, Proposal, Statement
from knowledge.domain.values import canonical


@dataclass(frozen=True, slots=True)
class LinedUp:
    """What has become of the lines that were shown.

    ``today`` holds, by number of the shown line, what it would be now; a missing number means that
    there is nothing left to say. ``became`` tells which newcomers are on the map by now. ``more``
    are lines that only the map of now gives, such as one that closes a promise accepted meanwhile.
    """

    today: Mapping[int, Line]
    became: Mapping[str, str]
    more: tuple[Line, ...] = ()


def line_up(shown: Sequence[Line], fresh: Sequence[Line]) -> LinedUp:
    """Find for each shown line the fresh line on the same thing, by the same words."""
    pairs = list(_pairs(shown, fresh))
    ids = {now.id: then.id for then, now in pairs}
    became: dict[str, str] = {}
    for then, now in pairs:
        if then.says.attribute == "person.name" and then.says.subject_id != now.says.subject_id:
            if now.kind in (LineKind.ADDED, LineKind.UNCLEAR):
                ids[now.says.subject_id] = then.says.subject_id
            else:
                became[then.says.subject_id] = now.says.subject_id
    today = {then.number: _as_shown(now, then, ids) for then, now in pairs}
    news = (now for now in fresh if now.kind != LineKind.CONFIRMED and now.reason != "older")
    more = tuple(_as_shown(now, now, ids) for now in news if now.id not in ids)
    return LinedUp(today, became, more)


def still_means(shown: Line, today: Line, became: Mapping[str, str]) -> bool:
    """Whether accepting the line today does what it said when it was shown."""
    if not _same_subject(shown, today, became):
        return False
    if today.kind == LineKind.CONFIRMED:
        return True
    return (
        today.kind == shown.kind
        and canonical(shown.before) == canonical(today.before)
        and shown.before_name == today.before_name
    )


def refresh(proposal: Proposal, fresh: Sequence[Line]) -> tuple[Proposal, tuple[int, ...]]:
    """The proposal with its undecided lines as they are today, and the numbers that moved.

    A line with nothing left to say is marked as overtaken and keeps what it showed. Lines that only
    the map of now gives come last, and count as moved.
    """
    lined_up = line_up(proposal.lines, fresh)
    lines: list[Line] = []
    moved: list[int] = []
    for line in proposal.lines:
        if line.state not in (LineState.PENDING, LineState.OVERTAKEN):
            lines.append(line)
            continue
        today = lined_up.today.get(line.number)
        if today is None or not still_means(line, today, lined_up.became):
            moved.append(line.number)
        lines.append(_refreshed(line, today))
    asked = sum(line.band == Band.DECIDE and line.state == LineState.PENDING for line in lines)
    room = sum(line.band == Band.DECIDE for line in fresh) - asked
    last = max((line.number for line in lines), default=0)
    for number, line in enumerate(lined_up.more, start=last + 1):
        asks = line.band == Band.DECIDE
        band = Band.REST if asks and room <= 0 else line.band
        lines.append(replace(line, number=number, band=band))
        room -= asks
        moved.append(number)
    return replace(proposal, lines=tuple(lines)), tuple(moved)


def _refreshed(line: Line, today: Line | None) -> Line:
    if today is None:
        return replace(line, state=LineState.OVERTAKEN)
    return replace(today, state=LineState.PENDING, band=line.band)


def _pairs(shown: Sequence[Line], fresh: Sequence[Line]) -> list[tuple[Line, Line]]:
    by_words: dict[tuple[str, str, int, int], list[Line]] = {}
    for line in fresh:
        by_words.setdefault(_words_key(line), []).append(line)
    pairs = []
    for line in shown:
        there = by_words.get(_words_key(line), [])
        now = next((one for one in there if same_name(one.subject_name, line.subject_name)), None)
        now = now or (there[0] if len(there) == 1 else None)
        if now is not None:
            there.remove(now)
            pairs.append((line, now))
    return pairs


def _words_key(line: Line) -> tuple[str, str, int, int]:
    coded = line.says.attribute in ("person.role", "person.power")
    quote = line.quote
    start, end = (quote.start, quote.end) if quote else (-1, -1)
    return (line.says.attribute, line.says.item if coded else "", start, end)


def _same_subject(shown: Line, today: Line, became: Mapping[str, str]) -> bool:
    """Whether both are about one person; a newcomer found on the map must go by a full name."""
    if shown.says.subject_id == today.says.subject_id:
        return True
    if became.get(shown.says.subject_id) != today.says.subject_id:
        return False
    full = len(words_of(shown.subject_name)) > 1
    return full and same_name(shown.subject_name, today.subject_name)


def _as_shown(now: Line, then: Line, ids: Mapping[str, str]) -> Line:
    """The fresh line under the ids of the shown one."""
    return replace(
        now,
        id=then.id,
        number=then.number,
        says=_renamed(now.says, ids),
        also=tuple(_renamed(also, ids) for also in now.also),
        needs=tuple(ids.get(need, need) for need in now.needs),
    )


def _renamed(says: Statement, ids: Mapping[str, str]) -> Statement:
    value_json, item = canonical(says.value), says.item
    for fresh_id, shown_id in ids.items():
        value_json = value_json.replace(fresh_id, shown_id)
        item = item.replace(fresh_id, shown_id)
    return Statement(
        ids.get(says.subject_id, says.subject_id), says.attribute, item, json.loads(value_json)
    )
