"""Every call is counted before, recorded after, and leaves no word behind."""

import json
import multiprocessing
import os
import stat
import threading
from collections.abc import Callable
from dataclasses import asdict, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from assistant.models.call_log import (
    FileLedger,
    MemoryLedger,
    ModelCall,
    prune,
    read_calls,
)
from assistant.models.chat import chat_model
from assistant.models.failure import ModelFailure
from assistant.models.meter import Meter
from assistant.spent_tokens import Spent, TodaysLedger
from knowledge.domain.clock import FixedClock
from tests.model_servers.loopback import Reply
from tests.model_servers.scripted import Scripted
from tests.models.asking import NOW, SECRET, STAMP, choice_for, said, streamed

TODAY = date(2026, 11, 20)
CALL = ModelCall(
    at="2026-11-20T09:30:00+00:00", use="reading", prompt="read_note", prompt_version=3,
    prompt_sha256="ab", model="m", host="h", input_tokens=100, output_tokens=20, ms=7, outcome="ok",
    workspace_id="ws", lang="fr", day="2026-11-20",
)  # fmt: skip


def test_an_answer_leaves_one_record() -> None:
    ledger = MemoryLedger()
    with Scripted([Reply("yes", usage=(120, 7))]) as server:
        said(choice_for(server), ledger)
        host = f"127.0.0.1:{server.port}"
    (call,) = ledger.calls
    assert (call.prompt, call.prompt_version, call.prompt_sha256) == ("read_note", 3, "ab" * 32)
    assert (call.use, call.model, call.host, call.lang) == ("reading", "loopback", host, "en")
    assert (call.input_tokens, call.output_tokens, call.estimated) == (120, 7, False)
    assert (call.outcome, call.workspace_id, call.day) == ("ok", "ws", "2026-11-20")
    assert call.at.startswith("2026-11-20T09:30")


def test_a_failure_leaves_one_record_under_its_name() -> None:
    ledger = MemoryLedger()
    with Scripted([Reply(status=401)]) as server, pytest.raises(ModelFailure):
        said(choice_for(server), ledger)
    assert [(call.outcome, call.tokens) for call in ledger.calls] == [("wrong_key", 0)]


def test_tokens_of_a_reply_that_was_cut_are_counted() -> None:
    ledger = MemoryLedger()
    cut = Reply("half", finish_reason="length", usage=(50, 400))
    with Scripted([cut]) as server, pytest.raises(ModelFailure):
        said(choice_for(server), ledger)
    assert ledger.calls[0].tokens == 450


def test_no_record_holds_a_word() -> None:
    ledger = MemoryLedger()
    with Scripted([Reply(SECRET), Reply(status=500, error={"message": SECRET})]) as server:
        said(choice_for(server), ledger)
        with pytest.raises(ModelFailure):
            said(choice_for(server), ledger)
    assert SECRET not in json.dumps([asdict(call) for call in ledger.calls])


def test_a_server_that_does_not_count_is_estimated_and_marked() -> None:
    ledger = MemoryLedger()
    with Scripted([Reply("a" * 41, usage=None)]) as server:
        said(choice_for(server), ledger)
    (call,) = ledger.calls
    assert (call.input_tokens, call.output_tokens, call.estimated) == (10, 11, True)


def test_a_server_that_went_silent_has_read_the_request() -> None:
    ledger = MemoryLedger()
    with Scripted([Reply("late", delay_s=20)]) as server, pytest.raises(ModelFailure):
        said(choice_for(server, timeout_s=0.3), ledger)
    assert (ledger.calls[0].input_tokens, ledger.calls[0].estimated) == (10, True)


# The cap


def test_at_the_cap_nothing_is_sent_and_the_refusal_is_recorded() -> None:
    ledger = MemoryLedger()
    with Scripted([Reply("yes", usage=(100, 20))]) as server:
        choice = choice_for(server, daily_tokens=240)
        said(choice, ledger)
        said(choice, ledger)
        with pytest.raises(ModelFailure, match="cap_reached") as raised:
            said(choice, ledger)
    assert raised.value.retry_later
    assert len(server.requests) == 2
    assert [call.outcome for call in ledger.calls] == ["ok", "ok", "cap_reached"]


def test_the_cap_counts_the_day_of_the_clock() -> None:
    ledger = MemoryLedger()
    ledger.record(replace(CALL, day="2026-11-19", input_tokens=10_000))
    with Scripted(["yes"]) as server:
        said(choice_for(server, daily_tokens=500), ledger)
        tomorrow = FixedClock(datetime(2026, 11, 19, 9, tzinfo=UTC))
        choice = choice_for(server, daily_tokens=500)
        with pytest.raises(ModelFailure, match="cap_reached"):
            Meter(choice, ledger, tomorrow, "ws").call(
                STAMP, lambda: chat_model(choice).invoke("x")
            )


def test_a_cap_of_nothing_lets_nothing_out() -> None:
    with Scripted(["yes"]) as server, pytest.raises(ModelFailure, match="cap_reached"):
        said(choice_for(server, daily_tokens=0))
    assert server.requests == []


def test_what_cannot_fit_is_not_sent_since_some_servers_cut_it_silently() -> None:
    with Scripted(["yes"]) as server:
        choice = choice_for(server, context_tokens=1_000, reply_tokens=200)
        meter = Meter(choice, MemoryLedger(), NOW, "ws")
        with pytest.raises(ModelFailure, match="too_long"):
            meter.call(STAMP, lambda: chat_model(choice).invoke("x"), sent_chars=3_300)
    assert server.requests == []


# The file


def test_records_are_lines_that_their_owner_alone_can_read(tmp_path: Path) -> None:
    FileLedger(tmp_path).record(CALL)
    path = tmp_path / "trace" / "2026-11-20.jsonl"
    assert json.loads(path.read_text()) == asdict(CALL)
    if os.name == "posix":
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert read_calls(tmp_path).calls == (CALL,)


def test_tokens_are_counted_by_day_with_what_another_process_added(tmp_path: Path) -> None:
    ledger, other = FileLedger(tmp_path), FileLedger(tmp_path)
    assert ledger.tokens_on(TODAY) == 0
    ledger.record(CALL)
    assert ledger.tokens_on(TODAY) == 120
    other.record(CALL)
    other.record(replace(CALL, day="2026-11-21"))
    assert ledger.tokens_on(TODAY) == 240
    assert ledger.tokens_on(date(2026, 11, 21)) == 120
    assert ledger.tokens_on(TODAY) == 240


def _append_many(home: str, name: str) -> None:
    ledger = FileLedger(Path(home))
    for _ in range(200):
        ledger.record(replace(CALL, model=name))


def test_two_processes_lose_no_line_of_each_other(tmp_path: Path) -> None:
    context = multiprocessing.get_context("spawn")
    names = ["m" * 500, "n" * 500]
    both = [context.Process(target=_append_many, args=(str(tmp_path), name)) for name in names]
    for one in both:
        one.start()
    for one in both:
        one.join()
    read = read_calls(tmp_path, last=1_000)
    assert read.unreadable == 0
    assert sorted(call.model for call in read.calls) == sorted(names * 200)


def test_several_threads_count_each_call_once(tmp_path: Path) -> None:
    ledger = FileLedger(tmp_path)

    def work() -> None:
        for _ in range(50):
            ledger.record(CALL)
            ledger.tokens_on(TODAY)

    threads = [threading.Thread(target=work) for _ in range(4)]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    assert ledger.tokens_on(TODAY) == 200 * 120


@pytest.mark.parametrize(
    "line",
    [b"not json", b'{"at": "2026-11-20"}', b"[1]", b"\xff\xfe", b"7", b'{"input_tokens": "many"}',
     json.dumps({**asdict(CALL), "input_tokens": -5}).encode()],
)  # fmt: skip
def test_a_line_that_is_no_record_is_skipped_and_counted(tmp_path: Path, line: bytes) -> None:
    ledger = FileLedger(tmp_path)
    ledger.record(CALL)
    path = tmp_path / "trace" / "2026-11-20.jsonl"
    path.write_bytes(path.read_bytes() + line + b"\n")
    ledger.record(CALL)
    read = read_calls(tmp_path)
    assert (len(read.calls), read.unreadable) == (2, 1)
    assert FileLedger(tmp_path).tokens_on(TODAY) == 240


def test_a_line_that_a_kill_cut_does_not_swallow_the_next(tmp_path: Path) -> None:
    ledger = FileLedger(tmp_path)
    ledger.record(CALL)
    path = tmp_path / "trace" / "2026-11-20.jsonl"
    path.write_bytes(path.read_bytes() + b'{"at": "2026-11')
    assert ledger.tokens_on(TODAY) == 120
    ledger.record(CALL)
    assert ledger.tokens_on(TODAY) == 240
    assert (len(read_calls(tmp_path).calls), read_calls(tmp_path).unreadable) == (2, 1)


def test_a_field_of_a_newer_version_is_passed_over(tmp_path: Path) -> None:
    FileLedger(tmp_path).record(CALL)
    path = tmp_path / "trace" / "2026-11-20.jsonl"
    path.write_text(json.dumps({**asdict(CALL), "colour": "red"}) + "\n")
    assert read_calls(tmp_path).calls == (CALL,)


def test_the_last_calls_come_oldest_first_over_several_days(tmp_path: Path) -> None:
    ledger = FileLedger(tmp_path)
    for day in ("2026-11-18", "2026-11-19", "2026-11-20"):
        ledger.record(replace(CALL, day=day))
    assert [call.day for call in read_calls(tmp_path, last=2).calls] == ["2026-11-19", "2026-11-20"]
    assert read_calls(tmp_path / "elsewhere").calls == ()


def test_old_days_are_removed(tmp_path: Path) -> None:
    ledger = FileLedger(tmp_path)
    for day in ("2026-08-01", "2026-08-22", "2026-11-20"):
        ledger.record(replace(CALL, day=day))
    (tmp_path / "trace" / "notes.jsonl").write_text("")
    assert prune(tmp_path, TODAY) == 1
    left = sorted(path.stem for path in (tmp_path / "trace").iterdir())
    assert left == ["2026-08-22", "2026-11-20", "notes"]


def _a_folder(path: Path) -> None:
    path.mkdir()


def _a_link_to_nothing(path: Path) -> None:
    path.symlink_to(path.parent / "gone")


def _a_pipe(path: Path) -> None:
    os.mkfifo(path)


@pytest.mark.skipif(os.name != "posix", reason="kinds of files of POSIX")
@pytest.mark.parametrize("make", [_a_folder, _a_link_to_nothing, _a_pipe])
def test_what_is_no_file_among_the_days_stops_nothing(
    tmp_path: Path, make: Callable[[Path], None]
) -> None:
    ledger = FileLedger(tmp_path)
    ledger.record(CALL)
    ledger.record(replace(CALL, day="2026-08-02"))
    make(tmp_path / "trace" / "2026-08-01.jsonl")
    read = read_calls(tmp_path)
    assert ([call.day for call in read.calls], read.unreadable) == (["2026-08-02", "2026-11-20"], 1)
    prune(tmp_path, TODAY)
    assert [call.day for call in read_calls(tmp_path).calls] == ["2026-11-20"]


def refusing(theirs: Path, does: Callable[..., Any]) -> Callable[..., Any]:
    def method(path: Path, **given: object) -> Any:
        if path == theirs:
            raise PermissionError
        return does(path, **given)

    return method


def test_files_that_are_another_user_s_stop_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ledger = FileLedger(tmp_path)
    for day in ("2026-08-01", "2026-08-02", "2026-11-20"):
        ledger.record(replace(CALL, day=day))

    theirs = tmp_path / "trace" / "2026-08-01.jsonl"
    for name in ("read_bytes", "unlink"):
        monkeypatch.setattr(Path, name, refusing(theirs, getattr(Path, name)))
    read = read_calls(tmp_path)
    assert (len(read.calls), read.unreadable) == (2, 1)
    assert prune(tmp_path, TODAY) == 1
    assert theirs.exists()


def test_what_another_day_spends_counts_today_and_is_recorded_at_once(tmp_path: Path) -> None:
    FileLedger(tmp_path).record(CALL)
    ledger = TodaysLedger(tmp_path, NOW)
    then = FixedClock(datetime(2019, 3, 1, 9, tzinfo=UTC))
    with Scripted([Reply("yes", usage=(100, 20))]) as server:
        choice = choice_for(server, daily_tokens=240)
        meter = Meter(choice, ledger, then, "ws")
        model = chat_model(choice)
        meter.call(STAMP, lambda: model.invoke("x"))
        assert [call.day for call in read_calls(tmp_path).calls] == ["2026-11-20"] * 2
        with pytest.raises(ModelFailure, match="cap_reached"):
            meter.call(STAMP, lambda: model.invoke("x"))
    assert FileLedger(tmp_path).tokens_on(TODAY) == 240
    assert ledger.spent() == Spent(2, 100, 20)


def test_outages_on_another_day_leave_an_endpoint_alone_by_that_day_s_clock(tmp_path: Path) -> None:
    # Of these three, nobody who lives on another day can say how long ago they were.
    for _ in range(3):
        FileLedger(tmp_path).record(replace(CALL, host="127.0.0.1:9", outcome="unreachable"))
    ledger = TodaysLedger(tmp_path, NOW)
    then = FixedClock(datetime(2019, 3, 1, 9, tzinfo=UTC))
    assert ledger.latest(then.today(), "127.0.0.1:9", 3) == []
    here = replace(CALL, day="2019-03-01", at=then.now().isoformat(), outcome="unreachable")
    ledger.record(here)
    assert ledger.latest(then.today(), "h", 3) == [here]


def test_an_answer_is_kept_when_its_record_cannot_be_and_counts_all_the_same(
    tmp_path: Path,
) -> None:
    (tmp_path / "trace").write_text("a file where the folder should be")
    ledger = FileLedger(tmp_path)
    with Scripted([Reply("yes", usage=(100, 20))]) as server:
        choice = choice_for(server, daily_tokens=120)
        model = chat_model(choice)
        meter = Meter(choice, ledger, NOW, "ws")
        assert meter.call(STAMP, lambda: model.invoke("x")).text == "yes"
        with pytest.raises(ModelFailure, match="cap_reached"):
            meter.call(STAMP, lambda: model.invoke("x"))


def test_a_stream_is_counted_too() -> None:
    ledger = MemoryLedger()
    with Scripted([Reply("hello there", usage=(33, 4))]) as server:
        assert streamed(choice_for(server), ledger).text == "hello there"
    assert (ledger.calls[0].input_tokens, ledger.calls[0].output_tokens) == (33, 4)
