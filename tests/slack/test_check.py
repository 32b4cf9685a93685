"""`carto slack --check`, and starting with something missing: what is wrong and what to do."""

from pathlib import Path

import pytest
from pydantic import SecretStr

from assistant.settings import load_settings
from integrations.slack.check import check_slack
from integrations.slack.manifest import SCOPES
from integrations.slack.service import Service, SlackNotSet, tokens_of
from tests.cli.conftest import Carto, carto, home  # noqa: F401 - fixtures
from tests.slack.running import settings_for
from tests.slack.stub import StubSlack


def faults(stub: StubSlack, folder: Path, **more: object) -> set[tuple[str, str]]:
    found = check_slack(settings_for(stub, folder).model_copy(update=more))
    return {(one.name, one.detail) for one in found if not one.ok}


def test_a_working_set_up_has_no_faults(stub: StubSlack, tmp_path: Path) -> None:
    stub.scopes = ",".join(SCOPES)
    assert faults(stub, tmp_path) == set()


def test_a_missing_scope_is_named(stub: StubSlack, tmp_path: Path) -> None:
    stub.scopes = ",".join(scope for scope in SCOPES if scope != "files:read")
    assert faults(stub, tmp_path) == {("slack_scopes", "files:read")}


def test_a_token_slack_refuses_is_told_in_slacks_word(stub: StubSlack, tmp_path: Path) -> None:
    stub.fail("auth.test", "invalid_auth")
    stub.fail("apps.connections.open", "not_allowed_token_type")
    assert faults(stub, tmp_path) == {
        ("slack_team", "invalid_auth"),
        ("slack_connection", "not_allowed_token_type"),
    }


def test_a_token_copied_from_the_guide_with_its_dots_is_refused_in_words(
    stub: StubSlack, tmp_path: Path
) -> None:
    settings = settings_for(stub, tmp_path).model_copy(
        update={"slack_bot_token": SecretStr("xoxb-…")}
    )
    found = {one.name: one.detail for one in check_slack(settings) if not one.ok}
    assert found["slack_team"] == "invalid_auth"
    with pytest.raises(SlackNotSet):
        tokens_of(settings)


def test_slack_that_cannot_be_reached_is_told(stub: StubSlack, tmp_path: Path) -> None:
    found = faults(stub, tmp_path, slack_api_url="http://127.0.0.1:9/api/")
    assert found == {("slack_team", "unreachable"), ("slack_connection", "unreachable")}


def test_it_opens_no_connection_and_tells_what_came_in(
    service: Service, stub: StubSlack, tmp_path: Path
) -> None:
    assert service.worker is not None
    found = {one.name: one.detail for one in check_slack(settings_for(stub, tmp_path / "home"))}
    assert found["slack_worker"] == "carto slack"
    assert found["slack_events"] == "0"


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_every_check_and_hint_has_its_words(
    carto: Carto,  # noqa: F811
    stub: StubSlack,
    monkeypatch: pytest.MonkeyPatch,
    lang: str,
) -> None:
    monkeypatch.setenv("CARTO_SLACK_API_URL", stub.url)
    ran = carto("slack", "--check", "--lang", lang)
    assert ran.code == 1
    assert "slack_" not in ran.out
    assert "xoxb-" in ran.out


@pytest.mark.parametrize("lang", ["en", "fr"])
def test_starting_without_a_token_says_which(carto: Carto, lang: str) -> None:  # noqa: F811
    ran = carto("slack", "--lang", lang)
    assert (ran.code, ran.out) == (1, "")
    assert "CARTO_SLACK_BOT_TOKEN" in ran.err
    assert "docs/slack-setup.md" in ran.err


def test_starting_where_slack_refuses_says_so(
    carto: Carto,  # noqa: F811
    stub: StubSlack,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("CARTO_SLACK_API_URL", stub.url)
    monkeypatch.setenv("CARTO_SLACK_BOT_TOKEN", "xoxb-planted-secret")
    monkeypatch.setenv("CARTO_SLACK_APP_TOKEN", "xapp-planted-secret")
    stub.fail("auth.test", "account_inactive")
    ran = carto("slack")
    assert ran.code == 1
    assert "account_inactive" in ran.err
    assert "planted" not in ran.err


def test_tokens_are_hidden_wherever_settings_are_shown() -> None:
    settings = load_settings(slack_bot_token="xoxb-planted", slack_app_token="xapp-planted")  # noqa: S106 - planted
    assert "planted" not in f"{settings} {settings!r} {settings.model_dump()}"


def test_tokens_are_sent_only_over_tls_or_to_this_machine() -> None:
    with pytest.raises(ValueError, match="https://"):
        load_settings(slack_api_url="http://slack.com/api/")
