"""The manifest each company installs the app from, in either language, and the reason for every scope.

Only what the app uses is in it: a scope or an event comes in with the feature that needs it.
"""

from typing import Any

from integrations.slack.listeners.commands import COMMAND
from knowledge.language.catalogue import phrase

SCOPES = (
    "app_mentions:read",
    "assistant:write",
    "channels:history",
    "channels:read",
    "chat:write",
    "commands",
    "files:read",
    "groups:history",
    "groups:read",
    "im:history",
    "users:read",
)
OPTIONAL_SCOPES = ("users:read.email",)
APP_SCOPE = "connections:write"
EVENTS = ("app_home_opened", "app_mention", "message.im")
_PROMPTS = ("brief", "who", "note")


def manifest(lang: str) -> dict[str, Any]:
    """The manifest, as Slack's page "From a manifest" takes it (schema 2, 2026-11)."""

    def words(key: str) -> str:
        return phrase(lang, f"slack_service.manifest.{key}")

    prompts = [
        {"title": words(f"prompt.{name}.title"), "message": words(f"prompt.{name}.message")}
        for name in _PROMPTS
    ]
    command = {
        "command": COMMAND,
        "description": words("command"),
        "usage_hint": words("command_hint"),
        "should_escape": True,
    }
    return {
        "_metadata": {"major_version": 2, "minor_version": 1},
        "display_information": {
            "name": "Cartographe",
            "description": words("description"),
            "background_color": "#1d3557",
        },
        "features": {
            "app_home": {
                "home_tab_enabled": False,
                "messages_tab_enabled": True,
                "messages_tab_read_only_enabled": False,
            },
            "bot_user": {"display_name": "Cartographe", "always_online": True},
            "agent_view": {"agent_description": words("agent"), "suggested_prompts": prompts},
            "slash_commands": [command],
        },
        "oauth_config": {
            "scopes": {"bot": list(SCOPES), "bot_optional": list(OPTIONAL_SCOPES)},
            "pkce_enabled": False,
        },
        "settings": {
            "event_subscriptions": {"bot_events": list(EVENTS)},
            "interactivity": {"is_enabled": True},
            "org_deploy_enabled": False,
            "socket_mode_enabled": True,
            "token_rotation_enabled": False,
        },
    }


def reasons(lang: str) -> dict[str, str]:
    """Why the app asks for each scope, and what is missing without it."""
    return {
        scope: phrase(lang, f"slack_service.scope.{scope.replace(':', '_').replace('.', '_')}")
        for scope in (*SCOPES, *OPTIONAL_SCOPES, APP_SCOPE)
    }
