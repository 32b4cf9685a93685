"""What can be set about models: by variable, in config.toml, in secrets.toml; per use; and what is refused."""

import os
from pathlib import Path

import pytest
from pydantic import ValidationError

from assistant.given_fields import field_faults
from assistant.settings import (
    EmbeddingSettings,
    ModelSettings,
    Settings,
    load_settings,
    offered_key,
    secrets_are_open,
    unknown_in_config,
    unknown_in_environment,
)

LOCAL = "http://localhost:11434/v1"
OPENAI = "https://api.openai.com/v1"


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("CARTO_HOME", str(tmp_path))
    return tmp_path


def config(home: Path, text: str, name: str = "config.toml") -> None:
    (home / name).write_text(text, encoding="utf-8")


def faults(**given: object) -> list[tuple[str, str]]:
    with pytest.raises(ValidationError) as raised:
        ModelSettings(**given)  # type: ignore[arg-type]
    return [(fault.field, fault.expected) for fault in field_faults(raised.value)]


def test_nothing_set_is_no_model_for_any_use() -> None:
    assert load_settings().model.for_use("answering") is None
    assert load_settings().embedding.base_url is None


def test_an_address_and_a_name_are_enough() -> None:
    choice = ModelSettings(base_url=LOCAL, name="qwen3").for_use("reading")
    assert choice is not None
    assert (choice.use, choice.base_url, choice.name, choice.key) == (
        "reading",
        LOCAL,
        "qwen3",
        None,
    )
    assert choice.host == "localhost:11434"


def test_switched_off_is_no_model() -> None:
    assert ModelSettings(base_url=LOCAL, name="qwen3", off=True).for_use("reading") is None


def test_a_use_may_differ_by_variable_and_by_file(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    config(home, f'[model]\nbase_url = "{LOCAL}"\nname = "small"\n[model.writing]\nname = "poet"\n')
    monkeypatch.setenv("CARTO_MODEL_READING_NAME", "large")
    monkeypatch.setenv("CARTO_MODEL_READING_REPLY_TOKENS", "900")
    model = load_settings().model
    names = {
        use: choice.name
        for use in ("reading", "answering", "writing")
        if (choice := model.for_use(use))
    }
    assert names == {"reading": "large", "answering": "small", "writing": "poet"}
    reading = model.for_use("reading")
    assert reading is not None
    assert reading.reply_tokens == 900


def test_one_use_alone_may_have_a_model() -> None:
    model = ModelSettings(reading={"base_url": LOCAL, "name": "reader"})  # type: ignore[arg-type]
    assert model.for_use("reading") is not None
    assert model.for_use("answering") is None


def test_one_use_alone_may_be_switched_off() -> None:
    model = ModelSettings(base_url=LOCAL, name="m", writing={"off": True})  # type: ignore[arg-type]
    assert model.for_use("writing") is None
    assert model.for_use("reading") is not None


def test_the_key_of_one_address_never_goes_to_another() -> None:
    other = {"base_url": "https://models.example.com/v1", "name": "m"}
    model = ModelSettings(base_url=OPENAI, name="gpt", key="sk-1", reading=other)  # type: ignore[arg-type]
    reading, answering = model.for_use("reading"), model.for_use("answering")
    assert reading is not None
    assert answering is not None
    assert reading.key is None
    assert answering.key is not None


def test_the_environment_wins_over_the_file_and_the_file_over_secrets(
    home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    config(home, f'[model]\nbase_url = "{LOCAL}"\nname = "from-file"\ncontext_tokens = 8000\n')
    config(home, '[model]\nkey = "sk-file"\nname = "from-secrets"\n', "secrets.toml")
    monkeypatch.setenv("CARTO_MODEL_CONTEXT_TOKENS", "16000")
    choice = load_settings().model.for_use("answering")
    assert choice is not None
    assert choice.name == "from-file"
    assert choice.context_tokens == 16_000
    assert choice.key is not None
    assert choice.key.get_secret_value() == "sk-file"


def test_secrets_hold_other_tokens_too(home: Path) -> None:
    config(home, 'slack_bot_token = "xoxb-1"\n[embedding]\nkey = "e"\n', "secrets.toml")
    config(home, f'[embedding]\nbase_url = "{OPENAI}"\nname = "text-embedding-3-small"\n')
    settings = load_settings()
    assert settings.slack_bot_token is not None
    assert settings.embedding.key is not None


def test_no_key_shows_in_what_is_printed() -> None:
    model = ModelSettings(base_url=OPENAI, name="gpt", key="sk-abc", reading={"key": "sk-def"})  # type: ignore[arg-type]
    shown = f"{model!r} {model} {model.for_use('reading')!r} {Settings(model=model)!r} {model.model_dump()}"
    assert "sk-abc" not in shown
    assert "sk-def" not in shown


@pytest.mark.parametrize("blank", ["", "  "])
def test_a_blank_value_counts_as_not_set(
    monkeypatch: pytest.MonkeyPatch, home: Path, blank: str
) -> None:
    config(home, f'[model]\nbase_url = "{LOCAL}"\nname = "m"\n[model.reading]\nname = "{blank}"\n')
    for name in ("CARTO_MODEL_NAME", "CARTO_MODEL_TEMPERATURE", "CARTO_MODEL_WRITING_NAME"):
        monkeypatch.setenv(name, "")
    model = load_settings().model
    assert [choice.name for use in ("reading", "writing") if (choice := model.for_use(use))] == [
        "m",
        "m",
    ]


@pytest.mark.parametrize(("given", "wanted"), [("none", None), ("None", None), ("0.7", 0.7)])
def test_no_temperature_is_said_in_a_word(
    monkeypatch: pytest.MonkeyPatch, given: str, wanted: float | None
) -> None:
    monkeypatch.setenv("CARTO_MODEL_TEMPERATURE", given)
    choice = ModelSettings(base_url=LOCAL, name="m").for_use("reading")
    assert choice is not None
    assert choice.temperature == wanted


# Addresses


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        (OPENAI, OPENAI),
        ("https://api.openai.com/v1/", OPENAI),
        (f"  {OPENAI}/chat/completions ", OPENAI),
        ("https://acme.openai.azure.com/openai/v1/", "https://acme.openai.azure.com/openai/v1"),
        ("http://127.0.0.1:8000/v1", "http://127.0.0.1:8000/v1"),
        ("http://[::1]:8000/v1", "http://[::1]:8000/v1"),
        (LOCAL, LOCAL),
    ],
)
def test_encrypted_addresses_and_this_machine_are_taken(given: str, kept: str) -> None:
    assert ModelSettings(base_url=given, name="m").base_url == kept


@pytest.mark.parametrize(
    "given",
    [
        "http://models.internal:8000/v1",
        "http://192.168.1.20/v1",
        "http://localhost.evil.example/v1",
        "http://127.0.0.1@evil.example/v1",
        "https://sk-key@api.openai.com/v1",
        "https://api.openai.com/v1?key=1",
        "ftp://localhost/v1",
        "file:///etc/passwd",
        "api.openai.com/v1",
        "https://",
        "https://host:port/v1",
        "https://a\nb/v1",
    ],
)
def test_other_addresses_are_refused_by_name(given: str) -> None:
    assert ("base_url", "model_address") in faults(base_url=given, name="m")


def test_an_open_connection_within_the_house_is_allowed_in_words() -> None:
    model = ModelSettings(base_url="http://models.internal:8000/v1", name="m", allow_http=True)
    assert model.for_use("reading") is not None
    override = {"base_url": "http://gpu.internal/v1", "name": "m", "allow_http": True}
    assert ModelSettings(reading=override).for_use("reading") is not None  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("given", "fault"),
    [
        ({"key": "sk-1"}, ("base_url", "model_address")),
        ({"name": "gpt"}, ("base_url", "model_address")),
        ({"base_url": OPENAI}, ("name", "model_name")),
        ({"reading": {"name": "gpt"}}, ("reading.base_url", "model_address")),
        ({"base_url": OPENAI, "name": "m", "reading": {"base_url": "http://x/v1"}}, ("reading.base_url", "model_address")),
    ],
)  # fmt: skip
def test_half_an_endpoint_is_refused_by_the_name_of_what_is_missing(
    given: dict[str, object], fault: tuple[str, str]
) -> None:
    assert fault in faults(**given)


@pytest.mark.parametrize(
    ("name", "value"),
    [("timeout_s", 0), ("retries", -1), ("retries", 99), ("structured", "xml"), ("temperature", 9),
     ("daily_tokens", -1), ("context_tokens", 0), ("total_s", "inf")],
)  # fmt: skip
def test_values_beyond_reason_are_refused(name: str, value: object) -> None:
    assert [field for field, _ in faults(base_url=LOCAL, name="m", **{name: value})] == [name]


def test_half_an_embedding_endpoint_is_refused() -> None:
    with pytest.raises(ValidationError):
        EmbeddingSettings(name="e")
    with pytest.raises(ValidationError):
        EmbeddingSettings(base_url="http://far.example/v1", name="e")


def test_an_embedding_endpoint_is_used_when_it_is_whole_and_on() -> None:
    whole = {"base_url": LOCAL, "name": "e"}
    assert EmbeddingSettings(**whole).is_on  # type: ignore[arg-type]
    assert not EmbeddingSettings(**whole, off=True).is_on  # type: ignore[arg-type]
    assert not EmbeddingSettings(off=True, name="e").is_on
    assert not EmbeddingSettings().is_on


# Names that nothing reads


def test_unknown_names_are_told_at_every_depth(home: Path) -> None:
    config(
        home,
        f'[model]\nbase_url = "{LOCAL}"\nname = "m"\nnmae = "x"\n[model.reading]\ntols = false\n',
    )
    config(home, '[model]\nkey = "k"\nkeey = "k"\n[embeding]\nkey = "x"\n', "secrets.toml")
    found = {(one.name, one.near) for one in unknown_in_config()}
    assert found == {
        ("model.nmae", "model.name"),
        ("model.reading.tols", "model.reading.tools"),
        ("model.keey", "model.key"),
        ("embeding", "embedding"),
    }


def test_unknown_variables_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CARTO_MODEL_NAME", "m")
    monkeypatch.setenv("CARTO_MODEL_READING_BASE_URL", LOCAL)
    monkeypatch.setenv("CARTO_EMBEDDING_NAME", "m")
    monkeypatch.setenv("CARTO_MODEL_READING_NMAE", "m")
    monkeypatch.setenv("CARTO_MODEL", "gpt")
    assert [one.name for one in unknown_in_environment()] == [
        "CARTO_MODEL",
        "CARTO_MODEL_READING_NMAE",
    ]


def test_a_model_that_is_no_table_is_refused_by_name(home: Path) -> None:
    config(home, 'model = "gpt"\n')
    with pytest.raises(ValidationError) as raised:
        load_settings()
    assert [fault.field for fault in field_faults(raised.value)] == ["model"]


# Keys of other programs, and who can read ours


def test_a_key_of_another_program_leads_to_an_offer_and_never_to_its_use(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert offered_key() is None
    monkeypatch.setenv("OPENAI_API_KEY", "sk-theirs")
    assert offered_key() == "OPENAI_API_KEY"
    assert load_settings().model.for_use("answering") is None
    monkeypatch.setenv("CARTO_MODEL_BASE_URL", LOCAL)
    monkeypatch.setenv("CARTO_MODEL_NAME", "m")
    assert offered_key() is None


def test_no_offer_is_made_to_who_switched_models_off(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AZURE_OPENAI_API_KEY", "theirs")
    assert offered_key() == "AZURE_OPENAI_API_KEY"
    monkeypatch.setenv("CARTO_MODEL_OFF", "true")
    assert offered_key() is None


@pytest.mark.skipif(os.name != "posix", reason="permissions of POSIX")
@pytest.mark.parametrize(
    ("mode", "wide"), [(0o600, False), (0o400, False), (0o640, True), (0o604, True)]
)
def test_secrets_that_others_can_read_are_noticed(home: Path, mode: int, wide: bool) -> None:
    assert not secrets_are_open()
    config(home, "", "secrets.toml")
    (home / "secrets.toml").chmod(mode)
    assert secrets_are_open() is wide
