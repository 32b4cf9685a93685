"""From checked claims to an answer: numbered sentences, their citations, and what was left out."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from assistant.agent.checking import Kept, is_from
from assistant.agent.names_said import name_words
from assistant.agent.narrowing import narrowed
from assistant.agent.safe_text import cleaned
from assistant.answers.answer import Answer, AnswerKind
from assistant.answers.citations import Citation, Numbered
from knowledge.index.words import terms_of
from knowledge.language.catalogue import Lang, phrase
from knowledge.language.one_line import in_a_line
from tools.evidence import Evidence

_MOST_CHOICES = 8
_LONGEST_MISSING = 200
# "the budget for 2027" is a part of "who decides, and what is the budget for 2027?", and no more.
# Nor is "the contract after 30 June 2026" what "when does the contract end?" asks.
_MOST_OF_A_QUESTION, _AT_LEAST = 0.6, 0.5
# Of several kinds the one that claims least is the answer's.
_WEAKEST: tuple[AnswerKind, ...] = ("to_confirm", "inference", "recommendation", "fact")


@dataclass
class Composed:
    """The sentences kept so far, numbered through in the order they were said."""

    lang: Lang
    numbered: Numbered = field(default_factory=Numbered)
    lines: list[str] = field(default_factory=list)
    kinds: list[Literal["fact", "inference", "recommendation", "to_confirm"]] = field(
        default_factory=list
    )
    accounts: dict[str, None] = field(default_factory=dict)
    source_ids: dict[str, None] = field(default_factory=dict)

    def add(self, kept: Kept) -> str:
        """The sentence with its numbers; empty when the same words were said before."""
        numbers = [
            self.numbered.number(cite(narrowed(one, kept.text)))
            for one in kept.evidence
            if one.kind != "absence"
        ]
        marks = "".join(f" [{number}]" for number in dict.fromkeys(numbers))
        sentence = kept.text
        if kept.kind != "fact":
            said = phrase(self.lang, f"agent.kind.{kept.kind}", sentence="").strip()
            # Evidence that waits says so itself, and a model may repeat it.
            sentence = sentence.removeprefix(said).lstrip()
            sentence = phrase(self.lang, f"agent.kind.{kept.kind}", sentence=sentence)
        line = f"{sentence}{marks}"
        if line in self.lines:
            return ""
        self.lines.append(line)
        self.kinds.append(kept.kind)
        self.accounts |= {one.account: None for one in kept.evidence if one.account}
        self.source_ids |= {one.source_id: None for one in kept.evidence if one.source_id}
        return line

    @property
    def kind(self) -> AnswerKind:
        """The kind of the whole."""
        return next((kind for kind in _WEAKEST if kind in self.kinds), "fact")


def cite(one: Evidence) -> Citation:
    """An evidence as a citation; what has no words of a source is cited by what it says."""
    return Citation(
        source_id=one.source,
        kind=one.source_kind,
        url=one.url,
        quote=one.quote or one.says,
        start=one.start,
        end=one.end,
        date=one.date,
        fact_id=one.fact_id,
        author=one.author,
    )


def answer_of(
    question: str,
    account: str | None,
    composed: Composed,
    *,
    dropped: int,
    missing: Sequence[str],
    engine: str,
    tools: tuple[str, ...],
    remark: str = "",
) -> Answer:
    """The answer made of what was kept.

    Where what is missing is what was asked, that comes first and the answer is *unknown*: the rest
    is what is known nearby.
    """
    lang = composed.lang
    not_said = [phrase(lang, "answers.unknown.part", part=part) for part in missing]
    is_unknown = _is_what_was_asked(missing, question)
    lines = [*not_said, *composed.lines] if is_unknown else [*composed.lines, *not_said]
    if dropped:
        lines.append(phrase(lang, "agent.left_out", n=dropped))
    accounts = list(composed.accounts)
    return Answer(
        question,
        account or (accounts[0] if len(accounts) == 1 else None),
        "\n".join(lines),
        "unknown" if is_unknown else composed.kind,
        tuple(composed.numbered.items),
        engine=engine,
        remark=remark,
        lang=lang,
        dropped=dropped,
        tools=tools,
    )


def _is_asked(part: str, question: str) -> bool:
    """Whether half of the part's telling words are the question's, by stem or meaning: it may hold no news."""
    terms, asked = terms_of(part), terms_of(question)
    stems = {term.stem for term in asked}
    concepts = {concept for term in asked for concept in term.concepts}
    shared = sum(term.stem in stems or bool(term.concepts & concepts) for term in terms)
    return bool(terms) and shared >= _AT_LEAST * len(terms)


def _is_what_was_asked(missing: Sequence[str], question: str) -> bool:
    """Whether the missing parts hold most of the telling words of the question."""
    asked = {term.stem for term in terms_of(question)}
    held = {term.stem for part in missing for term in terms_of(part)}
    shared = len(asked & held)
    return bool(shared) and shared >= max(_MOST_OF_A_QUESTION * len(asked), _AT_LEAST * len(held))


def honest_missing(
    missing: Sequence[str], question: str, seen: Sequence[Evidence], today: date
) -> list[str]:
    """The parts said to be missing that name nothing but what was asked or looked at."""
    known = [question, *_texts(seen)]
    names = name_words(name for one in seen for name in (one.account, *one.people))
    kept: list[str] = []
    for given in missing:
        plain = cleaned(given[:_LONGEST_MISSING])
        if not plain.text or plain.removed or not is_from(plain.text, known, names, today):
            continue
        if _is_asked(plain.text, question):
            kept.append(plain.text)
    return list(dict.fromkeys(kept))


def asked_back(
    question: str, lang: Lang, asked: str, names: Sequence[str], engine: str, tools: tuple[str, ...]
) -> Answer | None:
    """A question back with the visible names that may be meant; ``None`` when there is no choice.

    The words are ours: a model could put anything into a question.
    """
    folded = f"{asked} {question}".casefold()
    named = [name for name in names if name.casefold() in folded]
    parts = [
        name for name in names
        if any(len(word) > 2 and word.casefold() in folded.split() for word in name.split())
    ]  # fmt: skip
    choices = list(dict.fromkeys(named if len(named) > 1 else parts if len(parts) > 1 else names))
    if len(choices) < 2:
        return None
    shown = tuple(in_a_line(choice) for choice in choices[:_MOST_CHOICES])
    text = phrase(lang, "agent.which")
    return Answer(
        question, None, text, "clarify", engine=engine, choices=shown, lang=lang, tools=tools
    )


def _texts(seen: Sequence[Evidence]) -> list[str]:
    return [
        text
        for one in seen
        for text in (one.quote, one.says, one.account, one.author, one.date, *one.people)
        if text
    ]
