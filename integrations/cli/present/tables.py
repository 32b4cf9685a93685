"""Lists for a terminal: accounts, proposals that wait, history, team, checks."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from rich import box
from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from assistant.check_health import NOTHING
from integrations.cli.dates import day_words
from integrations.cli.errors import explain
from integrations.cli.harmless import in_one_line
from integrations.cli.present.style import BAD, GOOD, QUIET, WARNING, heading, plain, quiet, quoted
from integrations.cli.present.values import attribute_words, value_words
from knowledge.language.catalogue import has_phrase, phrase
from knowledge.language.records import pair

if TYPE_CHECKING:
    from assistant.check_health import Check
    from assistant.review_proposal import Waiting
    from assistant.show_map import AccountSummary, HistoryEntry
    from assistant.team import Team

_STATE_STYLES = {"held": "", "superseded": QUIET, "contradicted": WARNING, "undone": QUIET}


def accounts_table(accounts: Sequence["AccountSummary"], lang: str) -> RenderableType:
    """The accounts with what asks for attention."""
    if not accounts:
        return plain(phrase(lang, "cli.accounts.none"))
    table = _table(
        lang, "accounts", "name", "people", "waiting", "last", "contradictions", "overdue"
    )
    for account in accounts:
        table.add_row(
            Text(in_one_line(account.name), style="bold"),
            Text(str(account.people)),
            _count(account.waiting, WARNING),
            Text(day_words(account.last_contact, lang) if account.last_contact else "–"),
            _count(account.contradictions, BAD),
            _count(account.overdue, BAD),
        )
    return table


def waiting_table(waiting: Sequence["Waiting"], lang: str) -> RenderableType:
    """The proposals that wait, oldest first."""
    if not waiting:
        return plain(phrase(lang, "cli.waiting.none"))
    table = _table(lang, "waiting", "account", "date", "sure", "decide", "rest", "proposal")
    for one in waiting:
        table.add_row(
            Text(in_one_line(one.account_name), style="bold"),
            Text(day_words(one.source_date, lang)),
            Text(str(one.sure)),
            Text(str(one.decide)),
            Text(str(one.rest)),
            Text(one.proposal_id, style=QUIET, no_wrap=True),
        )
    return table


def history_lines(entries: Sequence["HistoryEntry"], lang: str) -> RenderableType:
    """What entered the map, in order, with the words it rests on."""
    if not entries:
        return plain(phrase(lang, "cli.history.none"))
    parts: list[RenderableType] = []
    for entry in entries:
        new = value_words(lang, entry.attribute, entry.after, entry.names)
        if entry.before is not None and entry.before != entry.after:
            new = f"{value_words(lang, entry.attribute, entry.before, entry.names)} → {new}"
        who = f"{in_one_line(entry.subject_name)}, " if entry.subject_name else ""
        line = Text(f"{day_words(entry.on, lang)}  ", style=QUIET)
        style = _STATE_STYLES.get(entry.state, "") or "not dim"
        about = f"{who}{attribute_words(lang, entry.attribute)}"
        line.append(pair(lang, about, new), style=style)
        if entry.state != "held":
            line.append(f"  ({phrase(lang, f'cli.history.{entry.state}')})", style=QUIET)
        parts.append(line)
        if entry.quote:
            parts.append(quiet(quoted(lang, entry.quote), 4))
    return Group(*parts)


def team_view(team: "Team", lang: str) -> RenderableType:
    """Who we are."""
    rows = (
        ("us", team.us or phrase(lang, "cli.unknown")),
        ("people", ", ".join(team.people) or phrase(lang, "cli.team.nobody")),
        ("domains", ", ".join(team.domains) or phrase(lang, "cli.team.nobody")),
    )
    table = Table.grid(padding=(0, 2))
    for key, words in rows:
        table.add_row(heading(phrase(lang, f"cli.team.{key}")), plain(words))
    return table


def checks_view(checks: Sequence["Check"], lang: str) -> RenderableType:
    """What was checked, and what to do about what is not in order."""
    parts: list[RenderableType] = []
    for check in checks:
        word = phrase(lang, "cli.doctor.ok" if check.ok else "cli.doctor.bad")
        line = Text(f"{word:<5} ", style=GOOD if check.ok else BAD)
        name = _words(lang, f"cli.doctor.check.{check.name}", check.name)
        line.append(pair(lang, str(name), _detail(check, lang)), style="not bold")
        parts.append(line)
        if check.hint:
            hint = _words(
                lang, f"cli.doctor.hint.{check.hint}", explain(lang, check.hint, check.facts).hint
            )
            parts.append(Text(f"      {hint or in_one_line(check.hint)}", style=WARNING))
    return Group(*parts)


def _detail(check: "Check", lang: str) -> str:
    """What was found: the sentence of an error, what is wrong in words, or a name as it stands."""
    if check.facts:
        return in_one_line(explain(lang, check.detail, check.facts).sentence)
    if check.detail == NOTHING:
        return phrase(lang, "cli.nothing_held")
    if check.ok:
        return in_one_line(check.detail)
    return ", ".join(_fault(lang, part) for part in check.detail.split("; "))


def _fault(lang: str, detail: str) -> str:
    """A fault of the database with how often it was found: dangling_rows=3."""
    code, _, count = detail.partition("=")
    key = f"cli.doctor.fault.{code}"
    return phrase(lang, key, n=count) if has_phrase(lang, key) else in_one_line(detail)


def _words(lang: str, key: str, otherwise: str | None) -> str | None:
    return phrase(lang, key) if has_phrase(lang, key) else otherwise


def _table(lang: str, kind: str, *columns: str) -> Table:
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, header_style="bold")
    for column in columns:
        table.add_column(phrase(lang, f"cli.{kind}.column.{column}"), overflow="fold")
    return table


def _count(number: int, style: str) -> Text:
    return Text(str(number), style=style if number else QUIET)
