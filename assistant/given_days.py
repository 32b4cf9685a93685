"""Days as people write them in JSON lines: text, never a number."""

import datetime as dt
import re
from typing import Annotated

from pydantic import BeforeValidator
from pydantic_core import PydanticCustomError

_WRITTEN = re.compile(r"\d{4}-\d{2}-\d{2}")


def _is_written(value: object) -> object:
    """A number would be taken for seconds since 1970."""
    if value is None or isinstance(value, dt.date):
        return value
    if isinstance(value, str) and _WRITTEN.match(value):
        return value
    kind = "day"
    raise PydanticCustomError(kind, "a date as 2026-03-14")


Day = Annotated[dt.date, BeforeValidator(_is_written)]
