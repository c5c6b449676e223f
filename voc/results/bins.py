"""Bins that are the same everywhere, so that histograms of different days add up; pure."""

import math
from collections import Counter
from collections.abc import Mapping
from datetime import date

SECONDS_STEP = 1.1
"""Each bin of seconds is this many times as wide as the one before: a median is right to 5 %."""
SHORTEST_SECONDS, LONGEST_SECONDS = 0.1, 86_400.0
NUMBER_LIMIT = 1e12
"""Larger numbers count as this one."""
DIGITS = 3
"""Significant digits of a binned number: whole numbers below a thousand stay exact."""
BINS_LIMIT = 300
"""Bins of one question's numbers in one cell; more are made coarser."""


def seconds_bin(seconds: float) -> str:
    """The bin of a length of time, in s: the whole logarithm to the base of `SECONDS_STEP`."""
    kept = min(max(seconds, SHORTEST_SECONDS), LONGEST_SECONDS)
    return str(round(math.log(kept) / math.log(SECONDS_STEP)))


def median_seconds(histogram: Mapping[str, int]) -> float | None:
    """The median of binned times, in s; None where none was taken."""
    middle = _middle({float(key): count for key, count in histogram.items()})
    return None if middle is None else round(SECONDS_STEP**middle, 2)


def number_bin(number: float, digits: int = DIGITS) -> str:
    """The bin of a number: the number itself, rounded to `digits` significant digits."""
    kept = max(-NUMBER_LIMIT, min(NUMBER_LIMIT, number))
    return f"{float(f'{kept:.{digits - 1}e}') + 0.0:.15g}"


def bounded(histogram: Counter[str], limit: int = BINS_LIMIT) -> Counter[str]:
    """Binned numbers in at most `limit` bins, by fewer digits where there are more."""
    for digits in range(DIGITS - 1, 0, -1):
        if len(histogram) <= limit:
            break
        coarse: Counter[str] = Counter()
        for key, count in histogram.items():
            coarse[number_bin(float(key), digits)] += count
        histogram = coarse
    return histogram


def median(histogram: Mapping[str, int]) -> float | None:
    """The median of binned numbers."""
    return _middle({float(key): count for key, count in histogram.items()})


def month(day: str) -> str:
    """The bin of a date `YYYY-MM-DD`: its month, `YYYY-MM`; `` for what is no date."""
    try:
        return date.fromisoformat(day).isoformat()[:7]
    except ValueError:
        return ""


def _middle(histogram: Mapping[float, int]) -> float | None:
    """The median; the middle of the two middle values where there are two."""
    n = sum(histogram.values())
    if not n:
        return None
    places = ((n - 1) // 2, n // 2)
    found, before = [], 0
    for value in sorted(histogram):
        found += [value for place in places if before <= place < before + histogram[value]]
        before += histogram[value]
    return sum(found) / 2


def display_bins(histogram: Mapping[str, int], at_most: int = 10) -> list[tuple[float, float, int]]:
    """Numbers in a few bins of round, equal width: (from, to, how many); a bin holds `from` and not `to`."""
    counts = {float(key): count for key, count in histogram.items() if count}
    if not counts:
        return []
    low, high = min(counts), max(counts)
    width = _round_width((high - low) / at_most) if high > low else 1.0
    first = math.floor(low / width)
    bins: Counter[int] = Counter()
    for value, count in counts.items():
        bins[math.floor(value / width + 1e-9)] += count
    last = max(bins)
    return [(index * width, (index + 1) * width, bins[index]) for index in range(first, last + 1)]


def _round_width(least: float) -> float:
    power = 10.0 ** math.floor(math.log10(least))
    return next(step * power for step in (1, 2, 5, 10) if step * power >= least * 0.999999)
