"""Reading a fetched page in a process of its own, ended when its time is up."""

import json
import logging
import math
import os
import subprocess
import sys
from typing import Any

from knowledge.documents.page_outcomes import Fetched, PageLimits, PageRefused, PageText

log = logging.getLogger(__name__)

_CHILD = "knowledge.documents.page_child"


def read_fetched(page: Fetched, limits: PageLimits | None = None) -> PageText | PageRefused:
    """What a person would read on ``page``, or why it cannot be read."""
    limits = limits or PageLimits()
    answer = _ask_child(page, limits)
    if isinstance(answer, PageRefused):
        return answer
    if "reason" in answer:
        return PageRefused(answer["reason"], answer["detail"])
    text = PageText(**answer)
    if not any(char.isalnum() for char in text.text):
        return PageRefused("no_text")
    if len(text.text.encode()) > limits.text_bytes:
        return PageRefused("too_large", str(limits.text_bytes))
    return text


def _ask_child(page: Fetched, limits: PageLimits) -> dict[str, Any] | PageRefused:
    asked = {
        "content_type": page.content_type,
        "charset": page.charset,
        "memory_mb": limits.parse_mb,
        "seconds": math.ceil(limits.parse_s),
    }
    try:
        child = subprocess.run(  # noqa: S603 - our own module, no argument from outside
            [sys.executable, "-P", "-W", "ignore", "-m", _CHILD],
            input=json.dumps(asked).encode() + b"\n" + page.body,
            capture_output=True,
            timeout=limits.parse_s,
            # The way to our modules and nothing else: no key of the person reaches it.
            env={"PYTHONPATH": os.pathsep.join(sys.path)},
            check=False,
        )
    except subprocess.TimeoutExpired:
        return PageRefused("too_complex", f"{limits.parse_s:g}")
    if child.returncode != 0:
        log.warning("page_reading_ended code=%s", child.returncode)
        return PageRefused("too_complex")
    answer: dict[str, Any] = json.loads(child.stdout)
    return answer
