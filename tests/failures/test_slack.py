"""The same in Slack: the card of the note, the answer and its small line, and the note read again."""

import logging
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.settings import ModelSettings
from integrations.cli.log import configure, log_path
from integrations.slack.rereading import Rereading
from integrations.slack.service import Service
from knowledge.language.catalogue import phrase
from tests.failures.answers_of_a_model import ANSWER, PRIVATE, QUESTION_FR, well
from tests.failures.faults import FAULTS, SAID, Fault
from tests.failures.living import endpoint, new_home, one_line
from tests.slack.modelled import modelled, put, said, words
from tests.slack.stub import StubSlack

# One of each outcome: what a server does to come to it is seen on the command line.
ONE_OF_EACH = {(fault.reading, fault.answering, fault.recorded): fault for fault in FAULTS}.values()
NOTE = (
    "Call with Tarbet Shipyard on 12 June.\n"
    "- Paula Weir, yard manager, told us she wants it before summer.\n"
    "- They lose 41 spools."
)


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return new_home(tmp_path_factory.mktemp("template"))


@pytest.fixture
def home(template: Path, tmp_path: Path) -> Iterator[Path]:
    """A home with notes, whose log is written as the service's is."""
    shutil.copytree(template / "home", tmp_path / "home")
    configure(tmp_path / "home")
    yield tmp_path / "home"
    for name in ("assistant", "tools", "prompts", "knowledge", "integrations"):
        logging.getLogger(name).handlers = []
        logging.getLogger(name).propagate = True


@pytest.fixture
def slack() -> Iterator[StubSlack]:
    with StubSlack() as stub:
        stub.add_user("UALICE", "Alice Anderson")
        yield stub


def model_at(base_url: str, fault: Fault) -> ModelSettings:
    prefix = "CARTO_MODEL_"
    given = {name.removeprefix(prefix).lower(): value for name, value in fault.settings.items()}
    fields = {"retries": "0", "timeout_s": "10", "total_s": "20", **given}
    return ModelSettings.model_validate({"base_url": base_url, "name": "loopback", **fields})


def waiting(service: Service) -> list[str]:
    with service.work.store.read() as conn:
        return [row[0] for row in conn.exec_driver_sql("SELECT because FROM rereads").all()]


def reader_of_the_note(service: Service) -> tuple[str, int]:
    """Who made the proposal of the note, and how many notes of Slack there are."""
    with service.work.store.read() as conn:
        rows = conn.exec_driver_sql(
            "SELECT p.reader FROM proposals p JOIN sources s ON s.id = p.source_id"
            " WHERE s.external_id LIKE 'slack:%'"
        ).all()
    return rows[0][0].split()[0], len(rows)


@pytest.mark.parametrize("fault", ONE_OF_EACH, ids=lambda fault: fault.name)
def test_the_note_has_its_card_and_the_question_its_answer(
    slack: StubSlack, home: Path, fault: Fault
) -> None:
    with endpoint(fault) as server:
        model = model_at(server.base_url, fault)
        host = server.base_url.split("/")[2]
        with modelled(slack, home, server, model=model) as service:
            put(service, said(NOTE))
            put(service, said(QUESTION_FR, "12.1"))
            by, notes = reader_of_the_note(service)
            waits = waiting(service)
    card, answer = (one_line(words(one["blocks"])) for one in slack.messages)
    assert notes == 1
    assert by == ("model" if fault.reading == "ok" else "embedded")
    assert waits == ([fault.reading] if fault.waits else [])
    assert "Paula Weir" in card
    if fault.reading == "ok":
        assert "could not read" not in card
    else:
        without = "waits_for_model" if fault.waits else "without_model"
        why = phrase("en", f"config.why.{fault.reading}")
        assert phrase("en", f"slack.note.{without}", why=why) in card
    assert ("It will be read again" in card) == fault.waits
    in_english = fault.name == "answers a French question in English"
    if fault.answering == "ok":
        assert ANSWER["en" if in_english else "fr"] in answer
    else:
        why = phrase("fr", f"models.failure.{fault.answering}", model="loopback", host=host)
        assert "Alasdair Moncur (md) décide" in answer
        assert phrase("fr", "agent.fallback.failed", why=why) in answer
    assert SAID not in f"{card} {answer}"
    written = log_path(home).read_text(encoding="utf-8") if log_path(home).exists() else ""
    assert not [word for word in (*PRIVATE, SAID) if word in written]


@pytest.mark.parametrize("name", ["error 500", "wrong key (401)", "plain prose"])
def test_the_note_is_read_again_when_the_model_is_well(
    slack: StubSlack, home: Path, name: str
) -> None:
    fault = next(one for one in FAULTS if one.name == name)
    with endpoint(fault) as server:
        model = model_at(server.base_url, fault)
        with modelled(slack, home, server, model=model) as service:
            put(service, said(NOTE))
            job = service.rereading
            assert job is not None
            job.stop(5)
            with service.work.store.write() as conn:
                conn.exec_driver_sql("UPDATE rereads SET due_at = '2026-01-01T00:00:00+00:00'")
            server.answer = well
            again = Rereading(job.base, job.directory, job.reader, job.on_posts)
            assert again.read_due() == 1
            assert waiting(service) == []
            assert reader_of_the_note(service) == ("model", 1)
