"""Signs of life on stderr during long work, shown only where a person can see them."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from itertools import count

from integrations.cli.output import Output
from knowledge.language.catalogue import phrase


@contextmanager
def working(out: Output, key: str) -> Iterator[None]:
    """A spinner with the words under ``key`` while the block works; nothing off a terminal."""
    if not out.stderr.isatty():
        yield
        return
    with out.console(messages=True).status(out.words(key)):
        yield


@contextmanager
def watched(lines: Iterable[str], size_bytes: int | None, out: Output) -> Iterator[Iterator[str]]:
    """``lines`` again, moving a bar by the bytes they take; no bar off a terminal."""
    # Where both streams are one screen, the lines of output themselves show the progress.
    if not out.stderr.isatty() or out.stdout.isatty():
        yield iter(lines)
        return
    from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeRemainingColumn

    with Progress(
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(),
        TimeRemainingColumn(),
        console=out.console(messages=True),
        transient=True,
    ) as progress:
        task = progress.add_task(out.words("progress", n=0), total=size_bytes)

        def counted() -> Iterator[str]:
            for number, line in enumerate(lines):
                yield line
                # Moved when the next line is asked for: by then this one is done.
                done = len(line.encode("utf-8", "surrogateescape"))
                progress.update(task, advance=done, description=out.words("progress", n=number + 1))

        yield counted()


@contextmanager
def counting(out: Output, key: str, total: int) -> Iterator[Callable[[], None]]:
    """A bar of ``total`` steps with the phrase under ``key``; call what it gives after each step."""
    if not out.stderr.isatty():
        yield lambda: None
        return
    from rich.progress import BarColumn, Progress, SpinnerColumn, TextColumn, TimeRemainingColumn

    columns = (SpinnerColumn(), TextColumn("{task.description}"), BarColumn())
    with Progress(
        *columns, TimeRemainingColumn(), console=out.console(messages=True), transient=True
    ) as progress:
        task = progress.add_task(phrase(out.lang, key, n=0), total=total)
        done = count(1)

        def step() -> None:
            progress.update(task, advance=1, description=phrase(out.lang, key, n=next(done)))

        yield step
