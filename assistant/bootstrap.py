"""Wiring: the one place where settings become an open workspace. Nothing is opened at import."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from assistant.models.call_log import CallLedger, FileLedger, prune
from assistant.readers import model_reader, reader_for
from assistant.settings import Settings, clock_for
from knowledge.domain.clock import Clock
from knowledge.reading.contract import Reader
from knowledge.store import members
from knowledge.store.engine import Store, open_store

WORKSPACE_ID = "ws_local"
LOCAL_MEMBER = "local"


@dataclass(frozen=True, slots=True)
class Workspace:
    """An open workspace and who acts in it. Use-cases take it and use the parts they need.

    ``readers`` are those who will see what is read besides the member who acts: everybody in a Slack
    channel. Without them the member reads alone. ``new_reader`` takes the place of the reader that the
    settings choose, ``http_client`` that of the network to a model: for replies that were recorded.
    ``call_ledger`` takes the place of the one at home: for calls that count elsewhere.
    """

    settings: Settings
    store: Store
    clock: Clock
    member: str
    workspace_id: str = WORKSPACE_ID
    new_reader: Callable[[], Reader] | None = None
    readers: frozenset[str] | None = None
    http_client: object | None = None
    call_ledger: CallLedger | None = None

    @property
    def audience(self) -> frozenset[str]:
        """Who will see what is read: on a command line, the one member who typed it."""
        return (self.readers or frozenset()) | {self.member}

    @property
    def calls(self) -> CallLedger:
        """Where calls to models are recorded, and the day's tokens counted."""
        return self.call_ledger or FileLedger(self.settings.home)

    def reader(self) -> Reader:
        """What reads a source: the model that is set for it with the rules behind it, else the rules."""
        if self.new_reader is not None:
            return self.new_reader()
        client = self.http_client
        return reader_for(self.settings, self.calls, self.clock, self.workspace_id, client)

    def model_reader(self) -> Reader | None:
        """The model alone, whose failures are raised; ``None`` where none is set for reading.

        It is asked whatever happened just before: it reads what waits for the model to be back.
        """
        client = self.http_client
        return model_reader(
            self.settings, self.calls, self.clock, self.workspace_id, client, insists=True
        )


@contextmanager
def open_workspace(settings: Settings, *, create: bool = True) -> Iterator[Workspace]:
    """Open the store under ``settings.home``, with a workspace and the acting member in it."""
    clock = clock_for(settings)
    store = open_store(settings.home, clock, create=create)
    try:
        prune(settings.home, clock.today())
        member = settings.member or LOCAL_MEMBER
        _make_known(store, member, clock)
        yield Workspace(settings, store, clock, member)
    finally:
        store.close()


def _make_known(store: Store, member: str, clock: Clock) -> None:
    """The first use makes the workspace and its first member; a member who types is one of ours.

    The person at the machine owns the file, so the command line lets a new member in; Slack does not.
    """
    with store.read() as conn:
        if members.load_member(conn, WORKSPACE_ID, member) is not None:
            return
    with store.write() as conn:
        if members.load_workspace(conn, WORKSPACE_ID) is None:
            made_at = clock.now().isoformat()
            members.save_workspace(conn, members.Workspace(WORKSPACE_ID, "Cartographe", made_at))
        if members.load_member(conn, WORKSPACE_ID, member) is None:
            # Not on the roster: nobody in a note is called after a login.
            known = members.Member(member, WORKSPACE_ID, member, is_us=False, role="admin")
            members.save_member(conn, known)
