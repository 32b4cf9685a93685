"""What Slack's refusals mean for whoever called: try again, simplify, go elsewhere, or give up."""

from dataclasses import dataclass
from typing import Literal

from slack_sdk.errors import SlackApiError, SlackClientError

Meaning = Literal[
    "later",  # nothing was posted; the same will work in a while
    "in_doubt",  # it may have been posted
    "simpler",  # Slack does not like the form
    "elsewhere",  # the app cannot write there
    "never",  # nothing helps
]

_LATER = frozenset(
    {
        "ratelimited", "rate_limited", "invalid_auth", "not_authed", "account_inactive",
        "token_revoked", "token_expired", "ekm_access_denied", "team_access_not_granted",
        "accesslimited", "missing_scope", "not_allowed_token_type",
    }
)  # fmt: skip
_IN_DOUBT = frozenset(
    {"internal_error", "fatal_error", "service_unavailable", "request_timeout", "team_added_to_org"}
)
_SIMPLER = frozenset(
    {
        "msg_too_long", "msg_blocks_too_long", "invalid_blocks", "invalid_blocks_format",
        "too_many_attachments", "no_text", "invalid_metadata_format", "invalid_metadata_schema",
        "metadata_too_large", "markdown_text_conflict", "cannot_parse_attachment",
        "invalid_arguments", "view_too_large",
    }
)  # fmt: skip
_ELSEWHERE = frozenset(
    {
        "channel_not_found", "not_in_channel", "is_archived", "restricted_action",
        "restricted_action_read_only_channel", "restricted_action_thread_only_channel",
        "restricted_action_non_threadable_channel", "restricted_action_thread_locked",
        "user_not_in_channel", "cannot_reply_to_message", "thread_not_found",
        "restricted_action_user_group_only", "as_user_not_supported",
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Fault:
    """A refusal: its meaning, Slack's word for it, and how long to wait if Slack said so."""

    meaning: Meaning
    word: str
    wait_s: float | None = None


def fault_of(error: Exception) -> Fault:
    """What ``error`` of the Slack client, or of the network below it, means."""
    if not isinstance(error, SlackApiError):
        return Fault("in_doubt", "unreachable" if isinstance(error, OSError) else _kind(error))
    response = error.response
    status = getattr(response, "status_code", 200)
    word = str(response.get("error") or "") if _is_json(response) else f"http_{status}"
    wait_s = _retry_after(response)
    if status == 429:
        return Fault("later", "ratelimited", wait_s or 1.0)
    if word in _LATER:
        return Fault("later", word, wait_s)
    if word in _SIMPLER:
        return Fault("simpler", word)
    if word in _ELSEWHERE:
        return Fault("elsewhere", word)
    if word in _IN_DOUBT or status >= 500:
        return Fault("in_doubt", word or f"http_{status}", wait_s)
    return Fault("never", word or f"http_{status}")


def _kind(error: Exception) -> str:
    return "no_answer" if isinstance(error, SlackClientError) else type(error).__name__


def _is_json(response: object) -> bool:
    return isinstance(getattr(response, "data", None), dict)


def _retry_after(response: object) -> float | None:
    headers = getattr(response, "headers", None) or {}
    for name, value in headers.items():
        if name.lower() == "retry-after" and str(value).isdigit():
            return float(value)
    return None
