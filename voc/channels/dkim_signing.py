"""Signs e-mail with the sender's key (DKIM), for mail servers that do not do it themselves.

Source:
    RFC 6376; RFC 8058 section 4 demands that both unsubscribe fields are among what is signed.
"""

import dkim
import idna

from voc.channels.mail_headers import clean
from voc.errors import Invalid

SIGNED = (
    "from", "to", "reply-to", "subject", "date", "message-id", "in-reply-to", "references", "mime-version",
    "content-type", "content-language", "auto-submitted", "precedence", "feedback-id", "list-id", "list-unsubscribe",
    "list-unsubscribe-post",
)  # fmt: skip
"""Fields that are signed where a message has them; nobody can add a second `From` or `Subject` unseen."""
_ONCE = ("from", "to", "subject")


def signed(raw: bytes, *, domain: str, selector: str, key: str) -> bytes:
    """The message with its signature in front.

    Args:
        raw: the message, lines ended by CR LF.
        domain: the sender's; its DNS holds the public key at `{selector}._domainkey.{domain}`.
        selector: names the key.
        key: an RSA private key as PEM text.

    Raises:
        Invalid: the key cannot be read.
    """
    head = raw.partition(b"\r\n\r\n")[0]
    here = {line.partition(b":")[0].decode("ascii", "replace").lower() for line in head.split(b"\r\n")}
    fields = [*(each for each in SIGNED if each in here), *_ONCE]
    try:
        made = dkim.sign(
            raw,
            selector.encode("ascii"),
            idna.encode(domain, uts46=True),
            key.encode("ascii"),
            include_headers=[each.encode() for each in fields],
            canonicalize=(b"relaxed", b"relaxed"),
        )
    except (dkim.DKIMException, UnicodeEncodeError, idna.IDNAError, ValueError) as error:
        raise Invalid(f"The DKIM key, its selector or its domain cannot be used: {clean(str(error))}") from error
    return made + raw
