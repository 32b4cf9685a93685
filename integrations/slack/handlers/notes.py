"""Taking notes in from Slack, and showing the proposal each of them makes."""

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, replace
from typing import TypeVar

from assistant.bootstrap import Workspace
from assistant.import_accounts import ImportedAccounts, import_accounts
from assistant.propose_changes import propose_changes
from assistant.take_note import NoteIn, ReadIn, Taken, keep_note, read_note_in
from integrations.slack.blocks.elements import quiet
from integrations.slack.blocks.mrkdwn import NAME, said
from integrations.slack.blocks.notices import Notice, explained, notice
from integrations.slack.blocks.words import told
from integrations.slack.handlers.cards import card_of, name_of
from integrations.slack.handlers.context import Context
from integrations.slack.handlers.conversations import HeldText
from integrations.slack.handlers.files import ReadFile, read_files
from integrations.slack.handlers.note_date import is_mail, note_date
from integrations.slack.handlers.replies import Replies
from integrations.slack.posts import Block
from knowledge.domain.codes import SourceKind
from knowledge.errors import CartoError, NotAllowed, UnknownProposal
from knowledge.language.catalogue import Lang, has_phrase, phrase

_MOST_FAULTS = 8
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class _Part:
    """One text to keep: the message itself, or a file of it. ``name`` is the file's."""

    raw: bytes
    kind: SourceKind
    external_id: str
    name: str | None = None


def take_in(
    context: Context, replies: Replies, held: HeldText, account: str, *, create: bool = False
) -> str | None:
    """Keep what was held, show each proposal; the account's id, or ``None`` when nothing was kept.

    One part that cannot be kept does not hold back the others. Every part is read before the first is
    kept: from then on whoever else writes has to wait, and a model may read for minutes.
    """
    read, faults = read_files(context, held.files)
    tables = [file for file in read if file.kind is None]
    parts = _parts(replies, held, [file for file in read if file.kind is not None])
    account_id = None
    for part, read_in in _read_all(context, replies, parts, account, create=create, faults=faults):
        taken = _unless_refused(context, part, faults, _keeping(context.ws, read_in, account))
        if taken is not None:
            account_id = taken.source.account_id
            account = account_id
            _show(context, replies, taken, part)
    for table in tables:
        take_table(context, replies, table)
    if faults:
        tell_faults(context, replies, faults, nothing_kept=account_id is None and not tables)
    return account_id


def take_table(context: Context, replies: Replies, table: ReadFile) -> None:
    """Take in a CSV file of accounts and contacts, and say what it did."""
    lang = context.lang
    try:
        done = import_accounts(context.ws, table.raw)
    except NotAllowed:
        replies.tell(notice(told(lang, "done.not_allowed_nameless")))
    except CartoError as error:
        sentence, hint = explained(lang, error.code, error.facts)
        replies.tell(notice(" ".join(part for part in (sentence, hint) if part)))
    else:
        replies.tell(accounts_notice(lang, done))


def accounts_notice(lang: str, done: ImportedAccounts) -> Notice:
    """What an import of accounts did, and the rows that were left out."""
    counts = {
        "accounts": done.accounts_added,
        "contacts": done.contacts_added,
        "unchanged": done.unchanged,
    }
    words = told(lang, "setup.accounts_saved", **counts)
    if not done.faults:
        return notice(words)
    shown = [
        phrase(
            lang,
            f"errors.csv.{fault.code}",
            line=fault.line,
            **{key: said(fact, NAME) for key, fact in fault.facts.items()},
        )
        for fault in done.faults[:_MOST_FAULTS]
        if has_phrase(lang, f"errors.csv.{fault.code}")
    ]
    if len(done.faults) > _MOST_FAULTS:
        shown.append(told(lang, "setup.more_faults", n=len(done.faults) - _MOST_FAULTS))
    listed = "\n".join([words, told(lang, "setup.accounts_faults"), *shown])
    return notice(listed)


def tell_faults(
    context: Context, replies: Replies, faults: list[str], *, nothing_kept: bool
) -> None:
    """Why some of what was sent was not read."""
    lines = [told(context.lang, "note.files_left_out"), *faults[:_MOST_FAULTS]]
    if nothing_kept:
        lines.append(told(context.lang, "files.nothing_kept"))
    replies.tell(notice("\n".join(lines)))


def _parts(replies: Replies, held: HeldText, files: list[ReadFile]) -> list[_Part]:
    place = replies.place
    base = f"slack:{place.team}:{place.channel}:{held.ts}"
    parts = [
        _Part(file.raw, file.kind or SourceKind.NOTE, f"{base}:{number}", file.name)
        for number, file in enumerate(files, start=1)
    ]
    if held.text:
        kind = SourceKind.EMAIL if is_mail(held.text) else SourceKind.NOTE
        parts.insert(0, _Part(held.text.encode("utf-8", "replace"), kind, base))
    return parts


def _read_all(
    context: Context,
    replies: Replies,
    parts: list[_Part],
    account: str,
    *,
    create: bool,
    faults: list[str],
) -> list[tuple[_Part, ReadIn]]:
    """Read the parts; what cannot be read is told among the faults."""
    ws = context.ws
    with ws.store.read() as conn:
        author = name_of(ws, conn, ws.member)
    read = []
    telling: AbstractContextManager[object] = nullcontext()
    thread_ts, has_model = replies.thread_ts, ws.settings.model.for_use("reading") is not None
    if context.telling is not None and parts and has_model and thread_ts and not replies.alone:
        telling = context.telling(replies.place, thread_ts, "reading", streams=False)
    with telling:
        for part in parts:
            note = NoteIn(
                raw=part.raw,
                account=account,
                kind=part.kind,
                dated_on=note_date(part.raw[:2_000].decode("utf-8", "replace"), ws.clock.today()),
                author=author,
                external_id=part.external_id,
                create_account=create,
            )
            read_in = _unless_refused(context, part, faults, _reading(ws, note))
            if read_in is not None:
                read.append((part, read_in))
    return read


def _reading(ws: Workspace, note: NoteIn) -> Callable[[], ReadIn]:
    return lambda: read_note_in(ws, note)


def _keeping(ws: Workspace, read_in: ReadIn, account: str) -> Callable[[], Taken]:
    """Keep the note in the account; that of the first part is made by then."""
    note = replace(read_in.note, account=account)
    return lambda: keep_note(ws, replace(read_in, note=note))


def _unless_refused(
    context: Context, part: _Part, faults: list[str], do: Callable[[], T]
) -> T | None:
    """Do it; why a file was refused is told among the faults, and the message itself is no file."""
    try:
        return do()
    except CartoError as error:
        if part.name is None:
            raise
        sentence, hint = explained(context.lang, error.code, error.facts)
        why = " ".join(words for words in (sentence, hint) if words)
        faults.append(told(context.lang, "file.refused", name=said(part.name, NAME), sentence=why))
        return None


def _show(context: Context, replies: Replies, taken: Taken, part: _Part) -> None:
    lang = context.lang
    if taken.account_created:
        created = told(lang, "which.created", account=said(taken.account_name, NAME))
        replies.show(*_shown(notice(created)))
    if taken.status == "unchanged" and taken.source.external_id != part.external_id:
        replies.tell(notice(told(lang, "note.already")))
    if taken.proposal is not None and taken.proposal.reader.endswith(" failed"):
        replies.tell(notice(told(lang, "note.unread")))
        return
    try:
        proposal = taken.proposal or propose_changes(context.ws, taken.source.id)
        card = card_of(context.ws, proposal.id, lang)
    except UnknownProposal:
        # Kept in an account that not everybody here may see: the writer gets it alone.
        proposal = taken.proposal or propose_changes(context.private_ws, taken.source.id)
        card = card_of(context.private_ws, proposal.id, lang)
        replies.direct(card.text, (*card.blocks, *_without_model(taken, lang)))
        replies.tell(notice(told(lang, "private.card_sent")))
        return
    replies.show(card.text, (*card.blocks, *_without_model(taken, lang)))


def _without_model(taken: Taken, lang: Lang) -> tuple[Block, ...]:
    """The small line under the card of a note that the model should have read and did not."""
    if taken.model_failure is None:
        return ()
    key = "note.waits_for_model" if taken.waits_for_model else "note.without_model"
    why = phrase(lang, f"config.why.{taken.model_failure}")
    return (quiet(told(lang, key, why=why)),)


def _shown(made: Notice) -> tuple[str, tuple[dict[str, object], ...]]:
    return made.text, made.blocks
