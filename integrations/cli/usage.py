"""The command line itself was wrong; the message is already a sentence in the asker's language."""


class UsageError(Exception):
    """An unknown command or option, or a missing argument."""
