"""What leaves the process while a case runs: connections, names looked up, programs started, files written."""

import os
import socket
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND
_CHANGING = {"os.mkdir": 0, "os.remove": 0, "os.rename": 1, "os.rmdir": 0, "sqlite3.connect": 0}
# The child that takes a page apart, which gets the page and no key; and what Python's own `platform` asks
# once, for the line in which a client says what it runs on.
_KNOWN_PROGRAMS = ("knowledge.documents.page_child", "uname")
_LOCAL = ("127.0.0.1", "localhost")


@dataclass
class Recorder:
    """What was tried; ``port`` is the model's, the one place that may be connected to."""

    home: Path
    port: int
    connections: list[str] = field(default_factory=list)
    outside: list[str] = field(default_factory=list)
    programs: list[str] = field(default_factory=list)

    def connecting(self, address: Any) -> None:
        """Note a connection, and refuse it unless it is to the model."""
        if isinstance(address, tuple) and address[:2] == (_LOCAL[0], self.port):
            return
        self.connections.append(str(address))
        raise ConnectionRefusedError(str(address))

    def looking_up(self, host: Any) -> None:
        """Note a name that is looked up, and refuse it unless it is this machine's."""
        if host not in _LOCAL:
            self.connections.append(f"look-up of {host!r}")
            raise socket.gaierror(str(host))

    def touching(self, path: Any) -> None:
        """Note a file that is written outside the home folder."""
        if not isinstance(path, str | bytes | os.PathLike):
            return
        whole = Path(os.fsdecode(path)).absolute()
        known = whole.is_relative_to(self.home) or "__pycache__" in whole.parts
        if not known and str(whole) != os.devnull and os.fsdecode(path) != ":memory:":
            self.outside.append(str(whole))

    def starting(self, arguments: Any) -> None:
        """Note a program that is started, unless it is one of those that are known."""
        if not set(_KNOWN_PROGRAMS) & set(map(str, arguments)):
            self.programs.append(str(arguments))


_listening: Recorder | None = None
_is_hooked = False


def _heard(event: str, args: tuple[Any, ...]) -> None:
    """Python's own report of what it does; it cannot be taken out again, so it is only put to sleep."""
    recorder = _listening
    if recorder is None:
        return
    if event == "open" and isinstance(args[2], int) and args[2] & _WRITING:
        recorder.touching(args[0])
    elif event in _CHANGING:
        recorder.touching(args[_CHANGING[event]])
    elif event == "subprocess.Popen":
        recorder.starting(args[1])
    elif event in ("os.system", "os.exec", "os.posix_spawn", "os.startfile"):
        recorder.programs.append(event)


@contextmanager
def recorded(recorder: Recorder) -> Iterator[None]:
    """Record while the block runs; sockets are watched from above whatever else guards them."""
    global _listening, _is_hooked  # noqa: PLW0603 - one process, one case at a time
    if not _is_hooked:
        sys.addaudithook(_heard)
        _is_hooked = True
    kind: Any = socket.socket
    own = {name: getattr(kind, name) for name in ("connect", "connect_ex")}
    look_up = socket.getaddrinfo

    def watched(name: str) -> Any:
        def connect(self: socket.socket, address: Any) -> Any:
            recorder.connecting(address)
            return own[name](self, address)

        return connect

    def looked_up(host: Any, *args: Any, **kwargs: Any) -> Any:
        recorder.looking_up(host)
        return look_up(host, *args, **kwargs)

    inherited = {name: name not in vars(kind) for name in own}
    for name in own:
        setattr(kind, name, watched(name))
    socket.getaddrinfo = looked_up
    _listening = recorder
    try:
        yield
    finally:
        _listening = None
        socket.getaddrinfo = look_up
        for name, before in own.items():
            if inherited[name]:
                delattr(kind, name)
            else:
                setattr(kind, name, before)
