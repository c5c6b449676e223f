"""E-mail through any mail server."""

import re
from email.message import EmailMessage
from typing import Literal, cast

from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.serialization import load_pem_private_key
from pydantic import Field, SecretStr, field_validator, model_validator

from voc.channels.adapters.base import Config as BaseConfig
from voc.channels.adapters.base import MailSender
from voc.channels.domain import Channel, Outbound
from voc.channels.mail_headers import mailbox
from voc.channels.mime import compose
from voc.errors import Invalid

_PEM = re.compile(r"-----BEGIN (?P<kind>[A-Z ]*PRIVATE KEY)-----(?P<body>[A-Za-z0-9+/=\s]*)-----END (?P=kind)-----")
PORTS = {"starttls": 587, "tls": 465, "none": 25}


def sender_field(given: str) -> str:
    """A sender that a header can bear; for configurations.

    Raises:
        ValueError: it has no address.
    """
    try:
        mailbox(given)
    except Invalid as error:
        raise ValueError("is no e-mail address, such as Example shop <hello@example.com>") from error
    return given


def _in_lines(pem: str) -> str:
    """A key with its line ends, which a field of one line takes away."""
    matched = _PEM.search(pem)
    if matched is None:
        return pem
    body = "".join(matched["body"].split())
    lines = [body[start : start + 64] for start in range(0, len(body), 64)]
    return "\n".join([f"-----BEGIN {matched['kind']}-----", *lines, f"-----END {matched['kind']}-----", ""])


class SmtpConfig(BaseConfig):
    """Where mail is handed in."""

    host: str = Field(
        min_length=1, max_length=253, pattern=r"^[^\s/]+$", title="Server", description="Such as smtp.example.com"
    )
    port: int | None = Field(
        default=None, ge=1, le=65_535, title="Port", description="Empty: 587 with STARTTLS, 465 with TLS, 25 without"
    )
    security: Literal["starttls", "tls", "none"] = Field(
        default="starttls", title="Encryption", description="“none” only for a server on this machine"
    )
    username: str | None = Field(default=None, max_length=320, title="User name")
    password: SecretStr | None = Field(default=None, title="Password")
    sender: str = Field(max_length=400, title="Sender", description="Such as Example shop <hello@example.com>")
    dkim_domain: str | None = Field(
        default=None, max_length=253, title="DKIM domain", description="Only where the server does not sign"
    )
    dkim_selector: str | None = Field(default=None, max_length=63, pattern=r"^[A-Za-z0-9._-]+$", title="DKIM selector")
    dkim_key: SecretStr | None = Field(default=None, title="DKIM key", description="An RSA private key in PEM form")

    @field_validator("sender")
    @classmethod
    def _sender(cls, given: str) -> str:
        return sender_field(given)

    @field_validator("dkim_key")
    @classmethod
    def _key(cls, given: SecretStr | None) -> SecretStr | None:
        if given is None or not given.get_secret_value():
            return None
        given = SecretStr(_in_lines(given.get_secret_value()))
        try:
            key = load_pem_private_key(given.get_secret_value().encode(), password=None)
        except (ValueError, TypeError) as error:
            raise ValueError("is no private key in PEM form without a password") from error
        if not isinstance(key, RSAPrivateKey):
            raise ValueError("is no RSA key, which is what every receiver checks")
        return given

    @model_validator(mode="after")
    def _all_of_dkim(self) -> "SmtpConfig":
        if len({bool(each) for each in (self.dkim_domain, self.dkim_selector, self.dkim_key)}) > 1:
            raise ValueError("DKIM needs a domain, a selector and a key")
        return self

    @property
    def place(self) -> tuple[str, int]:
        """Host and port."""
        return self.host, self.port or PORTS[self.security]


class SmtpEmail(MailSender):
    """E-mail by SMTP; `voc.channels.smtp` speaks it."""

    kind = "email.smtp"
    channel = Channel.email
    title = "SMTP"
    docs = "https://www.rfc-editor.org/rfc/rfc5321"
    Config = SmtpConfig
    reports = False
    limit_characters = 500_000

    def mail(self, message: Outbound) -> EmailMessage:
        """The e-mail, without a date: it gets the one of its sending."""
        return compose(message, cast(SmtpConfig, self.config).sender)
