"""When the model cannot be used: the failure is known by its kind, and the note is read all the same."""

from pathlib import Path

import pytest

from assistant.model_reader.fallback import FallbackReader
from assistant.model_reader.reader import ModelReader
from assistant.models.call_log import MemoryLedger
from assistant.models.failure import ModelFailure
from assistant.readers import embedded_reader, model_reader, reader_for
from assistant.settings import ModelSettings, Settings
from knowledge.domain.clock import DayClock
from tests.model_reader.replies import ACME, TODAY, answering, person, reply
from tests.model_servers.scripted import Reply, Scripted

NOTE = "Nadia Ferrat, plant manager, decides alone. She wants us."

FAILING = [
    (Reply(status=500), "server_error"),
    (Reply(status=429), "rate_limited"),
    (Reply(status=401), "wrong_key"),
    (Reply(status=404), "unknown_model"),
    (Reply("I would rather not."), "garbled"),
    (Reply('{"people": "everybody"}'), "garbled"),
    (Reply("[1, 2]"), "garbled"),
    (Reply(""), "empty"),
    (Reply("{", finish_reason="content_filter"), "filtered"),
    (Reply("{", finish_reason="length"), "cut_short"),
    (Reply(reply(), close_after=10), "unreachable"),
]


@pytest.mark.parametrize(("given", "kind"), FAILING)
def test_a_failure_is_known_by_its_kind(given: Reply, kind: str) -> None:
    with answering(given) as (reader, _), pytest.raises(ModelFailure) as raised:
        reader.read(NOTE, ACME)
    assert raised.value.kind == kind


@pytest.mark.parametrize(("given", "kind"), FAILING)
def test_the_embedded_reader_reads_what_the_model_cannot(given: Reply, kind: str) -> None:
    rules = embedded_reader()
    with answering(given) as (model, _):
        reader = FallbackReader(model, rules)
        assert reader.name == "model"
        assert reader.read(NOTE, ACME) == rules.read(NOTE, ACME)
    assert reader.failure is not None
    assert reader.failure.kind == kind
    assert (reader.name, reader.version) == (rules.name, rules.version)


def test_a_reading_that_succeeds_leaves_no_failure_behind() -> None:
    with answering(Reply(status=500), reply(people=[person("Nadia Ferrat")])) as (model, _):
        reader = FallbackReader(model, embedded_reader())
        reader.read(NOTE, ACME)
        reader.read(NOTE, ACME)
        after: ModelFailure | None = reader.failure
        assert after is None
        assert reader.name == "model"
        assert reader.version == "loopback read_note/1"


def test_a_wrong_shape_is_asked_for_once_more() -> None:
    with answering("nonsense", reply(people=[person("Nadia Ferrat")])) as (reader, server):
        assert len(reader.read(NOTE, ACME).people) == 1
        assert len(server.requests) == 2


def test_a_reply_that_leaves_fields_out_is_not_lost() -> None:
    lean = '{"people": [{"name": "Nadia Ferrat", "side": "customer", "status": "active", "mention": ""}]}'
    with answering(lean) as (reader, _):
        assert [one.name for one in reader.read(NOTE, ACME).people] == ["Nadia Ferrat"]


def settings(base_url: str | None, home: Path) -> Settings:
    if base_url is None:
        return Settings(home=home)
    return Settings(home=home, model=ModelSettings(base_url=base_url, name="loopback"))


def test_without_a_model_the_embedded_reader_reads(tmp_path: Path) -> None:
    given = settings(None, tmp_path)
    assert reader_for(given, MemoryLedger(), DayClock(TODAY), "ws").name == "embedded"
    assert model_reader(given, MemoryLedger(), DayClock(TODAY), "ws") is None


def test_with_a_model_it_reads_first_and_its_calls_are_recorded(tmp_path: Path) -> None:
    ledger = MemoryLedger()
    with Scripted([reply(people=[person("Nadia Ferrat")])]) as server:
        reader = reader_for(settings(server.base_url, tmp_path), ledger, DayClock(TODAY), "ws")
        assert isinstance(reader, FallbackReader)
        assert len(reader.read(NOTE, ACME).people) == 1
    (call,) = ledger.calls
    assert (call.use, call.prompt, call.lang, call.outcome) == ("reading", "read_note", "en", "ok")


def test_the_models_reader_alone_raises_its_failures(tmp_path: Path) -> None:
    with Scripted([Reply(status=401)]) as server:
        alone = model_reader(
            settings(server.base_url, tmp_path), MemoryLedger(), DayClock(TODAY), "ws"
        )
        assert isinstance(alone, ModelReader)
        with pytest.raises(ModelFailure):
            alone.read(NOTE, ACME)
