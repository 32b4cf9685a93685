"""What is wrong with a field that people wrote: of a settings file, or of a line of JSON.

pydantic says it in English, and sometimes with the value. Here a fault is the name of the field and a
code; the words for it are under ``wanted`` in ``knowledge/language/<lang>/errors.toml``.
"""

import json
import math
from dataclasses import asdict, dataclass
from typing import Any

from pydantic import ValidationError

JsonScalar = str | int | float | bool | None

# By pydantic's own error types (docs.pydantic.dev/latest/errors/validation_errors, 2.12), and ours.
_EXPECTED = {
    "missing": "given",
    "string_type": "text",
    "string_unicode": "whole_letters",
    "string_too_short": "some_words",
    "string_pattern_mismatch": "some_words",
    "blank_entry": "no_blank_entry",
    "literal_error": "one_of",
    "enum": "one_of",
    "tuple_type": "list_of_texts",
    "day": "day",
    "date_type": "day",
    "date_parsing": "day",
    "date_from_datetime_parsing": "day",
    "date_from_datetime_inexact": "day",
    "time_zone": "time_zone",
    "model_address": "model_address",
    "model_name": "model_name",
    "float_type": "number",
    "float_parsing": "number",
    "finite_number": "number",
    "bool_type": "yes_or_no",
    "bool_parsing": "yes_or_no",
    "less_than_equal": "less",
    "int_type": "whole_number",
    "int_parsing": "whole_number",
    "int_parsing_size": "whole_number",
    "int_from_float": "whole_number",
    "greater_than": "more_than_zero",
    "greater_than_equal": "zero_or_more",
    "model_type": "table",
    "path_type": "path",
}
EXPECTATIONS = frozenset((*_EXPECTED.values(), "json", "other"))


@dataclass(frozen=True, slots=True)
class FieldFault:
    """One field and what it must be; ``choices`` are the possible words where ``one_of`` is said."""

    field: str
    expected: str
    choices: str = ""


def field_faults(error: ValidationError) -> tuple[FieldFault, ...]:
    """Every field that is wrong, by its path; never its content."""
    found = error.errors(include_input=False, include_url=False)
    return tuple(
        FieldFault(
            ".".join(map(str, one["loc"])),
            _EXPECTED.get(one["type"], "other"),
            _choices(one.get("ctx", {}).get("expected")),
        )
        for one in found
    )


def line_facts(error: ValidationError, line: int) -> dict[str, str | int]:
    """The first wrong field of a line, as facts of an error."""
    first = field_faults(error)[0]
    return {"line": line, **asdict(first)}


def id_of(given: dict[str, Any]) -> JsonScalar:
    """The id of a line as it was given, to answer with; ``None`` for what is no plain JSON value."""
    found = given.get("id")
    if isinstance(found, float):
        return found if math.isfinite(found) else None
    return found if isinstance(found, (str, int)) else None


def parsed_line(line: str) -> Any:
    """A line of JSON; raises ``ValueError``."""
    try:
        return json.loads(line)
    except RecursionError:
        message = "nested too deeply"
        raise ValueError(message) from None


def _choices(listed: object) -> str:
    """``'en' or 'fr'``, as pydantic lists them, without its English."""
    return str(listed).replace(" or ", ", ").replace("'", "") if listed else ""
