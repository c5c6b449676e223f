"""Lists are `{"items": […], "next": "cursor or null"}`, newest first, paged by an indexed key.

A cursor is where the last page ended, opaque to callers. It needs no signature: it only narrows a query that carries
the caller's workspace anyway.
"""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Sequence
from typing import Annotated, Generic, TypeVar

import msgspec
from litestar.params import QueryParameter

from voc.errors import Invalid
from voc.values import Value

T = TypeVar("T")

PAGE_ITEMS = 50
"""Items of a page when nobody says."""
PageLimit = Annotated[int, QueryParameter(name="limit", ge=1, le=200, description="Most items in the answer.")]
"""`limit: PageLimit = PAGE_ITEMS` in a handler."""

_cursor = msgspec.json.Decoder(list[str | int | float])


class Page(Value, Generic[T]):
    """A part of a list."""

    items: Sequence[T]
    next: str | None = None
    """Send it back as `cursor` for the following page."""


def to_cursor(*keys: str | int | float) -> str:
    """Where a page ended: the sort keys of its last item."""
    return urlsafe_b64encode(msgspec.json.encode(keys)).rstrip(b"=").decode()


def from_cursor(cursor: str, *, keys: int = 1) -> list[str | int | float]:
    """The sort keys after which the next page starts.

    Raises:
        Invalid: not one of ours.
    """
    try:
        found = _cursor.decode(urlsafe_b64decode(cursor.encode() + b"=" * (-len(cursor) % 4)))
    except ValueError:
        found = []
    if len(found) != keys:
        where = {"parameter": "cursor", "message": "is not one of ours"}
        raise Invalid("The cursor is not one that this list gave.", errors=[where])
    return found
