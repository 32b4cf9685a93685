"""The brief as a tool beside the others: its lines become evidence that an answer can cite."""

from collections.abc import Iterator

from assistant.bootstrap import Workspace
from assistant.brief.page import Brief, Entry
from assistant.write_brief import write_brief
from knowledge.errors import AmbiguousAccount, UnknownAccount
from tools.arguments import AccountName, Arguments
from tools.catalogue import Tool
from tools.evidence import Evidence
from tools.opening import open_account
from tools.result import ToolResult, gathered, refused
from tools.scope import ToolScope


class WriteBrief(Arguments):
    """Arguments of the tool."""

    account: AccountName = None


def brief_tool(ws: Workspace) -> Tool:
    """The tool for one workspace, whose reader and audience it shares."""

    def run(scope: ToolScope, args: WriteBrief) -> ToolResult:
        opened = open_account(scope, args.account)
        if isinstance(opened, ToolResult):
            return opened
        try:
            brief = write_brief(ws, opened.account.id, scope.as_of, scope.lang)
        except (UnknownAccount, AmbiguousAccount):
            return refused("unknown_account")
        return gathered(scope, _evidence(brief))

    description = (
        "The page to read before a meeting with one account: the people who matter, what hurts, what "
        "was promised, what to ask. Use it when the person prepares a meeting or asks for a summary."
    )
    return Tool("write_brief", description, WriteBrief, run)


def _evidence(brief: Brief) -> Iterator[Evidence]:
    """The lines that rest on words, each with the first words it rests on; advice rests on none."""
    for section in brief.sections:
        for entry in section.entries:
            if entry.citations and entry.kind in ("fact", "inference", "to_confirm"):
                yield _one(brief, entry)


def _one(brief: Brief, entry: Entry) -> Evidence:
    cited = brief.citations[entry.citations[0] - 1]
    return Evidence(
        kind="to_confirm" if entry.kind == "to_confirm" else "fact",
        says=entry.text,
        date=cited.date,
        account=brief.account_name,
        quote=cited.quote,
        source=cited.source_id,
        source_kind=cited.kind,
        author=cited.author,
        url=cited.url,
        fact_id=cited.fact_id,
        start=cited.start,
        end=cited.end,
    )
