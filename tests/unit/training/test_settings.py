"""Settings: what is read from where, and the one line that a wrong one ends in."""

from pathlib import Path

import pytest
from pydantic import SecretStr, ValidationError

from domain.errors import InvalidSetting
from training.settings import Demo, LogLevel, Settings, load_settings, setting_names


@pytest.fixture(autouse=True)
def no_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in setting_names().values():
        monkeypatch.delenv(name, raising=False)


def test_nothing_need_be_set(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert load_settings().model_dump() == {
        "data_dir": tmp_path / "data",
        "database_url": f"sqlite:///{tmp_path}/data/frontstage.db",
        "host": "127.0.0.1",
        "port": 8501,
        "public_hosts": ("localhost", "127.0.0.1"),
        "model": "",
        "openai_api_key": SecretStr(""),
        "openai_base_url": "",
        "first_token_seconds": 8.0,
        "reply_seconds": 30.0,
        "model_context": 8_192,
        "model_input_price": 0.0,
        "model_cached_price": None,
        "model_output_price": 0.0,
        "model_monthly_budget": 0.0,
        "model_monthly_tokens": 0,
        "judge_passes": 0,
        "agreement_bar": 0.6,
        "session_hours": 12,
        "demo": Demo.AUTO,
        "log_level": LogLevel.INFO,
    }


def test_a_variable_wins_over_the_file_and_the_file_over_the_default(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / ".env"
    file.write_text("FRONTSTAGE_PORT=9000\nFRONTSTAGE_SESSION_HOURS=4\nUNRELATED=1\n", encoding="utf-8")
    monkeypatch.setenv("FRONTSTAGE_PORT", "9001")
    settings = load_settings(env_file=file)
    assert (settings.port, settings.session_hours, settings.demo) == (9001, 4, Demo.AUTO)


def test_an_empty_variable_means_the_default_even_where_the_file_says_otherwise(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / ".env"
    file.write_text("FRONTSTAGE_PORT=9000\nFRONTSTAGE_MODEL=some-model\nOPENAI_API_KEY=k\n", encoding="utf-8")
    monkeypatch.setenv("FRONTSTAGE_PORT", "")
    monkeypatch.setenv("FRONTSTAGE_MODEL", "  ")
    settings = load_settings(env_file=file)
    assert (settings.port, settings.model) == (8501, "")


def test_the_database_lies_in_the_data_folder_unless_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FRONTSTAGE_DATA_DIR", str(tmp_path))
    assert load_settings(env_file=None).database_url == f"sqlite:///{tmp_path}/frontstage.db"
    monkeypatch.setenv("FRONTSTAGE_DATABASE_URL", "postgresql://u:p@db.example/frontstage")
    assert load_settings(env_file=None).database_url == "postgresql://u:p@db.example/frontstage"


def test_words_are_read_in_any_case_and_lists_with_spaces(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FRONTSTAGE_DEMO", "OFF")
    monkeypatch.setenv("FRONTSTAGE_LOG_LEVEL", "Warning")
    monkeypatch.setenv("FRONTSTAGE_PUBLIC_HOSTS", "practice.example.org, 10.0.0.7,")
    settings = load_settings(env_file=None)
    assert (settings.demo, settings.log_level) == (Demo.OFF, LogLevel.WARNING)
    assert settings.public_hosts == ("practice.example.org", "10.0.0.7")


@pytest.mark.parametrize(
    ("name", "value", "message"),
    [
        ("FRONTSTAGE_PORT", "eighty", "'eighty' cannot be used. Allowed: a whole number from 1 to 65535."),
        ("FRONTSTAGE_PORT", "65536", "'65536' cannot be used. Allowed: a whole number from 1 to 65535."),
        (
            "FRONTSTAGE_HOST",
            "http://localhost",
            "'http://localhost' cannot be used. Allowed: a host name or an IP address, with no port.",
        ),
        (
            "FRONTSTAGE_HOST",
            "127.0.0.1:8501",
            "'127.0.0.1:8501' cannot be used. Allowed: a host name or an IP address, with no port.",
        ),
        (
            "FRONTSTAGE_PUBLIC_HOSTS",
            "localhost, https://practice.example.org/",
            (
                "'localhost, https://practice.example.org/' cannot be used. Allowed: host names with commas between "
                "them, such as practice.example.org."
            ),
        ),
        (
            "FRONTSTAGE_PUBLIC_HOSTS",
            "practice.example.org:8501",
            (
                "'practice.example.org:8501' cannot be used. Allowed: host names with commas between them, such as "
                "practice.example.org."
            ),
        ),
        (
            "FRONTSTAGE_PUBLIC_HOSTS",
            ",",
            "',' cannot be used. Allowed: host names with commas between them, such as practice.example.org.",
        ),
        (
            "FRONTSTAGE_DATA_DIR",
            "~nobody-of-this-name/x",
            "'~nobody-of-this-name/x' cannot be used. Allowed: a folder.",
        ),
        (
            "OPENAI_BASE_URL",
            "models.example.org/v1",
            "'models.example.org/v1' cannot be used. Allowed: an address that begins with http:// or https://.",
        ),
        (
            "FRONTSTAGE_FIRST_TOKEN_SECONDS",
            "nan",
            "'nan' cannot be used. Allowed: a number of seconds above 0, up to 120.",
        ),
        (
            "FRONTSTAGE_REPLY_SECONDS",
            "5",
            (
                "'5' cannot be used. Allowed: a number of seconds up to 300, and no less than "
                "FRONTSTAGE_FIRST_TOKEN_SECONDS."
            ),
        ),
        (
            "FRONTSTAGE_MODEL_CONTEXT",
            "1000",
            "'1000' cannot be used. Allowed: a whole number of tokens from 2048 on.",
        ),
        ("FRONTSTAGE_SESSION_HOURS", "0", "'0' cannot be used. Allowed: a whole number of hours from 1 to 720."),
        ("FRONTSTAGE_DEMO", "on", "'on' cannot be used. Allowed: auto or off."),
        ("FRONTSTAGE_LOG_LEVEL", "loud", "'loud' cannot be used. Allowed: debug, info, warning or error."),
    ],
)
def test_a_wrong_value_is_named_with_what_is_allowed(
    name: str, value: str, message: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(InvalidSetting) as caught:
        load_settings(env_file=None)
    assert str(caught.value) == f"{name}: {message}"


def test_only_the_first_wrong_value_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FRONTSTAGE_SESSION_HOURS", "many")
    monkeypatch.setenv("FRONTSTAGE_PORT", "many")
    with pytest.raises(InvalidSetting, match=r"^FRONTSTAGE_PORT: 'many' cannot be used\."):
        load_settings(env_file=None)


@pytest.mark.parametrize(
    "value",
    [
        "mysql://staff:hunter2@db/x",
        "postgres://staff:hunter2@db/x",
        "sqlite://",
        "postgresql://staff:hunter2@db:port/x",
        "postgresql://staff:hunter2@[::1]:/x",
    ],
)
def test_a_database_url_is_refused_without_being_shown(value: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FRONTSTAGE_DATABASE_URL", value)
    with pytest.raises(InvalidSetting) as caught:
        load_settings(env_file=None)
    assert str(caught.value) == (
        "FRONTSTAGE_DATABASE_URL: the value given cannot be used. "
        "Allowed: sqlite:///path/to/file.db or postgresql://user:password@host/name."
    )
    assert caught.value.__cause__ is None
    assert caught.value.__suppress_context__


@pytest.mark.parametrize("place", ["db.example", "db.example:5432", "[::1]", "[::1]:5432", "db:5432/x?sslmode=require"])
def test_a_database_may_be_anywhere_and_a_password_hold_any_mark(place: str, monkeypatch: pytest.MonkeyPatch) -> None:
    url = f"postgresql://staff:a:b?c/d@{place}/x"
    monkeypatch.setenv("FRONTSTAGE_DATABASE_URL", url)
    assert load_settings(env_file=None).database_url == url


def test_public_hosts_may_be_addresses_of_either_kind(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FRONTSTAGE_PUBLIC_HOSTS", "[::1],::1,10.0.0.7,practice.example.org")
    assert load_settings(env_file=None).public_hosts == ("[::1]", "::1", "10.0.0.7", "practice.example.org")


def test_a_data_folder_that_is_a_file_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "notes.txt"
    file.touch()
    monkeypatch.setenv("FRONTSTAGE_DATA_DIR", str(file))
    with pytest.raises(InvalidSetting, match=r"^FRONTSTAGE_DATA_DIR: .* Allowed: a folder\.$"):
        load_settings(env_file=None)


def test_a_misspelt_name_is_named_with_the_nearest(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FRONTSTAGE_PROT", "8502")
    with pytest.raises(InvalidSetting) as caught:
        load_settings(env_file=None)
    assert str(caught.value) == "FRONTSTAGE_PROT: no such setting exists. Did you mean FRONTSTAGE_PORT?"


def test_a_providers_name_with_our_prefix_is_put_right(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FRONTSTAGE_OPENAI_API_KEY", "k")
    with pytest.raises(InvalidSetting) as caught:
        load_settings(env_file=None)
    assert str(caught.value) == "FRONTSTAGE_OPENAI_API_KEY: no such setting exists. Did you mean OPENAI_API_KEY?"


def test_a_misspelt_name_is_found_in_the_file_too(tmp_path: Path) -> None:
    file = tmp_path / ".env"
    file.write_text("FRONTSTAGE_XYLOPHONE=1\n", encoding="utf-8")
    with pytest.raises(InvalidSetting) as caught:
        load_settings(env_file=file)
    assert str(caught.value) == ("FRONTSTAGE_XYLOPHONE: no such setting exists. See .env.example for those that do.")


def test_a_file_that_is_not_text_is_named(tmp_path: Path) -> None:
    file = tmp_path / ".env"
    file.write_bytes(b"FRONTSTAGE_PORT=\xff\xfe\n")
    with pytest.raises(InvalidSetting, match=r"cannot be read as a text file of NAME=value lines"):
        load_settings(env_file=file)


def test_a_model_needs_a_key_or_a_provider_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FRONTSTAGE_MODEL", "some-model")
    with pytest.raises(InvalidSetting, match=r"^FRONTSTAGE_MODEL: 'some-model' needs OPENAI_API_KEY"):
        load_settings(env_file=None)
    monkeypatch.setenv("OPENAI_BASE_URL", "http://127.0.0.1:8080/v1")
    assert load_settings(env_file=None).model == "some-model"


@pytest.mark.parametrize(
    ("given", "message"),
    [
        (
            {"INPUT_PRICE": "0.15"},
            "FRONTSTAGE_MODEL_INPUT_PRICE and FRONTSTAGE_MODEL_OUTPUT_PRICE belong together: give both, or neither.",
        ),
        (
            {"INPUT_PRICE": "0.15", "CACHED_PRICE": "0.3", "OUTPUT_PRICE": "0.6"},
            (
                "FRONTSTAGE_MODEL_CACHED_PRICE: 0.3 is more than FRONTSTAGE_MODEL_INPUT_PRICE (0.15). What comes out "
                "of the cache costs the same or less."
            ),
        ),
        (
            {"MONTHLY_BUDGET": "50"},
            (
                "FRONTSTAGE_MODEL_MONTHLY_BUDGET: an amount of money needs prices to be counted by. Set "
                "FRONTSTAGE_MODEL_INPUT_PRICE and FRONTSTAGE_MODEL_OUTPUT_PRICE, or limit "
                "FRONTSTAGE_MODEL_MONTHLY_TOKENS instead."
            ),
        ),
        (
            {"MONTHLY_TOKENS": "-1"},
            "FRONTSTAGE_MODEL_MONTHLY_TOKENS: '-1' cannot be used. Allowed: a whole number of tokens, such as 5000000.",
        ),
        (
            {"OUTPUT_PRICE": "inf"},
            "FRONTSTAGE_MODEL_OUTPUT_PRICE: 'inf' cannot be used. Allowed: a price for a million tokens, such as 0.15.",
        ),
    ],
)
def test_prices_and_limits_that_contradict_each_other_are_refused(
    given: dict[str, str], message: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in given.items():
        monkeypatch.setenv(f"FRONTSTAGE_MODEL_{name}", value)
    with pytest.raises(InvalidSetting) as caught:
        load_settings(env_file=None)
    assert str(caught.value) == message


def test_a_judge_needs_a_model(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FRONTSTAGE_JUDGE_PASSES", "3")
    with pytest.raises(InvalidSetting) as caught:
        load_settings(env_file=None)
    assert str(caught.value) == (
        "FRONTSTAGE_JUDGE_PASSES: there is no model to judge. Set FRONTSTAGE_MODEL too, or leave both out."
    )
    monkeypatch.setenv("FRONTSTAGE_MODEL", "some-model")
    monkeypatch.setenv("OPENAI_BASE_URL", "http://127.0.0.1:8080/v1")
    assert load_settings(env_file=None).judge_passes == 3


def test_a_budget_with_prices_and_a_limit_of_tokens_may_stand_together(monkeypatch: pytest.MonkeyPatch) -> None:
    prices = {"INPUT_PRICE": "0.15", "OUTPUT_PRICE": "0.6", "MONTHLY_BUDGET": "50", "MONTHLY_TOKENS": "5000000"}
    for name, value in prices.items():
        monkeypatch.setenv(f"FRONTSTAGE_MODEL_{name}", value)
    settings = load_settings(env_file=None)
    assert (settings.model_cached_price, settings.model_monthly_budget, settings.model_monthly_tokens) == (
        None,
        50,
        5_000_000,
    )


def test_secrets_are_not_in_the_printed_form(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", "sk-hunter2")
    monkeypatch.setenv("FRONTSTAGE_DATABASE_URL", "postgresql://u:hunter2@db/x")
    settings = load_settings(env_file=None)
    assert settings.openai_api_key.get_secret_value() == "sk-hunter2"
    assert "hunter2" not in f"{settings!r} {settings}"


def test_settings_are_frozen() -> None:
    settings = load_settings(env_file=None)
    with pytest.raises(ValidationError, match="frozen"):
        settings.port = 1  # type: ignore[misc]  # the point of the test


@pytest.mark.parametrize(
    ("host", "alone"),
    [
        ("127.0.0.1", True),
        ("127.8.8.8", True),
        ("::1", True),
        ("localhost", True),
        ("0.0.0.0", False),
        ("::", False),
        ("practice.example.org", False),
    ],
)
def test_only_loopback_is_this_machine_alone(host: str, alone: bool) -> None:
    assert Settings(host=host).on_this_machine_alone is alone


@pytest.mark.parametrize(
    ("settings", "real_accounts", "offered"),
    [
        (Settings(), 0, True),
        (Settings(), 1, False),
        (Settings(host="0.0.0.0"), 0, False),
        (Settings(public_hosts=("practice.example.org",)), 0, False),
        (Settings(demo=Demo.OFF), 0, False),
    ],
)
def test_the_demo_is_offered_only_alone_and_before_the_first_account(
    settings: Settings, real_accounts: int, offered: bool
) -> None:
    assert settings.offers_demo(real_accounts=real_accounts) is offered
