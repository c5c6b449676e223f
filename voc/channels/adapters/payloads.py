"""Bodies and signatures of chat providers: strict about what we use, indifferent to what a provider adds."""

import hashlib
import hmac
from typing import Annotated, TypeVar

from pydantic import BaseModel, ConfigDict, Field, SecretStr, ValidationError
from pydantic.alias_generators import to_camel

from voc.channels.domain import Forged
from voc.errors import Invalid

P = TypeVar("P", bound="Payload")

Id = Annotated[str, Field(min_length=1, max_length=1_000)]
"""An id that a provider made."""
Millis = Annotated[int, Field(ge=0, lt=253_402_300_800_000)]
"""Milliseconds since 1970, before the year 10000."""
Secret = Annotated[SecretStr, Field(min_length=1, max_length=2_000)]
"""A key of the set-up form; an empty one would let anybody sign."""


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
