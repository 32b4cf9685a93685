"""Everything we build, with one text in every place where people's words are shown."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from types import SimpleNamespace
from typing import Any

from assistant.answers.answer import Answer, AnswerKind
from assistant.answers.citations import Citation
from assistant.import_accounts import CsvFault, ImportedAccounts
from assistant.review_proposal import OpenProposal
from assistant.show_map import ShownMap
from integrations.slack.blocks.answer import (
    Asked,
    answer_blocks,
    answer_text,
    passages_blocks,
    tell_in_private,
)
from integrations.slack.blocks.brief import brief_blocks, brief_text
from integrations.slack.blocks.correction import correction_modal
from integrations.slack.blocks.help import help_blocks
from integrations.slack.blocks.map_text import map_blocks, map_text
from integrations.slack.blocks.mrkdwn import NAME, said
from integrations.slack.blocks.notices import Notice, notice, problem, unexpected
from integrations.slack.blocks.proposal_card import Decided, Hole, card_text, proposal_card
from integrations.slack.blocks.review_modal import review_modal
from integrations.slack.blocks.welcome import (
    SetupState,
    accounts_modal,
    setup_blocks,
    team_modal,
    welcome_blocks,
    welcome_text,
)
from integrations.slack.blocks.which_account import (
    new_account_modal,
    note_or_question,
    which_account,
)
from integrations.slack.blocks.words import told
from integrations.slack.handlers.notes import accounts_notice
from integrations.slack.posts import Block
from knowledge.domain.account_map import build_account_map
from knowledge.domain.codes import Band, SourceKind
from knowledge.domain.facts import Fact
from knowledge.domain.proposals import (
    Candidate,
    Decision,
    Line,
    LineKind,
    Proposal,
    Remark,
    RemarkKind,
    Statement,
    Verdict,
)
from knowledge.domain.quotes import Quote
from knowledge.domain.sources import Source
from knowledge.domain.values import canonical

DAY = date(2026, 6, 30)
AT = datetime(2026, 6, 30, 12, tzinfo=UTC)
PAGE = "https://news.example/larkfield?a=1&b=2"
LINKS = {(PAGE.replace("&", "&amp;"), "news.example")}


@dataclass(frozen=True)
class Built:
    """A message or a view of ours."""

    name: str
    text: str
    blocks: tuple[Block, ...]
    view: Block | None = None


def everything(words: str, lang: str, lines: int = 8) -> list[Built]:
    """Every message and every view, with ``words`` in each place people's words can be."""
    return [*messages(words, lang, lines), *views(words, lang, lines)]


def messages(words: str, lang: str, lines: int = 8) -> list[Built]:
    """Every message."""
    opened = open_proposal(words, lines)
    decided = decisions(words, opened.proposal)
    answer, asked = answer_of(words), Asked("Who?", "acc_1")
    brief, shown = brief_of(words), map_of(words)
    clarify = answer_of(words, "clarify")
    cards = [
        ("card", proposal_card(opened, lang, "Europe/Paris")),
        ("decided card", proposal_card(opened, lang, "UTC", decided, Hole("per_1", words))),
    ]
    built = [Built(name, card_text(opened, lang), blocks) for name, blocks in cards]
    built += [
        Built("answer", answer_text(answer), answer_blocks(answer, lang, asked)),
        Built("clarify", answer_text(clarify), answer_blocks(clarify, lang, asked)),
        Built("private", told(lang, "private.more"), tell_in_private(lang, Asked(words))),
        Built("passages", told(lang, "who_said.text"), passages_of(words, lang)),
        Built("brief", brief_text(brief, lang), brief_blocks(brief, lang)),
        Built("map", map_text(shown, lang), map_blocks(shown, lang, DAY)),
        Built("which", told(lang, "which.account"), which_of(words, lang)),
        Built("unclear", told(lang, "unclear.asked"), note_or_question(lang)),
        Built("help", told(lang, "help.text"), help_blocks(lang, words)),
        Built("welcome", welcome_text(lang), welcome_blocks(state_of(words), lang)),
        Built("setup", welcome_text(lang), setup_blocks(SetupState(), lang)),
    ]
    return [*built, *(Built("notice", one.text, one.blocks) for one in notices(words, lang))]


def views(words: str, lang: str, lines: int = 8) -> list[Built]:
    """Every view."""
    opened = open_proposal(words, lines)
    facts = [fact(number, words) for number in range(3)]
    names = {"per_1": words}
    made = {
        "review": review_modal(opened, lang),
        "review, a later page": review_modal(opened, lang, 16),
        "correction": correction_modal(words, facts, names, lang),
        "correction of one": correction_modal(words, facts[:1], names, lang),
        "correction of none": correction_modal(words, [], names, lang),
        "team": team_modal(state_of(words), [words] * 3, words, lang),
        "accounts": accounts_modal(lang),
        "new account": new_account_modal(lang),
    }
    return [Built(name, "view", (), view) for name, view in made.items()]


def notices(words: str, lang: str) -> list[Notice]:
    """Sentences with words of people in them."""
    faults = tuple(CsvFault(n, "differs", {"column": words}) for n in range(20))
    facts = {"name": words, "near": words, "account": words, "reason": "empty", "detail": words}
    codes = ("unknown_account", "unknown_person", "text_refused", "not_allowed", "nothing_to_undo")
    shown = {"name": said(words, NAME), "limit": "5 MB"}
    return [
        accounts_notice(lang, ImportedAccounts(1, 2, 3, 4, faults)),
        *(problem(lang, code, facts, "AB12") for code in codes),
        problem(lang, "a code without words", facts, "AB12"),
        unexpected(lang, "AB12"),
        notice(told(lang, "file.unsupported", **shown)),
    ]


def open_proposal(words: str, lines: int = 8) -> OpenProposal:
    """A proposal with lines of every kind and band."""
    made = tuple(line(number, words) for number in range(1, lines + 1))
    remarks = tuple(
        Remark(kind, words, "person.title", words, words, DAY, DAY, quote(words), quote(words), 1)
        for kind in RemarkKind
    )
    proposal = Proposal("prp_1", "acc_1", "src_1", "r 1", AT, made, remarks, set_aside=2)
    source = Source(
        "src_1", "ws", "acc_1", SourceKind.NOTE, words, "utf-8", "h", DAY, AT, author=words
    )  # fmt: skip
    return OpenProposal(proposal, words, source, (2,), {"per_1": words, "per_2": words})


_SHAPES: tuple[tuple[LineKind, Band, str], ...] = (
    (LineKind.ADDED, Band.SURE, "person.name"),
    (LineKind.CHANGED, Band.SURE, "person.title"),
    (LineKind.ADDED, Band.SURE, "account.promise"),
    (LineKind.CONTRADICTED, Band.DECIDE, "person.stance"),
    (LineKind.UNCLEAR, Band.DECIDE, "person.name"),
    (LineKind.CLOSED, Band.DECIDE, "account.pain"),
    (LineKind.ADDED, Band.REST, "account.budget"),
    (LineKind.ADDED, Band.REST, "person.relation"),
)


def line(number: int, words: str) -> Line:
    """A line; its kind goes by its number."""
    kind, band, attribute = _SHAPES[(number - 1) % len(_SHAPES)]
    values: dict[str, Any] = {
        "account.promise": {"text": words, "side": "us", "due": "2026-07-01"},
        "account.pain": {"text": words},
        "account.budget": {"amount": "120000", "currency": "EUR", "period": "year"},
        "person.relation": {"kind": "reports_to", "to": {"name": words}},
        "person.stance": "opposed",
    }
    value = values.get(attribute, words)
    changes = kind in (LineKind.CHANGED, LineKind.CONTRADICTED)
    unclear = kind == LineKind.UNCLEAR
    return Line(
        f"lin_{number}", number, kind, words, Statement("per_1", attribute, "", value),
        quote(words), DAY, DAY, 0.9, band,
        reason=words,
        before=values.get(attribute, words) if changes else None,
        before_name=words if changes and number % 2 else None,
        also=(Statement("per_1", "person.title", "", words),),
        candidates=tuple(Candidate(f"per_{n}", words, words) for n in range(9)) if unclear else (),
    )  # fmt: skip


def quote(words: str) -> Quote:
    """Words of a note."""
    return Quote("src_1", 0, len(words), words)


def decisions(words: str, proposal: Proposal) -> tuple[Decided, ...]:
    """Reviews of all the lines: one taken back, one that stands."""
    made = tuple(
        Decision(one.id, verdict, "m", AT, "rev_1", words if verdict == Verdict.EDIT else None)
        for one, verdict in zip(proposal.lines, list(Verdict) * 30, strict=False)
    )
    return (Decided("rev_0", words, AT, made, words, AT), Decided("rev_1", words, AT, made))


def answer_of(words: str, kind: AnswerKind = "to_confirm") -> Answer:
    """An answer whose every part is ``words``."""
    cited = tuple(
        Citation(
            f"n{n}", "note", PAGE if n % 2 else None, words, 0, 1, "2026-06-30", f"f{n}", words
        )
        for n in range(20)
    )
    text = "\n".join([words] * 20)
    return Answer("Who?", words, text, kind, cited, choices=(words,) * 12)


def passages_of(words: str, lang: str) -> tuple[Block, ...]:
    """Passages whose every part is ``words``."""
    one = answer_of(words).citations[1]
    return passages_blocks([(one, words, words, words)] * 4, lang)


def brief_of(words: str) -> Any:
    """A brief whose every part is ``words``."""
    entries = [SimpleNamespace(text=words, kind="to_confirm", citations=(1, 2))] * 20
    sections = [SimpleNamespace(title=words, entries=entries)] * 9
    return SimpleNamespace(
        account_name=words, as_of=DAY, sections=sections, citations=answer_of(words).citations
    )


def map_of(words: str) -> ShownMap:
    """A map of many people and things called ``words``, some of which clash."""
    facts = [
        _fact(n, f"per_{n}", attribute, value)
        for n in range(30)
        for attribute, value in (
            ("person.name", words),
            ("person.title", words),
            ("person.power", "decides"),
        )
    ]
    facts += [
        _fact(n, "acc_1", attribute, value, item=str(n))
        for n in range(12)
        for attribute, value in (
            ("account.pain", {"text": words}),
            ("account.promise", {"text": words, "side": "us", "due": "2026-01-01"}),
            ("account.competitor", {"name": words}),
        )
    ]
    facts.append(_fact(0, "per_99", "person.name", words))
    facts.append(_fact(0, "per_99", "person.side", "third_party"))
    return ShownMap(words, build_account_map("acc_1", facts), {}, {}, 3)


def fact(number: int, words: str) -> Fact:
    """A title that says ``words``."""
    return _fact(number, "per_1", "person.title", words)


def _fact(number: int, subject: str, attribute: str, value: Any, item: str = "") -> Fact:
    item = item or (value if attribute == "person.power" else "")
    quote_ = value if isinstance(value, str) else next(iter(value.values()))
    return Fact(
        f"fct_{subject}_{attribute}_{number}", "acc_1", subject, attribute, item,
        canonical(value), DAY, DAY, "stated_once", False, "src_1", 0, 1, quote_, quote_,
        None, None, AT,
    )  # fmt: skip


def which_of(words: str, lang: str) -> tuple[Block, ...]:
    """Accounts called ``words``, and one more that is suggested."""
    known = [(f"acc_{n}", words) for n in range(12)]
    return which_account(lang, known, suggestion=words, unknown=words)


def state_of(words: str) -> SetupState:
    """A team whose every name is ``words``."""
    return SetupState(words, (words,) * 9, (words,) * 9, 3, (words,))
