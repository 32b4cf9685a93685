"""Durable jobs: one DBOS workflow per inbox row, in a file of its own beside the store.

Its inputs are ids and its outcomes are nothing, so that no text of anybody is in it. It can be thrown
away at any time: what is unfinished stands in the inbox, and is started again from there.
"""

import logging
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from time import sleep

from dbos import DBOS, DBOSConfig, SetWorkflowID
from slack_sdk.errors import SlackClientError

from integrations.slack.slack_faults import fault_of
from integrations.slack.work import (
    OvertakenElsewhere,
    Work,
    new_reference,
)
from knowledge.errors import StoreUnusable

log = logging.getLogger(__name__)

FILE_NAME = "jobs.db"
APP_NAME = "cartographe"
# Fixed, so that whatever version comes next takes over what this one left.
EXECUTOR_ID, APP_VERSION = "carto-slack", "1"
_PAUSES_S = (0.2, 1.0, 5.0, 15.0)
_ENDED = ("SUCCESS", "ERROR", "CANCELLED", "MAX_RECOVERY_ATTEMPTS_EXCEEDED")


@dataclass(slots=True)
class _Desk:
    """Who works. DBOS finds workflows by the name of a function, which therefore has no owner."""

    work: Work | None = None


_desk = _Desk()


class JobFailed(Exception):
    """An intent could not be carried out; holds the reference alone, since DBOS keeps exceptions."""


def open_jobs(home: Path, work: Work) -> None:
    """Open the file and take up what was left when the process was killed.

    A file that cannot be used is put aside: what is unfinished stands in the inbox as well.
    """
    _desk.work = work
    path = home / FILE_NAME
    try:
        _launch(path)
    except Exception:
        log.exception("jobs_unusable")
        DBOS.destroy()
        path.replace(path.with_name(f"{FILE_NAME}.damaged-{work.store.clock.now():%Y%m%dT%H%M%S}"))
        _launch(path)


def _launch(path: Path) -> None:
    config: DBOSConfig = {
        "name": APP_NAME,
        "system_database_url": f"sqlite:///{path}",
        "executor_id": EXECUTOR_ID,
        "application_version": APP_VERSION,
        "log_level": "CRITICAL",
        "enable_otlp": False,
        "scheduler_polling_interval_sec": 3600.0,
        # We wait for no notifications; a stop waits for this pause to end.
        "notification_listener_polling_interval_sec": 0.1,
    }
    logging.getLogger("dbos").setLevel(logging.CRITICAL)
    path.touch(mode=0o600)
    DBOS(config=config)
    DBOS.launch()


def close_jobs() -> None:
    """Stop taking up work; what runs is taken up again at the next start."""
    DBOS.destroy()
    _desk.work = None


def run_job(inbox_id: str) -> None:
    """Carry the row out and return when it is finished; a second start of it changes nothing."""
    for time_round in count():
        # A job that ended without finishing its row (the disk was full) is followed by another.
        job_id = f"{inbox_id}#{time_round}" if time_round else inbox_id
        status = DBOS.get_workflow_status(job_id)
        if status is None or status.status not in _ENDED:
            with SetWorkflowID(job_id):
                handle = DBOS.start_workflow(carry_out, inbox_id)
            handle.get_result()
        if not _working().is_unfinished(inbox_id):
            # The inbox knows that it is finished; nothing else has to be kept of it.
            DBOS.delete_workflow(job_id)
            return


@DBOS.workflow(name="carry_out")
def carry_out(inbox_id: str) -> None:
    """Do it; if that cannot be done, finish it as failed and tell the person. Never raises."""
    try:
        attempt(inbox_id)
    except JobFailed as failed:
        give_up(inbox_id, str(failed))


@DBOS.step(name="attempt")
def attempt(inbox_id: str) -> None:
    """Carry the row out, again after a pause where that can help; raises ``JobFailed``."""
    work = _working()
    number = work.begin(inbox_id)
    for pause_s in (*_PAUSES_S, None):
        try:
            work.carry_out(inbox_id, number)
        except OvertakenElsewhere:
            return
        except Exception as error:
            if pause_s is not None and _may_pass(error):
                log.warning("job_paused id=%s error=%s", inbox_id, type(error).__name__)
                sleep(pause_s)
                continue
            reference = new_reference()
            # The log's handler writes classes and places, never messages: they may hold a note.
            log.exception("job_failed id=%s reference=%s", inbox_id, reference)
            raise JobFailed(reference) from None
        else:
            return


@DBOS.step(name="give_up")
def give_up(inbox_id: str, reference: str) -> None:
    """Finish the row as failed."""
    _working().give_up(inbox_id, reference)


def _working() -> Work:
    if _desk.work is None:
        message = "no work is open"
        raise RuntimeError(message)
    return _desk.work


def _may_pass(error: Exception) -> bool:
    if isinstance(error, StoreUnusable):
        return error.facts["why"] == "locked"
    if isinstance(error, SlackClientError | OSError):
        return fault_of(error).meaning in ("later", "in_doubt")
    return False
