"""Argon2id, off the event loop.

Parameters: OWASP Password Storage Cheat Sheet, "Argon2id": 19 MiB, two passes, one lane.
"""

import secrets
from functools import cache, partial

import anyio.to_thread
from anyio import CapacityLimiter
from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

_hasher = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
_limiter = CapacityLimiter(2)
"""Hashes at the same time: each takes 19 MiB and a core, and strangers may ask for them."""


async def hash_password(password: str) -> str:
    """The encoded hash, with its salt and parameters."""
    return await anyio.to_thread.run_sync(_hasher.hash, password, limiter=_limiter)


async def matches(password: str, password_hash: str | None) -> bool:
    """Whether the password is right; without a hash (nobody of that name) it is wrong, after the same time."""
    check = partial(_matches, password, password_hash)
    return await anyio.to_thread.run_sync(check, limiter=_limiter)


def is_outdated(password_hash: str) -> bool:
    """Whether the hash was made with other parameters than today's."""
    return _hasher.check_needs_rehash(password_hash)


def new_password() -> str:
    """About 100 random bits in groups that can be typed from paper."""
    alphabet = "abcdefghjkmnpqrstuvwxyz23456789"
    return "-".join("".join(secrets.choice(alphabet) for _ in range(5)) for _ in range(4))


def _matches(password: str, password_hash: str | None) -> bool:
    try:
        return _hasher.verify(password_hash or _nobodys(), password) and password_hash is not None
    except (VerificationError, InvalidHashError):
        return False


@cache
def _nobodys() -> str:
    return _hasher.hash(secrets.token_hex(16))
