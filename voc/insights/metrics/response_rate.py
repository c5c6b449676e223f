"""Response rate."""

from voc.estimates import Estimate, share
from voc.insights.metrics.base import Change, Metric, Source, Unit
from voc.insights.metrics.samples import Sample
from voc.insights.metrics.shares import hits_and_n, share_change


class ResponseRate(Metric):
    """Those who answered, of those who were asked.

    Source: AAPOR, "Standard Definitions", 10th edition, 2023: RR1, whom no message reached not among those asked.
    """

    kind = "response_rate"
    source = Source.invitations
    unit = Unit.share
    definition = {
        "en": "The share of invitations that were sent and did not bounce to which a finished response came. Campaigns "
        "count for the period in which they started. 95% Wilson interval.",
        "ko": "반송되지 않고 발송된 초대 가운데 끝까지 답한 응답이 온 비율입니다. 캠페인은 시작한 기간에 셉니다. "
        "95% 윌슨 구간입니다.",
    }

    def estimate(self, sample: Sample) -> Estimate | None:
        """A share, 0–1."""
        return share(*hits_and_n(sample.counts))

    def change(self, now: Sample, before: Sample) -> Change | None:
        """As two shares differ."""
        return share_change(hits_and_n(now.counts), hits_and_n(before.counts))
