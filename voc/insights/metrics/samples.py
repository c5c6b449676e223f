"""What a metric is worked out from: answers by value, perhaps weighted; pure."""

from collections import Counter
from collections.abc import Iterable, Mapping

from voc.values import Value


class Sample(Value):
    """How often each value was given.

    Weighted answers are scaled so that they sum to the number of unweighted ones that would say as much: every interval
    then works as it does for plain counts.
    """

    counts: dict[int, float]
    """By value; they sum to `n_eff`."""
    n: int
    """Answers."""
    n_eff: float
    """Answers that they are worth; `n` where all weigh the same."""


def sample(counts: Mapping[int, int]) -> Sample:
    """Answers that all weigh the same."""
    n = sum(counts.values())
    return Sample(counts={value: count for value, count in counts.items() if count}, n=n, n_eff=n)


def weighted(parts: Iterable[tuple[float, Mapping[int, int]]]) -> Sample:
    """Answers of several groups, those of each group with a weight above 0.

    Source: Kish, "Survey Sampling", Wiley, 1965: n_eff = (Σ w)² / Σ w².
    """
    sums: Counter[int] = Counter()
    weights = squares = 0.0
    n = 0
    for weight, counts in parts:
        size = sum(counts.values())
        n, weights, squares = n + size, weights + weight * size, squares + weight * weight * size
        sums.update({value: weight * count for value, count in counts.items() if count})  # type: ignore[dict-item]
    n_eff = weights * weights / squares if squares else 0.0
    return Sample(counts={value: n_eff * share / weights for value, share in sums.items()}, n=n, n_eff=n_eff)


def standardised(groups: Mapping[str, Mapping[int, int]], shares: Mapping[str, float]) -> Sample:
    """Answers of groups, each group weighted to have its share of the whole; groups without a share are left out.

    Who answers most then no longer decides: the whole is made up as the customers are, not as the respondents are.

    Args:
        groups: answers by group.
        shares: of groups, above 0; only their ratios count.
    """
    sizes = {name: sum(groups.get(name, {}).values()) for name in shares}
    return weighted((share / sizes[name], groups[name]) for name, share in shares.items() if sizes[name])
