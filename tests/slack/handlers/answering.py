"""Answers from the real store by a rule simple enough to read: a word of the question finds facts.

It stands for the use-case where a story is about places and people, not about answering: it sees what
the audience may see and nothing else, cites what it says, and asks back as the real one does.
"""

from collections.abc import Mapping
from datetime import date

from assistant.answers.answer import Answer
from assistant.answers.citations import Citation
from assistant.bootstrap import Workspace
from knowledge.domain.facts import Fact
from knowledge.domain.names import fold
from knowledge.language.catalogue import Lang
from knowledge.store import accounts, ledger, sources

_ABOUT = {
    "stance": "person.stance", "stand": "person.stance", "position": "person.stance",
    "title": "person.title", "fonction": "person.title",
}  # fmt: skip


class FromFacts:
    """Answers "title" and "stance" questions; keeps what it was asked."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, str | None]] = []

    def __call__(
        self,
        ws: Workspace,
        question: str,
        account: str | None = None,
        as_of: date | None = None,  # noqa: ARG002 - as the use-case
        lang: Lang | None = None,  # noqa: ARG002 - as the use-case
    ) -> Answer:
        self.asked.append((question, account))
        with ws.store.read() as conn:
            if account is not None:
                known = [accounts.get_account(conn, ws.workspace_id, account, ws.audience)]
            else:
                known = accounts.list_accounts(conn, ws.workspace_id, ws.audience)
                named = [one for one in known if fold(one.name) in fold(question)]
                known = named or known
            found = [self._said(ws, question, one) for one in known]
        answered = [one for one in found if one is not None]
        if len(answered) > 1:
            names = tuple(one.account or "" for one in answered)
            return Answer(question, None, "Which account?", "clarify", choices=names)
        account_name = known[0].name if len(known) == 1 else None
        return (
            answered[0]
            if answered
            else Answer(question, account_name, "Not in the notes.", "unknown")
        )

    def _said(self, ws: Workspace, question: str, account: accounts.Account) -> Answer | None:
        words = fold(question).split()
        attribute = next((one for word, one in _ABOUT.items() if word in words), None)
        with ws.store.read() as conn:
            account_map = ledger.load_map(conn, account.id, ws.audience)
            listed = {one.id: one for one in sources.list_sources(conn, account.id, ws.audience)}
        people = [
            person
            for person in account_map.people
            if any(part in words for part in fold(person.name).split())
        ] or list(account_map.people)
        lines: list[str] = []
        citations: list[Citation] = []
        for person in people:
            held = person.one(attribute) if attribute else None
            citation = _cited(held.fact, listed) if held else None
            if held is None or citation is None:
                continue
            citations.append(citation)
            lines.append(f"{person.name}: {_value(held.fact)} [{len(citations)}]")
        if not lines:
            return None
        return Answer(question, account.name, "\n".join(lines), "fact", tuple(citations))


def _cited(fact: Fact, listed: Mapping[str, sources.ListedSource]) -> Citation | None:
    source = listed.get(fact.source_id or "")
    if source is None:
        return None
    day = source.dated_on.isoformat()
    id_, author = source.external_id or source.id, source.author
    return Citation(
        id_, source.kind, None, fact.quote or "", fact.start, fact.end, day, fact.id, author
    )


def _value(fact: Fact) -> str:
    return str(fact.value)
