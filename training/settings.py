"""What may be set from outside: environment variables, or a `.env` file where no variable stands.

Always holds: settings are frozen and checked before anything starts; a wrong one ends in a single line that names it,
says what was given (never for a secret) and what is allowed; a misspelt FRONTSTAGE_ name is an error, not silence; an
empty value means the default. `.env.example` documents every setting, and a test keeps it so.
"""

import difflib
import ipaddress
import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Annotated
from urllib.parse import urlsplit

from pydantic import (
    AfterValidator,
    BeforeValidator,
    Field,
    SecretStr,
    ValidationError,
    ValidationInfo,
    field_validator,
    model_validator,
)
from pydantic_settings import BaseSettings, DotEnvSettingsSource, EnvSettingsSource, NoDecode, SettingsConfigDict

from domain.errors import InvalidSetting

PREFIX = "FRONTSTAGE_"
ENV_FILE = Path(".env")
_PRICE = "a price for a million tokens, such as 0.15"
_NO_PORT = re.compile(r":(?![0-9]+$)[^:\]]*$")  # what follows the last colon of "host:port" is no number


class Demo(StrEnum):
    """Whether the demo organisation may be offered."""

    AUTO = "auto"
    OFF = "off"


class LogLevel(StrEnum):
    DEBUG = "debug"
    INFO = "info"
    WARNING = "warning"
    ERROR = "error"


@dataclass(frozen=True, slots=True)
class Allowed:
    """What a setting may be, in the words of its error message. `secret` keeps the given value out of it."""

    words: str
    secret: bool = False


def _folder(value: Path) -> Path:
    try:
        path = value.expanduser().absolute()
    except RuntimeError as error:  # ~somebody, and there is nobody of that name
        raise ValueError from error
    if path.exists() and not path.is_dir():
        raise ValueError
    return path


def _host(value: str) -> str:
    if not value or any(mark in value for mark in " /@"):
        raise ValueError
    if ":" in value:
        ipaddress.IPv6Address(value)  # a port belongs into its own setting
    return value


def _database_url(value: str) -> str:
    scheme, rest = value.partition("://")[::2]
    if scheme not in {"sqlite", "postgresql", "postgresql+psycopg"} or not rest.strip("/"):
        raise ValueError
    if scheme != "sqlite" and _NO_PORT.search(re.split("[/?]", rest.rpartition("@")[2])[0]):
        raise ValueError
    return value


def _known_hosts(value: tuple[str, ...]) -> tuple[str, ...]:
    if not value:
        raise ValueError
    for name in value:
        _host(name.removeprefix("[").removesuffix("]"))
    return value


def _web_address(value: str) -> str:
    parts = urlsplit(value)
    if value and (parts.scheme not in {"http", "https"} or not parts.hostname):
        raise ValueError
    return value


def _comma_separated(value: str | Sequence[str]) -> Sequence[str]:
    return [part for part in (word.strip() for word in value.split(",")) if part] if isinstance(value, str) else value


def _lower(value: str) -> str:
    return value.lower()


class Settings(BaseSettings):
    """Every setting of Frontstage. Times are in the unit that the name says."""

    model_config = SettingsConfigDict(
        env_prefix=PREFIX,
        env_file_encoding="utf-8",
        extra="ignore",
        frozen=True,
        validate_default=True,
        validate_by_name=True,
        validate_by_alias=True,
    )

    data_dir: Annotated[Path, AfterValidator(_folder), Allowed("a folder")] = Field(
        default=Path("data"),
        description="The folder that holds the database and the search index. Made when missing.",
    )
    database_url: Annotated[
        str,
        AfterValidator(_database_url),
        Allowed("sqlite:///path/to/file.db or postgresql://user:password@host/name", secret=True),
    ] = Field(
        default_factory=lambda settings: f"sqlite:///{settings['data_dir'] / 'frontstage.db'}",
        repr=False,
        description="Where the records live. Left out, it is the file frontstage.db in the data folder.",
    )
    host: Annotated[str, AfterValidator(_host), Allowed("a host name or an IP address, with no port")] = Field(
        default="127.0.0.1",
        description="The address to listen on. 127.0.0.1: this machine alone reaches it; 0.0.0.0: others too.",
    )
    port: Annotated[int, Allowed("a whole number from 1 to 65535")] = Field(
        default=8501, ge=1, le=65535, description="The port to listen on."
    )
    public_hosts: Annotated[
        tuple[str, ...],
        NoDecode,
        BeforeValidator(_comma_separated),
        AfterValidator(_known_hosts),
        Allowed("host names with commas between them, such as practice.example.org"),
    ] = Field(
        default=("localhost", "127.0.0.1"),
        description="The host names under which people reach Frontstage, with commas between them. "
        "A browser that comes under another name is turned away.",
    )
    model: Annotated[str, Allowed("the name of a chat model, or nothing to work without one")] = Field(
        default="",
        description="The chat model that words the customer and judges beside the embedded scorer. "
        "Nothing: no model is used, and everything works without.",
    )
    openai_api_key: Annotated[SecretStr, Allowed("the key of your provider", secret=True)] = Field(
        default=SecretStr(""),
        validation_alias="OPENAI_API_KEY",
        description="The key for the chat model. Needed only with a model whose provider asks for one.",
    )
    openai_base_url: Annotated[
        str, AfterValidator(_web_address), Allowed("an address that begins with http:// or https://")
    ] = Field(
        default="",
        validation_alias="OPENAI_BASE_URL",
        description="The address of another provider that speaks the OpenAI protocol. Nothing: OpenAI itself.",
    )
    first_token_seconds: Annotated[float, Allowed("a number of seconds above 0, up to 120")] = Field(
        default=8, gt=0, le=120, description="How long the chat model may take to begin a reply, in seconds."
    )
    reply_seconds: Annotated[
        float, Allowed("a number of seconds up to 300, and no less than FRONTSTAGE_FIRST_TOKEN_SECONDS")
    ] = Field(
        default=30,
        gt=0,
        le=300,
        description="How long the chat model may take for a whole reply, retries included, in seconds. "
        "After that the scripted customer answers.",
    )
    model_context: Annotated[int, Allowed("a whole number of tokens from 2048 on")] = Field(
        default=8_192,
        ge=2_048,
        description="How many tokens the chat model takes at once, its reply included. A conversation that is longer "
        "is sent without its oldest lines.",
    )
    model_input_price: Annotated[float, Allowed(_PRICE)] = Field(
        default=0,
        ge=0,
        allow_inf_nan=False,
        description="What a million tokens of input cost, in the money that your provider bills. 0: not known.",
    )
    model_cached_price: Annotated[float | None, Allowed(_PRICE)] = Field(
        default=None,
        ge=0,
        allow_inf_nan=False,
        description="What a million tokens of input cost that the provider finds in its cache. "
        "Nothing: the same as all other input.",
    )
    model_output_price: Annotated[float, Allowed(_PRICE)] = Field(
        default=0,
        ge=0,
        allow_inf_nan=False,
        description="What a million tokens of output cost. 0: not known.",
    )
    model_monthly_budget: Annotated[float, Allowed("an amount of money, such as 50")] = Field(
        default=0,
        ge=0,
        allow_inf_nan=False,
        description="The most that the chat model may cost in a calendar month (UTC), in the money of the prices. "
        "Once it is used up, the scripted customer speaks for the rest of the month. 0: no limit.",
    )
    model_monthly_tokens: Annotated[int, Allowed("a whole number of tokens, such as 5000000")] = Field(
        default=0,
        ge=0,
        description="The most tokens, input and output together, that the chat model may use in a calendar month "
        "(UTC): a limit that needs no prices. 0: no limit.",
    )
    judge_passes: Annotated[int, Allowed("a whole number from 0 to 9")] = Field(
        default=0,
        ge=0,
        le=9,
        description="How often the chat model judges each finished conversation; the median counts, its quotes are "
        "checked, and the built-in scorer decides what the model does not. 3 is a good number. 0: the model is not "
        "asked.",
    )
    agreement_bar: Annotated[float, Allowed("a number from 0 to 1, such as 0.6")] = Field(
        default=0.6,
        ge=0,
        le=1,
        description="How well a scorer must agree with people's labels (weighted kappa, in `frontstage calibrate`) "
        "before a criterion counts as more than advisory.",
    )
    session_hours: Annotated[int, Allowed("a whole number of hours from 1 to 720")] = Field(
        default=12, ge=1, le=720, description="How long a sign-in lasts, in hours."
    )
    demo: Annotated[Demo, BeforeValidator(_lower), Allowed("auto or off")] = Field(
        default=Demo.AUTO,
        description="auto: the sign-in offers a demo organisation, but only while no real account exists and only "
        "this machine can reach it. off: never.",
    )
    log_level: Annotated[LogLevel, BeforeValidator(_lower), Allowed("debug, info, warning or error")] = Field(
        default=LogLevel.INFO, description="How much is logged: debug, info, warning or error."
    )

    @model_validator(mode="before")
    @classmethod
    def _empty_means_default(cls, given: dict[str, object]) -> dict[str, object]:
        texts = {name: value.strip() if isinstance(value, str) else value for name, value in given.items()}
        return {name: value for name, value in texts.items() if value != ""}

    @field_validator("reply_seconds")
    @classmethod
    def _whole_reply_outlasts_its_first_word(cls, value: float, info: ValidationInfo) -> float:
        if value < info.data.get("first_token_seconds", 0):
            raise ValueError
        return value

    @property
    def on_this_machine_alone(self) -> bool:
        """True when only this machine can reach Frontstage: it listens on loopback, and has no public name (behind a
        proxy on the same machine, the address alone would not tell)."""
        return all(_is_loopback(host) for host in (self.host, *self.public_hosts))

    def offers_demo(self, *, real_accounts: int) -> bool:
        """True when the sign-in may offer the demo organisation. `real_accounts` counts people outside it."""
        return self.demo is Demo.AUTO and self.on_this_machine_alone and real_accounts == 0


def _is_loopback(host: str) -> bool:
    try:
        return host == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def load_settings(*, env_file: Path | None = ENV_FILE) -> Settings:
    """The settings of the environment, and of `env_file` where the environment says nothing; None reads no file.

    Raises InvalidSetting, in one line, for a FRONTSTAGE_ name that does not exist, for the first value that cannot be
    used, for a model that could not be called, and for prices and limits that contradict each other.
    """
    try:
        _refuse_unknown_names(env_file)
        settings = Settings(_env_file=env_file)
    except ValidationError as error:
        # `from None`: the foreign error holds every value that was given, secrets too.
        first = error.errors()[0]
        raise InvalidSetting(_sentence(first["loc"][0], first["input"])) from None
    except (OSError, UnicodeDecodeError) as error:
        raise InvalidSetting(f"{env_file} cannot be read as a text file of NAME=value lines: {error}.") from error
    if settings.model and not settings.openai_base_url and not settings.openai_api_key.get_secret_value():
        raise InvalidSetting(
            f"{PREFIX}MODEL: {settings.model!r} needs OPENAI_API_KEY, or OPENAI_BASE_URL for a provider without keys. "
            "Leave the model out to work without one."
        )
    _refuse_contradictions(settings)
    return settings


def setting_names() -> dict[str, str]:
    """The environment variable of each field of Settings, in the order of the fields."""
    return {
        field: info.validation_alias if isinstance(info.validation_alias, str) else f"{PREFIX}{field.upper()}"
        for field, info in Settings.model_fields.items()
    }


def _refuse_contradictions(settings: Settings) -> None:
    """What cannot be meant so: prices, a budget that nothing could be counted against, a judge without a model."""
    if (settings.model_input_price > 0) is not (settings.model_output_price > 0):
        raise InvalidSetting(
            f"{PREFIX}MODEL_INPUT_PRICE and {PREFIX}MODEL_OUTPUT_PRICE belong together: give both, or neither."
        )
    if settings.judge_passes and not settings.model:
        raise InvalidSetting(
            f"{PREFIX}JUDGE_PASSES: there is no model to judge. Set {PREFIX}MODEL too, or leave both out."
        )
    if (settings.model_cached_price or 0) > settings.model_input_price:
        raise InvalidSetting(
            f"{PREFIX}MODEL_CACHED_PRICE: {settings.model_cached_price:g} is more than {PREFIX}MODEL_INPUT_PRICE "
            f"({settings.model_input_price:g}). What comes out of the cache costs the same or less."
        )
    if settings.model_monthly_budget and not settings.model_input_price:
        raise InvalidSetting(
            f"{PREFIX}MODEL_MONTHLY_BUDGET: an amount of money needs prices to be counted by. Set "
            f"{PREFIX}MODEL_INPUT_PRICE and {PREFIX}MODEL_OUTPUT_PRICE, or limit {PREFIX}MODEL_MONTHLY_TOKENS instead."
        )


def _refuse_unknown_names(env_file: Path | None) -> None:
    known = {name.removeprefix(PREFIX): name for name in setting_names().values()}
    given = {**EnvSettingsSource(Settings).env_vars, **DotEnvSettingsSource(Settings, env_file=env_file).env_vars}
    for name in sorted(name.upper() for name in given):
        if name.startswith(PREFIX) and name not in known.values():
            near = difflib.get_close_matches(name.removeprefix(PREFIX), known, n=1)
            advice = f"Did you mean {known[near[0]]}?" if near else "See .env.example for those that do."
            raise InvalidSetting(f"{name}: no such setting exists. {advice}")


def _sentence(where: int | str, given: object) -> str:
    names = setting_names()
    field = next(field for field, name in names.items() if where in {field, name})
    allowed = next(mark for mark in Settings.model_fields[field].metadata if isinstance(mark, Allowed))
    shown = "the value given" if allowed.secret else repr(given)[:100]
    return f"{names[field]}: {shown} cannot be used. Allowed: {allowed.words}."
