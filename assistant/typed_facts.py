"""Facts that a person types: no source, the member's name on them."""

from typing import Any

from assistant.bootstrap import Workspace
from knowledge.domain.facts import Basis, Fact
from knowledge.domain.values import canonical


def typed_fact(
    ws: Workspace,
    account_id: str,
    subject_id: str,
    attribute: str,
    value: Any,
    basis: Basis = Basis.KNOWN,
) -> Fact:
    """A one-valued fact of today by the acting member; ``value`` has been checked by the caller."""
    today = ws.clock.today()
    return Fact(
        id=ws.store.new_id("fct"),
        account_id=account_id,
        subject_id=subject_id,
        attribute=attribute,
        item="",
        value_json=canonical(value),
        valid_on=today,
        learnt_on=today,
        basis=basis.value,
        changed=False,
        source_id=None,
        start=None,
        end=None,
        quote=None,
        member=ws.member,
        line_id=None,
        review_id=None,
        recorded_at=ws.clock.now(),
    )
