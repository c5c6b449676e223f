"""A feedback mailbox that we look into: any IMAP server.

Docs: https://www.rfc-editor.org/rfc/rfc9051 (IMAP), https://www.rfc-editor.org/rfc/rfc8314 (encryption and ports).
Servers of Google, Naver and Daum ask for an app password, made in the settings of the account, where IMAP is switched
on, too.
"""

import ssl
from typing import Literal

from pydantic import Field, SecretStr, field_validator

from voc.channels.adapters.base import Adapter
from voc.channels.adapters.base import Config as BaseConfig
from voc.channels.domain import Channel

PORTS = {"tls": 993, "starttls": 143, "none": 143}


class ImapConfig(BaseConfig):
    """Where customers' mail is read."""

    host: str = Field(
        min_length=1, max_length=253, pattern=r"^[^\s/]+$", title="Server", description="Such as imap.example.com"
    )
    port: int | None = Field(
        default=None, ge=1, le=65_535, title="Port", description="Empty: 993 with TLS, 143 with STARTTLS or without"
    )
    security: Literal["tls", "starttls", "none"] = Field(
        default="tls", title="Encryption", description="“none” only for a server on this machine"
    )
    certificate: str | None = Field(
        default=None,
        max_length=20_000,
        title="Certificate",
        description="In PEM form; only where the server's own is from no public authority",
    )
    username: str = Field(min_length=1, max_length=320, title="User name")
    password: SecretStr = Field(min_length=1, title="Password", description="Often one made for apps alone")
    folder: str = Field(default="INBOX", min_length=1, max_length=200, title="Folder")
    addresses: str = Field(
        default="",
        max_length=2_000,
        title="Our addresses",
        description="Separated by commas; mail from them is our own and no feedback",
    )
    since_days: int = Field(
        default=0,
        ge=0,
        le=3_650,
        title="Days to look back",
        description="On the first look; 0: only what comes from now",
    )
    mark_seen: bool = Field(default=False, title="Mark as read", description="Otherwise nothing is changed there")

    @field_validator("certificate")
    @classmethod
    def _certificate(cls, given: str | None) -> str | None:
        if not given:
            return None
        try:
            ssl.create_default_context(cadata=given)
        except (ssl.SSLError, ValueError) as error:
            raise ValueError("is no certificate in PEM form") from error
        return given

    @property
    def own(self) -> frozenset[str]:
        """Our addresses, in lower case."""
        named = [*self.addresses.split(","), self.username]
        return frozenset(each.strip().lower() for each in named if "@" in each)


class ImapMailbox(Adapter):
    """A mailbox that we read from time to time; mail goes out by another provider."""

    kind = "email.imap"
    channel = Channel.email
    title = "IMAP"
    docs = "https://www.rfc-editor.org/rfc/rfc9051"
    Config = ImapConfig
    polls = True
    config: ImapConfig
