"""What people decide about alerts."""

from collections.abc import Callable
from datetime import datetime

from voc.clock import stamp
from voc.errors import VocError
from voc.insights.alerts import domain, queries
from voc.insights.alerts.documents import Alert
from voc.insights.alerts.domain import Standing
from voc.insights.alerts.schemas import AlertOut, AlertPatch

TRIES = 5


class AlertChanging(VocError):
    """Others kept changing the alert."""

    slug, title, status, transient = "alert-changing", "Changed meanwhile", 409, True


async def decide(workspace: str, id_: str, patch: AlertPatch, *, by: str, now: datetime) -> AlertOut:
    """Acknowledge, close, or take a closing back; what is so already stays as it is.

    Raises:
        NotFound: not in this workspace.
        AlertChanging: others kept changing it.
    """

    def decided(known: Standing) -> Standing:
        if patch.acknowledged:
            known = domain.acknowledge(known, by=by, at=stamp(now))
        if patch.closed is None:
            return known
        act = domain.close if patch.closed else domain.take_back
        return act(known, by=by, at=stamp(now))

    await change(workspace, id_, decided)
    return await queries.one(workspace, id_)


async def change(workspace: str, id_: str, decided: Callable[[Standing], Standing]) -> None:
    """Write what becomes of an alert, if anything does.

    Raises:
        NotFound: not in this workspace.
        AlertChanging: others kept changing it.
    """
    for _ in range(TRIES):
        row = await queries.row(workspace, id_)
        before = queries.standing(row)
        after = decided(before)
        if after == before:
            return
        unchanged = {"_id": id_, "workspace": workspace, "revision": row["revision"]}
        written = await Alert.get_pymongo_collection().update_one(
            unchanged, {"$set": fields_of(id_, after), "$inc": {"revision": 1}}
        )
        if written.matched_count:
            return
    raise AlertChanging("This alert is being changed; try again.", alert=id_)


def fields_of(id_: str, standing: Standing) -> dict[str, object]:
    """What is stored of how an alert stands."""
    return {
        "standing": standing.model_dump(mode="json"),
        "state": standing.state.value,
        "position": f"at{standing.opened_at:015d}|{id_}",
    }
