"""What the shop's departments want to reach."""

from datetime import datetime

from voc.insights.targets import queries, service
from voc.insights.targets.schemas import TargetIn

NPS = {
    "": 0,
    "배송 (Delivery)": 20,
    "앱 (App)": 30,
    "결제 (Payment)": 30,
    "상품 (Products)": 20,
    "멤버십 (Membership)": 20,
}
CSAT = {"": 0.6, "배송 (Delivery)": 0.75, "고객지원 (Support)": 0.55}
"""Goals by department; of everybody under "". Some are met, some missed, of others nobody can tell yet."""


async def set_goals(workspace: str, *, by: str, now: datetime) -> None:
    """Where nobody has set any."""
    if await queries.of_workspace(workspace):
        return
    for metric, goals in (("nps", NPS), ("csat", CSAT)):
        for value, goal in goals.items():
            group = {"by": "department", "value": value} if value else {}
            await service.put(workspace, TargetIn(metric=metric, goal=goal, **group), by=by, now=now)
