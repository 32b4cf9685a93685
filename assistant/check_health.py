"""Health: what is set, what works and what does not, each with what to do about it."""

import importlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from assistant.configure_model import destinations
from assistant.settings import (
    Settings,
    clock_for,
    offered_key,
    secrets_are_open,
    secrets_path,
    unknown_in_config,
    unknown_in_environment,
)
from knowledge.errors import CartoError
from knowledge.store.engine import Store, open_store
from knowledge.store.integrity import integrity_faults

# The detail of a check that looked for something and found none of it.
NOTHING = "-"
_PACKAGES = ("assistant", "tools", "prompts", "knowledge", "integrations")


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked at.

    ``name`` is a code the edge has words for; ``detail`` is a path, a name or a code, in no language;
    ``facts`` are those of the error whose code it is. ``hint`` is the code of what to do about it.
    """

    name: str
    ok: bool
    detail: str
    hint: str | None = None
    facts: Mapping[str, str | int] = field(default_factory=dict)


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
    yield _unknown_settings()
    yield Check("timezone", ok=True, detail=settings.timezone)
    yield from _outgoing(settings)


def _outgoing(settings: Settings) -> Iterator[Check]:
    """Where texts are sent, the key for another program that is not used, and who can read ours."""
    sent = [
        f"{one.use}: {one.model} ({one.host})"
        for one in destinations(settings)
        # Nothing is written by a model yet.
        if one.host and one.use != "writing"
    ]
    hint = "offered_key" if offered_key() else None
    yield Check("outgoing", ok=True, detail=", ".join(sent) or NOTHING, hint=hint)
    if secrets_path().exists():
        is_open = secrets_are_open()
        hint = "secrets_open" if is_open else None
        yield Check("secrets", not is_open, str(secrets_path()), hint)


def _unknown_settings() -> Check:
    """What somebody set and nothing reads, each with the name that may have been meant."""
    unknown = (*unknown_in_config(), *unknown_in_environment())
    named = [f"{one.name} ({one.near}?)" if one.near else one.name for one in unknown]
    hint = "unknown_settings" if unknown else None
    return Check("settings", not unknown, ", ".join(named) or NOTHING, hint)


def _store(settings: Settings) -> Iterator[Check]:
    try:
        store = open_store(settings.home, clock_for(settings), create=False)
        try:
            yield _integrity(store)
        finally:
            store.close()
    except CartoError as error:
        missing = error.code == "store_missing"
        hint = "first_note" if missing else error.code
        yield Check("store", missing, error.code, hint, error.facts)


def _integrity(store: Store) -> Check:
    with store.read() as conn:
        faults = integrity_faults(conn)
    detail = "; ".join(faults) or str(store.path)
    return Check("store", not faults, detail, "restore_backup" if faults else None)
