"""An answer as every surface gets it: words, what kind of statement they are, and citations."""

from dataclasses import dataclass
from typing import Any, Literal

from assistant.answers.citations import Citation

AnswerKind = Literal["fact", "inference", "recommendation", "to_confirm", "unknown", "clarify"]


@dataclass(frozen=True, slots=True)
class Answer:
    """What was answered.

    ``choices`` are what a question back offers, and empty otherwise. ``remark`` says for people what
    kind of words these are where ``kind`` alone would mislead: a passage of a note waits for nobody.
    ``lang`` is the language of the words around the quotes: that of the question. ``engine`` is
    ``embedded`` or ``model:<name>``; ``dropped`` counts what a model said and its sources do not carry,
    ``tools`` are the names of those it used. ``without_model`` is the sentence, in ``remark`` too, that
    says why the model did not answer.
    """

    question: str
    account: str | None
    answer: str
    kind: AnswerKind
    citations: tuple[Citation, ...] = ()
    engine: str = "embedded"
    choices: tuple[str, ...] = ()
    remark: str = ""
    lang: str = "en"
    dropped: int = 0
    tools: tuple[str, ...] = ()
    without_model: str = ""

    @property
    def marks_each_sentence(self) -> bool:
        """Whether every sentence says by itself what kind it is, as those of a model's answer do."""
        return self.engine != "embedded"

    def to_json_object(self) -> dict[str, Any]:
        """The published form (design, section 6)."""
        return {
            "question": self.question,
            "account": self.account,
            "answer": self.answer,
            "kind": self.kind,
            "citations": [citation.to_json_object() for citation in self.citations],
            "engine": self.engine,
        }
