"""What reading one note costs: CPU of this process, without embeddings, against a limit of 300 ms."""

import json
import time
from datetime import date
from importlib.resources import files
from statistics import median

from assistant.read_note import read_note
from knowledge.domain.reading import ReadingContext

SAMPLES = 5
LIMIT_MS = 300.0
WORDS = 300


def measure() -> list[tuple[str, float, float, float, float]]:
    """(name, limit ms, our ms, share of the limit, goal) for a note of 300 words per language."""
    return [_reading(lang) for lang in ("fr", "en")]


def _reading(lang: str) -> tuple[str, float, float, float, float]:
    text = _note_of_words(lang, WORDS)
    context = ReadingContext(account="Ambrelac", us="Halvenne", date=date(2026, 6, 10))
    read_note(text, context)
    ours = median(_cpu_ms(text, context) for _ in range(SAMPLES))
    return (f"reading {WORDS} words, {lang} / the limit", LIMIT_MS, ours, ours / LIMIT_MS, 1.0)


def _note_of_words(lang: str, words: int) -> str:
    """The sample notes of a language, one after the other, cut after ``words`` words."""
    lines = files("assistant.demo_data").joinpath("notes.jsonl").read_text(encoding="utf-8")
    notes = [json.loads(line) for line in lines.splitlines()]
    text = "\n\n".join(note["text"] for note in notes if note["id"].startswith(f"{lang}-"))
    end = 0
    for _ in range(words):
        end = text.find(" ", end + 1)
    return text[:end]


def _cpu_ms(text: str, context: ReadingContext) -> float:
    start = time.process_time()
    read_note(text, context)
    return (time.process_time() - start) * 1000
