"""What our tools say of a fact passes the check when it cites that fact, also in the other language."""

from collections.abc import Iterator
from datetime import date

import pytest

from assistant.agent.checking import Dropped, Kept, Question, check
from assistant.agent.reply import ReplyClaim
from assistant.bootstrap import Workspace, open_workspace
from assistant.demo_notes import TOLD_ON, demo_lines
from assistant.import_notes import import_notes
from assistant.settings import Settings
from knowledge.language.catalogue import LANGUAGES, Lang
from knowledge.store.accounts import list_accounts
from tools.catalogue import TOOLS
from tools.evidence import Evidence, EvidenceBook
from tools.scope import ToolScope

DAY = date.fromisoformat(TOLD_ON)


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workspace]:
    home = tmp_path_factory.mktemp("demo")
    with open_workspace(Settings(home=home, today=TOLD_ON)) as made:
        for _ in import_notes(made, demo_lines(), accept="sure"):
            pass
        yield made


def books(ws: Workspace, lang: Lang) -> list[EvidenceBook]:
    """Everything the tools tell, account by account."""
    found = []
    with ws.store.read() as conn:
        for account in list_accounts(conn, ws.workspace_id, ws.audience):
            book = EvidenceBook()
            scope = ToolScope(conn, ws.workspace_id, ws.audience, DAY, None, lang, book, account.id)
            for tool in TOOLS:
                if tool.name in (
                    "read_map",
                    "list_people",
                    "open_promises",
                    "timeline",
                    "coverage_gaps",
                ):
                    tool.call(scope, {})
            found.append(book)
    return found


def verdict(said: Evidence, book: EvidenceBook, cited: str) -> Kept | Dropped:
    claim = ReplyClaim(text=said.says, evidence=[cited])
    return check(claim, book, Question("?", DAY, said.account))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_each_is_kept_with_its_own_evidence(demo: Workspace, lang: Lang) -> None:
    dropped = [
        (one.says, verdict(one, book, one.id))
        for book in books(demo, lang)
        for one in book.all()
        if one.says and isinstance(verdict(one, book, one.id), Dropped)
    ]
    assert dropped == []


def test_each_is_kept_with_the_same_evidence_in_the_other_language(demo: Workspace) -> None:
    dropped, pairs = [], 0
    for french, english in zip(books(demo, "fr"), books(demo, "en"), strict=True):
        by_fact = {(one.fact_id, one.quote, one.kind): one for one in english.all()}
        for one in french.all():
            same = by_fact.get((one.fact_id, one.quote, one.kind))
            if same is None or not one.says or not one.fact_id:
                continue
            pairs += 1
            made = verdict(one, english, same.id)
            if isinstance(made, Dropped):
                dropped.append((one.says, same.says, made))
    assert pairs > 30
    assert dropped == []


def test_with_other_evidence_nearly_none_is_kept(demo: Workspace) -> None:
    kept = total = 0
    for book in books(demo, "en"):
        for one in book.all():
            for other in book.all():
                told = one.kind == other.kind == "fact" and set(one.people).isdisjoint(other.people)
                if told and one.people and other.people:
                    total += 1
                    kept += isinstance(verdict(one, book, other.id), Kept)
    assert total > 300
    assert kept / total < 0.01
