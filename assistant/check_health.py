"""Health: what is set, what works and what does not, each with what to do about it."""

import importlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from assistant.settings import Settings, clock_for
from knowledge.errors import CartoError
from knowledge.store.engine import Store, open_store
from knowledge.store.integrity import integrity_faults

_PACKAGES = ("assistant", "tools", "prompts", "knowledge", "integrations")


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked at.

    ``name`` is a code the edge has words for; ``detail`` is a path, a name or a code, in no language;
    ``hint`` is the code of what to do about it.
    """

    name: str
    ok: bool
    detail: str
    hint: str | None = None


def check(settings: Settings) -> tuple[Check, ...]:
    """Look at the installation and at the store, changing neither; never raises."""
    return (*_installation(), *_settings(settings), *_store(settings))


def _installation() -> Iterator[Check]:
    """The five generic package names must come from one place: another ``tools`` may shadow ours."""
    places = {name: _place_of(name) for name in _PACKAGES}
    one_place = len(set(places.values())) == 1
    where = ", ".join(sorted({str(place) for place in places.values()}))
    yield Check("packages", one_place, where, None if one_place else "reinstall")


def _place_of(package: str) -> Path:
    spec = importlib.import_module(package)
    return Path(spec.__path__[0]).resolve().parent


def _settings(settings: Settings) -> Iterator[Check]:
    yield Check("home", ok=True, detail=str(settings.home))
    yield Check("timezone", ok=True, detail=settings.timezone)
    # Nothing is sent anywhere: no model and no embedding endpoint can be configured yet.
    yield Check("outgoing", ok=True, detail="-")


def _store(settings: Settings) -> Iterator[Check]:
    try:
        store = open_store(settings.home, clock_for(settings), create=False)
    except CartoError as error:
        missing = error.code == "store_missing"
        yield Check("store", missing, error.code, "first_note" if missing else error.code)
        return
    try:
        yield from _store_checks(store)
    finally:
        store.close()


def _store_checks(store: Store) -> Iterator[Check]:
    with store.read() as conn:
        faults = integrity_faults(conn)
    detail = "; ".join(faults) or str(store.path)
    yield Check("store", not faults, detail, "restore_backup" if faults else None)
