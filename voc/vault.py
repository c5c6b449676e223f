"""Keeps contacts and credentials unreadable at rest, and finds them again.

`configure` is called once by whatever starts the process. Blind indexes and signatures follow from the installation's
secret, for ids are made of them; so does sealing, until sealing secrets are set. Each of those is a key with an id that
stands in what it sealed: the newest seals, all of them open, so `voc vault rotate` can seal everything anew meanwhile.
Whoever has the database without the secrets reads no address and cannot test guesses against the blind index.
"""

import base64
import hmac
import os
import re
from collections.abc import Sequence
from hashlib import sha256

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from voc.errors import VocError

_NONCE_BYTES = 12
_KEY_ID_CHARACTERS = 8
_SEALED = re.compile(r"(?:v1|v2:(?P<key>[a-z2-7]{8})):(?P<hidden>[A-Za-z0-9_-]{37,}={0,2})")
"""Sealed by the installation's secret, or by the sealing secret whose id it names."""
_BLIND_CHARACTERS = 26
"""130 bits: no two contacts of an installation meet."""


class Unreadable(VocError):
    """Sealed with another secret, or damaged."""

    slug, title, status = "unreadable", "Cannot be read", 500


class _Keys:
    def __init__(self, secret: str, sealing: Sequence[str]) -> None:
        self.opening = {"": AESGCM(_derive(secret, b"voc seal"))}
        self.opening |= {_key_id(each): AESGCM(_derive(each, b"voc seal")) for each in sealing}
        self.newest = _key_id(sealing[0]) if sealing else ""
        self.blinding = _derive(secret, b"voc blind")
        self.signing = _derive(secret, b"voc sign")


_keys: _Keys | None = None


def configure(secret: str, sealing: Sequence[str] = ()) -> None:
    """Take the installation's secret, and the sealing secrets, the newest first; without one of those that something
    was sealed with, that is unreadable."""
    global _keys
    _keys = _Keys(secret, sealing)


def seal(workspace: str, text: str) -> str:
    """Encrypt `text` for `workspace` (AES-256-GCM) with the newest key; a different result every time."""
    nonce, keys = os.urandom(_NONCE_BYTES), _configured()
    hidden = keys.opening[keys.newest].encrypt(nonce, text.encode("utf-8", "surrogatepass"), workspace.encode())
    made_by = f"v2:{keys.newest}:" if keys.newest else "v1:"
    return made_by + base64.urlsafe_b64encode(nonce + hidden).decode()


def unseal(workspace: str, sealed: str) -> str:
    """The text that was sealed for `workspace`.

    Raises:
        Unreadable: sealed with another secret or for another workspace, or damaged.
    """
    found = _SEALED.fullmatch(sealed)
    key = _configured().opening.get(found["key"] or "") if found else None
    if found is None or key is None:
        raise Unreadable("Sealed with a secret that is not set. Put it back into VOC_SEALING_SECRETS, as the last one.")
    try:
        whole = base64.b64decode(found["hidden"], altchars=b"-_", validate=True)
        text = key.decrypt(whole[:_NONCE_BYTES], whole[_NONCE_BYTES:], workspace.encode())
    except (InvalidTag, ValueError) as error:
        raise Unreadable("Sealed with another secret. Restore the secret that this database was used with.") from error
    return text.decode("utf-8", "surrogatepass")


def is_sealed(text: object) -> bool:
    """Whether this looks like something that `seal` made."""
    return isinstance(text, str) and _SEALED.fullmatch(text) is not None


def is_outdated(text: object) -> bool:
    """Whether this looks like something that another key than the newest sealed."""
    found = _SEALED.fullmatch(text) if isinstance(text, str) else None
    return found is not None and (found["key"] or "") != _configured().newest


def sealed_anew(workspace: str, sealed: str) -> str:
    """The same text sealed with the newest key, also where something that is sealed stands within it.

    Raises:
        Unreadable: sealed with another secret or for another workspace, or damaged.
    """

    def within(found: re.Match[str]) -> str:
        try:
            return sealed_anew(workspace, found[0])
        except Unreadable:  # somebody wrote what looks like it
            return found[0]

    return seal(workspace, _SEALED.sub(within, unseal(workspace, sealed)))


def blind(workspace: str, kind: str, value: str) -> str:
    """What stands in an index for a contact: always the same for the same one, and nothing without the key."""
    return _short(_configured().blinding, "\0".join((workspace, kind, value)), _BLIND_CHARACTERS)


def sign(purpose: str, text: str, *, characters: int = _BLIND_CHARACTERS) -> str:
    """A token that only this installation can make of `text`, lower-case letters and digits (5 bits each)."""
    return _short(_configured().signing, f"{purpose}\0{text}", characters)


def _short(key: bytes, text: str, characters: int) -> str:
    digest = hmac.new(key, text.encode("utf-8", "surrogatepass"), sha256).digest()
    return base64.b32encode(digest)[:characters].decode().lower()


def _key_id(secret: str) -> str:
    return _short(_derive(secret, b"voc seal id"), "", _KEY_ID_CHARACTERS)


def _derive(secret: str, purpose: bytes) -> bytes:
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=purpose).derive(secret.encode())


def _configured() -> _Keys:
    if _keys is None:
        raise RuntimeError("the vault was not configured")
    return _keys
