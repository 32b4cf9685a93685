"""Deliveries repeated, in any order, from several threads, across a restart: each takes effect once."""

import json
import random
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from integrations.slack.carried import Origin, wrap
from integrations.slack.intents import Place
from integrations.slack.service import Service
from tests.slack import signed
from tests.slack.running import running, settle
from tests.slack.stub import TEAM, StubSlack

THREADS = 4
Delivery = tuple[str, bool]


def measure(home: Path, events: int, deliveries: int, seed: int = 7) -> dict[str, Any]:
    """Deliver ``events`` things, ``deliveries`` times in all; count what happened more than once."""
    chance = random.Random(seed)  # noqa: S311 - not for secrets
    bodies = [_delivery(number) for number in range(events)]
    sent = bodies + [chance.choice(bodies) for _ in range(deliveries - events)]
    chance.shuffle(sent)
    half = len(sent) // 2
    with StubSlack() as stub:
        for number in range(20):
            stub.add_user(f"U{number:03d}")
        stub.add_channel("C1", *(f"U{number:03d}" for number in range(20)))
        statuses: Counter[int] = Counter()
        for part in (sent[:half], sent[half:]):
            with running(stub, home) as service:
                statuses += _deliver(service, part)
                settle(service, 600)
                counted = _counted(service)
        keys = Counter(stub.keys())
    return {
        "events": events,
        "deliveries": deliveries,
        "acknowledged": statuses[200],
        "effects": counted,
        "posts": sum(keys.values()),
        "doubled": sum(count - 1 for count in keys.values()) + max(0, counted - _counts(events)),
        "lost": events - len(keys) + max(0, _counts(events) - counted),
    }


def _deliver(service: Service, part: list[Delivery]) -> Counter[int]:
    with ThreadPoolExecutor(THREADS) as pool:
        answers = pool.map(lambda one: signed.dispatch(service.app, one[0], form=one[1]), part)
        return Counter(answer.status for answer in answers)


def _delivery(number: int) -> Delivery:
    """A message, a mention, a press or a submission, each by its number."""
    user, ts = f"U{number % 20:03d}", f"{1000 + number}.{number:06d}"
    kind = number % 4
    if kind == 0:
        return signed.event(f"Ev{number}", signed.direct_message(user, "count", ts)), False
    if kind == 1:
        return signed.event(f"Ev{number}", signed.mention(user, "C1", "count", ts)), False
    if kind == 2:
        return signed.press(user, "echo", "C1", "5.5", ts), True
    carried = wrap(Origin(Place(TEAM, "C1", "5.5", is_direct=False), "5.5"), "x")
    return signed.submission(user, f"V{number}", "h", carried, {"what": "typed"}), True


def _counts(events: int) -> int:
    """How many of them are counted by the handler: the messages and the mentions."""
    return sum(1 for number in range(events) if number % 4 in (0, 1))


def _counted(service: Service) -> int:
    """How often a message took effect, over all of them."""
    with service.work.store.read() as conn:
        rows = conn.exec_driver_sql(
            "SELECT thread_json FROM slack_threads WHERE channel_id = 'effect'"
        )
        return sum(int(json.loads(row.thread_json)["account"]) for row in rows)
