"""Bodies and signatures of chat providers: strict about what we use, indifferent to what a provider adds."""

import hashlib
import hmac
import re
from typing import Annotated, TypeVar

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, SecretStr, ValidationError
from pydantic.alias_generators import to_camel

from voc.channels.domain import Forged
from voc.errors import Invalid

P = TypeVar("P", bound="Payload")


def _without_nul(text: str) -> str:
    return text.replace("\0", "")


def _pasted(secret: SecretStr) -> SecretStr:
    given = secret.get_secret_value().strip()
    if not given:
        raise ValueError("is empty: then anybody could sign")
    return SecretStr(given)


def _fits_a_header(secret: SecretStr) -> SecretStr:
    if not re.fullmatch(r"[!-~]+", secret.get_secret_value()):
        raise ValueError("holds other characters than ASCII letters, digits and signs")
    return secret


Text = Annotated[str, AfterValidator(_without_nul)]
"""Words of somebody. NUL, which no page and not every database holds, is left out: the rest is no less said."""
Id = Annotated[str, AfterValidator(_without_nul), Field(min_length=1, max_length=1_000)]
"""An id that a provider made."""
Millis = Annotated[int, Field(ge=0, lt=253_402_300_800_000)]
"""Milliseconds since 1970, before the year 10000."""
Secret = Annotated[SecretStr, AfterValidator(_pasted)]
"""A key of the set-up form, without the line break that was pasted along."""
Token = Annotated[SecretStr, AfterValidator(_pasted), AfterValidator(_fits_a_header)]
"""A key that travels in a header."""


class Payload(BaseModel):
    """A part of a provider's body: what we read of it."""

    model_config = ConfigDict(frozen=True, extra="ignore")


class CamelPayload(Payload):
    """A part whose names are written likeThis."""

    model_config = ConfigDict(frozen=True, extra="ignore", alias_generator=to_camel, populate_by_name=True)


def read_json(shape: type[P], body: bytes | str) -> P:
    """The body as `shape`.

    Raises:
        Invalid: it is no JSON, or has something else where we read.
    """
    try:
        return shape.model_validate_json(body)
    except ValidationError as error:
        found = error.errors(include_url=False, include_context=False, include_input=False)
        errors = [{"pointer": "".join(f"/{step}" for step in each["loc"]), "message": each["msg"]} for each in found]
        raise Invalid("The body is not what the provider's documentation describes.", errors=errors[:20]) from None


def hmac_sha256(secret: SecretStr, message: bytes) -> bytes:
    """The 32 bytes with which whoever knows `secret` signs `message`."""
    return hmac.new(secret.get_secret_value().encode(), message, hashlib.sha256).digest()


def check_header(given: str, expected: str) -> None:
    """Compare a header with what it must be, in a time that tells nothing about either.

    Raises:
        Forged: it is missing or something else.
    """
    # Headers are decoded as Latin-1, so this gives back their bytes; comparing text would raise at the first umlaut.
    if not hmac.compare_digest(given.encode("latin-1", "replace"), expected.encode()):
        raise Forged("The signature or key is missing or does not match what is set up here.")


def shorten(label: str, limit: int) -> str:
    """A label that fits on a button."""
    return label if len(label) <= limit else label[: limit - 1].rstrip() + "…"
