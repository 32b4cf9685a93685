"""Proposal lines and remarks as JSON and back, without loss.

Names of the fields are those of the domain. ``state`` and ``number`` of a line have columns of their
own and are not part of its payload.
"""

import json
from dataclasses import asdict
from datetime import date
from typing import Any

from knowledge.domain.codes import Band
from knowledge.domain.proposals import (
    Candidate,
    Line,
    LineKind,
    LineState,
    Remark,
    RemarkKind,
    Statement,
)
from knowledge.domain.quotes import Quote


def dump(value: Any) -> str:
    """``value`` as JSON text that keeps letters as they are, so that erasure finds them."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), default=_day)


def _day(value: Any) -> str:
    if not isinstance(value, date):
        raise TypeError(type(value).__name__)
    return value.isoformat()


def line_to_json(line: Line) -> str:
    """The payload of ``line``; ``number`` and ``state`` are left out."""
    fields = asdict(line)
    del fields["number"], fields["state"]
    return dump(fields)


def line_from_json(payload: str, number: int, state: str) -> Line:
    """The line of a payload that ``line_to_json`` wrote."""
    fields = json.loads(payload)
    fields["kind"] = LineKind(fields["kind"])
    fields["band"] = Band(fields["band"])
    fields["says"] = Statement(**fields["says"])
    fields["quote"] = _quote(fields["quote"])
    fields["valid_on"] = date.fromisoformat(fields["valid_on"])
    fields["learnt_on"] = date.fromisoformat(fields["learnt_on"])
    fields["also"] = tuple(Statement(**also) for also in fields["also"])
    fields["needs"] = tuple(fields["needs"])
    fields["candidates"] = tuple(Candidate(**candidate) for candidate in fields["candidates"])
    return Line(number=number, state=LineState(state), **fields)


def remarks_to_json(remarks: tuple[Remark, ...]) -> str:
    """The remarks of a proposal, in order."""
    return dump([asdict(remark) for remark in remarks])


def remarks_from_json(text: str) -> tuple[Remark, ...]:
    """The remarks that ``remarks_to_json`` wrote."""
    return tuple(_remark(fields) for fields in json.loads(text))


def _remark(fields: dict[str, Any]) -> Remark:
    fields["kind"] = RemarkKind(fields["kind"])
    fields["on"] = _optional_day(fields["on"])
    fields["before_on"] = _optional_day(fields["before_on"])
    fields["quote"] = _quote(fields["quote"])
    fields["before_quote"] = _quote(fields["before_quote"])
    return Remark(**fields)


def _quote(fields: dict[str, Any] | None) -> Quote | None:
    return None if fields is None else Quote(**fields)


def _optional_day(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)
