"""How a server is set up: environment variables ``OPENENDS_...`` and their defaults."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any, Literal
from urllib.parse import quote

from platformdirs import user_data_path
from pydantic import ByteSize, Field, ValidationError, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from openends.domain.errors import ConfigProblem

#: What a variable's name begins with.
PREFIX = "OPENENDS_"
#: Shown in place of a password.
HIDDEN = "***"
_SQLITE, _POSTGRESQL = "sqlite", ("postgres", "postgresql")


def _default_database_url() -> str:
    from sqlalchemy.engine import URL

    # The folder's name may hold a space or a mark that means something in an address.
    file = user_data_path("openends", appauthor=False) / "openends.db"
    return URL.create("sqlite", database=file.as_posix()).render_as_string()


class ServerSettings(BaseSettings):
    """What whoever runs a server can set; every field is an environment variable.

    Arguments come before the environment, the environment before the defaults. An empty variable
    counts as not set.

    Raises
    ------
    ConfigProblem
        When a value cannot be used. The sentence names the variable and never shows the value of an
        address, which may hold a password.
    """

    model_config = SettingsConfigDict(
        env_prefix=PREFIX, env_ignore_empty=True, frozen=True, hide_input_in_errors=True
    )

    # Its password must not reach a log with the settings.
    database_url: str = Field(
        default_factory=_default_database_url,
        repr=False,
        description="Where everything is kept: `sqlite:///FILE` or `postgresql://USER:PASSWORD@HOST/NAME`.",
    )
    host: str = Field(
        default="127.0.0.1",
        min_length=1,
        description="Address to listen on; `0.0.0.0` listens to other machines too.",
    )
    port: int = Field(
        default=8000, ge=0, le=65_535, description="Port to listen on; 0 takes a free one."
    )
    workers: int = Field(
        default=1,
        ge=0,
        description="Worker processes that `openends serve` starts; 0 leaves jobs to others.",
    )
    docs_url: str | None = Field(
        default=None,
        description="Address under which the pages on errors are, if not on this server.",
    )
    webhook_allow: Annotated[tuple[str, ...], NoDecode] = Field(
        default=(),
        description="Private hosts, addresses or networks that webhooks may go to, over http too, "
        "by commas; a port may follow, as `hooks.local:8080`.",
    )
    offline: bool = Field(
        default=False,
        description="Call nobody: webhooks are not sent, and no language model is asked.",
    )
    metrics: bool = Field(default=False, description="Serve figures for Prometheus at `/metrics`.")
    log_format: Literal["text", "json"] = Field(
        default="text", description="`text` for people, `json` for programs."
    )
    log_level: Literal["debug", "info", "warning", "error"] = Field(
        default="info",
        description="Least level that is logged: `debug`, `info`, `warning` or `error`.",
    )
    environment: Literal["production", "development"] = Field(
        default="production",
        description="What `/health` calls this server: `production` or `development`.",
    )
    body_limit: ByteSize = Field(
        default=ByteSize(32 * 1024 * 1024),
        ge=1024,
        description="Bytes of a request's body at most; units may be written, as `32MiB`.",
    )
    inline_timeout: int = Field(
        default=60,
        ge=1,
        description="Seconds that coding within a request may take before GATEWAY_TIMEOUT.",
    )
    inline_coders: int = Field(
        default=2, ge=1, description="Requests that code at the same time; further ones wait."
    )
    queue_depth: int = Field(
        default=100,
        ge=1,
        description="Jobs of an organization that may wait; further ones answer QUEUE_UNAVAILABLE.",
    )
    job_hours: int = Field(
        default=24, ge=1, description="Hours that a job and its result can be fetched."
    )
    rpm: int = Field(
        default=60, ge=1, description="Requests a minute of a key that has no number of its own."
    )
    free_code: bool = Field(
        default=True, description="Answer `POST /free/code`, which needs no key."
    )
    free_calls: int = Field(
        default=3, ge=1, description="Calls of `POST /free/code` a day and address."
    )
    quality: Literal["fast", "best"] = Field(
        default="fast", description="`best` reads every answer twice and is slower."
    )
    llm: str | None = Field(
        default=None,
        max_length=200,
        description="Language model that is asked about what stays in doubt, as "
        "`openai:gpt-5-mini`; its key is taken from `OPENAI_API_KEY` or `ANTHROPIC_API_KEY`.",
    )
    # It may hold a password.
    llm_url: str | None = Field(
        default=None,
        repr=False,
        description="Address of a server that speaks the provider's language, in place of the "
        "provider's own.",
    )
    llm_key_file: Path | None = Field(
        default=None, description="File that holds the provider's key, instead of a variable."
    )
    llm_price: str | None = Field(
        default=None,
        description="US dollars for a million tokens read and written, as `0.25/2`, where the "
        "listed price is not the one that you pay.",
    )
    llm_max_cost: float | None = Field(
        default=None,
        ge=0,
        allow_inf_nan=False,
        description="US dollars that the language model may cost in one job or request; what it "
        "leaves is coded without it.",
    )
    llm_mask: bool = Field(
        default=True,
        description="Mask names, addresses, numbers and the like in answers before they are sent.",
    )
    llm_outage: Literal["embedded", "wait"] = Field(
        default="embedded",
        description="What a job does when the provider is down: `embedded` ends without it, `wait` "
        "waits for it.",
    )
    llm_at_once: int = Field(
        default=16, ge=1, description="Calls to the language model at once of one process, at most."
    )

    def __init__(self, **given: Any) -> None:
        try:
            super().__init__(**given)
        except ValidationError as error:
            raise ConfigProblem(_sentence(error)) from None

    @property
    def shown_database_url(self) -> str:
        """Return the database's address for people: without its password."""
        return shown_url(self.database_url)

    @field_validator("database_url")
    @classmethod
    def _check_database_url(cls, url: str) -> str:
        from sqlalchemy.engine import make_url
        from sqlalchemy.exc import ArgumentError

        try:
            parts = make_url(url)
        except (ArgumentError, ValueError):
            kind, place = "", None
        else:
            kind, place = parts.get_backend_name(), parts.database
        if kind == _SQLITE:
            if not place or place == ":memory:" or place.startswith("file:"):
                raise ValueError("an SQLite database must be a file; write sqlite:///FILE")
        elif kind not in _POSTGRESQL:
            raise ValueError(
                "it is no address of a database; write sqlite:///FILE or "
                "postgresql://USER:PASSWORD@HOST/NAME"
            )
        return url

    @field_validator("docs_url")
    @classmethod
    def _check_docs_url(cls, url: str | None) -> str | None:
        if url is not None and not url.startswith(("http://", "https://")):
            raise ValueError("it must begin with http:// or https://")
        return url and url.rstrip("/")

    @field_validator("webhook_allow", mode="before")
    @classmethod
    def _split_at_commas(cls, value: Any) -> Any:
        if isinstance(value, str):
            return tuple(part.strip().casefold() for part in value.split(",") if part.strip())
        return value

    @field_validator(
        "log_format", "log_level", "environment", "quality", "llm_outage", mode="before"
    )
    @classmethod
    def _ignore_capitals(cls, value: Any) -> Any:
        return value.strip().casefold() if isinstance(value, str) else value


def shown_url(url: str) -> str:
    """Return a database's address for people: with ``***`` in place of its password."""
    from sqlalchemy.engine import make_url
    from sqlalchemy.exc import ArgumentError

    try:
        parts = make_url(url)
    except (ArgumentError, ValueError):
        # What cannot be taken apart may hold a password anywhere.
        return HIDDEN
    # A password may also stand behind the question mark.
    secret = {name: HIDDEN for name in parts.query if "password" in name.casefold()}
    if not secret and parts.password is None:
        return url
    shown = parts.update_query_dict(secret).render_as_string(hide_password=True)
    return shown.replace(quote(HIDDEN, safe=""), HIDDEN)


def _sentence(error: ValidationError) -> str:
    """Say in one sentence which variable cannot be used, and why."""
    first = error.errors(include_url=False, include_input=False)[0]
    name = str(first["loc"][0]) if first["loc"] else ""
    if first["type"] == "extra_forbidden":
        return f"There is no setting '{name}'; docs/reference/settings.md names all."
    reason = first["msg"].removeprefix("Value error, ").partition(", unable to")[0]
    reason = reason.replace("Input should", "it should")
    if first["type"].startswith("byte_size"):
        reason = "it should be a number of bytes, such as 32MiB"
    return f"The setting {PREFIX}{name.upper()} cannot be used: {reason}."
