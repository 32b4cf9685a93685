"""The pictures of the guide, taken of the emulator's page while the product runs. By hand:

    python -m tests.slack.pictures docs/pictures

Needs chromium. One person opens the app, pastes a sample note, reviews it and asks a question.
"""

import base64
import json
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.request import urlopen

from assistant.demo_notes import TOLD_ON, demo_text
from tests.slack.lane import ALICE, Lane, wait_until

NOTE = "en-3"
TEAM = "Solène Kerdraon\nFergus Oyelaran\nNaïm Belkadour"
QUESTION = "Who decides at Marrowby?"
_WIDTH, _HEIGHT = 1180, 2400
_MOST_BYTES = 300_000
_BROWSER = (
    "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--hide-scrollbars",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
    "--remote-debugging-port=0", f"--window-size={_WIDTH},{_HEIGHT}",
)  # fmt: skip
# What belongs to the emulator and not to Slack is not shown; a thread gets the room it has in Slack.
_TIDY = """
const style = document.createElement('style');
style.textContent = '.msg{max-width:740px} .thread-pane{width:760px !important} .thread-resize-handle,.composer{display:none}'
  + ' .msg-hover-actions{display:none !important} .msg.highlighted{background:none;animation:none}';
document.head.append(style);
"""


class Page:
    """The emulator's page in a browser of its own."""

    def __init__(self, connection: Any, address: str) -> None:
        self._connection = connection
        self._address = address
        self._count = 0

    def open(self, path: str) -> None:
        """Go to an address of the page, and wait until it is drawn."""
        self.ask("Page.navigate", url=f"{self._address}{path}")
        wait_until(lambda: bool(self.run("document.querySelector('.msg') !== null")))
        self.run(_TIDY)
        time.sleep(1.0)

    def run(self, script: str) -> Any:
        """What a script says in the page."""
        return self.ask("Runtime.evaluate", expression=script, returnByValue=True)["result"].get(
            "value"
        )

    def tall(self, height: int) -> None:
        """Make the window so tall."""
        shown = {"width": _WIDTH, "height": height, "deviceScaleFactor": 1, "mobile": False}
        self.ask("Emulation.setDeviceMetricsOverride", **shown)

    def tick(self, view: dict[str, Any]) -> None:
        """Show the choices a view was opened with, which the emulator's page leaves out."""
        at = 0
        for block in view["blocks"]:
            element = block.get("element", {})
            for option in element.get("options", ()) if "radio" in element.get("type", "") else ():
                if option == element.get("initial_option"):
                    self.run(f"document.querySelectorAll('.modal input[type=radio]')[{at}].click()")
                at += 1

    def picture(self, selector: str, path: Path, *, together: bool = False) -> None:
        """Keep a picture of the last element that fits the selector, or of all ``together``."""
        time.sleep(0.7)
        first = "0" if together else "all.length - 1"
        box = self.run(
            f"(() => {{ const all = document.querySelectorAll({json.dumps(selector)});"
            f" const top = all[{first}].getBoundingClientRect();"
            " const last = all[all.length - 1].getBoundingClientRect();"
            " return {x: top.x, y: top.y, width: top.width, height: last.bottom - top.y + 6,"
            " scale: 1} })()"
        )
        taken = self.ask("Page.captureScreenshot", clip=box, captureBeyondViewport=True)
        path.write_bytes(base64.b64decode(taken["data"]))
        assert path.stat().st_size < _MOST_BYTES, path

    def ask(self, method: str, **params: Any) -> Any:
        """One call of the browser's protocol."""
        self._count += 1
        self._connection.send(json.dumps({"id": self._count, "method": method, "params": params}))
        while True:
            answer = json.loads(self._connection.recv(timeout=30))
            if answer.get("id") == self._count:
                assert "error" not in answer, answer
                return answer["result"]


@contextmanager
def page_of(lane: Lane) -> Iterator[Page]:
    """The page, which lives in the private network, through a port of loopback."""
    from websockets.sync.client import connect

    listener = socket.create_server(("127.0.0.1", 0))
    threading.Thread(target=_forward, args=(listener, lane.folder / "ui.sock"), daemon=True).start()
    address = f"http://127.0.0.1:{listener.getsockname()[1]}"
    profile = Path(tempfile.mkdtemp(prefix="pictures-"))
    program = shutil.which("chromium")
    assert program is not None, "chromium is not there"
    browser = subprocess.Popen(
        [program, *_BROWSER, f"--user-data-dir={profile}", "about:blank"], stderr=subprocess.DEVNULL
    )
    try:
        port_file = profile / "DevToolsActivePort"
        wait_until(lambda: port_file.exists() and bool(port_file.read_text().strip()))
        port = port_file.read_text().split()[0]
        with urlopen(f"http://127.0.0.1:{port}/json/list") as listed:
            pages = [one for one in json.load(listed) if one["type"] == "page"]
        with connect(pages[0]["webSocketDebuggerUrl"], max_size=None) as connection:
            yield Page(connection, address)
    finally:
        browser.terminate()
        browser.wait(20)
        listener.close()
        shutil.rmtree(profile, ignore_errors=True)


def _forward(listener: socket.socket, path: Path) -> None:
    while True:
        try:
            ours, _ = listener.accept()
        except OSError:
            return
        theirs = socket.socket(socket.AF_UNIX)
        theirs.connect(str(path))
        for one, other in ((ours, theirs), (theirs, ours)):
            threading.Thread(target=_pump, args=(one, other), daemon=True).start()


def _pump(one: socket.socket, other: socket.socket) -> None:
    try:
        while chunk := one.recv(65_536):
            other.sendall(chunk)
        other.shutdown(socket.SHUT_WR)
    except OSError:
        pass


def take(lane: Lane, page: Page, folder: Path) -> None:
    """Play the story and take the pictures on the way."""
    where = lane.direct_channel(ALICE)
    lane.open_conversation(ALICE)
    welcome = lane.wait_for(ALICE)
    page.open(f"/archives/{where}")
    page.picture(".msg", folder / "slack-welcome.png")
    _set_up(lane, welcome)

    noted = lane.paste(ALICE, demo_text(NOTE))
    card = lane.wait_for(ALICE, lambda one: "accept_all" in str(one), noted)
    page.open(f"/archives/{where}/p{card['ts'].replace('.', '')}?thread_ts={noted}")
    page.picture(".thread-body .msg:has(button)", folder / "slack-card.png")

    lane.press(ALICE, card, "open_review")
    page.tall(1_000)
    page.tick(lane.view())
    page.picture(".modal", folder / "slack-review.png")
    lane.close_view(ALICE)
    lane.press(ALICE, card, "accept_all")
    wait_until(lambda: "undo" in str(lane.answers_in(ALICE, noted)), 30, lambda: lane.log)

    question = lane.paste(ALICE, QUESTION)
    answer = lane.wait_for(ALICE, thread_ts=question)
    page.open(f"/archives/{where}/p{answer['ts'].replace('.', '')}?thread_ts={question}")
    page.picture(".thread-body .msg", folder / "slack-answer.png", together=True)


def _set_up(lane: Lane, welcome: dict[str, Any]) -> None:
    """Who we are, and one account."""

    def typed(**fields: str) -> dict[str, Any]:
        return {
            name: {name: {"type": "plain_text_input", "value": value}}
            for name, value in fields.items()
        }

    lane.press(ALICE, welcome, "setup_team")
    lane.view()
    lane.submit(ALICE, typed(company="Halvenne", people=TEAM))
    lane.wait_for(ALICE, lambda one: "Halvenne" in str(one))
    lane.press(ALICE, welcome, "setup_accounts")
    lane.view()
    lane.submit(ALICE, typed(accounts="Marrowby Hospitals"))
    lane.wait_for(ALICE, lambda one: "Marrowby" in str(one))


def main() -> int:
    """Take them all into the folder named."""
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as home:
        settings = {"CARTO_TODAY": TOLD_ON, "CARTO_LANG": "en"}
        with Lane(Path(home) / "home", settings) as lane, page_of(lane) as page:
            lane.start()
            take(lane, page, folder)
    return 0


if __name__ == "__main__":
    sys.exit(main())
