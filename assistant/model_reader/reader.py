"""The model reader: one source read by a model, piece by piece, and weighed by a second view.

Nothing the model says is taken on trust. Quotes are held against the text, what rests on instructions
inside the text is set aside, and the embedded reader's findings say how sure a label is.
"""

import time
from collections.abc import Sequence

from assistant.model_reader.asking import PROMPT, variables_of
from assistant.model_reader.merging import merge
from assistant.model_reader.pieces import SMALLEST_CHARS, Piece, cut, halves
from assistant.model_reader.reply_shape import ReadingReply
from assistant.model_reader.second_view import weigh
from assistant.model_reader.to_reading import to_reading
from assistant.models.choice import ModelChoice
from assistant.models.failure import FailureKind, ModelFailure
from assistant.models.meter import Meter
from knowledge.domain.grounding import SetAside, ground
from knowledge.domain.quotes import Span
from knowledge.domain.reading import Reading, ReadingContext
from knowledge.reading.contract import Reader
from knowledge.reading.layout import lay_out
from knowledge.reading.sentences import sentences_of
from prompts.loader import Prompt, load_prompt
from prompts.rendered import Rendered

# Few texts have fewer characters a token; so a request never turns out longer than was thought.
CHARS_PER_TOKEN = 3
# A dense note takes about half a token of reply for each of its characters.
CHARS_PER_REPLY_TOKEN = 2
# What the schema costs where it has to be written into the prompt.
_SCHEMA_CHARS = 9_000
MOST_PIECES = 40
_PARTED = ("too_long", "cut_short")

# The rules may take a word for a name; not twice.
_SOMEBODY = 2
# A long source takes many calls; one that takes longer than this is read by the rules, and tried again.
_MOST_S = 900.0
_EMPTY: FailureKind = "empty"
_TOO_SLOW: FailureKind = "timeout"


class ModelReader:
    """Reads with a model; ``rules`` is the reader of the second view.

    After a reading, ``set_aside`` holds what the reply said and the reading does not: labels that the
    reply itself takes back, that rest on instructions, or that are about somebody else's people.
    """

    name = "model"

    def __init__(
        self, choice: ModelChoice, meter: Meter, rules: Reader, http_client: object | None = None
    ) -> None:
        self._choice, self._meter, self._rules = choice, meter, rules
        self._http_client = http_client
        self.set_aside: tuple[SetAside, ...] = ()

    @property
    def version(self) -> str:
        """The model and the prompt: the same text may be read differently with another of either."""
        return f"{self._choice.name} {PROMPT}/{load_prompt(PROMPT, 'en').stamp.version}"

    def read(self, text: str, context: ReadingContext) -> Reading:
        """Everything found in ``text``.

        Raises:
            ModelFailure: the model gave nothing that can be used for some piece.
        """
        self.set_aside = ()
        rules = ground(self._rules.read(text, context), text).reading
        if not text.strip():
            return rules
        lang = _prompt_language(context.lang or rules.lang)
        found = merge(self._pieces(text, context, lang))
        if len(rules.people) >= _SOMEBODY and _says_nothing(found) and not self.set_aside:
            # A shape filled with nothing is what some models give when they fail.
            raise ModelFailure(_EMPTY, self._choice.name, self._choice.host)
        return weigh(found, rules, text, context)

    def _pieces(self, text: str, context: ReadingContext, lang: str) -> list[Reading]:
        """The reading of every piece, in order; a piece that is too long is cut again."""
        prompt, most = self._fitting(load_prompt(PROMPT, lang), context, lang)
        waiting = list(cut(text, most))
        if len(waiting) > MOST_PIECES:
            raise self._too_long()
        injected = _injected(text)
        done: list[Reading] = []
        began = time.monotonic()
        while waiting:
            if time.monotonic() - began > _MOST_S:
                raise ModelFailure(_TOO_SLOW, self._choice.name, self._choice.host)
            piece = waiting.pop(0)
            rendered = _rendered(prompt, piece, context, lang, done, len(waiting))
            try:
                reply = self._ask(rendered)
            except ModelFailure as failure:
                smaller = halves(piece) if failure.kind in _PARTED else ()
                if not smaller or len(done) + len(waiting) + len(smaller) > MOST_PIECES:
                    raise
                waiting[:0] = smaller
                continue
            found = to_reading(reply, piece, context, injected)
            self.set_aside += found.set_aside
            done.append(found.reading)
        return done

    def _ask(self, rendered: Rendered) -> ReadingReply:
        # Imported when a model is asked: it brings the client libraries.
        from assistant.models.structured import ask

        return ask(self._choice, rendered, ReadingReply, self._meter, self._http_client)

    def _fitting(self, prompt: Prompt, context: ReadingContext, lang: str) -> tuple[Prompt, int]:
        """The prompt and how many characters of a source go with it; examples go where room is short."""
        choice = self._choice
        room = (choice.context_tokens - choice.reply_tokens) * CHARS_PER_TOKEN
        if choice.structured == "prompt":
            room -= _SCHEMA_CHARS
        empty = variables_of("", context, lang, part=1, parts=MOST_PIECES)
        for fitting in (prompt, prompt.without_examples()):
            used = sum(len(message.text) for message in fitting.render(**empty).messages)
            most = min(room - used, choice.reply_tokens * CHARS_PER_REPLY_TOKEN)
            if most >= SMALLEST_CHARS:
                return fitting, most
        raise self._too_long()

    def _too_long(self) -> ModelFailure:
        return ModelFailure("too_long", self._choice.name, self._choice.host)


def _rendered(
    prompt: Prompt, piece: Piece, context: ReadingContext, lang: str, done: Sequence[Reading],
    left: int,
) -> Rendered:  # fmt: skip
    seen = [person.name for reading in done for person in reading.people]
    part = len(done) + 1
    variables = variables_of(piece.text, context, lang, part=part, parts=part + left, seen=seen)
    return prompt.render(**variables)


def _injected(text: str) -> list[Span]:
    """Where the text speaks to a machine."""
    sentences = sentences_of(text, lay_out(text))
    return [Span(one.start, one.end) for one in sentences if one.injected]


def _says_nothing(reading: Reading) -> bool:
    parts = (
        reading.people, reading.groups, reading.relations, reading.pains, reading.objections,
        reading.goals, reading.competitors, reading.budget, reading.next_steps, reading.changes,
    )  # fmt: skip
    return not any(parts)


def _prompt_language(lang: str | None) -> str:
    """A mixed note is written by French speakers with English terms, so far as we have seen."""
    return "fr" if lang in ("fr", "mixed") else "en"
