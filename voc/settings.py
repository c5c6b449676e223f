"""Everything an operator may set, read once from the environment."""

import ipaddress
import json
import re
from pathlib import Path
from typing import Annotated, Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, SecretStr, field_validator, model_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

SECRET_CHARACTERS = 32
"""Fewest of a secret: 128 bits where they are hexadecimal."""
SECRET_DISTINCT = 8
"""Fewest different ones: `openssl rand -hex 32` gives fewer once in 10¹¹ times."""


class Ingest(BaseModel):
    """What the service accepts from outside (`VOC_INGEST__…`)."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    bulk_limit_items: int = Field(default=1_000, ge=1)
    """Most feedback in one request."""
    body_limit_bytes: int = Field(default=8 * 1024 * 1024, ge=64 * 1024)
    """Largest JSON body, bulk included."""
    upload_limit_bytes: int = Field(default=256 * 1024 * 1024, ge=1024 * 1024)
    """Largest file on the import page."""


class Work(BaseModel):
    """How background work is driven (`VOC_WORK__…`)."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    tick_seconds: float = Field(default=1.0, gt=0)
    """Pause between two looks of the dispatcher."""
    batch_size: int = Field(default=200, ge=1, le=500)
    """Feedback per analysis task."""
    lease_seconds: float = Field(default=30.0, gt=0)
    """How long a worker holds a record without renewing; then another one may take it."""
    attempts_limit: int = Field(default=5, ge=1)
    """Failed attempts after which a record is parked for a person to see."""
    themes_at_once: int = Field(default=50_000, ge=20)
    """Texts of one space (praise, and all else) and language that one process looks for themes among; where there are
    more, shards of a quarter of it share the work."""
    history_share: float = Field(default=0.25, gt=0, le=1)
    """Share of its time that a worker may spend on reading history again."""


class Email(BaseModel):
    """The SMTP server of the whole installation (`VOC_EMAIL__…`), for workspaces that connect none of their own."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    host: str | None = None
    """None: e-mails stay in the built-in outbox."""
    port: int = Field(default=587, ge=1, le=65_535)
    username: str = ""
    password: SecretStr = SecretStr("")
    security: Literal["starttls", "tls", "none"] = "starttls"
    sender: str = ""
    """`Name <address>`."""
    dkim_domain: str = ""
    dkim_selector: str = ""
    dkim_key_file: Path | None = None
    """PEM of the private key. None: the server signs, or nobody does."""


class Completions(BaseModel):
    """A language model: any server with OpenAI's chat completions, asked only where its URL is set."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    url: str | None = Field(default=None, pattern=r"^https?://[^/]")
    """Where `/chat/completions` follows, such as `http://127.0.0.1:11434/v1`. None: nothing is asked or sent."""
    model: str = ""
    key: SecretStr = SecretStr("")
    timeout_seconds: float = Field(default=30.0, gt=0, le=120)
    """For one answer, which is asked for once."""

    @model_validator(mode="after")
    def _whole(self) -> Self:
        if self.url and not self.model:
            raise ValueError("a URL needs a model (…__MODEL beside …__URL)")
        return self


class Naming(Completions):
    """A language model that words the names of themes (`VOC_NAMING__…`); without one, names stay as found."""

    timeout_seconds: float = Field(default=10.0, gt=0, le=120)
    """For one name, which is asked for once."""


class Llm(Completions):
    """A language model that rewrites drafts of FAQ answers for tone (`VOC_LLM__…`), when a colleague asks for it."""


def _separated(given: Any) -> Any:
    """A JSON list, or values separated by commas."""
    if not isinstance(given, str):
        return given
    return json.loads(given) if given.lstrip().startswith("[") else [each for each in given.split(",") if each.strip()]


class Logs(BaseModel):
    """What is written to the log (`VOC_LOGS__…`)."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    format: Literal["json", "console"] | None = None
    """`json`: an object a line. None: that, unless a person looks at a terminal."""
    level: Literal["debug", "info", "warning", "error"] = "info"
    """`warning` leaves out the line for every request."""


class Metrics(BaseModel):
    """What those who operate the service ask it (`VOC_METRICS__…`)."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    token: SecretStr | None = None
    """To be sent as `Authorization: Bearer …` to `/metrics`. None: only this machine is answered."""
    least_free_megabytes: int = Field(default=500, ge=0)
    """Less free space beside the embedded database is said by `/health/ready`."""


class Limits(BaseModel):
    """How often strangers may call (`VOC_LIMITS__…`): answers, the widget, public pages. By place (a project, a survey,
    a personal link) and client; an office behind one address counts as one client."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    reads_per_minute: int = Field(default=3_000, ge=0)
    """0: no limit."""
    writes_per_minute: int = Field(default=600, ge=0)
    """0: no limit."""


class Egress(BaseModel):
    """What the service calls where a workspace enters the address: webhooks, trackers (`VOC_EGRESS__…`)."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    allowed_hosts: Annotated[tuple[str, ...], NoDecode] = ()
    """Names (`jira.internal`; `.internal` for all below it), addresses or networks (`10.0.0.0/8`) inside that may be
    called, by any port and without TLS, too. None: only public addresses by https."""
    ports: Annotated[tuple[Annotated[int, Field(ge=1, le=65_535)], ...], NoDecode] = (443, 8443)
    """Ports of public addresses."""

    @field_validator("allowed_hosts", "ports", mode="before")
    @classmethod
    def _listed(cls, given: Any) -> Any:
        return _separated(given)

    @field_validator("allowed_hosts")
    @classmethod
    def _hosts(cls, given: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(_host(each.strip().lower()) for each in given)


def _host(text: str) -> str:
    """A network in its own spelling, or a name."""
    try:
        return str(ipaddress.ip_network(text, strict=False))
    except ValueError:
        if not re.fullmatch(r"\.?[a-z0-9_-]+(\.[a-z0-9_-]+)*", text):
            raise ValueError(f"{text!r} is neither a name nor an address nor a network") from None
    return text


class Settings(BaseSettings):
    """The service's settings; built once and handed to `create_app` and the worker."""

    model_config = SettingsConfigDict(env_prefix="VOC_", env_nested_delimiter="__", frozen=True)

    mongodb: str | None = None
    """MongoDB URI. None: `voc up` starts an embedded engine."""
    broker: str | None = None
    """Celery broker URI (Redis or RabbitMQ). None: `voc up` starts an embedded Redis."""
    database: str = "voc"
    """Name of the MongoDB database."""
    data_dir: Path = Path(".voc")
    """Where the embedded engines, the exported model and the secret live."""
    secret: SecretStr | None = None
    """Signs CSRF tokens and session cookies. None: kept in `data_dir`, made on first start."""
    sealing_secrets: Annotated[tuple[SecretStr, ...], NoDecode] = ()
    """Encrypt contacts and provider secrets: the first one seals, all of them open. A JSON list, or separated by
    commas. None: `secret` does. See `voc vault rotate`."""
    public_url: str = "http://127.0.0.1:8000"
    """Where people reach this service; decides `Secure` cookies and the origins that may post."""
    trusted_proxies: Annotated[tuple[str, ...], NoDecode] = ()
    """Addresses or networks (`10.0.0.0/8`) of proxies whose `X-Forwarded-For` tells the client's address; a JSON list,
    or separated by commas. None: the header is ignored."""
    admin_email: str = "admin@voc.local"
    """Of the administrator made on the first start."""
    admin_password: SecretStr | None = None
    """Of the administrator made on the first start. None: one is made up and printed once."""
    encoder: str | None = None
    """A local path or hub id for transformers + torch. None: the built-in encoder."""
    ingest: Ingest = Ingest()
    work: Work = Work()
    email: Email = Email()
    naming: Naming = Naming()
    llm: Llm = Llm()
    egress: Egress = Egress()
    logs: Logs = Logs()
    limits: Limits = Limits()
    metrics: Metrics = Metrics()

    @field_validator("trusted_proxies", "sealing_secrets", mode="before")
    @classmethod
    def _listed(cls, given: Any) -> Any:
        return _separated(given)

    @field_validator("secret")
    @classmethod
    def _unguessable(cls, given: SecretStr | None) -> SecretStr | None:
        return _checked(given) if given is not None else None

    @field_validator("sealing_secrets")
    @classmethod
    def _long_enough(cls, given: tuple[SecretStr, ...]) -> tuple[SecretStr, ...]:
        return tuple(map(_checked, given))

    @field_validator("trusted_proxies")
    @classmethod
    def _networks(cls, given: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(str(ipaddress.ip_network(each.strip(), strict=False)) for each in given)


def _checked(given: SecretStr) -> SecretStr:
    """A secret that nobody guesses; "changeme" and its like are refused before anything is signed with them."""
    text = given.get_secret_value().strip()
    if len(text) < SECRET_CHARACTERS or len(set(text)) < SECRET_DISTINCT:
        raise ValueError(
            f"a secret needs {SECRET_CHARACTERS} characters that nobody guesses; try `openssl rand -hex 32`"
        )
    return SecretStr(text)
