"""API keys: `voc_<prefix>_<secret>`, and a short memory of those just used.

The prefix is 60 random bits and public; the secret is 256. A leaked key is recognisable by its first letters.
"""

import asyncio
import hashlib
import hmac
import re
import secrets
from datetime import datetime, timedelta
from typing import NamedTuple

import structlog
from pymongo.errors import PyMongoError

from voc.accounts import queries
from voc.accounts.schemas import KnownKey
from voc.values import Principal

log = structlog.get_logger("voc.accounts")

REMEMBERED = timedelta(seconds=10)
"""How long a key works after it was removed; saves the ingest path a query per request."""
USE_NOTED_EACH = timedelta(minutes=1)
_REMEMBERED_KEYS = 4096
_ALPHABET = "abcdefghijklmnopqrstuvwxyz234567"
_KEY = re.compile(r"voc_([a-z2-7]{12})_[a-z2-7]{52}")


class _Remembered(NamedTuple):
    key: KnownKey
    read_at: datetime


def new_key() -> tuple[str, str]:
    """A prefix and the whole key that starts with it."""
    prefix, secret = _letters(12), _letters(52)
    return prefix, f"voc_{prefix}_{secret}"


def hash_key(key: str) -> str:
    """What is stored of a key."""
    return hashlib.sha256(key.encode()).hexdigest()


def _letters(count: int) -> str:
    return "".join(secrets.choice(_ALPHABET) for _ in range(count))


class KeyRing:
    """Answers whose key it is; one per process, read by every request."""

    def __init__(self) -> None:
        self._remembered: dict[str, _Remembered] = {}
        self._noted_at: dict[str, datetime] = {}
        self._notes: set[asyncio.Task[None]] = set()

    async def principal(self, key: str, *, now: datetime) -> Principal | None:
        """Who the key stands for; None for a key that is malformed, unknown, wrong or expired."""
        match = _KEY.fullmatch(key)
        if match is None:
            return None
        known = await self._known(match[1], now)
        if known is None or not hmac.compare_digest(known.secret_hash, hash_key(key).encode()):
            return None
        if known.expires_at is not None and known.expires_at <= now:
            return None
        self._note_use(known, now)
        return known.principal

    async def _known(self, prefix: str, now: datetime) -> KnownKey | None:
        remembered = self._remembered.get(prefix)
        if remembered is not None and remembered.read_at <= now < remembered.read_at + REMEMBERED:
            return remembered.key
        known = await queries.known_key(prefix)
        if known is None:
            self._remembered.pop(prefix, None)
            return None
        if len(self._remembered) >= _REMEMBERED_KEYS:
            self._remembered.clear()
        self._remembered[prefix] = _Remembered(known, now)
        return known

    def _note_use(self, known: KnownKey, now: datetime) -> None:
        """Write `last_used_at` at most once a minute, after the request went on."""
        id = known.principal.key or ""
        noted_at = self._noted_at.get(id, known.last_used_at)
        if noted_at is not None and noted_at <= now < noted_at + USE_NOTED_EACH:
            return
        self._noted_at[id] = now
        task = asyncio.create_task(_note_use(known.principal.workspace, id, now))
        self._notes.add(task)
        task.add_done_callback(self._notes.discard)


async def _note_use(workspace: str, id: str, now: datetime) -> None:
    try:
        await queries.note_key_use(workspace, id, at=now)
    except PyMongoError as error:
        log.warning("use of a key not noted", key=id, reason=str(error))
