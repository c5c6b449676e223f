"""The counters of surveys."""

from beanie import Document
from pymongo import ASCENDING, IndexModel


class SurveyBucket(Document):
    """Counts of one survey's responses that came in one day, or the sum of a month of such days."""

    id: str
    """`workspace|survey|bucket`."""
    workspace: str
    survey: str
    bucket: str
    """`d20261121` or `m202611` (see `periods`), UTC."""
    version: int
    """Raised whenever a response of the bucket changed."""
    dirty: bool
    not_before: int
    """A `voc.clock.stamp`: a large bucket rests between recounts, so that counting takes a small part of the time."""
    counted_at: int = 0
    """A `voc.clock.stamp`."""
    total: int = 0
    """Responses."""
    outline: bytes = b""
    """The cells with no more than their scores, for charts: a tenth of them."""
    scores: bytes = b""
    """See `margins`, also of the following."""
    scores_by_segment: bytes = b""
    scores_by_channel: bytes = b""
    scores_by_language: bytes = b""
    scores_by_device: bytes = b""
    scores_by_source: bytes = b""
    scores_by_department: bytes = b""
    scores_by_journey_step: bytes = b""
    scores_by_product_area: bytes = b""
    cells: bytes = b""
    """See `tally.pack`."""

    class Settings:
        name = "survey_buckets"
        indexes = [
            # a survey's buckets of a period, days or months
            IndexModel(
                [("workspace", ASCENDING), ("survey", ASCENDING), ("bucket", ASCENDING)], name="bucket", unique=True
            ),
            # results.count: buckets to recompute
            IndexModel([("dirty", ASCENDING)], name="dirty", partialFilterExpression={"dirty": True}),
        ]
