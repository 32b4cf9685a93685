"""Replies a model might give, written as short as they can be."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import Any

from assistant.model_reader.reader import ModelReader
from assistant.models.call_log import MemoryLedger
from assistant.models.choice import ModelChoice
from assistant.models.meter import Meter
from assistant.readers import embedded_reader
from knowledge.domain.clock import DayClock
from knowledge.domain.grounding import Grounded, ground
from knowledge.domain.reading import Person, Reading, ReadingContext
from knowledge.evaluation.labelled_note import LabelledNote
from tests.model_servers.scripted import Reply, Scripted

TODAY = date(2026, 3, 17)
ACME = ReadingContext(account="Acme", us="Tessera", our_people=("Judith Falk",), date=TODAY)
_LISTS = (
    "people", "labels", "groups", "relations", "pains", "objections", "goals", "motivations",
    "responsibilities", "competitors", "budget", "next_steps", "changes", "attendance", "instructions",
)  # fmt: skip


def person(name: str, side: str = "customer", **more: Any) -> dict[str, Any]:
    given: dict[str, Any] = {
        "name": name, "aliases": [], "side": side, "organisation": None, "title": None,
        "title_quote": None, "department": None, "status": "active", "status_quote": None,
        "mention": name,
    }  # fmt: skip
    return given | more


def label(name: str, code: str, quote: str, *caveats: str, speaker: str | None = None) -> Any:
    return {
        "person": name, "label": code, "quote": quote, "speaker": speaker, "caveats": list(caveats),
    }  # fmt: skip


def step(quote: str, who: str | None, side: str, due: str | None, *caveats: str) -> Any:
    return {"quote": quote, "who": who, "side": side, "due": due, "caveats": list(caveats)}


def money(quote: str, amount: float, currency: str = "EUR", *caveats: str) -> Any:
    return {"quote": quote, "amount": amount, "currency": currency, "caveats": list(caveats)}


def reply(**parts: Any) -> str:
    return json.dumps({name: [] for name in _LISTS} | parts, ensure_ascii=False)


def choice(base_url: str, **more: Any) -> ModelChoice:
    return ModelChoice("reading", base_url, "loopback", retries=0, **more)


def reader_at(base_url: str, **more: Any) -> ModelReader:
    chosen = choice(base_url, **more)
    return ModelReader(
        chosen, Meter(chosen, MemoryLedger(), DayClock(TODAY), "ws"), embedded_reader()
    )


@contextmanager
def answering(*replies: Reply | str, **more: Any) -> Iterator[tuple[ModelReader, Scripted]]:
    """A reader whose model gives these replies, in this order."""
    with Scripted(replies) as server:
        yield reader_at(server.base_url, **more), server


def read(text: str, *replies: Reply | str, context: ReadingContext = ACME, **more: Any) -> Grounded:
    """The grounded reading of ``text`` by a model that gives these replies."""
    with answering(*replies, **more) as (reader, _):
        return ground(reader.read(text, context), text)


def one(reading: Reading, name: str) -> Person:
    """The person of this name."""
    (found,) = [person for person in reading.people if person.name == name]
    return found


def gold_reply(note: LabelledNote) -> str:
    """What a perfect model would reply to a labelled note."""
    gold = note.labels.model_dump(mode="json", by_alias=True)
    people, labels = [], []
    for given in gold["people"]:
        # The labels give no words for a status: those of a change, else any that hold the name.
        status_quote = next(
            (one["quote"] for one in gold["changes"] if one["person"] == given["name"]),
            given["name"],
        )
        people.append(
            person(
                given["name"], given["side"], aliases=given["aliases"],
                organisation=given["organisation"], title=given["title"],
                title_quote=given["title_quote"], department=given["department"],
                status=given["status"],
                status_quote=None if given["status"] == "active" else status_quote,
            )
        )  # fmt: skip
        said = [(one["role"], one["quote"]) for one in given["roles"]]
        said += [(one["power"], one["quote"]) for one in given["powers"]]
        said += [(one["value"], one["quote"]) for one in (given["stance"],) if one]
        for level in ("influence", "interest"):
            said += [(f"{level}_{one['value']}", one["quote"]) for one in (given[level],) if one]
        if given["silent_influencer"]:
            said.append(("silent_influencer", given["silent_influencer"]["quote"]))
        labels += [label(given["name"], code, quote) for code, quote in said]
    parts: dict[str, Any] = {
        name: [dict(one, caveats=[]) for one in gold[name]]
        for name in ("pains", "objections", "goals", "budget", "next_steps", "changes")
    }
    relations = [
        {"from_person": one["from"], "to_person": one["to"], "kind": one["kind"],
         "quote": one["quote"], "caveats": [], "speaker": None}
        for one in gold["relations"]
    ]  # fmt: skip
    return reply(
        people=people, labels=labels, relations=relations, groups=gold["groups"],
        competitors=gold["competitors"], **parts,
    )  # fmt: skip
