"""Metrics: one file each, named here. Every figure comes with its interval, its n and its definition in words.

They see counts by value (`samples.Sample`), never where these come from, so a metric of ten million answers costs what
one of ten does.
"""

from voc.insights.metrics.base import Metric
from voc.insights.metrics.ces import Ces
from voc.insights.metrics.churn import Churn
from voc.insights.metrics.csat import Csat
from voc.insights.metrics.nps import Nps
from voc.insights.metrics.response_rate import ResponseRate

METRICS: dict[str, Metric] = {metric.kind: metric for metric in (Nps(), Csat(), Ces(), ResponseRate(), Churn())}
