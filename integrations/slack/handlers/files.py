"""Files that came with a message: which we read, and why not the others."""

from dataclasses import dataclass
from pathlib import PurePosixPath

from integrations.slack.blocks.mrkdwn import NAME, said
from integrations.slack.blocks.notices import explained
from integrations.slack.blocks.words import told
from integrations.slack.handlers.context import Context, FileFault
from knowledge.domain.codes import SourceKind
from knowledge.domain.sources import Refused, decode

_NOTES = frozenset({".txt", ".md", ".markdown", ".text", ".log", ""})
_TRANSCRIPTS = frozenset({".vtt", ".srt"})
_TABLES = frozenset({".csv"})
_HTML = (b"<!doctype html", b"<html")
_BINARY = ("image/", "video/", "audio/", "application/pdf", "application/zip", "application/vnd")
_MEGABYTE = 1_048_576


@dataclass(frozen=True, slots=True)
class ReadFile:
    """A file we can use. ``kind`` is ``None`` for a table of accounts."""

    name: str
    raw: bytes
    kind: SourceKind | None


def read_files(
    context: Context, files: tuple[dict[str, str], ...]
) -> tuple[list[ReadFile], list[str]]:
    """The files we can use, and a sentence for each of the others; one bad file spoils no other."""
    read: list[ReadFile] = []
    faults: list[str] = []
    for file in files:
        found = _read(context, file)
        if isinstance(found, ReadFile):
            read.append(found)
        else:
            faults.append(found)
    return read, faults


def _read(context: Context, file: dict[str, str]) -> ReadFile | str:
    name = file.get("name") or file.get("title") or "?"
    ending = PurePosixPath(name).suffix.lower()
    mimetype = file.get("mimetype", "")
    if ending not in _NOTES | _TRANSCRIPTS | _TABLES or mimetype.startswith(_BINARY):
        return _sentence(context, name, "unsupported")
    limit = context.ws.settings.limits.file_bytes
    size = file.get("size", "0")
    if size.isdigit() and int(size) > limit:
        return _sentence(context, name, "too_large")
    raw = context.fetch_file(file)
    if isinstance(raw, FileFault):
        return _sentence(context, name, raw.reason)
    if raw[:512].lstrip().lower().startswith(_HTML) and mimetype != "text/html":
        # Slack answers with its login page, and no error, where the app may not read files.
        return _sentence(context, name, "no_permission")
    if len(raw) > limit:
        return _sentence(context, name, "too_large")
    refused = decode(raw, limit)
    if isinstance(refused, Refused):
        if refused.reason == "empty":
            return _sentence(context, name, "empty")
        facts = {"reason": refused.reason, "detail": refused.detail}
        why, _ = explained(context.lang, "text_refused", facts)
        return _sentence(context, name, "refused", sentence=why or "")
    return ReadFile(name, raw, _kind(ending))


def _kind(ending: str) -> SourceKind | None:
    if ending in _TABLES:
        return None
    return SourceKind.TRANSCRIPT if ending in _TRANSCRIPTS else SourceKind.NOTE


def _sentence(context: Context, name: str, reason: str, **facts: str) -> str:
    limit = f"{context.ws.settings.limits.file_bytes // _MEGABYTE} MB"
    return told(context.lang, f"file.{reason}", name=said(name, NAME), limit=limit, **facts)
