"""The options of a review (`--accept`, `--reject`, `--edit`) as choices, one per line."""

from collections.abc import Iterator, Sequence

from assistant.review_proposal import select
from integrations.cli.errors import BadEdit, NothingChosen, TwoVerdicts
from integrations.cli.typed_codes import code_typed
from knowledge.domain.proposals import Proposal, Verdict
from knowledge.domain.review import Choice


def choices_from(
    proposal: Proposal, accept: str | None, reject: str | None, edits: Sequence[str]
) -> tuple[Choice, ...]:
    """Edits first, then acceptances, then rejections.

    A word (`sure`, `all`, `rest`) leaves out lines that were given an answer by number.
    Raises BadSelection, BadEdit, TwoVerdicts or NothingChosen.
    """
    chosen: dict[int, Choice] = {}
    for edit in edits:
        _add(chosen, _edit(proposal, edit))
    numbered = [(words, verdict) for words, verdict in _given(accept, reject) if _is_numbers(words)]
    worded = [
        (words, verdict) for words, verdict in _given(accept, reject) if not _is_numbers(words)
    ]
    for words, verdict in numbered:
        for number in select(proposal, words):
            _add(chosen, Choice(number, verdict))
    for words, verdict in worded:
        spared = _stood_on(proposal, chosen) if verdict == Verdict.REJECT else _asking(proposal)
        for number in select(proposal, words):
            if number not in spared:
                chosen.setdefault(number, Choice(number, verdict))
    if not chosen:
        raise NothingChosen
    return tuple(chosen.values())


def _given(accept: str | None, reject: str | None) -> Iterator[tuple[str, Verdict]]:
    if accept:
        yield accept, Verdict.ACCEPT
    if reject:
        yield reject, Verdict.REJECT


def _is_numbers(words: str) -> bool:
    return words.strip()[:1].isdigit()


def _add(chosen: dict[int, Choice], choice: Choice) -> None:
    before = chosen.setdefault(choice.number, choice)
    if before != choice:
        raise TwoVerdicts(choice.number)


def _edit(proposal: Proposal, given: str) -> Choice:
    number, equals, value = given.partition("=")
    if not (equals and value.strip() and number.strip().isascii() and number.strip().isdigit()):
        raise BadEdit(given)
    attributes = {line.number: line.says.attribute for line in proposal.lines}
    typed = code_typed(attributes.get(int(number), ""), value.strip())
    return Choice(int(number), Verdict.EDIT, typed)


def _asking(proposal: Proposal) -> frozenset[int]:
    """The lines that ask who is meant: they wait for a name, so no word accepts them."""
    return frozenset(line.number for line in proposal.lines if line.candidates)


def _stood_on(proposal: Proposal, chosen: dict[int, Choice]) -> frozenset[int]:
    """The lines that accepted and edited ones need: taken with them, so no word rejects them."""
    by_id = {line.id: line for line in proposal.lines}
    by_number = {line.number: line for line in proposal.lines}
    accepted = [one.number for one in chosen.values() if one.verdict != Verdict.REJECT]
    waiting = [by_number[number] for number in accepted if number in by_number]
    needed: set[int] = set()
    while waiting:
        for need in waiting.pop().needs:
            line = by_id.get(need)
            if line is not None and line.number not in needed:
                needed.add(line.number)
                waiting.append(line)
    return frozenset(needed)
