"""`carto backup` and `carto restore`: everything in one file, and back."""

from argparse import Namespace
from pathlib import Path

from assistant.keep_backup import backup
from assistant.keep_backup import restore as bring_back
from integrations.cli.output import Output
from integrations.cli.present.as_json import plain
from integrations.cli.session import settings_for, workspace_for


def save(args: Namespace, out: Output) -> int:
    """Write the backup; a file of that name is replaced only when that was asked for."""
    with workspace_for(args, out) as workspace:
        made = backup(workspace, Path(args.file), replace=args.replace)
    if out.wants_json:
        out.json({"file": args.file, "manifest": plain(made)})
    else:
        out.say(out.words("backup.saved", path=args.file))
    return 0


def restore(args: Namespace, out: Output) -> int:
    """Bring the backup back; what is there is replaced only when that was asked for."""
    brought = bring_back(settings_for(args, out), Path(args.file), replace=args.replace)
    if out.wants_json:
        out.json({"file": args.file, "manifest": plain(brought)})
    else:
        out.say(out.words("backup.restored", path=args.file))
    return 0
