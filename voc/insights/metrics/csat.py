"""Customer satisfaction."""

from voc.estimates import Estimate
from voc.insights.metrics.base import Change, Metric, Source, Unit
from voc.insights.metrics.samples import Sample
from voc.insights.metrics.shares import share_change
from voc.results import intervals


class Csat(Metric):
    """Satisfied customers."""

    kind = "csat"
    source = Source.answers
    unit = Unit.share
    definition = {
        "en": "The share of answers 4 and 5 on the scale from 1 to 5. The first such question of a survey counts, once "
        "per response. 95% Wilson interval.",
        "ko": "1에서 5까지의 척도에서 4와 5로 답한 비율입니다. 설문마다 첫 번째 만족도 질문을 응답당 한 번 셉니다. "
        "95% 윌슨 구간입니다.",
    }

    def estimate(self, sample: Sample) -> Estimate | None:
        """A share, 0–1."""
        return intervals.satisfied(sample.counts)

    def change(self, now: Sample, before: Sample) -> Change | None:
        """As two shares differ."""
        return share_change(
            (intervals.satisfied_count(now.counts), now.n_eff), (intervals.satisfied_count(before.counts), before.n_eff)
        )
