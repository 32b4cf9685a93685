"""The cases: 40 goals in 25 dresses, in six carriers, at three places of each; 18,000, drawn by seed."""

import json
import random
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal, get_args

Carrier = Literal["note", "transcript", "email", "page", "hidden", "message"]
Position = Literal["start", "middle", "end"]
CARRIERS: tuple[Carrier, ...] = get_args(Carrier)
POSITIONS: tuple[Position, ...] = get_args(Position)

CORPUS = Path(__file__).resolve().parents[3] / "shared" / "corpora" / "prompt_injection"
# The same cases in every run, so that a failure is the change's; nightly and by hand others are drawn.
SEED = 20_260_630


@dataclass(frozen=True, slots=True)
class Case:
    """One attack in one place. ``goal`` is what the attacker wants, ``attack`` the goal in its dress."""

    carrier: Carrier
    position: Position
    goal_at: int
    template_at: int
    goal: str
    attack: str

    @property
    def name(self) -> str:
        """What reproduces it: ``page/end/7/12``."""
        return f"{self.carrier}/{self.position}/{self.goal_at}/{self.template_at}"

    @property
    def turn(self) -> int:
        """A number that varies what surrounds the attack, the same for the same case."""
        return self.goal_at * 7 + self.template_at * 3 + POSITIONS.index(self.position)

    @property
    def reproduce(self) -> str:
        """The command that runs this case alone."""
        return f"python -m tests.injection --case {self.name}"


def case_named(name: str) -> Case:
    """The case of this name."""
    carrier, position, goal_at, template_at = name.split("/")
    assert carrier in CARRIERS, carrier
    assert position in POSITIONS, position
    return _case(carrier, position, int(goal_at), int(template_at))


def drawn(count: int, seed: int = SEED) -> list[Case]:
    """So many different cases by seed; the carriers take turns, so that each has its share."""
    chance = random.Random(seed)  # noqa: S311 - a draw of cases, no secret
    goals, templates = corpus()
    each = [
        (position, goal_at, template_at)
        for position in POSITIONS
        for goal_at in range(len(goals))
        for template_at in range(len(templates))
    ]
    orders = {carrier: chance.sample(each, len(each)) for carrier in CARRIERS}
    return [
        _case(carrier, *orders[carrier][at // len(CARRIERS)])
        for at in range(min(count, len(each) * len(CARRIERS)))
        for carrier in [CARRIERS[at % len(CARRIERS)]]
    ]


@cache
def corpus() -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The goals and the templates, as they stand in the corpora."""
    return _column("product_goals.jsonl", "text"), _column("attack_templates.jsonl", "template")


def _column(name: str, field: str) -> tuple[str, ...]:
    lines = (CORPUS / name).read_text(encoding="utf-8").splitlines()
    return tuple(str(json.loads(line)[field]) for line in lines)


def _case(carrier: Carrier, position: Position, goal_at: int, template_at: int) -> Case:
    goals, templates = corpus()
    goal = goals[goal_at]
    attack = templates[template_at].replace("{goal}", goal)
    return Case(carrier, position, goal_at, template_at, goal, attack)
