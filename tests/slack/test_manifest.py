"""The manifest: within Slack's limits, in both languages, no scope without a reason and a use."""

import json
import re
from pathlib import Path

import pytest

from integrations.slack.manifest import (
    APP_SCOPE,
    EVENTS,
    OPTIONAL_SCOPES,
    SCOPES,
    manifest,
    reasons,
)
from tests.cli.conftest import Carto, carto, home  # noqa: F401 - fixtures

LANGUAGES = ("en", "fr")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_it_keeps_to_slacks_limits(lang: str) -> None:
    made = manifest(lang)
    shown, features = made["display_information"], made["features"]
    assert len(shown["name"]) <= 35
    assert len(shown["description"]) <= 140
    assert len(features["bot_user"]["display_name"]) <= 80
    assert len(features["agent_view"]["agent_description"]) <= 300
    assert len(features["agent_view"]["suggested_prompts"]) <= 4
    for command in features["slash_commands"]:
        assert len(command["command"]) <= 32
        assert len(command["description"]) <= 2_000


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_scope_has_its_reason(lang: str) -> None:
    assert set(reasons(lang)) == {*SCOPES, *OPTIONAL_SCOPES, APP_SCOPE}
    assert all(len(reason) > 20 for reason in reasons(lang).values())


def test_every_event_and_every_method_is_used(repository: Path) -> None:
    source = "".join(
        path.read_text("utf-8") for path in (repository / "integrations/slack").rglob("*.py")
    )
    for event in EVENTS:
        assert f'app.event("{event.partition(".")[0]}")' in source, event
    needed = {
        "assistant_threads_setSuggestedPrompts": "assistant:write",
        "assistant_threads_setStatus": "chat:write",
        "chat_postMessage": "chat:write",
        "chat_startStream": "chat:write",
        "users_info": "users:read",
        "users_list": "users:read",
        "conversations_info": "channels:read",
        "conversations_members": "groups:read",
        "conversations_history": "channels:history",
        "conversations_replies": "groups:history",
        "url_private_download": "files:read",
    }
    called = set(re.findall(r"client\.(\w+)\(", source))
    unknown = called - set(needed) - {
        "auth_test", "api_call", "views_open", "views_update", "views_publish",
        "chat_postEphemeral", "chat_update", "chat_delete", "chat_appendStream", "chat_stopStream",
    }  # fmt: skip
    assert unknown == set()
    assert set(needed.values()) <= set(SCOPES)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_command_prints_it_alone_on_stdout(carto: Carto, lang: str) -> None:  # noqa: F811
    ran = carto("slack", "--manifest", "--lang", lang)
    assert ran.code == 0
    assert json.loads(ran.out) == manifest(lang)
    assert "chat:write" in ran.err
