"""Reads every sentence in order and gathers what it says: cues, issues, sums, steps, competitors."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from knowledge.domain.codes import Side
from knowledge.domain.reading import ReadingContext
from knowledge.reading.analysis import Scene
from knowledge.reading.attach import Attacher, Discourse
from knowledge.reading.cues import Cue, assistants_in, cues_in
from knowledge.reading.forms import parts_of
from knowledge.reading.issues import Issue, issues_in
from knowledge.reading.next_steps import Step, StepFinder, Voice
from knowledge.reading.people import People
from knowledge.reading.scope import SceneScope
from knowledge.reading.tokens import tokenize


@dataclass(frozen=True, slots=True)
class Said:
    """A cue together with the sentence that holds it."""

    cue: Cue
    scene: Scene


@dataclass(slots=True)
class Findings:
    """Everything gathered from the sentences of a note, in the order of the text."""

    said: list[Said] = field(default_factory=list)
    issues: list[Issue] = field(default_factory=list)
    steps: list[Step] = field(default_factory=list)


def collect(
    text: str, scenes: Sequence[Scene], people: People, context: ReadingContext
) -> Findings:
    """Go through the note once, keeping track of whom it speaks of."""
    findings = Findings()
    discourse = Discourse(people)
    steps = StepFinder(text, people, context.date)
    voices: dict[tuple[str | None, str | None], Voice] = {}
    for scene in scenes:
        line = scene.sentence.line
        voice = voices.get((line.voice, line.addressee))
        if voice is None:
            voice = _voice(people, line.voice, line.addressee)
            voices[(line.voice, line.addressee)] = voice
        discourse.enter(scene)
        if not scene.sentence.injected and line.kind not in ("attendees", "signature", "heading"):
            attacher = Attacher(scene, discourse, voice.key)
            marks = SceneScope.of(scene)
            before = len(findings.said)
            outsider = voice.side is Side.THIRD_PARTY
            if not outsider:
                findings.said.extend(Said(cue, scene) for cue in cues_in(scene, attacher, marks))
                findings.said.extend(Said(cue, scene) for cue in assistants_in(scene, attacher))
                findings.issues.extend(issues_in(text, scene, attacher, voice, people))
            moves = findings.said[before:]
            findings.steps.extend(
                step for step in steps.find(scene, attacher, voice) if not _is_a_move(step, moves)
            )
        discourse.leave(scene)
    return findings


def _is_a_move(step: Step, moves: Sequence[Said]) -> bool:
    """``she starts on 2 June``: a coming or going is a change, not a promise."""
    return any(
        step.start <= said.scene.items[said.cue.hit.start].start < step.end
        and said.cue.name in ("left", "leaving", "joined", "promoted", "moved", "absent")
        for said in moves
    )


def _voice(people: People, name: str | None, addressee: str | None) -> Voice:
    key = _key_of(people, name)
    other = _key_of(people, addressee)
    side = people.get(key).side if key else Side.US
    return Voice(key, other, side or Side.US)


def _key_of(people: People, name: str | None) -> str | None:
    if not name:
        return None
    parts, _ = parts_of(tokenize(name))
    if not parts:
        return None
    person = people.matching(parts) or next(iter(people.akin(parts)), None)
    return person.key if person else None
