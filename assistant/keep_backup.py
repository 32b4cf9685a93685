"""Backups: the whole store in one file, and back."""

from pathlib import Path

from assistant.bootstrap import Workspace
from assistant.settings import Settings
from knowledge.store import backup as copying


def backup(ws: Workspace, to: Path) -> copying.Manifest:
    """Write the store as it stands into the file ``to``, while others go on working."""
    return copying.backup(ws.store, to)


def restore(settings: Settings, source: Path, *, replace: bool = False) -> copying.Manifest:
    """Put a backup in the place of the store under ``settings.home``; refuses to overwrite unasked."""
    return copying.restore(settings.home, source, replace=replace)
