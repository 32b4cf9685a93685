"""`carto import`: notes as JSON lines, acknowledged one by one, or accounts and contacts as CSV."""

from argparse import Namespace
from collections import Counter
from typing import Any

from assistant.import_notes import Imported, import_notes
from integrations.cli.errors import error_object
from integrations.cli.harmless import in_one_line
from integrations.cli.inputs import open_lines, read_bytes
from integrations.cli.output import Output
from integrations.cli.progress import watched
from integrations.cli.session import workspace_for
from knowledge.language.catalogue import phrase


def run(args: Namespace, out: Output) -> int:
    """Import by the kind of the file, told by its name."""
    if args.file.lower().endswith(".csv"):
        return _import_csv(args, out)
    return _import_jsonl(args, out)


def _import_jsonl(args: Namespace, out: Output) -> int:
    counts: dict[str, int] = {}
    waiting = ahead = 0
    without_model: Counter[tuple[str, bool]] = Counter()
    with (
        workspace_for(args, out) as workspace,
        open_lines(args.file, out) as (lines, size),
        watched(lines, size, out) as counted,
    ):
        options = {"accept": args.accept, "revise": args.revise}
        for imported in import_notes(workspace, counted, **options):
            # Printed after the commit and flushed at once: this line is the acknowledgement.
            try:
                out.json_line(_acknowledgement(imported, out))
            except BrokenPipeError:
                out.tell(out.words("import.cut", n=sum(counts.values())))
                return 1
            counts[imported.status] = counts.get(imported.status, 0) + 1
            waiting += imported.waiting
            ahead += imported.is_ahead
            if imported.model_failure is not None:
                without_model[imported.model_failure, imported.waits_for_model] += 1
    failed = counts.get("failed", 0)
    kept = sum(counts.values()) - failed - counts.get("unchanged", 0)
    facts = {"kept": kept, "unchanged": counts.get("unchanged", 0), "failed": failed}
    out.tell(out.words("import.summary", **facts))
    if ahead:
        out.tell(out.words("import.ahead", n=ahead))
    for (kind, waits), n in without_model.items():
        key = "imported_without_model" if waits else "read_without_model"
        why = phrase(out.lang, f"config.why.{kind}")
        out.tell(phrase(out.lang, f"config.{key}", n=n, why=why))
    if waiting:
        out.tell(out.words("import.waiting", n=waiting))
    return 1 if failed else 0


def _acknowledgement(imported: Imported, out: Output) -> dict[str, Any]:
    line: dict[str, Any] = {"id": imported.id, "status": imported.status}
    if imported.error_code is not None:
        line["error"] = error_object(out.lang, imported.error_code, imported.error_facts)
    return line


def _import_csv(args: Namespace, out: Output) -> int:
    from assistant.import_accounts import import_accounts

    with workspace_for(args, out) as workspace:
        raw = read_bytes(args.file, workspace.settings.limits.file_bytes, out)
        imported = import_accounts(workspace, raw)
    faults = [
        {
            "line": fault.line,
            **error_object(out.lang, f"csv.{fault.code}", {**fault.facts, "line": fault.line}),
            "code": fault.code,
        }
        for fault in imported.faults
    ]
    counts = {
        "accounts_added": imported.accounts_added,
        "contacts_added": imported.contacts_added,
        "values_added": imported.values_added,
        "unchanged": imported.unchanged,
    }
    if out.wants_json:
        out.json({**counts, "ignored": list(imported.ignored), "faults": faults})
    else:
        out.say(out.words("import.csv_summary", **counts))
        if imported.ignored:
            columns = ", ".join(in_one_line(header) for header in imported.ignored)
            out.say(out.words("import.ignored", n=len(imported.ignored), columns=columns))
    for fault in faults:
        out.tell(str(fault["message"]))
    return 1 if faults else 0
