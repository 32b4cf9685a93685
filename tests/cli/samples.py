"""A proposal, a map and an answer made by hand, with a hostile name where one is asked for."""

from datetime import UTC, date, datetime
from typing import Any

from assistant.answers.answer import Answer, AnswerKind
from assistant.answers.citations import Citation
from assistant.review_proposal import OpenProposal
from assistant.show_map import ShownMap
from knowledge.domain.account_map import build_account_map
from knowledge.domain.codes import Band, SourceKind
from knowledge.domain.facts import Fact
from knowledge.domain.proposals import (
    Candidate,
    Line,
    LineKind,
    LineState,
    Proposal,
    Remark,
    RemarkKind,
    Statement,
)
from knowledge.domain.quotes import Quote
from knowledge.domain.sources import Source
from knowledge.domain.values import canonical

DAY = date(2026, 3, 14)
AT = datetime(2026, 3, 14, 9, tzinfo=UTC)
# Escape codes (ESC and the one-character CSI), rich markup, reading direction, line breaks, a bell.
HOSTILE = "Ann\x1b[31m\x9b2J[bold red]x[/]\u202egnp.exe\u2066\r\n\x07\u200f\x7f Brun"


def quote(text: str) -> Quote:
    return Quote("src_1", 0, len(text), text)


def line(number: int, attribute: str, value: Any, **more: Any) -> Line:
    item = str(value) if attribute == "person.role" else ""
    given: dict[str, Any] = {
        "id": f"lin_{number}",
        "number": number,
        "kind": LineKind.ADDED,
        "subject_name": "Anaïs Brun",
        "says": Statement("per_1", attribute, item, value),
        "quote": quote("Anaïs Brun signs everything"),
        "valid_on": DAY,
        "learnt_on": DAY,
        "confidence": 0.93,
        "band": Band.SURE,
        **more,
    }
    return Line(**given)


def sample_lines(name: str = "Anaïs Brun") -> tuple[Line, ...]:
    return (
        line(1, "person.name", name, subject_name=name),
        line(2, "person.title", "CFO", subject_name=name, needs=("lin_1",)),
        line(
            3,
            "person.stance",
            "champion",
            subject_name=name,
            kind=LineKind.CHANGED,
            before="reserved",
            band=Band.DECIDE,
            confidence=0.6,
            reason="praises us",
        ),
        line(
            4,
            "person.role",
            "decision_maker",
            subject_name=name,
            kind=LineKind.CONTRADICTED,
            before_name="Jean Petit",
            band=Band.DECIDE,
        ),
        line(
            5,
            "person.name",
            "Jean",
            subject_name="Jean",
            kind=LineKind.UNCLEAR,
            band=Band.REST,
            candidates=(Candidate("per_7", "Jean Petit", "CIO"), Candidate("per_8", name, None)),
        ),
        line(6, "person.phone", "12", subject_name=name, state=LineState.ACCEPTED),
    )


def open_sample(name: str = "Anaïs Brun", **more: Any) -> OpenProposal:
    remark = Remark(
        RemarkKind.CONTRADICTION, name, "person.role", "decision_maker", "Jean Petit",
        DAY, date(2026, 2, 1), quote("the choice is hers"), quote("Jean decides"), 4,
    )  # fmt: skip
    given: dict[str, Any] = {
        "id": "prp_1",
        "account_id": "acc_1",
        "source_id": "src_1",
        "reader": "by hand",
        "created_at": AT,
        "lines": sample_lines(name),
        "remarks": (remark,),
        **more,
    }
    return OpenProposal(Proposal(**given), name, sample_source(name), (), {"per_1": name})


def sample_source(author: str = "Fergus") -> Source:
    return Source(
        "src_1",
        "ws_local",
        "acc_1",
        SourceKind.NOTE,
        "text",
        "utf-8",
        "0",
        DAY,
        AT,
        author,
        "note-1",
    )


def fact(number: int, attribute: str, value: Any, **more: Any) -> Fact:
    given: dict[str, Any] = {
        "id": f"fct_{number:026}",
        "account_id": "acc_1",
        "subject_id": "acc_1" if attribute.startswith("account.") else "per_1",
        "attribute": attribute,
        "item": "",
        "value_json": canonical(value),
        "valid_on": DAY,
        "learnt_on": DAY,
        "basis": "stated_once",
        "changed": False,
        "source_id": "src_1",
        "start": 0,
        "end": 8,
        "quote": "a quote",
        "member": "local",
        "line_id": None,
        "review_id": None,
        "recorded_at": AT,
        **more,
    }
    return Fact(**given)


def shown_sample(name: str = "Anaïs Brun", facts: tuple[Fact, ...] | None = None) -> ShownMap:
    promise = {"text": f"send it to {name}", "side": "us", "who": None, "due": "2026-03-01"}
    made = facts if facts is not None else (
        fact(1, "person.name", name),
        fact(2, "person.role", "decision_maker", item="decision_maker"),
        fact(3, "person.stance", "champion"),
        fact(4, "account.promise", promise, item="promise"),
        fact(5, "account.pain", {"text": name, "owner": None, "severity": "high"}, item="pain"),
        fact(6, "account.budget", {"amount": "120000", "currency": "EUR", "period": "year"}),
        fact(7, "account.budget", {"amount": "90000", "currency": "EUR", "period": "year"}),
    )  # fmt: skip
    dates, names = {"src_1": DAY}, {"src_1": "note-1"}
    return ShownMap(name, build_account_map("acc_1", made), dates, names, 2)


def cited(words: str, author: str | None = None, date: str = "2026-03-14") -> Citation:
    return Citation("note-1", "note", None, words, 0, len(words), date, None, author)


def answered(
    words: str, *citations: Citation, kind: AnswerKind = "fact", choices: tuple[str, ...] = ()
) -> Answer:
    return Answer("who?", "Ambrelac", words, kind, citations, choices=choices)
