"""Lists are `{"items": […], "next": "cursor or null"}`, newest first, paged by an indexed key.

A cursor is where the last page ended, opaque to callers. It needs no signature: it only narrows a query that carries
the caller's workspace anyway.
"""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from typing import Annotated

import msgspec
from litestar.params import QueryParameter

from voc.errors import Invalid

Key = str | int | float

PAGE_ITEMS = 50
"""Items of a page when nobody says."""
PageLimit = Annotated[int, QueryParameter(name="limit", ge=1, le=200, description="Most items in the answer.")]
"""`limit: PageLimit = PAGE_ITEMS` in a handler."""

_cursor = msgspec.json.Decoder(list[Key])


def to_cursor(*keys: Key) -> str:
    """Where a page ended: the sort keys of its last item."""
    # numbers come from the database as a type of its own
    plain = [int(key) if isinstance(key, int) else key for key in keys]
    return urlsafe_b64encode(msgspec.json.encode(plain)).rstrip(b"=").decode()


def from_cursor(cursor: str, *types: type[Key], keys: int = 1) -> list[Key]:
    """The sort keys after which the next page starts.

    Args:
        cursor: what the caller sent.
        types: of the keys, when the list says; whole numbers then fit 64 bit.
        keys: how many, when `types` does not say.

    Raises:
        Invalid: not one of ours.
    """
    try:
        found = _cursor.decode(urlsafe_b64decode(cursor.encode() + b"=" * (-len(cursor) % 4)))
    except ValueError:
        found = []
    ours = [type(key) for key in found] == list(types) if types else len(found) == keys
    if not ours or any(type(key) is int and not -(2**63) <= key < 2**63 for key in found):
        where = {"parameter": "cursor", "message": "is not one of ours"}
        raise Invalid("The cursor is not one that this list gave.", errors=[where])
    return found
