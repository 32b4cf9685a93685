"""What is not known of an account although it matters, and what waits that would fill it."""

from dataclasses import replace

from knowledge.language.catalogue import phrase
from tools.arguments import AccountName, Arguments
from tools.evidence import Evidence
from tools.held.claims import gather, has_gatherer
from tools.held.gaps import Gap, gap_sentence, gaps_of
from tools.opening import open_account
from tools.result import ToolResult, gathered
from tools.scope import ToolScope
from tools.telling import Telling, latest_first


class CoverageGaps(Arguments):
    """Arguments of the tool."""

    account: AccountName = None


def coverage_gaps(scope: ToolScope, args: CoverageGaps) -> ToolResult:
    """Each gap as an absence, those that matter most first; then waiting lines that would fill one."""
    opened = open_account(scope, args.account)
    if isinstance(opened, ToolResult):
        return opened
    telling = Telling(scope, opened, opened.holdings)
    gaps = gaps_of(opened.holdings)
    if not gaps:
        none = telling.absence(phrase(scope.lang, "answers.gap.none"))
        return gathered(scope, [none], counts={"gaps": 0})
    order = {gap.key: at for at, gap in reversed(list(enumerate(gaps)))}
    told = sorted(
        ((order[gap.key], gap_sentence(scope.lang, gap), gap) for gap in gaps),
        key=lambda row: row[:2],
    )
    absent = [
        telling.absence(says, (gap.person.name,) if gap.person else ()) for _, says, gap in told
    ]
    filling = _waiting_for(telling, gaps)
    return gathered(
        scope, [*absent, *filling], counts={"gaps": len(gaps), "to_confirm": len(filling)}
    )


def _waiting_for(telling: Telling, gaps: list[Gap]) -> list[Evidence]:
    """Waiting lines that would fill a gap, about the person whose gap it is."""
    _, waiting = telling.scopes
    claims = [
        claim
        for gap in gaps
        if has_gatherer(gap.key)
        for claim in gather(
            (gap.key,), [replace(waiting, asked=(gap.person,) if gap.person else ())]
        )
    ]
    return latest_first(telling.claims(claims))
