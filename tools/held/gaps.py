"""What is not known of an account although it matters: the open questions of the map.

A gap is the absence of a fact, so it has no words to cite; it is a question, never a statement about
anybody beyond what the map lacks.
"""

from dataclasses import dataclass

from knowledge.domain.account_map import PersonView
from knowledge.domain.codes import PersonStatus
from knowledge.language.catalogue import phrase
from knowledge.language.one_line import in_a_line
from tools.held.holdings import Holdings

_SOMEBODY = ("decides", "funds", "signs")


@dataclass(frozen=True, slots=True)
class Gap:
    """Something not known: a key of the catalogues, and whom it is about."""

    key: str
    person: PersonView | None = None


def gaps_of(holdings: Holdings) -> list[Gap]:
    """The gaps of an account, those that matter most first."""
    account_map = holdings.known
    gaps = [Gap(power) for power in _SOMEBODY if not account_map.holders("person.power", power)]
    if account_map.holders("person.role", "decision_maker"):
        gaps = [gap for gap in gaps if gap.key != "decides"]
    present = [
        person
        for person in account_map.customers()
        if person.value("person.status") != PersonStatus.LEFT
    ]
    for person in present:
        decides = "decides" in person.values("person.power") or "decision_maker" in person.values(
            "person.role"
        )
        if decides and person.one("person.stance") is None:
            gaps.append(Gap("stance", person))
        weighs = person.value("person.silent_influencer") or person.id in account_map.deferred_to
        if weighs and person.last_seen_on is None:
            gaps.append(Gap("unmet", person))
    if account_map.one("account.budget") is None:
        gaps.append(Gap("budget"))
    return gaps


def gap_sentence(lang: str, gap: Gap) -> str:
    """A gap in plain words."""
    who = in_a_line(gap.person.name) if gap.person else ""
    return phrase(lang, f"answers.gap.{gap.key}", who=who)
