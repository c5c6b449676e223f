"""SendGrid's inbound parse as recorded, and how it is signed; for the table in `recorded_webhooks`."""

from base64 import b64encode
from datetime import datetime

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

PAYLOAD = "sendgrid/parse.form"
CONTENT_TYPE = "multipart/form-data; boundary=xYzZY"
PROOFS = ("x-twilio-email-event-webhook-signature", "x-twilio-email-event-webhook-timestamp")


def _shown(key: ec.EllipticCurvePrivateKey) -> str:
    return b64encode(key.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)).decode()


_KEY = ec.generate_private_key(ec.SECP256R1())
KEYS = {"parse_key": _shown(_KEY)}
OTHER_KEYS = {"parse_key": _shown(ec.generate_private_key(ec.SECP256R1()))}


def sign(body: bytes, at: datetime, url: str) -> dict[str, str]:
    """ECDSA over time and body."""
    seconds = str(int(at.timestamp()))
    return dict(
        zip(PROOFS, (b64encode(_KEY.sign(seconds.encode() + body, ec.ECDSA(SHA256()))).decode(), seconds), strict=True)
    )
