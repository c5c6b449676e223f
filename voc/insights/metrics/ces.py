"""Customer effort score."""

import math

from voc.estimates import Estimate
from voc.insights.metrics.base import Change, Metric, Source, Unit
from voc.insights.metrics.distributions import student_p
from voc.insights.metrics.samples import Sample
from voc.results import intervals

ENDS = (1, 7)


class Ces(Metric):
    """Source: CEB, "The Effortless Experience", 2013 (version 2.0)."""

    kind = "ces"
    source = Source.answers
    unit = Unit.mean
    definition = {
        "en": "The mean answer to how easy it was, from 1 to 7, the easiest. The first such question of a survey "
        "counts, once per response. 95% t interval.",
        "ko": "얼마나 쉬웠는지에 대한 답변의 평균으로, 1에서 7까지이며 7이 가장 쉽습니다. 설문마다 첫 번째 노력 질문을 "
        "응답당 한 번 셉니다. 95% t 구간입니다.",
    }

    def estimate(self, sample: Sample) -> Estimate | None:
        """A mean, 1–7."""
        return intervals.mean(sample.counts, ENDS)

    def change(self, now: Sample, before: Sample) -> Change | None:
        """The difference of two means whose variances may differ.

        Source: Welch, "The Generalization of 'Student's' Problem when Several Different Population Variances are
        Involved", Biometrika 34, 1947.
        """
        if min(now.n_eff, before.n_eff) < 2:
            return None
        one, other = _mean_and_error(now), _mean_and_error(before)
        difference, squared = one[0] - other[0], one[1] + other[1]
        if not squared:
            return Change(difference=difference, low=difference, high=difference, p=0.0 if difference else 1.0)
        error = math.sqrt(squared)
        freedom = squared**2 / (one[1] ** 2 / (now.n_eff - 1) + other[1] ** 2 / (before.n_eff - 1))
        half = intervals.student(freedom) * error
        return Change(
            difference=difference,
            low=difference - half,
            high=difference + half,
            p=student_p(difference / error, freedom),
        )


def _mean_and_error(sample: Sample) -> tuple[float, float]:
    """The mean, and the square of its standard error."""
    n, total, squares = intervals.sums(sample.counts)
    return total / n, intervals.variance(n, total, squares) / n
