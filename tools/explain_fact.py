"""Why something is believed: every fact for and against it, who let it in and when, what it replaced."""

from collections.abc import Iterator, Sequence
from typing import Literal

from pydantic import Field

from knowledge.domain.account_map import AccountMap, PersonView
from knowledge.domain.facts import Fact
from knowledge.domain.fold import Held
from knowledge.domain.likeness import likeness
from knowledge.language.catalogue import phrase
from knowledge.language.value_words import value_words
from knowledge.store.members import load_member
from tools.arguments import AccountName, Arguments, PersonName, Words
from tools.evidence import Evidence
from tools.held.claim import Claim, Scope
from tools.opening import find_people, open_account
from tools.result import ToolResult, gathered
from tools.scope import ToolScope
from tools.telling import Telling, by_day, facts_then_waiting, in_content_order, kinds_counted

_OF_THE_ACCOUNT = frozenset("budget pain objection goal competitor promise change stage".split())
# How much of an item's wording has to be named for it to be meant.
_MEANT = 0.3


class ExplainFact(Arguments):
    """Arguments of the tool."""

    account: AccountName = None
    about: Literal[
        "name", "title", "department", "organisation", "status", "role", "power", "stance",
        "silent_influencer", "influence", "interest", "relation", "motivation", "responsibility",
        "budget", "pain", "objection", "goal", "competitor", "promise", "change", "stage",
    ] = Field(description="Which kind of fact is to be explained.")  # fmt: skip
    person: PersonName = Field(
        default=None, description="Whose fact it is. Left out: everybody's of that kind."
    )
    words: Words | None = Field(
        default=None,
        description="Some words of the fact, to tell one pain or promise from the others. Optional.",
    )


def explain_fact(scope: ToolScope, args: ExplainFact) -> ToolResult:
    """Value by value: what holds, what says it again, what speaks against it, what came before."""
    opened = open_account(scope, args.account)
    if isinstance(opened, ToolResult):
        return opened
    people = find_people(opened, args.person)
    if isinstance(people, ToolResult):
        return people
    telling = Telling(scope, opened, opened.holdings)
    explaining = _Explaining(telling, args.words)
    subject = "account" if args.about in _OF_THE_ACCOUNT else "person"
    asked = people if subject == "person" else ()
    found = [
        one
        for each in telling.scopes
        for one in explaining.all_of(each, f"{subject}.{args.about}", asked)
    ]
    if not found:
        return gathered(scope, [telling.none("map")], counts=kinds_counted(()))
    return gathered(scope, facts_then_waiting(scope, found), counts=kinds_counted(found))


class _Explaining:
    """Explains what is held, in the language of the asker."""

    def __init__(self, telling: Telling, words: str | None) -> None:
        self._telling, self._words = telling, words
        self._members: dict[str, str] = {}

    def all_of(
        self, scope: Scope, attribute: str, asked: Sequence[PersonView]
    ) -> Iterator[Evidence]:
        """Everything behind the values of an attribute, one value after the other."""
        held = self._meant(_held(scope.account_map, attribute, asked))
        told = [(self._one(scope, one), one) for one in held]
        told.sort(key=lambda pair: [by_day(evidence) for evidence in pair[0]], reverse=True)
        for evidence, _ in told:
            yield from evidence

    def _meant(self, held: list[Held]) -> list[Held]:
        """Those the words mean; all of them when the words mean none."""
        if self._words is None:
            return held
        words, lang = self._words, self._telling.scope.lang
        near = [
            one
            for one in held
            if max(
                likeness(words, value_words(lang, one.fact.attribute, one.fact.value)),
                likeness(words, one.fact.quote or ""),
            )
            >= _MEANT
        ]
        return near or held

    def _one(self, scope: Scope, held: Held) -> list[Evidence]:
        given = Claim(held.fact, scope.kind, "", agreeing=held.agreeing, rivals=held.rivals)
        claim = in_content_order(given, self._telling.holdings)
        rivals = [*claim.rivals, *_other_holders(scope.account_map, held.fact)]
        found = [
            self._tell(scope, claim.fact, "", str(held.confidence)),
            *sorted(self._tell_all(scope, claim.agreeing, "again"), key=by_day),
            *sorted(self._tell_all(scope, rivals, "against"), key=by_day),
            *sorted(self._tell_all(scope, held.earlier, "earlier"), key=by_day, reverse=True),
        ]
        return [one for one in found if one is not None]

    def _tell_all(self, scope: Scope, facts: Sequence[Fact], key: str) -> Iterator[Evidence]:
        told = (self._tell(scope, fact, key, str(fact.basis)) for fact in facts)
        return (one for one in told if one is not None)

    def _tell(self, scope: Scope, fact: Fact, key: str, confidence: str) -> Evidence | None:
        """A fact with who let it in; a waiting line, which nobody has let in yet, as it is."""
        telling, lang = self._telling, self._telling.scope.lang
        waits = fact.id in telling.holdings.waiting_ids
        if scope.kind == "to_confirm" and not waits:
            return None
        told = telling.fact(fact, scope.kind)
        if told is None or waits:
            return told
        facts = {
            "confidence": phrase(lang, f"codes.confidence.{confidence}"),
            "member": self._member(fact.member),
            "day": telling.day(fact.recorded_at.date()),
        }
        sentence = telling.fact(
            fact, scope.kind, "accepted" if fact.source_id else "typed", **facts
        )
        if sentence is None or not key:
            return sentence
        return telling.worded(sentence, key)

    def _member(self, member_id: str) -> str:
        if member_id not in self._members:
            scope = self._telling.scope
            found = load_member(scope.conn, scope.workspace_id, member_id)
            self._members[member_id] = found.name if found else member_id
        return self._members[member_id]


def _held(account_map: AccountMap, attribute: str, asked: Sequence[PersonView]) -> list[Held]:
    same = account_map.same_as
    ids = {same.get(person.id, person.id) for person in asked}
    return [
        held
        for (subject, name, _), held in account_map.held.items()
        if name == attribute and (not ids or subject in ids)
    ]


def _other_holders(account_map: AccountMap, fact: Fact) -> list[Fact]:
    """Who else is said to have what only one person can have."""
    return [
        other
        for found in account_map.contradictions
        if any(_says_the_same(one, fact) for one in (found.current, *found.rivals))
        for other in (found.current, *found.rivals)
        if other.subject_id != fact.subject_id
    ]


def _says_the_same(one: Fact, other: Fact) -> bool:
    return one.subject_id == other.subject_id and one.value_json == other.value_json
