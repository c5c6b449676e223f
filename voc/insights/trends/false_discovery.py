"""Several looks at once: how likely each is chance, seen that there were so many; pure."""

from collections.abc import Sequence


def adjusted(ps: Sequence[float]) -> list[float]:
    """Of what lies below a level, no larger a share than that level is expected to be false.

    Source: Benjamini and Hochberg, "Controlling the False Discovery Rate: A Practical and Powerful Approach to Multiple
    Testing", Journal of the Royal Statistical Society B 57, 1995.
    """
    found, least = [1.0] * len(ps), 1.0
    for place, index in enumerate(sorted(range(len(ps)), key=lambda index: ps[index], reverse=True)):
        least = min(least, ps[index] * (len(ps) / (len(ps) - place)))
        found[index] = least
    return found
