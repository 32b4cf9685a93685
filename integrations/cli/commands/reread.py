"""`carto reread`: let the model read what it could not read when it came in."""

from argparse import Namespace

from assistant.bootstrap import Workspace
from assistant.read_again import ReadAgain, read_again, waiting_readings
from integrations.cli.output import Output
from integrations.cli.present.as_json import plain
from integrations.cli.progress import working
from integrations.cli.session import workspace_for
from knowledge.errors import NoModel
from knowledge.language.catalogue import phrase


def run(args: Namespace, out: Output) -> int:
    """Read everything that waits, or with ``--list`` only tell it; 1 when some of it still waits."""
    with workspace_for(args, out) as workspace:
        if args.list:
            return _list(workspace, out)
        reader = workspace.model_reader()
        if reader is None:
            raise NoModel
        done: list[ReadAgain] = []
        with working(out, "note.reading"):
            for one in read_again(workspace, reader):
                done.append(one)
                if out.wants_json:
                    out.json_line(plain(one))
                else:
                    out.say(_told(one, out))
        left = len(waiting_readings(workspace))
    if not done and not left:
        out.tell(phrase(out.lang, "config.reread.nothing"))
    elif left:
        out.tell(phrase(out.lang, "config.reread.left", n=left))
    return 1 if left else 0


def _told(one: ReadAgain, out: Output) -> str:
    facts = {"account": one.account_name, "source": one.source_id, "n": one.new_lines}
    if one.outcome == "done":
        return phrase(out.lang, "config.reread.done", **facts)
    why = phrase(out.lang, f"config.why.{one.because}")
    return phrase(out.lang, f"config.reread.{one.outcome}", why=why, **facts)


def _list(workspace: Workspace, out: Output) -> int:
    waiting = waiting_readings(workspace)
    if out.wants_json:
        out.json([plain(one._asdict()) for one in waiting])
        return 0
    if not waiting:
        out.say(phrase(out.lang, "config.reread.nothing"))
    for one in waiting:
        why = phrase(out.lang, f"config.why.{one.because}")
        out.say(
            phrase(out.lang, "config.reread.waiting", source=one.source_id, n=one.attempts, why=why)
        )
    return 0
