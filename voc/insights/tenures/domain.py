"""From what is known of customers to how many stayed from which month to which; pure."""

import json
import re
import zlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import lru_cache
from typing import Any, NamedTuple

from voc.clock import EPOCH, from_stamp, stamp

SINCE, CHURNED = "customer_since", "churned_at"
"""The attributes that say when somebody became a customer, and when they left."""
SETS_LIMIT = 60
"""Different sets of segments in a workspace's sum."""
REST = "…"
"""Stands for the rare sets, where there are more."""
_DAY = re.compile(r"\s*(\d{4})\s*[-./년]\s*(\d{1,2})\s*[-./월]\s*(\d{1,2})(?!\d)")
_SECONDS_BELOW = 10**11
"""Smaller numbers are seconds since 1970, larger ones milliseconds."""
_LATEST = stamp(from_stamp(0).replace(year=2200))

Row = Mapping[str, Any]
Belongs = Callable[[Row], tuple[str, ...]]
"""From attributes to the segments that they fit, sorted."""


class Tenure(NamedTuple):
    """What counters know of a person."""

    segments: tuple[str, ...]
    begun: int
    """See `month_of`."""
    ended: int | None
    """A later month; None: still a customer."""


Tenures = Counter[Tenure]


def month_of(day: date) -> int:
    """Months since the year 0, so that they can be compared and counted."""
    return day.year * 12 + day.month - 1


def day_of(value: Any) -> date | None:
    """The day that an attribute names; None for everything that is none.

    Understood are `2026-11-21` with or without a time, `2026. 11. 21.`, `2026년 11월 21일`, and numbers of seconds or
    milliseconds since 1970.
    """
    if isinstance(value, str) and (found := _DAY.match(value)):
        try:
            return date(*map(int, found.groups()))
        except ValueError:
            return None
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 < value < _LATEST:
        return None
    at = from_stamp(int(value if value >= _SECONDS_BELOW else value * 1000))
    return at.date() if at > EPOCH else None


def tenure(records: Sequence[Row], belongs: Belongs) -> Tenure | None:
    """How long a person stays; None for whoever was never a customer at the start of a month.

    Args:
        records: theirs, the main one first: attributes, first_seen_at.
        belongs: which segments they are in.
    """
    attributes: dict[str, Any] = {}
    for record in records:
        attributes = record.get("attributes", {}) | attributes
    heard = from_stamp(min(record["first_seen_at"] for record in records)).date()
    begun, gone = month_of(day_of(attributes.get(SINCE)) or heard), day_of(attributes.get(CHURNED))
    if gone is not None and month_of(gone) <= begun:
        return None
    return Tenure(belongs(attributes), begun, month_of(gone) if gone else None)


def together(parts: Iterable[Tenures]) -> Tenures:
    """The tenures of a union, the rare sets of segments folded: which ones depends on the whole, never on the order."""
    sums: Tenures = Counter()
    for part in parts:
        sums.update(part)
    sets: Counter[tuple[str, ...]] = Counter()
    for each, count in sums.items():
        sets[each.segments] += count
    ranked = sorted(sets, key=lambda each: (-sets[each], each))
    rare = set(ranked[SETS_LIMIT - 1 :]) if len(ranked) > SETS_LIMIT else set()
    folded: Tenures = Counter()
    for each, count in sums.items():
        folded[each._replace(segments=(REST,)) if each.segments in rare else each] += count
    return folded


Stays = dict[tuple[str, ...], tuple[int, int]]
"""By segments: how many stayed, and how many left."""


@lru_cache(maxsize=32)
def stayed_and_left(stored: bytes, spans: tuple[tuple[int, int], ...]) -> tuple[Stays, ...]:
    """Of those who were customers when the first month of a span began: who stayed through its last one, who did not.

    Remembered, because a page asks for the same months of the same sum again and again, and a large company's takes
    a tenth of a second.

    Args:
        stored: as `pack` wrote them.
        spans: first and last month of each.
    """
    found: tuple[Stays, ...] = tuple({} for _ in spans)
    for segments, begun, ended, count in _stored(stored):
        for (first, last), stays in zip(spans, found, strict=True):
            if begun < first and (not ended or ended >= first):
                stayed, left = stays.get(segments, (0, 0))
                gone = 0 < ended <= last
                stays[segments] = (stayed, left + count) if gone else (stayed + count, left)
    return found


def pack(tenures: Tenures) -> bytes:
    """As they are stored; equal tenures are equal bytes."""
    by_set: dict[tuple[str, ...], list[list[int]]] = {}
    for each, count in sorted(tenures.items(), key=_place):
        by_set.setdefault(each.segments, []).append([each.begun, each.ended or 0, count])
    return zlib.compress(json.dumps(list(by_set.items()), ensure_ascii=False, separators=(",", ":")).encode())


def unpack(stored: bytes) -> Tenures:
    """As `pack` wrote them."""
    tenures: Tenures = Counter()
    for segments, begun, ended, count in _stored(stored):
        tenures[Tenure(segments, begun, ended or None)] = count
    return tenures


def _stored(stored: bytes) -> Iterator[tuple[tuple[str, ...], int, int, int]]:
    """Segments, when it began and ended (0: not yet), and how many."""
    for segments, spans in json.loads(zlib.decompress(stored)) if stored else []:
        named = tuple(segments)
        for begun, ended, count in spans:
            yield named, begun, ended, count


def _place(entry: tuple[Tenure, int]) -> tuple[tuple[str, ...], int, int]:
    each = entry[0]
    return each.segments, each.begun, each.ended or 0
