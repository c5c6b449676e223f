"""The keys of a workspace: listed, made, renewed, revoked. What a key looks like is in `keys.py`."""

from datetime import datetime, timedelta

from voc.accounts import queries, service
from voc.accounts.documents import ApiKey
from voc.accounts.domain import KeyEnded
from voc.accounts.schemas import ApiKeyOut, KeyIn, KeyMade
from voc.values import Scope

GRACE_LIMIT = timedelta(days=30)
"""The longest that a renewed key goes on beside its successor."""


async def keys(workspace: str) -> list[ApiKeyOut]:
    """Every key, the latest first, those that have ended included."""
    found = [_out(each) for each in await queries.keys(workspace)]
    return sorted(found, key=lambda each: each.id, reverse=True)


async def make(workspace: str, wish: KeyIn, *, now: datetime) -> KeyMade:
    """A key, and its text, which nothing shows again."""
    ends = now + timedelta(days=wish.days) if wish.days else None
    made, text = await service.create_key(workspace, wish.scopes, wish.name, now=now, expires_at=ends)
    return KeyMade(key=made, text=text)


async def renew(workspace: str, id_: str, *, grace: timedelta, now: datetime) -> KeyMade:
    """Another key with the same name and scopes; the one before goes on for `grace`, so that nothing breaks meanwhile.

    The publishable key is renewed for the whole workspace: what web pages should say from now on. Cut off in between,
    both work, and renewing again is right.

    Raises:
        NotFound: no such key.
        KeyEnded: it works no more; make another one.
    """
    old = await _working(workspace, id_, now)
    life = (old.expires_at - old.created_at) if old.expires_at else None
    made, text = await service.create_key(
        workspace, old.scopes, old.name, now=now, expires_at=now + life if life else None
    )
    if old.scopes == [Scope.survey]:
        await queries.replace_publishable_key(workspace, old.prefix, text)
    ends = now + min(grace, GRACE_LIMIT)
    old.expires_at = min(ends, old.expires_at) if old.expires_at else ends
    await queries.keep_key(old)
    return KeyMade(key=made, text=text)


async def revoke(workspace: str, id_: str, *, now: datetime) -> ApiKeyOut:
    """End a key; processes that used it a moment ago take it for ten seconds more.

    Raises:
        NotFound: no such key.
        KeyEnded: it works no more.
    """
    key = await _working(workspace, id_, now)
    key.expires_at = now
    await queries.keep_key(key)
    return _out(key)


async def _working(workspace: str, id_: str, now: datetime) -> ApiKey:
    key = await queries.key_of(workspace, id_)
    if key.expires_at is not None and key.expires_at <= now:
        raise KeyEnded("This key works no more. Make another one.", key=id_)
    return key


def _out(key: ApiKey) -> ApiKeyOut:
    return ApiKeyOut.model_validate(key.model_dump(include=set(ApiKeyOut.model_fields)))
