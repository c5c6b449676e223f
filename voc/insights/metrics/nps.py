"""Net Promoter Score."""

import math

from voc.estimates import Estimate, Z
from voc.insights.metrics.base import Change, Metric, Source, Unit
from voc.insights.metrics.distributions import normal_p
from voc.insights.metrics.samples import Sample
from voc.results import intervals


class Nps(Metric):
    """Source: Reichheld, "The One Number You Need to Grow", HBR, December 2003."""

    kind = "nps"
    source = Source.answers
    unit = Unit.points
    definition = {
        "en": "The share of promoters (9 or 10 of 10) minus the share of detractors (6 or less), from −100 to 100. The "
        "first such question of a survey counts, once per response. 95% adjusted Wald interval: three answers are "
        "added, so that it holds for few answers, too.",
        "ko": "추천 고객(10점 만점에 9·10점) 비율에서 비추천 고객(6점 이하) 비율을 뺀 값으로, −100에서 100까지입니다. "
        "설문마다 첫 번째 추천 질문을 응답당 한 번 셉니다. 95% 수정 왈드 구간: 답변 세 개를 더해 계산하므로 "
        "답변이 적어도 맞습니다.",
    }

    def estimate(self, sample: Sample) -> Estimate | None:
        """Points from −100 to 100."""
        return intervals.net_promoter_score(sample.counts)

    def change(self, now: Sample, before: Sample) -> Change | None:
        """Judged by the variance of both periods' answers together, as if nothing had changed.

        The interval takes each period's own variance, three answers added to each as for one score.

        Source: Rocks, "Interval Estimation for the 'Net Promoter Score'", The American Statistician 70, 2016.
        """
        one, other = self.estimate(now), self.estimate(before)
        if one is None or other is None:
            return None
        difference = one.value - other.value
        pooled = {score: now.counts.get(score, 0) + before.counts.get(score, 0) for score in range(11)}
        error = math.sqrt(_variance(pooled, 0) * (1 / now.n_eff + 1 / before.n_eff))
        half = Z * math.sqrt(
            _variance(now.counts, 0.75) / (now.n_eff + 3) + _variance(before.counts, 0.75) / (before.n_eff + 3)
        )
        middle = _points(now.counts) - _points(before.counts)
        return Change(
            difference=difference,
            low=max(-200.0, min(difference, middle - half)),
            high=min(200.0, max(difference, middle + half)),
            p=normal_p(difference / error) if error else 1.0,
        )


def _points(counts: dict[int, float]) -> float:
    """The score with three answers added."""
    promoters, detractors = intervals.promoters_and_detractors(counts)
    return 100 * (promoters - detractors) / (sum(counts.values()) + 3)


def _variance(counts: dict[int, float], added: float) -> float:
    """Of one answer's points, `added` to promoters and detractors and twice that to passives."""
    promoters, detractors = (count + added for count in intervals.promoters_and_detractors(counts))
    n = sum(counts.values()) + 4 * added
    p, d = promoters / n, detractors / n
    return max(0.0, 10_000 * (p + d - (p - d) ** 2))
