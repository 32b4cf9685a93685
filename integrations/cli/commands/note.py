"""`carto note`: keep a note and show what it would change."""

from argparse import Namespace

from assistant.capture_note import capture_note
from assistant.propose_changes import propose_changes
from assistant.review_proposal import open_proposal
from integrations.cli.dates import parse_optional_day
from integrations.cli.inputs import read_bytes
from integrations.cli.output import Output
from integrations.cli.present.as_json import proposal_object
from integrations.cli.session import workspace_for
from knowledge.domain.codes import SourceKind


def run(args: Namespace, out: Output) -> int:
    """Keep the note, propose, print the card and say how to accept."""
    with workspace_for(args) as workspace:
        captured = capture_note(
            workspace,
            read_bytes(args.file, workspace.settings.limits.note_bytes, out),
            args.account,
            kind=SourceKind(args.kind) if args.kind else None,
            dated_on=parse_optional_day(args.date, workspace.clock.today()),
            author=args.author,
            external_id=args.id,
            url=args.url,
            create_account=args.create,
            revise=args.revise,
        )
        proposed = propose_changes(workspace, captured.source.id)
        card = open_proposal(workspace, proposed.id)
    if out.wants_json:
        out.json({"status": captured.status, **proposal_object(card, out.lang)})
        return 0
    from integrations.cli.present.proposal import how_to_decide, proposal_card

    if captured.account_created:
        out.tell(out.words("note.created", account=captured.account_name))
    out.tell(out.words(f"note.{captured.status}", account=captured.account_name))
    out.show(proposal_card(card, out.lang, full=args.full))
    how = how_to_decide(card, out.lang)
    if how:
        out.tell(how)
    return 0
