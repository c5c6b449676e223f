"""Use cases about targets."""

from datetime import date, datetime

from voc.clock import stamp
from voc.database import durable
from voc.errors import Invalid, NotFound
from voc.insights import comparing, measuring
from voc.insights.counted import GROUPINGS
from voc.insights.measuring import Asking
from voc.insights.metrics import METRICS, Metric
from voc.insights.schemas import MetricGroup
from voc.insights.spans import wrong
from voc.insights.targets import domain, queries
from voc.insights.targets.documents import Target
from voc.insights.targets.schemas import Line, Scorecard, TargetIn, TargetOut

NOBODY = MetricGroup(estimate=None, n_eff=0, counts={}, before=None, change=None)
"""What stands where nobody answered."""


async def put(workspace: str, target: TargetIn, *, by: str, now: datetime) -> TargetOut:
    """Set a goal, in place of the one that stood.

    Raises:
        Invalid: the metric is not told apart so, the goal lies outside of its scale, or there are too many targets.
    """
    metric = _metric(target.metric)
    if target.by is not None and target.by not in GROUPINGS[metric.source]:
        raise wrong("by", f"this metric is told apart by {', '.join(GROUPINGS[metric.source])}")
    low, high = domain.LIMITS[metric.unit]
    if not low <= target.goal <= high:
        raise wrong("goal", f"lies outside of {low:g} to {high:g}")
    id_ = domain.target_id(workspace, target.metric, target.by or "", target.value or "")
    known = {each.id for each in await queries.of_workspace(workspace)}
    if id_ not in known and len(known) >= queries.LIMIT:
        raise Invalid(f"A workspace has at most {queries.LIMIT} targets. Take one away first.")
    place = {"workspace": workspace, "metric": target.metric, "by": target.by or "", "value": target.value or ""}
    fields = place | {"goal": target.goal, "set_by": by, "set_at": stamp(now)}
    await durable(Target).update_one({"_id": id_}, {"$set": fields}, upsert=True)
    return await queries.one(workspace, id_)


async def remove(workspace: str, id_: str) -> TargetOut:
    """Take a target away; returns what stood.

    Raises:
        NotFound: not in this workspace.
    """
    gone = await queries.one(workspace, id_)
    await durable(Target).delete_one({"_id": id_, "workspace": workspace})
    return gone


async def clear(workspace: str, metric: str, by: str | None, value: str | None) -> None:
    """Take the target of a group away, if there is one."""
    id_ = domain.target_id(workspace, metric, by or "", value or "")
    await durable(Target).delete_one({"_id": id_, "workspace": workspace})


async def scorecard(workspace: str, kind: str, asking: Asking, *, today: date) -> Scorecard:
    """A metric of every group beside its target; of groups that do not tell, nothing is wanted and nothing shown.

    Raises:
        Invalid: there is no such metric, or it cannot be grouped so, or the period is none.
    """
    metric, by = _metric(kind), asking.by
    if by is None:
        raise wrong("by", "says which groups have targets, such as department")
    found = await measuring.measure(workspace, kind, asking, today=today)
    targets = {(each.by, each.value): each for each in await queries.of_workspace(workspace, kind)}
    groups = {group.value: group for group in found.groups if group.value is not None}
    cut = len(found.groups) == comparing.GROUPS_SHOWN  # then a group that is not here may well have answers
    wanted = () if cut else (value for of, value in targets if of == by and value is not None)
    silent = sorted(value for value in wanted if value not in groups)
    names = await measuring.names(workspace, by) if silent else {}
    for value in silent:
        groups[value] = NOBODY.model_copy(update={"value": value, "name": names.get(value, value)})
    kept = found.model_dump(include=set(Scorecard.model_fields) - {"by", "total"})
    return Scorecard(
        **kept,
        by=by,
        total=_line(metric, found.total, targets.get((None, None))),
        lines=[_line(metric, group, targets.get((by, value))) for value, group in groups.items()],
    )


def _line(metric: Metric, group: MetricGroup, target: TargetOut | None) -> Line:
    said = domain.verdict(metric, group.estimate, target.goal) if target else None
    return Line(group=group, target=target, verdict=said)


def _metric(kind: str) -> Metric:
    if kind not in METRICS:
        raise NotFound(f"No such metric. There are: {', '.join(METRICS)}.", metric=kind)
    return METRICS[kind]
