"""Counts with what may group them; pure."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

OTHERS = ""
"""The group of those that do not tell."""


@dataclass(frozen=True)
class Portion:
    """Some answers that share everything they may be grouped by."""

    groups: Mapping[str, tuple[str, ...]]
    """Values by name of grouping: one of most, several of segments, none where it is not known."""
    counts: Mapping[int, int]
    """How often each value was given; below 0 for what is taken away from other portions."""


def total(portions: Iterable[Portion]) -> Counter[int]:
    """All of them."""
    sums: Counter[int] = Counter()
    for portion in portions:
        sums.update(portion.counts)
    return sums


def grouped(portions: Iterable[Portion], by: str) -> dict[str, Counter[int]]:
    """The answers of each value of one grouping, the largest first; `OTHERS` for those without one."""
    sums: dict[str, Counter[int]] = {}
    for portion in portions:
        for value in portion.groups.get(by) or (OTHERS,):
            sums.setdefault(value, Counter()).update(portion.counts)
    told = {value: counts for value, counts in sums.items() if counts.total()}
    return dict(sorted(told.items(), key=lambda pair: (-pair[1].total(), pair[0])))
