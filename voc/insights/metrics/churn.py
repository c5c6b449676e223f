"""Churn."""

from voc.estimates import Estimate, share
from voc.insights.metrics.base import Change, Metric, Source, Unit
from voc.insights.metrics.samples import Sample
from voc.insights.metrics.shares import hits_and_n, share_change


class Churn(Metric):
    """Customers who left, of those who were there at the start.

    Who came during the period is on neither side, so that the rate is a share.
    """

    kind = "churn"
    source = Source.tenures
    unit = Unit.share
    higher_is_better = False
    definition = {
        "en": "The share of customers at the start of the period who left by its end. A customer is there from "
        "`customer_since`, or from when we first heard of them, until `churned_at`: two attributes. Counted by whole "
        "months; a period that is not over yet is compared with nothing. 95% Wilson interval.",
        "ko": "기간이 시작될 때의 고객 가운데 기간이 끝나기 전에 떠난 비율입니다. `customer_since` 속성의 날짜부터, "
        "없으면 처음 알게 된 때부터 `churned_at` 속성의 날짜까지 고객으로 봅니다. 한 달 단위로 세며, 아직 끝나지 "
        "않은 기간은 비교하지 않습니다. 95% 윌슨 구간입니다.",
    }

    def estimate(self, sample: Sample) -> Estimate | None:
        """A share, 0–1."""
        return share(*hits_and_n(sample.counts))

    def change(self, now: Sample, before: Sample) -> Change | None:
        """As two shares differ."""
        return share_change(hits_and_n(now.counts), hits_and_n(before.counts))
