"""Settings: config/zibot.toml overridden by ZIBOT_… in the environment, frozen; a bad value refuses the start."""

import os
import re
import tomllib
from datetime import date, time
from pathlib import Path
from typing import Annotated, Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from pydantic import (
    BeforeValidator,
    Field,
    PlainValidator,
    SecretStr,
    ValidationError,
    ValidationInfo,
    field_validator,
)
from pydantic_settings import (
    BaseSettings,
    DotEnvSettingsSource,
    EnvSettingsSource,
    NoDecode,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
)

from zibot import redact

DEFAULT_CONFIG = Path("config/zibot.toml")
TELEGRAM = "api.telegram.org"
WEBHOOK_PORTS = (443, 80, 88, 8443)
"""The ports to which Telegram's own server brings updates."""


class SettingsError(Exception):
    """A setting cannot be used; `code` names the sentence, `details` fill it."""

    def __init__(self, code: str, **details: str) -> None:
        super().__init__(code, details)
        self.code = code
        self.details = details


def _words(value: object) -> object:
    """Let a list be written as words between commas, as one does in the environment."""
    return [word.strip() for word in value.split(",") if word.strip()] if isinstance(value, str) else value


def _hour(value: object) -> time:
    hour = value if isinstance(value, time) else time.fromisoformat(str(value).replace(".", ":").zfill(5))
    if hour.tzinfo is not None:
        raise ValueError("an hour is of the office's own zone")
    return hour


def _zone(value: object) -> ZoneInfo:
    try:
        return value if isinstance(value, ZoneInfo) else ZoneInfo(str(value))
    except (KeyError, OSError) as error:
        raise ValueError(f"no such zone: {value}") from error


def _address(value: object) -> tuple[str, int] | None:
    if value is None or isinstance(value, tuple):
        return value
    if not str(value):
        return None
    host, colon, port = str(value).rpartition(":")
    if not colon or not host or not port.isdecimal() or int(port) > 65535:
        raise ValueError("an address and a port are wanted, such as 127.0.0.1:8088")
    return host.strip("[]"), int(port)


Listen = Annotated[tuple[str, int] | None, NoDecode, PlainValidator(_address)]
Hour = Annotated[time, PlainValidator(_hour)]
Zone = Annotated[ZoneInfo, PlainValidator(_zone)]
Days = Annotated[tuple[Annotated[int, Field(ge=0)], ...], NoDecode, BeforeValidator(_words), Field(min_length=1)]
Dates = Annotated[tuple[date, ...], NoDecode, BeforeValidator(_words)]
Words = Annotated[tuple[str, ...], NoDecode, BeforeValidator(_words)]


class Settings(BaseSettings):
    """Everything that an office sets. Secrets come from the environment or .env only."""

    model_config = SettingsConfigDict(env_prefix="ZIBOT_", env_file=".env", extra="forbid", frozen=True)

    satker: str = Field(default="satker", pattern=r"^\S+$")
    office: str | None = None
    timezone: Zone = ZoneInfo("Asia/Jakarta")
    remind_at: Hour = time(7, 30)
    remind_until: Hour = time(16, 0)
    recap_at: Hour = time(8, 0)
    lead_days: Days = (14, 7, 3, 1, 0)
    overdue_every: int = Field(default=7, ge=1)
    escalate_coordinator: int = Field(default=3, ge=0)
    """Working days past due after which the coordinator hears of it; 0 for never."""
    escalate_lead: int = Field(default=7, ge=0)
    """Working days past due after which the lead hears of it; 0 for never."""
    digest_on: int = Field(default=1, ge=0, le=5)
    """The weekday of the group's weekly digest, 1 for Monday; 0 for none."""
    confidential: Words = ("pengaduan", "whistle", "wbs", "benturan kepentingan")
    holidays_added: Dates = ()
    holidays_removed: Dates = ()
    invitation_days: int = Field(default=14, ge=1)

    send_per_second: float = Field(default=30, gt=0)
    """Messages in all that go out in a second."""
    send_per_chat: float = Field(default=1, gt=0)
    """Messages that go out in a second in one chat."""
    send_per_group: int = Field(default=20, ge=1)
    """Messages that go out in a minute in one group."""
    scrub_after_days: int = Field(default=30, ge=1)
    """Days after which the text of an update that was handled is forgotten."""
    watch_seconds: float = Field(default=120, gt=0)
    """So long without an answer to getUpdates, and nothing that says why, the line is opened anew."""
    backup_at: Hour = time(2, 0)
    backup_keep: int = Field(default=7, ge=0)
    """Nightly copies of the database that are kept; 0 for none."""
    backup_dir: Path | None = None
    backup_passphrase: SecretStr | None = None
    """Seals what `zibot backup` writes; nightly copies stay on the machine and are not sealed."""

    texts_dir: Path = Path("config/teks")
    """The office's own texts, which take the place of ours; by default beside the settings file."""
    data_dir: Path = Path("data")
    database_url: str = ""
    bot_token: SecretStr | None = None
    bot_token_file: Path | None = None
    bot_api_url: str = f"https://{TELEGRAM}"
    webhook_url: str | None = Field(default=None, pattern=r"^https?://\S+$")
    """The public address to which Telegram brings updates; without it they are asked for."""
    webhook_secret: SecretStr | None = None
    listen: Listen = ("127.0.0.1", 8088)
    """Where health is told and updates are taken; nowhere where it is empty."""
    clock_file: Path | None = None
    """A clock that can be moved, for rehearsals; the machine's own where it is not set."""

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """The environment outranks .env, and both outrank the file, which is handed in as init values."""
        return env_settings, dotenv_settings, init_settings

    @field_validator("remind_until")
    @classmethod
    def _after_the_first_hour(cls, until: time, known: ValidationInfo) -> time:
        if "remind_at" in known.data and until <= known.data["remind_at"]:
            raise ValueError("it must be after remind_at")
        return until

    @field_validator("webhook_url")
    @classmethod
    def _an_address_that_telegram_takes(cls, url: str | None, known: ValidationInfo) -> str | None:
        """Telegram's own server refuses for good what one of the office's own may take."""
        server = urlsplit(str(known.data.get("bot_api_url", "")))
        said = urlsplit(url or "")
        if url is None or server.hostname != TELEGRAM:
            return url
        if said.scheme != "https" or (said.port or 443) not in WEBHOOK_PORTS:
            raise ValueError("Telegram takes https alone, on port 443, 80, 88 or 8443")
        return url

    @property
    def has_token(self) -> bool:
        """Whether a token was given."""
        return bool(self.bot_token or self.bot_token_file)

    def token(self) -> str:
        """The bot's token, from the environment or from its file."""
        said = self.bot_token.get_secret_value() if self.bot_token else ""
        if not said and self.bot_token_file:
            try:
                said = self.bot_token_file.read_text(encoding="utf-8")
            except (OSError, UnicodeDecodeError) as error:
                raise SettingsError("token-file", file=str(self.bot_token_file), why=str(error)) from error
        if not said.strip():
            raise SettingsError("no-token")
        redact.know(said.strip())
        return said.strip()

    def secret(self) -> str:
        """The webhook's secret, which only Telegram and we know. Raises SettingsError where it is missing or unfit."""
        said = self.webhook_secret.get_secret_value() if self.webhook_secret else ""
        if not re.fullmatch(r"[A-Za-z0-9_-]{16,256}", said):
            raise SettingsError("webhook-secret")
        redact.know(said)
        return said

    def backups(self) -> Path:
        """The folder of the nightly copies."""
        return self.backup_dir or self.data_dir / "backups"

    def sqlite_file(self) -> Path | None:
        """The file of a SQLite database; None for any other."""
        prefix = "sqlite:///"
        return Path(self.database().removeprefix(prefix)) if self.database().startswith(prefix) else None

    def database(self) -> str:
        """The database's address; by default a SQLite file in the data folder."""
        return self.database_url or f"sqlite:///{(self.data_dir / 'zibot.db').absolute()}"


def _file_values(path: Path, *, named: bool) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        if named:
            raise SettingsError("config-missing", file=str(path)) from error
        return {}
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as error:
        raise SettingsError("config-broken", file=str(path), why=str(error)) from error


def _environment() -> set[str]:
    """The keys that the environment or .env sets; both outrank the file."""
    sources = (EnvSettingsSource(Settings), DotEnvSettingsSource(Settings))
    return {key for source in sources for key in source()}


def load(**overrides: Any) -> Settings:
    """Read the settings; raises SettingsError that names the file, the key and what is wrong with it."""
    named = os.environ.get("ZIBOT_CONFIG")
    path = Path(named or DEFAULT_CONFIG)
    values = {"texts_dir": path.parent / "teks"} | _file_values(path, named=named is not None)
    try:
        return Settings(**{**values, **overrides})
    except ValidationError as error:
        first = error.errors()[0]
        name = ".".join(str(part) for part in first["loc"]) or "?"
        key = name.split(".")[0].lower().removeprefix("zibot_")
        where = str(path) if key in values and key not in _environment() else f"ZIBOT_{key.upper()}"
        code = "config-unknown" if first["type"] == "extra_forbidden" else "config-value"
        raise SettingsError(
            code, file=where, key=name, why=first["msg"].removeprefix("Value error, "), value=str(first.get("input"))
        ) from error
