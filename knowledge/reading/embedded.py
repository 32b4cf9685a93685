"""The embedded reader: the way of a text from lines to findings, step by step."""

from knowledge.domain.reading import Reading, ReadingContext
from knowledge.reading.analysis import scenes_of
from knowledge.reading.assemble import assemble
from knowledge.reading.collect import Findings, collect
from knowledge.reading.layout import lay_out
from knowledge.reading.people import Spotter, gather
from knowledge.reading.profile import Profiler
from knowledge.reading.sentences import sentences_of
from knowledge.reading.structure import introduced


class EmbeddedReader:
    """Reads French and English notes with rules and lexicons; deterministic and offline."""

    name = "embedded"
    version = "1"

    def read(self, text: str, context: ReadingContext) -> Reading:
        """Everything the rules find in ``text``. Pure; no text makes it fail."""
        lines = lay_out(text)
        sentences = sentences_of(text, lines)
        given = introduced(text, lines, context)
        people = gather(text, sentences, given, context)
        scenes = scenes_of(sentences, Spotter(people, context.account))
        profiler = Profiler(text, people, context)
        profiler.introduce(given)
        profiler.read(scenes)
        profiler.settle()
        findings: Findings = collect(text, scenes, people, context)
        return assemble(text, scenes, people, findings, context)
