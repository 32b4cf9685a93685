"""Backups: the whole store in one file, and back."""

from pathlib import Path

from assistant.bootstrap import Workspace
from assistant.settings import Settings
from knowledge.errors import BackupUnusable, CartoError, StoreUnusable
from knowledge.store import backup as copying


class BackupRefused(CartoError):
    """A backup is not written there; ``reason`` is exists, folder or no_folder."""

    code = "backup_refused"

    def __init__(self, path: str, reason: str) -> None:
        super().__init__(path=path, reason=reason)


class BackupUnwritable(StoreUnusable):
    """The machine does not let the backup be written; ``why`` as for the store."""

    code = "backup_unwritable"


def backup(ws: Workspace, to: Path, *, replace: bool = False) -> copying.Manifest:
    """Write the store as it stands into the file ``to``, while others go on working.

    Raises ``BackupRefused``, for a file that is there too unless ``replace``, and
    ``BackupUnwritable``.
    """
    reason = _reason_against(to, replace=replace)
    if reason is not None:
        raise BackupRefused(str(to), reason)
    try:
        return copying.backup(ws.store, to)
    except StoreUnusable as refused:
        if refused.facts["path"] != str(to):
            raise
        raise BackupUnwritable(str(to), str(refused.facts["why"])) from None


def restore(settings: Settings, source: Path, *, replace: bool = False) -> copying.Manifest:
    """Put a backup in the place of the store under ``settings.home``; refuses to overwrite unasked."""
    if source.is_dir():
        raise BackupUnusable(str(source), "folder")
    return copying.restore(settings.home, source, replace=replace)


def _reason_against(to: Path, *, replace: bool) -> str | None:
    if to.is_dir():
        return "folder"
    if not to.absolute().parent.is_dir():
        return "no_folder"
    return "exists" if to.exists() and not replace else None
