"""Where an unexpected error happened, in words that can be logged: no message, no values."""

import traceback


def site_of(error: BaseException) -> str:
    """The kind of error and the place that raised it, without anything it was about."""
    frames = traceback.extract_tb(error.__traceback__)
    if not frames:
        return type(error).__name__
    last = frames[-1]
    path = "/".join(last.filename.replace("\\", "/").split("/")[-2:])
    return f"{type(error).__name__} in {last.name} ({path}:{last.lineno})"
