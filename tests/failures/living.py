"""A home with notes on the map, and everything a person does in it while a model fails and after.

Every command is the real one, run in this process; every model is a server on loopback.
"""

import json
import os
import shutil
import socket
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, redirect_stderr, redirect_stdout
from dataclasses import dataclass, field
from io import StringIO
from pathlib import Path
from typing import Any
from unittest.mock import patch

from typing_extensions import override

from integrations.cli.main import main
from tests.answers.scene import TODAY, furnished
from tests.failures.answers_of_a_model import NOTE, NOTE_FR, QUESTION, QUESTION_FR, well
from tests.failures.faults import Fault
from tests.model_servers.loopback import LoopbackModel

_SET_ASIDE = ("CARTO_", "LC_", "LANG", "OPENAI_", "AZURE_OPENAI_", "COLUMNS")
_NAME = "loopback"


@dataclass(frozen=True, slots=True)
class Ran:
    """What one command line did, and how the model calls it made ended."""

    code: int
    out: str
    err: str
    calls: tuple[Mapping[str, Any], ...] = ()

    @property
    def shown(self) -> str:
        """Everything a person saw, in one line."""
        return one_line(f"{self.out} {self.err}")

    @property
    def outcomes(self) -> set[str]:
        """How the calls ended."""
        return {call["outcome"] for call in self.calls}


@dataclass(frozen=True, slots=True)
class Kept:
    """A note that is kept: its text, and who made its one proposal of how many lines."""

    text: str
    proposals: int
    reader: str
    lines: int


@dataclass
class Lived:
    """What happened in one home.

    ``ran`` is by surface, ``embedded`` what is shown there without any model; ``kept`` is what the store
    held before the model was well again, ``written`` all that log and trace hold.
    """

    fault: Fault
    host: str
    ran: dict[str, Ran] = field(default_factory=dict)
    embedded: dict[str, str] = field(default_factory=dict)
    kept: dict[str, Kept] = field(default_factory=dict)
    kept_after: dict[str, Kept] = field(default_factory=dict)
    waiting: int = 0
    waiting_after: int = 0
    written: str = ""
    requests: int = 0


class Terminal(StringIO):
    """A stream that a person looks at."""

    @override
    def isatty(self) -> bool:
        return True


def one_line(text: str) -> str:
    """Words without the line breaks that a width puts between them."""
    return " ".join(text.split())


def new_home(folder: Path) -> Path:
    """A home whose map holds the notes of ``tests/answers/scene.py``; to be copied."""
    with furnished(folder / "home", "all"):
        pass
    (folder / "note.txt").write_text(NOTE, encoding="utf-8")
    (folder / "note-fr.txt").write_text(NOTE_FR, encoding="utf-8")
    lines = [
        {"id": f"i{n}", "account": "Brigstow Foundry", "date": "2026-06-01", "text": f"{NOTE} No {n}."}
        for n in range(1, 4)
    ]  # fmt: skip
    text = "".join(f"{json.dumps(line)}\n" for line in lines)
    (folder / "notes.jsonl").write_text(text, encoding="utf-8")
    asked = [{"id": "q1", "q": QUESTION}, {"id": "q2", "q": QUESTION_FR}]
    text = "".join(f"{json.dumps(line)}\n" for line in asked)
    (folder / "questions.jsonl").write_text(text, encoding="utf-8")
    return folder


def carto(variables: Mapping[str, str], *words: str, on_terminal: bool = False) -> Ran:
    """Run `carto` with these words and variables, and no others of ours."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(_SET_ASIDE)}
    given = {"CARTO_TODAY": TODAY, "NO_COLOR": "1", **variables}
    out, err = (Terminal() if on_terminal else StringIO()), StringIO()
    with (
        patch.dict(os.environ, {**kept, **given}, clear=True),
        redirect_stdout(out),
        redirect_stderr(err),
    ):
        code = main(list(words))
    return Ran(code, out.getvalue(), err.getvalue(), _calls_of(Path(given["CARTO_HOME"])))


def _calls_of(home: Path) -> tuple[Mapping[str, Any], ...]:
    """The calls on record. They are then put aside: outages must not add up over the surfaces."""
    files = sorted((home / "trace").glob("*.jsonl"))
    found = [json.loads(line) for file in files for line in file.read_text().splitlines()]
    with (home / "traced.jsonl").open("a", encoding="utf-8") as aside:
        aside.writelines(f"{json.dumps(call)}\n" for call in found)
    for file in files:
        file.unlink()
    return tuple(found)


@contextmanager
def endpoint(fault: Fault) -> Iterator[LoopbackModel]:
    """The server of a fault. One that refuses connections is a port held and not listened on."""
    if fault.serve is not None:
        with LoopbackModel(fault.serve()) as server:
            yield server
        return
    with LoopbackModel(well) as server, patch.object(LoopbackModel, "base_url", _nobody()):
        yield server


def _nobody() -> property:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
    return property(lambda _: f"http://127.0.0.1:{port}/v1")


def live_through(fault: Fault, template: Path, folder: Path) -> Lived:
    """A note, an import, questions and re-readings while the model fails; then a re-reading."""
    home = folder / "home"
    shutil.copytree(template / "home", home)
    with endpoint(fault) as server:
        at = {"CARTO_HOME": str(home), **model_at(server.base_url)}
        failing = {**at, **fault.settings}
        lived = Lived(fault, server.base_url.split("/")[2])
        ran = lived.ran
        given = {name: str(template / name) for name in ("note.txt", "note-fr.txt", "notes.jsonl", "questions.jsonl")}  # fmt: skip
        ran["note"] = carto(failing, "note", given["note.txt"], "--account", "Acme", "--create")
        ran["reread"] = carto(failing, "reread", "--lang", "fr")
        ran["import"] = carto(failing, "import", given["notes.jsonl"], "--lang", "fr")
        ran["read"] = carto(
            failing, "read", given["note-fr.txt"], "--account", "Acme", "--lang", "fr"
        )
        ran["ask"] = carto(failing, "ask", QUESTION)
        ran["ask at a terminal"] = carto(failing, "ask", QUESTION_FR, on_terminal=True)
        ran["ask --jsonl"] = carto(failing, "ask", "--jsonl", given["questions.jsonl"])
        lived.requests = len(server.requests)
        lived.embedded = _without_any_model(home)
        lived.kept, lived.waiting = _kept(home)
        server.answer = well
        if fault.serve is None:
            at |= {"CARTO_MODEL_BASE_URL": f"http://127.0.0.1:{server.port}/v1"}
        ran["reread when well"] = carto(at, "reread")
        lived.kept_after, lived.waiting_after = _kept(home)
    written = [*(home / "logs").glob("*"), home / "traced.jsonl"]
    lived.written = "".join(file.read_text(encoding="utf-8") for file in written)
    return lived


def _without_any_model(home: Path) -> dict[str, str]:
    """What the two ways of asking show when no model is set."""
    at = {"CARTO_HOME": str(home)}
    return {
        "ask": one_line(carto(at, "ask", QUESTION).out),
        "ask at a terminal": one_line(carto(at, "ask", QUESTION_FR, on_terminal=True).out),
    }


def model_at(base_url: str) -> dict[str, str]:
    """The variables that set a model up, with generous limits and no second tries."""
    return {
        "CARTO_MODEL_BASE_URL": base_url,
        "CARTO_MODEL_NAME": _NAME,
        "CARTO_MODEL_RETRIES": "0",
        "CARTO_MODEL_TIMEOUT_S": "10",
        "CARTO_MODEL_TOTAL_S": "20",
    }


def _kept(home: Path) -> tuple[dict[str, Kept], int]:
    """The notes of the two accounts made while the model failed, by id; and how many wait."""
    from assistant.bootstrap import open_workspace
    from assistant.read_again import waiting_readings
    from assistant.settings import load_settings
    from knowledge.store.accounts import find_account
    from knowledge.store.proposals import list_proposals, load_proposal
    from knowledge.store.sources import get_source, list_sources

    found: dict[str, Kept] = {}
    with open_workspace(load_settings(home=home, today=TODAY)) as ws:
        with ws.store.read() as conn:
            for name in ("Acme", "Brigstow Foundry"):
                account = find_account(conn, ws.workspace_id, name, ws.audience)
                for one in list_sources(conn, account.id, ws.audience) if account else ():
                    source = get_source(conn, one.id, ws.audience)
                    assert source is not None
                    made = list_proposals(
                        conn, ws.workspace_id, ws.audience, source_id=source.id, pending_only=False
                    )
                    latest = load_proposal(conn, made[-1].id, ws.audience) if made else None
                    assert latest is not None
                    proposal = latest.proposal
                    kept = Kept(source.text, len(made), proposal.reader, len(proposal.lines))
                    found[source.external_id or "note"] = kept
        waiting = len(waiting_readings(ws))
    return found, waiting
