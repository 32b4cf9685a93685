"""`carto note`: keep a note and show what it would change."""

from argparse import Namespace
from datetime import date

from assistant.bootstrap import Workspace
from assistant.capture_note import Captured, capture_note
from assistant.propose_changes import propose_changes
from assistant.review_proposal import OpenProposal, open_proposal
from integrations.cli.dates import day_words, parse_optional_day
from integrations.cli.guard import OUR_FAULT
from integrations.cli.inputs import read_bytes
from integrations.cli.log import log_path
from integrations.cli.output import Output
from integrations.cli.present.as_json import proposal_object
from integrations.cli.progress import working
from integrations.cli.session import workspace_for
from knowledge.domain.codes import SourceKind
from knowledge.language.catalogue import phrase

# How the name of a reader ends that could not read the note (assistant/take_note.py).
_FAILED = " failed"


def run(args: Namespace, out: Output) -> int:
    """Keep the note, propose, print the card and say how to accept; 1 when it cannot be read."""
    with workspace_for(args, out) as workspace:
        today = workspace.clock.today()
        captured = _capture(args, workspace, today, out)
        proposed = propose_changes(workspace, captured.source.id)
        card = open_proposal(workspace, proposed.id)
    is_read = not card.proposal.reader.endswith(_FAILED)
    if out.wants_json:
        out.json({"status": captured.status, **proposal_object(card, out.lang)})
    else:
        _present(card, captured, out, full=args.full, is_read=is_read)
    if captured.source.dated_on > today:
        out.tell(out.words("note.ahead", day=day_words(captured.source.dated_on, out.lang)))
    if captured.model_failure is not None:
        out.tell(_without_the_model(captured, out))
    if not is_read:
        out.tell(out.words("note.unread", path=log_path(workspace.settings.home)))
    return 0 if is_read else OUR_FAULT


def _without_the_model(captured: Captured, out: Output) -> str:
    """That the rules read the note, why, and whether the model will."""
    why = phrase(out.lang, f"config.why.{captured.model_failure}")
    later = "waits" if captured.waits_for_model else "stays"
    return phrase(out.lang, f"config.without_model.{later}", why=why)


def _capture(args: Namespace, workspace: Workspace, today: date, out: Output) -> Captured:
    raw = read_bytes(args.file, workspace.settings.limits.note_bytes, out)
    with working(out, "note.reading"):
        return capture_note(
            workspace,
            raw,
            args.account,
            kind=SourceKind(args.kind) if args.kind else None,
            dated_on=parse_optional_day(args.date, today),
            author=args.author,
            external_id=args.id,
            url=args.url,
            create_account=args.create,
            revise=args.revise,
        )


def _present(
    card: OpenProposal, captured: Captured, out: Output, *, full: bool, is_read: bool
) -> None:
    if captured.account_created:
        out.tell(out.words("note.created", account=captured.account_name))
    if not is_read:
        return
    from integrations.cli.present.proposal import how_to_decide, proposal_card

    out.tell(out.words(f"note.{captured.status}", account=captured.account_name))
    out.show(proposal_card(card, out.lang, full=full))
    how = how_to_decide(card, out.lang)
    if how:
        out.tell(how)
