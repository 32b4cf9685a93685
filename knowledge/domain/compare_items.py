"""Comparing what is not a person: pains, promises, goals, budget, changes, and what is done."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from knowledge.domain.codes import Side
from knowledge.domain.item_keys import key_of_words
from knowledge.domain.likeness import likeness
from knowledge.domain.line_making import LineMaker, difference
from knowledge.domain.names import fold
from knowledge.domain.proposals import LineKind
from knowledge.domain.reading import Label, Owned
from knowledge.domain.values import canonical

# Wordings at least this alike are taken to be the same pain, promise or goal.
SAME_ITEM = 0.6


@dataclass(frozen=True, slots=True)
class Closure:
    """Words that say that an open item is done; ``item`` is its key under ``attribute``."""

    attribute: str
    item: str
    label: Label


class ItemLines:
    """Adds the lines about the account's items to a maker."""

    def __init__(self, maker: LineMaker) -> None:
        self._maker = maker

    def add_all(self) -> None:
        """Lines about everything that is not a person."""
        for group in self._maker.reading.groups:
            value = {"name": group.name, "kind": group.kind.value}
            self._many("account.group", fold(group.name), value, group)
        for competitor in self._maker.reading.competitors:
            name = {"name": competitor.name}
            self._many("account.competitor", fold(competitor.name), name, competitor)
        for pain in self._maker.reading.pains:
            value = {
                "text": pain.quote,
                "severity": pain.severity.value,
                **self._maker.owner(pain.owner),
            }
            self._worded("account.pain", value, pain, self._maker.needs_of(pain.owner))
        for attribute, labels in (
            ("account.objection", self._maker.reading.objections),
            ("account.goal", self._maker.reading.goals),
        ):
            for owned in labels:
                value = {"text": owned.quote, **self._maker.owner(owned.owner)}
                self._worded(attribute, value, owned, self._maker.needs_of(owned.owner))
        self._personal("person.motivation", self._maker.reading.motivations)
        self._personal("person.responsibility", self._maker.reading.responsibilities)
        self._budget()
        self._promises()
        self._changes()
        self._touchpoint()

    def _budget(self) -> None:
        account = self._maker.account()
        for budget in self._maker.reading.budget[:1]:
            value = {
                "amount": format(budget.amount.normalize(), "f"),
                "currency": budget.currency,
                "period": "unknown",
            }
            held = self._maker.account_map.one("account.budget")
            line = self._maker.line(LineKind.ADDED, account, "account.budget", "", value, budget)
            if held is None:
                self._maker.add(line)
            elif canonical(value) == held.fact.value_json:
                self._maker.add(replace(line, kind=LineKind.CONFIRMED))
            elif self._maker.is_older_than(held):
                self._maker.add(replace(line, reason="older"))
            else:
                kind = difference("account.budget", budget)
                before = held.fact.value
                self._maker.add(
                    replace(line, kind=kind, before=before, before_fact_id=held.fact.id)
                )

    def _promises(self) -> None:
        for step in self._maker.reading.next_steps:
            value: dict[str, Any] = {
                "text": step.quote,
                "side": "us" if step.side == Side.US else "customer",
                "due": step.due.isoformat() if step.due else None,
            }
            if step.side == Side.US:
                # One of ours, even when somebody of the customer's has the same name.
                value["who"] = {"name": step.who} if step.who else None
                self._worded("account.promise", value, step, ())
            else:
                value |= self._maker.owner(step.who, "who")
                self._worded("account.promise", value, step, self._maker.needs_of(step.who))

    def _changes(self) -> None:
        for change in self._maker.reading.changes:
            if change.person and self._maker.comparing.is_forgotten(change.person):
                continue
            value = {
                "text": change.quote,
                "kind": change.kind.value,
                **self._maker.owner(change.person, "person"),
            }
            item = key_of_words("change", change.kind, fold(change.person or change.quote))
            self._many(
                "account.change", item, value, change, needs=self._maker.needs_of(change.person)
            )

    def _touchpoint(self) -> None:
        """The contact itself: who of the customer took part, by name."""
        present = [self._maker.find(name) for name in self._maker.reading.attendance]
        ids = tuple(dict.fromkeys(subject.id for subject in present if subject))
        mention = next(
            (
                person.mention
                for person in self._maker.reading.people
                if self._maker.took_part(person)
                and person.side != Side.US
                and not self._maker.comparing.is_forgotten(person.name)
            ),
            None,
        )
        if not ids or mention is None:
            return
        value = {"channel": None, "participants": list(ids)}
        item = key_of_words("touchpoint", self._maker.comparing.source_id)
        needs = tuple(need for subject in present if subject for need in subject.needs)
        self._many("account.touchpoint", item, value, mention, needs=tuple(dict.fromkeys(needs)))

    def _personal(self, attribute: str, labels: Sequence[Owned]) -> None:
        for owned in labels:
            subject = self._maker.find(owned.owner) if owned.owner else None
            if subject is None:
                continue
            item = key_of_words(attribute, fold(owned.quote))
            held = item in self._maker.items_of(subject.id, attribute)
            kind = LineKind.CONFIRMED if held else LineKind.ADDED
            self._maker.add(
                self._maker.line(kind, subject, attribute, item, {"text": owned.quote}, owned)
            )

    def _worded(
        self, attribute: str, value: dict[str, Any], label: Label, needs: tuple[str, ...]
    ) -> None:
        """A line about an item known by its wording; the same thing in other words is confirmed."""
        value = {name: part for name, part in value.items() if part is not None}
        for held in self._maker.account_map.many(attribute):
            known = held.fact.value
            same_side = value.get("side") == known.get("side")
            if not same_side or likeness(value["text"], known["text"]) < SAME_ITEM:
                continue
            kept = {**known, **{k: v for k, v in value.items() if k not in ("text", "severity")}}
            confirmed = kept == known
            line = self._maker.line(
                LineKind.CONFIRMED if confirmed else LineKind.CHANGED,
                self._maker.account(), attribute, held.fact.item, kept, label, needs,
            )  # fmt: skip
            if not confirmed and self._maker.is_older_than(held):
                line = replace(line, kind=LineKind.ADDED, reason="older")
            elif not confirmed:
                line = replace(line, before=known, before_fact_id=held.fact.id)
            self._maker.add(line)
            return
        item = key_of_words(attribute, fold(value["text"]))
        self._many(attribute, item, value, label, needs=needs)

    def _many(
        self,
        attribute: str,
        item: str,
        value: dict[str, Any],
        label: Label,
        *,
        needs: tuple[str, ...] = (),
    ) -> None:
        value = {name: part for name, part in value.items() if part is not None}
        held = self._maker.account_map.of_subject(self._maker.account_map.account_id).get(
            attribute, {}
        )
        live = item in held and not held[item].fact.ends and held[item].closed is None
        kind = LineKind.CONFIRMED if live else LineKind.ADDED
        if live:
            value = held[item].fact.value
        self._maker.add(
            self._maker.line(kind, self._maker.account(), attribute, item, value, label, needs)
        )

    def add_closures(self, closures: Sequence[Closure]) -> None:
        """Lines that close what the source says is done."""
        for closure in closures:
            held = self._maker.account_map.of_subject(self._maker.account_map.account_id)
            open_item = held.get(closure.attribute, {}).get(closure.item)
            if open_item is None or open_item.closed is not None:
                continue
            line = self._maker.line(
                LineKind.CLOSED, self._maker.account(), closure.attribute, closure.item,
                open_item.fact.value, closure.label,
            )  # fmt: skip
            before, fact_id = open_item.fact.value, open_item.fact.id
            self._maker.add(replace(line, before=before, before_fact_id=fact_id))
