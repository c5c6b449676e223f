"""What Twilio signs in its webhooks.

HMAC-SHA1, under the account's auth token, of the address as it was set up and then every form parameter, sorted by
name, name and decoded value after each other without anything between them. Different spellings of the same
parameters therefore carry the same signature; they say the same, too. A body that is no form is not signed itself,
but its SHA-256 stands in the address (`bodySHA256`).

Docs: https://www.twilio.com/docs/usage/webhooks/webhooks-security
"""

import hashlib
import hmac
import re
from base64 import b64encode
from urllib.parse import parse_qsl

from voc.channels.domain import Forged, Webhook

FORM = "application/x-www-form-urlencoded"
_FIELDS_LIMIT = 1_000
_PORT = re.compile(r":[0-9]*$")
_PORTS = {"http": 80, "https": 443}


def signatures(webhook: Webhook, auth_token: str) -> list[bytes]:
    """The values of `X-Twilio-Signature` that are right, in Base64: one for each way to write the address's port.

    Twilio's own libraries try them all, because its servers do not agree with each other.

    Raises:
        Forged: the body is none that Twilio signs.
    """
    body, key = _signed_body(webhook), auth_token.encode()
    return [b64encode(hmac.digest(key, url + body, hashlib.sha1)) for url in _spellings(webhook.url)]


def by_digest(webhook: Webhook) -> bool:
    """Whether the body is signed by its digest in the address, and not as a form."""
    return bool(_digest(webhook.url)) and not webhook.header("content-type").lower().startswith(FORM)


def _signed_body(webhook: Webhook) -> bytes:
    """What of the body is signed after the address; nothing where the address carries the body's digest."""
    if by_digest(webhook):
        actual = hashlib.sha256(webhook.body).hexdigest()
        if not hmac.compare_digest(actual.encode(), _digest(webhook.url).encode("utf-8", "surrogatepass")):
            raise Forged("The body is not the one whose digest Twilio signed.")
        return b""
    if not webhook.body.isascii():
        raise Forged("A form is written in ASCII.")
    pairs = sorted(set(_pairs(webhook.body.decode(), "surrogateescape")))
    return "".join(name + value for name, value in pairs).encode("utf-8", "surrogateescape")


def _digest(url: str) -> str:
    return dict(_pairs(url.partition("#")[0].partition("?")[2], "replace")).get("bodySHA256", "")


def _pairs(form: str, errors: str) -> list[tuple[str, str]]:
    try:
        return parse_qsl(form, keep_blank_values=True, errors=errors, max_num_fields=_FIELDS_LIMIT)
    except ValueError as error:
        raise Forged("Twilio sends fewer parameters.") from error


def _spellings(url: str) -> list[bytes]:
    """The address as it is, without a port, and with its scheme's."""
    scheme, separator, rest = url.partition("://")
    host, slash, path = rest.partition("/")
    bare = _PORT.sub("", host)
    hosts = (host, bare, f"{bare}:{_PORTS.get(scheme, 443)}")
    return [f"{scheme}{separator}{each}{slash}{path}".encode("utf-8", "surrogatepass") for each in hosts]
