"""Taking notes in from Slack, and showing the proposal each of them makes."""

from dataclasses import dataclass

from assistant.import_accounts import ImportedAccounts, import_accounts
from assistant.propose_changes import propose_changes
from assistant.take_note import NoteIn, Taken, take_note
from integrations.slack.blocks.mrkdwn import NAME, said
from integrations.slack.blocks.notices import Notice, explained, notice
from integrations.slack.blocks.words import told
from integrations.slack.handlers.cards import card_of, name_of
from integrations.slack.handlers.context import Context
from integrations.slack.handlers.conversations import HeldText
from integrations.slack.handlers.files import ReadFile, read_files
from integrations.slack.handlers.note_date import is_mail, note_date
from integrations.slack.handlers.replies import Replies
from knowledge.domain.codes import SourceKind
from knowledge.errors import CartoError, NotAllowed, UnknownProposal
from knowledge.language.catalogue import has_phrase, phrase

_MOST_FAULTS = 8


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

    One part that cannot be kept does not hold back the others.
    """
    read, faults = read_files(context, held.files)
    tables = [file for file in read if file.kind is None]
    parts = _parts(replies, held, [file for file in read if file.kind is not None])
    account_id = None
    for part in parts:
        taken = _take(context, part, account, create=create, faults=faults)
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


def _take(
    context: Context, part: _Part, account: str, *, create: bool, faults: list[str]
) -> Taken | None:
    ws = context.ws
    with ws.store.read() as conn:
        author = name_of(ws, conn, ws.member)
    note = NoteIn(
        raw=part.raw,
        account=account,
        kind=part.kind,
        dated_on=note_date(part.raw[:2_000].decode("utf-8", "replace"), ws.clock.today()),
        author=author,
        external_id=part.external_id,
        create_account=create,
    )
    try:
        return take_note(ws, note)
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
        replies.direct(card.text, card.blocks)
        replies.tell(notice(told(lang, "private.card_sent")))
        return
    replies.show(card.text, card.blocks)


def _shown(made: Notice) -> tuple[str, tuple[dict[str, object], ...]]:
    return made.text, made.blocks
