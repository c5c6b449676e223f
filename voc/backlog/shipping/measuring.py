"""What customers said in two windows, by theme, and what it says about the one that was shipped; pure."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from statistics import fmean
from typing import Any

from voc.backlog.shipping import judging
from voc.backlog.shipping.domain import Answer, Metric, answer
from voc.backlog.shipping.judging import LEAST_BEFORE, LEAST_GROUPS, Counts, Shift
from voc.feedback.parts import themes_of
from voc.values import Value

Row = Mapping[str, Any]
MOST_COMPARED = 20


class Heard(Value):
    """One window."""

    customers: int
    """Distinct ones who said anything."""
    raised: dict[str, int]
    """Distinct ones by theme."""
    scores: dict[str, list[float]]
    """By theme, the mean score of each of those who gave one, of ten."""


class Result(Value):
    """What came of it, with the figures behind it."""

    answer: Answer
    reason: str | None = None
    """Why nothing can be told: `few` customers before, or `alone`: too few other themes."""
    counts: Counts
    effect: float | None = None
    """Of a share: how many times as many as without it. Of a score: points of ten."""
    low: float | None = None
    high: float | None = None
    expected: float | None = None
    """The share or mean score that the others' change would have brought."""
    seen: float | None = None
    """The one that came."""
    earlier: float | None = None
    """The one before."""
    compared: int = 0
    left_out: int = 0
    """Themes chosen that were changed by somebody meanwhile."""


def heard(rows: Sequence[Row]) -> Heard:
    """A window, from its feedback; what is not read yet is left out.

    Args:
        rows: feedback, each with the person that it counts for as `respondent`.
    """
    raised: dict[str, set[str]] = defaultdict(set)
    given: dict[tuple[str, str], list[float]] = defaultdict(list)
    everybody = set()
    for row in rows:
        if row.get("kind") is None:
            continue
        who = row["respondent"]
        everybody.add(who)
        for theme in set(themes_of(row)):
            raised[theme].add(who)
            if row.get("rating") is not None:
                given[theme, who].append(10 * float(row["rating"]) / int(row.get("rating_scale") or 5))
    scores: dict[str, list[float]] = defaultdict(list)
    for (theme, _), values in sorted(given.items()):
        scores[theme].append(fmean(values))
    return Heard(
        customers=len(everybody), raised={theme: len(who) for theme, who in raised.items()}, scores=dict(scores)
    )


def comparable(before: Heard, candidates: Collection[str]) -> list[str]:
    """The themes to compare with: of those that may be, the most frequent before."""
    enough = [theme for theme in candidates if before.raised.get(theme, 0) >= LEAST_BEFORE]
    return sorted(enough, key=lambda theme: (-before.raised[theme], theme))[:MOST_COMPARED]


def judge(metric: Metric, theme: str, others: Sequence[str], before: Heard, after: Heard, *, left_out: int) -> Result:
    """What came of it.

    Args:
        metric: what should change.
        theme: that was shipped.
        others: themes to compare with.
        before: the window before.
        after: the window after.
        left_out: how many more had been chosen.
    """
    counts = _counts(theme, before, after)
    known = {"counts": counts, "left_out": left_out}
    own, *shifts = _shifts(metric, [theme, *others], before, after)
    counted = len(before.scores.get(theme, [])) if metric == Metric.score else counts.before
    if own is None or counted < LEAST_BEFORE:
        return Result(answer=Answer.no_evidence, reason="few", **known)
    shifts = [shift for shift in shifts if shift]
    found = judging.effect(own, shifts) if after.customers else None
    if found is None:
        short = "alone" if len(shifts) < LEAST_GROUPS else "few"
        return Result(answer=Answer.no_evidence, reason=short, compared=len(shifts), **known)
    figures = _figures(metric, found, theme, before, after)
    return Result(answer=answer(metric, found.low, found.high), compared=found.groups, **known, **figures)


def _figures(metric: Metric, found: judging.Effect, theme: str, before: Heard, after: Heard) -> dict[str, float]:
    if metric == Metric.score:
        earlier, seen = fmean(before.scores[theme]), fmean(after.scores[theme])
        return {
            "effect": found.effect, "low": found.low, "high": found.high, "earlier": earlier, "seen": seen,
            "expected": earlier + found.usual,
        }  # fmt: skip
    counts = _counts(theme, before, after)
    earlier, seen = counts.before / counts.of_before, counts.after / counts.of_after
    return {
        "effect": judging.times(found.effect), "low": judging.times(found.low), "high": judging.times(found.high),
        "earlier": earlier, "seen": seen, "expected": min(1.0, earlier * judging.times(found.usual)),
    }  # fmt: skip


def _counts(theme: str, before: Heard, after: Heard) -> Counts:
    return Counts(
        before=before.raised.get(theme, 0), of_before=before.customers,
        after=after.raised.get(theme, 0), of_after=after.customers,
    )  # fmt: skip


def _shifts(metric: Metric, themes: Sequence[str], before: Heard, after: Heard) -> list[Shift | None]:
    """How each of these themes changed."""
    if metric == Metric.share:
        return [judging.share_shift(_counts(theme, before, after)) for theme in themes]
    given = [(before.scores.get(theme, []), after.scores.get(theme, [])) for theme in themes]
    usual = judging.usual_variance([scores for pair in given for scores in pair])
    return [judging.score_shift(*pair, usual) for pair in given]
