"""What a report of a week is made of: the insights' own, and the top of the backlog."""

from datetime import date

from voc.backlog.workflow import reading
from voc.backlog.workflow.listing import Filters
from voc.backlog.workflow.schemas import ItemOut
from voc.insights.report.composing import Report, compose
from voc.values import Value

ITEMS_SHOWN = 5


class Weekly(Value):
    """A week, and what to build next as of today."""

    report: Report
    items: list[ItemOut]

    @property
    def is_silent(self) -> bool:
        """Whether nobody said or answered anything, nor in the week before."""
        answered = any(group.estimate or group.before for group in self.report.metrics.values())
        return not (answered or self.report.said.now.feedback or self.report.said.before.feedback)


async def weekly(workspace: str, week: date, *, today: date) -> Weekly:
    """The report of the week that begins on `week`."""
    report = await compose(workspace, week, today=today)
    found = await reading.page(workspace, Filters(status="open"), limit=ITEMS_SHOWN)
    return Weekly(report=report, items=found.items)
