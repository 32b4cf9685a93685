"""`carto config model`: which model is asked, what is sent where, and setting it up."""

import getpass
from argparse import Namespace
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from assistant.configure_model import PLACES, Change, destinations, keys_left, proposed, save
from integrations.cli.errors import (
    BadSettings,
    Incomplete,
    KeyNotFound,
    NotConfirmed,
    OptionMisplaced,
)
from integrations.cli.output import Output
from integrations.cli.session import settings_for, settings_problems
from knowledge.language.catalogue import phrase

if TYPE_CHECKING:
    from assistant.models.choice import ModelChoice, Use
    from assistant.models.probe import Probed
    from assistant.settings import Settings

_KEY_FROM = "--key-from"
# Nothing is written by a model yet, so one for writing is kept and not tried.
_TRIED: tuple["Use", ...] = ("reading", "answering")
_CHAT_OPTIONS = ("structured", "no_tools", "daily_tokens")
# Options that nothing would read, by the use they are given with; every other use: the cap is for all.
_MISPLACED = {"all": (), "embedding": _CHAT_OPTIONS}


def model(args: Namespace, out: Output) -> int:
    """Show what is set; with ``--check`` try it; with values try them, ask, and keep them."""
    settings = settings_for(args, out)
    change = _change(args, out)
    if change is None:
        return _check(settings, out) if args.check else _show(settings, out)
    try:
        wanted = proposed(settings, change)
    except ValidationError as error:
        raise BadSettings("; ".join(settings_problems(error, out.lang))) from None
    if not args.json:
        _disclose(wanted, out)
    for target in keys_left(settings, change):
        use = phrase(out.lang, f"config.use.{target}")
        out.tell(phrase(out.lang, "config.key_left", use=use))
    works = bool(args.off)
    if not works:
        works, change = _tried(wanted, change, out)
    if not works and not args.yes and not _goes_on(out, "config.keep_anyway"):
        return 1
    if works and not args.yes and not _goes_on(out, "config.sure"):
        out.tell(phrase(out.lang, "config.not_kept"))
        return 1
    for path in save(settings, change):
        out.tell(phrase(out.lang, "config.kept", path=path))
    if args.json:
        out.json(_as_json(wanted))
    return 0 if works else 1


def _change(args: Namespace, out: Output) -> Change | None:
    for name in _MISPLACED.get(args.use, ("daily_tokens",)):
        if getattr(args, name) not in (None, False):
            option = f"--{name.replace('_', '-')}"
            raise OptionMisplaced(option, f"--use {args.use}")
    values: dict[str, Any] = {}
    if args.at:
        values["base_url"] = PLACES.get(args.at.casefold(), args.at)
    if args.model:
        values["name"] = args.model
    if args.structured:
        values["structured"] = args.structured
    if args.daily_tokens is not None:
        values["daily_tokens"] = args.daily_tokens
    if args.no_tools:
        values["tools"] = False
    if args.allow_http:
        values["allow_http"] = True
    if args.off or args.on:
        values["off"] = bool(args.off)
    key = _key(args, out)
    if not values and key is None:
        return None
    return Change(args.use, values, key)


def _key(args: Namespace, out: Output) -> str | None:
    """The key, typed unseen or taken from a variable that was named; never from the command line."""
    if args.key_from:
        from assistant.settings import variable

        found = variable(args.key_from)
        if found is None:
            raise KeyNotFound(args.key_from)
        return found
    if args.ask_key:
        if not out.may_ask:
            raise Incomplete(_KEY_FROM)
        return getpass.getpass(phrase(out.lang, "config.type_key") + " ").strip() or None
    return None


def _show(settings: "Settings", out: Output) -> int:
    if out.wants_json:
        out.json(_as_json(settings))
        return 0
    _disclose(settings, out)
    from assistant.settings import offered_key

    offered = offered_key()
    if offered:
        out.say(phrase(out.lang, "config.offer", name=offered))
    return 0


def _check(settings: "Settings", out: Output) -> int:
    """Try every endpoint that is set; 1 when one of them does not work."""
    if not out.wants_json:
        _disclose(settings, out)
    tried = _probes(settings, out, _TRIED)
    if out.wants_json:
        out.json([_probed_json(use, probed) for use, probed in tried.items()])
    else:
        for use, probed in tried.items():
            out.say(_verdict(use, probed, settings, out))
    return 0 if all(_works(use, probed, settings) for use, probed in tried.items()) else 1


def _tried(wanted: "Settings", change: Change, out: Output) -> tuple[bool, Change]:
    """Try what would be kept: whether it works, and the change with a shape that does."""
    if change.target == "embedding":
        return _embedding_works(wanted, out), change
    uses = tuple(use for use in _TRIED if change.target in ("all", use))
    probes = _probes(wanted, out, uses)
    change = _with_a_shape(wanted, change, probes, out)
    wanted = proposed(wanted, change)
    works = True
    for use, probed in probes.items():
        out.tell(_verdict(use, probed, wanted, out))
        works = works and _works(use, probed, wanted)
    return works, change


def _with_a_shape(
    wanted: "Settings", change: Change, probes: "dict[str, Probed]", out: Output
) -> Change:
    """The change with another way to hold replies to a shape, where nobody chose the one that fails."""
    own = wanted.model.reading.model_fields_set if change.target == "all" else ()
    chosen = "structured" in change.values or "structured" in own
    failing = _failing_shape("reading", probes.get("reading"), wanted)
    if chosen or failing is None or change.target not in ("all", "reading"):
        return change
    shape = probes["reading"].structured[0]
    out.tell(phrase(out.lang, "config.other_shape", shape=shape, set=failing))
    return replace(change, values={**change.values, "structured": shape})


def _failing_shape(use: str, probed: "Probed | None", settings: "Settings") -> str | None:
    """The way that is set for reading, when the model does not give a shape by it but by another."""
    choice = settings.model.for_use("reading") if use == "reading" else None
    if choice is None or probed is None or not probed.structured:
        return None
    return None if choice.structured in probed.structured else choice.structured


def _works(use: str, probed: "Probed", settings: "Settings") -> bool:
    return probed.failure is None and _failing_shape(use, probed, settings) is None


def _embedding_works(wanted: "Settings", out: Output) -> bool:
    from assistant.models.embedder import endpoint_embedder
    from knowledge.embedding.contract import EmbeddingFailure

    made = wanted.embedding
    if not made.is_on or not made.base_url or not made.name:
        return True
    try:
        embedder = endpoint_embedder(made.base_url, made.name, made.key, made.dimensions)
        (vector,) = embedder.embed(["ready"])
    except EmbeddingFailure as failure:
        why = phrase(out.lang, f"config.why.{failure.kind}")
        out.tell(phrase(out.lang, "config.embedding_fails", why=why))
        return False
    out.tell(phrase(out.lang, "config.embedding_works", n=len(vector)))
    return True


def _probes(settings: "Settings", out: Output, uses: "tuple[Use, ...]") -> "dict[str, Probed]":
    """What the endpoint of each use can do; one that serves several in the same way is tried once."""
    from assistant.models.call_log import FileLedger
    from assistant.models.probe import probe
    from assistant.settings import clock_for
    from integrations.cli.progress import working

    ledger, clock = FileLedger(settings.home), clock_for(settings)
    found: dict[str, Probed] = {}
    known: dict[ModelChoice, Probed] = {}
    for use in uses:
        choice = settings.model.for_use(use)
        if choice is None:
            continue
        # With its key and everything else: what one key may do says nothing of another.
        same = replace(choice, use=_TRIED[0])
        if same not in known:
            with working(out, "trying_model"):
                known[same] = probe(choice, ledger, clock)
        found[use] = known[same]
    return found


def _verdict(use: str, probed: "Probed", settings: "Settings", out: Output) -> str:
    name = phrase(out.lang, f"config.use.{use}")
    if probed.failure is not None and probed.failure.kind == "garbled":
        # Not even a plain word in the form every such server has: most often another page's address.
        return phrase(out.lang, "config.no_endpoint", use=name, host=probed.failure.host)
    if probed.failure is not None:
        return f"{name}: {_failure(probed.failure, out)}"
    if not probed.structured:
        return phrase(out.lang, "config.no_shape", use=name)
    shapes = ", ".join(probed.structured)
    failing = _failing_shape(use, probed, settings)
    if failing is not None:
        facts = {"set": failing, "shapes": shapes, "code": use, "shape": probed.structured[0]}
        return phrase(out.lang, "config.shape_fails", use=name, **facts)
    if use == "answering" and not probed.tools:
        return phrase(out.lang, "config.no_tools", use=name)
    return phrase(out.lang, "config.works", use=name, shapes=shapes, ms=round(probed.ms))


def _failure(failure: Any, out: Output) -> str:
    key = f"models.failure.{failure.kind}"
    return phrase(out.lang, key, model=failure.model, host=failure.host)


def _disclose(settings: "Settings", out: Output) -> None:
    """What is sent where, use by use."""
    for one in destinations(settings):
        use = phrase(out.lang, f"config.use.{one.use}")
        if one.host is None:
            out.say(phrase(out.lang, f"config.stays.{one.use}", use=use))
            continue
        key = phrase(out.lang, "config.key.yes" if one.has_key else "config.key.no")
        out.say(
            phrase(out.lang, "config.goes", use=use, model=one.model, host=one.host, with_key=key)
        )
        out.say(f"  {phrase(out.lang, f'config.sends.{one.use}')}")


def _goes_on(out: Output, question: str) -> bool:
    if not out.may_ask:
        raise NotConfirmed
    typed = out.ask(phrase(out.lang, question)).strip().lower()
    return typed in ("y", "yes", "o", "oui")


def _as_json(settings: "Settings") -> list[dict[str, Any]]:
    return [
        {"use": one.use, "host": one.host, "model": one.model, "has_key": one.has_key}
        for one in destinations(settings)
    ]


def _probed_json(use: str, probed: "Probed") -> dict[str, Any]:
    return {
        "use": use,
        "works": probed.failure is None,
        "structured": list(probed.structured),
        "tools": probed.tools,
        "ms": round(probed.ms),
        "failure": probed.failure.kind if probed.failure else None,
    }
