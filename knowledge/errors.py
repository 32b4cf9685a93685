"""Requests that cannot be done, one small class per failure, built from facts.

The sentence people read is in ``knowledge/language/<lang>/errors.toml`` under the class's code, so
that both languages say the same. Faults in people's data are values, not exceptions.
No fact of an error ever holds a customer's text beyond the name that was asked for.
"""

from typing import ClassVar, Literal

Actor = Literal["asker", "operator", "us"]


class CartoError(Exception):
    """Base of everything Cartographe refuses; ``actor`` is who can do something about it."""

    code: ClassVar[str]
    actor: ClassVar[Actor] = "asker"

    def __init__(self, **facts: str | int) -> None:
        self.facts = facts
        super().__init__(f"{self.code} {facts}")

    @property
    def exit_code(self) -> int:
        """2 when the request was wrong, 1 when the fault is ours or the machine's."""
        return 2 if self.actor == "asker" else 1


class UnknownAccount(CartoError):
    """No account has this name, alias or id; ``near`` lists similar names."""

    code = "unknown_account"

    def __init__(self, name: str, near: tuple[str, ...] = ()) -> None:
        super().__init__(name=name, near=", ".join(near))


class AmbiguousAccount(CartoError):
    """Several accounts fit the name."""

    code = "ambiguous_account"

    def __init__(self, name: str, matches: tuple[str, ...]) -> None:
        super().__init__(name=name, matches=", ".join(matches))


class UnknownPerson(CartoError):
    """Nobody on the account's map has this name."""

    code = "unknown_person"

    def __init__(self, name: str, account: str, near: tuple[str, ...] = ()) -> None:
        super().__init__(name=name, account=account, near=", ".join(near))


class AmbiguousPerson(CartoError):
    """Several people of the account fit the name."""

    code = "ambiguous_person"

    def __init__(self, name: str, account: str, matches: tuple[str, ...]) -> None:
        super().__init__(name=name, account=account, matches=", ".join(matches))


class UnknownProposal(CartoError):
    """There is no such proposal, or none waits."""

    code = "unknown_proposal"

    def __init__(self, proposal: str = "") -> None:
        super().__init__(proposal=proposal)


class UnknownItem(CartoError):
    """There is no such promise, pain or other item that can be closed."""

    code = "unknown_item"

    def __init__(self, item: str) -> None:
        super().__init__(item=item)


class UnknownSource(CartoError):
    """There is no source with this id."""

    code = "unknown_source"

    def __init__(self, source: str) -> None:
        super().__init__(source=source)


class TextRefused(CartoError):
    """The bytes cannot be kept whole as text; ``reason`` is a ``Refusal`` code."""

    code = "text_refused"

    def __init__(self, reason: str, detail: str = "") -> None:
        super().__init__(reason=reason, detail=detail)


class ContentChanged(CartoError):
    """The same external id came with other text, and nobody said that it is a revision."""

    code = "content_changed"

    def __init__(self, external_id: str) -> None:
        super().__init__(id=external_id)


class BadDate(CartoError):
    """What was given is not a calendar day."""

    code = "bad_date"

    def __init__(self, given: str) -> None:
        super().__init__(given=given)


class UndoRefused(CartoError):
    """Later facts rest on what would be undone; ``reasons`` names them."""

    code = "undo_refused"

    def __init__(self, reasons: tuple[str, ...]) -> None:
        super().__init__(reasons="; ".join(reasons), count=len(reasons))


class NothingToUndo(CartoError):
    """No review of this proposal stands."""

    code = "nothing_to_undo"

    def __init__(self, proposal: str = "") -> None:
        super().__init__(proposal=proposal)


class NotAllowed(CartoError):
    """The member may not do this; says nothing about what exists."""

    code = "not_allowed"


class StoreFromNewerVersion(CartoError):
    """The database was written by a newer version."""

    code = "store_newer"
    actor = "operator"

    def __init__(self, path: str, found: str) -> None:
        super().__init__(path=path, found=found)


class StoreUnusable(CartoError):
    """The database cannot be opened or written: read-only, full disk, damaged, locked too long."""

    code = "store_unusable"
    actor = "operator"

    def __init__(self, path: str, why: str) -> None:
        super().__init__(path=path, why=why)


class BackupUnusable(CartoError):
    """A backup file cannot be restored."""

    code = "backup_unusable"

    def __init__(self, path: str, why: str) -> None:
        super().__init__(path=path, why=why)


class StoreMissing(CartoError):
    """There is no database yet where one was looked for."""

    code = "store_missing"

    def __init__(self, path: str) -> None:
        super().__init__(path=path)


class AlreadyDecided(CartoError):
    """Somebody else has decided the line in the meantime."""

    code = "already_decided"

    def __init__(self, line: str) -> None:
        super().__init__(line=line)


class AccountExists(CartoError):
    """The account to be made, or an alias of it, is there already."""

    code = "account_exists"

    def __init__(self, name: str) -> None:
        super().__init__(name=name)


class StoreExists(CartoError):
    """A backup was to be restored over a database that is there."""

    code = "store_exists"

    def __init__(self, path: str) -> None:
        super().__init__(path=path)


class BadSelection(CartoError):
    """The words that should choose lines choose nothing we understand."""

    code = "bad_selection"

    def __init__(self, words: str) -> None:
        super().__init__(words=words)


class BadValue(CartoError):
    """A value does not fit what it is for."""

    code = "bad_value"

    def __init__(self, expected: str, found: str) -> None:
        super().__init__(expected=expected, found=found)


class SamePerson(CartoError):
    """Two names that were to be merged mean one person already."""

    code = "same_person"

    def __init__(self, name: str) -> None:
        super().__init__(name=name)


class UnknownMember(CartoError):
    """Nobody of this name is on our roster."""

    code = "unknown_member"

    def __init__(self, name: str) -> None:
        super().__init__(name=name)


class MissingColumn(CartoError):
    """No column of a spreadsheet names the account; ``found`` lists its headers."""

    code = "missing_column"

    def __init__(self, found: str) -> None:
        super().__init__(found=found)


class FolderTaken(CartoError):
    """A folder that should be new holds a workspace already."""

    code = "folder_taken"

    def __init__(self, path: str) -> None:
        super().__init__(path=path)


class NoModel(CartoError):
    """Something was asked that only a model can do, and none is set for it."""

    code = "no_model"
