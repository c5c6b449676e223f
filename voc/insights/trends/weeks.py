"""People per week, and what a week says of a theme; pure, and without numpy, for the pages show them."""

from voc.values import Value


class Weeks(Value):
    """Distinct people per week."""

    before: tuple[int, ...]
    """The oldest first."""
    now: int


class Rise(Value):
    """What a theme's week says."""

    theme: str
    weeks: Weeks
    expected: float
    """People that a week as before would have had."""
    ratio: float | None
    """This week's people by those expected; None where nobody spoke of it before."""
    ratio_low: float
    ratio_high: float
    """Hold the true ratio in 95 of 100 such weeks."""
    p: float
    """How often chance alone brings as many people, or as many beside all others: the larger of the two."""
    p_adjusted: float
    """The same, seen how many themes are looked at (Benjamini and Hochberg)."""
    emerging: bool
