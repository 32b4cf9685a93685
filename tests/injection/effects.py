"""What changed in the store, held against what may change: the carrier itself, and lines that wait.

Everything else that is new, changed or gone is a fault, whichever table it is in.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from knowledge.domain.codes import SourceKind
from knowledge.domain.proposals import LineState
from knowledge.store.tables import metadata
from tests.injection.world import State

# What keeping one source brings with it, by the column that names the source.
_BESIDE_A_SOURCE = ("source_bodies", "passages", "proposals")
_ACTIONS = ("note_taken", "page_kept")

NewRow = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Allowed:
    """What one step may leave behind in one account.

    ``texts`` are those of sources that may be kept, ``urls`` addresses of pages that may; ``turns`` is
    how many turns of a conversation.
    """

    account: str
    texts: frozenset[str] = frozenset()
    urls: frozenset[str] = frozenset()
    turns: int = 0


@dataclass(frozen=True, slots=True)
class Effects:
    """What a step left behind: the lines that wait, and every fault as ``effect: what``."""

    pending: int
    faults: tuple[str, ...]


def effects(before: State, after: State, allowed: Allowed) -> Effects:
    """The difference between two states, judged."""
    new = {name: _new(name, before, after) for name in after}
    gone = {name: len(before[name] - after[name]) for name in before if before[name] - after[name]}
    faults = [f"effect: {count} rows of {name} changed or gone" for name, count in gone.items()]
    faults += _sources(new, allowed)
    faults += _beside(new)
    faults += _lines(new["proposal_lines"], allowed)
    if len(new["conversations"]) > allowed.turns:
        faults.append("effect: more turns of a conversation than were had")
    judged = {
        "sources", *_BESIDE_A_SOURCE, "proposal_lines", "audit", "conversations",
    }  # fmt: skip
    faults += [
        f"effect: {len(rows)} rows in {name}"
        for name, rows in new.items()
        if rows and name not in judged
    ]
    return Effects(len(new["proposal_lines"]), tuple(faults))


def _new(name: str, before: State, after: State) -> list[NewRow]:
    columns = [column.name for column in metadata.tables[name].columns]
    rows = after[name] - before[name]
    return [dict(zip(columns, row, strict=True)) for row in rows]


def _sources(new: Mapping[str, Sequence[NewRow]], allowed: Allowed) -> Iterator[str]:
    """Only what was put in or typed is kept, and only in the account in play."""
    texts = {row["source_id"]: row["text"] for row in new["source_bodies"]}
    for source in new["sources"]:
        if source["account_id"] != allowed.account:
            yield "effect: a source in another account"
        if source["kind"] == SourceKind.WEB_PAGE:
            if source["url"] not in allowed.urls:
                yield f"effect: a page nobody named, {source['url']}"
        elif texts.get(source["id"]) not in allowed.texts:
            yield "effect: a source nobody gave"


def _beside(new: Mapping[str, Sequence[NewRow]]) -> Iterator[str]:
    """Bodies, passages, proposals and the trail belong to a source that is new, each in its account."""
    kept = {source["id"]: source["account_id"] for source in new["sources"]}
    for name in _BESIDE_A_SOURCE:
        for row in new[name]:
            if row["source_id"] not in kept:
                yield f"effect: {name} of a source that was there"
            elif row.get("account_id", kept[row["source_id"]]) != kept[row["source_id"]]:
                yield f"effect: {name} in another account than their source"
    for row in new["audit"]:
        if row["action"] not in _ACTIONS or row["account_id"] not in kept.values():
            yield f"effect: {row['action']}"


def _lines(lines: Sequence[NewRow], allowed: Allowed) -> Iterator[str]:
    """A line of a proposal waits, and is about the account in play."""
    for line in lines:
        if line["state"] != LineState.PENDING:
            yield f"effect: a line that is {line['state']}"
        if line["account_id"] != allowed.account:
            yield "effect: a line on another account"
