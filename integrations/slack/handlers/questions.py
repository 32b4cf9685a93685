"""Questions: answered where they were asked, with more in private for whoever may know more."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace

from assistant.agent.events import OnEvent
from assistant.answers.answer import Answer
from assistant.answers.asked_language import language_of
from assistant.bootstrap import Workspace
from integrations.slack.blocks.answer import (
    Asked,
    answer_blocks,
    answer_text,
    tell_in_private,
)
from integrations.slack.blocks.elements import unpacked
from integrations.slack.blocks.notices import notice
from integrations.slack.blocks.words import told
from integrations.slack.handlers.cards import with_authors
from integrations.slack.handlers.context import Context, Engine
from integrations.slack.handlers.naming import account_named, account_of
from integrations.slack.handlers.replies import Replies
from integrations.slack.handlers.turns import earlier_turns, keep_turn, thread_name
from knowledge.domain.names import fold, words_of
from knowledge.errors import CartoError, UnknownAccount
from knowledge.language.catalogue import Lang
from knowledge.store import access, ledger
from knowledge.store.conversations import sources_cited
from tools.held.naming import people_named

# Small words that stand for somebody named before.
_STANDS_FOR = frozenset(
    "he she him her his hers they them their il elle lui son sa ses leur leurs eux celui-ci celle-ci".split()
)


@dataclass(frozen=True, slots=True)
class _Settled:
    """A question as it is put: with the person it goes on about, and the account it is about."""

    question: str
    account: str | None
    lang: Lang


def answer_here(
    context: Context, replies: Replies, question: str, account: str | None = None
) -> None:
    """Answer in place, for everybody who reads there; keep account and person of the thread."""
    settled = _settle(context, replies, question, account)
    thread = thread_name(context, replies, alone=replies.alone)
    with _told(context, replies) as hear:
        made = _answer(context, context.ws, settled, thread, hear)
    asked = Asked(settled.question, settled.account)
    may_correct = _may_correct(context, replies, made)
    blocks = answer_blocks(made, settled.lang, asked, may_correct=may_correct)
    replies.show(answer_text(made), blocks)
    if not replies.alone:
        _offer_more(context, replies, settled, made)
    # Written last: until then nobody else has to wait.
    account_id = _remember(context, replies, settled, made)
    keep_turn(context.ws, thread, settled.question, made, account_id)


def answer_in_private(context: Context, replies: Replies, value: str) -> None:
    """Answer the asker alone, with all they may see."""
    carried = unpacked(value)
    question, account = str(carried.get("q", "")), carried.get("a")
    lang = language_of(question, context.lang)
    account = account if isinstance(account, str) else None
    settled = _Settled(question, account, lang)
    thread = thread_name(context, replies, alone=True)
    made = _answer(context, context.private_ws, settled, thread)
    replies.direct(answer_text(made), answer_blocks(made, lang, Asked(question, account)))
    replies.tell(notice(told(context.lang, "private.sent")))
    found = account_of(context.private_ws, made.account or account)
    keep_turn(context.private_ws, thread, question, made, found.id if found else None)


def answer_as_meant(context: Context, replies: Replies, value: str) -> None:
    """Answer again, with the account or the person that was chosen."""
    carried = unpacked(value)
    question, choice = str(carried.get("q", "")), str(carried.get("c", ""))
    account = account_of(context.ws, choice)
    if account is not None:
        answer_here(context, replies, question, account.id)
        return
    kept = carried.get("a")
    name = choice.split(" (", maxsplit=1)[0]
    answer_here(
        context, replies, with_full_name(question, name), kept if isinstance(kept, str) else None
    )


def with_full_name(question: str, name: str) -> str:
    """The question with the part of a name it holds replaced by the whole name."""
    parts = set(words_of(name))
    words = question.split(" ")
    for at, word in enumerate(words):
        bare = word.strip(".,;:?!()\"'«»“”")
        if bare and set(words_of(bare)) and set(words_of(bare)) <= parts:
            words[at] = word.replace(bare, name)
            return " ".join(words)
    return f"{question} ({name})"


def _settle(context: Context, replies: Replies, question: str, account: str | None) -> _Settled:
    lang = language_of(question, context.lang)
    thread = context.conversation.recall(replies.place.channel, replies.thread_ts)
    if account is None:
        # What the question names goes before what the place is about.
        named = account_named(context.ws, question)
        known = named or account_of(context.ws, thread.account)
        known = known or account_of(context.ws, context.linked_account)
        account = known.id if known else None
    goes_on = thread.person and (account is None or account == thread.account)
    if goes_on and _stands_for_somebody(question) and not _people(context.ws, account, question):
        question = f"{question} ({thread.person})"
    return _Settled(question, account, lang)


@contextmanager
def _told(context: Context, replies: Replies) -> Iterator[OnEvent | None]:
    """Show in the thread what the model does; what one person alone sees cannot be shown under way."""
    has_model = context.ws.settings.model.for_use("answering") is not None
    if context.telling is None or not has_model or replies.alone or replies.thread_ts is None:
        yield None
        return
    with context.telling(replies.place, replies.thread_ts, "thinking", streams=True) as hear:
        yield hear


def _answer(
    context: Context,
    ws: Workspace,
    settled: _Settled,
    thread: str,
    hear: OnEvent | None = None,
) -> Answer:
    """The best answer there is, with what was said before; nothing may have been written yet."""
    ws = context.at_once(ws)
    history = earlier_turns(ws, thread)

    def ask(account: str | None) -> Answer:
        return context.answer(ws, settled.question, account, None, settled.lang, history, hear)

    try:
        made = ask(settled.account)
    except UnknownAccount:
        # Not for everybody here: asked as if no account were meant.
        made = ask(None)
    if ws.settings.model.for_use("answering") is None:
        # What the embedded engine remarks is in the blocks already, by the kind of the answer.
        made = replace(made, remark="")
    made = replace(made, account=made.account or _account_cited(ws, made))
    return replace(made, citations=with_authors(ws, made.citations))


def _account_cited(ws: Workspace, made: Answer) -> str | None:
    """The one account a model's answer rests on, when nobody named it."""
    if made.engine == "embedded":
        return None
    with ws.store.read() as conn:
        cited = sources_cited(conn, ws.workspace_id, [one.source_id for one in made.citations])
    accounts = {account for _, account in cited}
    found = account_of(ws, accounts.pop()) if len(accounts) == 1 else None
    return found.name if found else None


def _embedded(context: Context, ws: Workspace, settled: _Settled) -> Answer:
    """The answer without any model: enough to know whether there is more to tell."""
    engine: Engine = "embedded"
    try:
        made = context.answer(
            ws, settled.question, settled.account, None, settled.lang, engine=engine
        )
    except UnknownAccount:
        made = context.answer(ws, settled.question, None, None, settled.lang, engine=engine)
    return replace(made, citations=with_authors(ws, made.citations))


def _offer_more(context: Context, replies: Replies, settled: _Settled, public: Answer) -> None:
    """Offer the asker the rest, when they may see more than everybody here together.

    No model is asked for it: the embedded engine's two answers are compared.
    """
    if context.private_ws.audience == context.ws.audience:
        return
    named = account_named(context.private_ws, settled.question)
    account = named.id if named else settled.account or _linked_for_asker(context)
    alone = replace(settled, account=account)
    try:
        more = _embedded(context, context.private_ws, alone)
        if public.engine != "embedded":
            public = _embedded(context, context.ws, settled)
    except CartoError:
        return
    tells_more = more.kind != "unknown" and (more.answer, more.citations, more.choices) != (
        public.answer,
        public.citations,
        public.choices,
    )
    if tells_more:
        asked = Asked(alone.question, alone.account)
        replies.whisper(told(context.lang, "private.more"), tell_in_private(context.lang, asked))


def _linked_for_asker(context: Context) -> str | None:
    found = account_of(context.private_ws, context.linked_account)
    return found.id if found else None


def _remember(context: Context, replies: Replies, settled: _Settled, made: Answer) -> str | None:
    """Keep what the thread is about; the account's id."""
    place = replies.place
    thread = context.conversation.recall(place.channel, replies.thread_ts)
    found = account_of(context.ws, made.account or settled.account)
    if found is None:
        return None
    named = _people(context.ws, found.id, settled.question)
    same = thread.account == found.id
    person = named[0] if named else (thread.person if same else None)
    kept = replace(thread, account=found.id, person=person)
    if kept != thread:
        context.conversation.remember(place.channel, replies.thread_ts, kept)
    return found.id


def _people(ws: Workspace, account: str | None, question: str) -> list[str]:
    """The full names of the people of the account that the question names."""
    found = account_of(ws, account)
    if found is None:
        return []
    with ws.store.read() as conn:
        account_map = ledger.load_map(conn, found.id, ws.audience)
    named = people_named(question, account_map.people, words_of(found.name))
    return [person.name for person in named.people]


def _stands_for_somebody(question: str) -> bool:
    return bool(_STANDS_FOR & set(fold(question).split()))


def _may_correct(context: Context, replies: Replies, made: Answer) -> bool:
    """Whether to show the button; in a channel it is shown to all and the view says who may."""
    if not replies.place.is_direct and not replies.alone:
        return True
    found = account_of(context.ws, made.account)
    if found is None:
        return False
    with context.ws.store.read() as conn:
        return access.may_review(conn, context.ws.member, found.id)
