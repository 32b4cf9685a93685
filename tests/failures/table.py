"""The failure table of the documents, made from what commands really did."""

import tempfile
from pathlib import Path

from tests.failures.answers_of_a_model import PRIVATE
from tests.failures.faults import FAULTS, SAID
from tests.failures.living import Lived, Ran, live_through, new_home, one_line

PAGE = Path(__file__).parents[2] / "docs" / "failures.md"
_HEAD = """# When a model fails

Written by `make docs` from what `carto note`, `carto reread`, `carto ask` and the store really did against
servers on loopback; HOST and MODEL stand for what is set. In every row: no traceback, no note lost, every
command ended with 0 (`carto reread` with 1 while something waits), and neither log nor trace held a word
of note, question or reply. `tests/failures` checks it for `carto import`, `carto read`, `carto ask --jsonl`
and Slack too, and the French wording.

| What the server does | Reading a note: what is shown | and then | Answering: what is shown |
|---|---|---|---|
"""
_SHOWN_LINES = "The model could not read this note"


def page() -> str:
    """The whole document."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder) / "template"
        home.mkdir()
        new_home(home)
        rows = []
        for number, fault in enumerate(FAULTS):
            place = Path(folder) / str(number)
            place.mkdir()
            lived = live_through(fault, home, place)
            assert_sound(lived)
            rows.append(row(lived))
    return _HEAD + "".join(f"{one}\n" for one in rows)


def assert_sound(lived: Lived) -> None:
    """What the page says of every row."""
    for name, ran in lived.ran.items():
        waits = name == "reread" and lived.waiting > 0
        assert ran.code == (1 if waits else 0), (lived.fault.name, name)
        assert "Traceback" not in ran.shown, (lived.fault.name, name)
    assert [one.proposals for one in lived.kept.values()] == [1] * 4, lived.fault.name
    assert not [word for word in (*PRIVATE, SAID) if word in lived.written], lived.fault.name


def row(lived: Lived) -> str:
    """What happened with one fault, as a row of the table."""
    cells = (
        lived.fault.name,
        _reading(lived.ran["note"]),
        _later(lived),
        _answering(lived.ran["ask"], lived.embedded["ask"]),
    )
    shown = " | ".join(one_line(cell).replace("|", "\\|") for cell in cells)
    return f"| {shown} |".replace(lived.host, "HOST").replace("loopback", "MODEL")


def _reading(ran: Ran) -> str:
    told = [line for line in ran.err.splitlines() if line.startswith(_SHOWN_LINES)]
    return " ".join(told) or "The model's reading."


def _later(lived: Lived) -> str:
    readers = {kept.reader.split()[0] for kept in lived.kept_after.values()}
    if lived.waiting and not lived.waiting_after and readers == {"model"}:
        return "read by the model once that answers"
    return "–" if readers == {"model"} else "stays as the rules read it"


def _answering(ran: Ran, embedded: str) -> str:
    shown = one_line(ran.out)
    answer, _, _ = embedded.partition(" [1] (")
    if not shown.startswith(answer):
        return "The model's answer."
    _, _, rest = shown.partition(") (")
    return f"The embedded answer, and: {rest.partition(') [1]')[0]}"
