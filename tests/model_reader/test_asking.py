"""What a model is sent: the prompt in the note's language, the note as data, and days to count by."""

from datetime import date

import pytest

from assistant.model_reader.asking import calendar_of
from assistant.model_reader.reply_shape import ReadingReply
from knowledge.domain.reading import KnownPerson, ReadingContext
from prompts.loader import load_prompt
from tests.model_reader.replies import ACME, TODAY, answering, reply


def sent(text: str, context: ReadingContext = ACME, **more: object) -> list[dict[str, str]]:
    with answering(reply(), **more) as (reader, server):
        reader.read(text, context)
        (request,) = server.requests
        messages: list[dict[str, str]] = request["messages"]
        return messages


def test_the_note_is_sent_as_data_in_a_block() -> None:
    last = sent("The meeting was with Nadia and it went well.")[-1]["content"]
    assert 'kind="note">\nThe meeting was with Nadia and it went well.\n</untrusted-' in last


def test_the_request_says_who_when_and_whose() -> None:
    known = (KnownPerson(name="Nadia Ferrat", aliases=("N. Ferrat",)),)
    context = ACME.model_copy(update={"author": "Judith Falk", "known_people": known})
    last = sent("The meeting was with Nadia.", context)[-1]["content"]
    for words in (
        "Acme",
        "Tessera",
        "Judith Falk",
        "Nadia Ferrat\nN. Ferrat",
        "Tuesday 2026-03-17",
    ):
        assert words in last


@pytest.mark.parametrize(
    ("text", "lang", "opening"),
    [
        ("The plant manager said that it is hers to decide.", None, "You annotate"),
        ("La directrice nous a dit que le choix est le sien.", None, "Tu annotes"),
        ("La directrice nous a dit que le choix est le sien.", "en", "You annotate"),
        ("42", None, "You annotate"),
    ],
)
def test_the_prompt_speaks_the_notes_language(text: str, lang: str | None, opening: str) -> None:
    messages = sent(text, ACME.model_copy(update={"lang": lang}))
    assert messages[0]["content"].startswith(opening)


def test_a_model_with_little_room_gets_no_examples() -> None:
    assert [one["role"] for one in sent("It went well.", context_tokens=10_500)] == [
        "system",
        "user",
    ]


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_the_examples_are_replies_as_they_are_asked_for(lang: str) -> None:
    for example in load_prompt("read_note", lang).examples:
        found = ReadingReply.model_validate(example.reply)
        assert found.model_dump(mode="json") == example.reply


def test_relative_days_are_spelled_out() -> None:
    days = calendar_of(TODAY, "en")
    assert "Friday 2026-03-20" in days
    assert "of the week after: 2026-03-27" in days
    assert "last day of the month: 2026-03-31" in days
    assert "12" in days.rpartition("ISO week")[2]


@pytest.mark.parametrize("day", [date.min, date.max, None])
def test_days_at_the_ends_of_the_calendar_are_no_fault(day: date | None) -> None:
    assert calendar_of(day, "fr")
