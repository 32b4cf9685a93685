"""Importing accounts and contacts from a CSV file that a person has at hand.

Whoever imports the file says that it is so: the entries are theirs, with their name on each. What the
map knows otherwise is never overwritten: a differing cell is reported and left out. A row that
cannot be used says why, and the others go on.
"""

import csv
import io
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files

from assistant.bootstrap import Workspace
from assistant.new_account import make_account
from assistant.typed_facts import typed_fact
from knowledge.domain.account_map import AccountMap, PersonView
from knowledge.domain.codes import Side
from knowledge.domain.facts import Basis, Fact
from knowledge.domain.matching import Known, Unclear, match_person
from knowledge.domain.names import fold
from knowledge.domain.reading import Person
from knowledge.domain.registry import REGISTRY
from knowledge.domain.sources import Refused, decode
from knowledge.domain.values import ValueFault
from knowledge.errors import MissingColumn, NotAllowed, TextRefused
from knowledge.store import access, accounts, audit, ledger, suppression
from knowledge.store.engine import Connection

_DELIMITERS = ";,\t|"


@dataclass(frozen=True, slots=True)
class CsvFault:
    """What is wrong with one row; ``line`` counts from 1 with the header.

    Codes: ``no_account``, ``no_name``, ``unclear_person``, ``forgotten_person``, ``bad_value``
    (``column``, ``expected``), ``differs`` (``column``).
    """

    line: int
    code: str
    facts: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ImportedAccounts:
    """What an import did; ``values_added`` counts single entries such as a title.

    ``ignored`` are the headers of columns that mean nothing to us, as written.
    """

    accounts_added: int
    contacts_added: int
    values_added: int
    unchanged: int
    faults: tuple[CsvFault, ...]
    ignored: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Columns:
    """Which column holds what; ``named`` are the headers as written, for the faults."""

    account: int
    names: Mapping[str, int]
    of_account: Mapping[str, int]
    of_person: Mapping[str, int]
    named: Sequence[str]

    @property
    def ignored(self) -> tuple[str, ...]:
        """The headers nothing is taken from."""
        taken = {self.account}
        for places in (self.names, self.of_account, self.of_person):
            taken |= set(places.values())
        headers = enumerate(header.strip() for header in self.named)
        return tuple(header for at, header in headers if header and at not in taken)


def import_accounts(ws: Workspace, raw: bytes) -> ImportedAccounts:
    """Take in every row of the CSV file, in one transaction.

    Raises ``TextRefused``, or ``MissingColumn`` when no column names the account.
    """
    decoded = decode(raw, ws.settings.limits.file_bytes)
    if isinstance(decoded, Refused):
        raise TextRefused(decoded.reason, decoded.detail)
    # One cell may be as long as the file; left alone, the module stops at 131,072 characters.
    csv.field_size_limit(ws.settings.limits.file_bytes)
    lines = io.StringIO(decoded.text, newline="")
    rows = list(csv.reader(lines, delimiter=_delimiter(decoded.text)))
    columns = _columns(rows[0])
    with ws.store.write() as conn:
        importing = _Importing(ws, conn, columns)
        for number, row in enumerate(rows[1:], start=2):
            if any(cell.strip() for cell in row):
                importing.take(number, row)
        return importing.outcome()


def _delimiter(text: str) -> str:
    """The delimiter that the header row uses most."""
    header = text.splitlines()[0]
    return max(_DELIMITERS, key=header.count)


def _columns(header: Sequence[str]) -> _Columns:
    folded = [fold(cell) for cell in header]
    known = _known_headers()

    def places(section: str) -> dict[str, int]:
        return {
            name: folded.index(next(alias for alias in aliases if alias in folded))
            for name, aliases in known[section].items()
            if any(alias in folded for alias in aliases)
        }

    account = places("account")
    if not account:
        raise MissingColumn(", ".join(header)[:200])
    return _Columns(
        account["account"], places("person"), places("of_account"), places("of_person"), header
    )


@cache
def _known_headers() -> dict[str, dict[str, list[str]]]:
    text = files("assistant").joinpath("csv_columns.toml").read_text(encoding="utf-8")
    return tomllib.loads(text)


@dataclass
class _Importing:
    ws: Workspace
    conn: Connection
    columns: _Columns
    accounts_added: int = 0
    contacts_added: int = 0
    values_added: int = 0
    unchanged: int = 0
    faults: list[CsvFault] = field(default_factory=list)

    def outcome(self) -> ImportedAccounts:
        return ImportedAccounts(
            self.accounts_added,
            self.contacts_added,
            self.values_added,
            self.unchanged,
            tuple(self.faults),
            self.columns.ignored,
        )

    def take(self, line: int, row: Sequence[str]) -> None:
        """One row: its account, then its contact if it names one."""
        name = _cell(row, self.columns.account)
        if not name:
            self._fault(line, "no_account")
            return
        before = (self.accounts_added, self.contacts_added, self.values_added)
        account = self._account(name)
        account_map = ledger.load_map(self.conn, account.id, self.ws.audience)
        facts = self._values(line, row, self.columns.of_account, account.id, account_map, None)
        facts += self._contact(line, row, account.id, account_map)
        ledger.append_facts(self.conn, facts)
        if before == (self.accounts_added, self.contacts_added, self.values_added):
            self.unchanged += 1

    def _account(self, name: str) -> accounts.Account:
        ws = self.ws
        found = accounts.find_account(self.conn, ws.workspace_id, name, ws.audience)
        if found is not None:
            if not access.may_review(self.conn, ws.member, found.id):
                raise NotAllowed
            return found
        made = make_account(ws, self.conn, name)
        self.accounts_added += 1
        entry = audit.AuditEntry(
            ws.clock.now(), ws.workspace_id, ws.member, "account_imported", made.id, ()
        )
        audit.record(self.conn, entry)
        return made

    def _contact(
        self, line: int, row: Sequence[str], account_id: str, account_map: AccountMap
    ) -> list[Fact]:
        name = _contact_name(row, self.columns.names)
        if not name:
            told = any(_cell(row, at) for at in self.columns.of_person.values())
            if told:
                self._fault(line, "no_name")
            return []
        ws = self.ws
        if suppression.is_suppressed(self.conn, ws.store, ws.workspace_id, name):
            self._fault(line, "forgotten_person")
            return []
        email = _cell(row, self.columns.of_person.get("person.email", -1)) or None
        match match_person(Person(name=name, side=Side.CUSTOMER, email=email), account_map):
            case Unclear(people):
                self._fault(line, "unclear_person", who=", ".join(one.name for one in people))
                return []
            case Known(person):
                return self._values(
                    line, row, self.columns.of_person, person.id, account_map, person
                )
            case _:
                return self._newcomer(line, row, name, account_id, account_map)

    def _newcomer(
        self,
        line: int,
        row: Sequence[str],
        name: str,
        account_id: str,
        account_map: AccountMap,
    ) -> list[Fact]:
        person_id = self.ws.store.new_id("per")
        self.contacts_added += 1
        facts = [
            self._fact(account_id, person_id, "person.name", name),
            self._fact(account_id, person_id, "person.side", "customer"),
        ]
        return facts + self._values(line, row, self.columns.of_person, person_id, account_map, None)

    def _values(
        self,
        line: int,
        row: Sequence[str],
        places: Mapping[str, int],
        subject_id: str,
        account_map: AccountMap,
        person: PersonView | None,
    ) -> list[Fact]:
        """The cells the map does not know yet, as facts; what differs is reported."""
        facts = []
        for attribute, at in places.items():
            typed = _cell(row, at)
            if not typed:
                continue
            value = REGISTRY[attribute].value.parse(typed)
            column = self.columns.named[at]
            if isinstance(value, ValueFault):
                self._fault(line, "bad_value", column=column, expected=value.expected)
                continue
            held = person.one(attribute) if person else account_map.one(attribute)
            known = held if attribute.startswith("account.") or person else None
            if known is None:
                self.values_added += 1
                facts.append(self._fact(account_map.account_id, subject_id, attribute, value))
            elif fold(str(known.fact.value)) != fold(str(value)):
                self._fault(line, "differs", column=column)
        return facts

    def _fact(self, account_id: str, subject_id: str, attribute: str, value: object) -> Fact:
        """A cell as an entry of whoever imports: said once, so that a note can correct it."""
        return typed_fact(self.ws, account_id, subject_id, attribute, value, Basis.STATED)

    def _fault(self, line: int, code: str, **facts: str) -> None:
        self.faults.append(CsvFault(line, code, facts))


def _cell(row: Sequence[str], at: int) -> str:
    return row[at].strip() if 0 <= at < len(row) else ""


def _contact_name(row: Sequence[str], names: Mapping[str, int]) -> str:
    first = _cell(row, names.get("first_name", -1))
    last = _cell(row, names.get("last_name", -1))
    whole = _cell(row, names.get("name", -1))
    # French files put the surname alone under "Nom", beside "Prénom".
    if first:
        return " ".join(part for part in (first, last or whole) if part)
    return whole or last
